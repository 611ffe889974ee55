// Made by tools/generate_protocol.mjs from runtime/protocol/protocol.json. Change that file, not this one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/base/result.h"

namespace flow::message {

inline constexpr int kProtocolVersion = 1;

/// Any JSON value, as text.
struct Json {
    std::string text;
};

enum class NodeState { idle, queued, running, ok, failed, stopped, stale, author, muted };
enum class NodeMode { normal, mute, bypass, volatile_ };
enum class WhyCode { never_ran, source, setting, input, wiring, file, packages, volatile_, failed, stopped, evicted, blocked, asked };
enum class KernelStatus { off, loading, ready, busy, restarting, lost, failed };
enum class RunEnd { ok, failed, stopped };
enum class Stream { stdout_, stderr_ };
enum class PreviewKind { none, text, json, table, image, html, chart, bytes };
enum class ErrorKind { python, syntax, signature, input, result, package, file, limit, internal };
enum class CodeTask { script, notebook, flow };
enum class UnsavedReason { waiting, too_large, unpicklable, crowded_out };
enum class WidgetKind { toggle, integer, number, slider, choice, text, multiline, column, file, secret, expression };
enum class AreaKind { frame, note };

struct FileRef {
    std::string name;
    std::int64_t bytes = 0;
    std::string sha256;
    std::optional<std::string> data;
};
struct ValueKey {
    std::string key;
    std::string port;
};
struct InputBinding {
    std::string port;
    bool variadic = false;
    std::vector<ValueKey> keys;
};
struct NodeCall {
    std::int64_t run = 0;
    std::string node;
    std::string title;
    std::string node_type;
    std::string source;
    std::string key;
    std::vector<InputBinding> inputs;
    std::vector<std::pair<std::string, Json>> settings;
    bool trusted = false;
    std::vector<std::string> packages;
    std::int64_t max_output_bytes = 0;
    std::int64_t max_displays = 0;
    std::optional<std::int64_t> timeout_ms;
    std::optional<bool> away;
};
struct SavedValue {
    std::string key;
    std::string sha256;
    std::int64_t bytes = 0;
};
struct Glimpse {
    PreviewKind kind{};
    std::string text;
    std::vector<std::string> columns;
    std::vector<std::string> types;
    std::vector<std::vector<std::string>> rows;
    std::int64_t total = 0;
    std::optional<std::int64_t> width;
    std::optional<std::int64_t> height;
};
struct OutputSummary {
    std::string port;
    std::string type;
    std::string shape;
    std::string summary;
    std::int64_t bytes = 0;
    Glimpse glimpse;
};
struct FileUse {
    std::string name;
    std::string sha256;
};
struct NodeError {
    ErrorKind kind{};
    std::string type;
    std::string message;
    std::string traceback;
    std::optional<std::int64_t> line;
    std::optional<std::string> package;
};
struct Why {
    WhyCode code{};
    std::string text;
    std::optional<std::string> name;
    std::optional<std::string> from;
    std::optional<std::string> to;
};
struct NodeStatus {
    NodeState state{};
    std::vector<Why> why;
    std::optional<double> elapsed_ms;
    std::optional<std::string> unsaved;
};
struct NewNode {
    std::optional<std::string> id;
    std::string type;
    std::optional<std::string> source;
    std::optional<std::vector<std::pair<std::string, Json>>> params;
    std::optional<std::string> title;
    std::optional<NodeMode> mode;
};
struct LibraryType {
    std::string type;
    std::string category;
    std::vector<std::pair<std::string, std::string>> name;
    std::vector<std::pair<std::string, std::string>> keywords;
    std::vector<std::pair<std::string, std::string>> help;
    std::string source;
    bool trusted = false;
};
struct Widget {
    std::string name;
    WidgetKind kind{};
    std::string annotation;
    Json value;
    Json standard;
    bool is_set = false;
    bool is_linked = false;
    std::vector<Json> choices;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<double> step;
    std::vector<std::string> suggestions;
};
struct PortView {
    std::string name;
    std::string annotation;
    std::vector<std::string> links;
    bool is_required = false;
    bool is_variadic = false;
};
struct OutlineNode {
    std::string id;
    std::string title;
    NodeState state{};
    NodeMode mode{};
    bool is_selected = false;
    double x = 0;
    double y = 0;
};
struct NodeDetails {
    std::string id;
    std::vector<Why> why;
    std::vector<PortView> inputs;
    std::vector<PortView> outputs;
};
struct VariableItem {
    std::string node;
    std::string port;
    std::string title;
    std::string type;
    std::string shape;
    std::string summary;
    std::int64_t bytes = 0;
    bool is_current = false;
};
struct PaletteItem {
    std::string type;
    std::string name;
    std::string category;
    std::string help;
    std::optional<std::string> input;
    std::optional<std::string> output;
};
struct PlanStep {
    std::string node;
    std::vector<Why> why;
    std::optional<double> last_ms;
};
struct LoggedCall {
    std::string node;
    std::string title;
    std::int64_t kernel = 0;
    std::vector<Why> why;
    double start_ms = 0;
    double elapsed_ms = 0;
    std::optional<double> own_ms;
    std::optional<RunEnd> ended;
};
struct LoggedRun {
    std::int64_t run = 0;
    double began_ms = 0;
    double elapsed_ms = 0;
    std::optional<RunEnd> ended;
    std::vector<LoggedCall> calls;
    std::vector<std::string> skipped;
};
struct KeptResult {
    std::string key;
    std::int64_t serial = 0;
    std::vector<FileUse> files;
    std::string python;
    std::string pyodide;
    std::vector<std::pair<std::string, std::string>> packages;
    std::vector<OutputSummary> outputs;
    double elapsed_ms = 0;
    std::string sha256;
    std::int64_t bytes = 0;
    std::string stdout_;
    std::string stderr_;
    std::int64_t dropped = 0;
    std::int64_t dropped_lines = 0;
    std::optional<std::int64_t> stdout_gap;
    std::optional<std::int64_t> stderr_gap;
    std::optional<std::string> author;
    std::optional<std::vector<std::string>> displays;
};
struct NodeResult {
    std::string node;
    KeptResult result;
};
struct NodeLimits {
    std::optional<double> time_sec;
    std::optional<std::int64_t> output_bytes;
    std::optional<std::int64_t> displays;
};
struct PrintedMark {
    std::int64_t text = 0;
    std::int64_t stdout_ = 0;
    std::int64_t stderr_ = 0;
};
struct Problem {
    std::int64_t line = 0;
    std::int64_t column = 0;
    std::string message;
};
struct Point {
    double x = 0;
    double y = 0;
};
struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
struct AreaView {
    std::string id;
    AreaKind kind{};
    std::string text;
    std::string color;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool is_folded = false;
    bool is_subflow = false;
    bool is_selected = false;
    std::vector<std::string> nodes;
};
struct Reroutes {
    std::string from;
    std::string to;
    std::vector<Point> points;
};

// session_to_kernel
struct SetFiles {
    std::vector<FileRef> files;
};
struct RunNodes {
    std::vector<NodeCall> calls;
};
struct DropValues {
    std::vector<std::string> keys;
};
struct UnloadValues {
    std::vector<std::string> keys;
};
struct RestoreValues {
    std::vector<SavedValue> values;
};
struct GiveValues {
    std::int64_t to = 0;
    std::vector<std::string> keys;
};
struct PreviewValue {
    std::int64_t call = 0;
    std::string key;
    std::string port;
    std::int64_t offset = 0;
    std::int64_t limit = 0;
    std::optional<std::vector<std::string>> columns;
};
struct JudgeSource {
    std::string node;
    std::string source;
};
using SessionToKernel = std::variant<SetFiles, RunNodes, DropValues, UnloadValues, RestoreValues, GiveValues, PreviewValue, JudgeSource>;

// kernel_to_session
struct KernelProgress {
    std::string step;
    std::int64_t done = 0;
    std::int64_t total = 0;
};
struct KernelReady {
    std::string python;
    std::string pyodide;
    std::vector<std::pair<std::string, std::string>> packages;
};
struct KernelLost {
    std::string reason;
};
struct KernelFailed {
    std::string reason;
};
struct PackagesChanged {
    std::vector<std::pair<std::string, std::string>> packages;
};
struct NodeStarted {
    std::int64_t run = 0;
    std::string node;
};
struct NodePrinted {
    std::int64_t run = 0;
    std::string node;
    Stream stream{};
    std::string text;
    std::int64_t dropped = 0;
    std::int64_t dropped_lines = 0;
};
struct NodeDisplayed {
    std::int64_t run = 0;
    std::string node;
    std::string port;
    Glimpse glimpse;
};
struct DisplaysDropped {
    std::int64_t run = 0;
    std::string node;
    std::int64_t count = 0;
};
struct NodeProgress {
    std::int64_t run = 0;
    std::string node;
    double done = 0;
    double total = 0;
};
struct NodeFinished {
    std::int64_t run = 0;
    std::string node;
    std::string key;
    std::vector<OutputSummary> outputs;
    std::vector<FileUse> files;
    double elapsed_ms = 0;
};
struct NodeFailed {
    std::int64_t run = 0;
    std::string node;
    NodeError error;
    std::vector<FileUse> files;
    double elapsed_ms = 0;
};
struct NodeStopped {
    std::int64_t run = 0;
    std::string node;
    std::optional<NodeError> error;
    double elapsed_ms = 0;
};
struct NodeUnmovable {
    std::int64_t run = 0;
    std::string node;
    std::string detail;
};
struct CallsReturned {
    std::int64_t run = 0;
    std::int64_t count = 0;
};
struct SourceJudged {
    std::string node;
    std::vector<Problem> problems;
};
struct PreviewReady {
    std::int64_t call = 0;
    Json preview;
};
struct FileWritten {
    FileRef file;
};
struct ValuesSaved {
    std::vector<SavedValue> values;
};
struct ValueUnsaved {
    std::string key;
    UnsavedReason reason{};
    std::string detail;
};
struct ValueRestored {
    std::string key;
};
struct ValueLost {
    std::string key;
};
using KernelToSession = std::variant<KernelProgress, KernelReady, KernelLost, KernelFailed, PackagesChanged, NodeStarted, NodePrinted, NodeDisplayed, DisplaysDropped, NodeProgress, NodeFinished, NodeFailed, NodeStopped, NodeUnmovable, CallsReturned, SourceJudged, PreviewReady, FileWritten, ValuesSaved, ValueUnsaved, ValueRestored, ValueLost>;

// page_to_session
struct SetLibrary {
    std::vector<LibraryType> types;
};
struct SetLanguage {
    std::string language;
    std::vector<std::pair<std::string, std::string>> texts;
};
struct SetTheme {
    std::string theme;
};
struct SetLimits {
    std::int64_t node_timeout_ms = 0;
    std::int64_t run_timeout_ms = 0;
    std::int64_t max_output_bytes = 0;
    std::int64_t max_displays = 0;
    bool nodes_may_raise = false;
    std::int64_t kernels = 0;
};
struct OfferResults {
    std::int64_t first_serial = 0;
    std::vector<KeptResult> results;
};
struct Open {
    std::int64_t call = 0;
    std::string text;
    std::optional<std::int64_t> opening;
    std::optional<bool> is_unsaved;
    std::optional<bool> is_beginning;
    std::optional<std::int64_t> tab;
};
struct SwitchTab {
    std::int64_t call = 0;
    std::int64_t tab = 0;
};
struct CloseTab {
    std::int64_t call = 0;
    std::int64_t tab = 0;
};
struct AddNode {
    std::int64_t call = 0;
    NewNode node;
    double x = 0;
    double y = 0;
    std::optional<std::string> connect_from;
    std::optional<std::string> connect_to;
};
struct RemoveNodes {
    std::int64_t call = 0;
    std::vector<std::string> nodes;
    std::optional<std::vector<std::string>> areas;
    std::optional<bool> dissolve;
};
struct Connect {
    std::int64_t call = 0;
    std::string from;
    std::string to;
};
struct Disconnect {
    std::int64_t call = 0;
    std::string from;
    std::string to;
};
struct RemoveLinks {
    std::int64_t call = 0;
    std::vector<std::vector<std::string>> links;
};
struct SetReroutes {
    std::int64_t call = 0;
    std::string from;
    std::string to;
    std::vector<Point> points;
};
struct AddArea {
    std::int64_t call = 0;
    std::optional<std::string> id;
    AreaKind kind{};
    std::optional<std::string> text;
    std::optional<std::string> color;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    std::optional<std::vector<std::string>> subflow_of;
};
struct SetArea {
    std::int64_t call = 0;
    std::string area;
    std::optional<std::string> text;
    std::optional<std::string> color;
    std::optional<bool> folded;
    std::optional<Box> box;
};
struct Arrange {
    std::int64_t call = 0;
    std::vector<std::pair<std::string, Point>> nodes;
    std::optional<std::vector<std::pair<std::string, Box>>> areas;
};
struct MoveNodes {
    std::int64_t call = 0;
    std::vector<std::string> nodes;
    std::optional<std::vector<std::string>> areas;
    double dx = 0;
    double dy = 0;
};
struct SetTitle {
    std::int64_t call = 0;
    std::string node;
    std::string title;
};
struct SetSource {
    std::int64_t call = 0;
    std::string node;
    std::string source;
};
struct SetParam {
    std::int64_t call = 0;
    std::string node;
    std::string name;
    std::optional<Json> value;
};
struct SetMode {
    std::int64_t call = 0;
    std::optional<std::string> node;
    std::optional<std::vector<std::string>> nodes;
    NodeMode mode{};
};
struct SetNodeLimits {
    std::int64_t call = 0;
    std::string node;
    NodeLimits limits;
};
struct MoveLink {
    std::int64_t call = 0;
    std::string from;
    std::string to;
    std::int64_t by = 0;
};
struct SetCollapsed {
    std::int64_t call = 0;
    std::vector<std::string> nodes;
    bool collapsed = false;
};
struct Duplicate {
    std::int64_t call = 0;
    std::vector<std::string> nodes;
    std::optional<std::vector<std::string>> areas;
};
struct SetFlowTitle {
    std::int64_t call = 0;
    std::string title;
};
struct SetPackages {
    std::int64_t call = 0;
    std::vector<std::string> packages;
};
struct Paste {
    std::int64_t call = 0;
    std::string text;
    double x = 0;
    double y = 0;
};
struct AddFile {
    std::int64_t call = 0;
    FileRef file;
};
struct RenameFile {
    std::int64_t call = 0;
    std::string name;
    std::string to;
};
struct RemoveFile {
    std::int64_t call = 0;
    std::string name;
};
struct Undo {
    std::int64_t call = 0;
};
struct Redo {
    std::int64_t call = 0;
};
struct Travel {
    std::int64_t call = 0;
    std::int64_t steps_done = 0;
};
struct Run {
    std::int64_t call = 0;
    std::optional<std::vector<std::string>> up_to;
    std::optional<std::vector<std::string>> only;
    std::optional<std::vector<std::string>> from;
    std::optional<bool> all;
    std::optional<bool> untimed;
};
struct Stop {};
struct Restart {
    std::int64_t call = 0;
};
struct Preview {
    std::int64_t call = 0;
    std::string node;
    std::string port;
    std::int64_t offset = 0;
    std::int64_t limit = 0;
    std::optional<std::vector<std::string>> columns;
};
struct Select {
    std::vector<std::string> nodes;
    std::optional<std::vector<std::string>> areas;
};
struct Saved {};
struct Fit {
    std::optional<std::vector<std::string>> nodes;
};
struct Zoom {
    double percent = 0;
};
struct Center {
    std::string node;
};
struct CenterAt {
    double x = 0;
    double y = 0;
};
struct SetGrid {
    double step = 0;
};
using PageToSession = std::variant<SetLibrary, SetLanguage, SetTheme, SetLimits, OfferResults, Open, SwitchTab, CloseTab, AddNode, RemoveNodes, Connect, Disconnect, RemoveLinks, SetReroutes, AddArea, SetArea, Arrange, MoveNodes, SetTitle, SetSource, SetParam, SetMode, SetNodeLimits, MoveLink, SetCollapsed, Duplicate, SetFlowTitle, SetPackages, Paste, AddFile, RenameFile, RemoveFile, Undo, Redo, Travel, Run, Stop, Restart, Preview, Select, Saved, Fit, Zoom, Center, CenterAt, SetGrid>;

// session_to_page
struct Answer {
    std::int64_t call = 0;
    Json value;
};
struct Refusal {
    std::int64_t call = 0;
    std::string error;
    std::string code;
};
struct Changed {
    bool graph = false;
    bool places = false;
    bool states = false;
    bool selection = false;
    bool files = false;
    bool history = false;
    bool kernel = false;
    bool run = false;
    std::vector<std::string> outputs;
    std::vector<std::string> values;
    std::vector<std::string> pictures;
};
struct FlowOpened {
    std::int64_t opening = 0;
};
struct RunEnded {
    std::int64_t run = 0;
    RunEnd ended{};
    std::vector<std::string> ran;
    std::vector<std::string> skipped;
    double elapsed_ms = 0;
};
struct KeepResults {
    std::vector<KeptResult> results;
};
struct NodeErrored {
    std::string node;
    NodeError error;
};
struct Said {
    std::string level;
    std::string text;
};
struct InterruptKernel {
    std::int64_t kernel = 0;
};
struct OpenKernel {
    std::int64_t kernel = 0;
};
struct ReplaceKernel {
    std::int64_t kernel = 0;
};
struct ShowPalette {
    double x = 0;
    double y = 0;
    double canvas_x = 0;
    double canvas_y = 0;
    std::optional<std::string> connect_from;
    std::optional<std::string> connect_to;
};
struct ShowMenu {
    double x = 0;
    double y = 0;
    double canvas_x = 0;
    double canvas_y = 0;
    std::optional<std::string> node;
    std::optional<std::vector<std::string>> link;
    std::optional<std::string> area;
};
struct EditArea {
    std::string area;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
struct EditTitle {
    std::string node;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
struct EditParam {
    std::string node;
    std::string name;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
struct FocusInspector {
    std::string node;
};
using SessionToPage = std::variant<Answer, Refusal, Changed, FlowOpened, RunEnded, KeepResults, NodeErrored, Said, InterruptKernel, OpenKernel, ReplaceKernel, ShowPalette, ShowMenu, EditArea, EditTitle, EditParam, FocusInspector>;

// questions of the page, and their answers
namespace ask {
struct Flow {
    std::optional<std::vector<std::string>> nodes;
    std::optional<std::vector<std::string>> areas;
};
struct State {};
struct Status {};
struct Outline {
    std::optional<std::vector<std::string>> nodes;
};
struct Details {
    std::optional<std::vector<std::string>> nodes;
};
struct Inspector {
    std::string node;
};
struct Output {
    std::string node;
    std::optional<PrintedMark> after;
    std::optional<std::int64_t> limit;
};
struct Variables {
    std::int64_t offset = 0;
    std::int64_t limit = 0;
    std::string filter;
};
struct Files {};
struct Selection {};
struct Areas {};
struct History {};
struct CanvasPoint {
    double x = 0;
    double y = 0;
};
struct Palette {
    std::string query;
    std::optional<std::string> connect_from;
    std::optional<std::string> connect_to;
    std::int64_t limit = 0;
};
struct MayConnect {
    std::string from;
    std::string to;
};
struct Plan {
    std::optional<std::vector<std::string>> up_to;
    std::optional<std::vector<std::string>> only;
    std::optional<std::vector<std::string>> from;
    std::optional<bool> all;
};
struct Widget {
    std::string name;
};
struct Glimpse {
    std::string node;
};
struct Runs {};
struct Results {};
struct Widgets {};
}  // namespace ask
namespace answer {
struct Flow {
    std::string text;
};
struct State {
    KernelStatus kernel{};
    std::string step;
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::optional<std::int64_t> run;
    bool dirty = false;
    std::vector<std::pair<std::string, NodeStatus>> nodes;
};
struct Status {
    std::string title;
    KernelStatus kernel{};
    std::string step;
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string python;
    std::optional<std::int64_t> run;
    std::int64_t ran = 0;
    std::int64_t planned = 0;
    std::vector<std::string> running;
    bool is_waiting_for_kernel = false;
    bool dirty = false;
    bool can_undo = false;
    bool can_redo = false;
    std::string undo_text;
    std::string redo_text;
    std::int64_t node_count = 0;
    std::int64_t stale = 0;
    std::vector<std::string> packages;
    double zoom = 0;
    std::optional<std::string> problem;
};
struct Outline {
    std::vector<OutlineNode> nodes;
};
struct Details {
    std::vector<NodeDetails> nodes;
};
struct Inspector {
    std::string id;
    std::string type;
    std::string type_name;
    std::string title;
    std::string help;
    NodeMode mode{};
    NodeState state{};
    std::vector<Why> why;
    std::vector<Why> ran_because;
    std::optional<double> elapsed_ms;
    std::optional<double> started_ms;
    std::optional<std::string> unsaved;
    std::string source;
    bool is_source_editable = false;
    std::vector<Problem> problems;
    std::vector<PortView> inputs;
    std::vector<PortView> outputs;
    std::vector<Widget> widgets;
    NodeLimits limits;
    NodeLimits limits_now;
    std::optional<NodeError> error;
};
struct Output {
    std::string stdout_;
    std::string stderr_;
    PrintedMark mark;
    std::int64_t rest = 0;
    std::vector<std::string> displays;
    std::optional<NodeError> error;
    std::int64_t dropped = 0;
    std::int64_t dropped_lines = 0;
    std::int64_t dropped_displays = 0;
    std::optional<std::int64_t> stdout_gap;
    std::optional<std::int64_t> stderr_gap;
    std::optional<double> elapsed_ms;
};
struct Variables {
    std::int64_t total = 0;
    std::vector<VariableItem> items;
};
struct Files {
    std::vector<FileRef> files;
};
struct Selection {
    std::vector<std::string> nodes;
    std::vector<std::string> areas;
};
struct Areas {
    std::vector<AreaView> areas;
    std::vector<Reroutes> reroutes;
};
struct History {
    std::vector<std::string> steps;
    std::int64_t done = 0;
};
struct CanvasPoint {
    double x = 0;
    double y = 0;
};
struct Palette {
    std::vector<PaletteItem> items;
};
struct MayConnect {
    std::optional<std::string> refusal;
};
struct Plan {
    std::vector<PlanStep> steps;
    std::optional<std::string> error;
};
struct Widget {
    bool found = false;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool visible = false;
    bool enabled = false;
};
struct Glimpse {
    std::optional<std::string> key;
    bool is_current = false;
    std::vector<OutputSummary> outputs;
};
struct Runs {
    std::vector<LoggedRun> runs;
};
struct Results {
    std::vector<NodeResult> results;
};
struct Widgets {
    std::vector<std::string> names;
};
}  // namespace answer
using Question = std::variant<ask::Flow, ask::State, ask::Status, ask::Outline, ask::Details, ask::Inspector, ask::Output, ask::Variables, ask::Files, ask::Selection, ask::Areas, ask::History, ask::CanvasPoint, ask::Palette, ask::MayConnect, ask::Plan, ask::Widget, ask::Glimpse, ask::Runs, ask::Results, ask::Widgets>;
using QuestionAnswer = std::variant<answer::Flow, answer::State, answer::Status, answer::Outline, answer::Details, answer::Inspector, answer::Output, answer::Variables, answer::Files, answer::Selection, answer::Areas, answer::History, answer::CanvasPoint, answer::Palette, answer::MayConnect, answer::Plan, answer::Widget, answer::Glimpse, answer::Runs, answer::Results, answer::Widgets>;

/// What came from outside, checked: a message, or a sentence with the JSON Pointer of what is wrong.
Result<KernelToSession> parse_kernel_to_session(std::string_view text);
Result<PageToSession> parse_page_to_session(std::string_view text);
Result<Question> parse_question(std::string_view text);
/// The number that whoever sent this waits by, also of what is no message.
std::optional<std::int64_t> call_in(std::string_view text);

std::string to_text(const SessionToKernel& message);
std::string to_text(const SessionToPage& message);
std::string to_text(const QuestionAnswer& answer);

/// Reads an enumerator's name; false if there is none of that name.
bool from_text(std::string_view text, WhyCode& value);

}  // namespace flow::message
