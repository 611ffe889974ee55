// What a kernel says, taken in: output, ends of calls, its own coming and going, files that Python wrote.
#include <algorithm>
#include <variant>

#include "runtime/base/limits.h"
#include "runtime/session/session_state.h"

namespace flow {

namespace {

/// One event. An event about a call that is not in flight (a late or a forged one) changes nothing.
class Receiving {
public:
    Receiving(Session::State& state, double now_ms, KernelNumber kernel) : state_(state), now_ms_(now_ms), kernel_(kernel) {}

    void operator()(const run_event::Started& event) {
        if (const CallInFlight* begun = state_.scheduler.began(event.run, event.node, kernel_, state_.environment, now_ms_))
            state_.call_begins(*begun, now_ms_);
        const CallInFlight* call = state_.scheduler.find(event.run, event.node, kernel_);
        if (call == nullptr) return;
        if (call->limits.time_ms) state_.clocks[call->key].deadline_ms = now_ms_ + static_cast<double>(*call->limits.time_ms) + limits::kTimeoutMarginMs;
    }

    void operator()(const run_event::Returned& event) {
        state_.scheduler.returned(event.run, kernel_);
        if (!state_.scheduler.is_busy(kernel_)) state_.replace_at_ms.erase(kernel_);
    }

    void operator()(const run_event::Printed& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr) return;
        state_.outputs.print(call->node, event.stream, event.text, {event.dropped, event.dropped_lines});
        state_.desk.output(call->name);
    }

    void operator()(const run_event::Displayed& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr) return;
        state_.outputs.display(call->node, event.port);
        state_.desk.output(call->name);
    }

