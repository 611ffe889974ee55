#include "runtime/graph/piece.h"

#include <algorithm>
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
    Pasting(const Graph& graph, const Graph& piece) : graph_(graph), piece_(piece), last_id_(graph.last_id()) {}

    std::vector<Edit> edits(double x, double y) {
        double left = std::numeric_limits<double>::max();
        double top = std::numeric_limits<double>::max();
        for (const NodeId id : piece_.nodes()) {
            left = std::min(left, piece_.look(id).x);
            top = std::min(top, piece_.look(id).y);
        }
        for (const Area& area : piece_.areas()) {
            if (!area.foreign.empty()) continue;
            left = std::min(left, area.x);
            top = std::min(top, area.y);
        }
        edits_.reserve(piece_.nodes().size() + piece_.links().size());
        for (const NodeId id : piece_.nodes()) add_node(id, x - left, y - top);
        for (const LinkId id : piece_.links()) add_link(piece_.link(id), x - left, y - top);
        for (const Area& area : piece_.areas()) {
            if (area.foreign.empty()) add_area(area, x - left, y - top);
        }
        return std::move(edits_);
    }

private:
    std::string free_name(const std::string& wanted) {
        const bool is_free = !graph_.by_name(wanted) && !names_.contains(wanted);
        std::string name = is_free ? wanted : graph_.free_name(without_number(wanted), names_);
        names_.insert(name);
        return name;
    }

    void add_node(NodeId id, double dx, double dy) {
        Node node = piece_.node(id);
        node.id = NodeId{++last_id_};
        node.name = free_name(node.name);
        ids_.emplace(id, node.id);
        NodeLook look = piece_.look(id);
        look.x += dx;
        look.y += dy;
        edits_.emplace_back(edit::AddNode{std::move(node), std::move(look)});
    }

    void add_link(Link link, double dx, double dy) {
        if (link.bends) {
            for (Bend& bend : link.bends.edit()) bend = {bend.x + dx, bend.y + dy};
        }
        link.id = LinkId{++last_id_};
        link.from = ids_.at(link.from);
        link.to = ids_.at(link.to);
        edits_.emplace_back(edit::AddLink{std::move(link)});
    }

    void add_area(Area area, double dx, double dy) {
        area.x += dx;
        area.y += dy;
        for (NodeId& node : area.nodes) node = ids_.at(node);
        if (graph_.area(area.name) != nullptr) {
            do {
                area.name = (area.kind == Area::Kind::frame ? "frame_" : "note_") + std::to_string(++last_area_);
            } while (graph_.area(area.name) != nullptr || piece_.area(area.name) != nullptr);
        }
        edits_.push_back(step::put_area(std::move(area)));
    }

    const Graph& graph_;
    const Graph& piece_;
    std::size_t last_area_ = 0;
    std::uint32_t last_id_;
    std::unordered_set<std::string> names_;
    std::unordered_map<NodeId, NodeId> ids_;
    std::vector<Edit> edits_;
};

}  // namespace

Result<std::vector<Edit>> edits_to_paste(const Graph& graph, const NodeLibrary& library, std::string_view text, double x, double y) {
    const Result<Graph> piece = read_flow(text, library);
    if (!piece) {
        const std::string& key = piece.error().sentence.key;
        if (key == "file.no_json" || key == "file.not_a_flow") return refuse("edit.paste_no_piece");
        return tl::unexpected(piece.error());
    }
    const bool has_area = std::any_of(piece->areas().begin(), piece->areas().end(), [](const Area& area) { return area.foreign.empty(); });
    if (piece->nodes().empty() && !has_area) return refuse("edit.paste_empty");
    return Pasting(graph, *piece).edits(x, y);
}

}  // namespace flow
