#include "runtime/graph/topology.h"

#include <algorithm>
#include <deque>
#include <unordered_set>
#include <utility>

#include "runtime/base/check.h"

namespace flow {
namespace {

/// Takes out one occurrence, the last one: parallel links are kept as repeated entries.
void remove_one(std::vector<NodeId>& list, NodeId node) {
    const auto found = std::find(list.rbegin(), list.rend(), node);
    FLOW_CHECK(found != list.rend(), "a link that is taken out of the topology was in it");
    list.erase(std::next(found).base());
}

}  // namespace

const Topology::Entry& Topology::entry(NodeId node) const {
    const auto found = entries_.find(node);
    FLOW_CHECK(found != entries_.end(), "a node that the topology is asked about is in it");
    return found->second;
}

Topology::Entry& Topology::entry(NodeId node) { return const_cast<Entry&>(std::as_const(*this).entry(node)); }

void Topology::add(NodeId node) {
    const bool is_new = entries_.emplace(node, Entry{++last_position_, {}, {}}).second;
    FLOW_CHECK(is_new, "a node is added to the topology once");
}

void Topology::remove(NodeId node) {
    const Entry& gone = entry(node);
    FLOW_CHECK(gone.successors.empty() && gone.predecessors.empty(), "a node's links are gone before the node");
    entries_.erase(node);
}

std::vector<NodeId> Topology::reachable_within(NodeId start, bool forward, std::int64_t bound) const {
    std::vector<NodeId> reached{start};
    std::unordered_set<NodeId> seen{start};
    for (std::size_t at = 0; at < reached.size(); ++at) {
        const Entry& current = entry(reached[at]);
        for (const NodeId next : forward ? current.successors : current.predecessors) {
            const std::int64_t place = entry(next).position;
            if ((forward ? place <= bound : place >= bound) && seen.insert(next).second) reached.push_back(next);
        }
    }
    return reached;
}

bool Topology::connect(NodeId from, NodeId to) {
    if (from == to) return false;
    Entry& source = entry(from);
    Entry& target = entry(to);
    if (source.position > target.position) {
        // Only nodes between the two can be affected: what `to` reaches up to `from`, and what reaches `from` down to `to`.
        std::vector<NodeId> after = reachable_within(to, true, source.position);
        if (std::find(after.begin(), after.end(), from) != after.end()) return false;
        std::vector<NodeId> before = reachable_within(from, false, target.position);
        reorder(std::move(before), std::move(after));
    }
    source.successors.push_back(to);
    target.predecessors.push_back(from);
    return true;
}

void Topology::reorder(std::vector<NodeId> before, std::vector<NodeId> after) {
    const auto by_position = [this](NodeId a, NodeId b) { return entry(a).position < entry(b).position; };
    std::sort(before.begin(), before.end(), by_position);
    std::sort(after.begin(), after.end(), by_position);
    before.insert(before.end(), after.begin(), after.end());
    std::vector<std::int64_t> places;
    places.reserve(before.size());
    for (const NodeId node : before) places.push_back(entry(node).position);
    std::sort(places.begin(), places.end());
    for (std::size_t at = 0; at < before.size(); ++at) entry(before[at]).position = places[at];
}

void Topology::disconnect(NodeId from, NodeId to) {
    remove_one(entry(from).successors, to);
    remove_one(entry(to).predecessors, from);
}

std::vector<NodeId> Topology::cycle_closed_by(NodeId from, NodeId to) const {
    if (from == to) return {from};
    const std::int64_t bound = entry(from).position;
    if (entry(to).position > bound) return {};
    // Breadth first, so that the sentence names a shortest path.
    std::unordered_map<NodeId, NodeId> came_from{{to, NodeId{}}};
    std::deque<NodeId> waiting{to};
    while (!waiting.empty() && !came_from.contains(from)) {
        const NodeId current = waiting.front();
        waiting.pop_front();
        for (const NodeId next : entry(current).successors) {
            if (entry(next).position <= bound && came_from.emplace(next, current).second) waiting.push_back(next);
        }
    }
    if (!came_from.contains(from)) return {};
    std::vector<NodeId> path;
    for (NodeId node = from; node; node = came_from.at(node)) path.push_back(node);
    std::reverse(path.begin(), path.end());
    return path;
}

std::int64_t Topology::position(NodeId node) const { return entry(node).position; }

std::vector<NodeId> Topology::ordered() const {
    std::vector<std::pair<std::int64_t, NodeId>> placed;
    placed.reserve(entries_.size());
    for (const auto& [node, known] : entries_) placed.emplace_back(known.position, node);
    std::sort(placed.begin(), placed.end());
    std::vector<NodeId> nodes;
    nodes.reserve(placed.size());
    for (const auto& [place, node] : placed) nodes.push_back(node);
    return nodes;
}

bool Topology::rebuild(const std::vector<NodeId>& nodes, const std::vector<std::pair<NodeId, NodeId>>& links) {
    Topology fresh;
    fresh.entries_.reserve(nodes.size());
    for (const NodeId node : nodes) fresh.add(node);
    for (const auto& [from, to] : links) {
        fresh.entry(from).successors.push_back(to);
        fresh.entry(to).predecessors.push_back(from);
    }
    std::unordered_map<NodeId, std::size_t> waits_for;
    waits_for.reserve(nodes.size());
    std::vector<NodeId> sorted;  // grows while it is walked: Kahn's queue and its result at once
    sorted.reserve(nodes.size());
    for (const NodeId node : nodes) {
        const std::size_t count = fresh.entry(node).predecessors.size();
        if (count == 0) {
            sorted.push_back(node);
        } else {
            waits_for.emplace(node, count);
        }
    }
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        Entry& current = fresh.entry(sorted[at]);
        current.position = static_cast<std::int64_t>(at) + 1;
        for (const NodeId next : current.successors) {
            if (--waits_for.at(next) == 0) sorted.push_back(next);
        }
    }
    if (sorted.size() != nodes.size()) return false;
    *this = std::move(fresh);
    return true;
}

