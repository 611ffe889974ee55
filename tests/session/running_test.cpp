// What each way of running calls, and what it reports (semantics: "Running").
#include "runtime/base/limits.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

constexpr const char* kDiamond = "load -> clean -> plot; load -> stats";

TEST(Running, WhatTheKernelHasNotBegunIsQueued) {
    SessionBench bench("a -> b");
    bench.is_kernel_busy = true;  // as where several flows of a page share it
    bench.start();
    bench.pass(5'000);
    EXPECT_EQ(bench.state("a"), NodeState::queued);
    EXPECT_TRUE(bench.session.run()->running.empty());
    EXPECT_TRUE(bench.session.run_log().runs().back().calls.empty());
    bench.begin_calls();
    EXPECT_EQ(bench.state("a"), NodeState::running);
    EXPECT_EQ(bench.session.run()->running, bench.ids({"a"}));
    EXPECT_EQ(bench.session.run_log().started_ms(bench.id_of("a")), bench.now_ms) << "the time in which it waited is not its own";
    bench.is_kernel_busy = false;
    bench.finish("a");
    bench.finish_all();
    EXPECT_EQ(bench.state("b"), NodeState::ok);
}

TEST(Running, WhatTheKernelHasNotBegunCanBeStopped) {
    SessionBench bench("a -> b");
    bench.is_kernel_busy = true;
    bench.start();
    bench.must(intent::Stop{});
    bench.tick();
    EXPECT_EQ(bench.runner.interrupts, 1);
    bench.stop_call("a");
    EXPECT_EQ(bench.state("a"), NodeState::stopped);
    EXPECT_FALSE(bench.session.run());
}

TEST(Running, TheStalePartInTopologicalOrder) {
    SessionBench bench(kDiamond);
    const news::RunEnded ended = bench.run();
    EXPECT_EQ(ended.ended, RunEnd::ok);
    EXPECT_EQ(ended.ran, (Names{"load", "clean", "plot", "stats"}));
    EXPECT_EQ(ended.skipped, Names{});
    for (const char* name : {"load", "clean", "plot", "stats"}) EXPECT_EQ(bench.state(name), NodeState::ok) << name;
}

TEST(Running, NothingTwice) {
    SessionBench bench(kDiamond);
    bench.run();
    const news::RunEnded again = bench.run();
    EXPECT_EQ(again.ended, RunEnd::ok);
    EXPECT_EQ(again.ran, Names{});
    EXPECT_EQ(again.skipped, Names{});
    EXPECT_EQ(bench.runner.calls.size(), 4u);
}

TEST(Running, OnlyWhatAChangeReaches) {
    SessionBench bench(kDiamond);
    bench.run();
    bench.set_source("clean", "def clean(load):\n    return load + 1\n");
    EXPECT_EQ(bench.state("clean"), NodeState::stale);
    EXPECT_EQ(bench.state("plot"), NodeState::stale);
    EXPECT_EQ(bench.state("stats"), NodeState::ok);
    EXPECT_EQ(bench.run().ran, (Names{"clean", "plot"}));
}

TEST(Running, UpToRunsStaleAncestorsOnly) {
    SessionBench bench(kDiamond);
    EXPECT_EQ(bench.run_up_to({"clean"}).ran, (Names{"load", "clean"}));
    const news::RunEnded next = bench.run_up_to({"stats"});
    EXPECT_EQ(next.ran, (Names{"stats"}));
    EXPECT_EQ(next.skipped, Names{});
    const news::RunEnded again = bench.run_up_to({"stats"});
    EXPECT_EQ(again.ran, Names{});
    EXPECT_EQ(again.skipped, (Names{"stats"}));
    EXPECT_EQ(bench.state("plot"), NodeState::stale);
}

TEST(Running, OnlyIsForced) {
    SessionBench bench(kDiamond);
    bench.run();
    EXPECT_EQ(bench.run_only({"clean"}).ran, (Names{"clean"}));
    EXPECT_EQ(bench.state("plot"), NodeState::ok) << "the same inputs give the same result";
}

TEST(Running, OnlyIsRefusedWithoutCurrentInputs) {
    SessionBench bench(kDiamond);
    EXPECT_EQ(bench.refusal(intent::Run{{{}, bench.ids({"clean"}), {}, false}}), "run.input_is_not_current");
    bench.run();
    bench.set_source("load", "def load():\n    return 2\n");
    EXPECT_EQ(bench.refusal(intent::Run{{{}, bench.ids({"clean"}), {}, false}}), "run.input_is_not_current");
    EXPECT_EQ(bench.run_only({"clean", "load"}).ran, (Names{"load", "clean"})) << "an input that is run too has its value in time";
}

TEST(Running, OnlyIsRefusedForWhatCannotBeCalled) {
    SessionBench bench("a -> b -> c -> d");
    bench.set_mode("b", NodeMode::mute);
    bench.set_mode("c", NodeMode::bypass);
    bench.add("idle", "def idle(x):\n    return x\n");
    const auto refusal = [&](const char* name) { return bench.refusal(intent::Run{{{}, bench.ids({name}), {}, false}}); };
    EXPECT_EQ(refusal("b"), "run.node_is_muted");
    EXPECT_EQ(refusal("c"), "run.node_is_bypassed");
    EXPECT_EQ(refusal("d"), "run.input_is_not_current");
    EXPECT_EQ(refusal("idle"), "run.input_is_unconnected");
}

TEST(Running, FromIsForcedWithAllDescendants) {
    SessionBench bench(kDiamond);
    bench.run();
    EXPECT_EQ(bench.run_from({"clean"}).ran, (Names{"clean", "plot"}));
}

TEST(Running, FromBringsWhatItNeeds) {
    SessionBench bench("a -> join.x; b -> join.y; join -> out");
    EXPECT_EQ(bench.run_from({"b"}).ran, (Names{"a", "b", "join", "out"}));
    EXPECT_EQ(bench.run_from({"b"}).ran, (Names{"b", "join", "out"})) << "what is true beside it is not run again";
}

TEST(Running, AllIsForced) {
    SessionBench bench(kDiamond);
    bench.run();
    EXPECT_EQ(bench.run_all().ran, (Names{"load", "clean", "plot", "stats"}));
}

TEST(Running, ASecondRunIsRefusedWhileOneIsOn) {
    SessionBench bench(kDiamond);
    bench.start();
    EXPECT_EQ(bench.refusal(intent::Run{}), "run.already_on");
    bench.finish_all();
    EXPECT_EQ(bench.refusal(intent::Run{}), "");
}

TEST(Running, AnUnknownNodeIsRefused) {
    SessionBench bench("a");
    EXPECT_EQ(bench.refusal(intent::Run{{{NodeId{999}}, {}, {}, false}}), "run.no_such_node");
}

TEST(Running, AFailureBlocksWhatDependsOnItAndNothingElse) {
    SessionBench bench(kDiamond);
    const news::RunEnded ended = bench.run({}, {"clean"});
    EXPECT_EQ(ended.ended, RunEnd::failed);
    EXPECT_EQ(ended.ran, (Names{"load", "clean", "stats"}));
    EXPECT_EQ(ended.skipped, (Names{"plot"}));
    EXPECT_EQ(bench.state("clean"), NodeState::failed);
    EXPECT_EQ(bench.state("plot"), NodeState::stale);
    EXPECT_EQ(bench.state("stats"), NodeState::ok);
    ASSERT_EQ(bench.errors().size(), 1u);
    EXPECT_EQ(bench.errors().front().node, "clean");
    EXPECT_EQ(bench.run().ran, (Names{"clean", "plot"})) << "who failed is tried again";
}

TEST(Running, QueuedRunningAndDone) {
    SessionBench bench("a -> b");
    bench.start();
    EXPECT_EQ(bench.state("a"), NodeState::running);
    EXPECT_EQ(bench.state("b"), NodeState::queued);
    ASSERT_TRUE(bench.session.run());
    EXPECT_EQ(bench.session.run()->planned, 2u);
    EXPECT_EQ(bench.session.run()->running, bench.ids({"a"}));
    EXPECT_EQ(bench.session.kernel().state, KernelState::busy);
    bench.finish("a");
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::running);
    EXPECT_EQ(bench.session.run()->done, 1u);
    bench.finish("b");
    EXPECT_FALSE(bench.session.run());
    EXPECT_EQ(bench.session.kernel().state, KernelState::ready);
}

