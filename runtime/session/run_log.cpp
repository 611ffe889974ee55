#include "runtime/session/run_log.h"

#include <algorithm>
#include <utility>

#include "runtime/base/limits.h"

namespace flow {

void RunLog::begin(RunId run, double now_ms) {
    open_.clear();
    runs_.push_back({run, now_ms, 0, std::nullopt, {}, {}});
    forget_oldest();
}

void RunLog::call_started(NodeId id, const std::string& node, std::vector<Why> why, KernelNumber kernel, double now_ms) {
    if (runs_.empty()) return;
    LoggedRun& latest = runs_.back();
    open_[node] = latest.calls.size();
    latest.calls.push_back({id, node, std::move(why), kernel, now_ms - latest.began_ms, 0, 0, std::nullopt});
    ++calls_;
    forget_oldest();
}

void RunLog::call_ended(const std::string& node, RunEnd ended, double own_ms, double now_ms) {
    const auto found = open_.find(node);
    if (found == open_.end()) return;
    LoggedRun& run = runs_.back();
    const std::size_t place = found->second;
    LoggedCall& call = run.calls[place];
    const double end_ms = now_ms - run.began_ms;
    call.own_ms = std::clamp(own_ms, 0.0, end_ms);
    call.elapsed_ms = std::max(call.own_ms, end_ms - call.start_ms);
    call.start_ms = end_ms - call.elapsed_ms;
    call.ended = ended;
    open_.erase(found);
    make_room_before(run.calls, place);
}

void RunLog::make_room_before(std::vector<LoggedCall>& calls, std::size_t place) {
    double free_until_ms = calls[place].start_ms;
    const KernelNumber kernel = calls[place].kernel;
    while (place-- > 0) {
        LoggedCall& call = calls[place];
        if (call.kernel != kernel) continue;
        if (call.start_ms + call.elapsed_ms <= free_until_ms) return;
        call.elapsed_ms = std::max(call.own_ms, free_until_ms - call.start_ms);
        call.start_ms = std::max(0.0, free_until_ms - call.elapsed_ms);
        free_until_ms = call.start_ms;
    }
}

void RunLog::end(RunEnd ended, std::vector<std::string> skipped, double now_ms) {
    if (runs_.empty()) return;
    LoggedRun& latest = runs_.back();
    latest.ended = ended;
    latest.elapsed_ms = now_ms - latest.began_ms;
    latest.skipped = std::move(skipped);
    // A run that called nothing tells nobody anything.
    if (latest.calls.empty() && ended == RunEnd::ok) runs_.pop_back();
}

void RunLog::clear() {
    runs_.clear();
    open_.clear();
    calls_ = 0;
}

const LoggedCall* RunLog::latest_call(NodeId id) const {
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
        const auto found = std::find_if(run->calls.rbegin(), run->calls.rend(), [id](const LoggedCall& call) { return call.id == id; });
        if (found != run->calls.rend()) return &*found;
    }
    return nullptr;
}

std::optional<double> RunLog::started_ms(NodeId id) const {
    for (const auto& [node, place] : open_) {
        const LoggedCall& call = runs_.back().calls[place];
        if (call.id == id) return runs_.back().began_ms + call.start_ms;
    }
    return std::nullopt;
}

void RunLog::forget_oldest() {
    while (runs_.size() > 1 && (runs_.size() > limits::kLoggedRuns || calls_ > limits::kLoggedCalls)) {
        calls_ -= runs_.front().calls.size();
        runs_.pop_front();
    }
}

}  // namespace flow
