// Values that survive the kernel: what was saved stays true over a loss and is restored when it is needed; what was not runs again.
#include "runtime/base/limits.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

/// A bench whose nodes have run and whose values are saved, except those named.
class SavedBench : public SessionBench {
public:
    explicit SavedBench(std::string_view text, const std::set<std::string>& unsaved = {}) : SessionBench(text) {
        run();
        for (const auto& [name, key] : runner.last_key) {
            if (!unsaved.contains(name)) receive(runner.save(key));
        }
    }

    Names restoring() const {
        Names keys;
        for (const SavedValue& value : runner.restoring) keys.push_back(value.key.substr(0, value.key.find('@')));
        return keys;
    }
    void answer_restores() {
        while (!runner.restoring.empty()) {
            receive(runner.answer_restore());
            tick();
        }
    }
    std::string key_of(const std::string& name) const { return runner.last_key.at(name); }
};

TEST(Saving, WhatIsSavedStaysTrueOverALoss) {
    SavedBench bench("a -> b; c", {"c"});
    bench.lose_kernel();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    EXPECT_EQ(bench.state("c"), NodeState::stale);
    EXPECT_EQ(bench.codes("c"), (Names{"evicted"}));
    bench.kernel_ready();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_TRUE(bench.runner.restoring.empty()) << "nobody needs them yet";
    EXPECT_EQ(bench.run().ran, (Names{"c"}));
}

TEST(Saving, ANewNodeContinuesFromRestoredValues) {
    SavedBench bench("a -> b");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.add("d", "def d(x):\n    return x\n");
    bench.connect("b.result", "d.x");
    bench.start();
    EXPECT_TRUE(bench.session.run()->is_waiting_for_kernel);
    EXPECT_EQ(bench.state("d"), NodeState::queued);
    EXPECT_EQ(bench.restoring(), (Names{"b"})) << "what is not needed is not restored";
    EXPECT_TRUE(bench.runner.in_flight.empty());
    bench.answer_restores();
    EXPECT_EQ(bench.finish_all().ran, (Names{"d"}));
    EXPECT_EQ(bench.state("d"), NodeState::ok);
    bench.set_source("d", "def d(x):\n    return 2\n");
    bench.start();
    EXPECT_TRUE(bench.runner.restoring.empty()) << "it is back";
    EXPECT_EQ(bench.finish_all().ran, (Names{"d"}));
}

TEST(Saving, ARunThatWasAskedForWhileTheKernelStartsWaitsForBoth) {
    SavedBench bench("a -> b");
    bench.set_source("b", "def b(a):\n    return 2\n");
    bench.lose_kernel();
    bench.start();
    EXPECT_TRUE(bench.runner.restoring.empty());
    bench.kernel_ready();
    bench.tick();
    EXPECT_EQ(bench.restoring(), (Names{"a"}));
    bench.answer_restores();
    EXPECT_EQ(bench.finish_all().ran, (Names{"b"}));
}

TEST(Saving, WhatCannotBeTakenInRunsAgain) {
    SavedBench bench("a -> b -> c");
    bench.set_source("c", "def c(b):\n    return 2\n");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.start();
    EXPECT_EQ(bench.restoring(), (Names{"b"}));
    bench.receive(bench.runner.answer_restore(true));
    bench.tick();
    EXPECT_EQ(bench.state("b"), NodeState::queued);
    EXPECT_EQ(bench.restoring(), (Names{"a"})) << "now b has to run, which needs a";
    EXPECT_FALSE(bench.runner.saved.contains(bench.key_of("b"))) << "nobody keeps what is of no use";
    bench.receive(bench.runner.answer_restore(true));
    bench.tick();
    EXPECT_EQ(bench.finish_all().ran, (Names{"a", "b", "c"}));
}

TEST(Saving, ALostValueIsToldAsEvicted) {
    SavedBench bench("a");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.session.need({bench.key_of("a"), "result"});
    bench.session.need({bench.key_of("a"), "result"});
    EXPECT_EQ(bench.restoring(), (Names{"a"})) << "asked once";
    bench.receive(bench.runner.answer_restore(true));
    EXPECT_EQ(bench.codes("a"), (Names{"evicted"}));
    EXPECT_FALSE(bench.session.value(bench.id_of("a"), "result"));
}

TEST(Saving, ALossWhileRestoringAsksTheNextKernel) {
    SavedBench bench("a -> b");
    bench.set_source("b", "def b(a):\n    return 2\n");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.start();
    EXPECT_EQ(bench.restoring(), (Names{"a"}));
    bench.lose_kernel();
    EXPECT_TRUE(bench.session.run()->is_waiting_for_kernel);
    bench.kernel_ready();
    bench.tick();
    EXPECT_EQ(bench.restoring(), (Names{"a"}));
    bench.answer_restores();
    EXPECT_EQ(bench.finish_all().ran, (Names{"b"}));
}

