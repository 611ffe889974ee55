// Promises: takes a plan through a runner: starts what is ready while the runner can take it, keeps count of what has become of each step; a failed step holds up what depends on it and nothing else.
// Must not know: the graph as it is meanwhile, clocks, deadlines, what a node prints.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/run/node_runner.h"
#include "runtime/run/plan.h"

namespace flow {

/// What all calls of a run are given.
struct CallTerms {
    std::vector<std::string> packages;
    CallLimits limits;
    bool nodes_may_raise = true;  ///< what a node says of its own limits counts even where it is more
    bool is_untimed = false;      ///< whatever else holds, no call has a time limit
};

/// One call that was started and has not ended.
struct CallInFlight {
    std::size_t step = 0;
    NodeId node;
    std::string name;
    std::string key;
    Recipe recipe;
    CallLimits limits;
};

struct RunReport {
    RunId run;
    std::vector<std::string> ran;      ///< called, in order of their end
    std::vector<std::string> skipped;  ///< in the target but not called
    bool has_failed = false;
    bool has_stopped = false;
};

class Scheduler {
public:
    /// `runner` outlives the scheduler.
    explicit Scheduler(NodeRunner& runner) : runner_(runner) {}

    bool is_running() const { return static_cast<bool>(run_); }
    void begin(RunId run, Plan plan, CallTerms terms);
    /// Starts what can be started; returns the calls that were. A step whose result turns out to be still true is not called.
    std::vector<CallInFlight> tick(const SurveyGround& ground);
    /// Nothing more is started.
    void stop() { is_stopping_ = true; }
    bool is_stopping() const { return is_stopping_; }

    /// The call in flight that an event of `run` about `node` speaks of; null for any other event.
    const CallInFlight* find(RunId run, std::string_view node) const;
    const std::vector<CallInFlight>& in_flight() const { return in_flight_; }

    // --- The end of a call in flight; its record goes into `results`, the values that it replaces are dropped. `environment`: what it ran in.
    void finished(const std::string& key, const run_event::Finished& event, Results& results, EnvironmentPtr environment);
    void broke(const std::string& key, bool was_stopped, std::vector<FileUse> files, double elapsed_ms, Results& results, EnvironmentPtr environment);

    /// A number that no call has: for values that come from elsewhere.
    std::uint64_t take_serial() { return ++last_serial_; }
    /// Serials of this page begin here, beyond those of all earlier visits: a kept result of a volatile node is told by its serial from any later call.
    void begin_serials_at(std::uint64_t serial) { last_serial_ = std::max(last_serial_, serial); }

    /// True when nothing is in flight and nothing more will be started.
    bool is_over() const;
    /// Ends the run that is over.
    RunReport end();

    /// `queued` or `running`; nothing for a node that the run does not (or no longer) concern.
    std::optional<NodeState> state_of(NodeId node) const;
    /// Why the plan calls this one.
    const std::vector<Why>& why_of(const CallInFlight& call) const { return plan_.steps[call.step].why; }
    std::size_t planned() const { return plan_.steps.size(); }
    std::size_t done() const { return done_; }

private:
    enum class StepState { waiting, ready, running, finished, still_true, failed, stopped, blocked };
    struct Step {
        StepState state = StepState::waiting;
        std::size_t waits_for = 0;
        std::vector<std::size_t> followers;  ///< once per link
        std::string value_key;
        Fingerprint fingerprint;
    };

    Recipe recipe_of(const PlanStep& planned, std::uint64_t serial, const EnvironmentPtr& environment) const;
    const NodeResult* still_true(const PlanStep& planned, const Recipe& recipe, const SurveyGround& ground) const;
    void start(std::size_t step, const Recipe& recipe, std::uint64_t serial);
    void settle(std::size_t step, StepState state, std::string value_key, Fingerprint fingerprint);
    void block_followers(std::size_t step);
    CallInFlight take(const std::string& key);

    NodeRunner& runner_;
    RunId run_;
    Plan plan_;
    CallTerms terms_;
    std::vector<Step> steps_;
    IdMap<NodeId, std::size_t> step_of_;
    std::set<std::size_t> ready_;  // the plan's order decides among them
    std::vector<CallInFlight> in_flight_;
    std::vector<std::string> ran_;
    std::size_t done_ = 0;
    bool is_stopping_ = false;
    bool has_failed_ = false;
    bool has_stopped_ = false;
    std::uint64_t last_serial_ = 0;  // over all runs: a value's key is never used twice
};

}  // namespace flow
