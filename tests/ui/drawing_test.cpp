#include "tests/ui/heap_count.h"
#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

std::string chain(int count) {
    std::string text = "n0";
    for (int i = 1; i < count; ++i) text += " -> n" + std::to_string(i);
    return text;
}

TEST(Drawing, ChangesNothing) {
    Stage stage("a -> b -> c");
    stage.bench.run();
    stage.frame();
    const std::uint64_t revision = stage.bench.session.revision();
    for (int i = 0; i < 5; ++i) stage.frame();
    EXPECT_EQ(stage.bench.session.revision(), revision);
    EXPECT_TRUE(stage.intents.empty());
}

TEST(Drawing, WhatIsOffTheScreenIsNotDrawn) {
    Stage stage(chain(40));
    EXPECT_GT(stage.editor.nodes_drawn(), 2);
    EXPECT_LT(stage.editor.nodes_drawn(), 7);
    const int few = ImGui::GetDrawData()->TotalVtxCount;
    stage.editor.fit(stage.bench.session, {});
    stage.frame();
    EXPECT_EQ(stage.editor.nodes_drawn(), 40);
    EXPECT_LT(ImGui::GetDrawData()->TotalVtxCount, few * 10) << "from afar a node is simpler";
}

TEST(Drawing, PanningTakesNothingFromTheHeap) {
    Stage stage(chain(300));
    stage.editor.fit(stage.bench.session, {});
    stage.move({600, 600});
    stage.press(ImGuiMouseButton_Middle);
    for (int i = 0; i < 20; ++i) stage.move({600.0f + static_cast<float>(i), 600});
    const std::size_t before = heap_count();
    for (int i = 20; i < 40; ++i) stage.move({600.0f + static_cast<float>(i), 600});
    EXPECT_EQ(heap_count() - before, 0u);
}

TEST(Drawing, ARunningNodeAsksForTenFramesASecond) {
    Stage stage("a -> b");
    EXPECT_FALSE(stage.editor.next_frame_in_ms());
    stage.bench.start();
    stage.bench.receive(run_event::Started{stage.bench.session.run()->id, "a"});
    stage.frame();
    ASSERT_TRUE(stage.editor.next_frame_in_ms());
    EXPECT_GE(*stage.editor.next_frame_in_ms(), 100);
    stage.bench.finish_all();
    stage.frame();
    EXPECT_FALSE(stage.editor.next_frame_in_ms());
}

TEST(Drawing, EveryStateModeAndPreviewIsDrawnWithoutComplaint) {
    Stage stage("ok -> stale; broken; waiting; muted; bypassed -> after; table; picture; lines");
    stage.bench.run({}, {"broken"});
    stage.bench.set_mode("muted", NodeMode::mute);
    stage.bench.set_mode("bypassed", NodeMode::bypass);
    stage.bench.set_source("stale", "def stale(ok):\n    return 2\n");
    stage.bench.must(intent::SetTitle{stage.bench.id_of("ok"), "大きい注文 🚀 \xE2\x80\xA6 and more than fits into one line of a node"});
    stage.bench.must(intent::SetCollapsed{{stage.bench.id_of("waiting")}, true});
    for (const ui::Theme theme : {ui::Theme::dark, ui::Theme::light}) {
        stage.editor.set_theme(theme);
        for (const double percent : {400, 100, 60, 30, 8, 5}) {
            stage.editor.zoom_to(percent);
            stage.editor.center(stage.bench.session, stage.bench.id_of("bypassed"));
            stage.frame();
            EXPECT_GT(ImGui::GetDrawData()->TotalVtxCount, 100);
        }
    }
}

TEST(Drawing, AResultOfTheAuthorIsShownAsOne) {
    Stage stage("a");
    stage.bench.run();
    KeptResult result = stage.bench.session.results_to_save().front().second;
    result.author = "1.0";
    stage.bench.lose_kernel();
    stage.bench.session.offer({result}, 100);
    ASSERT_EQ(stage.bench.state("a"), NodeState::author);
    for (const double percent : {100, 30}) {
        stage.editor.zoom_to(percent);
        stage.frame();
        EXPECT_GT(ImGui::GetDrawData()->TotalVtxCount, 100);
    }
}

TEST(Drawing, ATableValueMakesTheNodeTaller) {
    Stage stage("a -> b");
    const float before = stage.place("node:a").height;
    stage.bench.start();
    const NodeCall call = stage.bench.runner.take("a");
    OutputSummary output{.port = "result", .type = "list", .shape = "406 × 2", .summary = "406 rows", .bytes = 9, .glimpse = {}};
    output.glimpse = {.kind = PreviewKind::table,
                      .text = "",
                      .columns = {"x", "y"},
                      .types = {"int", "text"},
                      .rows = {{"1", "a"}, {"2", "b"}},
                      .total = 406,
                      .width = {},
                      .height = {}};
    stage.bench.receive(run_event::Finished{call.run, call.name, call.key, {output}, {}, 3});
    stage.frame();
    EXPECT_GT(stage.place("node:a").height, before + 40);
}

TEST(Drawing, AnErrorIsShownOnItsNode) {
    Stage stage("a -> b");
    const float before = stage.place("node:a").height;
    stage.bench.run({}, {"a"});
    stage.frame();
    EXPECT_GT(stage.place("node:a").height, before);
    EXPECT_FLOAT_EQ(stage.place("node:b").height, before);
}

TEST(Drawing, ATooltipComesAfterARest) {
    Stage stage("a -> b");
    stage.move(stage.at("wire:a.result>b.a"));
    const int without = ImGui::GetDrawData()->TotalVtxCount;
    ASSERT_TRUE(stage.editor.next_frame_in_ms()) << "a frame is due when the rest is over";
    stage.now_ms += *stage.editor.next_frame_in_ms();
    stage.frame();
    EXPECT_GT(ImGui::GetDrawData()->TotalVtxCount, without + 50);
    EXPECT_FALSE(stage.editor.next_frame_in_ms());
}

TEST(Drawing, AnEmptyFlowSaysWhatToDo) {
    Stage stage;
    EXPECT_EQ(stage.editor.nodes_drawn(), 0);
    stage.editor.fit(stage.bench.session, {});
    EXPECT_DOUBLE_EQ(stage.editor.zoom(), 100);
}

/// Zoom before and after a run that makes the lowest node grow.
std::pair<double, double> zooms_of_run(bool is_reader, bool has_panned) {
    Stage stage("a; b");
    SessionBench& bench = stage.bench;
    bench.must(intent::MoveNodes{{bench.session.graph().by_name("b")}, -300, 900, true});
    stage.input.is_read_only = is_reader;
    stage.editor.fit(bench.session, {});
    stage.frame();
    if (has_panned) stage.wheel({600, 400}, 1);
    const double before = stage.editor.zoom();
    bench.start();
    bench.finish("a");
    bench.finish("b");
    stage.frame();
    return {before, stage.editor.zoom()};
}

TEST(Drawing, WhoOnlyReadsKeepsGrowingNodesInThePicture) {
    const auto [before, after] = zooms_of_run(true, false);
    EXPECT_LT(after, before);
}

TEST(Drawing, APictureThatAPersonChoseOrWorksInStays) {
    const auto [chosen, still_chosen] = zooms_of_run(true, true);
    EXPECT_EQ(chosen, still_chosen);
    const auto [worked_in, still_worked_in] = zooms_of_run(false, false);
    EXPECT_EQ(worked_in, still_worked_in);
}

}  // namespace
}  // namespace flow::tests
