// Calls that a kernel is given behind another one: which are, in which order, and what becomes of them.
#include "tests/run/run_bench.h"

namespace flow::tests {
namespace {

Names given(const RunBench& bench) {
    Names names;
    for (const NodeCall& call : bench.runner.ahead) names.push_back(call.name);
    return names;
}

TEST(AheadTest, AChainGoesInOneMessageAndEachCallTakesWhatTheOneBeforeWillMake) {
    RunBench bench("a -> b -> c");
    bench.runner.at_once = 8;
    bench.begin();
    EXPECT_EQ(bench.runner.called(), (Names{"a"}));
    ASSERT_EQ(given(bench), (Names{"b", "c"}));
    EXPECT_EQ(bench.runner.ahead[0].inputs[0].values, (std::vector<ValueRef>{{bench.runner.in_flight[0].key, "result"}}));
    EXPECT_EQ(bench.scheduler.state_of(bench.id("b")), NodeState::queued);

    bench.finish("a");
    EXPECT_TRUE(bench.scheduler.in_flight().empty()) << "nobody has said yet that it was begun";
    EXPECT_TRUE(bench.scheduler.is_busy(kHome));
    EXPECT_FALSE(bench.scheduler.is_over());
    ASSERT_TRUE(bench.go_on());
    EXPECT_EQ(bench.scheduler.state_of(bench.id("b")), NodeState::running);
    bench.finish("b");
    ASSERT_TRUE(bench.go_on());
    bench.finish("c");
    EXPECT_EQ(bench.scheduler.end().ran, (Names{"a", "b", "c"}));
    for (const char* name : {"a", "b", "c"}) EXPECT_EQ(bench.state(name), NodeState::ok) << name;
    EXPECT_TRUE(bench.planned().empty());
}

TEST(AheadTest, WhatIsReadyGoesAlongInThePlansOrder) {
    RunBench bench("a -> b; c -> d; a -> e; c -> e");
    bench.runner.at_once = 8;
    const Names planned = bench.planned();
    bench.begin();
    EXPECT_EQ(given(bench), Names(planned.begin() + 1, planned.end()));
}

TEST(AheadTest, WhatMayStillBeTrueIsNotGivenBeforeItIsKnown) {
    RunBench bench("a -> b -> c");
    bench.runner.at_once = 8;
    bench.begin();
    bench.finish("a");
    bench.go_on();
    bench.finish("b");
    bench.go_on();
    bench.finish("c");
    bench.scheduler.end();
    // a's value is gone, and it will make the same again: b and c hold theirs still.
    bench.results.evict(bench.id("a"));
    bench.runner.drop({bench.runner.last_key["a"]});
    bench.survey.touch_all();
    bench.begin({{bench.id("c")}, {}, {}, false});
    EXPECT_TRUE(given(bench).empty());
    bench.finish("a");
    EXPECT_TRUE(bench.scheduler.is_over());
    EXPECT_EQ(bench.scheduler.end().ran, (Names{"a"}));
}

TEST(AheadTest, WhatANewSourceWillChangeIsGivenAtOnce) {
    RunBench bench("a -> b -> c");
    bench.run();
    bench.runner.at_once = 8;
    bench.edit(edit::SetSource{bench.id("a"), "def a():\n    return 'new'\n"});
    bench.survey.touch_all();
    bench.begin();
    EXPECT_EQ(given(bench), (Names{"b", "c"}));
}

TEST(AheadTest, AFailureHoldsUpWhatWasGivenBehindIt) {
    RunBench bench("a -> b -> c; d");
    bench.runner.at_once = 8;
    bench.begin();
    bench.finish("a");
    if (!given(bench).empty() && given(bench).front() == "d") {
        bench.go_on();
        bench.finish("d");
    }
    ASSERT_TRUE(bench.go_on());
    bench.runner.ahead.clear();
    bench.fail("b");
    EXPECT_EQ(bench.scheduler.state_of(bench.id("c")), std::nullopt);
    while (!bench.runner.in_flight.empty()) bench.finish(bench.runner.in_flight.front().name);
    ASSERT_TRUE(bench.scheduler.is_over());
    const RunReport report = bench.scheduler.end();
    EXPECT_EQ(report.skipped, (Names{"c"}));
    EXPECT_EQ(report.ran.size(), 3u);
}

TEST(AheadTest, WhatIsGivenBackIsGivenAgainWithANewKeyAndFewerAtOnce) {
    std::string text;
    for (int at = 0; at < 40; ++at) text += "n" + std::to_string(at) + " -> n" + std::to_string(at + 1) + ";";
    RunBench bench(text);
    bench.runner.at_once = 100;
    bench.begin();
    const std::size_t first = given(bench).size();
    EXPECT_EQ(first + 1, limits::kFirstCallsAtOnce);
    bench.finish("n0");
    bench.give_back();
    ASSERT_EQ(bench.runner.in_flight.size(), 1u);
    EXPECT_EQ(bench.runner.in_flight[0].name, "n1");
    EXPECT_LT(given(bench).size(), first);
    while (!bench.runner.ahead.empty()) {
        bench.finish(bench.runner.in_flight[0].name);
        ASSERT_TRUE(bench.go_on());
    }
    bench.finish(bench.runner.in_flight[0].name);
    EXPECT_EQ(given(bench).size(), first) << "it has made all of them: twice as many";
    while (!bench.scheduler.is_over()) {
        if (bench.runner.in_flight.empty()) {
            ASSERT_TRUE(bench.go_on());
        }
        bench.finish(bench.runner.in_flight[0].name);
    }
    EXPECT_EQ(bench.scheduler.end().ran.size(), 41u);
}

TEST(AheadTest, NothingStandsBehindACallWithATimeLimit) {
    RunBench bench("a -> b -> c");
    bench.runner.at_once = 8;
    CallTerms terms;
    terms.limits.time_ms = 1'000;
    Result<Plan> plan = bench.plan();
    bench.scheduler.begin(RunId{1}, *std::move(plan), std::move(terms));
    bench.scheduler.tick(bench.ground());
    EXPECT_EQ(bench.runner.called(), (Names{"a"}));
    EXPECT_TRUE(given(bench).empty());
}

TEST(AheadTest, OnlyTheNextOneBegins) {
    RunBench bench("a -> b -> c");
    bench.runner.at_once = 8;
    bench.begin();
    const auto begins = [&bench](const char* name) { return bench.scheduler.began(RunId{1}, name, kHome, bench.environment, 0) != nullptr; };
    EXPECT_FALSE(begins("b")) << "a is under way";
    bench.finish("a");
    EXPECT_FALSE(begins("c")) << "it is not its turn";
    EXPECT_FALSE(begins("a"));
    EXPECT_TRUE(begins("b"));
}

TEST(AheadTest, ARecordIsMadeOfWhatWasReadNotOfWhatWasForeseen) {
    RunBench bench("a -> b");
    bench.edit(edit::SetSource{bench.id("a"), "def a():\n    return 1\n"});
    bench.run();
    bench.runner.at_once = 8;
    // It reads a file for the first time: that was not foreseen.
    bench.edit(edit::SetSource{bench.id("a"), "def a():\n    return open('x.csv')\n"});
    bench.survey.touch_all();
    bench.begin();
    ASSERT_EQ(given(bench), (Names{"b"}));
    bench.finish("a");
    bench.go_on();
    bench.finish("b");
    bench.scheduler.end();
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    EXPECT_TRUE(bench.planned().empty());
    const NodeResult& a = *bench.results.find(bench.id("a"))->result;
    EXPECT_EQ(bench.results.find(bench.id("b"))->result->recipe.inputs[0].fingerprint, a.fingerprint);
    EXPECT_EQ(a.files.size(), 1u);
}

}  // namespace
}  // namespace flow::tests
