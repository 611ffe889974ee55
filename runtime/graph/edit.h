// Promises: every way in which a graph can change; each edit gives its exact inverse back.
// Must not know: users, keys, bursts (runtime/graph/history.h), which edits one action of a person makes (runtime/graph/step.h).
//
// Labels of undo steps in the catalogues, for whoever performs edits: edit.add_node {title}, edit.remove {count}, edit.connect, edit.disconnect, edit.move {count},
// edit.rename {title}, edit.source {title}, edit.setting {name}, edit.mode, edit.limits, edit.reorder, edit.paste {count}, edit.duplicate {count}, edit.insert {title}, edit.new, edit.open, edit.files, edit.packages,
// edit.flow_title, edit.arrange, edit.collapse, edit.cut {count}, edit.bend, edit.add_frame, edit.add_note, edit.add_subflow, edit.frame, edit.note.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/graph/graph.h"

namespace flow {

namespace edit {

/// `node.id` none: a new id is given. An id is taken as it is (undo, redo; several edits of one step: ids after `Graph::last_id`).
/// `node.name` "": a free one made from the type or function. `index` is the place in the file's order; npos: at the end.
/// The signature is read from the type or the source; `node.signature` counts when the source cannot be read. An unknown type is kept with a problem, as in a file.
struct AddNode {
    Node node;
    NodeLook look;
    std::size_t index = static_cast<std::size_t>(-1);
};
/// Its links must have been removed by edits before.
struct RemoveNode {
    NodeId node;
};
/// Refused: an unknown node, a node onto itself, a cycle, a second link into a port that takes one. With an id none also an unknown port;
/// with an id (undo, redo, paste) a link to a port that is not there is kept, and the node gets a problem.
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
/// Of a "python" node. A source that cannot be read keeps the last ports and sets `Node::problem`. Links to ports that are gone stay, and are a problem of the node they lead to.
/// Refused if a port would take one link and has several.
struct SetSource {
    NodeId node;
    std::string source;
    std::shared_ptr<const Signature> last_signature = nullptr;  ///< undo, redo: the ports to keep if `source` cannot be read; null: the present ones
    std::string last_function = {};                             ///< and the function's name
};
/// `value` absent: the setting returns to its default. `index`: the place among the params; npos: where it is, else at the end.
/// The value is stored in the normal form of runtime/graph/json_text.h and is not coerced: that is `step::set_param`'s part, so that undo brings back what a file said.
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
struct SetLimits {
    NodeId node;
    NodeLimits limits;
};
struct SetLook {
    NodeId node;
    NodeLook look;
};
/// Where a wire is led; none: straight from port to port.
struct SetBends {
    LinkId link;
    Bends bends;
};
/// A frame or a note as it is from now on: new under a name that is free, gone with `area` absent. `index`: the place among all of them; npos: where it is, else at the end.
struct PutArea {
    std::string name;
    std::shared_ptr<const Area> area;
    std::size_t index = static_cast<std::size_t>(-1);
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
/// The whole flow at once (open): one step that undo takes back. Nodes and links get new ids, so that nothing kept by id is mistaken for theirs.
struct ReplaceAll {
    std::shared_ptr<const Graph> graph;
    Opening opening = 0;
    bool keeps_ids = false;  ///< undo, redo: the very nodes and links come back
};

}  // namespace edit

using Edit =
    std::variant<edit::AddNode, edit::RemoveNode, edit::AddLink, edit::RemoveLink, edit::SetTitle, edit::SetSource, edit::SetParam, edit::SetMode,
                 edit::SetLimits, edit::SetLook, edit::SetBends, edit::PutArea, edit::SetFlowTitle, edit::SetPackages, edit::SetFiles, edit::ReplaceAll>;

/// Makes the change, or changes nothing and says why not. Returns the edit that takes it back.
/// `library` gives ports to nodes of shipped types.
Result<Edit> apply(Graph& graph, const NodeLibrary& library, const Edit& edit);

}  // namespace flow
