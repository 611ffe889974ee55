// Calls that a kernel is given behind another one, so that a chain of small nodes does not wait for a message after each of them.
//
// The keys of values are known before the values are, so a call can name what an earlier one of the same message will make. Whether a step has to be called at all depends on the fingerprints of its
// inputs, and these on the files that the nodes before it will have read: they are foreseen (the same files as the last time). A step whose result may still be true by what is foreseen is not given
// ahead. Where a node then reads other files than foreseen, the worst that comes of it is a call that was not needed; what is recorded of each call is made of what really happened.
#include <algorithm>
#include <map>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/run/scheduler.h"

namespace flow {

/// Finds what can be put behind a call.
class Scheduler::LookAhead {
public:
    LookAhead(Scheduler& scheduler, const SurveyGround& ground, KernelNumber kernel, std::size_t kernels)
        : scheduler_(scheduler), ground_(ground), kernel_(kernel), is_alone_(kernels < 2) {}

    /// This step's call is given; what it makes is foreseen.
    void gave(std::size_t step, const Recipe& recipe) {
        Step& given = scheduler_.steps_[step];
        given.fingerprint = fingerprint_of_result(recipe.key, foreseen_files(step));
        // With several kernels only what nothing else could run meanwhile: the one follower of the call before.
        if (!is_alone_) open_.clear();
        for (const std::size_t follower : given.followers) {
            const Step& next = scheduler_.steps_[follower];
            if (next.state != StepState::waiting) continue;
            if (--waits_for_.try_emplace(follower, next.waits_for).first->second == 0) open_.insert(follower);
        }
        if (!is_alone_ && open_.size() > 1) open_.clear();
    }

    /// The next step to be given and its recipe; nothing where there is none that certainly has to be called.
    std::optional<std::pair<std::size_t, Recipe>> next() {
        while (true) {
            const std::set<std::size_t>& ready = scheduler_.ready_;
            const bool is_ready = is_alone_ && !ready.empty() && (open_.empty() || *ready.begin() < *open_.begin());
            if (!is_ready && open_.empty()) return std::nullopt;
            const std::size_t step = is_ready ? *ready.begin() : *open_.begin();
            const PlanStep& planned = scheduler_.plan_.steps[step];
            Recipe recipe = scheduler_.recipe_of(planned, scheduler_.last_serial_ + 1, ground_.environment);
            const NodeResult* known = scheduler_.still_true(planned, recipe, ground_);
            if (is_ready && known != nullptr) return std::nullopt;  // the next tick settles it
            if (!is_ready) open_.erase(step);
            if (known == nullptr && is_all_here(step)) return std::pair{step, std::move(recipe)};
        }
    }

private:
    bool is_all_here(std::size_t step) const {
        if (is_alone_) return true;
        if (kernel_ != kHome && scheduler_.at_home_.contains(scheduler_.plan_.steps[step].node)) return false;
        const std::vector<NeededValue> needed = scheduler_.needed_by(step, ground_.results);
        return std::all_of(needed.begin(), needed.end(), [this](const NeededValue& value) { return value.kernels.has(kernel_); });
    }

    std::vector<FileUse> foreseen_files(std::size_t step) const {
        const NodeRecord* record = ground_.results.find(scheduler_.plan_.steps[step].node);
        if (record == nullptr || !record->result) return {};
        std::vector<FileUse> files = record->result->files;
        for (FileUse& file : files) {
            const FlowFile* now = ground_.graph.file(file.name);
            file.sha256 = now == nullptr ? "" : now->sha256;
        }
        return files;
    }

    Scheduler& scheduler_;
    const SurveyGround& ground_;
    KernelNumber kernel_;
    bool is_alone_;
    std::set<std::size_t> open_;                    // would be ready if all that was given had finished
    std::map<std::size_t, std::size_t> waits_for_;  // of their followers
};

void Scheduler::give_ahead(std::vector<NodeCall>& calls, std::size_t first, const Recipe& recipe, KernelNumber kernel, const SurveyGround& ground,
                           Moment moment) {
    const std::size_t most = std::min(calls_at_once_, runner_.calls_at_once());
    std::size_t source_bytes = calls.front().source.size();
    LookAhead look(*this, ground, kernel, moment.kernels);
    if (most > 1) look.gave(first, recipe);
    // Behind a call with a time limit there is nothing: who ends it then would meet the next one if it has ended by itself meanwhile.
    while (calls.size() < most && source_bytes < limits::kSourceBytesAtOnce && !calls.back().limits.time_ms) {
        const auto next = look.next();
        if (!next) return;
        const std::size_t step = next->first;
        calls.push_back(call_of(step, kernel));
        source_bytes += calls.back().source.size();
        ready_.erase(step);
        steps_[step].is_ahead = true;
        ahead_.push_back({step, last_serial_, calls.back().limits, kernel});
        look.gave(step, next->second);
    }
}

bool Scheduler::is_busy(KernelNumber kernel) const {
    const auto is_there = [kernel](const auto& call) { return call.kernel == kernel; };
    return std::any_of(in_flight_.begin(), in_flight_.end(), is_there) || std::any_of(ahead_.begin(), ahead_.end(), is_there);
}

std::set<KernelNumber> Scheduler::busy() const {
    std::set<KernelNumber> kernels;
    for (const CallInFlight& call : in_flight_) kernels.insert(call.kernel);
    for (const CallAhead& call : ahead_) kernels.insert(call.kernel);
    return kernels;
}

const CallInFlight* Scheduler::began(RunId run, std::string_view node, KernelNumber kernel, const EnvironmentPtr& environment, double now_ms) {
    if (!is_running() || run != run_) return nullptr;
    const auto is_there = [kernel](const auto& call) { return call.kernel == kernel; };
    const auto is_meant = [&](const CallInFlight& call) { return is_there(call) && call.name == node && !call.has_begun; };
    if (const auto given = std::find_if(in_flight_.begin(), in_flight_.end(), is_meant); given != in_flight_.end()) {
        given->has_begun = true;
        given->started_ms = now_ms;
        steps_[given->step].state = StepState::running;
        return &*given;
    }
    if (std::any_of(in_flight_.begin(), in_flight_.end(), is_there)) return nullptr;
    const auto next = std::find_if(ahead_.begin(), ahead_.end(), is_there);
    if (next == ahead_.end() || plan_.steps[next->step].meaning->node->name != node) return nullptr;
    const CallAhead call = *next;
    ahead_.erase(next);
    Step& step = steps_[call.step];
    step.is_ahead = false;
    step.state = StepState::running;
    const Node& called = *plan_.steps[call.step].meaning->node;
    in_flight_.push_back(
        {call.step, called.id, called.name, step.given_key, recipe_of(plan_.steps[call.step], call.serial, environment), call.limits, kernel, now_ms, true});
    places_.made_in(kernel, step.given_key);
    return &in_flight_.back();
}

void Scheduler::returned(RunId run, KernelNumber kernel) {
    if (!is_running() || run != run_) return;
    calls_at_once_ = std::max<std::size_t>(calls_at_once_ / 2, 1);
    take_back(kernel);
}

void Scheduler::take_back(KernelNumber kernel) {
    for (auto at = ahead_.begin(); at != ahead_.end();) {
        if (at->kernel != kernel) {
            ++at;
            continue;
        }
        Step& step = steps_[at->step];
        step.is_ahead = false;
        if (step.state == StepState::ready) ready_.insert(at->step);
        at = ahead_.erase(at);
    }
}

}  // namespace flow