TEST(Running, SeveralCallsAtOnceWhereTheRunnerTakesThem) {
    SessionBench bench("a -> c.x; b -> c.y");
    bench.runner.capacity = 2;
    bench.start();
    EXPECT_EQ(bench.runner.called(), (Names{"a", "b"}));
    bench.finish("b");
    EXPECT_EQ(bench.runner.called(), (Names{"a", "b"})) << "c waits for a";
    bench.finish("a");
    EXPECT_EQ(bench.finish_all().ran, (Names{"b", "a", "c"}));
}

TEST(Running, EditingDuringARunDoesNotChangeTheRun) {
    SessionBench bench("a -> b -> c");
    bench.start();
    bench.set_source("b", "def b(a):\n    return 'new'\n");
    bench.must(intent::RemoveNodes{bench.ids({"c"})});
    bench.finish("a");
    ASSERT_EQ(bench.runner.in_flight.size(), 1u);
    EXPECT_EQ(bench.runner.in_flight.front().source.find("new"), std::string::npos);
    const news::RunEnded ended = bench.finish_all();
    EXPECT_EQ(ended.ran, (Names{"a", "b", "c"}));
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::stale) << "the result does not count for the new source";
    EXPECT_EQ(bench.codes("b"), (Names{"source"}));
    bench.undo();
    bench.undo();
    EXPECT_EQ(bench.state("b"), NodeState::ok) << "with the old source it does";
}

