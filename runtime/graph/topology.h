// Promises: a topological order of the nodes, kept up to date per link (Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs", 2006),
// so that a cycle is refused by looking at the affected region only.
// Must not know: ports, names, edits.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/base/ids.h"

namespace flow {

class Topology {
public:
    void add(NodeId node);
    void remove(NodeId node);  ///< its links must be gone
    /// False, changing nothing, if `from -> to` would close a cycle. Parallel links are counted.
    bool connect(NodeId from, NodeId to);
    void disconnect(NodeId from, NodeId to);

    /// The nodes of a path to -> … -> from that a link from -> to would close; empty if it is allowed.
    std::vector<NodeId> cycle_closed_by(NodeId from, NodeId to) const;

    /// Smaller comes first. Only the order counts, not the value.
    std::int64_t position(NodeId node) const;
    /// All nodes, in topological order.
    std::vector<NodeId> ordered() const;

    /// One Kahn sort for many links at once. False, changing nothing, if they hold a cycle.
    bool rebuild(const std::vector<NodeId>& nodes, const std::vector<std::pair<NodeId, NodeId>>& links);

    /// The nodes of one cycle in the direction of its links (a -> b -> … -> a, each once); empty if there is none. For the sentence after `rebuild` refused.
    static std::vector<NodeId> find_cycle(const std::vector<NodeId>& nodes, const std::vector<std::pair<NodeId, NodeId>>& links);

private:
    struct Entry {
        std::int64_t position = 0;
        std::vector<NodeId> successors;
        std::vector<NodeId> predecessors;
    };
    Entry& entry(NodeId node);
    const Entry& entry(NodeId node) const;
    /// `start` and all that it reaches (forward) or that reach it, no further than the position `bound`.
    std::vector<NodeId> reachable_within(NodeId start, bool forward, std::int64_t bound) const;
    /// Gives the positions that both lists hold to `before` first, then to `after`.
    void reorder(std::vector<NodeId> before, std::vector<NodeId> after);

    std::unordered_map<NodeId, Entry> entries_;
    std::int64_t last_position_ = 0;
};

}  // namespace flow
