// Flows side by side: one is open, the others wait with their histories, selections and results.
#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/base/limits.h"
#include "runtime/session/intents.h"

namespace flow {

void Session::State::turn_to(Tab next_tab, Aside next) {
    // Values that are saved come back when they are wanted; those that are not stay in the kernel, or they would be lost.
    for (const NodeId node : graph.nodes()) rest(node);
    Reach reach;
    reach.is_everything = true;
    reach.meaning = graph.meaning_revision();
    Result<Edit> back = flow::apply(graph, *library, next.flow);
    FLOW_CHECK(back.has_value(), "a flow can be replaced by any other");
    aside.emplace(
        std::exchange(tab, next_tab),
        Aside{std::get<edit::ReplaceAll>(*std::move(back)), std::exchange(history, std::move(next.history)), std::exchange(saved_mark, next.saved_mark),
              selection, selected_areas, std::exchange(selected_at, std::move(next.selected_at)), std::exchange(run_log, std::move(next.run_log))});
    select(std::move(next.selection), std::move(next.selected_areas));
    follow(reach);
    desk.run();
    desk.tell(news::FlowOpened{graph.opening()});
}

bool Session::State::is_aside(NodeId node) const {
    return std::any_of(aside.begin(), aside.end(), [node](const auto& other) { return other.second.flow.graph->find(node) != nullptr; });
}

void Session::State::rest(NodeId node) {
    const NodeRecord* record = results.find(node);
    if (record == nullptr || !record->result || !record->result->saved) return;
    if (std::string key = results.unload(node); !key.empty()) scheduler.unload({std::move(key)});
}

Result<void> Session::State::open_beside(Tab wanted, Graph opened, Opening opening) {
    if (run) return refuse("session.tab_in_run");
    if (wanted == tab || aside.contains(wanted)) return refuse("session.no_such_tab");
    if (aside.size() + 1 >= limits::kTabs) return refuse("session.too_many_tabs", {{"limit", std::to_string(limits::kTabs)}});
    turn_to(wanted, {{std::make_shared<const Graph>(std::move(opened)), opening}, {}, 0, {}, {}, {}, {}});
    return {};
}

Result<Made> IntentVisitor::operator()(const intent::SwitchTab& wanted) {
    if (wanted.tab == state_.tab) return Made{};
    if (state_.run) return refuse("session.tab_in_run");
    auto found = state_.aside.extract(wanted.tab);
    if (found.empty()) return refuse("session.no_such_tab");
    state_.turn_to(wanted.tab, std::move(found.mapped()));
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::CloseTab& wanted) {
    const auto found = state_.aside.extract(wanted.tab);
    if (found.empty()) return refuse("session.no_such_tab");
    for (const NodeId node : found.mapped().flow.graph->nodes()) {
        if (state_.results.find(node) != nullptr) state_.evict(node);
        state_.results.forget(node);
        state_.outputs.forget(node);
        state_.judged.erase(node);
    }
    return Made{};
}

}  // namespace flow
