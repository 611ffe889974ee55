// Promises: reads and writes flow file v1; says exactly where a file is wrong; loses nothing it does not know; writes with a stable order.
// Must not know: where the text comes from.
//
// A file is broken if it is no JSON, of another format or a later version, if a field has the wrong type or breaks a limit, if ids are none or doubled, or if links cannot be (an unknown node,
// a node onto itself, two links into a port that takes one, a cycle). It is not broken by a type, a port or a source that this version cannot use: such a node is kept with its problem.
// Kept as they are: unknown fields at their places (behind the field they stood behind), params, frames, notes and reroutes that cannot be read (view_items.h has their format), numbers as
// they were written. Made plain on reading: the order of known fields, white space, escapes; empty titles, empty lists of frames, notes and reroutes and the mode "normal" are left out;
// looks of nodes and points of wires that are not there are dropped.
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

/// The nodes, the links among them, their looks, and these frames and notes, as a flow file for the clipboard.
std::string write_piece(const Graph& graph, const std::vector<NodeId>& nodes, const std::vector<std::string>& areas = {});

}  // namespace flow
