#include "runtime/session/view_model.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <utility>

#include "runtime/graph/json_text.h"
#include "runtime/session/search.h"
#include "runtime/session/titles.h"

namespace flow::view_model {

namespace {

std::string end_of(const Graph& graph, NodeId node, const std::string& port) { return graph.node(node).name + "." + port; }

std::vector<std::string> ends_of_links_into(const Graph& graph, NodeId node, const std::string& port) {
    std::vector<std::string> ends;
    for (const LinkId in : graph.links_into(node)) {
        const Link& link = graph.link(in);
        if (link.to_port == port) ends.push_back(end_of(graph, link.from, link.from_port));
    }
    return ends;
}

/// The link that gives a bypassed node's value: at its first connected input in signature order.
const Link* first_link_into(const Graph& graph, NodeId node) {
    const Signature& signature = *graph.node(node).signature;
    const Link* first = nullptr;
    int first_position = 0;
    for (const LinkId in : graph.links_into(node)) {
        const Link& link = graph.link(in);
        const Port* port = signature.input(link.to_port);
        const Setting* setting = port == nullptr ? signature.setting(link.to_port) : nullptr;
        if (port == nullptr && setting == nullptr) continue;
        const int position = port != nullptr ? port->position : setting->position;
        if (first != nullptr && position >= first_position) continue;
        first = &link;
        first_position = position;
    }
    return first;
}

/// What the value that a link brings looks like, bypassed nodes passed; null while there is none.
const OutputSummary* summary_behind(const Session& session, const Link& link) {
    const Link* behind = &link;
    while (behind != nullptr && session.graph().node(behind->from).mode == NodeMode::bypass) behind = first_link_into(session.graph(), behind->from);
    return behind == nullptr ? nullptr : session.output(behind->from, behind->from_port);
}

std::vector<std::string> columns_of_first_table(const Session& session, NodeId node) {
    const Graph& graph = session.graph();
    for (const Port& port : graph.node(node).signature->inputs) {
        for (const LinkId in : graph.links_into(node)) {
            const Link& link = graph.link(in);
            if (link.to_port != port.name) continue;
            const OutputSummary* summary = summary_behind(session, link);
            if (summary != nullptr && summary->glimpse.kind == PreviewKind::table) return summary->glimpse.columns;
        }
    }
    return {};
}

std::vector<std::string> suggestions_for(const Session& session, NodeId node, WidgetKind kind) {
    if (kind == WidgetKind::column) return columns_of_first_table(session, node);
    std::vector<std::string> names;
    if (kind == WidgetKind::file) {
        for (const FlowFile& file : session.graph().files()) names.push_back(file.name);
    }
    return names;
}

JsonText effective_value(const Setting& setting, const JsonText* param) {
    if (param != nullptr) {
        Result<JsonText> fitting = coerce(setting, *param);
        return fitting ? *std::move(fitting) : *param;
    }
    return setting.standard ? *setting.standard : json_string(setting.default_text);
}

}  // namespace

std::string title_of(const Session& session, NodeId node) { return flow::title_of(session.graph(), session.library(), session.catalogue(), node); }

std::vector<PortRow> inputs_of(const Session& session, NodeId node) {
    const Graph& graph = session.graph();
    const Signature& signature = *graph.node(node).signature;
    std::vector<std::pair<int, PortRow>> placed;
    for (const Port& port : signature.inputs) {
        placed.emplace_back(port.position,
                            PortRow{port.name, port.annotation, ends_of_links_into(graph, node, port.name), !port.is_variadic, port.is_variadic});
    }
    for (const Setting& setting : signature.settings) {
        std::vector<std::string> links = ends_of_links_into(graph, node, setting.name);
        if (!links.empty()) placed.emplace_back(setting.position, PortRow{setting.name, setting.annotation, std::move(links), false, false});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<PortRow> rows;
    for (auto& [position, row] : placed) rows.push_back(std::move(row));
    return rows;
}

std::vector<PortRow> outputs_of(const Session& session, NodeId node) {
    const Graph& graph = session.graph();
    const Signature& signature = *graph.node(node).signature;
    std::vector<PortRow> rows;
    for (const std::string& output : signature.outputs) {
        PortRow row{output, std::string(signature.output_annotation(output)), {}, false, false};
        for (const LinkId out : graph.links_out_of(node)) {
            const Link& link = graph.link(out);
            if (link.from_port == output) row.links.push_back(end_of(graph, link.to, link.to_port));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

WidgetRow widget_row(const Session& session, NodeId node, const Setting& setting) {
    const JsonText* param = session.graph().node(node).param(setting.name);
    return {.setting = setting,
            .spec = widget_of(setting),
            .value = effective_value(setting, param),
            .is_set = param != nullptr,
            .is_linked = !ends_of_links_into(session.graph(), node, setting.name).empty(),
            .suggestions = {}};
}

std::vector<WidgetRow> widgets_of(const Session& session, NodeId node) {
    std::vector<WidgetRow> rows;
    for (const Setting& setting : session.graph().node(node).signature->settings) {
        WidgetRow& row = rows.emplace_back(widget_row(session, node, setting));
        row.suggestions = suggestions_for(session, node, row.spec.kind);
    }
    return rows;
}

std::vector<NodeId> outline(const Session& session) {
    const Graph& graph = session.graph();
    std::unordered_map<NodeId, std::size_t> waits_for;
    using Waiting = std::pair<std::size_t, NodeId>;
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> ready;
    for (const NodeId node : graph.nodes()) {
        const std::size_t count = graph.links_into(node).size();
        waits_for.emplace(node, count);
        if (count == 0) ready.emplace(graph.index_of(node), node);
    }
    std::vector<NodeId> order;
    order.reserve(waits_for.size());
    while (!ready.empty()) {
        const NodeId node = ready.top().second;
        ready.pop();
        order.push_back(node);
        for (const LinkId out : graph.links_out_of(node)) {
            const NodeId next = graph.link(out).to;
            if (--waits_for.at(next) == 0) ready.emplace(graph.index_of(next), next);
        }
    }
    return order;
}

std::vector<Variable> variables(const Session& session, std::string_view filter) {
    const Search search(filter);
    std::vector<Variable> found;
    for (const NodeId node : session.graph().nodes()) {
        const std::vector<OutputSummary>* outputs = session.outputs(node);
        if (outputs == nullptr) continue;
        const std::string& name = session.graph().node(node).name;
        const std::string title = title_of(session, node);
        for (const OutputSummary& summary : *outputs) {
            const bool is_wanted =
                search.is_empty() ||
                search.score({{folded(title), 1}, {folded(name + "." + summary.port), 1}, {folded(summary.type), 1}, {folded(summary.summary), 1}}) > 0;
            if (is_wanted) found.push_back({node, name, title, summary, session.is_current(node)});
        }
    }
    return found;
}

}  // namespace flow::view_model
