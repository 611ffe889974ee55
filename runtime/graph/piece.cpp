#include "runtime/graph/piece.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "runtime/graph/flow_file.h"

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
        edits_.reserve(piece_.nodes().size() + piece_.links().size());
        for (const NodeId id : piece_.nodes()) add_node(id, x - left, y - top);
        for (const LinkId id : piece_.links()) add_link(piece_.link(id));
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

    void add_link(Link link) {
        link.id = LinkId{++last_id_};
        link.from = ids_.at(link.from);
        link.to = ids_.at(link.to);
        edits_.emplace_back(edit::AddLink{std::move(link)});
    }

    const Graph& graph_;
    const Graph& piece_;
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
    if (piece->nodes().empty()) return refuse("edit.paste_empty");
    return Pasting(graph, *piece).edits(x, y);
}

}  // namespace flow