TEST(Running, AnUndoneEditMakesTheOldResultTrueAgain) {
    SessionBench bench("a -> b");
    bench.run();
    bench.set_source("a", "def a():\n    return 5\n");
    EXPECT_EQ(bench.state("b"), NodeState::stale);
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    bench.redo();
    bench.run();
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::stale) << "its result was replaced";
}

TEST(Running, AResultThatTurnsOutToBeTrueIsNotComputedAgain) {
    SessionBench bench("a -> b");
    bench.run();
    const std::string value = bench.session.value(bench.id_of("b"), "result")->key;
    bench.set_source("a", "def a():\n    return 5\n");
    bench.run_up_to({"a"});
    bench.undo();
    const news::RunEnded ended = bench.run();
    EXPECT_EQ(ended.ran, (Names{"a"}));
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    EXPECT_EQ(bench.session.value(bench.id_of("b"), "result")->key, value);
}

TEST(Running, ReplacedValuesAreDroppedAndKeysAreNeverUsedTwice) {
    SessionBench bench("a -> b");
    bench.run();
    const std::string first = bench.session.value(bench.id_of("a"), "result")->key;
    EXPECT_EQ(first.substr(0, 2), "a@");
    bench.run_all();
    EXPECT_EQ(bench.runner.dropped.size(), 2u);
    EXPECT_EQ(bench.runner.dropped.front(), first);
    EXPECT_NE(bench.session.value(bench.id_of("a"), "result")->key, first);
}

TEST(Running, ADeletedNodesValuesAreDroppedOnceTheRunNoLongerNeedsThem) {
    SessionBench bench("a -> b");
    bench.run_up_to({"a"});
    const std::string key = bench.session.value(bench.id_of("a"), "result")->key;
    bench.start();
    bench.must(intent::RemoveNodes{bench.ids({"a"})});
    EXPECT_EQ(bench.runner.dropped, Names{});
    bench.finish_all();
    EXPECT_EQ(bench.runner.dropped, (Names{key}));
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::stale);
    EXPECT_EQ(bench.codes("a"), (Names{"evicted"}));
}

TEST(Running, WhatWasDeletedLongAgoIsForgotten) {
    SessionBench bench("first");
    bench.run();
    bench.must(intent::RemoveNodes{bench.ids({"first"})});
    for (std::size_t at = 0; at < limits::kGoneNodes; ++at) {
        const std::string name = "n" + std::to_string(at);
        bench.add(name, "def n():\n    return 1\n");
        bench.run();
        bench.must(intent::RemoveNodes{bench.ids({name})});
    }
    bench.undo();
    EXPECT_EQ(bench.codes("n" + std::to_string(limits::kGoneNodes - 1)), (Names{"evicted"}));
    while (!bench.id_of("first")) bench.undo();
    EXPECT_EQ(bench.codes("first"), (Names{"never_ran"}));
}

