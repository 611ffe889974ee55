#include "runtime/link/page_answers.h"

#include <algorithm>
#include <utility>

#include "runtime/graph/flow_file.h"
#include "runtime/graph/rules.h"
#include "runtime/link/canvas_answers.h"
#include "runtime/link/convert.h"
#include "runtime/link/page_intents.h"
#include "runtime/link/printed_answers.h"
#include "runtime/session/view_model.h"

namespace flow::link {
namespace {

using Answer = Result<message::QuestionAnswer>;

tl::unexpected<Error> failed(const Error& error) { return tl::unexpected<Error>(error); }

message::NodeStatus status_of(const Session& session, NodeId node) {
    const NodeStatus status = session.status(node);
    std::optional<std::string> unsaved;
    if (status.unsaved) unsaved = session.catalogue().text(*status.unsaved);
    return {to_message(status.state), to_message(status.why, session.catalogue()), status.elapsed_ms, std::move(unsaved)};
}

Answer flow_text(const message::ask::Flow& question, const Session& session) {
    if (!question.nodes && !question.areas) return message::answer::Flow{write_flow(session.graph())};
    const auto nodes = nodes_named(session.graph(), question.nodes.value_or(std::vector<std::string>{}));
    if (!nodes) return failed(nodes.error());
    return message::answer::Flow{write_piece(session.graph(), *nodes, question.areas.value_or(std::vector<std::string>{}))};
}

message::answer::State state(const Session& session) {
    const KernelInfo& kernel = session.kernel();
    message::answer::State answer{to_message(kernel.state), session.catalogue().text(kernel.step), kernel.done, kernel.total, {}, session.is_dirty(), {}};
    if (session.run()) answer.run = session.run()->id.value;
    for (const NodeId node : session.graph().nodes()) answer.nodes.emplace_back(session.graph().node(node).name, status_of(session, node));
    return answer;
}

std::string label_text(const Session& session, const Sentence* label) { return label == nullptr ? std::string() : session.catalogue().text(*label); }

message::answer::Status status(const Session& session, const CanvasDoor& canvas) {
    const Graph& graph = session.graph();
    const KernelInfo& kernel = session.kernel();
    message::answer::Status answer;
    answer.title = graph.title();
    answer.kernel = to_message(kernel.state);
    answer.step = kernel.step.empty() ? std::string() : session.catalogue().text(kernel.step);
    answer.done = kernel.done;
    answer.total = kernel.total;
    answer.python = kernel.python;
    if (session.run()) {
        answer.run = session.run()->id.value;
        answer.ran = static_cast<std::int64_t>(session.run()->done);
        answer.planned = static_cast<std::int64_t>(session.run()->planned);
        answer.is_waiting_for_kernel = session.run()->is_waiting_for_kernel;
        for (const NodeId node : session.run()->running) {
            if (graph.find(node) != nullptr) answer.running.push_back(graph.node(node).name);
        }
    }
    answer.dirty = session.is_dirty();
    answer.can_undo = session.history().can_undo();
    answer.can_redo = session.history().can_redo();
    answer.undo_text = label_text(session, session.history().undo_label());
    answer.redo_text = label_text(session, session.history().redo_label());
    answer.node_count = static_cast<std::int64_t>(graph.nodes().size());
    answer.stale = static_cast<std::int64_t>(session.count_to_run());
    answer.packages = graph.packages();
    answer.zoom = canvas.zoom_percent();
    if (!kernel.reason.empty()) answer.problem = kernel.reason;
    return answer;
}

/// All nodes, or those of the named ones that are there.
message::answer::Outline outline(const message::ask::Outline& question, const Session& session) {
    std::vector<NodeId> wanted;
    if (question.nodes) {
        for (const std::string& name : *question.nodes) {
            if (const auto node = node_named(session.graph(), name)) wanted.push_back(*node);
        }
    } else {
        wanted = view_model::outline(session);
    }
    message::answer::Outline answer;
    for (const NodeId id : wanted) {
        const Node& node = session.graph().node(id);
        const NodeLook& look = session.graph().look(id);
        answer.nodes.push_back({node.name, view_model::title_of(session, id), to_message(session.status(id).state), to_message(node.mode),
                                session.is_selected(id), look.x, look.y});
    }
    return answer;
}

/// What is only seen of some nodes at a time: in words and wires a flow of thousands is megabytes.
Answer details(const message::ask::Details& question, const Session& session) {
    const auto wanted = question.nodes ? nodes_named(session.graph(), *question.nodes) : Result<std::vector<NodeId>>(view_model::outline(session));
    if (!wanted) return failed(wanted.error());
    message::answer::Details answer;
    for (const NodeId id : *wanted) {
        answer.nodes.push_back({session.graph().node(id).name, status_of(session, id).why, to_message(view_model::inputs_of(session, id)),
                                to_message(view_model::outputs_of(session, id))});
    }
    return answer;
}

std::vector<message::Json> json_list(const std::vector<JsonText>& values) {
    std::vector<message::Json> made;
    for (const JsonText& value : values) made.push_back({value});
    return made;
}

std::vector<message::Widget> widgets(const Session& session, NodeId node) {
    std::vector<message::Widget> made;
    for (view_model::WidgetRow& row : view_model::widgets_of(session, node)) {
        const JsonText standard = row.setting.standard.value_or("null");
        made.push_back({row.setting.name,
                        to_message(row.spec.kind),
                        row.setting.annotation,
                        {row.value},
                        {standard},
                        row.is_set,
                        row.is_linked,
                        json_list(row.spec.choices),
                        row.spec.minimum,
                        row.spec.maximum,
                        row.spec.step,
                        std::move(row.suggestions)});
    }
    return made;
}

message::NodeLimits own_limits(const Node& node) {
    const NodeLimits& own = node.limits.or_empty();
    return {own.time_sec, own.output_bytes, own.displays};
}

/// What holds for the node's next call.
message::NodeLimits limits_now(const Session& session, const Node& node) {
    const CallLimits limits = limits_of(node, session.limits().call, session.limits().nodes_may_raise);
    message::NodeLimits made;
    if (limits.time_ms) made.time_sec = static_cast<double>(*limits.time_ms) / 1000;
    made.output_bytes = static_cast<std::int64_t>(limits.output_bytes);
    made.displays = static_cast<std::int64_t>(limits.displays);
    return made;
}

std::vector<SourceProblem> problems_of(const Session& session, const Node& node) {
    std::vector<SourceProblem> problems = session.problems(node.id);
    if (problems.empty() && node.problem) problems.push_back(*node.problem);
    return problems;
}

/// Reasons of the run's log name nodes by their ids.
std::vector<message::Why> why_in_words(const Session& session, std::vector<Why> reasons) {
    for (Why& reason : reasons) session.name_by_title(reason.sentence);
    return to_message(reasons, session.catalogue());
}

message::answer::Runs runs(const Session& session) {
    message::answer::Runs answer;
    for (const LoggedRun& run : session.run_log().runs()) {
        message::LoggedRun& told = answer.runs.emplace_back();
        told.run = run.run.value;
        told.began_ms = run.began_ms;
        told.elapsed_ms = run.elapsed_ms;
        if (run.ended) told.ended = to_message(*run.ended);
        told.skipped = run.skipped;
        for (const LoggedCall& call : run.calls) {
            message::LoggedCall& made = told.calls.emplace_back();
            made.kernel = static_cast<std::int64_t>(call.kernel);
            made.node = call.node;
            const NodeId node = session.graph().by_name(call.node);
            made.title = node ? view_model::title_of(session, node) : call.node;
            made.why = why_in_words(session, call.why);
            made.start_ms = call.start_ms;
            made.elapsed_ms = call.elapsed_ms;
            if (call.own_ms > 0) made.own_ms = call.own_ms;
            if (call.ended) made.ended = to_message(*call.ended);
        }
    }
    return answer;
}

Answer inspector(const message::ask::Inspector& question, const Session& session) {
    const auto found = node_named(session.graph(), question.node);
    if (!found) return failed(found.error());
    const Node& node = session.graph().node(*found);
    const NodeType* type = session.library().find(node.type);
    const std::string& language = session.catalogue().language();
    message::NodeStatus node_status = status_of(session, *found);
    message::answer::Inspector answer;
    answer.id = node.name;
    answer.type = node.type;
    answer.type_name = type == nullptr ? node.type : type->title(language);
    answer.title = view_model::title_of(session, *found);
    answer.help = node.signature->doc;
    if (type != nullptr && type->help.contains(language) && node.type != kPythonType) answer.help = type->help.at(language);
    answer.mode = to_message(node.mode);
    answer.state = node_status.state;
    answer.why = std::move(node_status.why);
    if (const LoggedCall* latest = session.run_log().latest_call(node.id)) answer.ran_because = why_in_words(session, latest->why);
    answer.elapsed_ms = node_status.elapsed_ms;
    if (node_status.state == message::NodeState::running) answer.started_ms = session.run_log().started_ms(node.id);
    answer.unsaved = std::move(node_status.unsaved);
    answer.is_source_editable = node.type == kPythonType;
    answer.source = answer.is_source_editable || type == nullptr ? node.source : type->source;
    answer.problems = to_message(problems_of(session, node), session.catalogue());
    answer.inputs = to_message(view_model::inputs_of(session, *found));
    answer.outputs = to_message(view_model::outputs_of(session, *found));
    answer.widgets = widgets(session, *found);
    answer.limits = own_limits(node);
    answer.limits_now = limits_now(session, node);
    if (const NodeOutput* output = session.output(*found); output != nullptr) answer.error = error_of(*output);
    return answer;
}

message::answer::Variables variables(const message::ask::Variables& question, const Session& session) {
    const std::vector<view_model::Variable> all = view_model::variables(session, question.filter);
    message::answer::Variables answer;
    answer.total = static_cast<std::int64_t>(all.size());
    const std::size_t first = static_cast<std::size_t>(std::clamp<std::int64_t>(question.offset, 0, answer.total));
    const std::size_t count = static_cast<std::size_t>(std::clamp<std::int64_t>(question.limit, 0, answer.total - static_cast<std::int64_t>(first)));
    for (std::size_t index = first; index < first + count; ++index) {
        const view_model::Variable& one = all[index];
        answer.items.push_back(
            {one.node_name, one.summary.port, one.title, one.summary.type, one.summary.shape, one.summary.summary, one.summary.bytes, one.is_current});
    }
    return answer;
}

Answer palette(const message::ask::Palette& question, const Session& session) {
    const auto from = port_if_named(session.graph(), question.connect_from);
    if (!from) return failed(from.error());
    const auto to = port_if_named(session.graph(), question.connect_to);
    if (!to) return failed(to.error());
    message::answer::Palette answer;
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(question.limit, 0));
    for (view_model::PaletteEntry& entry : view_model::palette(session, question.query, *from, *to, limit)) {
        answer.items.push_back(
            {std::move(entry.type), std::move(entry.title), std::move(entry.category), std::move(entry.help), std::move(entry.input), std::move(entry.output)});
    }
    return answer;
}

Answer may_connect(const message::ask::MayConnect& question, const Session& session) {
    const auto from = port_named(session.graph(), question.from);
    if (!from) return failed(from.error());
    const auto to = port_named(session.graph(), question.to);
    if (!to) return failed(to.error());
    const Result<void> allowed = flow::may_connect(session.graph(), from->node, from->port, to->node, to->port);
    message::answer::MayConnect answer;
    if (!allowed) answer.refusal = session.catalogue().text(allowed.error().sentence);
    return answer;
}

Answer plan(const message::ask::Plan& question, const Session& session) {
    const auto target = target_of(session.graph(), question.up_to, question.only, question.from, question.all);
    if (!target) return failed(target.error());
    message::answer::Plan answer;
    const auto steps = session.plan(*target);
    if (!steps) {
        answer.error = session.catalogue().text(steps.error().sentence);
        return answer;
    }
    for (const auto& [node, why] : *steps) {
        const NodeOutput* latest = session.output(node);
        const std::optional<double> last_ms = latest == nullptr ? std::nullopt : latest->elapsed_ms;
        answer.steps.push_back({session.graph().node(node).name, to_message(why, session.catalogue()), last_ms});
    }
    return answer;
}

message::answer::Files files(const Session& session) {
    message::answer::Files answer;
    for (const FlowFile& file : session.graph().files()) answer.files.push_back(to_message(file));
    return answer;
}

message::answer::Widget widget(const message::ask::Widget& question, const CanvasDoor& canvas) {
    const auto box = canvas.widget(question.name);
    if (!box) return {};
    return {true, box->x, box->y, box->width, box->height, box->is_visible, box->is_enabled};
}

Answer glimpse(const message::ask::Glimpse& question, const Session& session) {
    const auto node = node_named(session.graph(), question.node);
    if (!node) return failed(node.error());
    message::answer::Glimpse answer;
    answer.is_current = session.is_current(*node);
    const std::vector<OutputSummary>* outputs = session.outputs(*node);
    if (outputs == nullptr) return answer;
    for (const OutputSummary& one : *outputs) answer.outputs.push_back(to_message(one));
    if (const auto value = outputs->empty() ? std::nullopt : session.value(*node, outputs->front().port)) answer.key = value->key;
    return answer;
}

message::answer::Results results(const Session& session) {
    message::answer::Results answer;
    for (const auto& [node, result] : session.results_to_save()) answer.results.push_back({session.graph().node(node).name, to_message(result)});
    return answer;
}

struct ToAnswer {
    const Session& session;
    const CanvasDoor& canvas;

