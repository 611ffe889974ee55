// Promises: a result as it outlives the page: what it was made from, and what is shown of it. Its values are elsewhere, found by their hash.
// Must not know: graphs, nodes, where it is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/run/recipe.h"

namespace flow {

struct KeptResult {
    Fingerprint key;                    ///< Recipe::lasting_key
    std::uint64_t volatile_serial = 0;  ///< of the call
    std::vector<FileUse> files;
    Environment environment;
    std::vector<OutputSummary> outputs;
    double elapsed_ms = 0;
    std::string sha256;      ///< of the saved values
    std::int64_t bytes = 0;  ///< their size
    std::string out;         ///< what the call printed
    std::string err;
    std::int64_t dropped = 0;  ///< bytes of text that are missing
    std::int64_t dropped_lines = 0;
    std::optional<std::size_t> out_gap;  ///< where in `out` something is missing
    std::optional<std::size_t> err_gap;
    std::string author;                 ///< of one that came with the flow: by what the page finds its previews; nobody has its values. "" for one's own
    std::vector<std::string> displays;  ///< ports that can be looked at, of one that came with the flow
};

}  // namespace flow
