// Promises: what a session consists of and the few ways in which its parts act on each other. Private to this folder; split by meaning:
// session.cpp (public face), intents.cpp, session_edits.cpp and session_flow.cpp (intents), session_follow.cpp (what follows a step), session_run.cpp (a run from its begin to its end),
// session_events.cpp (what a kernel says), session_kernels.cpp (kernels that come and go), session_records.cpp (results while nodes come and go), session_kept.cpp (results of earlier visits).
// Must not know: what session.h must not know.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "runtime/run/scheduler.h"
#include "runtime/session/news_desk.h"
#include "runtime/session/output_log.h"
#include "runtime/session/session.h"
#include "runtime/session/titles.h"

namespace flow {

/// What the kernel's judge said of one version of a node's source.
struct JudgedSource {
    Fingerprint source;
    std::vector<SourceProblem> problems;
};

/// Python's name for it; the kernel gives the same to a node that it ends itself.
inline constexpr const char* kTimeoutError = "TimeoutError";

/// No history ever has this mark.
inline constexpr std::uint64_t kNeverSaved = ~std::uint64_t{0};

/// The clock of one call in flight.
struct CallClock {
    KernelNumber kernel = kHome;
    std::optional<double> deadline_ms;  ///< of the node itself; counted from its start in the kernel
    bool is_timed_out = false;
};

/// What is known of a kernel beside the home kernel.
enum class HelperState {
    off,
    opening,
    ready,
    ending,  ///< it was told to go
    failed,  ///< it could not be opened; nobody tries again before Python is restarted
};

struct Session::State {
    explicit State(NodeRunner& the_runner) : runner(the_runner), scheduler(the_runner) {}

    // --- reading
    SurveyGround ground() const { return {graph, library, results, environment}; }
    const Survey& current_survey();
    NodeState state_of(NodeId node);
    /// Sentences of the run name nodes by their ids; a person knows them by their titles.
    void name_by_title(Sentence& sentence) { titles.put_titles(sentence, graph, *library, catalogue); }

    // --- changing the graph (session_follow.cpp)
    /// Performs one undoable step and lets everything that depends on the graph follow.
    Result<void> perform(const std::vector<Edit>& edits, Sentence label, std::string merge_key, double now_ms);
    bool undo();  ///< false when there is nothing
    bool redo();
    /// Adds the file or replaces the one of its name.
    Result<void> put_file(const FlowFile& file, std::string merge_key, double now_ms);
    void select(std::vector<NodeId> nodes, std::vector<std::string> areas = {});

    // --- results while nodes come and go (session_records.cpp)
    using NamedNodes = std::vector<std::pair<NodeId, std::string>>;
    NamedNodes nodes_with_records() const;
    void settle_records(const NamedNodes& before);
    /// The node's values are lost or needed by nobody.
    void evict(NodeId node);
    /// The node is gone: the kernel lets go of its values; what is saved of them and the rest is kept for undo, up to a limit.
    void retire(NodeId node);
    /// These values will not be saved any more: a step of the run that needs them cannot be called unless some kernel has them.
    void hold_up_without(const std::string& key);
    void drop(std::vector<std::string> keys);
    /// Asks for the saved values of this result, if the kernel does not have them and was not asked yet; null is nobody's.
    void restore(const NodeResult* result);
    std::optional<Sentence> why_unsaved(NodeId node) const;

    // --- results of earlier visits (session_kept.cpp)
    void offer(std::vector<KeptResult> kept, std::uint64_t first_serial);
    /// The result with these saved values, for the next visit.
    void keep(const std::vector<std::string>& value_keys);
    std::vector<std::pair<NodeId, KeptResult>> results_to_save();
    /// What is to be seen of this node is its author's result.
    bool shows_authors(NodeId node);
    void update_environment();
    void send_files();

    // --- flows side by side (session_tabs.cpp)
    /// Opens it beside the one that is open, which waits.
    Result<void> open_beside(Tab wanted, Graph opened, Opening opening);
    /// Whether the node is one of a flow that waits.
    bool is_aside(NodeId node) const;
    /// The kernel needs the node's values no more, as long as they are saved.
    void rest(NodeId node);

    // --- a run (session_run.cpp)
    Result<Made> start_run(const RunTarget& target, bool is_untimed, double now_ms);
    void stop_run(double now_ms);
    void tick(double now_ms);
    std::optional<double> wakes_at_ms() const;
    void replace_kernel(KernelNumber kernel);
    /// All kernels anew.
    void restart();
    bool is_there(KernelNumber kernel) const;
    std::size_t kernel_count() const;
    /// A kernel is gone with its calls and values; the run goes on as far as it can without them.
    void lose_kernel(KernelNumber kernel, double now_ms);
    /// A value that a step waits for did not come: it is used where it is, or was lost.
    void value_went_astray(const std::string& key, const StrayValue& stray);
    /// The kernel has answered for a value that it was asked to take in; false if it was not asked.
    bool was_restoring(const std::string& key, double now_ms);
    void end_waiting_run(RunEnd ended, double now_ms);
    /// The call is in flight from now on.
    void call_begins(const CallInFlight& call, double now_ms);
    /// The call ended without a result.
    void break_call(const CallInFlight& call, bool was_stopped, std::optional<NodeError> error, std::vector<FileUse> files, double elapsed_ms, double now_ms);
    /// All calls in flight in that kernel end as stopped (as failed where their time was up).
    void break_calls_in(KernelNumber kernel, double now_ms);
    void after_call(NodeId node, KernelNumber kernel);
    /// The error of a call whose time was up; what the kernel has told of it gives the place.
    NodeError timeout_error(const CallInFlight& call, const std::optional<NodeError>& told) const;
    /// What our own reader says is wrong in this line of the node's source: in the person's language, and shown before Python is asked. Null where Python alone finds something.
    static const Sentence* own_words(const Node& node, std::optional<std::int64_t> line);

