// Results that outlive the page: told to be kept when their values are saved, offered at the next visit, taken by the nodes for which they are still true.
#include <random>

#include "runtime/graph/flow_file.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

constexpr std::uint64_t kLater = 1'000'000;  // beyond the serials of any visit here

/// Everything has run and is saved, except what is named.
void run_and_save(SessionBench& bench, const std::set<std::string>& unsaved = {}) {
    bench.run();
    for (const auto& [name, key] : bench.runner.last_key) {
        if (!unsaved.contains(name)) bench.receive(bench.runner.save(key));
    }
}

void set_file(SessionBench& bench, char version) { bench.must(intent::AddFile{{"f", 1, std::string(64, version), "", {}}}); }

/// The page was loaded again: the same flow, and what was kept of it.
class NextVisit : public SessionBench {
public:
    NextVisit(SessionBench& before, const std::vector<KeptResult>& kept, bool is_kernel_ready = false) : SessionBench("", is_kernel_ready) {
        runner.lasting = before.runner.lasting;
        must(intent::Open{write_flow(before.session.graph()), false});
        session.offer(kept, kLater);
    }
    explicit NextVisit(SessionBench& before) : NextVisit(before, before.kept()) {}

    void answer_restores(bool is_damaged = false) {
        while (!runner.restoring.empty()) {
            receive(runner.answer_restore(is_damaged));
            tick();
        }
    }
    /// What a run of all that is stale calls.
    Names runs() {
        if (!runner.is_ready) kernel_ready();
        start();
        answer_restores();
        return finish_all().ran;
    }
    std::optional<std::string> value(const std::string& name) {
        const auto ref = session.value(id_of(name), "result");
        if (!ref) return std::nullopt;
        session.need(*ref);
        answer_restores();
        const auto found = runner.values.find({ref->key, ref->port});
        return found == runner.values.end() ? std::nullopt : std::optional(found->second);
    }
};

TEST(Kept, TheNextVisitShowsEveryResultWithoutACall) {
    SessionBench bench("a -> b -> c; a -> c; d");
    bench.start();
    bench.receive(run_event::Printed{bench.runner.in_flight.front().run, "a", OutputStream::out, "hello\n", 0, 0});
    bench.finish_all();
    for (const auto& [name, key] : bench.runner.last_key) bench.receive(bench.runner.save(key));

    NextVisit next(bench);
    for (const char* name : {"a", "b", "c", "d"}) {
        EXPECT_EQ(next.state(name), NodeState::ok) << name;
        EXPECT_EQ(next.session.status(next.id_of(name)).elapsed_ms, 1.5) << name;
        ASSERT_NE(next.session.output(next.id_of(name), "result"), nullptr) << name;
        EXPECT_EQ(next.session.output(next.id_of(name), "result")->summary, bench.session.output(bench.id_of(name), "result")->summary);
    }
    EXPECT_EQ(next.session.output(next.id_of("a"))->out, "hello\n");
    EXPECT_EQ(next.session.count_to_run(), 0u);
    EXPECT_EQ(next.runs(), Names{});
    EXPECT_TRUE(next.runner.calls.empty());
    EXPECT_EQ(next.value("c"), next.session.output(next.id_of("c"), "result")->summary);
}

TEST(Kept, OnlyWhatChangedRunsAndItIsGivenWhatWasKept) {
    SessionBench bench("a -> b -> c");
    run_and_save(bench);
    const std::vector<KeptResult> kept = bench.kept();
    bench.set_source("b", "def b(a):\n    return 2\n");

    NextVisit next(bench, kept);
    EXPECT_EQ(next.state("a"), NodeState::ok);
    EXPECT_EQ(next.codes("b"), (Names{"never_ran"}));
    EXPECT_EQ(next.runs(), (Names{"b", "c"}));
    bench.run();
    EXPECT_EQ(next.value("c"), bench.session.output(bench.id_of("c"), "result")->summary);
}

