#include "runtime/session/session.h"

#include <algorithm>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/session/intents.h"
#include "runtime/session/session_state.h"

namespace flow {

Session::Session(NodeRunner& runner) : state_(std::make_unique<State>(runner)) {}
Session::~Session() = default;

void Session::set_library(NodeLibrary library) {
    state_->library = std::make_shared<const NodeLibrary>(std::move(library));
    state_->survey.forget_meanings();
    state_->desk.graph();
    state_->desk.states();
}

void Session::set_catalogue(Catalogue catalogue) {
    state_->catalogue = std::move(catalogue);
    state_->desk.graph();
    state_->desk.states();
}

void Session::set_limits(SessionLimits limits) {
    if (limits == state_->limits) return;
    state_->limits = limits;
    state_->desk.graph();  // the inspector shows what holds
}

const SessionLimits& Session::limits() const { return state_->limits; }

Result<Made> Session::apply(const Intent& intent, double now_ms) { return std::visit(IntentVisitor(*state_, now_ms), intent); }

std::vector<std::pair<NodeId, KeptResult>> Session::results_to_save() const { return state_->results_to_save(); }

void Session::offer(std::vector<KeptResult> kept, std::uint64_t first_serial) { state_->offer(std::move(kept), first_serial); }

void Session::tick(double now_ms) { state_->tick(now_ms); }

std::optional<double> Session::wakes_at_ms() const { return state_->wakes_at_ms(); }

std::vector<News> Session::take_news() { return state_->desk.take(); }

const Graph& Session::graph() const { return state_->graph; }
const NodeLibrary& Session::library() const { return *state_->library; }
const History& Session::history() const { return state_->history; }
const Catalogue& Session::catalogue() const { return state_->catalogue; }
const std::vector<NodeId>& Session::selection() const { return state_->selection; }
const std::vector<std::string>& Session::selected_areas() const { return state_->selected_areas; }
bool Session::is_selected(NodeId node) const { return state_->selected.contains(node); }

NodeState Session::state(NodeId node) const { return state_->state_of(node); }

NodeStatus Session::status(NodeId node) const {
    NodeStatus status;
    if (state_->graph.find(node) == nullptr) return status;
    status.state = state_->state_of(node);
    if (status.state == NodeState::running) {
        status.progress = state_->outputs.progress(node);
        return status;
    }
    status.why = reasons_of(state_->ground(), state_->current_survey(), node);
    for (Why& why : status.why) state_->name_by_title(why.sentence);
    if (const NodeOutput* latest = output(node)) status.elapsed_ms = latest->elapsed_ms;
    if (status.state == NodeState::ok) status.unsaved = state_->why_unsaved(node);
    return status;
}

const NodeOutput* Session::output(NodeId node) const {
    const NodeOutput* output = state_->outputs.find(node);
    return output == nullptr || (is_authors(output->value_key) && !state_->shows_authors(node)) ? nullptr : output;
}

const std::vector<OutputSummary>* Session::outputs(NodeId node) const {
    const NodeRecord* record = state_->results.find(node);
    if (record == nullptr || !record->result || (record->result->is_authors() && !state_->shows_authors(node))) return nullptr;
    return &record->result->outputs;
}

const OutputSummary* Session::output(NodeId node, std::string_view port) const {
    const std::vector<OutputSummary>* all = outputs(node);
    if (all == nullptr) return nullptr;
    for (const OutputSummary& summary : *all) {
        if (summary.port == port) return &summary;
    }
    return nullptr;
}

bool Session::is_current(NodeId node) const {
    const Standing* standing = state_->current_survey().find(node);
    return standing != nullptr && (standing->state == NodeState::ok || standing->state == NodeState::author);
}

std::optional<ValueRef> Session::value(NodeId node, std::string_view port) const {
    const Standing* standing = state_->current_survey().find(node);
    if (standing == nullptr) return std::nullopt;
    if (standing->role == Role::bypassed) return value(standing->passes, standing->passes_port);
    const NodeRecord* record = state_->results.find(node);
    if (record == nullptr || !record->result || output(node, port) == nullptr) return std::nullopt;
    if (!record->result->has_values() && !record->result->is_authors()) return std::nullopt;
    return ValueRef{record->result->value_key, std::string(port)};
}

KernelNumber Session::need(const ValueRef& value) {
    const NodeResult* result = state_->results.with_values(value.key);
    state_->restore(result);
    return result == nullptr || result->is_in_kernel ? state_->scheduler.kernels_with(value.key).first() : kHome;
}

const std::vector<SourceProblem>& Session::problems(NodeId node) const {
    static const std::vector<SourceProblem> none;
    const auto judged = state_->judged.find(node);
    const Node* known = state_->graph.find(node);
    // What the judge said of an earlier version of the source says nothing of this one.
    if (judged == state_->judged.end() || known == nullptr || !(judged->second.source == fingerprint_of_source(known->source))) return none;
    return judged->second.problems;
}

const KernelInfo& Session::kernel() const { return state_->kernel; }
const std::optional<RunInfo>& Session::run() const { return state_->run; }
void Session::name_by_title(Sentence& sentence) const { state_->name_by_title(sentence); }
const RunLog& Session::run_log() const { return state_->run_log; }
bool Session::is_dirty() const { return state_->history.mark() != state_->saved_mark; }

Result<std::vector<std::pair<NodeId, std::vector<Why>>>> Session::plan(const RunTarget& target) const {
    Result<Plan> made = make_plan(state_->ground(), state_->current_survey(), target);
    if (!made) return tl::unexpected(made.error());
    std::vector<std::pair<NodeId, std::vector<Why>>> steps;
    for (PlanStep& step : made->steps) {
        for (Why& why : step.why) state_->name_by_title(why.sentence);
        steps.emplace_back(step.node, std::move(step.why));
    }
    return steps;
}

std::size_t Session::count_to_run() const { return state_->current_survey().count_to_run(); }

std::uint64_t Session::revision() const { return state_->desk.revision(); }

std::uint64_t Session::results_revision() const { return state_->desk.results_revision(); }

std::uint64_t Session::selection_revision() const { return state_->desk.selection_revision(); }

}  // namespace flow
