// The history of runs: what was called, why, when, for how long, and how it ended.
#include "runtime/base/limits.h"
#include "runtime/graph/flow_file.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

Names called_in(const LoggedRun& run) {
    Names names;
    for (const LoggedCall& call : run.calls) names.push_back(call.node);
    return names;
}

/// One call whose end was heard after its begin, then two that were heard of at one moment.
RunLog quick_calls() {
    RunLog log;
    log.begin(RunId{1}, 100);
    log.call_started(NodeId{1}, "a", {}, kHome, 110);
    log.call_ended("a", RunEnd::ok, 4, 120);
    for (const char* node : {"b", "c"}) {
        log.call_started(NodeId{2}, node, {}, kHome, 130);
        log.call_ended(node, RunEnd::ok, 3, 130);
    }
    return log;
}

TEST(RunLog, WhatWasTrueRanBecauseItWasAskedFor) {
    SessionBench bench("a.result -> b.x");
    bench.run();
    bench.run_all();
    EXPECT_EQ(bench.session.run_log().latest_call(bench.id_of("a"))->why.front().code, "asked");
    bench.set_source("a", "def a():\n    return 2\n");
    bench.run_all();
    EXPECT_EQ(bench.session.run_log().latest_call(bench.id_of("a"))->why.front().code, "source") << "the reason for which it would have run anyway";
}

TEST(RunLog, TellsOfEachCallWhyWhenAndHowItEnded) {
    SessionBench bench("a -> b -> c; d");
    bench.start();
    bench.now_ms += 10;
    bench.finish("a");
    bench.now_ms += 5;
    bench.fail("b");
    bench.finish("d");
    const LoggedRun& run = bench.session.run_log().runs().back();
    EXPECT_EQ(run.ended, RunEnd::failed);
    EXPECT_EQ(run.elapsed_ms, 15);
    ASSERT_EQ(called_in(run), (Names{"a", "b", "d"}));
    EXPECT_EQ(run.calls[0].start_ms, 0);
    EXPECT_EQ(run.calls[0].elapsed_ms, 10);
    EXPECT_EQ(run.calls[1].start_ms, 10);
    EXPECT_EQ(run.calls[1].elapsed_ms, 3.5) << "d, which was heard of at the same moment, took 1.5 ms behind it";
    EXPECT_EQ(run.calls[1].ended, RunEnd::failed);
    EXPECT_EQ(run.calls[0].why.front().code, "never_ran");
    EXPECT_EQ(run.skipped, (Names{"c"}));
}

TEST(RunLog, SaysWhyTheLatestCallOfANodeWasMade) {
    SessionBench bench;
    bench.add("a", "def a(s=1):\n    return s\n");
    bench.add("b", "def b(x):\n    return x\n");
    bench.connect("a.result", "b.x");
    bench.run();
    bench.set_param("a", "s", "5");
    bench.run();
    ASSERT_NE(bench.session.run_log().latest_call(bench.id_of("a")), nullptr);
    const Why& why = bench.session.run_log().latest_call(bench.id_of("a"))->why.front();
    EXPECT_EQ(why.code, "setting");
    EXPECT_EQ(why.from, "1");
    EXPECT_EQ(why.to, "5");
    EXPECT_EQ(bench.session.run_log().latest_call(bench.id_of("b"))->why.front().code, "input");
    EXPECT_EQ(bench.session.run_log().latest_call(NodeId{}), nullptr);
}

TEST(RunLog, ARunThatCalledNothingIsNoEntry) {
    SessionBench bench("a");
    bench.run();
    bench.run();
    EXPECT_EQ(bench.session.run_log().runs().size(), 1u);
}

TEST(RunLog, WhatTheKernelTookWithItIsStopped) {
    SessionBench bench("a");
    bench.start();
    bench.now_ms += 3;
    bench.lose_kernel();
    const LoggedRun& run = bench.session.run_log().runs().back();
    EXPECT_EQ(run.ended, RunEnd::stopped);
    EXPECT_EQ(run.calls.front().ended, RunEnd::stopped);
    EXPECT_EQ(run.calls.front().elapsed_ms, 3);
}

TEST(RunLog, AnotherFlowBeginsItsOwn) {
    SessionBench bench("a");
    bench.run();
    bench.must(intent::Open{write_flow(SessionBench("a").session.graph()), false});
    EXPECT_TRUE(bench.session.run_log().runs().empty());
    EXPECT_EQ(bench.session.run_log().latest_call(bench.id_of("a")), nullptr);
    bench.run_all();
    EXPECT_EQ(bench.session.run_log().runs().size(), 1u);
}

TEST(RunLog, TheOldestRunsGoFirst) {
    SessionBench bench("a");
    for (std::size_t round = 0; round < limits::kLoggedRuns + 3; ++round) bench.run_all();
    EXPECT_EQ(bench.session.run_log().runs().size(), limits::kLoggedRuns);
    EXPECT_EQ(bench.session.run_log().runs().back().calls.size(), 1u);
}

TEST(RunLog, NoCallIsOlderThanItsRunWhateverItsKernelSays) {
    RunLog log = quick_calls();
    log.call_started(NodeId{4}, "elsewhere", {}, KernelNumber{1}, 130);
    log.call_ended("elsewhere", RunEnd::ok, 2, 130);
    log.call_started(NodeId{5}, "d", {}, kHome, 130);
    log.call_ended("d", RunEnd::failed, 1e300, 130);
    const std::vector<LoggedCall>& calls = log.runs().back().calls;
    ASSERT_EQ(calls.size(), 5u);
    EXPECT_EQ(calls[3].start_ms, 28) << "another kernel has its own line";
    EXPECT_EQ(calls[4].start_ms, 0) << "nothing is older than the run";
    EXPECT_EQ(calls[4].elapsed_ms, 30);
    for (const std::size_t before : {0u, 1u, 2u}) EXPECT_EQ(calls[before].start_ms, 0) << "no room is left by a kernel that lies";
}

TEST(RunLog, CallsThatAreHeardOfTogetherHaveTheirOwnTimesOneAfterTheOther) {
    RunLog log = quick_calls();
    const std::vector<LoggedCall>& calls = log.runs().back().calls;
    ASSERT_EQ(calls.size(), 3u);
    EXPECT_EQ(calls[0].start_ms, 10);
    EXPECT_EQ(calls[0].elapsed_ms, 10) << "until the page heard of its end";
    EXPECT_EQ(calls[1].start_ms, 24);
    EXPECT_EQ(calls[1].elapsed_ms, 3);
    EXPECT_EQ(calls[2].start_ms, 27);
    EXPECT_EQ(calls[2].elapsed_ms, 3);
}

}  // namespace
}  // namespace flow::tests
