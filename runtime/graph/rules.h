// Promises: whether two ports may be linked, asked while the wire is being dragged, with the reason if not.
// Must not know: drawing, edits.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/graph.h"

namespace flow {

/// Refused are only a cycle, an unknown port and a node onto itself (types are hints). A taken input is allowed: its link is replaced.
Result<void> may_connect(const Graph& graph, NodeId from, std::string_view from_port, NodeId to, std::string_view to_port);

/// The half of it that needs no search: both nodes and both ports are there.
Result<void> check_ports(const Graph& graph, NodeId from, std::string_view from_port, NodeId to, std::string_view to_port);

/// True for a port or setting that is known and not variadic.
bool takes_one_link(const Signature& signature, std::string_view port);

/// The first link into a port; none if it is free.
LinkId link_into_port(const Graph& graph, NodeId to, std::string_view port);

/// A port of `to` that would take one link under `signature` and has several.
std::optional<std::string> crowded_port(const Graph& graph, NodeId to, const Signature& signature);

/// Refused: a way out of these nodes that comes back to them, as they could not be called as one. Costs what lies between them in the order.
Result<void> may_be_one(const Graph& graph, std::span<const NodeId> nodes);

/// "a → b → a": the names of a cycle for a sentence.
std::string cycle_text(const std::vector<NodeId>& path, const std::function<std::string(NodeId)>& name_of);
std::string cycle_text(const Graph& graph, const std::vector<NodeId>& path);

/// 0 … 1: how well a value of the annotation `from` suits a port of the annotation `to`. Colours wires and sorts the palette, refuses nothing.
double fit(std::string_view from_annotation, std::string_view to_annotation);

}  // namespace flow
