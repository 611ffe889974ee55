// Each code of "why", with its names and values.
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

TEST(Why, NeverRan) {
    SessionBench bench("a -> b");
    EXPECT_EQ(bench.codes("a"), (Names{"never_ran"}));
    EXPECT_EQ(bench.codes("b"), (Names{"never_ran"}));
    bench.run();
    EXPECT_EQ(bench.codes("a"), Names{});
}

TEST(Why, Source) {
    SessionBench bench("a");
    bench.run();
    bench.set_source("a", "def a():\n    return 2\n");
    EXPECT_EQ(bench.codes("a"), (Names{"source"}));
}

TEST(Why, SettingWithBothValues) {
    SessionBench bench;
    bench.add("n", "def n(x=1, y='a', z=[]):\n    return x\n");
    bench.run();
    bench.set_param("n", "x", "2");
    bench.set_param("n", "y", "\"b\"");
    const std::vector<Why> why = bench.session.status(bench.id_of("n")).why;
    ASSERT_EQ(why.size(), 2u);
    EXPECT_EQ(why[0].code, "setting");
    EXPECT_EQ(why[0].name, "x");
    EXPECT_EQ(why[0].from, "1");
    EXPECT_EQ(why[0].to, "2");
    EXPECT_EQ(why[0].sentence, (Sentence{"why.setting", {{"name", "x"}, {"from", "1"}, {"to", "2"}}}));
    EXPECT_EQ(why[1].from, "\"a\"");
    EXPECT_EQ(why[1].to, "\"b\"");
    bench.run();
    bench.set_param("n", "x", std::nullopt);
    EXPECT_EQ(bench.only_why("n").from, "2");
    EXPECT_EQ(bench.only_why("n").to, "1");
}

TEST(Why, ASecretsValueIsNotTold) {
    SessionBench bench;
    bench.add("n", "def n(token: Secret = '', text=''):\n    return token\n");
    bench.run();
    bench.set_param("n", "token", "\"hunter2\"");
    const Why why = bench.only_why("n");
    EXPECT_EQ(why.name, "token");
    EXPECT_EQ(why.from, std::nullopt);
    EXPECT_EQ(why.to, std::nullopt);
    EXPECT_EQ(why.sentence, (Sentence{"why.setting_secret", {{"name", "token"}}}));
}

TEST(Why, ALongValueIsCutInTheSentenceOnly) {
    SessionBench bench;
    bench.add("n", "def n(text=''):\n    return text\n");
    bench.run();
    std::string longer = "\"";
    for (int at = 0; at < 100; ++at) longer += "字";
    longer += "\"";
    bench.set_param("n", "text", longer);
    EXPECT_EQ(bench.only_why("n").to, longer);
    EXPECT_EQ(bench.only_why("n").sentence.args[2].second.size(), 79u + 3u) << "whole characters and an ellipsis";
}

TEST(Why, InputWithTheUpstreamsName) {
    SessionBench bench("a -> b -> c");
    bench.run();
    bench.set_source("a", "def a():\n    return 2\n");
    EXPECT_EQ(bench.only_why("b").code, "input");
    EXPECT_EQ(bench.only_why("b").name, "a");
    EXPECT_EQ(bench.only_why("c").code, "input");
    EXPECT_EQ(bench.only_why("c").name, "b");
}

TEST(Why, InputBehindABypassIsTheNodeThatMadeTheValue) {
    SessionBench bench("a -> way -> c");
    bench.set_mode("way", NodeMode::bypass);
    bench.run();
    bench.set_source("a", "def a():\n    return 2\n");
    EXPECT_EQ(bench.only_why("c").name, "a");
    EXPECT_EQ(bench.only_why("way").code, "input");
    EXPECT_EQ(bench.state("way"), NodeState::stale);
}

TEST(Why, Wiring) {
    SessionBench bench("a -> c.x; b -> c.y");
    bench.run();
    bench.disconnect("a.result", "c.x");
    bench.disconnect("b.result", "c.y");
    bench.connect("a.result", "c.y");
    bench.connect("b.result", "c.x");
    EXPECT_EQ(bench.codes("c"), (Names{"wiring"}));
}

TEST(Why, WiringWhenABypassComesInBetween) {
    SessionBench bench("a -> m -> c");
    bench.run();
    bench.set_mode("m", NodeMode::bypass);
    EXPECT_EQ(bench.codes("c"), (Names{"wiring"}));
    bench.set_mode("m", NodeMode::normal);
    EXPECT_EQ(bench.state("c"), NodeState::ok);
}

