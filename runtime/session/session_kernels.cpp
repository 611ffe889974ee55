// Kernels that come and go: opening helpers for a run, replacing kernels, and what the end of one costs.
#include <algorithm>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/session/session_state.h"

namespace flow {

bool Session::State::is_there(KernelNumber number) const {
    if (number != kHome) return helpers[number] == HelperState::ready;
    return kernel.state == KernelState::ready || kernel.state == KernelState::busy;
}

std::size_t Session::State::kernel_count() const {
    std::size_t count = std::clamp<std::size_t>(limits.kernels, 1, limits::kKernels);
    // One that was opened before somebody wanted fewer has values in it.
    for (KernelNumber helper = count; helper < limits::kKernels; ++helper) {
        if (helpers[helper] != HelperState::off) count = helper + 1;
    }
    return count;
}

void Session::State::open_helper(double now_ms) {
    if (limits.kernels < 2 || !is_there(kHome)) return;
    if (std::find(helpers.begin(), helpers.end(), HelperState::opening) != helpers.end()) return;
    for (KernelNumber helper = 1; helper < std::min(limits.kernels, limits::kKernels); ++helper) {
        if (helpers[helper] != HelperState::off) continue;
        if (!scheduler.could_use_another(ground(), {kernel_count(), now_ms})) return;
        helpers[helper] = HelperState::opening;
        runner.open(helper);
        return;
    }
}

void Session::State::rest_helpers(double now_ms) {
    if (std::find(helpers.begin(), helpers.end(), HelperState::ready) == helpers.end()) return helpers_rest_at_ms.reset();
    if (!helpers_rest_at_ms) helpers_rest_at_ms = now_ms + limits::kHelperRestMs;
    if (now_ms < *helpers_rest_at_ms) return;
    helpers_rest_at_ms = now_ms + limits::kHelperRestMs;  // for those that cannot end yet
    for (KernelNumber helper = 1; helper < helpers.size(); ++helper) {
        if (helpers[helper] == HelperState::ready && !scheduler.has_only_there(helper, results)) replace_kernel(helper);
    }
}

void Session::State::replace_kernel(KernelNumber number) {
    replace_at_ms.erase(number);
    if (number == kHome) {
        kernel.state = KernelState::restarting;
        desk.kernel();
    } else {
        helpers[number] = HelperState::ending;
    }
    runner.replace(number);
}

void Session::State::restart() {
    for (KernelNumber helper = 1; helper < helpers.size(); ++helper) {
        if (helpers[helper] == HelperState::opening || helpers[helper] == HelperState::ready) replace_kernel(helper);
        if (helpers[helper] == HelperState::failed) helpers[helper] = HelperState::off;
    }
    if (run && kernel_count() > 1) scheduler.stop();
    replace_kernel(kHome);
}

void Session::State::break_calls_in(KernelNumber number, double now_ms) {
    while (true) {
        const std::vector<CallInFlight>& calls = scheduler.in_flight();
        const auto found = std::find_if(calls.begin(), calls.end(), [number](const CallInFlight& call) { return call.kernel == number; });
        if (found == calls.end()) return;
        const CallInFlight call = *found;
        const bool is_timed_out = clocks[call.key].is_timed_out;
        break_call(call, !is_timed_out, is_timed_out ? std::optional(timeout_error(call, std::nullopt)) : std::nullopt, {}, 0, now_ms);
    }
}

void Session::State::lose_kernel(KernelNumber number, double now_ms) {
    break_calls_in(number, now_ms);
    bool is_any_left = false;
    for (KernelNumber other = 0; other < helpers.size(); ++other) is_any_left = is_any_left || (other != number && is_there(other));
    if (!is_any_left) {
        scheduler.stop();
        if (run && !run->is_waiting_for_kernel) run->is_stopping = true;
    }
    scheduler.lose(number, results);
    replace_at_ms.erase(number);
    if (number == kHome) {
        restoring.clear();
        restored_until_ms.reset();
    }
    survey.touch_all();
    desk.states();
}

void Session::State::value_went_astray(const std::string& key, const StrayValue& stray) {
    const NodeResult* result = results.with_values(key);
    if (stray.from && stray.to != kHome) {
        results.bound(key);
        return;
    }
    const bool is_elsewhere = !stray.from && result != nullptr && result->is_in_kernel;
    if (is_elsewhere) {
        results.unsaved(key, {UnsavedReason::crowded_out, ""});
        return;
    }
    scheduler.hold_up(key);
    if (result != nullptr) evict(results.node_of(key));
    desk.states();
}

}  // namespace flow
