// Promises: a topological order of the nodes, kept up to date per link: where a new link goes against it, what follows the link and what leads to it are searched in turns
// (Bender, Fineman, Gilbert and Tarjan, "A new approach to incremental cycle detection and related problems", 2015), and the smaller of both is moved. The order itself is
// a list with labels (Dietz and Sleator, 1987), so that moving costs what is moved.
// Must not know: ports, names, edits.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/base/id_list.h"
#include "runtime/base/id_map.h"
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
        NodeId before;  ///< its neighbours in the order
        NodeId after;
        IdList<NodeId> successors;
        IdList<NodeId> predecessors;
    };
    /// Between neighbours at first; halved where something is put between them, spread anew when there is no room.
    static constexpr std::int64_t kGap = std::int64_t{1} << 32;

    const Entry& entry(NodeId node) const;
    Entry& own_entry(NodeId node);
    /// What must move so that `from` comes before `to`: all that `to` leads to, or all that leads to `from`, among those between the two; nothing if that is a cycle.
    struct Region {
        std::vector<NodeId> nodes;
        bool goes_behind = false;  ///< behind `from`; before `to` otherwise
    };
    std::optional<Region> region_between(NodeId from, NodeId to) const;
    /// Takes the nodes out of the order and puts them behind `place` (none: first), in the order that they had.
    void move_behind(std::vector<NodeId> nodes, NodeId place);
    void take_out(NodeId node);
    void put_behind(NodeId node, NodeId place, std::int64_t position);
    void spread();

    IdMap<NodeId, Entry> entries_;
    NodeId first_;
    NodeId last_;
};

}  // namespace flow