TEST(Why, FileWithItsName) {
    SessionBench bench;
    bench.add("load", "def load():\n    return open('data.csv')\n");
    bench.must(intent::AddFile{{"data.csv", 3, "aa", "", {}}});
    bench.must(intent::AddFile{{"other.csv", 3, "cc", "", {}}});
    bench.build("stats");
    bench.run();
    EXPECT_EQ(bench.state("load"), NodeState::ok);
    bench.must(intent::AddFile{{"other.csv", 3, "dd", "", {}}});
    EXPECT_EQ(bench.state("load"), NodeState::ok) << "it did not read that one";
    bench.must(intent::AddFile{{"data.csv", 3, "bb", "", {}}});
    EXPECT_EQ(bench.only_why("load").code, "file");
    EXPECT_EQ(bench.only_why("load").name, "data.csv");
    EXPECT_EQ(bench.state("stats"), NodeState::ok);
    bench.must(intent::RemoveFile{"data.csv"});
    EXPECT_EQ(bench.only_why("load").sentence.key, "why.file_gone");
    bench.undo();
    bench.undo();
    EXPECT_EQ(bench.state("load"), NodeState::ok);
}

TEST(Why, AFileThatWasNotThere) {
    SessionBench bench;
    bench.add("load", "def load():\n    return open('data.csv')\n");
    bench.run();
    EXPECT_EQ(bench.state("load"), NodeState::ok) << "it found none, and there is none";
    bench.must(intent::AddFile{{"data.csv", 3, "aa", "", {}}});
    EXPECT_EQ(bench.only_why("load").sentence.key, "why.file_new");
    bench.undo();
    EXPECT_EQ(bench.state("load"), NodeState::ok);
}

TEST(Why, AFolderThatWasListed) {
    SessionBench bench;
    bench.must(intent::AddFile{{"b/c.csv", 3, "aa", "", {}}});
    bench.must(intent::AddFile{{"a.csv", 3, "aa", "", {}}});
    bench.add("names", "def names():\n    return os.listdir()\n");
    bench.start();
    const NodeCall call = bench.runner.take("names");
    bench.receive(run_event::Finished{call.run, call.name, call.key, {}, {{"./", "a.csv/b//"}, {"b/", "c.csv/"}, {"none/", ""}}, 1});
    bench.tick();
    EXPECT_EQ(bench.state("names"), NodeState::ok);
    bench.must(intent::AddFile{{"a.csv", 3, "bb", "", {}}});
    EXPECT_EQ(bench.state("names"), NodeState::ok) << "its content was not asked for";
    bench.must(intent::AddFile{{"b/d.csv", 3, "aa", "", {}}});
    EXPECT_EQ(bench.only_why("names").sentence.key, "why.folder");
    EXPECT_EQ(bench.only_why("names").name, "b/");
    bench.undo();
    bench.must(intent::AddFile{{"none/x.csv", 3, "aa", "", {}}});
    EXPECT_EQ(bench.codes("names"), (Names{"file", "file"})) << "the folder is new, and so is its name in the flow's own";
}

TEST(Why, AFilesChangeReachesWhatFollows) {
    SessionBench bench;
    bench.must(intent::AddFile{{"data.csv", 3, "aa", "", {}}});
    bench.add("load", "def load():\n    return open('data.csv')\n");
    bench.build("load_2 -> stats.x");
    bench.connect("load.result", "stats.x");
    bench.run();
    EXPECT_EQ(bench.state("stats"), NodeState::ok);
    bench.must(intent::AddFile{{"data.csv", 3, "bb", "", {}}});
    EXPECT_EQ(bench.only_why("stats").code, "input");
    EXPECT_EQ(bench.only_why("stats").name, "load");
}

TEST(Why, PackagesOfTheFlow) {
    SessionBench bench("a");
    bench.run();
    bench.must(intent::SetPackages{{"numpy"}});
    EXPECT_EQ(bench.codes("a"), (Names{"packages"}));
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
}

