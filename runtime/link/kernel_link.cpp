#include "runtime/link/kernel_link.h"

#include <algorithm>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/base/limits.h"
#include "runtime/link/convert.h"
#include "runtime/link/overloaded.h"

namespace flow {
namespace {

RunId run_id(std::int64_t run) { return RunId{static_cast<std::uint32_t>(run)}; }

std::vector<FileUse> files_used(std::vector<message::FileUse> files) {
    std::vector<FileUse> made;
    made.reserve(files.size());
    for (message::FileUse& file : files) made.push_back({std::move(file.name), std::move(file.sha256)});
    return made;
}

RunEvent finished(message::NodeFinished& event) {
    std::vector<OutputSummary> outputs;
    outputs.reserve(event.outputs.size());
    for (message::OutputSummary& output : event.outputs) outputs.push_back(link::from_message(std::move(output)));
    return run_event::Finished{run_id(event.run), std::move(event.node), std::move(event.key), std::move(outputs), files_used(std::move(event.files)),
                               event.elapsed_ms};
}

RunEvent stopped(message::NodeStopped& event) {
    std::optional<NodeError> error;
    if (event.error) error = link::from_message(std::move(*event.error));
    return run_event::Stopped{run_id(event.run), std::move(event.node), std::move(error), event.elapsed_ms};
}

RunEvent judged(message::SourceJudged& event) {
    std::vector<SourceProblem> problems;
    for (message::Problem& problem : event.problems) {
        problems.push_back(
            {Sentence{"session.judge", {{"message", std::move(problem.message)}}}, static_cast<int>(problem.line), static_cast<int>(problem.column)});
    }
    return run_event::SourceJudged{std::move(event.node), std::move(problems)};
}

KernelNews to_news(message::KernelToSession message) {
    return std::visit(
        Overloaded{
            [](message::KernelProgress& m) -> KernelNews {
                return RunEvent(run_event::KernelProgress{std::move(m.step), m.done, m.total});
            },
            [](message::KernelReady& m) -> KernelNews {
                return RunEvent(run_event::KernelReady{std::move(m.python), std::move(m.pyodide), std::move(m.packages)});
            },
            [](message::KernelLost& m) -> KernelNews { return RunEvent(run_event::KernelLost{std::move(m.reason)}); },
            [](message::KernelFailed& m) -> KernelNews { return RunEvent(run_event::KernelFailed{std::move(m.reason)}); },
            [](message::PackagesChanged& m) -> KernelNews { return RunEvent(run_event::PackagesChanged{std::move(m.packages)}); },
            [](message::NodeStarted& m) -> KernelNews {
                return RunEvent(run_event::Started{run_id(m.run), std::move(m.node)});
            },
            [](message::CallsReturned& m) -> KernelNews { return RunEvent(run_event::Returned{run_id(m.run)}); },
            [](message::NodePrinted& m) -> KernelNews {
                const OutputStream stream = m.stream == message::Stream::stderr_ ? OutputStream::err : OutputStream::out;
                return RunEvent(run_event::Printed{run_id(m.run), std::move(m.node), stream, std::move(m.text), m.dropped, m.dropped_lines});
            },
            [](message::NodeDisplayed& m) -> KernelNews {
                return RunEvent(run_event::Displayed{run_id(m.run), std::move(m.node), std::move(m.port), link::from_message(std::move(m.glimpse))});
            },
            [](message::DisplaysDropped& m) -> KernelNews {
                return RunEvent(run_event::DisplaysDropped{run_id(m.run), std::move(m.node), m.count});
            },
            [](message::NodeProgress& m) -> KernelNews {
                return RunEvent(run_event::Progressed{run_id(m.run), std::move(m.node), m.done, m.total});
            },
            [](message::NodeFinished& m) -> KernelNews { return finished(m); },
            [](message::NodeFailed& m) -> KernelNews {
                return RunEvent(
                    run_event::Failed{run_id(m.run), std::move(m.node), link::from_message(std::move(m.error)), files_used(std::move(m.files)), m.elapsed_ms});
            },
            [](message::NodeStopped& m) -> KernelNews { return stopped(m); },
            [](message::NodeUnmovable& m) -> KernelNews {
                return RunEvent(run_event::Unmovable{run_id(m.run), std::move(m.node), std::move(m.detail)});
            },
            [](message::SourceJudged& m) -> KernelNews { return judged(m); },
            [](message::PreviewReady& m) -> KernelNews {
                return PreviewReady{m.call, std::move(m.preview)};
            },
            [](message::FileWritten& m) -> KernelNews { return RunEvent(run_event::FileWritten{link::from_message(std::move(m.file))}); },
            [](message::ValuesSaved& m) -> KernelNews {
                run_event::ValuesSaved event;
                for (message::SavedValue& value : m.values) event.values.push_back(link::from_message(std::move(value)));
                return RunEvent(std::move(event));
            },
            [](message::ValueUnsaved& m) -> KernelNews {
                return RunEvent(run_event::ValueUnsaved{std::move(m.key), link::from_message(m.reason), std::move(m.detail)});
            },
            [](message::ValueRestored& m) -> KernelNews { return RunEvent(run_event::ValueRestored{std::move(m.key)}); },
            [](message::ValueLost& m) -> KernelNews { return RunEvent(run_event::ValueLost{std::move(m.key)}); },
        },
        message);
}

message::NodeCall to_message(NodeCall call) {
    message::NodeCall made;
    made.run = call.run.value;
    made.node = std::move(call.name);
    made.title = std::move(call.title);
    made.node_type = std::move(call.type);
    made.source = std::move(call.source);
    made.key = std::move(call.key);
    for (InputBinding& input : call.inputs) {
        message::InputBinding binding{std::move(input.port), input.is_variadic, {}};
        for (ValueRef& value : input.values) binding.keys.push_back({std::move(value.key), std::move(value.port)});
        made.inputs.push_back(std::move(binding));
    }
    for (const Param& param : call.settings) made.settings.emplace_back(param.name, message::Json{param.value});
    made.trusted = call.is_trusted;
    made.packages = std::move(call.packages);
    made.max_output_bytes = static_cast<std::int64_t>(call.limits.output_bytes);
    made.max_displays = static_cast<std::int64_t>(call.limits.displays);
    made.timeout_ms = call.limits.time_ms;
    if (call.is_away) made.away = true;
    return made;
}

}  // namespace

KernelLink::KernelLink(Outbox outbox) : outbox_(std::move(outbox)) {}

Result<KernelNews> KernelLink::deliver(std::string_view text, KernelNumber kernel) {
    FLOW_CHECK(kernel < kernels_.size(), "a kernel has a number that there can be");
    auto message = message::parse_kernel_to_session(text);
    if (!message) return tl::unexpected<Error>(message.error());
    watch(*message, kernels_[kernel]);
    return to_news(std::move(*message));
}

void KernelLink::watch(const message::KernelToSession& message, Kernel& kernel) {
    if (std::holds_alternative<message::KernelReady>(message)) {
        kernel = {true, 0};
    } else if (std::holds_alternative<message::KernelLost>(message) || std::holds_alternative<message::KernelFailed>(message)) {
        kernel = {};
    } else if (std::holds_alternative<message::NodeFinished>(message) || std::holds_alternative<message::NodeFailed>(message) ||
               std::holds_alternative<message::NodeStopped>(message) || std::holds_alternative<message::NodeUnmovable>(message)) {
        kernel.in_flight -= std::min<std::size_t>(kernel.in_flight, 1);  // the kernel's messages can be forged from Python: one too many must not wrap around
    } else if (const auto* returned = std::get_if<message::CallsReturned>(&message)) {
        kernel.in_flight -= std::min(kernel.in_flight, static_cast<std::size_t>(std::max<std::int64_t>(returned->count, 0)));
    }
}

bool KernelLink::can_start(KernelNumber kernel) const { return kernels_[kernel].is_ready && kernels_[kernel].in_flight == 0; }

std::size_t KernelLink::calls_at_once() const { return limits::kCallsAtOnce; }

void KernelLink::start(KernelNumber kernel, std::vector<NodeCall> calls) {
    FLOW_CHECK(can_start(kernel), "a node was started although the runner said that it cannot start one");
    kernels_[kernel].in_flight = calls.size();
    message::RunNodes message;
    for (NodeCall& call : calls) message.calls.push_back(to_message(std::move(call)));
    send(kernel, message);
}

void KernelLink::interrupt(KernelNumber kernel) { tell_page(message::InterruptKernel{static_cast<std::int64_t>(kernel)}); }

void KernelLink::open(KernelNumber kernel) { tell_page(message::OpenKernel{static_cast<std::int64_t>(kernel)}); }

void KernelLink::replace(KernelNumber kernel) {
    kernels_[kernel].is_ready = false;
    tell_page(message::ReplaceKernel{static_cast<std::int64_t>(kernel)});
}

void KernelLink::drop(const std::vector<std::string>& keys) {
    if (keys.empty()) return;
    send(kHome, message::DropValues{keys});  // also while there is no kernel: what is saved lies outside of it
    for (KernelNumber kernel = 1; kernel < kernels_.size(); ++kernel) {
        if (kernels_[kernel].is_ready) send(kernel, message::DropValues{keys});
    }
}

void KernelLink::unload(const std::vector<std::string>& keys) {
    if (keys.empty()) return;
    for (KernelNumber kernel = 0; kernel < kernels_.size(); ++kernel) {
        if (kernels_[kernel].is_ready) send(kernel, message::UnloadValues{keys});
    }
}

void KernelLink::restore(KernelNumber kernel, const std::vector<SavedValue>& values) {
    message::RestoreValues message;
    for (const SavedValue& value : values) message.values.push_back(link::to_message(value));
    send(kernel, message);
}

void KernelLink::give(KernelNumber from, KernelNumber to, const std::vector<std::string>& keys) {
    send(from, message::GiveValues{static_cast<std::int64_t>(to), keys});
}

void KernelLink::set_files(KernelNumber kernel, const std::vector<FlowFile>& files) {
    if (!kernels_[kernel].is_ready) return;  // the session sends them again when a kernel is ready
    message::SetFiles message;
    for (const FlowFile& file : files) message.files.push_back(link::to_message(file));
    send(kernel, message);
}

void KernelLink::preview(KernelNumber kernel, std::int64_t call, const ValueRef& value, std::int64_t offset, std::int64_t limit,
                         std::optional<std::vector<std::string>> columns) {
    send(kernel, message::PreviewValue{call, value.key, value.port, offset, limit, std::move(columns)});
}

void KernelLink::judge(const std::string& node, const std::string& source) {
    if (kernels_[kHome].is_ready) send(kHome, message::JudgeSource{node, source});
}

void KernelLink::send(KernelNumber kernel, const message::SessionToKernel& message) { outbox_.to_kernel(kernel, message::to_text(message)); }

void KernelLink::tell_page(const message::SessionToPage& message) { outbox_.to_page(message::to_text(message)); }

}  // namespace flow