TEST(Saving, AWaitForSavedValuesCanBeStopped) {
    SavedBench bench("a -> b");
    bench.set_source("b", "def b(a):\n    return 2\n");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.start();
    bench.must(intent::Stop{});
    EXPECT_EQ(bench.ended().ended, RunEnd::stopped);
    bench.answer_restores();
    EXPECT_EQ(bench.run().ran, (Names{"b"}));
}

TEST(Saving, AKernelThatHangsWhileItTakesAValueInIsReplacedAfterAStop) {
    SavedBench bench("a -> b; c -> b");
    bench.set_source("b", "def b(a, c):\n    return 2\n");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.start();
    EXPECT_EQ(bench.restoring(), (Names{"a", "c"}));
    bench.pass(100'000);
    EXPECT_EQ(bench.runner.replacements, 0) << "nobody has asked it to stop: large values take their time";
    bench.must(intent::Stop{});
    bench.tick();
    EXPECT_EQ(bench.ended().ended, RunEnd::stopped);
    bench.pass(limits::kRestoreGraceMs - 1);
    bench.receive(bench.runner.answer_restore());
    bench.pass(limits::kRestoreGraceMs - 1);
    EXPECT_EQ(bench.runner.replacements, 0) << "it gets on";
    EXPECT_EQ(bench.session.wakes_at_ms(), bench.now_ms + 1);
    bench.pass(1);
    EXPECT_EQ(bench.runner.replacements, 1);
    EXPECT_EQ(bench.codes("c"), (Names{"evicted"})) << "the next kernel would hang there as well";
    bench.lose_kernel();
    EXPECT_EQ(bench.session.wakes_at_ms(), std::nullopt);
    bench.kernel_ready();
    bench.start();
    EXPECT_EQ(bench.restoring(), (Names{"a"}));
    bench.answer_restores();
    EXPECT_EQ(bench.finish_all().ran, (Names{"c", "b"}));
}

TEST(Saving, AStopIsNoDeadlineForAKernelThatTakesValuesIn) {
    SavedBench bench("a");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.session.need({bench.key_of("a"), "result"});
    bench.must(intent::Stop{});
    bench.answer_restores();
    EXPECT_EQ(bench.session.wakes_at_ms(), std::nullopt);
    bench.pass(limits::kRestoreGraceMs * 2);
    EXPECT_EQ(bench.runner.replacements, 0);
    EXPECT_EQ(bench.state("a"), NodeState::ok);
}

TEST(Saving, WhatIsNotSavedSaysSoBeforeItIsNeeded) {
    SessionBench bench("a");
    bench.run();
    EXPECT_FALSE(bench.session.status(bench.id_of("a")).unsaved);
    const std::uint64_t before = bench.session.revision();
    bench.receive(run_event::ValueUnsaved{bench.runner.last_key.at("a"), UnsavedReason::unpicklable, "Connection"});
    EXPECT_GT(bench.session.revision(), before);
    EXPECT_EQ(bench.session.status(bench.id_of("a")).unsaved, (Sentence{"unsaved.unpicklable", {{"type", "Connection"}}}));
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    bench.run_all();
    EXPECT_FALSE(bench.session.status(bench.id_of("a")).unsaved) << "that was said of another value";
    bench.receive(run_event::ValueUnsaved{bench.runner.last_key.at("a"), UnsavedReason::waiting, ""});
    EXPECT_EQ(bench.session.status(bench.id_of("a")).unsaved, (Sentence{"unsaved.waiting", {}}));
    const std::uint64_t waited = bench.session.revision();
    bench.receive(bench.runner.save(bench.runner.last_key.at("a")));
    EXPECT_GT(bench.session.revision(), waited);
    EXPECT_FALSE(bench.session.status(bench.id_of("a")).unsaved);
}

TEST(Saving, WhatIsCrowdedOutIsLostOnlyWithItsKernel) {
    SavedBench bench("a -> b");
    const auto crowd_out = [&](const std::string& name) { bench.receive(run_event::ValueUnsaved{bench.key_of(name), UnsavedReason::crowded_out, ""}); };
    crowd_out("a");
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.session.status(bench.id_of("a")).unsaved, (Sentence{"unsaved.crowded_out", {}}));
    bench.lose_kernel();
    EXPECT_EQ(bench.codes("a"), (Names{"evicted"}));
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    crowd_out("b");
    EXPECT_EQ(bench.codes("b"), (Names{"evicted"}));
}

TEST(Saving, WhatNobodyNeedsIsNotKept) {
    SessionBench bench("a; b");
    bench.run();
    const std::string replaced = bench.runner.last_key.at("a");
    const run_event::ValuesSaved late = bench.runner.save(replaced);
    bench.run_only({"a"});
    bench.runner.dropped.clear();
    bench.receive(late);
    EXPECT_EQ(bench.runner.dropped, (Names{replaced})) << "saved when it had been replaced";
}

