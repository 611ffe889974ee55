// Frames and notes of a graph: what is asked about them.
#include <algorithm>

#include "runtime/graph/graph.h"

namespace flow {
namespace {

// The middle of a node's head, from its upper left corner (canvas units): where a node stands, however tall it is.
constexpr double kHeadMiddleX = 104;
constexpr double kHeadMiddleY = 16;

bool lies_within(const Area& inner, const Area& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

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
        const auto is_remembered = [&name](const Area& one) { return one.areas && std::find(one.areas->begin(), one.areas->end(), name) != one.areas->end(); };
        if (area(name) == nullptr && std::none_of(areas_.begin(), areas_.end(), is_remembered)) return name;
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

std::vector<std::string> Graph::areas_in(const Area& area) const {
    std::vector<std::string> inside;
    if (area.kind == Area::Kind::note) return inside;
    if (area.is_folded && area.areas) {
        // In the order in which they are remembered: a file has frames and notes apart, so that of the flow is not the same once it was read again.
        std::copy_if(area.areas->begin(), area.areas->end(), std::back_inserter(inside),
                     [&](const std::string& name) { return name != area.name && this->area(name) != nullptr; });
        return inside;
    }
    for (const Area& other : areas_) {
        if (other.foreign.empty() && other.name != area.name && lies_within(other, area)) inside.push_back(other.name);
    }
    return inside;
}

}  // namespace flow
