// Promises: the one owner of a flow's state: graph, history, current run, results, selection. It changes only in apply (an intent), receive (what a kernel said) and tick.
// Must not know: ImGui, JSON, the browser, clocks (times are handed in, milliseconds of one monotonic clock).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "runtime/base/catalogue.h"
#include "runtime/graph/graph.h"
#include "runtime/graph/history.h"
#include "runtime/run/kept_result.h"
#include "runtime/run/node_runner.h"
#include "runtime/run/node_state.h"
#include "runtime/run/preview.h"
#include "runtime/session/intent.h"
#include "runtime/session/run_log.h"

namespace flow {

enum class KernelState { off, loading, ready, busy, restarting, lost, failed };

struct NodeStatus {
    NodeState state = NodeState::idle;
    std::vector<Why> why;
    std::optional<double> elapsed_ms;
    std::optional<double> progress;   ///< 0 … 1 while running
    std::optional<Sentence> unsaved;  ///< of an `ok` node whose value would not survive the kernel: that it would have to run again, and why
};

/// What a node printed and displayed in its latest call; bounded.
struct NodeOutput {
    std::string out;
    std::string err;
    std::uint64_t text = 0;             ///< which texts these are: under the same number they only grow
    std::vector<std::string> displays;  ///< ports to ask previews for
    std::string value_key;              ///< of the call that displayed them
    std::optional<NodeError> error;
    std::int64_t dropped = 0;  ///< bytes of text
    std::int64_t dropped_lines = 0;
    std::optional<std::size_t> out_gap;  ///< where in `out` something is missing
    std::optional<std::size_t> err_gap;
    std::int64_t dropped_displays = 0;
    std::optional<double> elapsed_ms;
};

struct KernelInfo {
    KernelState state = KernelState::off;
    std::string step;  ///< catalogue key of what is being loaded
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string python;
    std::string pyodide;
    std::string reason;  ///< why it was lost or cannot be had
    std::vector<std::pair<std::string, std::string>> packages;
};

struct RunInfo {
    RunId id;
    std::size_t planned = 0;
    std::size_t done = 0;
    bool is_waiting_for_kernel = false;
    bool is_stopping = false;
    std::vector<NodeId> running;
};

/// What others must hear about, in order; taken by `take_news`.
namespace news {
struct Changed {  // at most one a step; what may look different now
    bool graph = false;
    bool places = false;  ///< nodes stand elsewhere; nothing else of the graph is different, unless `graph` is told as well
    bool states = false, selection = false, files = false, history = false, kernel = false, run = false;
    std::vector<std::string> outputs;   ///< nodes whose output grew
    std::vector<std::string> values;    ///< nodes with new values
    std::vector<std::string> pictures;  ///< those of them that have a picture among these
};
struct RunEnded {
    RunId run;
    RunEnd ended = RunEnd::ok;
    std::vector<std::string> ran;
    std::vector<std::string> skipped;
    double elapsed_ms = 0;
};
struct NodeErrored {
    std::string node;
    NodeError error;
};
/// Another flow than before is there: opened, or brought back by undo or redo.
struct FlowOpened {
    Opening opening;
};
/// Saved with their values: whoever keeps results for the next visit keeps these.
struct ResultsToKeep {
    std::vector<KeptResult> results;
};
struct Said {
    std::string level;  ///< info, warning, error
    Sentence sentence;
};
/// ShowPalette, ShowMenu, EditTitle, EditParam, FocusInspector, passed on to the page.
struct PageIntent {
    Intent intent;
};
}  // namespace news
using News = std::variant<news::Changed, news::RunEnded, news::NodeErrored, news::FlowOpened, news::ResultsToKeep, news::Said, news::PageIntent>;

/// What may be taken, as long as a node says nothing else of itself.
struct SessionLimits {
    CallLimits call;
    std::optional<std::int64_t> run_time_ms;  ///< a whole run; absent: as long as it takes
    std::size_t kernels = 1;                  ///< that a run may use at the same time
    bool nodes_may_raise = true;              ///< false for a flow from elsewhere: what its nodes say can only lower a limit
    friend bool operator==(const SessionLimits&, const SessionLimits&) = default;
};

class Session {
public:
    /// `runner` outlives the session.
    explicit Session(NodeRunner& runner);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // --- changing
    void set_library(NodeLibrary library);
    void set_catalogue(Catalogue catalogue);
    void set_limits(SessionLimits limits);
    const SessionLimits& limits() const;
    /// Does what is wanted, or changes nothing and says why not.
    Result<Made> apply(const Intent& intent, double now_ms);
    /// `kernel`: who said it.
    void receive(const RunEvent& event, double now_ms, KernelNumber kernel = kHome);
    /// Results of this flow from earlier visits: a node that has none of its own takes the one that is still true, with its values as saved ones. `first_serial` is larger than
    /// any that an earlier visit gave. The author's results, for a node that still has none, are shown and nothing else.
    void offer(std::vector<KeptResult> kept, std::uint64_t first_serial);
    /// Starts what can be started, watches deadlines. Call after apply and receive, and when `wakes_at` has come.
    void tick(double now_ms);
    /// When tick wants to be called even if nothing happens (a stop's grace time).
    std::optional<double> wakes_at_ms() const;
    /// The kernel to be asked about this value. One that is only saved is restored there, before it answers what it is asked next.
    KernelNumber need(const ValueRef& value);
    std::vector<News> take_news();

    // --- reading
    const Graph& graph() const;
    const NodeLibrary& library() const;
    const History& history() const;
    const Catalogue& catalogue() const;
    const std::vector<NodeId>& selection() const;
    bool is_selected(NodeId node) const;
    const std::vector<std::string>& selected_areas() const;
    NodeStatus status(NodeId node) const;
    NodeState state(NodeId node) const;                            ///< cheap; for drawing
    const NodeOutput* output(NodeId node) const;                   ///< null: there is none to be seen
    const std::vector<OutputSummary>* outputs(NodeId node) const;  ///< of the latest successful call, or the author's as long as it fits; null without one
    const OutputSummary* output(NodeId node, std::string_view port) const;
    bool is_current(NodeId node) const;  ///< what is shown as its result belongs to it as it is now
    std::optional<ValueRef> value(NodeId node,
                                  std::string_view port) const;  ///< where a kernel keeps it now; of an author's result (is_authors) where the page does
    /// The results that are true, with what is shown of them: what a flow can be saved with.
    std::vector<std::pair<NodeId, KeptResult>> results_to_save() const;
    const std::vector<SourceProblem>& problems(NodeId node) const;  ///< what the kernel's judge said of the source
    const KernelInfo& kernel() const;
    const std::optional<RunInfo>& run() const;
    /// Sentences of the run name nodes by their ids; a person knows them by their titles.
    void name_by_title(Sentence& sentence) const;
    /// The latest runs of this visit, and why each node was called in them.
    const RunLog& run_log() const;
    /// How many nodes a run would call: those that are not true and not held up by one that cannot be called.
    std::size_t count_to_run() const;
    bool is_dirty() const;  ///< differs from what was opened or saved last
    /// What a run of `target` would call, in order, with the reason for each.
    Result<std::vector<std::pair<NodeId, std::vector<Why>>>> plan(const RunTarget& target) const;
    /// Counts up whenever anything that can be seen changed.
    std::uint64_t revision() const;
    /// Counts up whenever a state, an output or a value may have changed.
    std::uint64_t results_revision() const;
    /// Counts up whenever the selection changed.
    std::uint64_t selection_revision() const;

    struct State;  ///< session_state.h, for this folder only

private:
    std::unique_ptr<State> state_;
};

}  // namespace flow
