// How runs end otherwise: stop, time limits, kernels that are not ready, die or cannot be had.
#include "runtime/base/limits.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

TEST(Stopping, NothingMoreIsStarted) {
    SessionBench bench("a -> b; c");
    bench.start();
    bench.must(intent::Stop{});
    EXPECT_EQ(bench.runner.interrupts, 1);
    EXPECT_TRUE(bench.session.run()->is_stopping);
    EXPECT_EQ(bench.state("c"), NodeState::stale) << "it waits for nothing any more";
    bench.stop_call("a");
    const news::RunEnded ended = bench.ended();
    EXPECT_EQ(ended.ended, RunEnd::stopped);
    EXPECT_EQ(ended.ran, (Names{"a"}));
    EXPECT_EQ(ended.skipped, (Names{"b", "c"}));
    EXPECT_EQ(bench.runner.replacements, 0);
    EXPECT_EQ(bench.session.wakes_at_ms(), std::nullopt);
}

TEST(Stopping, AResultThatComesInTimeCounts) {
    SessionBench bench("a -> b");
    bench.start();
    bench.must(intent::Stop{});
    bench.finish("a");
    EXPECT_EQ(bench.ended().ended, RunEnd::stopped);
    EXPECT_EQ(bench.state("a"), NodeState::ok);
}

