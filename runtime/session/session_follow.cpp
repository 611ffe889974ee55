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
    void operator()(const edit::SetBends&) const {}
    void operator()(const edit::PutArea&) const {}
    void operator()(const edit::SetFlowTitle&) const {}
    void operator()(const edit::SetPackages&) const {}
    void operator()(const edit::SetFiles&) const {}
    void operator()(const edit::ReplaceAll&) const {}
};

bool changes_everything(const Edit& edit) { return std::holds_alternative<edit::ReplaceAll>(edit); }

bool only_moves(const Graph& graph, const Edit& edit) {
    const auto* look = std::get_if<edit::SetLook>(&edit);
    return look != nullptr && graph.find(look->node) != nullptr && graph.look(look->node).is_collapsed == look->look.is_collapsed;
}

}  // namespace

Session::State::Reach Session::State::reach_of(std::span<const Edit> edits) const {
    Reach reach;
    for (const Edit& edit : edits) std::visit(Touched{graph, reach.touched}, edit);
    reach.is_everything = std::any_of(edits.begin(), edits.end(), changes_everything);
    reach.is_of_places =
        !edits.empty() && graph.areas().empty() && std::all_of(edits.begin(), edits.end(), [this](const Edit& edit) { return only_moves(graph, edit); });
    if (reach.is_everything) reach.before = nodes_with_records();
    reach.meaning = graph.meaning_revision();
    reach.opening = graph.opening();
    return reach;
}

Result<void> Session::State::perform(const std::vector<Edit>& edits, Sentence label, std::string merge_key, double now_ms) {
    if (edits.empty()) return {};
    const Reach reach = reach_of(edits);
    const std::uint64_t mark = history.mark();
    const std::size_t steps = history.steps_done();
    if (auto done = history.perform(graph, *library, edits, std::move(label), std::move(merge_key), now_ms); !done) return done;
    if (history.steps_done() != steps) remember_selection(mark);  // not within a burst
    follow(reach);
    if (reach.is_everything) desk.tell(news::FlowOpened{graph.opening()});
    return {};
}

bool Session::State::undo() {
    const Reach reach = reach_of(history.next_undo());
    remember_selection(history.mark());
    if (!history.undo(graph, *library)) return false;
    arrive(reach);
    return true;
}

bool Session::State::redo() {
    const Reach reach = reach_of(history.next_redo());
    remember_selection(history.mark());
    if (!history.redo(graph, *library)) return false;
    arrive(reach);
    return true;
}

void Session::State::arrive(const Reach& reach) {
    const auto then = std::find_if(selected_at.begin(), selected_at.end(), [mark = history.mark()](const Selected& one) { return one.mark == mark; });
    if (then != selected_at.end()) select(then->nodes, then->areas);
    follow(reach);
    if (graph.opening() != reach.opening) desk.tell(news::FlowOpened{graph.opening()});
}

void Session::State::follow(const Reach& reach) {
    for (const NodeId node : reach.touched) {
        survey.touch(node);
        if (graph.find(node) == nullptr) retire(node);
    }
    if (reach.is_everything) survey.touch_all();
    if (reach.is_of_places) {
        desk.places();
    } else {
        desk.graph();
    }
    desk.history();
    keep_selection_alive();
    if (graph.meaning_revision() == reach.meaning) return;  // only looks have changed
    update_environment();
    send_files();
    settle_records(reach.before);
    desk.states();
}

void Session::State::remember_selection(std::uint64_t mark) {
    constexpr std::size_t kMost = 1'000;
    std::erase_if(selected_at, [mark](const Selected& one) { return one.mark == mark; });
    selected_at.push_back({mark, selection, selected_areas});
    if (selected_at.size() > kMost) selected_at.pop_front();
}

void Session::State::select(std::vector<NodeId> nodes, std::vector<std::string> areas) {
    std::unordered_set<NodeId> seen;
    std::erase_if(nodes, [&seen](NodeId node) { return !seen.insert(node).second; });
    if (nodes == selection && areas == selected_areas) return;
    selected_areas = std::move(areas);
    selection = std::move(nodes);
    selected = std::move(seen);
    desk.selection();
}

void Session::State::keep_selection_alive() {
    std::vector<NodeId> alive = selection;
    std::erase_if(alive, [this](NodeId node) { return graph.find(node) == nullptr; });
    std::vector<std::string> areas = selected_areas;
    std::erase_if(areas, [this](const std::string& area) { return graph.area(area) == nullptr; });
    select(std::move(alive), std::move(areas));
}

}  // namespace flow
