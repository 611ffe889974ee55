// Promises: the parts of a flow file as they stand in it, each field of the right type and within its limits; the first wrong one by its JSON Pointer.
// Must not know: graphs, node types, what links mean (flow_file.cpp puts the parts together).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/graph/graph.h"

namespace flow {

struct RawNode {
    std::string name;
    std::string type;
    std::string title;
    NodeMode mode = NodeMode::normal;
    std::optional<std::string> source;
    std::string before_source;              ///< the known field that `source` stood behind, and how many unknown ones stood before it:
    std::size_t unknown_before_source = 0;  ///< a source of a shipped type is kept as a field that is not known
    std::vector<Param> params;
    Rare<NodeLimits> limits;
    Rare<UnknownFields> unknown;
};

struct RawLink {
    std::string from;
    std::string to;
    Rare<UnknownFields> unknown;
};

struct RawFlow {
    std::string title;
    std::vector<std::string> packages;
    std::vector<RawNode> nodes;
    std::vector<RawLink> links;
    std::vector<FlowFile> files;
    bool lists_files = false;                             ///< the file has the field, if only an empty list
    std::vector<std::pair<std::string, NodeLook>> looks;  ///< by the name of the node
    UnknownFields unknown;
    UnknownFields view_fields;
    JsonText frames, notes, reroutes;  ///< "" where the file has none
};

Result<RawFlow> read_raw_flow(std::string_view text);

/// One step of a JSON Pointer: `/` and `~` escaped.
std::string pointer_step(std::string_view name);

}  // namespace flow
