// Made by tools/generate_protocol.mjs from runtime/protocol/protocol.json. Change that file, not this one.
#include "runtime/link/messages.gen.h"

#include <array>

#include "runtime/link/json_reader.h"
#include "runtime/link/json_writer.h"

namespace flow::message {

// static, not in an unnamed namespace: argument-dependent lookup from the readers' and writers' templates must find them
static constexpr std::array<std::string_view, 9> kNodeStateNames{"idle", "queued", "running", "ok", "failed", "stopped", "stale", "author", "muted"};
static void write(JsonWriter& out, const NodeState& value) { out.text(kNodeStateNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 4> kNodeModeNames{"normal", "mute", "bypass", "volatile"};
static bool read(JsonReader in, NodeMode& value) {
    return in.one_of(kNodeModeNames, [&](std::size_t index) { value = static_cast<NodeMode>(index); });
}
static void write(JsonWriter& out, const NodeMode& value) { out.text(kNodeModeNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 13> kWhyCodeNames{"never_ran", "source", "setting", "input", "wiring", "file", "packages", "volatile", "failed", "stopped", "evicted", "blocked", "asked"};
static void write(JsonWriter& out, const WhyCode& value) { out.text(kWhyCodeNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 7> kKernelStatusNames{"off", "loading", "ready", "busy", "restarting", "lost", "failed"};
static void write(JsonWriter& out, const KernelStatus& value) { out.text(kKernelStatusNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 3> kRunEndNames{"ok", "failed", "stopped"};
static void write(JsonWriter& out, const RunEnd& value) { out.text(kRunEndNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 2> kStreamNames{"stdout", "stderr"};
static bool read(JsonReader in, Stream& value) {
    return in.one_of(kStreamNames, [&](std::size_t index) { value = static_cast<Stream>(index); });
}
static constexpr std::array<std::string_view, 8> kPreviewKindNames{"none", "text", "json", "table", "image", "html", "chart", "bytes"};
static bool read(JsonReader in, PreviewKind& value) {
    return in.one_of(kPreviewKindNames, [&](std::size_t index) { value = static_cast<PreviewKind>(index); });
}
static void write(JsonWriter& out, const PreviewKind& value) { out.text(kPreviewKindNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 9> kErrorKindNames{"python", "syntax", "signature", "input", "result", "package", "file", "limit", "internal"};
static bool read(JsonReader in, ErrorKind& value) {
    return in.one_of(kErrorKindNames, [&](std::size_t index) { value = static_cast<ErrorKind>(index); });
}
static void write(JsonWriter& out, const ErrorKind& value) { out.text(kErrorKindNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 4> kUnsavedReasonNames{"waiting", "too_large", "unpicklable", "crowded_out"};
static bool read(JsonReader in, UnsavedReason& value) {
    return in.one_of(kUnsavedReasonNames, [&](std::size_t index) { value = static_cast<UnsavedReason>(index); });
}
static constexpr std::array<std::string_view, 11> kWidgetKindNames{"toggle", "integer", "number", "slider", "choice", "text", "multiline", "column", "file", "secret", "expression"};
static void write(JsonWriter& out, const WidgetKind& value) { out.text(kWidgetKindNames[static_cast<std::size_t>(value)]); }
static constexpr std::array<std::string_view, 2> kAreaKindNames{"frame", "note"};
static bool read(JsonReader in, AreaKind& value) {
    return in.one_of(kAreaKindNames, [&](std::size_t index) { value = static_cast<AreaKind>(index); });
}
static void write(JsonWriter& out, const AreaKind& value) { out.text(kAreaKindNames[static_cast<std::size_t>(value)]); }

static bool read(JsonReader in, FileRef& value) {
    return in.is_object() && in.field("name", value.name) && in.field("bytes", value.bytes) && in.field("sha256", value.sha256) && in.field("data", value.data);
}
static bool read(JsonReader in, SavedValue& value) {
    return in.is_object() && in.field("key", value.key) && in.field("sha256", value.sha256) && in.field("bytes", value.bytes);
}
static bool read(JsonReader in, Glimpse& value) {
    return in.is_object() && in.field("kind", value.kind) && in.field("text", value.text) && in.field("columns", value.columns) && in.field("types", value.types) && in.field("rows", value.rows) && in.field("total", value.total) && in.field("width", value.width) && in.field("height", value.height);
}
static bool read(JsonReader in, OutputSummary& value) {
    return in.is_object() && in.field("port", value.port) && in.field("type", value.type) && in.field("shape", value.shape) && in.field("summary", value.summary) && in.field("bytes", value.bytes) && in.field("glimpse", value.glimpse);
}
static bool read(JsonReader in, FileUse& value) {
    return in.is_object() && in.field("name", value.name) && in.field("sha256", value.sha256);
}
static bool read(JsonReader in, NodeError& value) {
    return in.is_object() && in.field("kind", value.kind) && in.field("type", value.type) && in.field("message", value.message) && in.field("traceback", value.traceback) && in.field("line", value.line) && in.field("package", value.package);
}
static bool read(JsonReader in, NewNode& value) {
    return in.is_object() && in.field("id", value.id) && in.field("type", value.type) && in.field("source", value.source) && in.field("params", value.params) && in.field("title", value.title) && in.field("mode", value.mode);
}
static bool read(JsonReader in, LibraryType& value) {
    return in.is_object() && in.field("type", value.type) && in.field("category", value.category) && in.field("name", value.name) && in.field("keywords", value.keywords) && in.field("help", value.help) && in.field("source", value.source) && in.field("trusted", value.trusted);
}
static bool read(JsonReader in, KeptResult& value) {
    return in.is_object() && in.field("key", value.key) && in.field("serial", value.serial) && in.field("files", value.files) && in.field("python", value.python) && in.field("pyodide", value.pyodide) && in.field("packages", value.packages) && in.field("outputs", value.outputs) && in.field("elapsedMs", value.elapsed_ms) && in.field("sha256", value.sha256) && in.field("bytes", value.bytes) && in.field("stdout", value.stdout_) && in.field("stderr", value.stderr_) && in.field("dropped", value.dropped) && in.field("droppedLines", value.dropped_lines) && in.field("stdoutGap", value.stdout_gap) && in.field("stderrGap", value.stderr_gap) && in.field("author", value.author) && in.field("displays", value.displays);
}
static bool read(JsonReader in, NodeLimits& value) {
    return in.is_object() && in.field("time_sec", value.time_sec) && in.field("output_bytes", value.output_bytes) && in.field("displays", value.displays);
}
static bool read(JsonReader in, PrintedMark& value) {
    return in.is_object() && in.field("text", value.text) && in.field("stdout", value.stdout_) && in.field("stderr", value.stderr_);
}
static bool read(JsonReader in, Problem& value) {
    return in.is_object() && in.field("line", value.line) && in.field("column", value.column) && in.field("message", value.message);
}
static bool read(JsonReader in, Point& value) {
    return in.is_object() && in.field("x", value.x) && in.field("y", value.y);
}
static bool read(JsonReader in, Box& value) {
    return in.is_object() && in.field("x", value.x) && in.field("y", value.y) && in.field("width", value.width) && in.field("height", value.height);
}
static bool read(JsonReader in, KernelProgress& value) {
    return in.is_object() && in.field("step", value.step) && in.field("done", value.done) && in.field("total", value.total);
}
static bool read(JsonReader in, KernelReady& value) {
    return in.is_object() && in.field("python", value.python) && in.field("pyodide", value.pyodide) && in.field("packages", value.packages);
}
static bool read(JsonReader in, KernelLost& value) {
    return in.is_object() && in.field("reason", value.reason);
}
static bool read(JsonReader in, KernelFailed& value) {
    return in.is_object() && in.field("reason", value.reason);
}
static bool read(JsonReader in, PackagesChanged& value) {
    return in.is_object() && in.field("packages", value.packages);
}
static bool read(JsonReader in, NodeStarted& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node);
}
static bool read(JsonReader in, NodePrinted& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("stream", value.stream) && in.field("text", value.text) && in.field("dropped", value.dropped) && in.field("dropped_lines", value.dropped_lines);
}
static bool read(JsonReader in, NodeDisplayed& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("port", value.port) && in.field("glimpse", value.glimpse);
}
static bool read(JsonReader in, DisplaysDropped& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("count", value.count);
}
static bool read(JsonReader in, NodeProgress& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("done", value.done) && in.field("total", value.total);
}
static bool read(JsonReader in, NodeFinished& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("key", value.key) && in.field("outputs", value.outputs) && in.field("files", value.files) && in.field("elapsed_ms", value.elapsed_ms);
}
static bool read(JsonReader in, NodeFailed& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("error", value.error) && in.field("files", value.files) && in.field("elapsed_ms", value.elapsed_ms);
}
static bool read(JsonReader in, NodeStopped& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("error", value.error) && in.field("elapsed_ms", value.elapsed_ms);
}
static bool read(JsonReader in, NodeUnmovable& value) {
    return in.is_object() && in.field("run", value.run) && in.field("node", value.node) && in.field("detail", value.detail);
}
static bool read(JsonReader in, CallsReturned& value) {
    return in.is_object() && in.field("run", value.run) && in.field("count", value.count);
}
static bool read(JsonReader in, SourceJudged& value) {
    return in.is_object() && in.field("node", value.node) && in.field("problems", value.problems);
}
static bool read(JsonReader in, PreviewReady& value) {
    return in.is_object() && in.field("call", value.call) && in.field("preview", value.preview);
}
static bool read(JsonReader in, FileWritten& value) {
    return in.is_object() && in.field("file", value.file);
}
static bool read(JsonReader in, ValuesSaved& value) {
    return in.is_object() && in.field("values", value.values);
}
static bool read(JsonReader in, ValueUnsaved& value) {
    return in.is_object() && in.field("key", value.key) && in.field("reason", value.reason) && in.field("detail", value.detail);
}
static bool read(JsonReader in, ValueRestored& value) {
    return in.is_object() && in.field("key", value.key);
}
static bool read(JsonReader in, ValueLost& value) {
    return in.is_object() && in.field("key", value.key);
}
static bool read(JsonReader in, SetLibrary& value) {
    return in.is_object() && in.field("types", value.types);
}
static bool read(JsonReader in, SetLanguage& value) {
    return in.is_object() && in.field("language", value.language) && in.field("texts", value.texts);
}
static bool read(JsonReader in, SetTheme& value) {
    return in.is_object() && in.field("theme", value.theme);
}
static bool read(JsonReader in, SetLimits& value) {
    return in.is_object() && in.field("node_timeout_ms", value.node_timeout_ms) && in.field("run_timeout_ms", value.run_timeout_ms) && in.field("max_output_bytes", value.max_output_bytes) && in.field("max_displays", value.max_displays) && in.field("nodes_may_raise", value.nodes_may_raise) && in.field("kernels", value.kernels);
}
static bool read(JsonReader in, OfferResults& value) {
    return in.is_object() && in.field("first_serial", value.first_serial) && in.field("results", value.results);
}
static bool read(JsonReader in, Open& value) {
    return in.is_object() && in.field("call", value.call) && in.field("text", value.text) && in.field("opening", value.opening) && in.field("is_unsaved", value.is_unsaved) && in.field("is_beginning", value.is_beginning) && in.field("tab", value.tab);
}
static bool read(JsonReader in, SwitchTab& value) {
    return in.is_object() && in.field("call", value.call) && in.field("tab", value.tab);
}
static bool read(JsonReader in, CloseTab& value) {
    return in.is_object() && in.field("call", value.call) && in.field("tab", value.tab);
}
static bool read(JsonReader in, AddNode& value) {
    return in.is_object() && in.field("call", value.call) && in.field("node", value.node) && in.field("x", value.x) && in.field("y", value.y) && in.field("connect_from", value.connect_from) && in.field("connect_to", value.connect_to);
}
static bool read(JsonReader in, RemoveNodes& value) {
    return in.is_object() && in.field("call", value.call) && in.field("nodes", value.nodes) && in.field("areas", value.areas) && in.field("dissolve", value.dissolve);
}
static bool read(JsonReader in, Connect& value) {
    return in.is_object() && in.field("call", value.call) && in.field("from", value.from) && in.field("to", value.to);
}
static bool read(JsonReader in, Disconnect& value) {
    return in.is_object() && in.field("call", value.call) && in.field("from", value.from) && in.field("to", value.to);
}
static bool read(JsonReader in, RemoveLinks& value) {
    return in.is_object() && in.field("call", value.call) && in.field("links", value.links);
}
static bool read(JsonReader in, SetReroutes& value) {
    return in.is_object() && in.field("call", value.call) && in.field("from", value.from) && in.field("to", value.to) && in.field("points", value.points);
}
static bool read(JsonReader in, AddArea& value) {
    return in.is_object() && in.field("call", value.call) && in.field("id", value.id) && in.field("kind", value.kind) && in.field("text", value.text) && in.field("color", value.color) && in.field("x", value.x) && in.field("y", value.y) && in.field("width", value.width) && in.field("height", value.height) && in.field("subflow_of", value.subflow_of);
}
static bool read(JsonReader in, SetArea& value) {
    return in.is_object() && in.field("call", value.call) && in.field("area", value.area) && in.field("text", value.text) && in.field("color", value.color) && in.field("folded", value.folded) && in.field("box", value.box);
}
static bool read(JsonReader in, Arrange& value) {
    return in.is_object() && in.field("call", value.call) && in.field("nodes", value.nodes) && in.field("areas", value.areas);
}
static bool read(JsonReader in, MoveNodes& value) {
    return in.is_object() && in.field("call", value.call) && in.field("nodes", value.nodes) && in.field("areas", value.areas) && in.field("dx", value.dx) && in.field("dy", value.dy);
}
static bool read(JsonReader in, SetTitle& value) {
    return in.is_object() && in.field("call", value.call) && in.field("node", value.node) && in.field("title", value.title);
}
static bool read(JsonReader in, SetSource& value) {
    return in.is_object() && in.field("call", value.call) && in.field("node", value.node) && in.field("source", value.source);
}
static bool read(JsonReader in, SetParam& value) {
    return in.is_object() && in.field("call", value.call) && in.field("node", value.node) && in.field("name", value.name) && in.field("value", value.value);
}
static bool read(JsonReader in, SetMode& value) {
    return in.is_object() && in.field("call", value.call) && in.field("node", value.node) && in.field("nodes", value.nodes) && in.field("mode", value.mode);
}
static bool read(JsonReader in, SetNodeLimits& value) {
    return in.is_object() && in.field("call", value.call) && in.field("node", value.node) && in.field("limits", value.limits);
}
static bool read(JsonReader in, MoveLink& value) {
    return in.is_object() && in.field("call", value.call) && in.field("from", value.from) && in.field("to", value.to) && in.field("by", value.by);
}
static bool read(JsonReader in, SetCollapsed& value) {
    return in.is_object() && in.field("call", value.call) && in.field("nodes", value.nodes) && in.field("collapsed", value.collapsed);
}
static bool read(JsonReader in, Duplicate& value) {
    return in.is_object() && in.field("call", value.call) && in.field("nodes", value.nodes) && in.field("areas", value.areas);
}
static bool read(JsonReader in, SetFlowTitle& value) {
    return in.is_object() && in.field("call", value.call) && in.field("title", value.title);
}
static bool read(JsonReader in, SetPackages& value) {
    return in.is_object() && in.field("call", value.call) && in.field("packages", value.packages);
}
static bool read(JsonReader in, Paste& value) {
    return in.is_object() && in.field("call", value.call) && in.field("text", value.text) && in.field("x", value.x) && in.field("y", value.y);
}
static bool read(JsonReader in, AddFile& value) {
    return in.is_object() && in.field("call", value.call) && in.field("file", value.file);
}
static bool read(JsonReader in, RenameFile& value) {
    return in.is_object() && in.field("call", value.call) && in.field("name", value.name) && in.field("to", value.to);
}
static bool read(JsonReader in, RemoveFile& value) {
    return in.is_object() && in.field("call", value.call) && in.field("name", value.name);
}
static bool read(JsonReader in, Undo& value) {
    return in.is_object() && in.field("call", value.call);
}
static bool read(JsonReader in, Redo& value) {
    return in.is_object() && in.field("call", value.call);
}
static bool read(JsonReader in, Travel& value) {
    return in.is_object() && in.field("call", value.call) && in.field("steps_done", value.steps_done);
}
static bool read(JsonReader in, Run& value) {
    return in.is_object() && in.field("call", value.call) && in.field("up_to", value.up_to) && in.field("only", value.only) && in.field("from", value.from) && in.field("all", value.all) && in.field("untimed", value.untimed);
}
static bool read(JsonReader in, Stop&) {
    return in.is_object();
}
static bool read(JsonReader in, Restart& value) {
    return in.is_object() && in.field("call", value.call);
}
static bool read(JsonReader in, Preview& value) {
    return in.is_object() && in.field("call", value.call) && in.field("node", value.node) && in.field("port", value.port) && in.field("offset", value.offset) && in.field("limit", value.limit) && in.field("columns", value.columns);
}
static bool read(JsonReader in, Select& value) {
    return in.is_object() && in.field("nodes", value.nodes) && in.field("areas", value.areas);
}
static bool read(JsonReader in, Saved&) {
    return in.is_object();
}
static bool read(JsonReader in, Fit& value) {
    return in.is_object() && in.field("nodes", value.nodes);
}
static bool read(JsonReader in, Zoom& value) {
    return in.is_object() && in.field("percent", value.percent);
}
static bool read(JsonReader in, Center& value) {
    return in.is_object() && in.field("node", value.node);
}
static bool read(JsonReader in, CenterAt& value) {
    return in.is_object() && in.field("x", value.x) && in.field("y", value.y);
}
static bool read(JsonReader in, SetGrid& value) {
    return in.is_object() && in.field("step", value.step);
}
static bool read(JsonReader in, ask::Flow& value) {
    return in.is_object() && in.field("nodes", value.nodes) && in.field("areas", value.areas);
}
static bool read(JsonReader in, ask::State&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::Status&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::Outline& value) {
    return in.is_object() && in.field("nodes", value.nodes);
}
static bool read(JsonReader in, ask::Details& value) {
    return in.is_object() && in.field("nodes", value.nodes);
}
static bool read(JsonReader in, ask::Inspector& value) {
    return in.is_object() && in.field("node", value.node);
}
static bool read(JsonReader in, ask::Output& value) {
    return in.is_object() && in.field("node", value.node) && in.field("after", value.after) && in.field("limit", value.limit);
}
static bool read(JsonReader in, ask::Variables& value) {
    return in.is_object() && in.field("offset", value.offset) && in.field("limit", value.limit) && in.field("filter", value.filter);
}
static bool read(JsonReader in, ask::Files&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::Selection&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::Areas&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::History&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::CanvasPoint& value) {
    return in.is_object() && in.field("x", value.x) && in.field("y", value.y);
}
static bool read(JsonReader in, ask::Palette& value) {
    return in.is_object() && in.field("query", value.query) && in.field("connect_from", value.connect_from) && in.field("connect_to", value.connect_to) && in.field("limit", value.limit);
}
static bool read(JsonReader in, ask::MayConnect& value) {
    return in.is_object() && in.field("from", value.from) && in.field("to", value.to);
}
static bool read(JsonReader in, ask::Plan& value) {
    return in.is_object() && in.field("up_to", value.up_to) && in.field("only", value.only) && in.field("from", value.from) && in.field("all", value.all);
}
static bool read(JsonReader in, ask::Widget& value) {
    return in.is_object() && in.field("name", value.name);
}
static bool read(JsonReader in, ask::Glimpse& value) {
    return in.is_object() && in.field("node", value.node);
}
static bool read(JsonReader in, ask::Runs&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::Results&) {
    return in.is_object();
}
static bool read(JsonReader in, ask::Widgets&) {
    return in.is_object();
}

static void write(JsonWriter& out, const FileRef& value) {
    out.open_object();
    out.field("name", value.name);
    out.field("bytes", value.bytes);
    out.field("sha256", value.sha256);
    out.field("data", value.data);
    out.close_object();
}
static void write(JsonWriter& out, const ValueKey& value) {
    out.open_object();
    out.field("key", value.key);
    out.field("port", value.port);
    out.close_object();
}
static void write(JsonWriter& out, const InputBinding& value) {
    out.open_object();
    out.field("port", value.port);
    out.field("variadic", value.variadic);
    out.field("keys", value.keys);
    out.close_object();
}
static void write(JsonWriter& out, const NodeCall& value) {
    out.open_object();
    out.field("run", value.run);
    out.field("node", value.node);
    out.field("title", value.title);
    out.field("node_type", value.node_type);
    out.field("source", value.source);
    out.field("key", value.key);
    out.field("inputs", value.inputs);
    out.field("settings", value.settings);
    out.field("trusted", value.trusted);
    out.field("packages", value.packages);
    out.field("max_output_bytes", value.max_output_bytes);
    out.field("max_displays", value.max_displays);
    out.field("timeout_ms", value.timeout_ms);
    out.field("away", value.away);
    out.close_object();
}
static void write(JsonWriter& out, const SavedValue& value) {
    out.open_object();
    out.field("key", value.key);
    out.field("sha256", value.sha256);
    out.field("bytes", value.bytes);
    out.close_object();
}
static void write(JsonWriter& out, const Glimpse& value) {
    out.open_object();
    out.field("kind", value.kind);
    out.field("text", value.text);
    out.field("columns", value.columns);
    out.field("types", value.types);
    out.field("rows", value.rows);
    out.field("total", value.total);
    out.field("width", value.width);
    out.field("height", value.height);
    out.close_object();
}
static void write(JsonWriter& out, const OutputSummary& value) {
    out.open_object();
    out.field("port", value.port);
    out.field("type", value.type);
    out.field("shape", value.shape);
    out.field("summary", value.summary);
    out.field("bytes", value.bytes);
    out.field("glimpse", value.glimpse);
    out.close_object();
}
static void write(JsonWriter& out, const FileUse& value) {
    out.open_object();
    out.field("name", value.name);
    out.field("sha256", value.sha256);
    out.close_object();
}
static void write(JsonWriter& out, const NodeError& value) {
    out.open_object();
    out.field("kind", value.kind);
    out.field("type", value.type);
    out.field("message", value.message);
    out.field("traceback", value.traceback);
    out.field("line", value.line);
    out.field("package", value.package);
    out.close_object();
}
static void write(JsonWriter& out, const Why& value) {
    out.open_object();
    out.field("code", value.code);
    out.field("text", value.text);
    out.field("name", value.name);
    out.field("from", value.from);
    out.field("to", value.to);
    out.close_object();
}
static void write(JsonWriter& out, const NodeStatus& value) {
    out.open_object();
    out.field("state", value.state);
    out.field("why", value.why);
    out.field("elapsedMs", value.elapsed_ms);
    out.field("unsaved", value.unsaved);
    out.close_object();
}
static void write(JsonWriter& out, const Widget& value) {
    out.open_object();
    out.field("name", value.name);
    out.field("kind", value.kind);
    out.field("annotation", value.annotation);
    out.field("value", value.value);
    out.field("standard", value.standard);
    out.field("isSet", value.is_set);
    out.field("isLinked", value.is_linked);
    out.field("choices", value.choices);
    out.field("minimum", value.minimum);
    out.field("maximum", value.maximum);
    out.field("step", value.step);
    out.field("suggestions", value.suggestions);
    out.close_object();
}
static void write(JsonWriter& out, const PortView& value) {
    out.open_object();
    out.field("name", value.name);
    out.field("annotation", value.annotation);
    out.field("links", value.links);
    out.field("isRequired", value.is_required);
    out.field("isVariadic", value.is_variadic);
    out.close_object();
}
static void write(JsonWriter& out, const OutlineNode& value) {
    out.open_object();
    out.field("id", value.id);
    out.field("title", value.title);
    out.field("state", value.state);
    out.field("mode", value.mode);
    out.field("isSelected", value.is_selected);
    out.field("x", value.x);
    out.field("y", value.y);
    out.close_object();
}
static void write(JsonWriter& out, const NodeDetails& value) {
    out.open_object();
    out.field("id", value.id);
    out.field("why", value.why);
    out.field("inputs", value.inputs);
    out.field("outputs", value.outputs);
    out.close_object();
}
static void write(JsonWriter& out, const VariableItem& value) {
    out.open_object();
    out.field("node", value.node);
    out.field("port", value.port);
    out.field("title", value.title);
    out.field("type", value.type);
    out.field("shape", value.shape);
    out.field("summary", value.summary);
    out.field("bytes", value.bytes);
    out.field("isCurrent", value.is_current);
    out.close_object();
}
static void write(JsonWriter& out, const PaletteItem& value) {
    out.open_object();
    out.field("type", value.type);
    out.field("name", value.name);
    out.field("category", value.category);
    out.field("help", value.help);
    out.field("input", value.input);
    out.field("output", value.output);
    out.close_object();
}
static void write(JsonWriter& out, const PlanStep& value) {
    out.open_object();
    out.field("node", value.node);
    out.field("why", value.why);
    out.field("lastMs", value.last_ms);
    out.close_object();
}
static void write(JsonWriter& out, const LoggedCall& value) {
    out.open_object();
    out.field("node", value.node);
    out.field("title", value.title);
    out.field("kernel", value.kernel);
    out.field("why", value.why);
    out.field("startMs", value.start_ms);
    out.field("elapsedMs", value.elapsed_ms);
    out.field("ownMs", value.own_ms);
    out.field("ended", value.ended);
    out.close_object();
}
static void write(JsonWriter& out, const LoggedRun& value) {
    out.open_object();
    out.field("run", value.run);
    out.field("beganMs", value.began_ms);
    out.field("elapsedMs", value.elapsed_ms);
    out.field("ended", value.ended);
    out.field("calls", value.calls);
    out.field("skipped", value.skipped);
    out.close_object();
}
static void write(JsonWriter& out, const KeptResult& value) {
    out.open_object();
    out.field("key", value.key);
    out.field("serial", value.serial);
    out.field("files", value.files);
    out.field("python", value.python);
    out.field("pyodide", value.pyodide);
    out.field("packages", value.packages);
    out.field("outputs", value.outputs);
    out.field("elapsedMs", value.elapsed_ms);
    out.field("sha256", value.sha256);
    out.field("bytes", value.bytes);
    out.field("stdout", value.stdout_);
    out.field("stderr", value.stderr_);
    out.field("dropped", value.dropped);
    out.field("droppedLines", value.dropped_lines);
    out.field("stdoutGap", value.stdout_gap);
    out.field("stderrGap", value.stderr_gap);
    out.field("author", value.author);
    out.field("displays", value.displays);
    out.close_object();
}
static void write(JsonWriter& out, const NodeResult& value) {
    out.open_object();
    out.field("node", value.node);
    out.field("result", value.result);
    out.close_object();
}
static void write(JsonWriter& out, const NodeLimits& value) {
    out.open_object();
    out.field("time_sec", value.time_sec);
    out.field("output_bytes", value.output_bytes);
    out.field("displays", value.displays);
    out.close_object();
}
static void write(JsonWriter& out, const PrintedMark& value) {
    out.open_object();
    out.field("text", value.text);
    out.field("stdout", value.stdout_);
    out.field("stderr", value.stderr_);
    out.close_object();
}
static void write(JsonWriter& out, const Problem& value) {
    out.open_object();
    out.field("line", value.line);
    out.field("column", value.column);
    out.field("message", value.message);
    out.close_object();
}
static void write(JsonWriter& out, const Point& value) {
    out.open_object();
    out.field("x", value.x);
    out.field("y", value.y);
    out.close_object();
}
static void write(JsonWriter& out, const AreaView& value) {
    out.open_object();
    out.field("id", value.id);
    out.field("kind", value.kind);
    out.field("text", value.text);
    out.field("color", value.color);
    out.field("x", value.x);
    out.field("y", value.y);
    out.field("width", value.width);
    out.field("height", value.height);
    out.field("isFolded", value.is_folded);
    out.field("isSubflow", value.is_subflow);
    out.field("isSelected", value.is_selected);
    out.field("nodes", value.nodes);
    out.close_object();
}
static void write(JsonWriter& out, const Reroutes& value) {
    out.open_object();
    out.field("from", value.from);
    out.field("to", value.to);
    out.field("points", value.points);
    out.close_object();
}
static void write(JsonWriter& out, const SetFiles& value) {
    out.open_object();
    out.field("type", std::string("set_files"));
    out.field("files", value.files);
    out.close_object();
}
static void write(JsonWriter& out, const RunNodes& value) {
    out.open_object();
    out.field("type", std::string("run_nodes"));
    out.field("calls", value.calls);
    out.close_object();
}
static void write(JsonWriter& out, const DropValues& value) {
    out.open_object();
    out.field("type", std::string("drop_values"));
    out.field("keys", value.keys);
    out.close_object();
}
static void write(JsonWriter& out, const UnloadValues& value) {
    out.open_object();
    out.field("type", std::string("unload_values"));
    out.field("keys", value.keys);
    out.close_object();
}
static void write(JsonWriter& out, const RestoreValues& value) {
    out.open_object();
    out.field("type", std::string("restore_values"));
    out.field("values", value.values);
    out.close_object();
}
static void write(JsonWriter& out, const GiveValues& value) {
    out.open_object();
    out.field("type", std::string("give_values"));
    out.field("to", value.to);
    out.field("keys", value.keys);
    out.close_object();
}
static void write(JsonWriter& out, const PreviewValue& value) {
    out.open_object();
    out.field("type", std::string("preview_value"));
    out.field("call", value.call);
    out.field("key", value.key);
    out.field("port", value.port);
    out.field("offset", value.offset);
    out.field("limit", value.limit);
    out.field("columns", value.columns);
    out.close_object();
}
static void write(JsonWriter& out, const JudgeSource& value) {
    out.open_object();
    out.field("type", std::string("judge_source"));
    out.field("node", value.node);
    out.field("source", value.source);
    out.close_object();
}
static void write(JsonWriter& out, const Answer& value) {
    out.open_object();
    out.field("type", std::string("answer"));
    out.field("call", value.call);
    out.field("value", value.value);
    out.close_object();
}
static void write(JsonWriter& out, const Refusal& value) {
    out.open_object();
    out.field("type", std::string("refusal"));
    out.field("call", value.call);
    out.field("error", value.error);
    out.field("code", value.code);
    out.close_object();
}
static void write(JsonWriter& out, const Changed& value) {
    out.open_object();
    out.field("type", std::string("changed"));
    out.field("graph", value.graph);
    out.field("places", value.places);
    out.field("states", value.states);
    out.field("selection", value.selection);
    out.field("files", value.files);
    out.field("history", value.history);
    out.field("kernel", value.kernel);
    out.field("run", value.run);
    out.field("outputs", value.outputs);
    out.field("values", value.values);
    out.field("pictures", value.pictures);
    out.close_object();
}
static void write(JsonWriter& out, const FlowOpened& value) {
    out.open_object();
    out.field("type", std::string("flow_opened"));
    out.field("opening", value.opening);
    out.close_object();
}
static void write(JsonWriter& out, const RunEnded& value) {
    out.open_object();
    out.field("type", std::string("run_ended"));
    out.field("run", value.run);
    out.field("ended", value.ended);
    out.field("ran", value.ran);
    out.field("skipped", value.skipped);
    out.field("elapsedMs", value.elapsed_ms);
    out.close_object();
}
static void write(JsonWriter& out, const KeepResults& value) {
    out.open_object();
    out.field("type", std::string("keep_results"));
    out.field("results", value.results);
    out.close_object();
}
static void write(JsonWriter& out, const NodeErrored& value) {
    out.open_object();
    out.field("type", std::string("node_errored"));
    out.field("node", value.node);
    out.field("error", value.error);
    out.close_object();
}
static void write(JsonWriter& out, const Said& value) {
    out.open_object();
    out.field("type", std::string("said"));
    out.field("level", value.level);
    out.field("text", value.text);
    out.close_object();
}
static void write(JsonWriter& out, const InterruptKernel& value) {
    out.open_object();
    out.field("type", std::string("interrupt_kernel"));
    out.field("kernel", value.kernel);
    out.close_object();
}
static void write(JsonWriter& out, const OpenKernel& value) {
    out.open_object();
    out.field("type", std::string("open_kernel"));
    out.field("kernel", value.kernel);
    out.close_object();
}
static void write(JsonWriter& out, const ReplaceKernel& value) {
    out.open_object();
    out.field("type", std::string("replace_kernel"));
    out.field("kernel", value.kernel);
    out.close_object();
}
static void write(JsonWriter& out, const ShowPalette& value) {
    out.open_object();
    out.field("type", std::string("show_palette"));
    out.field("x", value.x);
    out.field("y", value.y);
    out.field("canvas_x", value.canvas_x);
    out.field("canvas_y", value.canvas_y);
    out.field("connect_from", value.connect_from);
    out.field("connect_to", value.connect_to);
    out.close_object();
}
static void write(JsonWriter& out, const ShowMenu& value) {
    out.open_object();
    out.field("type", std::string("show_menu"));
    out.field("x", value.x);
    out.field("y", value.y);
    out.field("canvas_x", value.canvas_x);
    out.field("canvas_y", value.canvas_y);
    out.field("node", value.node);
    out.field("link", value.link);
    out.field("area", value.area);
    out.close_object();
}
static void write(JsonWriter& out, const EditArea& value) {
    out.open_object();
    out.field("type", std::string("edit_area"));
    out.field("area", value.area);
    out.field("x", value.x);
    out.field("y", value.y);
    out.field("width", value.width);
    out.field("height", value.height);
    out.close_object();
}
static void write(JsonWriter& out, const EditTitle& value) {
    out.open_object();
    out.field("type", std::string("edit_title"));
    out.field("node", value.node);
    out.field("x", value.x);
    out.field("y", value.y);
    out.field("width", value.width);
    out.field("height", value.height);
    out.close_object();
}
static void write(JsonWriter& out, const EditParam& value) {
    out.open_object();
    out.field("type", std::string("edit_param"));
    out.field("node", value.node);
    out.field("name", value.name);
    out.field("x", value.x);
    out.field("y", value.y);
    out.field("width", value.width);
    out.field("height", value.height);
    out.close_object();
}
static void write(JsonWriter& out, const FocusInspector& value) {
    out.open_object();
    out.field("type", std::string("focus_inspector"));
    out.field("node", value.node);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Flow& value) {
    out.open_object();
    out.field("text", value.text);
    out.close_object();
}
static void write(JsonWriter& out, const answer::State& value) {
    out.open_object();
    out.field("kernel", value.kernel);
    out.field("step", value.step);
    out.field("done", value.done);
    out.field("total", value.total);
    out.field("run", value.run);
    out.field("dirty", value.dirty);
    out.field("nodes", value.nodes);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Status& value) {
    out.open_object();
    out.field("title", value.title);
    out.field("kernel", value.kernel);
    out.field("step", value.step);
    out.field("done", value.done);
    out.field("total", value.total);
    out.field("python", value.python);
    out.field("run", value.run);
    out.field("ran", value.ran);
    out.field("planned", value.planned);
    out.field("running", value.running);
    out.field("isWaitingForKernel", value.is_waiting_for_kernel);
    out.field("dirty", value.dirty);
    out.field("canUndo", value.can_undo);
    out.field("canRedo", value.can_redo);
    out.field("undoText", value.undo_text);
    out.field("redoText", value.redo_text);
    out.field("nodeCount", value.node_count);
    out.field("stale", value.stale);
    out.field("packages", value.packages);
    out.field("zoom", value.zoom);
    out.field("problem", value.problem);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Outline& value) {
    out.open_object();
    out.field("nodes", value.nodes);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Details& value) {
    out.open_object();
    out.field("nodes", value.nodes);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Inspector& value) {
    out.open_object();
    out.field("id", value.id);
    out.field("type", value.type);
    out.field("typeName", value.type_name);
    out.field("title", value.title);
    out.field("help", value.help);
    out.field("mode", value.mode);
    out.field("state", value.state);
    out.field("why", value.why);
    out.field("ranBecause", value.ran_because);
    out.field("elapsedMs", value.elapsed_ms);
    out.field("startedMs", value.started_ms);
    out.field("unsaved", value.unsaved);
    out.field("source", value.source);
    out.field("isSourceEditable", value.is_source_editable);
    out.field("problems", value.problems);
    out.field("inputs", value.inputs);
    out.field("outputs", value.outputs);
    out.field("widgets", value.widgets);
    out.field("limits", value.limits);
    out.field("limitsNow", value.limits_now);
    out.field("error", value.error);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Output& value) {
    out.open_object();
    out.field("stdout", value.stdout_);
    out.field("stderr", value.stderr_);
    out.field("mark", value.mark);
    out.field("rest", value.rest);
    out.field("displays", value.displays);
    out.field("error", value.error);
    out.field("dropped", value.dropped);
    out.field("droppedLines", value.dropped_lines);
    out.field("droppedDisplays", value.dropped_displays);
    out.field("stdoutGap", value.stdout_gap);
    out.field("stderrGap", value.stderr_gap);
    out.field("elapsedMs", value.elapsed_ms);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Variables& value) {
    out.open_object();
    out.field("total", value.total);
    out.field("items", value.items);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Files& value) {
    out.open_object();
    out.field("files", value.files);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Selection& value) {
    out.open_object();
    out.field("nodes", value.nodes);
    out.field("areas", value.areas);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Areas& value) {
    out.open_object();
    out.field("areas", value.areas);
    out.field("reroutes", value.reroutes);
    out.close_object();
}
static void write(JsonWriter& out, const answer::History& value) {
    out.open_object();
    out.field("steps", value.steps);
    out.field("done", value.done);
    out.close_object();
}
static void write(JsonWriter& out, const answer::CanvasPoint& value) {
    out.open_object();
    out.field("x", value.x);
    out.field("y", value.y);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Palette& value) {
    out.open_object();
    out.field("items", value.items);
    out.close_object();
}
static void write(JsonWriter& out, const answer::MayConnect& value) {
    out.open_object();
    out.field("refusal", value.refusal);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Plan& value) {
    out.open_object();
    out.field("steps", value.steps);
    out.field("error", value.error);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Widget& value) {
    out.open_object();
    out.field("found", value.found);
    out.field("x", value.x);
    out.field("y", value.y);
    out.field("width", value.width);
    out.field("height", value.height);
    out.field("visible", value.visible);
    out.field("enabled", value.enabled);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Glimpse& value) {
    out.open_object();
    out.field("key", value.key);
    out.field("isCurrent", value.is_current);
    out.field("outputs", value.outputs);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Runs& value) {
    out.open_object();
    out.field("runs", value.runs);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Results& value) {
    out.open_object();
    out.field("results", value.results);
    out.close_object();
}
static void write(JsonWriter& out, const answer::Widgets& value) {
    out.open_object();
    out.field("names", value.names);
    out.close_object();
}

template <class Variant, class Message>
static Result<Variant> read_as(JsonReader& in) {
    Message message;
    if (!read(in, message)) return tl::unexpected<Error>(in.error());
    return Variant(std::move(message));
}

template <class Variant>
static std::string written(const Variant& variant) {
    JsonWriter out;
    std::visit([&](const auto& value) { write(out, value); }, variant);
    return out.take();
}

Result<KernelToSession> parse_kernel_to_session(std::string_view text) {
    JsonDocument document(text);
    JsonReader in = document.root();
    std::string type;
    if (!document.is_valid() || !in.is_object() || !in.field("type", type)) return tl::unexpected<Error>(in.error());
    if (type == "kernel_progress") return read_as<KernelToSession, KernelProgress>(in);
    if (type == "kernel_ready") return read_as<KernelToSession, KernelReady>(in);
    if (type == "kernel_lost") return read_as<KernelToSession, KernelLost>(in);
    if (type == "kernel_failed") return read_as<KernelToSession, KernelFailed>(in);
    if (type == "packages_changed") return read_as<KernelToSession, PackagesChanged>(in);
    if (type == "node_started") return read_as<KernelToSession, NodeStarted>(in);
    if (type == "node_printed") return read_as<KernelToSession, NodePrinted>(in);
    if (type == "node_displayed") return read_as<KernelToSession, NodeDisplayed>(in);
    if (type == "displays_dropped") return read_as<KernelToSession, DisplaysDropped>(in);
    if (type == "node_progress") return read_as<KernelToSession, NodeProgress>(in);
    if (type == "node_finished") return read_as<KernelToSession, NodeFinished>(in);
    if (type == "node_failed") return read_as<KernelToSession, NodeFailed>(in);
    if (type == "node_stopped") return read_as<KernelToSession, NodeStopped>(in);
    if (type == "node_unmovable") return read_as<KernelToSession, NodeUnmovable>(in);
    if (type == "calls_returned") return read_as<KernelToSession, CallsReturned>(in);
    if (type == "source_judged") return read_as<KernelToSession, SourceJudged>(in);
    if (type == "preview_ready") return read_as<KernelToSession, PreviewReady>(in);
    if (type == "file_written") return read_as<KernelToSession, FileWritten>(in);
    if (type == "values_saved") return read_as<KernelToSession, ValuesSaved>(in);
    if (type == "value_unsaved") return read_as<KernelToSession, ValueUnsaved>(in);
    if (type == "value_restored") return read_as<KernelToSession, ValueRestored>(in);
    if (type == "value_lost") return read_as<KernelToSession, ValueLost>(in);
    return refuse("link.unknown_message", {{"type", type}}, "/type");
}

Result<PageToSession> parse_page_to_session(std::string_view text) {
    JsonDocument document(text);
    JsonReader in = document.root();
    std::string type;
    if (!document.is_valid() || !in.is_object() || !in.field("type", type)) return tl::unexpected<Error>(in.error());
    if (type == "set_library") return read_as<PageToSession, SetLibrary>(in);
    if (type == "set_language") return read_as<PageToSession, SetLanguage>(in);
    if (type == "set_theme") return read_as<PageToSession, SetTheme>(in);
    if (type == "set_limits") return read_as<PageToSession, SetLimits>(in);
    if (type == "offer_results") return read_as<PageToSession, OfferResults>(in);
    if (type == "open") return read_as<PageToSession, Open>(in);
    if (type == "switch_tab") return read_as<PageToSession, SwitchTab>(in);
    if (type == "close_tab") return read_as<PageToSession, CloseTab>(in);
    if (type == "add_node") return read_as<PageToSession, AddNode>(in);
    if (type == "remove_nodes") return read_as<PageToSession, RemoveNodes>(in);
    if (type == "connect") return read_as<PageToSession, Connect>(in);
    if (type == "disconnect") return read_as<PageToSession, Disconnect>(in);
    if (type == "remove_links") return read_as<PageToSession, RemoveLinks>(in);
    if (type == "set_reroutes") return read_as<PageToSession, SetReroutes>(in);
    if (type == "add_area") return read_as<PageToSession, AddArea>(in);
    if (type == "set_area") return read_as<PageToSession, SetArea>(in);
    if (type == "arrange") return read_as<PageToSession, Arrange>(in);
    if (type == "move_nodes") return read_as<PageToSession, MoveNodes>(in);
    if (type == "set_title") return read_as<PageToSession, SetTitle>(in);
    if (type == "set_source") return read_as<PageToSession, SetSource>(in);
    if (type == "set_param") return read_as<PageToSession, SetParam>(in);
    if (type == "set_mode") return read_as<PageToSession, SetMode>(in);
    if (type == "set_node_limits") return read_as<PageToSession, SetNodeLimits>(in);
    if (type == "move_link") return read_as<PageToSession, MoveLink>(in);
    if (type == "set_collapsed") return read_as<PageToSession, SetCollapsed>(in);
    if (type == "duplicate") return read_as<PageToSession, Duplicate>(in);
    if (type == "set_flow_title") return read_as<PageToSession, SetFlowTitle>(in);
    if (type == "set_packages") return read_as<PageToSession, SetPackages>(in);
    if (type == "paste") return read_as<PageToSession, Paste>(in);
    if (type == "add_file") return read_as<PageToSession, AddFile>(in);
    if (type == "rename_file") return read_as<PageToSession, RenameFile>(in);
    if (type == "remove_file") return read_as<PageToSession, RemoveFile>(in);
    if (type == "undo") return read_as<PageToSession, Undo>(in);
    if (type == "redo") return read_as<PageToSession, Redo>(in);
    if (type == "travel") return read_as<PageToSession, Travel>(in);
    if (type == "run") return read_as<PageToSession, Run>(in);
    if (type == "stop") return read_as<PageToSession, Stop>(in);
    if (type == "restart") return read_as<PageToSession, Restart>(in);
    if (type == "preview") return read_as<PageToSession, Preview>(in);
    if (type == "select") return read_as<PageToSession, Select>(in);
    if (type == "saved") return read_as<PageToSession, Saved>(in);
    if (type == "fit") return read_as<PageToSession, Fit>(in);
    if (type == "zoom") return read_as<PageToSession, Zoom>(in);
    if (type == "center") return read_as<PageToSession, Center>(in);
    if (type == "center_at") return read_as<PageToSession, CenterAt>(in);
    if (type == "set_grid") return read_as<PageToSession, SetGrid>(in);
    return refuse("link.unknown_message", {{"type", type}}, "/type");
}

std::optional<std::int64_t> call_in(std::string_view text) {
    JsonDocument document(text);
    JsonReader in = document.root();
    std::int64_t call = 0;
    if (!document.is_valid() || !in.is_object() || !in.field("call", call)) return std::nullopt;
    return call;
}

Result<Question> parse_question(std::string_view text) {
    JsonDocument document(text);
    JsonReader in = document.root();
    std::string type;
    if (!document.is_valid() || !in.is_object() || !in.field("type", type)) return tl::unexpected<Error>(in.error());
    if (type == "flow") return read_as<Question, ask::Flow>(in);
    if (type == "state") return read_as<Question, ask::State>(in);
    if (type == "status") return read_as<Question, ask::Status>(in);
    if (type == "outline") return read_as<Question, ask::Outline>(in);
    if (type == "details") return read_as<Question, ask::Details>(in);
    if (type == "inspector") return read_as<Question, ask::Inspector>(in);
    if (type == "output") return read_as<Question, ask::Output>(in);
    if (type == "variables") return read_as<Question, ask::Variables>(in);
    if (type == "files") return read_as<Question, ask::Files>(in);
    if (type == "selection") return read_as<Question, ask::Selection>(in);
    if (type == "areas") return read_as<Question, ask::Areas>(in);
    if (type == "history") return read_as<Question, ask::History>(in);
    if (type == "canvas_point") return read_as<Question, ask::CanvasPoint>(in);
    if (type == "palette") return read_as<Question, ask::Palette>(in);
    if (type == "may_connect") return read_as<Question, ask::MayConnect>(in);
    if (type == "plan") return read_as<Question, ask::Plan>(in);
    if (type == "widget") return read_as<Question, ask::Widget>(in);
    if (type == "glimpse") return read_as<Question, ask::Glimpse>(in);
    if (type == "runs") return read_as<Question, ask::Runs>(in);
    if (type == "results") return read_as<Question, ask::Results>(in);
    if (type == "widgets") return read_as<Question, ask::Widgets>(in);
    return refuse("link.unknown_message", {{"type", type}}, "/type");
}

std::string to_text(const SessionToKernel& message) { return written(message); }
std::string to_text(const SessionToPage& message) { return written(message); }
std::string to_text(const QuestionAnswer& answer) { return written(answer); }

bool from_text(std::string_view text, WhyCode& value) {
    for (std::size_t index = 0; index < kWhyCodeNames.size(); ++index) {
        if (kWhyCodeNames[index] != text) continue;
        value = static_cast<WhyCode>(index);
        return true;
    }
    return false;
}

}  // namespace flow::message
