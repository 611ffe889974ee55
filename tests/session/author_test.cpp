// Results that came with the flow: seen where they fit, as the author's; a run here computes them, an edit takes them away, and no value of theirs is ever asked for.
#include <random>

#include "runtime/graph/flow_file.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

constexpr std::uint64_t kLater = 1'000'000;

/// What the flow of `bench` is saved with, as the page names it when it is opened elsewhere.
std::vector<KeptResult> with_results(const SessionBench& bench) {
    std::vector<KeptResult> results;
    for (const auto& [node, result] : bench.session.results_to_save()) {
        results.push_back(result);
        results.back().author = "1." + std::to_string(results.size());
    }
    return results;
}

/// Somebody else opens it.
class Elsewhere : public SessionBench {
public:
    explicit Elsewhere(const SessionBench& before, bool is_kernel_ready = false) : Elsewhere(before, with_results(before), is_kernel_ready) {}
    Elsewhere(const SessionBench& before, const std::vector<KeptResult>& results, bool is_kernel_ready = false) : SessionBench("", is_kernel_ready) {
        must(intent::Open{write_flow(before.session.graph()), false});
        session.offer(results, kLater);
    }
    bool shows(const std::string& name) const {
        const NodeId node = id_of(name);
        const bool is_shown = session.outputs(node) != nullptr;
        EXPECT_EQ(is_shown, session.value(node, "result").has_value()) << name;
        EXPECT_EQ(is_shown, session.output(node) != nullptr) << name;
        return is_shown;
    }
    bool shows_authors(const std::string& name) const {
        if (!shows(name)) return false;
        EXPECT_EQ(is_authors(session.value(id_of(name), "result")->key), state(name) == NodeState::author) << name;
        return state(name) == NodeState::author;
    }
};

TEST(Author, ItsResultsAreSeenWithoutAKernelAndCountAsNotRun) {
    SessionBench bench("a -> b; c");
    bench.start();
    const RunId run = bench.runner.in_flight.front().run;
    bench.receive(run_event::Printed{run, "a", OutputStream::out, "hello\n", 0, 0});
    bench.receive(run_event::Displayed{run, "a", "display:0", {}});
    bench.finish_all({"c"});
    ASSERT_EQ(bench.session.results_to_save().size(), 2u) << "what failed is no result";

    const Elsewhere there(bench);
    for (const char* name : {"a", "b"}) {
        EXPECT_TRUE(there.shows_authors(name)) << name;
        EXPECT_TRUE(there.session.is_current(there.id_of(name))) << name;
        EXPECT_EQ(there.session.output(there.id_of(name), "result")->summary, bench.session.output(bench.id_of(name), "result")->summary);
        EXPECT_EQ(there.only_why(name).code, "never_ran");
        EXPECT_EQ(there.only_why(name).sentence.key, "why.author");
    }
    EXPECT_EQ(there.session.output(there.id_of("a"))->out, "hello\n");
    EXPECT_EQ(there.session.output(there.id_of("a"))->displays, (Names{"display:0"}));
    EXPECT_FALSE(there.shows("c"));
    EXPECT_EQ(there.session.count_to_run(), 3u);
    EXPECT_TRUE(there.session.results_to_save().empty()) << "nothing of it was made here";
}

TEST(Author, ARunHereCallsEveryNodeAndAsksForNoValue) {
    SessionBench bench("a -> b -> c");
    bench.run();
    Elsewhere there(bench, true);
    EXPECT_EQ(there.refusal(intent::Run{{{}, there.ids({"b"}), {}, false}}), "run.input_is_not_current") << "nothing can be computed from a look";
    EXPECT_EQ(there.run_up_to({"b"}).ran, (Names{"a", "b"}));
    EXPECT_EQ(there.state("b"), NodeState::ok);
    EXPECT_EQ(there.state("c"), NodeState::author) << "the same inputs give the same fingerprint";
    EXPECT_EQ(there.run().ran, (Names{"c"}));
    EXPECT_TRUE(there.runner.restoring.empty());
    EXPECT_EQ(there.session.count_to_run(), 0u);
}

TEST(Author, AnEditTakesItAwayAndUndoBringsItBack) {
    SessionBench bench("a -> b");
    bench.run();
    Elsewhere there(bench);
    there.set_source("a", "def a():\n    return 7\n");
    for (const char* name : {"a", "b"}) {
        EXPECT_FALSE(there.shows(name)) << name;
        EXPECT_EQ(there.state(name), NodeState::stale) << name;
    }
    EXPECT_EQ(there.codes("a"), (Names{"source"}));
    there.undo();
    EXPECT_TRUE(there.shows_authors("a"));
    EXPECT_TRUE(there.shows_authors("b"));
    there.must(intent::RemoveNodes{there.ids({"b"})});
    there.undo();
    EXPECT_TRUE(there.shows_authors("b"));
}

TEST(Author, ACallThatFailsHereTakesItAway) {
    SessionBench bench("a -> b");
    bench.run();
    Elsewhere there(bench, true);
    there.run({}, {"a"});
    EXPECT_EQ(there.state("a"), NodeState::failed);
    EXPECT_EQ(there.session.outputs(there.id_of("a")), nullptr);
    EXPECT_EQ(there.state("b"), NodeState::stale);
    EXPECT_EQ(there.session.outputs(there.id_of("b")), nullptr);
}

