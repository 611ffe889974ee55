// Promises: takes a plan through a runner: starts what is ready while the runner can take it, keeps count of what has become of each step; a failed step holds up what depends on it and nothing else.
// Where there are several kernels it says which one makes a call, and has values moved there first. What comes out never depends on how many there are.
// Must not know: the graph as it is meanwhile, clocks, deadlines, what a node prints.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/run/node_runner.h"
#include "runtime/run/placing.h"
#include "runtime/run/plan.h"
#include "runtime/run/value_places.h"

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
    KernelNumber kernel = kHome;
    double started_ms = 0;   ///< when it was given to the kernel; once it has begun, when it did
    bool has_begun = false;  ///< the kernel said so: until then it may be busy with somebody else's call
};

/// What there is to run with. Times are of the caller's clock.
struct Moment {
    std::size_t kernels = 1;  ///< numbers below it may be there
    double now_ms = 0;
};

/// A value that was to be moved and did not arrive.
struct StrayValue {
    std::optional<KernelNumber> from;  ///< absent: it should have been restored
    KernelNumber to = kHome;
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
    std::vector<CallInFlight> tick(const SurveyGround& ground, Moment moment = {});
    /// Nothing more is started.
    void stop() { is_stopping_ = true; }
    bool is_stopping() const { return is_stopping_; }

    /// The call in flight that an event of `run` about `node` speaks of, said by that kernel; null for any other event.
    const CallInFlight* find(RunId run, std::string_view node, KernelNumber kernel = kHome) const;
    const std::vector<CallInFlight>& in_flight() const { return in_flight_; }
    /// Whether the kernel has a call, under way or still to be begun.
    bool is_busy(KernelNumber kernel) const;
    /// All kernels of which that is true.
    std::set<KernelNumber> busy() const;

    // --- Calls that a kernel was given together with an earlier one (scheduler_ahead.cpp)
    /// The kernel begins the call that it was given, or the next of those given with it: that is in flight now. Null for what is no such beginning.
    const CallInFlight* began(RunId run, std::string_view node, KernelNumber kernel, const EnvironmentPtr& environment, double now_ms);
    /// The kernel will not make the others.
    void returned(RunId run, KernelNumber kernel);

    // --- The end of a call in flight; its record goes into `results`, the values that it replaces are dropped. `environment`: what it ran in.
    void finished(const std::string& key, const run_event::Finished& event, Results& results, EnvironmentPtr environment);
    void broke(const std::string& key, bool was_stopped, std::vector<FileUse> files, double elapsed_ms, Results& results, EnvironmentPtr environment);

    /// The call has ended in a helper with values that could not leave it: it is made in the home kernel, now and in later runs.
    void unmovable(const std::string& key);

    // --- values and kernels
    /// Nobody needs these values any more, wherever they are.
    void drop(const std::vector<std::string>& keys);
    /// No kernel needs them for now; what is saved of them stays.
    void unload(const std::vector<std::string>& keys);
    /// In which kernels these values are; of values that some kernel has.
    KernelSet kernels_with(const std::string& key) const { return places_.of(key); }
    /// Whether this kernel has values that are neither in another one nor saved.
    bool has_only_there(KernelNumber kernel, const Results& results) const;
    /// The home kernel has taken these values in, for nobody in this run.
    void put_home(const std::string& key, bool is_elsewhere) { places_.arrived_in(kHome, key, is_elsewhere); }
    /// The kernel has taken these values in. True if a step waits for them there.
    bool arrived(KernelNumber kernel, const std::string& key, const Results& results);
    /// `kernel`, which should have given or taken these values, says that it did not; nothing if nobody waits for them.
    std::optional<StrayValue> went_astray(KernelNumber kernel, const std::string& key);
    /// Kernels to which values are on their way.
    std::vector<KernelNumber> awaiting() const;
    /// A kernel is gone, with all calls in it ended before: what needs a value that was only there is held up, everything else goes on.
    void lose(KernelNumber kernel, Results& results);
    /// The values of this key are nowhere: what needs them is held up.
    void hold_up(const std::string& key);
    /// Whether one more kernel would be given something to do that is worth opening it.
    bool could_use_another(const SurveyGround& ground, Moment moment) const;
    /// When a step that waits for a busy kernel may be worth moving; nothing where that cannot change by itself.
    std::optional<double> looks_again_at_ms(double now_ms) const;

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
    enum class StepState { waiting, ready, given, running, finished, still_true, failed, stopped, blocked };
    struct Step {
        StepState state = StepState::waiting;
        std::size_t waits_for = 0;
        std::vector<std::size_t> followers;  ///< once per link
        std::string given_key;               ///< what the call was told to keep its values under; theirs once it has finished
        std::string value_key;
        Fingerprint fingerprint;  ///< of a call that is given ahead what it should be: it may read other files than the last time
        bool is_ahead = false;    ///< a kernel has it behind another call
    };
    /// A call that a kernel was given behind others and has not begun.
    struct CallAhead {
        std::size_t step = 0;
        std::uint64_t serial = 0;
        CallLimits limits;
        KernelNumber kernel = kHome;
    };
    /// A step with a kernel, which waits for values there.
    struct Fetch {
        std::size_t step = 0;
        KernelNumber kernel = kHome;
        std::vector<Move> moves;  ///< not answered yet
        bool has_failed = false;
    };
    struct Placed {
        std::size_t step = 0;
        Place place;
    };