TEST(Running, VolatileRunsInEachRunThatIncludesIt) {
    SessionBench bench("now -> show; other");
    bench.set_mode("now", NodeMode::volatile_);
    bench.run();
    EXPECT_EQ(bench.state("now"), NodeState::ok);
    EXPECT_EQ(bench.state("show"), NodeState::ok);
    EXPECT_EQ(bench.run().ran, (Names{"now", "show"}));
    EXPECT_EQ(bench.run_up_to({"show"}).ran, (Names{"now", "show"}));
    EXPECT_EQ(bench.run_up_to({"other"}).ran, Names{});
    EXPECT_EQ(bench.state("show"), NodeState::ok);
}

TEST(Running, VolatileBeyondTheTargetMakesItsFollowersStale) {
    SessionBench bench("now -> show");
    bench.set_mode("now", NodeMode::volatile_);
    bench.run();
    bench.run_up_to({"now"});
    EXPECT_EQ(bench.state("now"), NodeState::ok);
    EXPECT_EQ(bench.state("show"), NodeState::stale);
    EXPECT_EQ(bench.codes("show"), (Names{"input"}));
}

TEST(Running, AMutedNodeIsNotRunAndBlocks) {
    SessionBench bench("a -> b -> c; a -> d");
    bench.set_mode("b", NodeMode::mute);
    const news::RunEnded ended = bench.run();
    EXPECT_EQ(ended.ran, (Names{"a", "d"}));
    EXPECT_EQ(ended.skipped, (Names{"c"}));
    EXPECT_EQ(bench.state("b"), NodeState::muted);
    EXPECT_EQ(bench.state("c"), NodeState::stale);
    EXPECT_EQ(bench.session.status(bench.id_of("c")).why.front().name, "b");
}

TEST(Running, ABypassGivesItsFirstConnectedInput) {
    SessionBench bench("a -> way.x; b -> way.y; way -> c");
    bench.set_mode("way", NodeMode::bypass);
    const news::RunEnded ended = bench.run();
    EXPECT_EQ(ended.ran, (Names{"a", "b", "c"}));
    const NodeCall& call = bench.runner.calls.back();
    ASSERT_EQ(call.inputs.size(), 1u);
    EXPECT_EQ(call.inputs.front().values, (std::vector<ValueRef>{{bench.runner.calls.front().key, "result"}}));
    EXPECT_EQ(bench.state("way"), NodeState::ok);
    EXPECT_EQ(bench.session.value(bench.id_of("way"), "result"), bench.session.value(bench.id_of("a"), "result"));
    bench.disconnect("a.result", "way.x");
    EXPECT_EQ(bench.state("c"), NodeState::stale);
    bench.run();
    EXPECT_EQ(bench.runner.calls.back().inputs.front().values.front().key, bench.runner.last_key["b"]);
}

TEST(Running, ABypassWithoutAConnectedInputCountsAsMuted) {
    SessionBench bench("a -> way.x; way -> c");
    bench.set_mode("way", NodeMode::bypass);
    bench.disconnect("a.result", "way.x");
    EXPECT_EQ(bench.state("way"), NodeState::muted);
    EXPECT_EQ(bench.codes("c"), (Names{"blocked", "never_ran"}));
    EXPECT_EQ(bench.run().ran, (Names{"a"}));
}

TEST(Running, VariadicInputsInTheOrderOfTheLinks) {
    SessionBench bench("a; b; c -> join.*items");
    bench.connect("b.result", "join.items");
    bench.connect("a.result", "join.items");
    bench.run();
    const NodeCall& call = bench.runner.calls.back();
    ASSERT_EQ(call.inputs.size(), 1u);
    EXPECT_TRUE(call.inputs.front().is_variadic);
    std::vector<std::string> keys;
    for (const ValueRef& value : call.inputs.front().values) keys.push_back(value.key.substr(0, 1));
    EXPECT_EQ(keys, (Names{"c", "b", "a"}));
    bench.disconnect("c.result", "join.items");
    bench.connect("c.result", "join.items");
    EXPECT_EQ(bench.codes("join"), (Names{"wiring"})) << "the order counts";
}

