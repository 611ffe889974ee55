// Results, values and outputs while nodes come and go: deletion, undo, a flow opened anew, other packages, other files.
#include <algorithm>

#include "runtime/base/limits.h"
#include "runtime/session/session_state.h"

namespace flow {

const Survey& Session::State::current_survey() {
    if (!survey.is_up_to_date()) survey.refresh(ground());
    return survey;
}

Session::State::NamedNodes Session::State::nodes_with_records() const {
    NamedNodes named;
    for (const NodeId node : results.nodes()) {
        if (const Node* known = graph.find(node)) named.emplace_back(node, known->name);
    }
    return named;
}

void Session::State::settle_records(const NamedNodes& before) {
    std::vector<NodeId> moved;
    for (const auto& [node, name] : before) {
        if (graph.find(node) != nullptr) continue;
        const NodeId successor = graph.by_name(name);
        // What one flow's author made is nothing that another's came with.
        const NodeRecord* record = results.find(node);
        const bool is_authors = record != nullptr && record->result && record->result->is_authors();
        if (!successor || results.find(successor) != nullptr || is_authors) {
            retire(node);
            continue;
        }
        results.move(node, successor);
        outputs.move(node, successor);
        survey.touch(successor);
        moved.push_back(successor);
    }
    if (moved.empty()) return;
    // A node of the same name in another flow is another node, unless it means the same down to its inputs.
    std::vector<NodeId> strangers;
    const Survey& now = current_survey();
    std::copy_if(moved.begin(), moved.end(), std::back_inserter(strangers),
                 [&](NodeId node) { return !(results.find(node)->latest()->key == now.of(node).key); });
    for (const NodeId node : strangers) {
        evict(node);
        results.forget(node);
        outputs.forget(node);
        survey.touch(node);
    }
}

void Session::State::hold_up_without(const std::string& key) {
    const NodeResult* result = results.with_values(key);
    // With one kernel all that a run needs is there before it begins.
    if (kernel_count() > 1 && scheduler.is_running() && result != nullptr && !result->is_in_kernel) scheduler.hold_up(key);
}

void Session::State::evict(NodeId node) {
    if (const NodeRecord* record = results.find(node); record != nullptr && record->result) hold_up_without(record->result->value_key);
    std::string key = results.evict(node);
    if (!key.empty()) drop({std::move(key)});
    survey.touch(node);
}

void Session::State::retire(NodeId node) {
    if (results.find(node) == nullptr && outputs.find(node) == nullptr) return;
    if (is_aside(node)) return rest(node);
    const NodeRecord* record = results.find(node);
    if (record != nullptr && record->result && !record->result->saved) {
        evict(node);
    } else if (record != nullptr && record->result && scheduler.is_running()) {
        retired_in_run.push_back(node);  // the run may still need its values, or undo bring it back before the run ends
    } else if (std::string key = results.unload(node); !key.empty()) {
        scheduler.unload({std::move(key)});
    }
    survey.touch(node);
    std::erase(gone, node);
    gone.push_back(node);
    if (gone.size() <= limits::kGoneNodes) return;
    const NodeId oldest = gone.front();
    gone.pop_front();
    if (graph.find(oldest) != nullptr) return;  // undo has brought it back
    evict(oldest);
    results.forget(oldest);
    outputs.forget(oldest);
    judged.erase(oldest);
}

void Session::State::drop(std::vector<std::string> keys) {
    // The run may still need what a node made that is deleted now.
    if (scheduler.is_running()) {
        late_drops.insert(late_drops.end(), keys.begin(), keys.end());
    } else {
        scheduler.drop(keys);
    }
}

void Session::State::restore(const NodeResult* result) {
    if (result == nullptr || result->is_in_kernel || !restoring.try_emplace(result->value_key, last_restore + 1).second) return;
    ++last_restore;
    runner.restore(kHome, {*result->saved});
}

std::optional<Sentence> Session::State::why_unsaved(NodeId node) const {
    const NodeRecord* record = results.find(node);
    if (record == nullptr || !record->result || !record->result->unsaved) return std::nullopt;
    const Unsaved& unsaved = *record->result->unsaved;
    switch (unsaved.reason) {
        case UnsavedReason::waiting: return Sentence{"unsaved.waiting", {}};
        case UnsavedReason::too_large: return Sentence{"unsaved.too_large", {{"size", unsaved.detail}}};
        case UnsavedReason::unpicklable: return Sentence{"unsaved.unpicklable", {{"type", unsaved.detail}}};
        case UnsavedReason::crowded_out: break;
    }
    return Sentence{"unsaved.crowded_out", {}};
}

void Session::State::update_environment() {
    Environment now = environment_of(graph.packages(), kernel.python, kernel.pyodide, kernel.packages);
    if (now == *environment) return;
    environment = std::make_shared<const Environment>(std::move(now));
    survey.touch_all();
    desk.states();
}

void Session::State::send_files() {
    FingerprintBuilder builder;
    for (const FlowFile& file : graph.files()) builder.text(file.name).number(static_cast<std::uint64_t>(file.bytes)).text(file.sha256);
    builder.number(graph.files().size());
    const Fingerprint now = builder.finish();
    if (now == sent_files) return;
    sent_files = now;
    for (KernelNumber one = 0; one < kernel_count(); ++one) runner.set_files(one, graph.files());
    survey.touch_all();
    desk.files();
    desk.states();
}

}  // namespace flow
