// What is done to wires and places on the canvas, in edits (step.h).
#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "runtime/graph/rules.h"
#include "runtime/graph/step.h"

namespace flow::step {
namespace {

/// The link into the node's first connected input, in the signature's order; none without one.
LinkId first_link_into(const Graph& graph, NodeId node) {
    LinkId first;
    std::size_t best = 0;
    const Signature& signature = *graph.node(node).signature;
    for (const LinkId id : graph.links_into(node)) {
        const std::string& port = graph.link(id).to_port;
        std::size_t place = 0;
        while (place < signature.inputs.size() && signature.inputs[place].name != port) ++place;
        if (first && place >= best) continue;
        first = id;
        best = place;
    }
    return first;
}

}  // namespace

Edit put_area(Area area) {
    std::string name = area.name;
    return edit::PutArea{std::move(name), std::make_shared<const Area>(std::move(area))};
}

Edit remove_area(std::string name) { return edit::PutArea{std::move(name), nullptr}; }

std::vector<Edit> dissolve_nodes(const Graph& graph, std::span<const NodeId> nodes) {
    std::vector<Edit> edits = remove_nodes(graph, nodes);
    std::unordered_set<NodeId> gone(nodes.begin(), nodes.end());
    std::size_t place = 0;
    for (const LinkId id : graph.links()) {
        const Link& link = graph.link(id);
        const bool is_kept = !gone.contains(link.from) && !gone.contains(link.to);
        if (is_kept) ++place;
        if (is_kept || gone.contains(link.to)) continue;
        LinkId source = first_link_into(graph, link.from);
        while (source && gone.contains(graph.link(source).from)) source = first_link_into(graph, graph.link(source).from);
        if (!source) continue;
        const Link& from = graph.link(source);
        if (!check_ports(graph, from.from, from.from_port, link.to, link.to_port)) continue;
        edits.push_back(edit::AddLink{Link{{}, from.from, from.from_port, link.to, link.to_port, {}}, place++});
    }
    return edits;
}

std::vector<Edit> insert_into(const Graph& graph, LinkId id, NodeId node, std::string_view input, std::string_view output) {
    const Link& link = graph.link(id);
    const std::size_t place = graph.index_of(id);
    return {edit::RemoveLink{id}, edit::AddLink{Link{{}, link.from, link.from_port, node, std::string(input), {}}, place},
            edit::AddLink{Link{{}, node, std::string(output), link.to, link.to_port, {}}, place + 1}};
}

void take_contents(const Graph& graph, std::vector<NodeId>& nodes, std::vector<std::string>& areas) {
    std::unordered_set<NodeId> known(nodes.begin(), nodes.end());
    for (std::size_t at = 0; at < areas.size(); ++at) {
        const Area* area = graph.area(areas[at]);
        if (area == nullptr || area->kind == Area::Kind::note) continue;
        for (const NodeId node : graph.nodes_in(*area)) {
            if (known.insert(node).second) nodes.push_back(node);
        }
        for (std::string& other : graph.areas_in(*area)) {
            if (std::find(areas.begin(), areas.end(), other) == areas.end()) areas.push_back(std::move(other));
        }
    }
}

std::vector<Edit> move(const Graph& graph, std::span<const NodeId> nodes, std::span<const std::string> areas, double dx, double dy) {
    std::vector<Edit> edits;
    const std::set<NodeId> moved(nodes.begin(), nodes.end());
    for (const NodeId node : moved) {
        NodeLook look = graph.look(node);
        look.x += dx;
        look.y += dy;
        edits.push_back(edit::SetLook{node, std::move(look)});
        for (const LinkId out : graph.links_out_of(node)) {
            const Link& link = graph.link(out);
            if (link.bends().empty() || !moved.contains(link.to)) continue;
            Bends bends = link.bends();
            for (Bend& bend : bends) bend = {bend.x + dx, bend.y + dy};
            edits.push_back(edit::SetBends{out, std::move(bends)});
        }
    }
    for (const std::string& name : areas) {
        Area area = *graph.area(name);
        area.x += dx;
        area.y += dy;
        edits.push_back(put_area(std::move(area)));
    }
    return edits;
}

}  // namespace flow::step
