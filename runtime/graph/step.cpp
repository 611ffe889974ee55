#include "runtime/graph/step.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "runtime/graph/graph_change.h"
#include "runtime/graph/rules.h"
#include "runtime/graph/widget.h"

namespace flow::step {
namespace {

tl::unexpected<Error> refuse_setting(const Node& node, std::string_view name) {
    return refuse("graph.unknown_setting", {{"node", node.name}, {"name", std::string(name)}});
}

}  // namespace

Result<std::vector<Edit>> add_node(const Graph& graph, const NodeLibrary& library, Node node, NodeLook look) {
    if (node.type != kPythonType && library.find(node.type) == nullptr) return refuse("graph.unknown_type", {{"type", node.type}});
    const Reading reading = read_node(library, node.type, node.source);
    if (node.name.empty()) node.name = graph.free_name(node.type == kPythonType ? reading.function : node.type);
    for (Param& param : node.params) {
        const Setting* setting = reading.signature->setting(param.name);
        if (setting == nullptr && reading.problem) continue;  // a source that cannot be read yet has no settings to compare with
        if (setting == nullptr) return refuse_setting(node, param.name);
        Result<JsonText> value = coerce(*setting, param.value);
        if (!value) return tl::unexpected(value.error());
        param.value = *std::move(value);
    }
    if (!node.id) node.id = NodeId{graph.last_id() + 1};
    return std::vector<Edit>{edit::AddNode{std::move(node), std::move(look)}};
}

std::vector<Edit> remove_nodes(const Graph& graph, std::span<const NodeId> nodes) {
    std::vector<NodeId> gone;
    std::vector<LinkId> links;
    for (const NodeId node : nodes) {
        if (graph.find(node) == nullptr) continue;
        gone.push_back(node);
        const auto in = graph.links_into(node);
        const auto out = graph.links_out_of(node);
        links.insert(links.end(), in.begin(), in.end());
        links.insert(links.end(), out.begin(), out.end());
    }
    // From the file's end to its beginning: each removal, and each return, is then at the end of what is left.
    const auto later_first = [&graph](auto a, auto b) { return graph.before(b, a); };
    std::sort(gone.begin(), gone.end(), later_first);
    gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
    std::sort(links.begin(), links.end(), later_first);
    links.erase(std::unique(links.begin(), links.end()), links.end());
    std::vector<Edit> edits;
    edits.reserve(links.size() + gone.size());
    for (const LinkId link : links) edits.emplace_back(edit::RemoveLink{link});
    for (const NodeId node : gone) edits.emplace_back(edit::RemoveNode{node});
    return edits;
}

Result<std::vector<Edit>> connect(const Graph& graph, NodeId from, std::string_view from_port, NodeId to, std::string_view to_port) {
    if (Result<void> allowed = may_connect(graph, from, from_port, to, to_port); !allowed) return tl::unexpected(allowed.error());
    std::vector<Edit> edits;
    if (takes_one_link(*graph.node(to).signature, to_port)) {
        if (graph.link_between(from, from_port, to, to_port)) return edits;
        if (const LinkId taken = link_into_port(graph, to, to_port)) edits.emplace_back(edit::RemoveLink{taken});
    }
    edits.emplace_back(edit::AddLink{Link{{}, from, std::string(from_port), to, std::string(to_port), {}}});
    return edits;
}

std::vector<Edit> reorder(const Graph& graph, LinkId moved, int by) {
    const Link& link = graph.link(moved);
    std::vector<LinkId> row;
    for (const LinkId in : graph.links_into(link.to)) {
        if (graph.link(in).to_port == link.to_port) row.push_back(in);
    }
    const auto at = std::find(row.begin(), row.end(), moved);
    // Two neighbours change places: the later one is taken out and put back before the earlier one.
    const auto later = by < 0 ? at : at + 1;
    if (by == 0 || later == row.begin() || later == row.end()) return {};
    return {edit::RemoveLink{*later}, edit::AddLink{graph.link(*later), graph.index_of(*(later - 1))}};
}

Result<std::vector<Edit>> set_source(const Graph& graph, NodeId node, std::string source) {
    const Node* known = graph.find(node);
    if (known == nullptr) return refuse("graph.no_such_node");
    std::vector<Edit> edits;
    if (const auto signature = read_signature(source)) {
        std::unordered_set<std::string_view> taken;
        for (const LinkId id : graph.links_into(node)) {
            const std::string& port = graph.link(id).to_port;
            if (takes_one_link(*signature, port) && !taken.insert(port).second) edits.emplace_back(edit::RemoveLink{id});
        }
    }
    edits.emplace_back(edit::SetSource{node, std::move(source)});
    return edits;
}

Result<std::vector<Edit>> set_param(const Graph& graph, NodeId node, std::string_view name, const std::optional<JsonText>& value) {
    const Node* known = graph.find(node);
    if (known == nullptr) return refuse("graph.no_such_node");
    const Setting* setting = known->signature->setting(name);
    if (setting == nullptr && known->param(name) == nullptr) return refuse_setting(*known, name);
    std::optional<JsonText> stored = value;
    if (setting != nullptr && value) {
        Result<JsonText> coerced = coerce(*setting, *value);
        if (!coerced) return tl::unexpected(coerced.error());
        stored = *std::move(coerced);
    }
    return std::vector<Edit>{edit::SetParam{node, std::string(name), std::move(stored)}};
}

}  // namespace flow::step