    Answer operator()(const message::ask::Flow& q) const { return flow_text(q, session); }
    Answer operator()(const message::ask::State&) const { return state(session); }
    Answer operator()(const message::ask::Status&) const { return status(session, canvas); }
    Answer operator()(const message::ask::Outline& q) const { return outline(q, session); }
    Answer operator()(const message::ask::Details& q) const { return details(q, session); }
    Answer operator()(const message::ask::Inspector& q) const { return inspector(q, session); }
    Answer operator()(const message::ask::Output& q) const {
        const auto node = node_named(session.graph(), q.node);
        if (!node) return failed(node.error());
        return printed_by(session, *node, q);
    }
    Answer operator()(const message::ask::Variables& q) const { return variables(q, session); }
    Answer operator()(const message::ask::Files&) const { return files(session); }
    Answer operator()(const message::ask::Selection&) const { return selection_of(session); }
    Answer operator()(const message::ask::Areas&) const { return areas_of(session); }
    Answer operator()(const message::ask::History&) const { return history_of(session); }
    Answer operator()(const message::ask::CanvasPoint& q) const {
        const CanvasDoor::Point at = canvas.canvas_point(q.x, q.y);
        return message::answer::CanvasPoint{at.x, at.y};
    }
    Answer operator()(const message::ask::Palette& q) const { return palette(q, session); }
    Answer operator()(const message::ask::MayConnect& q) const { return may_connect(q, session); }
    Answer operator()(const message::ask::Plan& q) const { return plan(q, session); }
    Answer operator()(const message::ask::Widget& q) const { return widget(q, canvas); }
    Answer operator()(const message::ask::Glimpse& q) const { return glimpse(q, session); }
    Answer operator()(const message::ask::Runs&) const { return runs(session); }
    Answer operator()(const message::ask::Results&) const { return results(session); }
    Answer operator()(const message::ask::Widgets&) const { return message::answer::Widgets{canvas.widget_names()}; }
};

}  // namespace

Answer answer_to(const message::Question& question, const Session& session, const CanvasDoor& canvas) {
    return std::visit(ToAnswer{session, canvas}, question);
}

std::optional<ValueRef> value_of(const Session& session, NodeId node, const std::string& port) {
    if (!port.starts_with("display:")) return session.value(node, port);
    const NodeOutput* output = session.output(node);
    if (output == nullptr || output->value_key.empty() || std::find(output->displays.begin(), output->displays.end(), port) == output->displays.end())
        return std::nullopt;
    return ValueRef{output->value_key, port};
}

}  // namespace flow::link
