#include "runtime/run/scheduler.h"

#include <algorithm>
#include <utility>

#include "runtime/base/check.h"

namespace flow {

void Scheduler::begin(RunId run, Plan plan, CallTerms terms) {
    FLOW_CHECK(!is_running(), "a run begins after the one before has ended");
    run_ = run;
    plan_ = std::move(plan);
    terms_ = std::move(terms);
    steps_.assign(plan_.steps.size(), {});
    step_of_.clear();
    ready_.clear();
    fetches_.clear();
    arrived_.clear();
    ahead_.clear();
    calls_at_once_ = limits::kFirstCallsAtOnce;
    ran_.clear();
    done_ = 0;
    is_stopping_ = has_failed_ = has_stopped_ = false;
    for (std::size_t at = 0; at < plan_.steps.size(); ++at) {
        step_of_.emplace(plan_.steps[at].node, at);
        for (const PlanInput& input : plan_.steps[at].inputs) {
            if (!input.step) continue;
            FLOW_CHECK(*input.step < at, "a plan is in topological order");
            steps_[*input.step].followers.push_back(at);
            ++steps_[at].waits_for;
        }
        if (steps_[at].waits_for == 0) make_ready(at);
    }
}

std::vector<CallInFlight> Scheduler::tick(const SurveyGround& ground, Moment moment) {
    if (ahead_.empty()) drop_replaced();
    if (moment.kernels > 1) return tick_many(ground, moment);
    std::vector<CallInFlight> started;
    while (is_running() && !is_stopping_ && !ready_.empty()) {
        const std::size_t at = *ready_.begin();
        const PlanStep& planned = plan_.steps[at];
        Recipe recipe = recipe_of(planned, last_serial_ + 1, ground.environment);
        if (const NodeResult* known = still_true(planned, recipe, ground)) {
            ready_.erase(at);
            settle(at, StepState::still_true, known->value_key, known->fingerprint);
            continue;
        }
        if (!runner_.can_start(kHome)) break;
        ready_.erase(at);
        start(at, kHome, std::move(recipe), ground, moment);
        started.push_back(in_flight_.back());
    }
    return started;
}

Recipe Scheduler::recipe_of(const PlanStep& planned, std::uint64_t serial, const EnvironmentPtr& environment) const {
    Recipe recipe{planned.meaning, {}, planned.meaning->is_volatile() ? serial : 0, environment, {}};
    for (const PlanInput& input : planned.inputs) {
        const Fingerprint& fingerprint = input.step ? steps_[*input.step].fingerprint : input.fingerprint;
        recipe.inputs.push_back({input.port, input.source_name, input.source_port, fingerprint});
    }
    std::vector<KeyInput> inputs;
    for (const RecipeInput& input : recipe.inputs) inputs.push_back({input.port, input.source_port, input.fingerprint});
    recipe.key = key_of(*planned.meaning, inputs, recipe.volatile_serial);
    return recipe;
}

const NodeResult* Scheduler::still_true(const PlanStep& planned, const Recipe& recipe, const SurveyGround& ground) const {
    const NodeRecord* record = ground.results.find(planned.node);
    // What is only saved would have to be restored first: that is done for what a run needs from outside, before it begins. Here, calling is simpler.
    if (planned.is_forced || record == nullptr || !record->result || !record->result->is_in_kernel) return nullptr;
    const bool broke_since = record->broken && record->broken->recipe.key == recipe.key;
    const NodeResult& known = *record->result;
    const bool holds = known.recipe.key == recipe.key && agree(*known.recipe.environment, *ground.environment) && files_agree(ground.graph, known.files);
    return holds && !broke_since ? &known : nullptr;
}

void Scheduler::start(std::size_t step, KernelNumber kernel, Recipe recipe, const SurveyGround& ground, Moment moment) {
    std::vector<NodeCall> calls{call_of(step, kernel)};
    steps_[step].state = StepState::given;
    give_ahead(calls, step, recipe, kernel, ground, moment);
    in_flight_.push_back({step, calls.front().node, calls.front().name, calls.front().key, std::move(recipe), calls.front().limits, kernel, moment.now_ms});
    places_.made_in(kernel, calls.front().key);
    runner_.start(kernel, std::move(calls));
}

CallLimits Scheduler::limits_of_call(const Node& node) const {
    CallLimits limits = limits_of(node, terms_.limits, terms_.nodes_may_raise);
    if (terms_.is_untimed) limits.time_ms.reset();
    return limits;
}

NodeCall Scheduler::call_of(std::size_t step, KernelNumber kernel) {
    const NodeMeaning& meaning = *plan_.steps[step].meaning;
    const Node& node = *meaning.node;
    NodeCall call;
    call.run = run_;
    call.node = node.id;
    call.name = node.name;
    call.title = node.title.empty() ? node.name : node.title;
    call.type = node.type;
    call.source = meaning.source_text();
    call.key = node.name + "@" + std::to_string(++last_serial_);
    for (const PlanInput& input : plan_.steps[step].inputs) {
        if (call.inputs.empty() || call.inputs.back().port != input.port) call.inputs.push_back({input.port, input.is_variadic, {}});
        std::string value_key = input.value_key;
        if (input.step) value_key = steps_[*input.step].value_key.empty() ? steps_[*input.step].given_key : steps_[*input.step].value_key;
        call.inputs.back().values.push_back({std::move(value_key), input.source_port});
    }
    for (const Param& setting : meaning.settings) {
        const auto is_linked = [&setting](const InputBinding& input) { return input.port == setting.name; };
        if (std::none_of(call.inputs.begin(), call.inputs.end(), is_linked)) call.settings.push_back(setting);
    }
    call.packages = terms_.packages;
    call.is_trusted = meaning.type != nullptr && meaning.type->is_trusted;
    call.is_away = kernel != kHome;
    call.limits = limits_of_call(node);
    steps_[step].given_key = call.key;
    return call;
}

const CallInFlight* Scheduler::find(RunId run, std::string_view node, KernelNumber kernel) const {
    if (!is_running() || run != run_) return nullptr;
    const auto found = std::find_if(in_flight_.begin(), in_flight_.end(), [&](const CallInFlight& call) { return call.name == node && call.kernel == kernel; });
    return found == in_flight_.end() ? nullptr : &*found;
}

CallInFlight Scheduler::take(const std::string& key) {
    const auto found = std::find_if(in_flight_.begin(), in_flight_.end(), [&key](const CallInFlight& call) { return call.key == key; });
    FLOW_CHECK(found != in_flight_.end(), "a call that ends was in flight");
    CallInFlight call = std::move(*found);
    in_flight_.erase(found);
    return call;
}

void Scheduler::finished(const std::string& key, const run_event::Finished& event, Results& results, EnvironmentPtr environment) {
    CallInFlight call = take(key);
    call.recipe.environment = std::move(environment);
    const Fingerprint fingerprint = fingerprint_of_result(call.recipe.key, event.files);
    if (!is_busy(call.kernel)) calls_at_once_ = std::min(calls_at_once_ * 2, runner_.calls_at_once());
    ran_.push_back(call.name);
    settle(call.step, StepState::finished, call.key, fingerprint);
    const std::string replaced =
        results.record(call.node, NodeResult{std::move(call.recipe), event.files, fingerprint, call.key, event.outputs, event.elapsed_ms, true, false, {}, {}});
    if (!replaced.empty()) replaced_.push_back(replaced);
}

void Scheduler::drop_replaced() {
    if (!replaced_.empty()) drop(std::exchange(replaced_, {}));
}

void Scheduler::broke(const std::string& key, bool was_stopped, std::vector<FileUse> files, double elapsed_ms, Results& results, EnvironmentPtr environment) {
    CallInFlight call = take(key);
    take_back(call.kernel);
    call.recipe.environment = std::move(environment);
    const Fingerprint fingerprint = fingerprint_of_result(call.recipe.key, files);
    ran_.push_back(call.name);
    (was_stopped ? has_stopped_ : has_failed_) = true;
    settle(call.step, was_stopped ? StepState::stopped : StepState::failed, {}, fingerprint);
    results.record(call.node, BrokenCall{was_stopped, std::move(call.recipe), std::move(files), fingerprint, elapsed_ms});
}

void Scheduler::settle(std::size_t step, StepState state, std::string value_key, Fingerprint fingerprint) {
    Step& settled = steps_[step];
    settled.state = state;
    settled.value_key = std::move(value_key);
    settled.fingerprint = fingerprint;
    ++done_;
    if (state == StepState::failed || state == StepState::stopped) {
        block_followers(step);
        return;
    }
    for (const std::size_t follower : settled.followers) {
        Step& next = steps_[follower];
        if (--next.waits_for > 0 || next.state != StepState::waiting) continue;
        make_ready(follower);
    }
}

void Scheduler::make_ready(std::size_t step) {
    steps_[step].state = StepState::ready;
    if (!steps_[step].is_ahead) ready_.insert(step);
}

void Scheduler::block_followers(std::size_t step) {
    std::vector<std::size_t> reached{step};
    for (std::size_t at = 0; at < reached.size(); ++at) {
        for (const std::size_t follower : steps_[reached[at]].followers) {
            if (steps_[follower].state != StepState::waiting) continue;
            steps_[follower].state = StepState::blocked;
            ++done_;
            reached.push_back(follower);
        }
    }
}

bool Scheduler::is_over() const {
    const bool is_resting = in_flight_.empty() && ahead_.empty() && fetches_.empty();
    return is_running() && is_resting && (is_stopping_ || (ready_.empty() && arrived_.empty()));
}

RunReport Scheduler::end() {
    FLOW_CHECK(is_over(), "a run ends when nothing of it is left to do");
    drop_replaced();
    RunReport report{run_, std::move(ran_), std::move(plan_.beyond), has_failed_, has_stopped_};
    for (std::size_t at = 0; at < steps_.size(); ++at) {
        const StepState state = steps_[at].state;
        const bool was_called = state == StepState::finished || state == StepState::failed || state == StepState::stopped;
        if (!was_called) report.skipped.push_back(plan_.steps[at].meaning->node->name);
    }
    run_ = {};
    plan_ = {};
    steps_.clear();
    step_of_.clear();
    ready_.clear();
    ran_.clear();
    return report;
}

std::optional<NodeState> Scheduler::state_of(NodeId node) const {
    if (!is_running()) return std::nullopt;
    const std::size_t* found = step_of_.find(node);
    if (found == nullptr) return std::nullopt;
    const StepState state = steps_[*found].state;
    if (state == StepState::running) return NodeState::running;
    if (state == StepState::given) return NodeState::queued;  // also while the run is stopping: it ends by the kernel's word
    const bool is_to_come = state == StepState::waiting || state == StepState::ready;
    if (is_to_come && !is_stopping_) return NodeState::queued;
    return std::nullopt;
}

}  // namespace flow
