// A run with several kernels: which step goes where, which values are moved for it, what becomes of both when a kernel is lost.
#include <algorithm>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/run/scheduler.h"

namespace flow {

std::vector<CallInFlight> Scheduler::tick_many(const SurveyGround& ground, Moment moment) {
    std::vector<CallInFlight> started;
    const auto call = [&](std::size_t step, KernelNumber kernel) {
        start(step, kernel, recipe_of(plan_.steps[step], last_serial_ + 1, ground.environment), ground, moment);
        started.push_back(in_flight_.back());
    };
    if (!is_running() || is_stopping_) return started;
    for (const Placed& one : std::exchange(arrived_, {})) {
        if (runner_.can_start(one.place.kernel)) {
            call(one.step, one.place.kernel);
        } else {
            make_ready(one.step);
        }
    }
    while (true) {
        const std::vector<Placed> placed = place_ready(ground, moment);
        if (placed.empty()) return started;
        // Before any of these kernels is given a call: it could not give a value until that has ended.
        for (const Placed& one : placed) begin_moves(one);
        for (const Placed& one : placed) {
            if (one.place.moves.empty()) call(one.step, one.place.kernel);
        }
    }
}

std::vector<Scheduler::Placed> Scheduler::place_ready(const SurveyGround& ground, Moment moment) {
    std::vector<KernelNow> kernels = kernels_now(moment.kernels);
    std::vector<Placed> placed;
    std::size_t looked_at = 0;
    for (auto at = ready_.begin(); at != ready_.end() && looked_at < limits::kReadyLookedAt; ++looked_at) {
        const std::size_t step = *at;
        const bool is_any_free = std::any_of(kernels.begin(), kernels.end(), [](const KernelNow& kernel) { return kernel.is_free; });
        if (!is_any_free && looked_at > 0) break;
        std::optional<Place> place;
        if (is_any_free) {
            const std::vector<NeededValue> needed = needed_by(step, ground.results);
            const bool is_home_bound = at_home_.contains(plan_.steps[step].node);
            const KernelNumber preferred = preferred_kernel(needed, kernels.size(), is_home_bound);
            place = choose_place(needed, kernels, is_home_bound, is_worth(step, preferred, ground.results, moment.now_ms, limits::kWorthMovingMs));
        }
        const bool is_settled = (place || looked_at == 0) && !has_to_be_called(step, ground);
        if (!is_settled && place) {
            ready_.erase(step);
            kernels[place->kernel].is_free = false;
            placed.push_back({step, *std::move(place)});
        }
        at = ready_.upper_bound(step);
    }
    return placed;
}

bool Scheduler::has_to_be_called(std::size_t step, const SurveyGround& ground) {
    const PlanStep& planned = plan_.steps[step];
    const NodeResult* known = still_true(planned, recipe_of(planned, last_serial_ + 1, ground.environment), ground);
    if (known == nullptr) return true;
    ready_.erase(step);
    settle(step, StepState::still_true, known->value_key, known->fingerprint);
    return false;
}

std::vector<KernelNow> Scheduler::kernels_now(std::size_t count) const {
    std::vector<KernelNow> kernels(count);
    for (KernelNumber kernel = 0; kernel < count; ++kernel) kernels[kernel] = {runner_.can_start(kernel), true};
    for (KernelNumber kernel = 0; kernel < count; ++kernel) {
        if (is_busy(kernel)) kernels[kernel].is_silent = false;
    }
    for (const Fetch& fetch : fetches_) {
        if (fetch.kernel < count) kernels[fetch.kernel].is_free = false;
    }
    return kernels;
}

std::vector<NeededValue> Scheduler::needed_by(std::size_t step, const Results& results) const {
    std::vector<NeededValue> needed;
    for (const PlanInput& input : plan_.steps[step].inputs) {
        const std::string& key = input.step ? steps_[*input.step].value_key : input.value_key;
        if (key.empty() || std::any_of(needed.begin(), needed.end(), [&key](const NeededValue& value) { return value.key == key; })) continue;
        NeededValue& value = needed.emplace_back();
        value.key = key;
        const NodeResult* result = results.with_values(key);
        // Of a node that was deleted during the run nobody knows more than where its values are.
        if (result == nullptr || result->is_in_kernel) value.kernels = places_.of(key);
        if (result == nullptr) continue;
        for (const OutputSummary& output : result->outputs) value.bytes += static_cast<std::size_t>(std::max<std::int64_t>(output.bytes, 0));
        value.saved = result->saved;
        value.is_bound = result->is_bound;
    }
    return needed;
}

bool Scheduler::is_worth(std::size_t step, KernelNumber preferred, const Results& results, double now_ms, double threshold_ms) const {
    const NodeRecord* record = results.find(plan_.steps[step].node);
    if (record != nullptr && record->result && record->result->elapsed_ms >= threshold_ms) return true;
    return std::any_of(in_flight_.begin(), in_flight_.end(),
                       [&](const CallInFlight& call) { return call.kernel == preferred && now_ms - call.started_ms >= threshold_ms; });
}

void Scheduler::begin_moves(const Placed& placed) {
    const Place& place = placed.place;
    if (place.moves.empty()) return;
    fetches_.push_back({placed.step, place.kernel, place.moves, false});
    std::vector<SavedValue> saved;
    for (const Move& move : place.moves) {
        if (move.from) {
            runner_.give(*move.from, place.kernel, {move.key});
        } else {
            saved.push_back(move.saved);
        }
    }
    if (!saved.empty()) runner_.restore(place.kernel, saved);
}

void Scheduler::end_fetches() {
    for (auto at = fetches_.begin(); at != fetches_.end();) {
        if (!at->moves.empty()) {
            ++at;
            continue;
        }
        // A step that was held up meanwhile is over.
        const bool is_wanted = steps_[at->step].state == StepState::ready;
        if (is_wanted && (at->has_failed || is_stopping_)) {
            make_ready(at->step);
        } else if (is_wanted) {
            arrived_.push_back({at->step, {at->kernel, {}}});
        }
        at = fetches_.erase(at);
    }
}

bool Scheduler::arrived(KernelNumber kernel, const std::string& key, const Results& results) {
    bool is_awaited = false;
    for (Fetch& fetch : fetches_) {
        if (fetch.kernel == kernel && std::erase_if(fetch.moves, [&key](const Move& move) { return move.key == key; }) > 0) is_awaited = true;
    }
    const NodeResult* result = results.with_values(key);
    if (is_awaited) places_.arrived_in(kernel, key, result == nullptr || result->is_in_kernel);
    end_fetches();
    return is_awaited;
}

std::optional<StrayValue> Scheduler::went_astray(KernelNumber kernel, const std::string& key) {
    std::optional<StrayValue> stray;
    for (Fetch& fetch : fetches_) {
        const auto found = std::find_if(fetch.moves.begin(), fetch.moves.end(),
                                        [&](const Move& move) { return move.key == key && (fetch.kernel == kernel || move.from == kernel); });
        if (found == fetch.moves.end()) continue;
        stray = StrayValue{found->from, fetch.kernel};
        // What another kernel cannot take is used where it is.
        if (found->from && fetch.kernel != kHome) at_home_.insert(plan_.steps[fetch.step].node);
        fetch.moves.erase(found);
        fetch.has_failed = true;
        break;
    }
    end_fetches();
    return stray;
}

std::vector<KernelNumber> Scheduler::awaiting() const {
    std::vector<KernelNumber> kernels;
    for (const Fetch& fetch : fetches_) kernels.push_back(fetch.kernel);
    return kernels;
}

void Scheduler::unmovable(const std::string& key) {
    const CallInFlight call = take(key);
    take_back(call.kernel);
    at_home_.insert(call.node);
    places_.forget({key});
    make_ready(call.step);
}

void Scheduler::drop(const std::vector<std::string>& keys) {
    places_.forget(keys);
    runner_.drop(keys);
}

void Scheduler::unload(const std::vector<std::string>& keys) {
    places_.forget(keys);
    runner_.unload(keys);
}

void Scheduler::lose(KernelNumber kernel, Results& results) {
    for (const CallInFlight& call : in_flight_) FLOW_CHECK(call.kernel != kernel, "a kernel that is gone has no calls in flight");
    take_back(kernel);
    for (std::size_t step = 0; step < steps_.size(); ++step) {
        if (!is_to_come(step)) continue;
        const std::vector<NeededValue> needed = needed_by(step, results);
        const bool is_held_up = std::any_of(needed.begin(), needed.end(), [kernel](NeededValue value) {
            value.kernels.remove(kernel);
            return value.kernels.is_empty() && !value.saved;
        });
        if (is_held_up) block(step);
    }
    for (Fetch& fetch : fetches_) {
        const auto is_lost = [&](const Move& move) { return fetch.kernel == kernel || move.from == kernel; };
        if (std::erase_if(fetch.moves, is_lost) > 0) fetch.has_failed = true;
    }
    end_fetches();
    for (const Placed& one : std::exchange(arrived_, {})) {
        if (steps_[one.step].state == StepState::ready) make_ready(one.step);
    }
    results.kernel_lost([&](const std::string& key) { return places_.of(key) == KernelSet::of(kernel); });
    places_.lose(kernel);
}

bool Scheduler::has_only_there(KernelNumber kernel, const Results& results) const {
    const std::vector<NodeId> nodes = results.nodes();
    return std::any_of(nodes.begin(), nodes.end(), [&](NodeId node) {
        const NodeRecord* record = results.find(node);
        if (record == nullptr || !record->result) return false;
        const NodeResult& result = *record->result;
        return result.is_in_kernel && !result.saved && places_.of(result.value_key) == KernelSet::of(kernel);
    });
}

void Scheduler::hold_up(const std::string& key) {
    for (std::size_t step = 0; step < steps_.size(); ++step) {
        if (!is_to_come(step)) continue;
        const std::vector<PlanInput>& inputs = plan_.steps[step].inputs;
        const bool needs_it = std::any_of(inputs.begin(), inputs.end(),
                                          [&](const PlanInput& input) { return (input.step ? steps_[*input.step].value_key : input.value_key) == key; });
        if (needs_it) block(step);
    }
}

bool Scheduler::is_to_come(std::size_t step) const {
    const Step& one = steps_[step];
    return !one.is_ahead && (one.state == StepState::waiting || one.state == StepState::ready);
}

void Scheduler::block(std::size_t step) {
    ready_.erase(step);
    steps_[step].state = StepState::blocked;
    ++done_;
    has_stopped_ = true;
    block_followers(step);
}

bool Scheduler::could_use_another(const SurveyGround& ground, Moment moment) const {
    if (!is_running() || is_stopping_) return false;
    const std::vector<KernelNow> kernels = kernels_now(moment.kernels);
    if (std::any_of(kernels.begin(), kernels.end(), [](const KernelNow& kernel) { return kernel.is_free; })) return false;
    const bool is_held_up =
        std::any_of(in_flight_.begin(), in_flight_.end(), [&](const CallInFlight& call) { return moment.now_ms - call.started_ms >= limits::kWorthOpeningMs; });
    std::size_t looked_at = 0;
    for (auto at = ready_.begin(); at != ready_.end() && looked_at < limits::kReadyLookedAt; ++at, ++looked_at) {
        const NodeRecord* record = ground.results.find(plan_.steps[*at].node);
        const bool is_long = record != nullptr && record->result && record->result->elapsed_ms >= limits::kWorthOpeningMs;
        if (!is_held_up && !is_long) continue;  // first, since this is asked at every turn of a run
        if (at_home_.contains(plan_.steps[*at].node)) continue;
        const std::vector<NeededValue> needed = needed_by(*at, ground.results);
        if (std::any_of(needed.begin(), needed.end(), [](const NeededValue& value) { return value.is_bound; })) continue;
        if (is_worth(*at, preferred_kernel(needed, kernels.size(), false), ground.results, moment.now_ms, limits::kWorthOpeningMs)) return true;
    }
    return false;
}

std::optional<double> Scheduler::looks_again_at_ms(double now_ms) const {
    std::optional<double> earliest;
    if (ready_.empty() || is_stopping_) return earliest;
    for (const CallInFlight& call : in_flight_) {
        for (const double threshold_ms : {limits::kWorthMovingMs, limits::kWorthOpeningMs}) {
            const double at_ms = call.started_ms + threshold_ms;
            if (at_ms > now_ms && (!earliest || at_ms < *earliest)) earliest = at_ms;
        }
    }
    return earliest;
}

}  // namespace flow
