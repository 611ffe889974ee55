// Frames and notes of a graph: what is asked about them.
#include <algorithm>

#include "runtime/graph/graph.h"

namespace flow {
namespace {

// The middle of a node's head, from its upper left corner (canvas units): where a node stands, however tall it is.
constexpr double kHeadMiddleX = 104;
constexpr double kHeadMiddleY = 16;

}  // namespace

bool Area::holds(double node_x, double node_y) const {
    const double at_x = node_x + kHeadMiddleX;
    const double at_y = node_y + kHeadMiddleY;
    return at_x >= x && at_x < x + width && at_y >= y && at_y < y + height;
}

const Area* Graph::area(std::string_view name) const {
    const auto found = std::find_if(areas_.begin(), areas_.end(), [name](const Area& one) { return one.foreign.empty() && one.name == name; });
    return found == areas_.end() ? nullptr : &*found;
}

std::string Graph::free_area_name(Area::Kind kind) const {
    const std::string start = kind == Area::Kind::frame ? "frame_" : "note_";
    for (std::size_t number = 1;; ++number) {
        std::string name = start + std::to_string(number);
        if (area(name) == nullptr) return name;
    }
}

std::vector<NodeId> Graph::nodes_in(const Area& area) const {
    std::vector<NodeId> inside;
    if (area.kind == Area::Kind::note) return inside;
    if (area.is_folded) {
        std::copy_if(area.nodes.begin(), area.nodes.end(), std::back_inserter(inside), [this](NodeId id) { return find(id) != nullptr; });
        return inside;
    }
    for (const NodeId id : nodes()) {
        const NodeLook& at = look(id);
        if (area.holds(at.x, at.y)) inside.push_back(id);
    }
    return inside;
}

}  // namespace flow
