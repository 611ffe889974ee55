#include "runtime/graph/topology.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/graph/long_run.h"

namespace flow {
namespace {

NodeId n(std::uint32_t value) { return NodeId{value}; }

Topology with_nodes(std::uint32_t count) {
    Topology topology;
    for (std::uint32_t value = 1; value <= count; ++value) topology.add(n(value));
    return topology;
}

TEST(Topology, OrdersNodesByTheirLinks) {
    Topology topology = with_nodes(3);
    EXPECT_TRUE(topology.connect(n(3), n(2)));
    EXPECT_TRUE(topology.connect(n(2), n(1)));
    EXPECT_EQ(topology.ordered(), (std::vector<NodeId>{n(3), n(2), n(1)}));
    EXPECT_LT(topology.position(n(3)), topology.position(n(1)));
}

TEST(Topology, RefusesACycleAndNamesItsPath) {
    Topology topology = with_nodes(4);
    ASSERT_TRUE(topology.connect(n(1), n(2)));
    ASSERT_TRUE(topology.connect(n(2), n(3)));
    ASSERT_TRUE(topology.connect(n(1), n(4)));
    EXPECT_EQ(topology.cycle_closed_by(n(3), n(1)), (std::vector<NodeId>{n(1), n(2), n(3)}));
    EXPECT_EQ(topology.cycle_closed_by(n(4), n(3)), std::vector<NodeId>{});
    const std::vector<NodeId> before = topology.ordered();
    EXPECT_FALSE(topology.connect(n(3), n(1)));
    EXPECT_EQ(topology.ordered(), before);
    EXPECT_FALSE(topology.connect(n(2), n(2)));
}

TEST(Topology, CountsParallelLinks) {
    Topology topology = with_nodes(2);
    ASSERT_TRUE(topology.connect(n(1), n(2)));
    ASSERT_TRUE(topology.connect(n(1), n(2)));
    topology.disconnect(n(1), n(2));
    EXPECT_FALSE(topology.connect(n(2), n(1)));
    topology.disconnect(n(1), n(2));
    EXPECT_TRUE(topology.connect(n(2), n(1)));
}

TEST(Topology, RebuildKeepsTheGivenOrderWhereLinksLeaveItFree) {
    Topology topology;
    ASSERT_TRUE(topology.rebuild({n(5), n(4), n(3)}, {{n(3), n(4)}}));
    EXPECT_EQ(topology.ordered(), (std::vector<NodeId>{n(5), n(3), n(4)}));
    EXPECT_FALSE(topology.rebuild({n(1), n(2)}, {{n(1), n(2)}, {n(2), n(1)}}));
    EXPECT_EQ(topology.ordered(), (std::vector<NodeId>{n(5), n(3), n(4)})) << "a refused rebuild changes nothing";
}

TEST(Topology, FindsRoomForAnyNumberOfNodesAtOnePlace) {
    Topology topology = with_nodes(3);
    ASSERT_TRUE(topology.connect(n(1), n(2)));
    ASSERT_TRUE(topology.connect(n(2), n(3)));
    std::vector<NodeId> expected{n(1)};
    for (std::uint32_t value = 4; value < 300; ++value) {
        topology.add(n(value));
        ASSERT_TRUE(topology.connect(n(value), n(2)));
        expected.push_back(n(value));
    }
    expected.insert(expected.end(), {n(2), n(3)});
    EXPECT_EQ(topology.ordered(), expected);
    EXPECT_TRUE(std::is_sorted(expected.begin(), expected.end(), [&](NodeId a, NodeId b) { return topology.position(a) < topology.position(b); }));
}

TEST(Topology, FindsOneCycleAmongMany) {
    const std::vector<std::pair<NodeId, NodeId>> links{{n(1), n(2)}, {n(2), n(3)}, {n(3), n(4)}, {n(4), n(2)}, {n(4), n(5)}};
    std::vector<NodeId> cycle = Topology::find_cycle({n(1), n(2), n(3), n(4), n(5)}, links);
    ASSERT_EQ(cycle.size(), 3u);
    std::rotate(cycle.begin(), std::find(cycle.begin(), cycle.end(), n(2)), cycle.end());
    EXPECT_EQ(cycle, (std::vector<NodeId>{n(2), n(3), n(4)}));
    EXPECT_TRUE(Topology::find_cycle({n(1), n(2)}, {{n(1), n(2)}}).empty());
}

/// The plain way: search the whole graph.
class Oracle {
public:
    bool reaches(NodeId from, NodeId to) const {
        std::vector<NodeId> waiting{from};
        std::set<NodeId> seen{from};
        while (!waiting.empty()) {
            const NodeId current = waiting.back();
            waiting.pop_back();
            if (current == to) return true;
            for (const auto& [link, count] : links) {
                if (count > 0 && link.first == current && seen.insert(link.second).second) waiting.push_back(link.second);
            }
        }
        return false;
    }

