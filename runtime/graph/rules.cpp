#include "runtime/graph/rules.h"

#include <algorithm>
#include <unordered_set>

namespace flow {

bool takes_one_link(const Signature& signature, std::string_view port) {
    if (const Port* input = signature.input(port)) return !input->is_variadic;
    return signature.setting(port) != nullptr;
}

LinkId link_into_port(const Graph& graph, NodeId to, std::string_view port) {
    const auto links = graph.links_into(to);
    const auto found = std::find_if(links.begin(), links.end(), [&](LinkId id) { return graph.link(id).to_port == port; });
    return found == links.end() ? LinkId{} : *found;
}

std::optional<std::string> crowded_port(const Graph& graph, NodeId to, const Signature& signature) {
    std::unordered_set<std::string_view> taken;
    for (const LinkId id : graph.links_into(to)) {
        const std::string& port = graph.link(id).to_port;
        if (takes_one_link(signature, port) && !taken.insert(port).second) return port;
    }
    return std::nullopt;
}

std::string cycle_text(const std::vector<NodeId>& path, const std::function<std::string(NodeId)>& name_of) {
    constexpr std::size_t kMostNames = 8;  // a sentence, not a list
    std::string text;
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (path.size() > kMostNames && at == kMostNames / 2) {
            text += "… → ";
            at = path.size() - kMostNames / 2;
        }
        text += name_of(path[at]) + " → ";
    }
    return path.empty() ? text : text + name_of(path.front());
}

std::string cycle_text(const Graph& graph, const std::vector<NodeId>& path) {
    return cycle_text(path, [&graph](NodeId id) { return graph.node(id).name; });
}

Result<void> check_ports(const Graph& graph, NodeId from, std::string_view from_port, NodeId to, std::string_view to_port) {
    const Node* source = graph.find(from);
    const Node* target = graph.find(to);
    if (source == nullptr || target == nullptr) return refuse("graph.no_such_node");
    if (!source->signature->has_output(from_port)) return refuse("graph.unknown_output", {{"node", source->name}, {"port", std::string(from_port)}});
    if (target->signature->input(to_port) == nullptr && target->signature->setting(to_port) == nullptr) {
        return refuse("graph.unknown_input", {{"node", target->name}, {"port", std::string(to_port)}});
    }
    return {};
}

Result<void> may_connect(const Graph& graph, NodeId from, std::string_view from_port, NodeId to, std::string_view to_port) {
    if (Result<void> ports = check_ports(graph, from, from_port, to, to_port); !ports) return ports;
    if (from == to) return refuse("graph.link_to_itself", {{"node", graph.node(to).name}});
    const std::vector<NodeId> cycle = graph.topology().cycle_closed_by(from, to);
    if (!cycle.empty()) return refuse("graph.cycle", {{"path", cycle_text(graph, cycle)}});
    return {};
}

Result<void> may_be_one(const Graph& graph, std::span<const NodeId> nodes) {
    const std::unordered_set<NodeId> inside(nodes.begin(), nodes.end());
    std::int64_t last = 0;
    bool is_first = true;
    for (const NodeId node : nodes) {
        const std::int64_t position = graph.topology().position(node);
        if (is_first || position > last) last = position;
        is_first = false;
    }
    // What stands behind all of them in the order leads to none of them.
    std::unordered_set<NodeId> seen;
    std::vector<NodeId> outside;
    for (const NodeId node : nodes) {
        for (const LinkId link : graph.links_out_of(node)) {
            const NodeId next = graph.link(link).to;
            if (!inside.contains(next) && graph.topology().position(next) < last && seen.insert(next).second) outside.push_back(next);
        }
    }
    while (!outside.empty()) {
        const NodeId at = outside.back();
        outside.pop_back();
        for (const LinkId link : graph.links_out_of(at)) {
            const NodeId next = graph.link(link).to;
            if (inside.contains(next)) return refuse("graph.subflow_returns", {{"node", graph.node(at).name}});
            if (graph.topology().position(next) < last && seen.insert(next).second) outside.push_back(next);
        }
    }
    return {};
}

}  // namespace flow
