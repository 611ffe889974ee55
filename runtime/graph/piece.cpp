#include "runtime/graph/piece.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "runtime/graph/flow_file.h"
#include "runtime/graph/step.h"

namespace flow {
namespace {

/// "clean_2" was numbered when it was made: a copy of it is another "clean".
std::string_view without_number(std::string_view name) {
    const std::size_t end = name.find_last_not_of("0123456789");
    const bool is_numbered = end != std::string_view::npos && end > 0 && name[end] == '_' && end + 1 < name.size();
    return is_numbered ? name.substr(0, end) : name;
}

class Pasting {
public:
    /// `from`: the graph that the piece is of.
    Pasting(const Graph& graph, const Graph& from, const Piece& piece) : graph_(graph), from_(from), piece_(piece), last_id_(graph.last_id()) {}

    /// With its upper left corner there.
    std::vector<Edit> edits_at(double x, double y) {
        double left = std::numeric_limits<double>::max();
        double top = std::numeric_limits<double>::max();
        for (const NodeId id : piece_.nodes) {
            left = std::min(left, from_.look(id).x);
            top = std::min(top, from_.look(id).y);
        }
        for (const std::string& name : piece_.areas) {
            left = std::min(left, from_.area(name)->x);
            top = std::min(top, from_.area(name)->y);
        }
        return edits_beside(x - left, y - top);
    }

    std::vector<Edit> edits_beside(double dx, double dy) {
        edits_.reserve(piece_.nodes.size() + piece_.links.size() + piece_.areas.size());
        for (const NodeId id : piece_.nodes) add_node(id, dx, dy);
        for (const LinkId id : piece_.links) add_link(from_.link(id), dx, dy);
        for (const std::string& name : piece_.areas) area_names_.emplace(name, free_area_name(*from_.area(name)));
        for (const std::string& name : piece_.areas) add_area(*from_.area(name), dx, dy);
        return std::move(edits_);
    }

private:
    std::string free_name(const std::string& wanted) {
        const bool is_free = !graph_.by_name(wanted) && !names_.contains(wanted);
        std::string name = is_free ? wanted : graph_.free_name(without_number(wanted), names_);
        names_.insert(name);
        return name;
    }

    std::string free_area_name(const Area& area) {
        if (graph_.area(area.name) == nullptr) return area.name;
        std::string name;
        do {
            name = (area.kind == Area::Kind::frame ? "frame_" : "note_") + std::to_string(++last_area_);
        } while (graph_.area(name) != nullptr || from_.area(name) != nullptr);
        return name;
    }

    void add_node(NodeId id, double dx, double dy) {
        Node node = from_.node(id);
        node.id = NodeId{++last_id_};
        node.name = free_name(node.name);
        ids_.emplace(id, node.id);
        NodeLook look = from_.look(id);
        look.x += dx;
        look.y += dy;
        edits_.emplace_back(edit::AddNode{std::move(node), std::move(look)});
    }

    void add_link(Link link, double dx, double dy) {
        Bends bends = link.bends();
        for (Bend& bend : bends) bend = {bend.x + dx, bend.y + dy};
        link.set_bends(std::move(bends));
        link.id = LinkId{++last_id_};
        link.from = ids_.at(link.from);
        link.to = ids_.at(link.to);
        edits_.emplace_back(edit::AddLink{std::move(link)});
    }

    void add_area(Area area, double dx, double dy) {
        area.x += dx;
        area.y += dy;
        std::erase_if(area.nodes, [this](NodeId node) { return !ids_.contains(node); });
        for (NodeId& node : area.nodes) node = ids_.at(node);
        area.name = area_names_.at(area.name);
        if (area.areas) {
            std::erase_if(*area.areas, [this](const std::string& name) { return !area_names_.contains(name); });
            for (std::string& name : *area.areas) name = area_names_.at(name);
        }
        edits_.push_back(step::put_area(std::move(area)));
    }

    const Graph& graph_;
    const Graph& from_;
    const Piece& piece_;
    std::size_t last_area_ = 0;
    std::uint32_t last_id_;
    std::unordered_set<std::string> names_;
    std::unordered_map<NodeId, NodeId> ids_;
    std::unordered_map<std::string, std::string> area_names_;
    std::vector<Edit> edits_;
};

}  // namespace

Piece piece_of(const Graph& graph, const std::vector<NodeId>& nodes, const std::vector<std::string>& areas) {
    Piece piece;
    std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(piece.nodes), [&graph](NodeId id) { return graph.find(id) != nullptr; });
    std::unordered_set<std::string> taken;
    std::vector<std::string> rest = areas;
    while (!rest.empty()) {
        const Area* area = graph.area(rest.back());
        rest.pop_back();
        if (area == nullptr || !taken.insert(area->name).second || !area->is_folded) continue;
        for (std::string& inner : graph.areas_in(*area)) rest.push_back(std::move(inner));
        const std::vector<NodeId> hidden = graph.nodes_in(*area);
        piece.nodes.insert(piece.nodes.end(), hidden.begin(), hidden.end());
    }
    for (const Area& area : graph.areas()) {
        if (area.foreign.empty() && taken.contains(area.name)) piece.areas.push_back(area.name);
    }
    std::sort(piece.nodes.begin(), piece.nodes.end(), [&graph](NodeId a, NodeId b) { return graph.before(a, b); });
    piece.nodes.erase(std::unique(piece.nodes.begin(), piece.nodes.end()), piece.nodes.end());
    const std::unordered_set<NodeId> inside(piece.nodes.begin(), piece.nodes.end());
    for (const NodeId id : piece.nodes) {
        for (const LinkId link : graph.links_into(id)) {
            if (inside.contains(graph.link(link).from)) piece.links.push_back(link);
        }
    }
    std::sort(piece.links.begin(), piece.links.end(), [&graph](LinkId a, LinkId b) { return graph.before(a, b); });
    return piece;
}

Result<std::vector<Edit>> edits_to_paste(const Graph& graph, const NodeLibrary& library, std::string_view text, double x, double y) {
    const Result<Graph> piece = read_flow(text, library);
    if (!piece) {
        const std::string& key = piece.error().sentence.key;
        if (key == "file.no_json" || key == "file.not_a_flow") return refuse("edit.paste_no_piece");
        return tl::unexpected(piece.error());
    }
    Piece whole{{piece->nodes().begin(), piece->nodes().end()}, {piece->links().begin(), piece->links().end()}, {}};
    for (const Area& area : piece->areas()) {
        if (area.foreign.empty()) whole.areas.push_back(area.name);
    }
    if (whole.nodes.empty() && whole.areas.empty()) return refuse("edit.paste_empty");
    return Pasting(graph, *piece, whole).edits_at(x, y);
}

std::vector<Edit> edits_to_duplicate(const Graph& graph, const Piece& piece, double dx, double dy) { return Pasting(graph, graph, piece).edits_beside(dx, dy); }

}  // namespace flow
