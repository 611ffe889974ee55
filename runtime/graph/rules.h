// Promises: whether two ports may be linked, asked while the wire is being dragged, with the reason if not.
// Must not know: drawing, edits.
#pragma once

#include <string_view>

#include "runtime/graph/graph.h"

namespace flow {

/// Refused are only a cycle, an unknown port and a node onto itself (types are hints). A taken input is allowed: its link is replaced.
Result<void> may_connect(const Graph& graph, NodeId from, std::string_view from_port, NodeId to, std::string_view to_port);

/// 0 … 1: how well a value of the annotation `from` suits a port of the annotation `to`. Colours wires and sorts the palette, refuses nothing.
double fit(std::string_view from_annotation, std::string_view to_annotation);

}  // namespace flow
