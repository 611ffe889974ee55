// Several kernels: what comes out is what one kernel gives, each node is called once, and a kernel that is lost costs its own nodes only, in whatever order things happen.
#include <algorithm>
#include <random>
#include <set>

#include "tests/graph/long_run.h"
#include "tests/session/pool_runner.h"

namespace flow::tests {
namespace {

using Names = std::vector<std::string>;

class PoolWorld {
public:
    PoolWorld(unsigned seed, std::size_t kernels) : random_(seed) {
        SessionLimits limits;
        limits.kernels = kernels;
        session.set_limits(limits);
        runner.at_once = seed % 3 == 0 ? 1 : 2 + seed % 7;
        runner.open(kHome);
        settle();
    }

    /// A random flow; the same for the same seed.
    void build(unsigned seed, bool has_local) {
        std::mt19937 random(seed);
        const unsigned count = 6 + static_cast<unsigned>(random() % 20);
        for (unsigned at = 0; at < count; ++at) {
            const std::string kind = random() % 3 == 0 ? "long" : has_local && random() % 4 == 0 ? "local" : "short";
            add("n" + std::to_string(at), kind);
            for (auto link = random() % 3; at > 0 && link > 0; --link) connect("n" + std::to_string(random() % at), "n" + std::to_string(at));
        }
    }
    void add(const std::string& name, const std::string& kind) {
        intent::AddNode wanted;
        wanted.type = "python";
        wanted.name = name;
        wanted.source = "def " + name + "(*items):\n    return " + kind + "\n";
        ASSERT_TRUE(session.apply(wanted, now_ms));
    }
    void connect(const std::string& from, const std::string& to) { (void)session.apply(intent::Connect{{id(from), "result"}, {id(to), "items"}}, now_ms); }

    NodeId id(const std::string& name) const { return session.graph().by_name(name); }
    NodeState state(const std::string& name) const { return session.state(id(name)); }
    Names names() const {
        Names names;
        for (const NodeId node : session.graph().nodes()) names.push_back(session.graph().node(node).name);
        return names;
    }
    std::string value(const std::string& name) const {
        const auto kept = session.value(id(name), "result");
        return kept ? runner.value(kept->key) : "";
    }

    void start(const RunTarget& target = {}) {
        runner.calls.clear();
        (void)session.apply(intent::Run{target}, now_ms);
        session.tick(now_ms);
    }
    /// One thing happens, some time later.
    bool step() {
        now_ms += static_cast<double>(random_() % 400);
        const bool has_happened = runner.happen(session, now_ms, below(1'000'000));
        const std::vector<KernelNumber> replaced = std::exchange(runner.replaced, {});
        for (const KernelNumber kernel : replaced) runner.lose(session, kernel, now_ms);
        session.tick(now_ms);
        return has_happened || !replaced.empty();
    }
    void settle() {
        for (int steps = 0; steps < 20'000; ++steps) {
            if (step()) continue;
            if (!session.run()) return;
            const auto wakes = session.wakes_at_ms();
            ASSERT_TRUE(wakes) << "a run goes on and nothing is left that could happen";
            now_ms = std::max(now_ms, *wakes);
        }
        FAIL() << "a run without an end";
    }
    /// The page's budget is used up.
    void crowd_out() {
        if (runner.saved.empty()) return;
        runner.hear_all(session, now_ms);  // the page tells what it saved before it tells that it has let it go
        auto chosen = runner.saved.begin();
        std::advance(chosen, below(static_cast<unsigned>(runner.saved.size())));
        const std::string key = chosen->first;
        runner.saved.erase(chosen);
        session.receive(run_event::ValueUnsaved{key, UnsavedReason::crowded_out, ""}, now_ms);
    }
    unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

