// The intents that are no edits: history, runs, the kernel, the selection, what the page is asked to show.
#include "runtime/session/intents.h"

namespace flow {

const std::string& known_as(const Node& node) { return node.title.empty() ? node.name : node.title; }

Result<const Node*> IntentVisitor::existing(NodeId node) const {
    const Node* found = state_.graph.find(node);
    if (found == nullptr) return refuse("session.no_such_node");
    return found;
}

Result<void> IntentVisitor::all_exist(const std::vector<NodeId>& nodes) const {
    for (const NodeId node : nodes) {
        if (state_.graph.find(node) == nullptr) return refuse("session.no_such_node");
    }
    return {};
}

Result<void> IntentVisitor::all_exist(const std::vector<std::string>& areas) const {
    for (const std::string& name : areas) {
        if (state_.graph.area(name) == nullptr) return refuse("graph.no_such_area", {{"id", name}});
    }
    return {};
}

Result<Made> IntentVisitor::operator()(const intent::Undo&) {
    if (!state_.undo()) return refuse("session.nothing_to_undo");
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::Redo&) {
    if (!state_.redo()) return refuse("session.nothing_to_redo");
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::Travel& wanted) {
    while (state_.history.steps_done() > wanted.steps_done && state_.undo()) {
    }
    while (state_.history.steps_done() < wanted.steps_done && state_.redo()) {
    }
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::Run& wanted) { return state_.start_run(wanted.target, wanted.is_untimed, now_ms_); }

Result<Made> IntentVisitor::operator()(const intent::Stop&) {
    state_.stop_run(now_ms_);
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::Restart&) {
    state_.restart();
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::Select& wanted) {
    if (auto known = all_exist(wanted.nodes); !known) return tl::unexpected(known.error());
    if (auto known = all_exist(wanted.areas); !known) return tl::unexpected(known.error());
    state_.select(wanted.nodes, wanted.areas);
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::Saved&) {
    state_.saved_mark = state_.history.mark();
    state_.desk.history();
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::Say& wanted) {
    state_.desk.say("info", wanted.sentence);
    return Made{};
}

}  // namespace flow