TEST(Why, PackagesOfAnotherVersion) {
    SessionBench bench("a");
    bench.must(intent::SetPackages{{"numpy"}});
    bench.start();
    bench.receive(run_event::PackagesChanged{{{"numpy", "2.3"}}});  // loaded for the first call that wants it
    bench.finish_all();
    EXPECT_EQ(bench.state("a"), NodeState::ok) << "the version was unknown when the call was made, and contradicts nothing";
    bench.receive(run_event::PackagesChanged{{{"numpy", "2.3"}, {"pandas", "3.0"}}});
    EXPECT_EQ(bench.state("a"), NodeState::ok) << "the flow does not name pandas";
    bench.receive(run_event::PackagesChanged{{{"numpy", "2.4"}}});
    EXPECT_EQ(bench.codes("a"), (Names{"packages"}));
}

TEST(Why, VolatileInAPlan) {
    SessionBench bench("now -> show");
    bench.set_mode("now", NodeMode::volatile_);
    bench.run();
    const auto plan = bench.session.plan({});
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->size(), 2u);
    EXPECT_EQ(plan->front().second.front().code, "volatile");
    EXPECT_EQ(plan->back().second.front().code, "input");
    EXPECT_EQ(plan->back().second.front().name, "now");
}

TEST(Why, VolatileNoLonger) {
    SessionBench bench("now");
    bench.set_mode("now", NodeMode::volatile_);
    bench.run();
    bench.set_mode("now", NodeMode::normal);
    EXPECT_EQ(bench.state("now"), NodeState::stale) << "its result is one of many";
    EXPECT_EQ(bench.codes("now"), (Names{"volatile"}));
    bench.run();
    bench.set_mode("now", NodeMode::volatile_);
    EXPECT_EQ(bench.state("now"), NodeState::ok);
}

TEST(Why, FailedAndBlocked) {
    SessionBench bench("a -> b -> c");
    bench.run({}, {"a"});
    EXPECT_EQ(bench.codes("a"), (Names{"failed"}));
    for (const char* name : {"b", "c"}) {
        EXPECT_EQ(bench.state(name), NodeState::stale);
        EXPECT_EQ(bench.session.status(bench.id_of(name)).why.front().code, "blocked");
        EXPECT_EQ(bench.session.status(bench.id_of(name)).why.front().name, "a");
    }
    bench.set_source("a", "def a():\n    return 2\n");
    EXPECT_EQ(bench.state("a"), NodeState::stale) << "with another source it has not failed";
    EXPECT_EQ(bench.codes("a"), (Names{"source"}));
    EXPECT_EQ(bench.codes("b"), (Names{"never_ran"}));
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::failed);
}

TEST(Why, AFailureAfterASuccessKeepsTheOlderResult) {
    SessionBench bench("a -> b");
    bench.run();
    bench.set_source("a", "def a():\n    return 2\n");
    bench.run({}, {"a"});
    EXPECT_EQ(bench.state("a"), NodeState::failed);
    EXPECT_NE(bench.session.outputs(bench.id_of("a")), nullptr);
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::ok);
}

TEST(Why, AFailureOfTheSameCallCountsMoreThanTheOlderResult) {
    SessionBench bench("a -> b");
    bench.run();
    bench.start({{}, bench.ids({"a"}), {}, false});
    bench.fail("a");
    bench.ended();
    EXPECT_EQ(bench.state("a"), NodeState::failed);
    EXPECT_EQ(bench.state("b"), NodeState::stale);
    EXPECT_EQ(bench.session.status(bench.id_of("b")).why.front().code, "blocked");
    EXPECT_EQ(bench.run().ran, (Names{"a"})) << "b turns out to be true once a has succeeded";
    EXPECT_EQ(bench.state("b"), NodeState::ok);
}

TEST(Why, Stopped) {
    SessionBench bench("a -> b");
    bench.start();
    bench.must(intent::Stop{});
    bench.stop_call("a");
    EXPECT_EQ(bench.state("a"), NodeState::stopped);
    EXPECT_EQ(bench.codes("a"), (Names{"stopped"}));
    EXPECT_EQ(bench.codes("b"), (Names{"never_ran"}));
}

TEST(Why, Evicted) {
    SessionBench bench("a -> b");
    bench.run();
    bench.lose_kernel();
    EXPECT_EQ(bench.state("a"), NodeState::stale);
    EXPECT_EQ(bench.codes("a"), (Names{"evicted"}));
    EXPECT_EQ(bench.codes("b"), (Names{"evicted"}));
    EXPECT_NE(bench.session.output(bench.id_of("a"), "result"), nullptr) << "what was seen stays visible";
    EXPECT_EQ(bench.session.value(bench.id_of("a"), "result"), std::nullopt);
}

