// A run from its begin to its end: waiting for the kernel, starting calls, deadlines, stopping, the report.
#include <algorithm>
#include <set>

#include "runtime/base/limits.h"
#include "runtime/session/session_state.h"

namespace flow {

namespace {

bool can_call(KernelState state) { return state == KernelState::ready || state == KernelState::busy; }

/// "60", "0.5": what a person would have typed.
std::string seconds_text(std::int64_t ms) {
    std::string seconds = std::to_string(ms / 1000);
    if (ms % 1000 != 0) seconds += "." + std::to_string(ms % 1000 / 100);
    return seconds;
}

}  // namespace

NodeState Session::State::state_of(NodeId node) {
    if (const std::optional<NodeState> in_run = scheduler.state_of(node)) return *in_run;
    if (waiting_nodes.contains(node)) return NodeState::queued;
    const Standing* standing = current_survey().find(node);
    return standing == nullptr ? NodeState::idle : standing->state;
}

Result<Made> Session::State::start_run(const RunTarget& target, bool is_untimed, double now_ms) {
    if (run) return refuse("run.already_on");
    Result<Plan> plan = make_plan(ground(), current_survey(), target);
    if (!plan) {
        name_by_title(plan.error().sentence);
        return tl::unexpected(plan.error());
    }
    if (plan->steps.empty()) say_nothing_to_run(target, *plan);
    is_untimed_run = is_untimed;
    const bool needs_kernel = !plan->steps.empty();
    if (needs_kernel && kernel.state == KernelState::failed) return refuse("run.no_kernel", {{"reason", kernel.reason}});

    run_began_ms = now_ms;
    run.emplace();
    run->id = RunId{++last_run};
    run->planned = plan->steps.size();
    run_log.begin(run->id, now_ms);
    desk.run();
    desk.states();
    if (needs_kernel && (!can_call(kernel.state) || !has_inputs_of(*plan))) {
        run->is_waiting_for_kernel = true;
        waiting_target = target;
        wait_with(*plan);
    } else {
        begin(*std::move(plan), now_ms);
    }
    return Made{{}, run->id};
}

void Session::State::say_nothing_to_run(const RunTarget& target, const Plan& plan) {
    std::vector<NodeId> held_up;
    for (const std::string& name : plan.beyond) held_up.push_back(graph.by_name(name));
    // A node that lacks an input is no part of what is stale, but it is what a person who runs everything waits for.
    if (target.up_to.empty() && target.from.empty() && target.only.empty()) {
        std::vector<NodeId> unsettled = current_survey().unsettled();
        std::sort(unsettled.begin(), unsettled.end(), [this](NodeId a, NodeId b) { return graph.before(a, b); });
        held_up.insert(held_up.end(), unsettled.begin(), unsettled.end());
    }
    for (const NodeId node : held_up) {
        const Standing& standing = current_survey().of(node);
        if (standing.state == NodeState::ok || (standing.role == Role::muted && target.up_to.empty())) continue;
        // What holds it up is what a person can change.
        const NodeId culprit = standing.obstacle ? standing.obstacle : node;
        const std::vector<Why> why = reasons_of(ground(), current_survey(), culprit);
        Sentence sentence{"run.nothing_muted", {{"node", graph.node(culprit).name}}};
        if (!why.empty()) {
            Sentence reason = why.front().sentence;
            name_by_title(reason);
            sentence = {"run.nothing_because", {{"node", graph.node(culprit).name}, {"reason", catalogue.text(reason)}}};
        }
        name_by_title(sentence);
        desk.say("info", std::move(sentence));
        return;
    }
    desk.say("info", {graph.nodes().empty() ? "run.nothing_there" : "run.nothing_stale", {}});
}

void Session::State::begin(Plan plan, double now_ms) {
    CallTerms terms{graph.packages(), limits.call, limits.nodes_may_raise, is_untimed_run};
    run_deadline_ms.reset();
    if (limits.run_time_ms && !is_untimed_run) run_deadline_ms = now_ms + static_cast<double>(*limits.run_time_ms);
    scheduler.begin(run->id, std::move(plan), std::move(terms));
    refresh_run_info();
}

bool Session::State::has_inputs_of(const Plan& plan) {
    bool has_all = true;
    for (const PlanStep& step : plan.steps) {
        for (const PlanInput& input : step.inputs) {
            const NodeResult* result = input.step ? nullptr : results.with_values(input.value_key);
            if (result == nullptr || result->is_in_kernel) continue;
            restore(result);
            has_all = false;
        }
    }
    return has_all;
}

void Session::State::wait_with(const Plan& plan) {
    waiting_nodes.clear();
    for (const PlanStep& step : plan.steps) waiting_nodes.insert(step.node);
    run->planned = plan.steps.size();
}

void Session::State::start_waiting_run(double now_ms) {
    // Only now are the kernel's versions known, and the flow may have been edited meanwhile: the snapshot is taken here.
    Result<Plan> plan = make_plan(ground(), current_survey(), waiting_target);
    if (plan && !has_inputs_of(*plan)) return wait_with(*plan);
    run->is_waiting_for_kernel = false;
    waiting_nodes.clear();
    if (!plan) {
        name_by_title(plan.error().sentence);
        desk.say("warning", plan.error().sentence);
        tell_run_ended(RunReport{run->id, {}, {}, false, false}, RunEnd::failed, now_ms);
        return;
    }
    begin(*std::move(plan), now_ms);
    desk.run();
    desk.states();
}

void Session::State::end_waiting_run(RunEnd ended, double now_ms) {
    RunReport report{run->id, {}, {}, false, false};
    for (const NodeId node : graph.nodes()) {
        if (waiting_nodes.contains(node)) report.skipped.push_back(graph.node(node).name);
    }
    waiting_nodes.clear();
    tell_run_ended(std::move(report), ended, now_ms);
}

void Session::State::stop_run(double now_ms) {
    if (!restoring.empty() && !restored_until_ms) restored_until_ms = now_ms + limits::kRestoreGraceMs;
    if (!run || run->is_stopping) return;
    if (run->is_waiting_for_kernel) {
        end_waiting_run(RunEnd::stopped, now_ms);
        return;
    }
    run->is_stopping = true;
    scheduler.stop();
    std::set<KernelNumber> busy = scheduler.busy();
    for (const KernelNumber one : busy) runner.interrupt(one);
    for (const KernelNumber one : scheduler.awaiting()) busy.insert(one);
    for (const KernelNumber one : busy) replace_at_ms[one] = now_ms + limits::kStopGraceMs;
    desk.run();
    desk.states();
}

void Session::State::tick(double now_ms) {
    last_tick_ms = now_ms;
    watch_restoring(now_ms);
    if (!run) return rest_helpers(now_ms);
    helpers_rest_at_ms.reset();
    if (run->is_waiting_for_kernel) {
        if (!can_call(kernel.state) || !restoring.empty()) return;
        start_waiting_run(now_ms);
        if (!run || run->is_waiting_for_kernel) return;
    }
    const std::size_t done_before = scheduler.done();
    const bool has_given = !scheduler.tick(ground(), {kernel_count(), now_ms}).empty();
    if (has_given || scheduler.done() != done_before) desk.states();
    open_helper(now_ms);
    watch_deadlines(now_ms);
    refresh_run_info();
    if (scheduler.is_over()) end_run(now_ms);
}

void Session::State::call_begins(const CallInFlight& call, double now_ms) {
    outputs.begin(call.node, call.key, {call.limits.output_bytes, call.limits.displays});
    clocks[call.key] = {call.kernel, std::nullopt, false};
    run_log.call_started(call.node, call.name, scheduler.why_of(call), call.kernel, now_ms);
    desk.output(call.name);
    desk.states();
}

void Session::State::watch_deadlines(double now_ms) {
    for (auto& [key, clock] : clocks) {
        if (clock.is_timed_out || !clock.deadline_ms || now_ms < *clock.deadline_ms) continue;
        clock.is_timed_out = true;
        runner.interrupt(clock.kernel);
        replace_at_ms.try_emplace(clock.kernel, now_ms + limits::kStopGraceMs);
    }
    if (run_deadline_ms && now_ms >= *run_deadline_ms && !run->is_stopping) {
        run_deadline_ms.reset();
        desk.say("warning", {"run.whole_timed_out", {{"seconds", seconds_text(*limits.run_time_ms)}}});
        stop_run(now_ms);
    }
    std::vector<KernelNumber> overdue;
    for (const auto& [one, at_ms] : replace_at_ms) {
        if (now_ms >= at_ms) overdue.push_back(one);
    }
    for (const KernelNumber one : overdue) replace_kernel(one);
}

bool Session::State::was_restoring(const std::string& key, double now_ms) {
    if (restoring.erase(key) == 0) return false;
    if (restoring.empty()) {
        restored_until_ms.reset();
    } else if (restored_until_ms) {
        restored_until_ms = now_ms + limits::kRestoreGraceMs;
    }
    return true;
}

void Session::State::watch_restoring(double now_ms) {
    if (!restored_until_ms || now_ms < *restored_until_ms) return;
    restored_until_ms.reset();
    const auto first = std::min_element(restoring.begin(), restoring.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (const NodeId node = results.node_of(first->first)) {
        evict(node);
        survey.touch(node);
        desk.states();
    }
    restoring.clear();
    replace_kernel(kHome);
}

std::optional<double> Session::State::wakes_at_ms() const {
    std::optional<double> earliest;
    const auto consider = [&earliest](std::optional<double> at_ms) {
        if (at_ms && (!earliest || *at_ms < *earliest)) earliest = at_ms;
    };
    for (const auto& [one, at_ms] : replace_at_ms) consider(at_ms);
    consider(restored_until_ms);
    consider(helpers_rest_at_ms);
    if (run && !run->is_stopping) consider(run_deadline_ms);
    for (const auto& [key, clock] : clocks) {
        if (!clock.is_timed_out) consider(clock.deadline_ms);
    }
    if (kernel_count() > 1 && run && !run->is_waiting_for_kernel) consider(scheduler.looks_again_at_ms(last_tick_ms));
    return earliest;
}

void Session::State::break_call(const CallInFlight& call, bool was_stopped, std::optional<NodeError> error, std::vector<FileUse> files, double elapsed_ms,
                                double now_ms) {
    if (!call.has_begun) call_begins(call, now_ms);  // so that it is told of as any other
    const NodeId node = call.node;
    const std::string name = call.name;
    const std::string key = call.key;
    clocks.erase(key);
    const KernelNumber made_in = call.kernel;
    scheduler.broke(key, was_stopped, std::move(files), elapsed_ms, results, environment);
    outputs.end(node, elapsed_ms, error);
    run_log.call_ended(name, was_stopped ? RunEnd::stopped : RunEnd::failed, elapsed_ms, now_ms);
    survey.touch(node);
    desk.output(name);
    desk.states();
    if (error && !was_stopped) desk.tell(news::NodeErrored{name, *std::move(error)});
    after_call(node, made_in);
}

void Session::State::after_call(NodeId node, KernelNumber made_in) {
    // Grace is for what still runs.
    if (!scheduler.is_busy(made_in)) replace_at_ms.erase(made_in);
    if (graph.find(node) == nullptr) retire(node);
    refresh_run_info();
}

NodeError Session::State::timeout_error(const CallInFlight& call, const std::optional<NodeError>& told) const {
    NodeError error = told.value_or(NodeError{});
    error.kind = ErrorKind::limit;
    error.type = kTimeoutError;
    error.message = catalogue.text(Sentence{"run.timed_out", {{"seconds", seconds_text(call.limits.time_ms.value_or(0))}}});
    return error;
}

const Sentence* Session::State::own_words(const Node& node, std::optional<std::int64_t> line) {
    const bool is_of_source = node.problem && node.problem->sentence.key.starts_with("signature.");
    return is_of_source && node.problem->line == line ? &node.problem->sentence : nullptr;
}

void Session::State::end_run(double now_ms) {
    RunReport report = scheduler.end();
    clocks.clear();
    replace_at_ms.clear();
    run_deadline_ms.reset();
    const bool was_cut_short = run->is_stopping && !report.skipped.empty();
    const RunEnd ended = report.has_failed ? RunEnd::failed : report.has_stopped || was_cut_short ? RunEnd::stopped : RunEnd::ok;
    tell_run_ended(std::move(report), ended, now_ms);
    if (!late_drops.empty()) scheduler.drop(std::exchange(late_drops, {}));
    for (const NodeId node : std::exchange(retired_in_run, {})) {
        if (graph.find(node) == nullptr) retire(node);
    }
}

void Session::State::tell_run_ended(RunReport report, RunEnd ended, double now_ms) {
    run.reset();
    run_log.end(ended, report.skipped, now_ms);
    desk.run();
    desk.states();
    if (kernel.state == KernelState::busy) {
        kernel.state = KernelState::ready;
        desk.kernel();
    }
    desk.tell(news::RunEnded{report.run, ended, std::move(report.ran), std::move(report.skipped), now_ms - run_began_ms});
}

void Session::State::refresh_run_info() {
    if (!run) return;
    const std::vector<CallInFlight>& calls = scheduler.in_flight();
    std::vector<NodeId> running;
    for (const CallInFlight& call : calls) {
        if (call.has_begun) running.push_back(call.node);
    }
    const bool is_same = run->planned == scheduler.planned() && run->done == scheduler.done() && run->running == running;
    const KernelState state = calls.empty() ? KernelState::ready : KernelState::busy;
    if (can_call(kernel.state) && kernel.state != state) {
        kernel.state = state;
        desk.kernel();
    }
    if (is_same) return;
    run->planned = scheduler.planned();
    run->done = scheduler.done();
    run->running = std::move(running);
    desk.run();
}

}  // namespace flow
