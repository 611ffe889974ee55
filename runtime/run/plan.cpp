#include "runtime/run/plan.h"

#include <algorithm>
#include <span>
#include <utility>

#include "runtime/base/check.h"

namespace flow {

namespace {

class NodeSet {
public:
    NodeSet() = default;
    explicit NodeSet(std::span<const NodeId> nodes) { insert(nodes); }
    bool insert(NodeId node) { return nodes_.emplace(node, {}).second; }
    void insert(std::span<const NodeId> nodes) {
        for (const NodeId node : nodes) insert(node);
    }
    bool contains(NodeId node) const { return nodes_.contains(node); }
    std::vector<NodeId> ids() const { return nodes_.ids(); }
    std::size_t size() const { return nodes_.size(); }

private:
    IdSet<NodeId> nodes_;
};

class Planner {
public:
    Planner(const SurveyGround& ground, const Survey& survey, const RunTarget& target)
        : graph_(ground.graph), ground_(ground), survey_(survey), target_(target) {}

    Result<Plan> plan() {
        for (const std::vector<NodeId>* named : {&target_.up_to, &target_.only, &target_.from}) {
            for (const NodeId node : *named) {
                if (graph_.find(node) == nullptr) return refuse("run.no_such_node");
            }
        }
        if (!target_.only.empty()) return plan_only();
        choose_target();
        if (!target_.from.empty()) add_what_forced_nodes_need();
        for (const NodeId node : in_order(wanted_)) consider(node);
        return std::move(plan_);
    }

private:
    /// In topological order; of a few nodes without a walk over the whole flow.
    std::vector<NodeId> in_order(const NodeSet& chosen) const {
        const Topology& topology = graph_.topology();
        if (chosen.size() > graph_.nodes().size() / 8) {
            std::vector<NodeId> order = topology.ordered();
            std::erase_if(order, [&chosen](NodeId node) { return !chosen.contains(node); });
            return order;
        }
        std::vector<NodeId> order = chosen.ids();
        std::sort(order.begin(), order.end(), [&topology](NodeId a, NodeId b) { return topology.position(a) < topology.position(b); });
        return order;
    }

    void choose_target() {
        if (target_.all) {
            wanted_.insert(graph_.nodes());
            forced_ = named_ = wanted_;
            return;
        }
        if (target_.up_to.empty() && target_.from.empty()) return choose_stale_part();
        named_.insert(target_.up_to);
        std::vector<NodeId> reached(target_.up_to);
        wanted_ = named_;
        for (std::size_t at = 0; at < reached.size(); ++at) {
            for (const LinkId in : graph_.links_into(reached[at])) {
                const NodeId before = graph_.link(in).from;
                if (wanted_.insert(before)) reached.push_back(before);
            }
        }
        const std::vector<NodeId> after = with_all_after(target_.from);
        named_.insert(after);
        wanted_.insert(after);
        forced_.insert(after);
    }

    std::vector<NodeId> with_all_after(std::vector<NodeId> reached) const {
        NodeSet after(reached);
        for (std::size_t at = 0; at < reached.size(); ++at) {
            for (const LinkId out : graph_.links_out_of(reached[at])) {
                const NodeId next = graph_.link(out).to;
                if (after.insert(next)) reached.push_back(next);
            }
        }
        return reached;
    }

    /// What is true and has nothing volatile above it is not even looked at.
    void choose_stale_part() {
        std::vector<NodeId> reached = survey_.unsettled();
        wanted_.insert(reached);
        std::erase_if(reached, [this](NodeId node) { return !survey_.of(node).meaning->is_volatile(); });
        wanted_.insert(with_all_after(std::move(reached)));
    }

    /// What runs from a node on may also take values of stale nodes beside it: those run first, unforced.
    void add_what_forced_nodes_need() {
        const std::vector<NodeId> order = graph_.topology().ordered();
        for (auto at = order.rbegin(); at != order.rend(); ++at) {
            const Standing& standing = survey_.of(*at);
            const bool will_run = forced_.contains(*at) || (wanted_.contains(*at) && standing.state != NodeState::ok);
            if (!will_run || standing.role != Role::runnable) continue;
            for (const WiredInput& input : standing.inputs) {
                if (survey_.of(input.source).state != NodeState::ok) wanted_.insert(input.source);
            }
        }
    }

