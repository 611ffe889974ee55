// Promises: the one door through which Python is called. The scheduler asks whether it may start more; the runner never calls back: what happened arrives as RunEvents.
// Must not know: messages, frames, when a kernel is worth opening.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/base/ids.h"
#include "runtime/graph/graph.h"
#include "runtime/run/call_limits.h"
#include "runtime/run/kernel_set.h"
#include "runtime/run/preview.h"

namespace flow {

/// A value that a kernel keeps: the output `port` of the call that was given `key`.
struct ValueRef {
    std::string key;
    std::string port;
    friend bool operator==(const ValueRef&, const ValueRef&) = default;
};

/// The values of the call `key`, saved outside of the kernel. Their bytes are found by their hash; nobody here sees them.
struct SavedValue {
    std::string key;
    std::string sha256;
    std::int64_t bytes = 0;
    friend bool operator==(const SavedValue&, const SavedValue&) = default;
};

/// Why the values of a call are not saved.
enum class UnsavedReason { waiting, too_large, unpicklable, crowded_out };

struct InputBinding {
    std::string port;
    bool is_variadic = false;
    std::vector<ValueRef> values;
};

/// One call of one node's function.
struct NodeCall {
    RunId run;
    NodeId node;
    std::string name;   ///< the node's identifier: seeds random numbers
    std::string title;  ///< stands as the file name in tracebacks
    std::string type;
    std::string source;
    std::string key;  ///< under which the kernel keeps the outputs; never used twice
    std::vector<InputBinding> inputs;
    std::vector<Param> settings;  ///< those that differ from the default, coerced
    std::vector<std::string> packages;
    bool is_trusted = false;
    bool is_away = false;  ///< in a helper: values that cannot be handed to another kernel are not kept, Unmovable follows then
    CallLimits limits;
};

class NodeRunner {
public:
    NodeRunner() = default;
    NodeRunner(const NodeRunner&) = delete;
    NodeRunner& operator=(const NodeRunner&) = delete;
    virtual ~NodeRunner() = default;

    /// False for a kernel that is not there.
    virtual bool can_start(KernelNumber kernel) const = 0;
    /// How many calls a kernel is given at once; how many it makes without being asked again is its own decision.
    virtual std::size_t calls_at_once() const = 0;
    /// At least one call. They are made one after the other; the later ones may take what the earlier ones make. Each is under way when Started says so.
    /// Exactly one of Finished, Failed, Stopped, Unmovable follows for each, or Returned for all that are left (always after a call that was not finished), or KernelLost ends all of that kernel.
    virtual void start(KernelNumber kernel, std::vector<NodeCall> calls) = 0;
    /// Asks what is running there to end (KeyboardInterrupt).
    virtual void interrupt(KernelNumber kernel) = 0;
    /// Opens a helper. KernelReady or KernelFailed follows.
    virtual void open(KernelNumber kernel) = 0;
    /// Ends the kernel at once; KernelLost follows. The home kernel starts anew, a helper when it is opened again.
    virtual void replace(KernelNumber kernel) = 0;
    /// These values are not needed any more, neither in a kernel nor where they are saved.
    virtual void drop(const std::vector<std::string>& keys) = 0;
    /// These values are not needed in a kernel for now; what is saved of them stays.
    virtual void unload(const std::vector<std::string>& keys) = 0;
    /// Gives saved values to the kernel. ValueRestored or ValueLost follows for each, or KernelLost ends all.
    virtual void restore(KernelNumber kernel, const std::vector<SavedValue>& values) = 0;
    /// Has one kernel hand values to another, and keep them. ValueRestored of the taker or ValueLost of either follows for each, or the end of one of them.
    virtual void give(KernelNumber from, KernelNumber to, const std::vector<std::string>& keys) = 0;
    /// The files that Python sees there from the next call on.
    virtual void set_files(KernelNumber kernel, const std::vector<FlowFile>& files) = 0;
};

namespace run_event {

struct Started {
    RunId run;
    std::string node;
};
/// The calls that the kernel was given and has not begun, it will not make.
struct Returned {
    RunId run;
};
struct Printed {
    RunId run;
    std::string node;
    OutputStream stream = OutputStream::out;
    std::string text;
    std::int64_t dropped = 0;        ///< bytes of UTF-8 of this stream lost to the limit since the last report: they lie before `text`
    std::int64_t dropped_lines = 0;  ///< and how many lines end in them
};
struct Displayed {
    RunId run;
    std::string node;
    std::string port;  ///< "display:0": where the preview can be asked for
    Glimpse glimpse;
};
struct DisplaysDropped {
    RunId run;
    std::string node;
    std::int64_t count = 0;  ///< beyond the limit, since the last report
};
struct Progressed {
    RunId run;
    std::string node;
    double done = 0;
    double total = 0;
};
struct Finished {
    RunId run;
    std::string node;
    std::string key;
    std::vector<OutputSummary> outputs;
    std::vector<FileUse> files;
    double elapsed_ms = 0;
};
struct Failed {
    RunId run;
    std::string node;
    NodeError error;
    std::vector<FileUse> files;
    double elapsed_ms = 0;
};
struct Stopped {
    RunId run;
    std::string node;
    std::optional<NodeError> error;
    double elapsed_ms = 0;
};
/// The call has ended in a helper with values that no other kernel could take; they are not kept. It is made once more, in the home kernel.
struct Unmovable {
    RunId run;
    std::string node;
    std::string detail;  ///< the type that cannot leave its kernel, or the size
};
struct KernelProgress {
    std::string step;
    std::int64_t done = 0;
    std::int64_t total = 0;
};
struct KernelReady {
    std::string python;
    std::string pyodide;
    std::vector<std::pair<std::string, std::string>> packages;  ///< name, version
};
struct PackagesChanged {
    std::vector<std::pair<std::string, std::string>> packages;
};
/// These values would now survive the kernel.
struct ValuesSaved {
    std::vector<SavedValue> values;
};
/// The values of this call are not, or no longer, saved.
struct ValueUnsaved {
    std::string key;
    UnsavedReason reason = UnsavedReason::unpicklable;
    std::string detail;  ///< the type that cannot be saved, or the size
};
/// The kernel has these values again.
struct ValueRestored {
    std::string key;
};
/// What was saved, or what another kernel should have given, could not be taken in: it is not there any more, damaged, not understood, or could not be given.
struct ValueLost {
    std::string key;
};
/// The kernel is gone with all values that were not saved; a new one is already starting.
struct KernelLost {
    std::string reason;
};
/// No kernel can be had.
struct KernelFailed {
    std::string reason;
};
struct SourceJudged {
    std::string node;
    std::vector<SourceProblem> problems;
};
/// Python wrote a file into the flow's directory.
struct FileWritten {
    FlowFile file;
};

}  // namespace run_event

using RunEvent =
    std::variant<run_event::Started, run_event::Returned, run_event::Printed, run_event::Displayed, run_event::DisplaysDropped, run_event::Progressed,
                 run_event::Finished, run_event::Failed, run_event::Stopped, run_event::Unmovable, run_event::KernelProgress, run_event::KernelReady,
                 run_event::PackagesChanged, run_event::KernelLost, run_event::KernelFailed, run_event::SourceJudged, run_event::FileWritten,
                 run_event::ValuesSaved, run_event::ValueUnsaved, run_event::ValueRestored, run_event::ValueLost>;

}  // namespace flow