TEST(Running, AVariadicInputMayStayEmpty) {
    SessionBench bench("a -> join.*items");
    bench.disconnect("a.result", "join.items");
    EXPECT_EQ(bench.run_up_to({"join"}).ran, (Names{"join"}));
}

TEST(Running, ALinkedSettingGetsTheLinksValue) {
    SessionBench bench("a");
    bench.add("scale", "def scale(x=2, y=3):\n    return x * y\n");
    bench.set_param("scale", "x", "7");
    bench.connect("a.result", "scale.x");
    bench.run();
    const NodeCall& call = bench.runner.calls.back();
    EXPECT_EQ(call.settings, std::vector<Param>{});
    EXPECT_EQ(call.inputs.front().port, "x");
    bench.set_param("scale", "x", "8");
    EXPECT_EQ(bench.state("scale"), NodeState::ok) << "the stored value plays no part while it is linked";
    bench.disconnect("a.result", "scale.x");
    EXPECT_EQ(bench.state("scale"), NodeState::stale);
    bench.run();
    EXPECT_EQ(bench.runner.calls.back().settings, (std::vector<Param>{{"x", "8"}}));
}

TEST(Running, CallsSayEverythingAKernelNeeds) {
    SessionBench bench;
    bench.add("plot", "def plot(scale: float = 1, label='x'):\n    return scale\n");
    bench.must(intent::SetTitle{bench.id_of("plot"), "絵"});
    bench.must(intent::SetPackages{{"pandas"}});
    bench.set_param("plot", "scale", "3");
    bench.session.set_limits({.call = {.time_ms = std::nullopt, .output_bytes = 12'345}, .run_time_ms = {}});
    bench.run();
    const NodeCall& call = bench.runner.calls.back();
    EXPECT_EQ(call.name, "plot");
    EXPECT_EQ(call.title, "絵");
    EXPECT_EQ(call.type, "python");
    EXPECT_EQ(call.settings, (std::vector<Param>{{"scale", "3.0"}})) << "coerced by the annotation";
    EXPECT_EQ(call.packages, (Names{"pandas"}));
    EXPECT_EQ(call.limits.output_bytes, 12'345u);
    EXPECT_FALSE(call.is_trusted);
}

TEST(Running, LooksPlayNoPart) {
    SessionBench bench("a -> b");
    bench.run();
    bench.must(intent::SetTitle{bench.id_of("a"), "another"});
    bench.must(intent::MoveNodes{bench.ids({"a", "b"}), 10, 10, true});
    bench.must(intent::SetFlowTitle{"flow"});
    EXPECT_EQ(bench.run().ran, Names{});
}

TEST(Running, WritingTheDefaultChangesNothing) {
    SessionBench bench;
    bench.add("n", "def n(scale: float = 1, name: str = 'a'):\n    return scale\n");
    bench.run();
    bench.set_param("n", "scale", "1");
    bench.set_param("n", "name", "\"a\"");
    EXPECT_EQ(bench.state("n"), NodeState::ok);
    bench.set_param("n", "scale", "1.5");
    EXPECT_EQ(bench.state("n"), NodeState::stale);
}

TEST(Running, LineEndsPlayNoPart) {
    SessionBench bench;
    bench.add("n", "def n():\n    return 1\n");
    bench.run();
    bench.set_source("n", "def n():\r\n    return 1\r\n");
    EXPECT_EQ(bench.state("n"), NodeState::ok);
}

TEST(Running, APlanToldBeforehandIsWhatIsCalled) {
    SessionBench bench(kDiamond);
    const auto plan = bench.session.plan({});
    ASSERT_TRUE(plan);
    Names planned;
    for (const auto& [node, why] : *plan) {
        planned.push_back(bench.session.graph().node(node).name);
        ASSERT_EQ(why.size(), 1u);
        EXPECT_EQ(why.front().code, "never_ran");
    }
    EXPECT_EQ(bench.run().ran, planned);
}

}  // namespace
}  // namespace flow::tests
