#include "runtime/run/survey.h"

#include <random>

#include "tests/graph/long_run.h"
#include "tests/run/run_bench.h"

namespace flow::tests {
namespace {

std::string chain_of(int length) {
    std::string text = "n0";
    for (int at = 1; at < length; ++at) text += " -> n" + std::to_string(at);
    return text;
}

TEST(SurveyTest, LooksOnlyAtWhatAChangeReaches) {
    RunBench bench(chain_of(100) + "; other");
    EXPECT_EQ(bench.survey.refresh(bench.ground()), 101u);
    EXPECT_EQ(bench.survey.refresh(bench.ground()), 0u);
    bench.edit(edit::SetSource{bench.id("n90"), "def n90(n89):\n    return 5\n"});
    bench.survey.touch(bench.id("n90"));
    EXPECT_EQ(bench.survey.refresh(bench.ground()), 10u) << "n90 … n99";
    bench.survey.touch(bench.id("n50"));
    EXPECT_EQ(bench.survey.refresh(bench.ground()), 1u) << "what comes out the same reaches nobody";
}

TEST(SurveyTest, ADiamondIsLookedAtOncePerNode) {
    RunBench bench("a -> b; a -> c; b -> d.x; c -> d.y; d -> e");
    bench.survey.refresh(bench.ground());
    bench.edit(edit::SetSource{bench.id("a"), "def a():\n    return 5\n"});
    bench.survey.touch(bench.id("a"));
    EXPECT_EQ(bench.survey.refresh(bench.ground()), 5u);
}

TEST(SurveyTest, ANodeThatIsGoneHasNoStanding) {
    RunBench bench("a; b");
    bench.survey.refresh(bench.ground());
    const NodeId gone = bench.id("a");
    bench.edit(edit::RemoveNode{gone});
    bench.survey.touch(gone);
    bench.survey.refresh(bench.ground());
    EXPECT_EQ(bench.survey.find(gone), nullptr);
    EXPECT_NE(bench.survey.find(bench.id("b")), nullptr);
}

TEST(SurveyTest, TitlesAndPositionsPlayNoPart) {
    RunBench bench("a -> b");
    bench.survey.refresh(bench.ground());
    const Fingerprint before = bench.survey.of(bench.id("b")).fingerprint;
    bench.edit(edit::SetTitle{bench.id("a"), "another"});
    bench.survey.touch(bench.id("a"));
    bench.survey.refresh(bench.ground());
    EXPECT_TRUE(bench.survey.of(bench.id("b")).fingerprint == before);
}

TEST(SurveyTest, TheNameIsPartOfTheKeyBecauseItSeedsRandomNumbers) {
    RunBench bench("");
    for (const char* name : {"a", "b"}) {
        edit::AddNode add;
        add.node.name = name;
        add.node.type = "python";
        add.node.source = "def f():\n    return 1\n";
        bench.edit(add);
    }
    bench.survey.refresh(bench.ground());
    EXPECT_FALSE(bench.survey.of(bench.id("a")).key == bench.survey.of(bench.id("b")).key);
}

TEST(SurveyTest, WhichOutputAndWhichInputCount) {
    RunBench bench("s.x -> t.p; s.y -> t.q");
    bench.survey.refresh(bench.ground());
    const Fingerprint before = bench.survey.of(bench.id("t")).key;
    const NodeId s = bench.id("s");
    const NodeId t = bench.id("t");
    for (const LinkId link : std::vector<LinkId>(bench.graph.links().begin(), bench.graph.links().end())) bench.edit(edit::RemoveLink{link});
    bench.edit(edit::AddLink{{{}, s, "y", t, "p", {}}});
    bench.edit(edit::AddLink{{{}, s, "x", t, "q", {}}});
    bench.survey.touch(t);
    bench.survey.refresh(bench.ground());
    EXPECT_FALSE(bench.survey.of(t).key == before);
}

/// Whatever is touched in whatever order: what is kept up to date equals what is looked at anew.
TEST(SurveyTest, KeptUpToDateIsTheSameAsLookedAtAnew) {
    const unsigned worlds = rounds(40, 1'000);
    for (unsigned seed = 1; seed <= worlds; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&random](std::size_t bound) { return static_cast<std::size_t>(random()) % bound; };
        RunBench bench("a -> b.*i; a -> c; b -> d; c -> d.y; d -> e.*i; f -> e.*i; g.x -> h; g.y -> h.z; c -> h.w");
        for (int step = 0; step < 60; ++step) {
            const NodeId node = bench.graph.nodes()[below(bench.graph.nodes().size())];
            const std::string& name = bench.graph.node(node).name;
            switch (below(5)) {
                case 0: bench.edit(edit::SetMode{node, static_cast<NodeMode>(below(4))}); break;
                case 1: {
                    std::string source = bench.graph.node(node).source;
                    source.replace(source.rfind("return"), std::string::npos, "return " + std::to_string(below(3)) + "\n");
                    bench.edit(edit::SetSource{node, source});
                    break;
                }
                case 2: {
                    if (bench.graph.links().empty()) break;
                    const LinkId link = bench.graph.links()[below(bench.graph.links().size())];
                    bench.survey.touch(bench.graph.link(link).to);
                    bench.edit(edit::RemoveLink{link});
                    break;
                }
                case 3: {
                    if (bench.plan({{node}, {}, {}, false})) bench.run({{node}, {}, {}, false});
                    break;
                }
                default: {
                    const std::string evicted = bench.results.evict(node);
                    EXPECT_TRUE(evicted.empty() || evicted.starts_with(name));
                    break;
                }
            }
            bench.survey.touch(node);
            bench.survey.refresh(bench.ground());
            Survey anew;
            anew.refresh(bench.ground());
            for (const NodeId each : bench.graph.nodes()) {
                const Standing& kept = bench.survey.of(each);
                const Standing& fresh = anew.of(each);
                ASSERT_TRUE(kept.role == fresh.role && kept.state == fresh.state && kept.key == fresh.key && kept.fingerprint == fresh.fingerprint &&
                            kept.obstacle == fresh.obstacle && kept.failed_above == fresh.failed_above && kept.passes == fresh.passes)
                    << bench.graph.node(each).name << " in world " << seed << " at step " << step;
            }
            ASSERT_EQ(bench.survey.unsettled(), anew.unsettled());
            ASSERT_EQ(bench.survey.count_to_run(), anew.count_to_run());
            // What a run of the stale part calls is what one calls that looks at every node.
            const std::span<const NodeId> nodes = bench.graph.nodes();
            ASSERT_EQ(bench.planned(), bench.planned({{nodes.begin(), nodes.end()}, {}, {}, false})) << "in world " << seed << " at step " << step;
        }
    }
}

}  // namespace
}  // namespace flow::tests
