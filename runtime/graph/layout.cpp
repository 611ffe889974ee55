#include "runtime/graph/layout.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace flow {
namespace {

/// The longest way from a source to each node, in links.
std::vector<std::size_t> columns_of(const std::vector<Node>& nodes, const std::vector<Link>& links) {
    std::unordered_map<NodeId, std::size_t> places;
    for (std::size_t at = 0; at < nodes.size(); ++at) places.emplace(nodes[at].id, at);
    std::vector<std::vector<std::size_t>> successors(nodes.size());
    std::vector<std::size_t> waits_for(nodes.size(), 0);
    for (const Link& link : links) {
        const std::size_t to = places.at(link.to);
        successors[places.at(link.from)].push_back(to);
        ++waits_for[to];
    }
    std::vector<std::size_t> columns(nodes.size(), 0);
    std::vector<std::size_t> ready;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        if (waits_for[at] == 0) ready.push_back(at);
    }
    for (std::size_t next = 0; next < ready.size(); ++next) {
        for (const std::size_t to : successors[ready[next]]) {
            columns[to] = std::max(columns[to], columns[ready[next]] + 1);
            if (--waits_for[to] == 0) ready.push_back(to);
        }
    }
    return columns;
}

}  // namespace

void place_missing(const std::vector<Node>& nodes, const std::vector<Link>& links, const std::vector<bool>& has_look, std::vector<NodeLook>& looks) {
    if (std::find(has_look.begin(), has_look.end(), false) == has_look.end()) return;
    double left = std::numeric_limits<double>::max();
    double bottom = std::numeric_limits<double>::lowest();
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        if (!has_look[at]) continue;
        left = std::min(left, looks[at].x);
        bottom = std::max(bottom, looks[at].y);
    }
    const bool is_first = bottom == std::numeric_limits<double>::lowest();
    const double start_x = is_first ? 0 : left;
    const double start_y = is_first ? 0 : bottom + kRowHeight;
    const std::vector<std::size_t> columns = columns_of(nodes, links);
    std::vector<std::size_t> rows(nodes.size() + 1, 0);
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        if (has_look[at]) continue;
        looks[at].x = start_x + static_cast<double>(columns[at]) * kColumnWidth;
        looks[at].y = start_y + static_cast<double>(rows[columns[at]]++) * kRowHeight;
    }
}

}  // namespace flow
