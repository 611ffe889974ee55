// Promises: a topological order of the nodes, kept up to date per link (Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs", 2006),
// so that a cycle is refused by looking at the affected region only.
// Must not know: ports, names, edits.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
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

private:
    struct Entry {
        std::int64_t position = 0;
        std::vector<NodeId> successors;
        std::vector<NodeId> predecessors;
    };
    std::unordered_map<NodeId, Entry> entries_;
    std::int64_t last_position_ = 0;
};

}  // namespace flow
