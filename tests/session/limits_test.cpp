// Limits: what holds for every node, what a node says of itself, a run's own time, a run without any; and what is said where there is nothing to run.
#include "runtime/base/limits.h"
#include "runtime/graph/flow_file.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

NodeLimits own_time(double seconds) {
    NodeLimits limits;
    limits.time_sec = seconds;
    return limits;
}

TEST(Limits, ANodesOwnGoBeforeThoseOfAll) {
    SessionBench bench("a; b; c");
    bench.session.set_limits({.call = {.time_ms = 60'000, .output_bytes = 1'000}, .run_time_ms = {}});
    NodeLimits wide = own_time(0);
    wide.output_bytes = 5'000;
    wide.displays = 3;
    bench.must(intent::SetLimits{bench.id_of("a"), wide});
    bench.must(intent::SetLimits{bench.id_of("b"), own_time(1.5)});
    bench.run();
    EXPECT_EQ(bench.runner.calls[0].limits, (CallLimits{std::nullopt, 5'000, 3}));
    EXPECT_EQ(bench.runner.calls[1].limits, (CallLimits{1'500, 1'000, limits::kDisplaysPerNode}));
    EXPECT_EQ(bench.runner.calls[2].limits.time_ms, 60'000);
}

TEST(Limits, InAFlowFromElsewhereANodeCanOnlyBeStricter) {
    SessionBench bench("a; b; c");
    bench.session.set_limits({.call = {.time_ms = 60'000}, .run_time_ms = {}, .nodes_may_raise = false});
    bench.must(intent::SetLimits{bench.id_of("a"), own_time(0)});
    bench.must(intent::SetLimits{bench.id_of("b"), own_time(600)});
    bench.must(intent::SetLimits{bench.id_of("c"), own_time(2)});
    bench.run();
    EXPECT_EQ(bench.runner.calls[0].limits.time_ms, 60'000);
    EXPECT_EQ(bench.runner.calls[1].limits.time_ms, 60'000);
    EXPECT_EQ(bench.runner.calls[2].limits.time_ms, 2'000);
}

TEST(Limits, OfANodeAreEditsThatMakeNothingStaleAndAreInTheFile) {
    SessionBench bench("a");
    bench.run();
    bench.must(intent::SetLimits{bench.id_of("a"), own_time(120)});
    EXPECT_EQ(bench.state("a"), NodeState::ok) << "a result does not depend on how long it could have taken";
    EXPECT_NE(write_flow(bench.session.graph()).find(R"("limits": {"time_sec": 120})"), std::string::npos);
    bench.undo();
    EXPECT_TRUE(bench.session.graph().node(bench.id_of("a")).limits.or_empty().is_empty());
    EXPECT_EQ(write_flow(bench.session.graph()).find("limits"), std::string::npos);
    bench.redo();
    EXPECT_EQ(bench.session.graph().node(bench.id_of("a")).limits->time_sec, 120);
    EXPECT_EQ(bench.refusal(intent::SetLimits{bench.id_of("a"), own_time(-1)}), "graph.bad_limit");
}

TEST(Limits, WhoIsTooSlowIsToldItsOwnLimit) {
    SessionBench bench("a");
    bench.session.set_limits({.call = {.time_ms = 60'000}, .run_time_ms = {}});
    bench.session.set_catalogue(Catalogue("en", {{"run.timed_out", "over {seconds} s"}}));
    bench.must(intent::SetLimits{bench.id_of("a"), own_time(2)});
    bench.start();
    bench.pass(2'000 + limits::kTimeoutMarginMs);
    bench.stop_call("a");
    const NodeError& error = *bench.session.output(bench.id_of("a"))->error;
    EXPECT_EQ(error.kind, ErrorKind::limit) << "the panels offer a way on";
    EXPECT_EQ(error.message, "over 2 s");
}

TEST(Limits, ARunMayGoWithoutAnyLimitOfTime) {
    SessionBench bench("a");
    bench.session.set_limits({.call = {.time_ms = 1'000}, .run_time_ms = 1'000});
    bench.must(intent::SetLimits{bench.id_of("a"), own_time(1)});
    bench.must(intent::Run{{}, true});
    bench.tick();
    EXPECT_EQ(bench.runner.in_flight.front().limits.time_ms, std::nullopt);
    EXPECT_EQ(bench.session.wakes_at_ms(), std::nullopt);
    EXPECT_EQ(bench.finish_all().ended, RunEnd::ok);
    bench.start({.up_to = {}, .only = {}, .from = {}, .all = true});
    EXPECT_EQ(bench.runner.in_flight.front().limits.time_ms, 1'000) << "this once";
}

TEST(Limits, AWholeRunIsStoppedWhenItsTimeIsUp) {
    SessionBench bench("a -> b");
    bench.session.set_limits({.call = {}, .run_time_ms = 5'000});
    bench.start();
    EXPECT_EQ(bench.session.wakes_at_ms(), bench.now_ms + 5'000);
    bench.pass(3'000);
    bench.finish("a");
    bench.pass(2'000);
    EXPECT_EQ(bench.runner.interrupts, 1);
    EXPECT_TRUE(bench.session.run()->is_stopping);
    bench.stop_call("b");
    EXPECT_EQ(bench.ended().ended, RunEnd::stopped);
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::stopped);
}

TEST(NothingToRun, IsSaidWithTheReason) {
    const auto said = [](SessionBench& bench) {
        for (const News& news : bench.session.take_news()) {
            if (const auto* one = std::get_if<news::Said>(&news)) return one->sentence.key;
        }
        return std::string();
    };
    SessionBench empty;
    empty.start();
    EXPECT_EQ(said(empty), "run.nothing_there");

    SessionBench bench("a -> b");
    bench.run();
    bench.session.take_news();
    bench.start();
    EXPECT_EQ(said(bench), "run.nothing_stale");

    bench.add("lone", "def lone(table):\n    return table\n");
    EXPECT_EQ(bench.session.count_to_run(), 0u) << "nothing that the button could promise to run";
    bench.session.take_news();
    bench.start();
    EXPECT_EQ(said(bench), "run.nothing_because");

    bench.set_mode("lone", NodeMode::mute);
    bench.session.take_news();
    bench.start({.up_to = {bench.id_of("lone")}, .only = {}, .from = {}, .all = false});
    EXPECT_EQ(said(bench), "run.nothing_muted");

    bench.set_source("a", "def a():\n    return 5\n");
    EXPECT_EQ(bench.session.count_to_run(), 2u);
}

TEST(Titles, ReasonsNameNodesAsAPersonDoes) {
    SessionBench bench("a -> b; other");
    bench.must(intent::SetTitle{bench.id_of("a"), "Orders"});
    bench.run();
    bench.set_source("a", "def a():\n    return 5\n");
    EXPECT_EQ(bench.only_why("b").sentence.args.front().second, "Orders");
    EXPECT_EQ(bench.only_why("b").name, "a") << "programs go by the id";
    bench.must(intent::SetTitle{bench.id_of("other"), "Orders"});
    EXPECT_EQ(bench.only_why("b").sentence.args.front().second, "Orders (a)") << "two of one title";
}

TEST(Catalogue, PluralsFollowTheNumber) {
    const Catalogue catalogue("en", {{"n", "{count} {count|node|nodes}"}});
    EXPECT_EQ(catalogue.text(Sentence{"n", {{"count", "1"}}}), "1 node");
    EXPECT_EQ(catalogue.text(Sentence{"n", {{"count", "0"}}}), "0 nodes");
    EXPECT_EQ(catalogue.text(Sentence{"n", {}}), "{count} {count|node|nodes}") << "what is not filled in is seen";
}

TEST(Reordering, InputsOfOnePortChangePlaces) {
    SessionBench bench("a; b; c");
    bench.add("all", "def all(*tables):\n    return tables\n");
    for (const char* name : {"a", "b", "c"}) bench.connect(std::string(name) + ".result", "all.tables");
    bench.run();
    const auto order = [&bench] {
        std::string names;
        for (const LinkId in : bench.session.graph().links_into(bench.id_of("all"))) {
            names += bench.session.graph().node(bench.session.graph().link(in).from).name;
        }
        return names;
    };
    bench.must(intent::MoveLink{bench.end("c.result"), bench.end("all.tables"), -1});
    EXPECT_EQ(order(), "acb");
    EXPECT_EQ(bench.codes("all"), Names{"wiring"});
    bench.must(intent::MoveLink{bench.end("a.result"), bench.end("all.tables"), 1});
    EXPECT_EQ(order(), "cab");
    bench.must(intent::MoveLink{bench.end("c.result"), bench.end("all.tables"), -1});
    EXPECT_EQ(order(), "cab") << "it is the first already";
    bench.undo();
    bench.undo();
    EXPECT_EQ(order(), "abc");
    EXPECT_EQ(bench.state("all"), NodeState::ok);
    EXPECT_EQ(bench.refusal(intent::MoveLink{bench.end("all.result"), bench.end("a.tables"), 1}), "session.no_such_link");
}

}  // namespace
}  // namespace flow::tests