std::vector<NodeId> Topology::find_cycle(const std::vector<NodeId>& nodes, const std::vector<std::pair<NodeId, NodeId>>& links) {
    // Taking away what has no predecessor, again and again, leaves the cycles and what follows them: walking backwards from there must close a cycle.
    std::unordered_map<NodeId, std::size_t> waits_for;
    std::unordered_map<NodeId, std::vector<NodeId>> successors;
    std::unordered_map<NodeId, std::vector<NodeId>> predecessors;
    for (const NodeId node : nodes) waits_for.emplace(node, 0);
    for (const auto& [from, to] : links) {
        successors[from].push_back(to);
        predecessors[to].push_back(from);
        ++waits_for.at(to);
    }
    std::vector<NodeId> free;
    for (const NodeId node : nodes) {
        if (waits_for.at(node) == 0) free.push_back(node);
    }
    for (std::size_t at = 0; at < free.size(); ++at) {
        for (const NodeId next : successors[free[at]]) {
            if (--waits_for.at(next) == 0) free.push_back(next);
        }
    }
    const auto stuck = std::find_if(nodes.begin(), nodes.end(), [&](NodeId node) { return waits_for.at(node) > 0; });
    if (stuck == nodes.end()) return {};
    std::vector<NodeId> walk{*stuck};
    std::unordered_map<NodeId, std::size_t> walked{{*stuck, 0}};
    while (true) {
        const std::vector<NodeId>& back = predecessors.at(walk.back());
        const NodeId next = *std::find_if(back.begin(), back.end(), [&](NodeId node) { return waits_for.at(node) > 0; });
        const auto [seen, is_new] = walked.emplace(next, walk.size());
        if (!is_new) {
            walk.erase(walk.begin(), walk.begin() + static_cast<std::ptrdiff_t>(seen->second));
            std::reverse(walk.begin(), walk.end());
            return walk;
        }
        walk.push_back(next);
    }
}

}  // namespace flow
