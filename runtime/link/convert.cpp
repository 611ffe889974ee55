#include "runtime/link/convert.h"

#include <algorithm>
#include <utility>

#include "runtime/base/check.h"

namespace flow::link {
namespace {

// The enumerations have the same names in the same order; where one grows without the other, this stops compiling.
template <class To, class From>
constexpr bool ends_alike(To to, From from) {
    return static_cast<int>(to) == static_cast<int>(from);
}
static_assert(ends_alike(message::NodeState::muted, NodeState::muted));
static_assert(ends_alike(message::NodeMode::volatile_, NodeMode::volatile_));
static_assert(ends_alike(message::KernelStatus::failed, KernelState::failed));
static_assert(ends_alike(message::RunEnd::stopped, RunEnd::stopped));
static_assert(ends_alike(message::PreviewKind::bytes, PreviewKind::bytes));
static_assert(ends_alike(message::ErrorKind::internal, ErrorKind::internal));
static_assert(ends_alike(message::WidgetKind::expression, WidgetKind::expression));
static_assert(ends_alike(message::UnsavedReason::crowded_out, UnsavedReason::crowded_out));

}  // namespace

flow::Glimpse from_message(message::Glimpse glimpse) {
    return flow::Glimpse{static_cast<PreviewKind>(glimpse.kind),
                         std::move(glimpse.text),
                         std::move(glimpse.columns),
                         std::move(glimpse.types),
                         std::move(glimpse.rows),
                         glimpse.total,
                         glimpse.width,
                         glimpse.height};
}

flow::OutputSummary from_message(message::OutputSummary summary) {
    return flow::OutputSummary{std::move(summary.port),    std::move(summary.type), std::move(summary.shape),
                               std::move(summary.summary), summary.bytes,           from_message(std::move(summary.glimpse))};
}

flow::NodeError from_message(message::NodeError error) {
    std::optional<int> line;
    if (error.line) line = static_cast<int>(*error.line);
    return flow::NodeError{
        static_cast<ErrorKind>(error.kind), std::move(error.type), std::move(error.message), std::move(error.traceback), line, std::move(error.package)};
}

flow::FlowFile from_message(message::FileRef file) {
    flow::FlowFile made;
    made.name = std::move(file.name);
    made.bytes = file.bytes;
    made.sha256 = std::move(file.sha256);
    if (file.data) made.data = std::move(*file.data);
    return made;
}

NodeMode from_message(message::NodeMode mode) { return static_cast<NodeMode>(mode); }

UnsavedReason from_message(message::UnsavedReason reason) { return static_cast<UnsavedReason>(reason); }

flow::SavedValue from_message(message::SavedValue value) { return {std::move(value.key), std::move(value.sha256), value.bytes}; }

Result<flow::KeptResult> from_message(message::KeptResult kept) {
    const std::optional<Fingerprint> key = fingerprint_from_text(kept.key);
    if (!key || kept.serial < 0) return refuse("link.expected", {{"place", "/results/key"}, {"what", "fingerprint"}});
    flow::KeptResult made;
    made.key = *key;
    made.volatile_serial = static_cast<std::uint64_t>(kept.serial);
    for (message::FileUse& file : kept.files) made.files.push_back({std::move(file.name), std::move(file.sha256)});
    made.environment = {std::move(kept.python), std::move(kept.pyodide), std::move(kept.packages)};
    for (message::OutputSummary& output : kept.outputs) made.outputs.push_back(from_message(std::move(output)));
    made.elapsed_ms = kept.elapsed_ms;
    made.sha256 = std::move(kept.sha256);
    made.bytes = kept.bytes;
    made.out = std::move(kept.stdout_);
    made.err = std::move(kept.stderr_);
    made.dropped = kept.dropped;
    made.dropped_lines = kept.dropped_lines;
    const auto gap_in = [](const std::string& text, std::optional<std::int64_t> gap) -> std::optional<std::size_t> {
        if (!gap) return std::nullopt;
        return std::min(text.size(), static_cast<std::size_t>(std::max<std::int64_t>(*gap, 0)));
    };
    made.out_gap = gap_in(made.out, kept.stdout_gap);
    made.err_gap = gap_in(made.err, kept.stderr_gap);
    if (kept.author) made.author = std::move(*kept.author);
    if (kept.displays) made.displays = std::move(*kept.displays);
    return made;
}

message::KeptResult to_message(const flow::KeptResult& kept) {
    message::KeptResult made;
    made.key = to_text(kept.key);
    made.serial = static_cast<std::int64_t>(kept.volatile_serial);
    for (const FileUse& file : kept.files) made.files.push_back({file.name, file.sha256});
    made.python = kept.environment.python;
    made.pyodide = kept.environment.pyodide;
    made.packages = kept.environment.packages;
    for (const flow::OutputSummary& output : kept.outputs) made.outputs.push_back(to_message(output));
    made.elapsed_ms = kept.elapsed_ms;
    made.sha256 = kept.sha256;
    made.bytes = kept.bytes;
    made.stdout_ = kept.out;
    made.stderr_ = kept.err;
    made.dropped = kept.dropped;
    made.dropped_lines = kept.dropped_lines;
    if (kept.out_gap) made.stdout_gap = static_cast<std::int64_t>(*kept.out_gap);
    if (kept.err_gap) made.stderr_gap = static_cast<std::int64_t>(*kept.err_gap);
    if (!kept.author.empty()) made.author = kept.author;
    if (!kept.displays.empty()) made.displays = kept.displays;
    return made;
}

message::SavedValue to_message(const flow::SavedValue& value) { return {value.key, value.sha256, value.bytes}; }

message::OutputSummary to_message(const flow::OutputSummary& summary) {
    const flow::Glimpse& glimpse = summary.glimpse;
    message::OutputSummary made{summary.port, summary.type, summary.shape, summary.summary, summary.bytes, {}};
    made.glimpse = message::Glimpse{static_cast<message::PreviewKind>(glimpse.kind),
                                    glimpse.text,
                                    glimpse.columns,
                                    glimpse.types,
                                    glimpse.rows,
                                    glimpse.total,
                                    glimpse.width,
                                    glimpse.height};
    return made;
}

message::NodeError to_message(const flow::NodeError& error) {
    message::NodeError made{static_cast<message::ErrorKind>(error.kind), error.type, error.message, error.traceback, {}, error.package};
    if (error.line) made.line = *error.line;
    return made;
}

message::FileRef to_message(const flow::FlowFile& file) { return {file.name, file.bytes, file.sha256, std::nullopt}; }
message::NodeState to_message(NodeState state) { return static_cast<message::NodeState>(state); }
message::NodeMode to_message(NodeMode mode) { return static_cast<message::NodeMode>(mode); }
message::KernelStatus to_message(KernelState state) { return static_cast<message::KernelStatus>(state); }
message::RunEnd to_message(RunEnd ended) { return static_cast<message::RunEnd>(ended); }
message::WidgetKind to_message(WidgetKind kind) { return static_cast<message::WidgetKind>(kind); }

std::vector<message::Why> to_message(const std::vector<Why>& reasons, const Catalogue& catalogue) {
    std::vector<message::Why> made;
    made.reserve(reasons.size());
    for (const Why& reason : reasons) {
        message::WhyCode code{};
        FLOW_CHECK(message::from_text(reason.code, code), "a reason has a code that the protocol does not know");
        made.push_back({code, catalogue.text(reason.sentence), reason.name, reason.from, reason.to});
    }
    return made;
}

std::vector<message::Problem> to_message(const std::vector<SourceProblem>& problems, const Catalogue& catalogue) {
    std::vector<message::Problem> made;
    made.reserve(problems.size());
    for (const SourceProblem& problem : problems) made.push_back({problem.line, problem.column, catalogue.text(problem.sentence)});
    return made;
}

std::vector<message::PortView> to_message(const std::vector<view_model::PortRow>& rows) {
    std::vector<message::PortView> made;
    made.reserve(rows.size());
    for (const view_model::PortRow& row : rows) made.push_back({row.name, row.annotation, row.links, row.is_required, row.is_variadic});
    return made;
}

}  // namespace flow::link
