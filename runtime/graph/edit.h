// Promises: every way in which a graph can change; each edit gives its exact inverse back.
// Must not know: users, keys, bursts (runtime/graph/history.h), JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/graph/graph.h"

namespace flow {

namespace edit {

/// `node.id` none: a new id is given; an id (undo, redo): that one comes back. `index` is the place in the file's order; npos: at the end.
struct AddNode {
    Node node;
    NodeLook look;
    std::size_t index = static_cast<std::size_t>(-1);
};
/// Its links must have been removed by edits before.
struct RemoveNode {
    NodeId node;
};
struct AddLink {
    Link link;  ///< id none: a new one is given
    std::size_t index = static_cast<std::size_t>(-1);
};
struct RemoveLink {
    LinkId link;
};
struct SetTitle {
    NodeId node;
    std::string title;
};
/// Of a "python" node. A source that cannot be read keeps the last ports and sets `Node::problem`.
struct SetSource {
    NodeId node;
    std::string source;
};
/// `value` absent: the setting returns to its default. `index`: the place among the params; npos: where it is, else at the end.
struct SetParam {
    NodeId node;
    std::string name;
    std::optional<JsonText> value;
    std::size_t index = static_cast<std::size_t>(-1);
};
struct SetMode {
    NodeId node;
    NodeMode mode = NodeMode::normal;
};
struct SetLook {
    NodeId node;
    NodeLook look;
};
struct SetFlowTitle {
    std::string title;
};
struct SetPackages {
    std::vector<std::string> packages;
};
struct SetFiles {
    std::vector<FlowFile> files;
};
/// The whole flow at once (open): one step that undo takes back.
struct ReplaceAll {
    std::shared_ptr<const Graph> graph;
};

}  // namespace edit

using Edit = std::variant<edit::AddNode, edit::RemoveNode, edit::AddLink, edit::RemoveLink, edit::SetTitle, edit::SetSource, edit::SetParam, edit::SetMode, edit::SetLook, edit::SetFlowTitle, edit::SetPackages,
                          edit::SetFiles, edit::ReplaceAll>;

/// Makes the change, or changes nothing and says why not. Returns the edit that takes it back.
/// `library` gives ports to nodes of shipped types.
Result<Edit> apply(Graph& graph, const NodeLibrary& library, const Edit& edit);

}  // namespace flow