TEST(Saving, WhatIsSavedOfADeletedNodeIsThereAgainAfterUndo) {
    SavedBench bench("a -> b; c", {"c"});
    const std::string key = bench.key_of("a");
    bench.must(intent::RemoveNodes{bench.ids({"a", "c"})});
    EXPECT_FALSE(bench.runner.values.contains({key, "result"})) << "the kernel lets go of it";
    EXPECT_TRUE(bench.runner.saved.contains(key));
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    EXPECT_EQ(bench.codes("c"), (Names{"evicted"})) << "there was no room for it beside the kernel";
    bench.set_source("b", "def b(a):\n    return 2\n");
    bench.start();
    EXPECT_EQ(bench.restoring(), (Names{"a"}));
    bench.answer_restores();
    EXPECT_EQ(bench.finish_all().ran, (Names{"b", "c"}));
}

TEST(Saving, AnotherFlowAndUndoBringTheResultsBack) {
    SavedBench bench("a -> b");
    bench.must(intent::Open{R"({"format": "pythonflows", "version": 1, "nodes": [], "links": []})"});
    EXPECT_TRUE(bench.runner.values.empty());
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    EXPECT_EQ(bench.session.count_to_run(), 0u);
}

TEST(Saving, WhatIsDeletedInARunIsLetGoAfterIt) {
    SavedBench bench("a -> b");
    bench.set_source("b", "def b(a):\n    return 2\n");
    bench.start();
    bench.must(intent::RemoveNodes{bench.ids({"a"})});
    EXPECT_TRUE(bench.runner.values.contains({bench.key_of("a"), "result"})) << "b may need it";
    bench.finish_all();
    EXPECT_FALSE(bench.runner.values.contains({bench.key_of("a"), "result"}));
    EXPECT_TRUE(bench.runner.saved.contains(bench.key_of("a")));
}

TEST(Saving, WhatIsDeletedWhileItIsTakenInIsLetGo) {
    SavedBench bench("a");
    bench.lose_kernel();
    bench.kernel_ready();
    bench.session.need(*bench.session.value(bench.id_of("a"), "result"));
    bench.must(intent::RemoveNodes{bench.ids({"a"})});
    bench.answer_restores();
    EXPECT_TRUE(bench.runner.values.empty());
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
}

TEST(Saving, WhatIsDeletedInARunAndBroughtBackStays) {
    SavedBench bench("a -> b");
    bench.set_source("b", "def b(a):\n    return 2\n");
    bench.start();
    bench.must(intent::RemoveNodes{bench.ids({"a"})});
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    bench.finish_all();
    const std::string key_of_a = bench.key_of("a");
    EXPECT_TRUE(bench.runner.values.contains({key_of_a, "result"}));
    bench.set_source("b", "def b(a):\n    return 3\n");
    EXPECT_EQ(bench.run().ran, (Names{"b"}));
    bench.must(intent::RemoveNodes{bench.ids({"a"})});
    EXPECT_FALSE(bench.runner.values.contains({key_of_a, "result"})) << "deleted again, it is let go of";
    EXPECT_TRUE(bench.runner.saved.contains(key_of_a));
}

TEST(Saving, WhatWasDeletedLongAgoIsNotKept) {
    SavedBench bench("first");
    const std::string key = bench.key_of("first");
    bench.must(intent::RemoveNodes{bench.ids({"first"})});
    for (std::size_t at = 0; at < limits::kGoneNodes; ++at) {
        EXPECT_TRUE(bench.runner.saved.contains(key));
        const std::string name = "n" + std::to_string(at);
        bench.add(name, "def n():\n    return 1\n");
        bench.run();
        bench.must(intent::RemoveNodes{bench.ids({name})});
    }
    EXPECT_FALSE(bench.runner.saved.contains(key));
}

TEST(Saving, ForgedNewsChangeNothing) {
    SavedBench bench("a; b", {"b"});
    bench.receive(run_event::ValueLost{bench.key_of("a")});
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    bench.receive(run_event::ValuesSaved{{{bench.key_of("a"), "another hash", 1}}});
    bench.receive(run_event::ValueUnsaved{"nobody", UnsavedReason::too_large, ""});
    bench.lose_kernel();
    bench.kernel_ready();
    bench.receive(run_event::ValueRestored{bench.key_of("b")});
    EXPECT_EQ(bench.state("b"), NodeState::stale);
    bench.session.need({bench.key_of("a"), "result"});
    EXPECT_EQ(bench.runner.restoring.front().sha256, "hash of " + bench.key_of("a")) << "the hash that was told first";
}

}  // namespace
}  // namespace flow::tests