    PoolRunner runner;
    Session session{runner};
    double now_ms = 1'000;

private:
    std::mt19937 random_;
};

/// Evaluates a flow by nothing that the session knows of runs.
std::string clean_value(const Graph& graph, NodeId node) {
    const Node& known = graph.node(node);
    std::vector<std::pair<std::string, std::string>> inputs;
    for (const LinkId in : graph.links_into(node)) inputs.emplace_back("items", clean_value(graph, graph.link(in).from));
    const std::string value = value_of_call(known.name, known.source, {}, inputs, {}, "result");
    return known.source.find("local") != std::string::npos ? "local " + value : value;
}

void expect_true(const PoolWorld& world) {
    for (const std::string& name : world.names()) {
        if (world.state(name) != NodeState::ok) continue;
        ASSERT_EQ(world.value(name), clean_value(world.session.graph(), world.id(name))) << name;
    }
}

void expect_all_ok(const PoolWorld& world) {
    for (const std::string& name : world.names()) {
        std::string why;
        for (const Why& one : world.session.status(world.id(name)).why) why += one.code + " ";
        ASSERT_EQ(world.state(name), NodeState::ok) << name << ": " << why;
    }
    expect_true(world);
}

TEST(Pool, WhatComesOutDoesNotDependOnHowManyKernelsThereAre) {
    std::size_t moves = 0;
    std::size_t most_at_once = 0;
    int away = 0;
    for (unsigned seed = 1; seed <= rounds(150, 3'000); ++seed) {
        for (const std::size_t kernels : {1u, 2u, 4u}) {
            SCOPED_TRACE("seed " + std::to_string(seed) + ", kernels " + std::to_string(kernels));
            PoolWorld world(seed, kernels);
            world.runner.saves = seed % 2 == 0;
            world.build(seed, false);
            for (int run = 0; run < 2; ++run) {  // the second one knows how long the nodes take
                world.start({{}, {}, {}, true});
                world.settle();
                expect_all_ok(world);
                for (const std::string& name : world.names()) ASSERT_EQ(world.runner.calls[name], 1) << name;
            }
            for (const auto& [name, kernel] : world.runner.made_in) away += kernel != kHome ? 1 : 0;
            moves += world.runner.moves;
            most_at_once = std::max(most_at_once, world.runner.most_at_once);
            const std::size_t used = world.runner.moves + world.runner.size(1);
            ASSERT_TRUE(kernels > 1 || used == 0);
            if (testing::Test::HasFailure()) return;
        }
    }
    EXPECT_GT(away, 100) << "helpers were of use";
    EXPECT_GT(moves, 100u);
    EXPECT_GT(most_at_once, 4u) << "kernels were given several calls at once";
}

TEST(Pool, WhatCannotLeaveAKernelIsMadeInTheHomeKernel) {
    for (unsigned seed = 1; seed <= rounds(150, 3'000); ++seed) {
        for (const std::size_t kernels : {2u, 4u}) {
            SCOPED_TRACE("seed " + std::to_string(seed) + ", kernels " + std::to_string(kernels));
            PoolWorld world(seed, kernels);
            world.build(seed, true);
            std::map<std::string, int> before;
            for (int run = 0; run < 3; ++run) {
                world.start({{}, {}, {}, true});
                world.settle();
                expect_all_ok(world);
                for (const std::string& name : world.names()) {
                    const bool is_local = world.value(name).starts_with("local");
                    ASSERT_LE(world.runner.calls[name], is_local && before[name] < 2 ? 2 : 1) << name << " was tried away once, and never again";
                    before[name] = std::max(before[name], world.runner.calls[name]);
                    ASSERT_TRUE(!is_local || world.runner.made_in[name] == kHome);
                }
            }
            if (testing::Test::HasFailure()) return;
        }
    }
}

TEST(Pool, AKernelThatIsLostCostsItsOwnNodesOnly) {
    int losses = 0;
    for (unsigned seed = 1; seed <= rounds(200, 3'000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        PoolWorld world(seed, 2 + seed % 3);
        world.runner.saves = seed % 4 == 0;
        world.build(seed, seed % 2 == 0);
        world.start({{}, {}, {}, true});
        world.settle();
        world.start({{}, {}, {}, true});
        for (unsigned steps = world.below(60); steps > 0 && world.session.run(); --steps) world.step();
        const auto lost = static_cast<KernelNumber>(seed % 5 == 0 ? 0 : 1 + world.below(2));
        if (!world.runner.is_ready(lost)) continue;
        world.runner.hear_all(world.session, world.now_ms);
        world.session.tick(world.now_ms);
        const bool is_running = world.session.run().has_value();
        std::set<std::string> safe;  // finished, with values elsewhere
        for (const std::string& name : world.names()) {
            const auto kept = world.session.value(world.id(name), "result");
            if (world.state(name) != NodeState::ok || !kept) continue;
            for (KernelNumber other = 0; other < 4; ++other) {
                if (other != lost && world.runner.has(other, kept->key)) safe.insert(name);
            }
        }
        ++losses;
        world.runner.lose(world.session, lost, world.now_ms);
        world.session.tick(world.now_ms);
        expect_true(world);
        for (const std::string& name : safe) ASSERT_EQ(world.state(name), NodeState::ok) << name;
        world.settle();
        expect_true(world);
        if (!is_running) world.runner.calls.clear();
        const std::map<std::string, int> calls = world.runner.calls;
        world.start();
        world.settle();
        expect_all_ok(world);
        for (const std::string& name : safe) ASSERT_EQ(world.runner.calls[name], 0) << name << " had to run again";
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(losses, 50);
}

TEST(Pool, EditsStopsAndLossesLeaveNothingFalse) {
    for (unsigned seed = 1; seed <= rounds(200, 4'000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        PoolWorld world(seed, 1 + seed % 4);
        world.runner.saves = seed % 2 == 0;
        world.build(seed, seed % 3 == 0);
        for (int steps = 0; steps < 150; ++steps) {
            SCOPED_TRACE("step " + std::to_string(steps));
            const Names names = world.names();
            const std::string any = names[world.below(static_cast<unsigned>(names.size()))];
            const std::string other = names[world.below(static_cast<unsigned>(names.size()))];
            switch (world.below(40)) {
                case 0:
                    (void)world.session.apply(intent::SetSource{world.id(any), "def " + any + "(*items):\n    return long + " + std::to_string(steps) + "\n"},
                                              world.now_ms);
                    break;
                case 1: world.connect(any, other); break;
                case 2:
                    if (names.size() > 4) (void)world.session.apply(intent::RemoveNodes{{world.id(any)}}, world.now_ms);
                    break;
                case 3: (void)world.session.apply(intent::Undo{}, world.now_ms); break;
                case 4: (void)world.session.apply(intent::Stop{}, world.now_ms); break;
                case 5: {
                    const auto lost = static_cast<KernelNumber>(world.below(4));
                    if (world.runner.is_ready(lost)) world.runner.lose(world.session, lost, world.now_ms);
                    break;
                }
                case 6:
                case 7:
                case 8: world.start({{}, {}, {}, world.below(2) == 0}); break;
                case 9:
                    if (world.below(4) == 0) (void)world.session.apply(intent::Restart{}, world.now_ms);
                    break;
                case 10: world.crowd_out(); break;
                default: world.step(); break;
            }
            world.session.tick(world.now_ms);
            expect_true(world);
            if (testing::Test::HasFailure()) return;
        }
        world.settle();
        world.start();
        world.settle();
        expect_all_ok(world);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(Pool, AStopEndsAllOfThem) {
    PoolWorld world(1, 2);
    world.add("a", "long");
    world.add("b", "long");
    world.start();
    world.settle();
    world.start({{}, {}, {}, true});
    while (!world.runner.is_ready(1)) world.step();
    (void)world.session.apply(intent::Stop{}, world.now_ms);
    world.settle();
    EXPECT_FALSE(world.session.run());
    for (const char* name : {"a", "b"}) EXPECT_NE(world.state(name), NodeState::running);
}

TEST(Pool, AHelperThatIsNotNeededForLongEndsAndNothingIsLost) {
    int ended = 0;
    int stayed = 0;
    for (unsigned seed = 1; seed <= rounds(60, 1'000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        PoolWorld world(seed, 2 + seed % 3);
        world.runner.saves = seed % 2 == 0;
        world.build(seed, false);
        for (int run = 0; run < 2; ++run) {
            world.start({{}, {}, {}, true});
            world.settle();
        }
        world.runner.hear_all(world.session, world.now_ms);
        world.session.tick(world.now_ms);
        if (!world.runner.is_ready(1)) continue;
        const auto wakes = world.session.wakes_at_ms();
        ASSERT_TRUE(wakes);
        EXPECT_GT(*wakes, world.now_ms);
        EXPECT_LE(*wakes, world.now_ms + limits::kHelperRestMs);
        world.session.tick(*wakes - 1);
        EXPECT_TRUE(world.runner.replaced.empty());
        world.session.tick(world.now_ms = *wakes);
        const std::vector<KernelNumber> replaced = std::exchange(world.runner.replaced, {});
        for (const KernelNumber kernel : replaced) world.runner.lose(world.session, kernel, world.now_ms);
        world.session.tick(world.now_ms);
        replaced.empty() ? ++stayed : ++ended;
        expect_all_ok(world);
        world.runner.calls.clear();
        world.start();
        world.settle();
        for (const std::string& name : world.names()) ASSERT_EQ(world.runner.calls[name], 0) << name << " had to run again";
        world.start({{}, {}, {}, true});
        world.settle();
        expect_all_ok(world);
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(ended, 5);
    EXPECT_GT(stayed, 5);
}

TEST(Pool, SmallNodesStayTogether) {
    PoolWorld world(3, 4);
    for (int at = 0; at < 300; ++at) {
        const std::string name = "n" + std::to_string(at);
        world.add(name, "short");
        if (at > 3) world.connect("n" + std::to_string(at - 4), name);
    }
    world.runner.calls.clear();
    (void)world.session.apply(intent::Run{}, world.now_ms);
    world.session.tick(world.now_ms);
    while (world.session.run()) {
        (void)world.runner.happen(world.session, world.now_ms += 1, 0);
        world.session.tick(world.now_ms);
    }
    EXPECT_EQ(world.runner.moves, 0u);
    EXPECT_FALSE(world.runner.is_ready(1)) << "no helper is opened for what takes milliseconds";
}

}  // namespace
}  // namespace flow::tests
