// Promises: what one action of a person means in edits, checked by the rules: to be handed to History::perform as one step.
// Must not know: history, drawing, where the action came from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/edit.h"

namespace flow::step {

/// A node as a person adds one. Refused: an unknown type, a setting that the type lacks, a value that does not suit. `node.name` "": a free one.
/// The node gets the id `Graph::last_id() + 1` if `node.id` is none, so that links of the same step can name it.
Result<std::vector<Edit>> add_node(const Graph& graph, const NodeLibrary& library, Node node, NodeLook look);

/// The nodes and all links at them, once each. Nodes that are not there are passed over.
std::vector<Edit> remove_nodes(const Graph& graph, std::span<const NodeId> nodes);

/// The same, and what was led through them is connected without them: where a removed node fed one that stays, the source of its first connected input (in the signature's order) does.
std::vector<Edit> dissolve_nodes(const Graph& graph, std::span<const NodeId> nodes);

/// The node's ports `input` and `output` come into the link. Refused where the node is the link's own or would close a cycle.
std::vector<Edit> insert_into(const Graph& graph, LinkId link, NodeId node, std::string_view input, std::string_view output);

/// The frame or note as it is from now on; gone.
Edit put_area(Area area);
Edit remove_area(std::string name);

/// What moves along with frames: what they hold, and the frames and notes that lie within them.
void take_contents(const Graph& graph, std::vector<NodeId>& nodes, std::vector<std::string>& areas);
/// Everything of these by so much, and the bends of the wires between two of the nodes.
std::vector<Edit> move(const Graph& graph, std::span<const NodeId> nodes, std::span<const std::string> areas, double dx, double dy);

/// A link; one that is in the way at a port that takes one is removed before. Empty if the very link is there already.
Result<std::vector<Edit>> connect(const Graph& graph, NodeId from, std::string_view from_port, NodeId to, std::string_view to_port);

/// A link into a port that takes several changes places with the one before it (`by` < 0) or behind it. Empty where there is none.
std::vector<Edit> reorder(const Graph& graph, LinkId link, int by);

/// A new source; links that a port no longer takes, because it was `*name` before, are removed (the first stays).
Result<std::vector<Edit>> set_source(const Graph& graph, NodeId node, std::string source);

/// A setting's value, coerced; absent: back to the default. A param that the node has but its signature lacks can be changed and removed, not made.
Result<std::vector<Edit>> set_param(const Graph& graph, NodeId node, std::string_view name, const std::optional<JsonText>& value);

}  // namespace flow::step