TEST(Kept, WhatIsNotSavedIsNotKept) {
    SessionBench bench("a -> b");
    run_and_save(bench, {"b"});
    NextVisit next(bench);
    EXPECT_EQ(next.state("a"), NodeState::ok);
    EXPECT_EQ(next.state("b"), NodeState::stale);
    EXPECT_EQ(next.runs(), (Names{"b"}));
}

TEST(Kept, AResultIsFoundByTheFilesThatItRead) {
    SessionBench bench;
    bench.add("r", "def r():\n    return open('f')\n");
    for (const char version : {'1', '2'}) {
        set_file(bench, version);
        run_and_save(bench);
    }
    const std::string two = bench.session.output(bench.id_of("r"), "result")->summary;
    NextVisit with_two(bench);
    EXPECT_EQ(with_two.state("r"), NodeState::ok);
    EXPECT_EQ(with_two.value("r"), two);

    set_file(bench, '1');
    NextVisit with_one(bench);
    EXPECT_EQ(with_one.state("r"), NodeState::ok);
    EXPECT_NE(with_one.value("r"), two);

    set_file(bench, '3');
    NextVisit with_three(bench);
    EXPECT_EQ(with_three.state("r"), NodeState::stale);
}

TEST(Kept, AVolatileNodeStandsUntilTheNextRunAndItsSerialsNeverReturn) {
    SessionBench bench("b -> c");
    bench.set_mode("b", NodeMode::volatile_);
    run_and_save(bench);
    NextVisit next(bench);
    EXPECT_EQ(next.state("b"), NodeState::ok);
    EXPECT_EQ(next.state("c"), NodeState::ok);
    EXPECT_EQ(next.runs(), (Names{"b", "c"}));
    for (const auto& [name, key] : next.runner.last_key) next.receive(next.runner.save(key));
    const std::vector<KeptResult> kept = next.kept();
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_GT(kept.front().volatile_serial + kept.back().volatile_serial, kLater) << "one of them is the volatile one";
    // The c that was made from the first b is no result of the second b.
    std::vector<KeptResult> mixed{bench.kept()};
    std::erase_if(mixed, [](const KeptResult& one) { return one.volatile_serial != 0; });
    std::copy_if(kept.begin(), kept.end(), std::back_inserter(mixed), [](const KeptResult& one) { return one.volatile_serial != 0; });
    NextVisit after(next, mixed);
    EXPECT_EQ(after.state("b"), NodeState::ok);
    EXPECT_EQ(after.state("c"), NodeState::stale);
}

TEST(Kept, AnotherVersionOfAPackageMakesItStaleOnceItIsKnown) {
    SessionBench bench("a");
    bench.must(intent::SetPackages{{"numpy"}});
    bench.kernel_ready({{"numpy", "1.0"}});
    run_and_save(bench);
    NextVisit next(bench);
    EXPECT_EQ(next.state("a"), NodeState::ok) << "what is unknown contradicts nothing";
    next.kernel_ready({{"numpy", "2.0"}});
    EXPECT_EQ(next.state("a"), NodeState::stale);
    EXPECT_EQ(next.codes("a"), (Names{"packages"}));
}

TEST(Kept, AResultOfThisVisitIsNotReplaced) {
    SessionBench bench("a");
    run_and_save(bench);
    NextVisit next(bench, {}, true);
    EXPECT_EQ(next.runs(), (Names{"a"}));
    next.session.offer(bench.kept(), kLater);
    EXPECT_TRUE(next.runner.values.contains({next.session.value(next.id_of("a"), "result")->key, "result"}));
}

TEST(Kept, WhatWasCarriedOverFromTheFlowBeforeIsToldAgain) {
    SessionBench bench("a -> b");
    run_and_save(bench);
    EXPECT_EQ(bench.kept().size(), 2u);
    bench.must(intent::Open{write_flow(bench.session.graph()), false});
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    bench.session.offer({}, kLater);
    EXPECT_EQ(bench.kept().size(), 4u) << "its results are kept under another name now";
}