    void consider(NodeId node) {
        const Standing& standing = survey_.of(node);
        const bool is_callable = standing.role == Role::runnable && !standing.obstacle;
        if (!is_callable) {
            // A bypassed or muted node is no part of what is stale, nor is one that lacks an input; it is skipped only where a person named it. A type that is
            // not known is another matter: nothing in the flow says that the node is not to run.
            const bool is_unknown = standing.role == Role::idle && !standing.meaning->can_be_called();
            const bool is_stale_part = standing.role == Role::runnable || is_unknown;
            if (is_stale_part || named_.contains(node)) plan_.beyond.push_back(standing.meaning->node->name);
            return;
        }
        const bool is_forced = forced_.contains(node);
        const bool is_stale = standing.state != NodeState::ok || standing.meaning->is_volatile();
        std::vector<Why> why = is_stale ? reasons_to_run(node) : what_will_have_changed(standing);
        if (standing.meaning->is_volatile()) why.insert(why.begin(), because_volatile());
        if (is_forced && why.empty()) why.push_back(because_asked());
        if (is_stale || !why.empty()) {
            add_step(node, standing, is_forced, std::move(why));
        } else if (named_.contains(node)) {
            plan_.beyond.push_back(standing.meaning->node->name);
        }
    }

    /// Who waits for a failed node is no longer blocked once that runs again, but will get another value.
    std::vector<Why> reasons_to_run(NodeId node) const {
        std::vector<Why> why = reasons_of(ground_, survey_, node);
        for (Why& reason : why) {
            if (reason.code == "blocked") reason = because_of_input(*reason.name);
        }
        return why;
    }

    /// A volatile node gives another result in each run: what follows it runs as well, and so on.
    std::vector<Why> what_will_have_changed(const Standing& standing) {
        std::vector<Why> why;
        for (const WiredInput& input : standing.inputs) {
            if (!changing_.contains(input.source)) continue;
            Why reason = because_of_input(graph_.node(input.source).name);
            if (why.empty() || !(why.back() == reason)) why.push_back(std::move(reason));
        }
        return why;
    }

    void add_step(NodeId node, const Standing& standing, bool is_forced, std::vector<Why> why) {
        PlanStep step{node, standing.meaning, {}, is_forced, std::move(why)};
        bool is_changing = standing.meaning->is_volatile();
        for (const WiredInput& wired : standing.inputs) {
            PlanInput input{std::string(wired.port), wired.is_variadic, graph_.node(wired.source).name, std::string(wired.source_port), {}, {}, {}};
            if (const std::size_t* earlier = step_of_.find(wired.source)) {
                input.step = *earlier;
            } else {
                const NodeRecord* record = ground_.results.find(wired.source);
                FLOW_CHECK(survey_.of(wired.source).state == NodeState::ok && record != nullptr && record->result,
                           "a planned node's inputs are planned or true");
                input.value_key = record->result->value_key;
                input.fingerprint = record->result->fingerprint;
            }
            is_changing = is_changing || changing_.contains(wired.source);
            step.inputs.push_back(std::move(input));
        }
        if (is_changing) changing_.insert(node);
        step_of_.emplace(node, plan_.steps.size());
        plan_.steps.push_back(std::move(step));
    }

    Result<Plan> plan_only() {
        const NodeSet chosen(target_.only);
        for (const NodeId node : in_order(chosen)) {
            const Standing& standing = survey_.of(node);
            if (auto callable = check_callable(node, standing, chosen); !callable) return tl::unexpected(callable.error());
            add_step(node, standing, true, reasons_to_run(node));
        }
        return std::move(plan_);
    }

    Result<void> check_callable(NodeId node, const Standing& standing, const NodeSet& chosen) const {
        const std::string& name = graph_.node(node).name;
        switch (standing.role) {
            case Role::muted: return refuse("run.node_is_muted", {{"node", name}});
            case Role::bypassed: return refuse("run.node_is_bypassed", {{"node", name}});
            case Role::idle:
                if (standing.missing_port.empty()) return refuse("run.nothing_to_call", {{"node", name}, {"type", graph_.node(node).type}});
                return refuse("run.input_is_unconnected", {{"node", name}, {"port", std::string(standing.missing_port)}});
            case Role::runnable: break;
        }
        for (const WiredInput& input : standing.inputs) {
            const bool has_value = chosen.contains(input.source) || survey_.of(input.source).state == NodeState::ok;
            if (!has_value)
                return refuse("run.input_is_not_current", {{"node", name}, {"port", std::string(input.port)}, {"upstream", graph_.node(input.source).name}});
        }
        return {};
    }

    const Graph& graph_;
    const SurveyGround& ground_;
    const Survey& survey_;
    const RunTarget& target_;
    NodeSet wanted_;  // may be called
    NodeSet named_;   // skipped if not called, even if nothing is wrong with them
    NodeSet forced_;
    NodeSet changing_;  // steps that give a new fingerprint whatever comes
    IdMap<NodeId, std::size_t> step_of_;
    Plan plan_;
};

}  // namespace

Result<Plan> make_plan(const SurveyGround& ground, const Survey& survey, const RunTarget& target) { return Planner(ground, survey, target).plan(); }

}  // namespace flow