    NodeRunner& runner;
    std::shared_ptr<const NodeLibrary> library = std::make_shared<const NodeLibrary>();
    Catalogue catalogue;
    SessionLimits limits;
    NewsDesk desk;

    Graph graph;
    History history;
    std::uint64_t saved_mark = 0;  ///< the history's mark when the flow was opened or saved last, or kNeverSaved
    std::vector<NodeId> selection;
    std::unordered_set<NodeId> selected;
    std::vector<std::string> selected_areas;
    struct Selected {
        std::uint64_t mark = 0;
        std::vector<NodeId> nodes;
        std::vector<std::string> areas;
    };
    std::deque<Selected> selected_at;  ///< what was selected when the flow was last as at that mark of the history: undo brings it back
    std::uint64_t drag = 0;            ///< counts the bursts of moves
    std::optional<double> drag_began_ms;

    Tab tab = 0;  ///< which of the flows side by side is open
    /// A flow that is open in another tab: nothing of it is called, its results stay.
    struct Aside {
        edit::ReplaceAll flow;  ///< what brings it back
        History history;
        std::uint64_t saved_mark = 0;
        std::vector<NodeId> selection;
        std::vector<std::string> selected_areas;
        std::deque<Selected> selected_at;
        RunLog run_log;
    };
    std::map<Tab, Aside> aside;
    void turn_to(Tab next_tab, Aside next);

    Results results;
    Survey survey;
    TitleCounts titles;
    OutputLog outputs;
    RunLog run_log;
    std::unordered_map<NodeId, JudgedSource> judged;
    std::deque<NodeId> gone;              ///< deleted nodes whose results are kept, the oldest first
    std::vector<std::string> late_drops;  ///< values that nobody but the run may still need
    std::vector<NodeId> retired_in_run;   ///< nodes that were deleted in it, with saved values: the kernel's are let go of when it ends
    std::unordered_map<std::string, std::uint64_t>
        restoring;  ///< keys of values that the kernel was asked to take in and has not answered for; which was asked for before which
    std::uint64_t last_restore = 0;
    std::optional<double> restored_until_ms;  ///< after a stop: by then one more of them is taken in, or the kernel is replaced
    Fingerprint sent_files;

    KernelInfo kernel;                                    ///< the home kernel
    std::array<HelperState, limits::kKernels> helpers{};  ///< by number; the first is nobody's
    std::optional<double> helpers_rest_at_ms;             ///< while one is there and no run is on
    EnvironmentPtr environment = std::make_shared<const Environment>();

    Scheduler scheduler;
    std::optional<RunInfo> run;
    std::uint32_t last_run = 0;
    double run_began_ms = 0;
    bool is_untimed_run = false;  ///< no call of this run has a time limit, nor the run itself
    std::optional<double> run_deadline_ms;
    RunTarget waiting_target;  ///< while the kernel is not ready, or takes in saved values
    std::unordered_set<NodeId> waiting_nodes;
    std::unordered_map<std::string, CallClock> clocks;  ///< by the key of the call
    double last_tick_ms = 0;
    std::map<KernelNumber, double> replace_at_ms;  ///< when a kernel that was asked to end a call is replaced

private:
    void adopt(NodeId node, const KeptResult& kept);
    /// What a step, its undo or its redo will change; asked before it is made.
    struct Reach {
        std::vector<NodeId> touched;
        bool is_everything = false;
        bool is_of_places = false;  ///< nodes are moved, and nobody cares where they stand: there is no frame
        NamedNodes before;          ///< nodes with records that may go with it
        std::uint64_t meaning = 0;
        Opening opening = 0;
    };
    Reach reach_of(std::span<const Edit> edits) const;
    /// After it: everything that depends on the graph.
    void follow(const Reach& reach);
    /// After an undo or a redo.
    void arrive(const Reach& reach);
    /// The selection belongs to the flow as it was at `mark`.
    void remember_selection(std::uint64_t mark);
    void keep_selection_alive();

    void begin(Plan plan, double now_ms);
    /// Whether the kernel has all values that the plan takes from outside; those that are only saved are asked for.
    bool has_inputs_of(const Plan& plan);
    void wait_with(const Plan& plan);
    /// A run of this plan does nothing: a person is told why.
    void say_nothing_to_run(const RunTarget& target, const Plan& plan);
    void start_waiting_run(double now_ms);
    void watch_deadlines(double now_ms);
    /// Another kernel for a run that is worth it.
    void open_helper(double now_ms);
    /// Between runs: helpers that were not needed for long end, unless they have values that are nowhere else.
    void rest_helpers(double now_ms);
    /// A kernel that does not come to an end with taking in saved values is replaced. The value at which it hangs is given up, or the next kernel would meet it too.
    void watch_restoring(double now_ms);
    void end_run(double now_ms);
    void tell_run_ended(RunReport report, RunEnd ended, double now_ms);
    void refresh_run_info();
};

}  // namespace flow