TEST(Kept, WhatCannotBeTakenInRunsAgain) {
    SessionBench bench("a -> b");
    run_and_save(bench);
    const std::vector<KeptResult> kept = bench.kept();
    bench.set_source("b", "def b(a):\n    return 2\n");
    NextVisit next(bench, kept);
    next.kernel_ready();
    next.start();
    next.answer_restores(true);
    EXPECT_EQ(next.finish_all().ran, (Names{"a", "b"}));
}

TEST(Kept, ARunThatIsOnIsNotDisturbed) {
    SessionBench bench("a -> b");
    run_and_save(bench);
    NextVisit next(bench, {}, true);
    next.start();
    next.session.offer(bench.kept(), kLater);
    EXPECT_EQ(next.state("a"), NodeState::running);
    EXPECT_EQ(next.finish_all().ran, (Names{"a", "b"}));
    EXPECT_EQ(next.state("b"), NodeState::ok);
}

/// Random flows, edits, runs and losses of what was kept: whatever a next visit shows as ok has the value that a run of everything gives.
TEST(Kept, WhatTheNextVisitShowsIsWhatARunOfEverythingGives) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        const auto below = [&random](unsigned bound) { return static_cast<unsigned>(random() % bound); };
        SessionBench bench;
        for (int node = 0; node < 7; ++node) {
            const std::string name = "n" + std::to_string(node);
            const std::string body = below(3) == 0 ? "open('f')" : std::to_string(below(3));
            bench.add(name, "def " + name + "(*items, s=1):\n    return " + body + "\n");
            if (node > 0) bench.connect("n" + std::to_string(below(static_cast<unsigned>(node))) + ".result", name + ".items");
        }
        std::vector<KeptResult> kept;
        for (int round = 0; round < 6; ++round) {
            const std::string name = "n" + std::to_string(below(7));
            switch (below(4)) {
                case 0: bench.set_param(name, "s", std::to_string(below(3))); break;
                case 1: bench.set_source(name, "def " + name + "(*items, s=1):\n    return " + std::to_string(below(4)) + "\n"); break;
                case 2: set_file(bench, below(2) == 0 ? '1' : '2'); break;
                default: bench.set_mode(name, below(2) == 0 ? NodeMode::bypass : NodeMode::normal); break;
            }
            if (below(2) == 0) bench.run_up_to({"n" + std::to_string(below(7))});
            if (below(2) == 0) bench.run();
            for (const auto& [node, key] : bench.runner.last_key) {
                if (below(2) == 0 && bench.runner.values.contains({key, "result"})) bench.receive(bench.runner.save(key));
            }
        }
        kept = bench.kept();
        std::erase_if(kept, [&](const KeptResult&) { return below(5) == 0; });

        NextVisit next(bench, kept, true);
        SessionBench clean;
        clean.must(intent::Open{write_flow(bench.session.graph()), false});
        clean.run_all();
        for (const NodeId id : next.session.graph().nodes()) {
            const std::string name = next.session.graph().node(id).name;
            if (next.state(name) != NodeState::ok || next.session.graph().node(id).mode == NodeMode::bypass) continue;
            ASSERT_EQ(next.value(name), clean.session.output(clean.id_of(name), "result")->summary) << name;
        }
        next.runs();
        for (const NodeId id : next.session.graph().nodes()) {
            const std::string name = next.session.graph().node(id).name;
            if (clean.session.outputs(clean.id_of(name)) == nullptr) continue;  // bypassed, or below one that has nothing to pass
            ASSERT_EQ(next.state(name), NodeState::ok) << name;
            ASSERT_EQ(next.value(name), clean.session.output(clean.id_of(name), "result")->summary) << name;
        }
    }
}

}  // namespace
}  // namespace flow::tests