TEST(Stopping, AfterTheGraceTheKernelIsReplaced) {
    SessionBench bench("a -> b");
    bench.start();
    bench.must(intent::Stop{});
    ASSERT_TRUE(bench.session.wakes_at_ms());
    EXPECT_EQ(*bench.session.wakes_at_ms(), bench.now_ms + limits::kStopGraceMs);
    bench.pass(limits::kStopGraceMs - 1);
    EXPECT_EQ(bench.runner.replacements, 0);
    bench.pass(1);
    EXPECT_EQ(bench.runner.replacements, 1);
    bench.pass(10'000);
    EXPECT_EQ(bench.runner.replacements, 1) << "once is enough";
    EXPECT_EQ(bench.session.kernel().state, KernelState::restarting);
    bench.lose_kernel();
    EXPECT_EQ(bench.ended().ended, RunEnd::stopped);
    EXPECT_EQ(bench.state("a"), NodeState::stopped);
    EXPECT_EQ(bench.said().size(), 0u) << "nobody is surprised";
    bench.kernel_ready();
    EXPECT_EQ(bench.run().ran, (Names{"a", "b"}));
}

TEST(Stopping, BetweenTwoCallsItEndsAtOnce) {
    SessionBench bench("a -> b");
    bench.start();
    const NodeCall call = bench.runner.take("a");
    bench.receive(bench.runner.finish(call));
    bench.must(intent::Stop{});
    bench.tick();
    EXPECT_EQ(bench.ended().ended, RunEnd::stopped);
    EXPECT_EQ(bench.runner.interrupts, 0);
}

TEST(Stopping, WithoutARunIsHarmless) {
    SessionBench bench("a");
    bench.must(intent::Stop{});
    bench.tick();
    EXPECT_EQ(bench.runner.interrupts, 0);
    EXPECT_EQ(bench.count_of_ends(), 0u);
}

TEST(TimeLimit, InterruptsAndFailsTheNodeAndGoesOn) {
    SessionBench bench("a -> b; c");
    bench.session.set_limits({.call = {.time_ms = 2'000, .output_bytes = 1'000}, .run_time_ms = {}});
    bench.is_kernel_busy = true;
    bench.start();
    EXPECT_EQ(bench.runner.in_flight.front().limits.time_ms, 2'000);
    EXPECT_EQ(bench.session.wakes_at_ms(), std::nullopt) << "time counts from the start in the kernel, not from the wait for it";
    bench.is_kernel_busy = false;
    bench.tick();
    EXPECT_EQ(bench.session.wakes_at_ms(), bench.now_ms + 2'000 + limits::kTimeoutMarginMs);
    bench.pass(1'999 + limits::kTimeoutMarginMs);
    EXPECT_EQ(bench.runner.interrupts, 0);
    bench.pass(1);
    EXPECT_EQ(bench.runner.interrupts, 1);
    bench.stop_call("a");
    EXPECT_EQ(bench.state("a"), NodeState::failed);
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->error->type, "TimeoutError");
    EXPECT_EQ(bench.finish_all().ended, RunEnd::failed);
    EXPECT_EQ(bench.state("c"), NodeState::ok);
    EXPECT_EQ(bench.runner.replacements, 0);
}

TEST(TimeLimit, WhoDoesNotListenLosesItsKernel) {
    SessionBench bench("a; b");
    bench.session.set_limits({.call = {.time_ms = 1'000, .output_bytes = 1'000}, .run_time_ms = {}});
    bench.start();
    bench.pass(1'000 + limits::kTimeoutMarginMs);
    EXPECT_EQ(bench.session.wakes_at_ms(), bench.now_ms + limits::kStopGraceMs);
    bench.pass(limits::kStopGraceMs);
    EXPECT_EQ(bench.runner.replacements, 1);
    bench.lose_kernel();
    EXPECT_EQ(bench.state("a"), NodeState::failed) << "it is the one that took too long";
    EXPECT_EQ(bench.ended().ended, RunEnd::failed);
    EXPECT_EQ(bench.errors().size(), 1u);
}

TEST(TimeLimit, SeenByTheKernelItself) {
    SessionBench bench("a -> b; c");
    bench.session.set_limits({.call = {.time_ms = 1'500, .output_bytes = 1'000}, .run_time_ms = {}});
    bench.session.set_catalogue(Catalogue("en", {{"run.timed_out", "over {seconds} s"}}));
    bench.start();
    const NodeCall call = bench.runner.take("a");
    bench.receive(run_event::Stopped{call.run, "a", NodeError{ErrorKind::python, "TimeoutError", "kernel's words", "Traceback", 3}, 1'501});
    bench.tick();
    EXPECT_EQ(bench.state("a"), NodeState::failed);
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->error->message, "over 1.5 s");
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->error->line, 3);
    EXPECT_EQ(bench.finish_all().ended, RunEnd::failed);
    EXPECT_EQ(bench.state("c"), NodeState::ok);
}

TEST(TimeLimit, TheNextNodeHasItsOwnTime) {
    SessionBench bench("a -> b");
    bench.session.set_limits({.call = {.time_ms = 1'000, .output_bytes = 1'000}, .run_time_ms = {}});
    bench.start();
    const RunId run = bench.runner.in_flight.front().run;
    bench.receive(run_event::Started{run, "a"});
    bench.pass(900);
    bench.finish("a");
    bench.receive(run_event::Started{run, "b"});
    bench.pass(900);
    EXPECT_EQ(bench.runner.interrupts, 0);
    EXPECT_EQ(bench.finish_all().ended, RunEnd::ok);
}

TEST(KernelLife, ARunWaitsForTheKernelAndStartsByItself) {
    SessionBench bench("a -> b", false);
    EXPECT_EQ(bench.session.kernel().state, KernelState::off);
    bench.start();
    EXPECT_TRUE(bench.session.run()->is_waiting_for_kernel);
    EXPECT_EQ(bench.state("a"), NodeState::queued);
    bench.receive(run_event::KernelProgress{"kernel.step", 1, 4});
    EXPECT_EQ(bench.session.kernel().state, KernelState::loading);
    EXPECT_EQ(bench.session.kernel().total, 4);
    EXPECT_EQ(bench.runner.calls.size(), 0u);
    bench.kernel_ready();
    bench.tick();
    EXPECT_FALSE(bench.session.run()->is_waiting_for_kernel);
    EXPECT_EQ(bench.state("a"), NodeState::running);
    EXPECT_EQ(bench.finish_all().ran, (Names{"a", "b"}));
    EXPECT_EQ(bench.session.kernel().python, "3.14");
}

TEST(KernelLife, WhatIsEditedWhileARunWaitsCounts) {
    SessionBench bench("a -> b", false);
    bench.start();
    bench.must(intent::RemoveNodes{bench.ids({"b"})});
    bench.kernel_ready();
    bench.tick();
    EXPECT_EQ(bench.finish_all().ran, (Names{"a"}));
}

TEST(KernelLife, ANodeThatIsGoneWhenTheKernelIsReadyEndsTheRunWithASentence) {
    SessionBench bench("a -> b", false);
    bench.start({bench.ids({"b"}), {}, {}, false});
    bench.must(intent::RemoveNodes{bench.ids({"b"})});
    bench.kernel_ready();
    bench.tick();
    EXPECT_EQ(bench.ended().ended, RunEnd::failed);
    ASSERT_EQ(bench.said().size(), 1u);
    EXPECT_EQ(bench.said().front().sentence.key, "run.no_such_node");
}

TEST(KernelLife, AWaitingRunCanBeStopped) {
    SessionBench bench("a -> b", false);
    bench.start();
    bench.must(intent::Stop{});
    const news::RunEnded ended = bench.ended();
    EXPECT_EQ(ended.ended, RunEnd::stopped);
    EXPECT_EQ(ended.skipped, (Names{"a", "b"}));
    EXPECT_EQ(bench.state("a"), NodeState::stale);
    bench.kernel_ready();
    bench.tick();
    EXPECT_EQ(bench.runner.calls.size(), 0u);
}

TEST(KernelLife, NothingToRunNeedsNoKernel) {
    SessionBench bench("", false);
    const news::RunEnded ended = bench.run();
    EXPECT_EQ(ended.ended, RunEnd::ok);
}

TEST(KernelLife, LostInARunStopsIt) {
    SessionBench bench("a -> b -> c");
    bench.start();
    bench.finish("a");
    bench.lose_kernel();
    EXPECT_EQ(bench.state("b"), NodeState::stopped);
    EXPECT_EQ(bench.codes("a"), (Names{"evicted"}));
    const news::RunEnded ended = bench.ended();
    EXPECT_EQ(ended.ended, RunEnd::stopped);
    EXPECT_EQ(ended.skipped, (Names{"c"}));
    EXPECT_EQ(bench.session.kernel().state, KernelState::lost);
    EXPECT_EQ(bench.session.kernel().reason, "died");
    ASSERT_EQ(bench.said().size(), 1u);
    EXPECT_EQ(bench.said().front().sentence.key, "run.kernel_lost");
    bench.receive(run_event::KernelProgress{"kernel.step", 0, 0});
    EXPECT_EQ(bench.session.kernel().state, KernelState::restarting);
    bench.kernel_ready();
    EXPECT_EQ(bench.run().ran, (Names{"a", "b", "c"}));
}

TEST(KernelLife, ARestartIsAskedFor) {
    SessionBench bench("a");
    bench.run();
    bench.must(intent::Restart{});
    EXPECT_EQ(bench.runner.replacements, 1);
    bench.lose_kernel();
    EXPECT_EQ(bench.session.kernel().state, KernelState::restarting);
    EXPECT_EQ(bench.said().size(), 0u);
    bench.start();
    EXPECT_TRUE(bench.session.run()->is_waiting_for_kernel);
    bench.kernel_ready();
    bench.tick();
    EXPECT_EQ(bench.finish_all().ran, (Names{"a"}));
}

TEST(KernelLife, WithoutAnyKernelRunsAreRefused) {
    SessionBench bench("a", false);
    bench.start();
    bench.receive(run_event::KernelFailed{"no wasm"});
    EXPECT_EQ(bench.ended().ended, RunEnd::failed);
    EXPECT_EQ(bench.session.kernel().state, KernelState::failed);
    EXPECT_EQ(bench.refusal(intent::Run{}), "run.no_kernel");
}

TEST(KernelLife, FilesAreToldToEachKernelAndWhenTheyChange) {
    SessionBench bench("a");
    const int before = bench.runner.file_reports;
    bench.must(intent::AddFile{{"a.csv", 1, "aa", "", {}}});
    EXPECT_EQ(bench.runner.file_reports, before + 1);
    ASSERT_EQ(bench.runner.files.size(), 1u);
    bench.set_source("a", "def a():\n    return 9\n");
    EXPECT_EQ(bench.runner.file_reports, before + 1) << "only when files change";
    bench.undo();
    bench.undo();
    EXPECT_EQ(bench.runner.files.size(), 0u);
    bench.lose_kernel();
    bench.redo();
    bench.kernel_ready();
    EXPECT_EQ(bench.runner.files.size(), 1u);
}

TEST(Events, OfNoCallInFlightChangeNothing) {
    SessionBench bench("a -> b");
    const RunId run = bench.start();
    bench.receive(run_event::Printed{RunId{run.value + 1}, "a", OutputStream::out, "late", 0});
    bench.receive(run_event::Printed{run, "b", OutputStream::out, "early", 0});
    bench.receive(run_event::Finished{run, "a", "a@999", {}, {}, 1});
    bench.receive(run_event::Failed{run, "b", {}, {}, 1});
    bench.tick();
    EXPECT_EQ(bench.state("a"), NodeState::running);
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->out, "");
    EXPECT_EQ(bench.session.output(bench.id_of("b")), nullptr);
    EXPECT_EQ(bench.finish_all().ended, RunEnd::ok);
}

TEST(Events, OutputIsKeptPerCallAndBounded) {
    SessionBench bench("a");
    bench.session.set_limits({.call = {.time_ms = std::nullopt, .output_bytes = 10}, .run_time_ms = {}});
    const RunId run = bench.start();
    bench.receive(run_event::Printed{run, "a", OutputStream::out, "1234", 0});
    bench.receive(run_event::Printed{run, "a", OutputStream::err, "567", 2});
    bench.receive(run_event::Printed{run, "a", OutputStream::out, "あい", 0});
    const NodeOutput& output = *bench.session.output(bench.id_of("a"));
    EXPECT_EQ(output.out, "1234あ") << "three bytes are left: one character";
    EXPECT_EQ(output.err, "567");
    EXPECT_EQ(output.dropped, 2 + 3) << "bytes, as the kernel counts them";
    bench.receive(run_event::Displayed{run, "a", "display:0", {}});
    bench.receive(run_event::Progressed{run, "a", 1, 4});
    EXPECT_EQ(bench.session.status(bench.id_of("a")).progress, 0.25);
    bench.finish_all();
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->displays, (Names{"display:0"}));
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->value_key, bench.runner.last_key["a"]);
    EXPECT_EQ(bench.session.status(bench.id_of("a")).elapsed_ms, 1.5);
    bench.start({{}, {}, {}, true});
    EXPECT_EQ(bench.session.output(bench.id_of("a"))->out, "") << "a new call begins anew";
}

TEST(Events, AJudgementHoldsForTheSourceItWasMadeOf) {
    SessionBench bench("a");
    bench.receive(run_event::SourceJudged{"a", {{{"session.judge", {{"message", "no"}}}, 2, 3}}});
    ASSERT_EQ(bench.session.problems(bench.id_of("a")).size(), 1u);
    EXPECT_EQ(bench.session.problems(bench.id_of("a")).front().line, 2);
    bench.set_source("a", "def a():\n    return 4\n");
    EXPECT_EQ(bench.session.problems(bench.id_of("a")).size(), 0u);
    bench.undo();
    EXPECT_EQ(bench.session.problems(bench.id_of("a")).size(), 1u);
}

TEST(Events, AFileThatPythonWroteIsAnUndoableStep) {
    SessionBench bench("a");
    bench.receive(run_event::FileWritten{{"out.csv", 4, "aa", "", {}}});
    ASSERT_EQ(bench.session.graph().files().size(), 1u);
    EXPECT_EQ(bench.session.history().undo_label()->key, "edit.files");
    EXPECT_EQ(bench.runner.files.size(), 1u);
    bench.receive(run_event::FileWritten{{"../evil", 4, "aa", "", {}}});
    EXPECT_EQ(bench.session.graph().files().size(), 1u);
    EXPECT_EQ(bench.said().size(), 1u);
    bench.undo();
    EXPECT_EQ(bench.session.graph().files().size(), 0u);
}

}  // namespace
}  // namespace flow::tests