TEST(Author, OnesOwnResultGoesBeforeIt) {
    SessionBench bench("a -> b");
    bench.run();
    for (const auto& [name, key] : bench.runner.last_key) bench.receive(bench.runner.save(key));
    std::vector<KeptResult> offered = bench.kept();
    std::erase_if(offered, [&](const KeptResult& one) { return one.outputs.front().summary != bench.session.output(bench.id_of("a"), "result")->summary; });
    const std::vector<KeptResult> authors = with_results(bench);
    offered.insert(offered.end(), authors.begin(), authors.end());
    Elsewhere there(bench, offered);
    EXPECT_EQ(there.state("a"), NodeState::ok);
    EXPECT_EQ(there.state("b"), NodeState::author);
    there.session.offer(authors, kLater);
    EXPECT_EQ(there.state("a"), NodeState::ok) << "and is not replaced by it";
}

TEST(Author, ItBelongsToTheFlowThatItCameWith) {
    SessionBench bench("a");
    bench.run();
    Elsewhere there(bench);
    const std::string text = write_flow(there.session.graph());
    there.must(intent::Open{text, false});
    there.session.offer({}, kLater);
    EXPECT_EQ(there.state("a"), NodeState::stale) << "the same node in a flow that came without it";
    EXPECT_FALSE(there.shows("a"));
    there.undo();
    EXPECT_TRUE(there.shows_authors("a"));
}

TEST(Author, AForgedMessageGivesItNoValue) {
    SessionBench bench("a");
    bench.run();
    Elsewhere there(bench, true);
    const std::string key = there.session.value(there.id_of("a"), "result")->key;
    there.receive(run_event::ValuesSaved{{{key, std::string(64, 'a'), 3}}});
    there.receive(run_event::ValueRestored{key});
    there.receive(run_event::ValueLost{key});
    EXPECT_TRUE(there.shows_authors("a"));
    there.lose_kernel();
    EXPECT_TRUE(there.shows_authors("a"));
    EXPECT_TRUE(there.runner.restoring.empty());
}

TEST(Author, AnotherVersionOfPythonOrAPackageChangesNothingOfALook) {
    SessionBench bench("a");
    bench.must(intent::SetPackages{{"numpy"}});
    bench.kernel_ready({{"numpy", "1.0"}});
    bench.run();
    Elsewhere there(bench);
    there.kernel_ready({{"numpy", "2.0"}});
    EXPECT_TRUE(there.shows_authors("a"));
}

TEST(Author, AFileThatIsAnotherOneHereTakesItAway) {
    SessionBench bench;
    bench.add("r", "def r():\n    return open('f')\n");
    bench.must(intent::AddFile{{"f", 1, std::string(64, '1'), "", {}}});
    bench.run();
    Elsewhere there(bench);
    EXPECT_TRUE(there.shows_authors("r"));
    there.must(intent::AddFile{{"f", 1, std::string(64, '2'), "", {}}});
    EXPECT_FALSE(there.shows("r"));
}

TEST(Author, ABypassedNodePassesTheLookOn) {
    SessionBench bench("a -> b -> c");
    bench.run();
    Elsewhere there(bench);
    there.set_mode("b", NodeMode::bypass);
    EXPECT_EQ(there.state("b"), NodeState::author);
    EXPECT_EQ(there.session.value(there.id_of("b"), "result"), there.session.value(there.id_of("a"), "result"));
    EXPECT_EQ(there.state("c"), NodeState::stale) << "its input is another one now";
}

/// Random flows, edits and runs on both sides: what is shown as the author's is what a run here gives, and after the run nothing is the author's.
TEST(Author, WhatIsShownIsWhatARunHereGives) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        const auto below = [&random](unsigned bound) { return static_cast<unsigned>(random() % bound); };
        SessionBench bench;
        for (int node = 0; node < 7; ++node) {
            const std::string name = "n" + std::to_string(node);
            bench.add(name, "def " + name + "(*items, s=1):\n    return " + std::to_string(below(3)) + "\n");
            if (node > 0) bench.connect("n" + std::to_string(below(static_cast<unsigned>(node))) + ".result", name + ".items");
        }
        bench.run_up_to({"n" + std::to_string(below(7))});
        if (below(2) == 0) bench.run();
        const auto edit = [&](SessionBench& one) {
            const std::string name = "n" + std::to_string(below(7));
            if (below(2) == 0) {
                one.set_param(name, "s", std::to_string(below(3)));
            } else {
                one.set_mode(name, below(2) == 0 ? NodeMode::mute : NodeMode::normal);
            }
        };
        if (below(2) == 0) edit(bench);
        Elsewhere there(bench, true);
        for (unsigned edits = below(3); edits > 0; --edits) edit(there);
        if (below(3) == 0) there.undo();
        std::map<std::string, std::string> shown;
        for (const NodeId id : there.session.graph().nodes()) {
            const std::string name = there.session.graph().node(id).name;
            if (there.state(name) == NodeState::author) shown[name] = there.session.output(id, "result")->summary;
        }
        there.start();
        if (!there.runner.in_flight.empty()) there.finish_all();
        for (const auto& [name, summary] : shown) {
            EXPECT_EQ(there.state(name), NodeState::ok) << name;
            EXPECT_EQ(there.session.output(there.id_of(name), "result")->summary, summary) << name;
        }
        for (const NodeId id : there.session.graph().nodes()) EXPECT_NE(there.session.state(id), NodeState::author);
    }
}

}  // namespace
}  // namespace flow::tests
