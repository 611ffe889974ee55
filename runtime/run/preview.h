// Promises: what C++ ever sees of Python's values: names of types, shapes, short texts, a handful of cells. All bounded (limits::kGlimpse*).
// Must not know: values, bytes, JSON.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/ids.h"

namespace flow {

enum class PreviewKind { none, text, json, table, image, html, chart, bytes };

/// The small picture of a value that a node shows on the canvas.
struct Glimpse {
    PreviewKind kind = PreviewKind::none;
    std::string text;                            ///< one or a few lines
    std::vector<std::string> columns;            ///< of a table, the first few
    std::vector<std::string> types;              ///< of these columns
    std::vector<std::vector<std::string>> rows;  ///< cells as text
    std::int64_t total = 0;                      ///< rows of the table, items of the list
    std::optional<std::int64_t> width, height;   ///< of an image, pixels
};

/// One output of a finished node.
struct OutputSummary {
    std::string port;
    std::string type;     ///< Python's name of the type
    std::string shape;    ///< "406 × 9", "12 items", ""
    std::string summary;  ///< one line
    std::int64_t bytes = 0;
    Glimpse glimpse;
};

/// Whether one of these can be shown as a small picture.
inline bool has_picture(const std::vector<OutputSummary>& outputs) {
    const auto is_picture = [](const OutputSummary& one) { return one.glimpse.kind == PreviewKind::image || one.glimpse.kind == PreviewKind::chart; };
    return std::any_of(outputs.begin(), outputs.end(), is_picture);
}

enum class ErrorKind { python, syntax, signature, input, result, package, file, limit, internal };

/// Why a node failed, in the user's own lines.
struct NodeError {
    ErrorKind kind = ErrorKind::python;
    std::string type;  ///< "ZeroDivisionError"
    std::string message;
    std::string traceback;
    std::optional<int> line;                  ///< in the node's source, from 1
    std::optional<std::string> package = {};  ///< that has the module that was not found
};

/// A file that a node read, as it was then.
struct FileUse {
    std::string name;
    std::string sha256;
    friend bool operator==(const FileUse&, const FileUse&) = default;
};

enum class OutputStream { out, err };

}  // namespace flow
