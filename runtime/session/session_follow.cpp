// What follows an undoable step, its undo and its redo: the survey, values of nodes that are gone, files, packages, the selection.
#include <algorithm>

#include "runtime/session/session_state.h"

namespace flow {

namespace {

/// Which nodes an edit touches; asked before it is made, as long as a link that it removes is there.
struct Touched {
    const Graph& graph;
    std::vector<NodeId>& nodes;

    void operator()(const edit::AddNode& made) const { nodes.push_back(made.node.id); }
    void operator()(const edit::RemoveNode& made) const { nodes.push_back(made.node); }
    void operator()(const edit::AddLink& made) const { nodes.push_back(made.link.to); }
    void operator()(const edit::RemoveLink& made) const {
        if (const Link* link = graph.find(made.link)) nodes.push_back(link->to);
    }
    void operator()(const edit::SetTitle& made) const { nodes.push_back(made.node); }
    void operator()(const edit::SetSource& made) const { nodes.push_back(made.node); }
    void operator()(const edit::SetParam& made) const { nodes.push_back(made.node); }
    void operator()(const edit::SetMode& made) const { nodes.push_back(made.node); }
    void operator()(const edit::SetLimits& made) const { nodes.push_back(made.node); }
    void operator()(const edit::SetLook&) const {}
    void operator()(const edit::SetFlowTitle&) const {}
    void operator()(const edit::SetPackages&) const {}
    void operator()(const edit::SetFiles&) const {}
    void operator()(const edit::ReplaceAll&) const {}
};

bool changes_everything(const Edit& edit) { return std::holds_alternative<edit::ReplaceAll>(edit); }

}  // namespace

Result<void> Session::State::perform(const std::vector<Edit>& edits, Sentence label, std::string merge_key, double now_ms) {
    if (edits.empty()) return {};
    std::vector<NodeId> touched;
    for (const Edit& edit : edits) std::visit(Touched{graph, touched}, edit);
    const bool is_everything = std::any_of(edits.begin(), edits.end(), changes_everything);
    const NamedNodes before = is_everything ? nodes_with_records() : NamedNodes{};
    const std::uint64_t meaning = graph.meaning_revision();

    if (auto done = history.perform(graph, *library, edits, std::move(label), std::move(merge_key), now_ms); !done) return done;

    for (const NodeId node : touched) {
        survey.touch(node);
        if (graph.find(node) == nullptr) retire(node);
    }
    if (is_everything) survey.touch_all();
    follow(before, meaning);
    if (is_everything) desk.tell(news::FlowOpened{graph.opening()});
    return {};
}

bool Session::State::travel(bool (History::*direction)(Graph&, const NodeLibrary&)) {
    const NamedNodes before = nodes_with_records();
    const std::uint64_t meaning = graph.meaning_revision();
    const Opening opening = graph.opening();
    if (!(history.*direction)(graph, *library)) return false;
    survey.touch_all();
    follow(before, meaning);
    if (graph.opening() != opening) desk.tell(news::FlowOpened{graph.opening()});
    return true;
}

void Session::State::follow(const NamedNodes& before, std::uint64_t meaning_before) {
    desk.graph();
    desk.history();
    if (graph.meaning_revision() == meaning_before) return;  // only looks have changed
    update_environment();
    send_files();
    settle_records(before);
    keep_selection_alive();
    desk.states();
}

void Session::State::select(std::vector<NodeId> nodes) {
    std::unordered_set<NodeId> seen;
    std::erase_if(nodes, [&seen](NodeId node) { return !seen.insert(node).second; });
    if (nodes == selection) return;
    selection = std::move(nodes);
    selected = std::move(seen);
    desk.selection();
}

void Session::State::keep_selection_alive() {
    std::vector<NodeId> alive = selection;
    std::erase_if(alive, [this](NodeId node) { return graph.find(node) == nullptr; });
    select(std::move(alive));
}

}  // namespace flow