TEST(Why, BlockedByAMutedAndByAnIdleNode) {
    SessionBench bench("a -> b -> c -> d");
    bench.set_mode("b", NodeMode::mute);
    EXPECT_EQ(bench.codes("b"), Names{});
    EXPECT_EQ(bench.session.status(bench.id_of("d")).why.front().code, "blocked");
    EXPECT_EQ(bench.session.status(bench.id_of("d")).why.front().name, "b");
    bench.set_mode("b", NodeMode::normal);
    bench.disconnect("a.result", "b.a");
    EXPECT_EQ(bench.session.status(bench.id_of("c")).why.front().name, "b");
}

TEST(Why, IdleNamesTheInput) {
    SessionBench bench;
    bench.add("n", "def n(table, other):\n    return table\n");
    bench.build("a");
    EXPECT_EQ(bench.state("n"), NodeState::idle);
    EXPECT_EQ(bench.only_why("n").code, "input");
    EXPECT_EQ(bench.only_why("n").name, "table");
    bench.connect("a.result", "n.table");
    EXPECT_EQ(bench.only_why("n").name, "other");
    EXPECT_EQ(bench.run().skipped, Names{}) << "an idle node is no part of what is stale";
    EXPECT_EQ(bench.run_up_to({"n"}).skipped, (Names{"n"}));
}

TEST(Why, ALinkToAnOutputThatIsGoneGivesNoValue) {
    SessionBench bench("split.train -> fit.data");
    bench.run();
    bench.set_source("split", "def split():\n    return 1\n");
    EXPECT_EQ(bench.state("fit"), NodeState::idle);
    EXPECT_EQ(bench.only_why("fit").name, "data");
}

TEST(Why, WhatIsWrongWithTheSourceIsSaidInTheSameWordsOnTheNodeAndInTheEditor) {
    SessionBench bench;
    bench.session.set_catalogue(Catalogue("en", {{"signature.bracket_open", "{bracket} is never closed"}, {"session.judge", "{message}"}}));
    bench.add("a", "def a():\n    return (1\n");
    const auto problems = [&] { return bench.session.problems(bench.id_of("a")); };
    const NodeError told{ErrorKind::syntax, "SyntaxError", "'(' was never closed", "  line 2\nSyntaxError: '(' was never closed\n", 2};

    bench.receive(run_event::SourceJudged{"a", {{{"session.judge", {{"message", told.message}}}, 2, 12}}});
    ASSERT_EQ(problems().size(), 1u);
    EXPECT_EQ(bench.session.catalogue().text(problems().front().sentence), "( is never closed");
    bench.start();
    const NodeCall call = bench.runner.take("a");
    bench.receive(run_event::Failed{call.run, "a", told, {}, 1});
    bench.tick();
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->error->message, told.message) << "what a run gives is Python's";

    // Where only Python finds something, it has the word.
    bench.set_source("a", "def a():\n    nonlocal b\n");
    bench.receive(run_event::SourceJudged{"a", {{{"session.judge", {{"message", "no binding"}}}, 2, 5}}});
    EXPECT_EQ(bench.session.catalogue().text(problems().front().sentence), "no binding");
}

TEST(Why, ANodeOfAnUnknownTypeIsIdle) {
    SessionBench bench;
    bench.must(intent::Open{
        R"({"format": "pythonflows", "version": 1, "nodes": [{"id": "x", "type": "none.such"}, {"id": "y", "type": "python", "source": "def y(a):\n    return a\n"}],
                                "links": [{"from": "x.result", "to": "y.a"}]})"});
    EXPECT_EQ(bench.state("x"), NodeState::idle);
    EXPECT_EQ(bench.only_why("x").code, "source");
    EXPECT_EQ(bench.session.status(bench.id_of("y")).why.front().code, "blocked");
    const news::RunEnded ended = bench.run();
    EXPECT_EQ(ended.ran, Names{});
    EXPECT_EQ(ended.skipped, (Names{"x", "y"})) << "it lacks nothing that a person could still wire: it was to run and cannot";
    EXPECT_EQ(bench.refusal(intent::Run{{{}, bench.ids({"x"}), {}, false}}), "run.nothing_to_call");
}

}  // namespace
}  // namespace flow::tests