    Recipe recipe_of(const PlanStep& planned, std::uint64_t serial, const EnvironmentPtr& environment) const;
    const NodeResult* still_true(const PlanStep& planned, const Recipe& recipe, const SurveyGround& ground) const;
    void start(std::size_t step, KernelNumber kernel, Recipe recipe, const SurveyGround& ground, Moment moment);
    /// The call of a step that is ready, or would be if all calls given so far had finished.
    NodeCall call_of(std::size_t step, KernelNumber kernel);
    CallLimits limits_of_call(const Node& node) const;
    void settle(std::size_t step, StepState state, std::string value_key, Fingerprint fingerprint);
    void block_followers(std::size_t step);
    CallInFlight take(const std::string& key);
    void drop_replaced();
    void make_ready(std::size_t step);

    // --- calls given ahead (scheduler_ahead.cpp)
    class LookAhead;
    /// Puts calls behind the one that is about to be started in the kernel.
    void give_ahead(std::vector<NodeCall>& calls, std::size_t first, const Recipe& recipe, KernelNumber kernel, const SurveyGround& ground, Moment moment);
    void take_back(KernelNumber kernel);

    // --- several kernels (scheduler_moves.cpp)
    std::vector<CallInFlight> tick_many(const SurveyGround& ground, Moment moment);
    std::vector<Placed> place_ready(const SurveyGround& ground, Moment moment);
    /// False if the step's result turned out to be still true: then it is settled.
    bool has_to_be_called(std::size_t step, const SurveyGround& ground);
    std::vector<NeededValue> needed_by(std::size_t step, const Results& results) const;
    bool is_worth(std::size_t step, KernelNumber preferred, const Results& results, double now_ms, double threshold_ms) const;
    void begin_moves(const Placed& placed);
    void end_fetches();
    std::vector<KernelNow> kernels_now(std::size_t count) const;
    void block(std::size_t step);
    /// Not begun, and no kernel has it: it can still be held up.
    bool is_to_come(std::size_t step) const;

    NodeRunner& runner_;
    RunId run_;
    Plan plan_;
    CallTerms terms_;
    std::vector<Step> steps_;
    IdMap<NodeId, std::size_t> step_of_;
    std::set<std::size_t> ready_;  // the plan's order decides among them
    std::vector<CallInFlight> in_flight_;
    std::deque<CallAhead> ahead_;  // in the order in which each kernel makes them
    std::size_t calls_at_once_ = limits::kFirstCallsAtOnce;
    std::vector<Fetch> fetches_;
    std::vector<Placed> arrived_;  // with everything there that they need
    ValuePlaces places_;
    std::unordered_set<NodeId> at_home_;  // their values could not leave a helper once
    std::vector<std::string> ran_;
    std::vector<std::string> replaced_;  // values that finished calls have replaced, not dropped yet: one message for all calls that were given at once
    std::size_t done_ = 0;
    bool is_stopping_ = false;
    bool has_failed_ = false;
    bool has_stopped_ = false;
    std::uint64_t last_serial_ = 0;  // over all runs: a value's key is never used twice
};

}  // namespace flow