    void operator()(const run_event::DisplaysDropped& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr) return;
        state_.outputs.drop_displays(call->node, event.count);
        state_.desk.output(call->name);
    }

    void operator()(const run_event::Progressed& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr) return;
        state_.outputs.progress(call->node, event.done, event.total);
        state_.desk.states();
    }

    void operator()(const run_event::Finished& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr || call->key != event.key) return;
        const NodeId node = call->node;
        state_.clocks.erase(event.key);
        state_.outputs.end(node, event.elapsed_ms, std::nullopt);
        state_.run_log.call_ended(event.node, RunEnd::ok, event.elapsed_ms, now_ms_);
        state_.scheduler.finished(event.key, event, state_.results, state_.environment);
        state_.survey.touch(node);
        state_.desk.value(event.node, has_picture(event.outputs));
        state_.desk.output(event.node);
        state_.desk.states();
        state_.after_call(node, kernel_);
    }

    void operator()(const run_event::Unmovable& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr || kernel_ == kHome) return;
        const NodeId node = call->node;
        state_.clocks.erase(call->key);
        state_.outputs.end(node, 0, std::nullopt);
        state_.run_log.call_ended(event.node, RunEnd::stopped, 0, now_ms_);
        state_.scheduler.unmovable(std::string(call->key));
        state_.desk.output(event.node);
        state_.desk.states();
        state_.after_call(node, kernel_);
    }

    void operator()(const run_event::Failed& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr) return;
        state_.break_call(CallInFlight(*call), false, event.error, event.files, event.elapsed_ms, now_ms_);
    }

    void operator()(const run_event::Stopped& event) {
        const CallInFlight* call = call_of(event.run, event.node);
        if (call == nullptr) return;
        // Who ended because its time was up, seen by the kernel or by this clock, has failed: what follows it is told so, and the rest of the run goes on.
        const bool kernel_says_so = event.error && event.error->type == kTimeoutError;
        const bool is_timed_out = !state_.scheduler.is_stopping() && (kernel_says_so || state_.clocks[call->key].is_timed_out);
        state_.break_call(CallInFlight(*call), !is_timed_out, is_timed_out ? state_.timeout_error(*call, event.error) : event.error, {}, event.elapsed_ms,
                          now_ms_);
    }

    void operator()(const run_event::KernelProgress& event) {
        if (kernel_ != kHome) return;  // a helper comes when it comes: nobody waits for it
        KernelInfo& kernel = state_.kernel;
        const bool is_first = kernel.state == KernelState::off || kernel.state == KernelState::failed;
        if (is_first) kernel.state = KernelState::loading;
        if (kernel.state == KernelState::lost) kernel.state = KernelState::restarting;
        kernel.step = event.step;
        kernel.done = event.done;
        kernel.total = event.total;
        state_.desk.kernel();
    }

    void operator()(const run_event::KernelReady& event) {
        if (kernel_ == kHome) {
            state_.kernel = {KernelState::ready, {}, 0, 0, event.python, event.pyodide, {}, event.packages};
            state_.desk.kernel();
        } else {
            state_.helpers[kernel_] = HelperState::ready;
        }
        state_.update_environment();
        state_.runner.set_files(kernel_, state_.graph.files());
    }

    void operator()(const run_event::PackagesChanged& event) {
        // Of one build of Python all kernels have the same versions: what one has loaded holds for the others too.
        std::vector<std::pair<std::string, std::string>> packages = event.packages;
        for (const auto& known : state_.kernel.packages) {
            const auto is_same = [&known](const auto& package) { return package.first == known.first; };
            if (std::none_of(event.packages.begin(), event.packages.end(), is_same)) packages.push_back(known);
        }
        state_.kernel.packages = std::move(packages);
        state_.desk.kernel();
        state_.update_environment();
    }

    void operator()(const run_event::KernelLost& event) {
        bool was_asked_for = false;
        if (kernel_ == kHome) {
            was_asked_for = state_.kernel.state == KernelState::restarting;
            lose_home(was_asked_for ? KernelState::restarting : KernelState::lost, event.reason);
        } else {
            was_asked_for = state_.helpers[kernel_] == HelperState::ending;
            state_.helpers[kernel_] = HelperState::off;
            state_.lose_kernel(kernel_, now_ms_);
        }
        if (!was_asked_for) state_.desk.say("warning", {"run.kernel_lost", {{"reason", event.reason}}});
    }

    void operator()(const run_event::KernelFailed& event) {
        if (kernel_ != kHome) {
            state_.helpers[kernel_] = HelperState::failed;
            state_.desk.say("info", {"run.no_helper", {{"reason", event.reason}}});
            return;
        }
        // Without Python here a helper could only go on until it needs something from here.
        for (KernelNumber helper = 1; helper < state_.helpers.size(); ++helper) {
            if (state_.is_there(helper)) state_.replace_kernel(helper);
        }
        state_.scheduler.stop();
        lose_home(KernelState::failed, event.reason);
        state_.desk.say("error", {"run.no_kernel", {{"reason", event.reason}}});
        if (state_.run && state_.run->is_waiting_for_kernel) state_.end_waiting_run(RunEnd::failed, now_ms_);
    }

    void operator()(const run_event::SourceJudged& event) {
        const NodeId node = state_.graph.by_name(event.node);
        if (!node) return;
        const Node& known = state_.graph.node(node);
        std::vector<SourceProblem> problems = event.problems;
        for (SourceProblem& problem : problems) {
            if (const Sentence* own = Session::State::own_words(known, problem.line)) problem.sentence = *own;
        }
        state_.judged[node] = {fingerprint_of_source(known.source), std::move(problems)};
        state_.desk.graph();
    }

    void operator()(const run_event::FileWritten& event) {
        if (Result<void> put = state_.put_file(event.file, "written", now_ms_); !put) state_.desk.say("warning", put.error().sentence);
    }

    void operator()(const run_event::ValuesSaved& event) {
        std::vector<std::string> unneeded;
        std::vector<std::string> kept;
        for (const SavedValue& value : event.values) {
            const NodeResult* result = state_.results.with_values(value.key);
            (result == nullptr ? unneeded : kept).push_back(value.key);
            if (result != nullptr && result->unsaved) state_.desk.states();
            state_.results.saved(value);
        }
        if (!unneeded.empty()) state_.drop(std::move(unneeded));
        state_.keep(kept);
    }

    void operator()(const run_event::ValueUnsaved& event) {
        state_.hold_up_without(event.key);
        change_values(event.key, [&] { state_.results.unsaved(event.key, {event.reason, event.detail}); });
    }

    void operator()(const run_event::ValueRestored& event) {
        const NodeResult* result = state_.results.with_values(event.key);
        const bool was_elsewhere = result != nullptr && result->is_in_kernel;
        // Unasked for, it would be a forgery: the kernel may not have it.
        const bool is_moved = state_.scheduler.arrived(kernel_, event.key, state_.results);
        if (kernel_ == kHome && state_.was_restoring(event.key, now_ms_)) {
            if (!is_moved) state_.scheduler.put_home(event.key, was_elsewhere);
        } else if (!is_moved) {
            return;
        }
        state_.results.restored(event.key);
        // Deleted while it was being taken in.
        if (const NodeId node = state_.results.node_of(event.key); node && state_.graph.find(node) == nullptr) state_.retire(node);
    }

    void operator()(const run_event::ValueLost& event) {
        if (const std::optional<StrayValue> stray = state_.scheduler.went_astray(kernel_, event.key)) {
            state_.value_went_astray(event.key, *stray);
        }
        if (kernel_ != kHome || !state_.was_restoring(event.key, now_ms_)) return;
        change_values(event.key, [&] { state_.evict(state_.results.node_of(event.key)); });
    }

private:
    /// The call in flight that the kernel speaks of. What is said of it says as well that it has begun.
    const CallInFlight* call_of(RunId run, const std::string& node) {
        const CallInFlight* call = state_.scheduler.find(run, node, kernel_);
        if (call != nullptr && !call->has_begun) {
            call = state_.scheduler.began(run, node, kernel_, state_.environment, now_ms_);
            if (call != nullptr) state_.call_begins(*call, now_ms_);
        }
        return call;
    }

    /// Something became of the values of one call; nothing happens if nobody needs them any more.
    template <typename Change>
    void change_values(const std::string& key, const Change& change) {
        const NodeId node = state_.results.node_of(key);
        if (!node) return;
        change();
        state_.survey.touch(node);
        state_.desk.states();
    }

    void lose_home(KernelState next, const std::string& reason) {
        state_.kernel.state = next;  // before the rest: it is not there any more
        state_.kernel.reason = reason;
        state_.lose_kernel(kHome, now_ms_);
        state_.desk.kernel();
    }

    Session::State& state_;
    double now_ms_;
    KernelNumber kernel_;
};

}  // namespace

void Session::receive(const RunEvent& event, double now_ms, KernelNumber kernel) {
    if (kernel < limits::kKernels) std::visit(Receiving(*state_, now_ms, kernel), event);
}

}  // namespace flow
