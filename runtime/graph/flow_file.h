// Promises: reads and writes flow file v1; says exactly where a file is wrong; loses nothing it does not know; writes with a stable order.
// Must not know: where the text comes from. The only place of the layer that knows JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/graph.h"

namespace flow {

/// A graph as a flow file says it. Errors carry a JSON Pointer in `place` (and line and column in the sentence for broken JSON).
Result<Graph> read_flow(std::string_view text, const NodeLibrary& library);

/// The whole flow; two spaces of indentation, ends with a newline; the order of nodes and links is the graph's.
std::string write_flow(const Graph& graph);

/// The nodes, the links among them and their looks, as a flow file for the clipboard.
std::string write_piece(const Graph& graph, const std::vector<NodeId>& nodes);

}  // namespace flow
