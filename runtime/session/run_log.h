// Promises: the latest runs of this visit: what was asked for, which nodes were called, why, when and how each ended. Bounded: the oldest runs go first.
// Must not know: results, kernels, clocks (times are handed in, milliseconds of the session's clock).
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/base/ids.h"
#include "runtime/run/kernel_set.h"
#include "runtime/run/node_state.h"

namespace flow {

enum class RunEnd { ok, failed, stopped };

struct LoggedCall {
    NodeId id;
    std::string node;
    std::vector<Why> why;
    KernelNumber kernel = kHome;
    double start_ms = 0;    ///< since the run began
    double elapsed_ms = 0;  ///< until its end was heard, or the next one in its kernel began; no less than `own_ms`
    double own_ms = 0;      ///< what its kernel says that it took
    std::optional<RunEnd> ended;
};

struct LoggedRun {
    RunId run;
    double began_ms = 0;
    double elapsed_ms = 0;
    std::optional<RunEnd> ended;  ///< absent while it is on
    std::vector<LoggedCall> calls;
    std::vector<std::string> skipped;
};

class RunLog {
public:
    void begin(RunId run, double now_ms);
    void call_started(NodeId id, const std::string& node, std::vector<Why> why, KernelNumber kernel, double now_ms);
    /// `own_ms`: what it took in its kernel. Quick calls are heard of together, their begin and end at one moment: such a call gets its own time, and those before it in
    /// the same kernel come earlier.
    void call_ended(const std::string& node, RunEnd ended, double own_ms, double now_ms);
    void end(RunEnd ended, std::vector<std::string> skipped, double now_ms);

    /// Another flow was opened: what ran before says nothing of it.
    void clear();

    /// The latest last.
    const std::deque<LoggedRun>& runs() const { return runs_; }
    /// The latest call of the node that is still known; null without one.
    const LoggedCall* latest_call(NodeId id) const;
    /// When the call of the latest run began that has not ended, on the session's clock; nothing without one.
    std::optional<double> started_ms(NodeId id) const;

private:
    void forget_oldest();
    static void make_room_before(std::vector<LoggedCall>& calls, std::size_t place);

    std::deque<LoggedRun> runs_;
    std::unordered_map<std::string, std::size_t> open_;  ///< by node: its place among the latest run's calls, while it is running
    std::size_t calls_ = 0;
};

}  // namespace flow
