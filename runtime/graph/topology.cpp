#include "runtime/graph/topology.h"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

#include "runtime/base/check.h"

namespace flow {
namespace {

/// Takes out one occurrence, the last one: parallel links are kept as repeated entries.
void remove_one(IdList<NodeId>& list, NodeId node) {
    std::size_t at = list.size();
    while (at > 0 && list.begin()[at - 1] != node) --at;
    FLOW_CHECK(at > 0, "a link that is taken out of the topology was in it");
    list.erase(at - 1);
}

}  // namespace

const Topology::Entry& Topology::entry(NodeId node) const {
    const Entry* found = entries_.find(node);
    FLOW_CHECK(found != nullptr, "a node that the topology is asked about is in it");
    return *found;
}

Topology::Entry& Topology::own_entry(NodeId node) {
    Entry* found = entries_.edit(node);
    FLOW_CHECK(found != nullptr, "a node of the topology that is changed is in it");
    return *found;
}

void Topology::add(NodeId node) {
    const bool is_new = entries_.emplace(node, {}).second;
    FLOW_CHECK(is_new, "a node is added to the topology once");
    put_behind(node, last_, last_ ? position(last_) + kGap : kGap);
}

void Topology::remove(NodeId node) {
    const Entry& gone = entry(node);
    FLOW_CHECK(gone.successors.empty() && gone.predecessors.empty(), "a node's links are gone before the node");
    take_out(node);
    entries_.erase(node);
}

void Topology::take_out(NodeId node) {
    const NodeId before = entry(node).before;
    const NodeId after = entry(node).after;
    (before ? own_entry(before).after : first_) = after;
    (after ? own_entry(after).before : last_) = before;
}

void Topology::put_behind(NodeId node, NodeId place, std::int64_t position) {
    const NodeId after = place ? entry(place).after : first_;
    (place ? own_entry(place).after : first_) = node;
    (after ? own_entry(after).before : last_) = node;
    Entry& put = own_entry(node);
    put.position = position;
    put.before = place;
    put.after = after;
}

std::optional<Topology::Region> Topology::region_between(NodeId from, NodeId to) const {
    const std::int64_t first = position(to);
    const std::int64_t last = position(from);
    std::vector<NodeId> after{to};
    std::vector<NodeId> before{from};
    std::unordered_map<NodeId, bool> is_after{{to, true}, {from, false}};
    // In turns: as soon as one side is complete, the other need not be.
    for (std::size_t at = 0;; ++at) {
        if (at == after.size()) return Region{std::move(after), true};
        if (at == before.size()) return Region{std::move(before), false};
        for (const bool forward : {true, false}) {
            const Entry& current = entry((forward ? after : before)[at]);
            for (const NodeId next : forward ? current.successors : current.predecessors) {
                const std::int64_t place = position(next);
                if (forward ? place > last : place < first) continue;
                const auto [known, is_new] = is_after.emplace(next, forward);
                if (known->second != forward) return std::nullopt;
                if (is_new) (forward ? after : before).push_back(next);
            }
        }
    }
}

bool Topology::connect(NodeId from, NodeId to) {
    if (from == to) return false;
    if (position(from) > position(to)) {
        std::optional<Region> region = region_between(from, to);
        if (!region) return false;
        move_behind(std::move(region->nodes), region->goes_behind ? from : entry(to).before);
    }
    own_entry(from).successors.push_back(to);
    own_entry(to).predecessors.push_back(from);
    return true;
}

void Topology::move_behind(std::vector<NodeId> nodes, NodeId place) {
    std::sort(nodes.begin(), nodes.end(), [this](NodeId a, NodeId b) { return position(a) < position(b); });
    for (const NodeId node : nodes) take_out(node);
    const auto parts = static_cast<std::int64_t>(nodes.size()) + 1;
    const auto gap_behind_place = [&] {
        const NodeId after = place ? entry(place).after : first_;
        const std::int64_t begin = place ? position(place) : 0;
        return after ? position(after) - begin : parts * kGap;
    };
    if (gap_behind_place() < 2 * parts) spread();
    FLOW_CHECK(gap_behind_place() >= parts, "positions are enough for the nodes of one flow");
    const std::int64_t step = gap_behind_place() / parts;
    for (const NodeId node : nodes) {
        put_behind(node, place, (place ? position(place) : 0) + step);
        place = node;
    }
}

void Topology::spread() {
    // What is being moved is no part of the list now: as many gaps as there are nodes are enough for it anywhere.
    const std::int64_t gap = std::max<std::int64_t>(kGap, 4 * static_cast<std::int64_t>(entries_.size()));
    std::int64_t place = 0;
    for (NodeId node = first_; node; node = entry(node).after) own_entry(node).position = place += gap;
}

void Topology::disconnect(NodeId from, NodeId to) {
    remove_one(own_entry(from).successors, to);
    remove_one(own_entry(to).predecessors, from);
}

std::vector<NodeId> Topology::cycle_closed_by(NodeId from, NodeId to) const {
    if (from == to) return {from};
    const std::int64_t bound = entry(from).position;
    if (entry(to).position > bound || region_between(from, to)) return {};
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
    std::vector<NodeId> nodes;
    nodes.reserve(entries_.size());
    for (NodeId node = first_; node; node = entry(node).after) nodes.push_back(node);
    return nodes;
}

bool Topology::rebuild(const std::vector<NodeId>& nodes, const std::vector<std::pair<NodeId, NodeId>>& links) {
    struct Degree {
        std::uint32_t in = 0;
        std::uint32_t out = 0;
    };
    IdMap<NodeId, Degree> degrees;
    for (const NodeId node : nodes) degrees.emplace(node, {});
    for (const auto& [from, to] : links) {
        ++degrees.edit(from)->out;
        ++degrees.edit(to)->in;
    }
    Topology fresh;
    for (const NodeId node : nodes) {
        const Degree& degree = *degrees.find(node);
        Entry& made = *fresh.entries_.emplace(node, {}).first;
        made.predecessors.reserve(degree.in);
        made.successors.reserve(degree.out);
    }
    for (const auto& [from, to] : links) {
        fresh.own_entry(from).successors.push_back(to);
        fresh.own_entry(to).predecessors.push_back(from);
    }
    std::vector<NodeId> sorted;  // grows while it is walked: Kahn's queue and its result at once
    sorted.reserve(nodes.size());
    for (const NodeId node : nodes) {
        if (degrees.find(node)->in == 0) sorted.push_back(node);
    }
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        for (const NodeId next : fresh.entry(sorted[at]).successors) {
            if (--degrees.edit(next)->in == 0) sorted.push_back(next);
        }
    }
    if (sorted.size() != nodes.size()) return false;
    for (const NodeId node : sorted) fresh.put_behind(node, fresh.last_, fresh.last_ ? fresh.position(fresh.last_) + kGap : kGap);
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