    std::map<std::pair<NodeId, NodeId>, int> links;
    std::set<NodeId> nodes;
};

void expect_order(const Topology& topology, const Oracle& oracle) {
    const std::vector<NodeId> order = topology.ordered();
    ASSERT_EQ(std::set<NodeId>(order.begin(), order.end()), oracle.nodes);
    ASSERT_EQ(order.size(), oracle.nodes.size());
    for (const auto& [link, count] : oracle.links) {
        if (count > 0) {
            ASSERT_LT(topology.position(link.first), topology.position(link.second));
        }
    }
}

void expect_path(const Topology& topology, const Oracle& oracle, NodeId from, NodeId to) {
    const std::vector<NodeId> path = topology.cycle_closed_by(from, to);
    ASSERT_EQ(!path.empty(), from == to || oracle.reaches(to, from));
    if (path.empty()) return;
    ASSERT_EQ(path.front(), to);
    ASSERT_EQ(path.back(), from);
    for (std::size_t at = 1; at < path.size(); ++at) {
        const auto link = oracle.links.find({path[at - 1], path[at]});
        ASSERT_TRUE(link != oracle.links.end() && link->second > 0);
    }
}

TEST(TopologyProperty, AgreesWithASearchOfTheWholeGraph) {
    for (unsigned seed = 0; seed < tests::rounds(60, 2'000); ++seed) {
        std::mt19937 random(seed);
        const std::uint32_t size = 2 + seed % 14;
        Topology topology;
        Oracle oracle;
        for (std::uint32_t value = 1; value <= size; ++value) {
            topology.add(n(value));
            oracle.nodes.insert(n(value));
        }
        std::uint32_t newest = size;
        for (int action = 0; action < 80; ++action) {
            const std::vector<NodeId> known(oracle.nodes.begin(), oracle.nodes.end());
            const NodeId from = known[random() % known.size()];
            const NodeId to = known[random() % known.size()];
            const auto choice = random() % 10;
            if (choice < 6) {
                expect_path(topology, oracle, from, to);
                const bool is_allowed = from != to && !oracle.reaches(to, from);
                ASSERT_EQ(topology.connect(from, to), is_allowed) << "seed " << seed;
                if (is_allowed) ++oracle.links[{from, to}];
            } else if (choice < 8) {
                const auto link = oracle.links.find({from, to});
                if (link != oracle.links.end() && link->second > 0) {
                    topology.disconnect(from, to);
                    --link->second;
                }
            } else if (choice == 8) {
                const bool is_free = std::none_of(oracle.links.begin(), oracle.links.end(),
                                                  [&](const auto& link) { return link.second > 0 && (link.first.first == from || link.first.second == from); });
                if (is_free && known.size() > 1) {
                    topology.remove(from);
                    oracle.nodes.erase(from);
                }
            } else {
                topology.add(n(++newest));
                oracle.nodes.insert(n(newest));
            }
            ASSERT_NO_FATAL_FAILURE(expect_order(topology, oracle)) << "seed " << seed;
        }
        std::vector<std::pair<NodeId, NodeId>> links;
        for (const auto& [link, count] : oracle.links) links.insert(links.end(), static_cast<std::size_t>(count), link);
        ASSERT_TRUE(topology.rebuild({oracle.nodes.begin(), oracle.nodes.end()}, links));
        ASSERT_NO_FATAL_FAILURE(expect_order(topology, oracle));
    }
}

}  // namespace
}  // namespace flow
