#include "runtime/run/scheduler.h"

#include "tests/run/run_bench.h"

namespace flow::tests {
namespace {

TEST(PlanTest, IsInTopologicalOrderWithAReasonForEachNode) {
    RunBench bench("plot; load -> clean -> plot.x; load -> stats");
    const Result<Plan> plan = bench.plan();
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->steps.size(), 4u);
    for (std::size_t at = 0; at < plan->steps.size(); ++at) {
        EXPECT_FALSE(plan->steps[at].why.empty());
        for (const PlanInput& input : plan->steps[at].inputs) {
            ASSERT_TRUE(input.step);
            EXPECT_LT(*input.step, at);
        }
    }
}

TEST(PlanTest, TakesValuesThatAreThere) {
    RunBench bench("a -> b -> c");
    bench.run({bench.graph.nodes().empty() ? std::vector<NodeId>{} : std::vector<NodeId>{bench.id("b")}, {}, {}, false});
    const Result<Plan> plan = bench.plan();
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->steps.size(), 1u);
    EXPECT_EQ(plan->steps[0].inputs[0].step, std::nullopt);
    EXPECT_EQ(plan->steps[0].inputs[0].value_key, bench.runner.last_key["b"]);
}

TEST(PlanTest, TargetsCanBeCombined) {
    RunBench bench("a -> b; c -> d; e");
    bench.run();
    EXPECT_EQ(bench.planned({{bench.id("a")}, {}, {bench.id("c")}, false}), (Names{"c", "d"}));
}

TEST(SchedulerTest, GivesTheRunnerNoMoreThanItTakes) {
    RunBench bench("a; b; c; d");
    bench.runner.capacity = 2;
    bench.begin();
    EXPECT_EQ(bench.runner.called(), (Names{"a", "b"}));
    bench.finish("a");
    EXPECT_EQ(bench.runner.called(), (Names{"a", "b", "c"}));
    EXPECT_EQ(bench.scheduler.planned(), 4u);
    EXPECT_EQ(bench.scheduler.done(), 1u);
    EXPECT_EQ(bench.scheduler.state_of(bench.id("d")), NodeState::queued);
    EXPECT_EQ(bench.scheduler.state_of(bench.id("a")), std::nullopt);
}

TEST(SchedulerTest, ARunnerThatTakesNothingYetIsAskedAgain) {
    RunBench bench("a");
    bench.runner.is_ready = false;
    bench.begin();
    EXPECT_EQ(bench.runner.calls.size(), 0u);
    EXPECT_FALSE(bench.scheduler.is_over());
    bench.runner.is_ready = true;
    EXPECT_EQ(bench.scheduler.tick(bench.ground()).size(), 1u);
}

TEST(SchedulerTest, AFailureBlocksAllThatDependsOnItAndNothingElse) {
    RunBench bench("a -> b -> c -> d; a -> x; b -> y.*i; x -> y.*i");
    bench.begin();
    bench.finish("a");
    bench.fail("b");
    EXPECT_EQ(bench.scheduler.state_of(bench.id("d")), std::nullopt);
    bench.finish("x");
    EXPECT_TRUE(bench.scheduler.is_over());
    const RunReport report = bench.scheduler.end();
    EXPECT_EQ(report.ran, (Names{"a", "b", "x"}));
    EXPECT_EQ(report.skipped, (Names{"c", "d", "y"}));
    EXPECT_TRUE(report.has_failed);
    EXPECT_FALSE(report.has_stopped);
}

TEST(SchedulerTest, TwoLinksFromOneNodeAreWaitedForOnce) {
    RunBench bench("s.x -> t.p; s.y -> t.q");
    const RunReport report = bench.run();
    EXPECT_EQ(report.ran, (Names{"s", "t"}));
    const NodeCall& call = bench.runner.calls.back();
    ASSERT_EQ(call.inputs.size(), 2u);
    EXPECT_EQ(call.inputs[0].values, (std::vector<ValueRef>{{bench.runner.last_key["s"], "x"}}));
    EXPECT_EQ(call.inputs[1].values, (std::vector<ValueRef>{{bench.runner.last_key["s"], "y"}}));
}

TEST(SchedulerTest, WhatIsStillTrueIsNotCalledUnlessForced) {
    RunBench bench("a -> b");
    bench.run();
    bench.results.evict(bench.id("a"));
    bench.runner.drop({bench.runner.last_key["a"]});
    bench.survey.touch_all();
    const RunReport report = bench.run({{bench.id("b")}, {}, {}, false});
    EXPECT_EQ(report.ran, (Names{"a"})) << "b holds its value still";
    EXPECT_EQ(bench.run({{}, {}, {bench.id("b")}, false}).ran, (Names{"b"}));
}

TEST(SchedulerTest, AnEventOfAnotherRunIsNobodysCall) {
    RunBench bench("a -> b");
    bench.begin();
    EXPECT_NE(bench.scheduler.find(RunId{1}, "a"), nullptr);
    EXPECT_EQ(bench.scheduler.find(RunId{2}, "a"), nullptr);
    EXPECT_EQ(bench.scheduler.find(RunId{1}, "b"), nullptr);
}

TEST(SchedulerTest, AWideFlowKeepsThePlansOrder) {
    std::string text;
    for (int at = 0; at < 300; ++at) text += "root -> n" + std::to_string(at) + ";";
    RunBench bench(text);
    const RunReport report = bench.run();
    ASSERT_EQ(report.ran.size(), 301u);
    EXPECT_EQ(report.ran, bench.runner.called());
}

}  // namespace
}  // namespace flow::tests
