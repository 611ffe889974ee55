// Frames, notes, bends, the knife and drops into wires, by the mouse.
#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

Area area(Area::Kind kind, double x, double y, double width, double height, const std::string& text = "# Text\n- **bold** `code`\n日本語") {
    Area made;
    made.kind = kind;
    made.text = text;
    made.x = x;
    made.y = y;
    made.width = width;
    made.height = height;
    return made;
}

TEST(CanvasGesture, AFramesBarMovesWhatItHolds) {
    Stage stage("a; b");
    stage.bench.must(intent::AddArea{area(Area::Kind::frame, 20, 10, 260, 400)});
    stage.bench.must(intent::AddArea{area(Area::Kind::note, 30, 300, 100, 60)});
    stage.frame();
    const Graph& graph = stage.bench.session.graph();
    const NodeLook before = graph.look(stage.bench.id_of("a"));
    const NodeLook other = graph.look(stage.bench.id_of("b"));
    const ImVec2 bar = stage.at("area:frame_1.title");
    stage.drag(bar, bar + ImVec2{50, 30});
    EXPECT_EQ(graph.area("frame_1")->x, 70);
    EXPECT_EQ(graph.look(stage.bench.id_of("a")).x, before.x + 50);
    EXPECT_EQ(graph.area("note_1")->y, 330);
    EXPECT_EQ(graph.look(stage.bench.id_of("b")), other);
    EXPECT_EQ(stage.bench.session.selected_areas(), Names{"frame_1"});
    stage.bench.undo();
    EXPECT_EQ(graph.area("frame_1")->x, 20) << "one step";
}

TEST(CanvasGesture, EscapePutsAMovedFrameBack) {
    Stage stage("a");
    stage.bench.must(intent::AddArea{area(Area::Kind::frame, 20, 10, 260, 400)});
    stage.frame();
    const ImVec2 bar = stage.at("area:frame_1.title");
    stage.start_drag(bar, bar + ImVec2{50, 30});
    EXPECT_EQ(stage.bench.session.graph().area("frame_1")->x, 70);
    stage.editor.cancel();
    stage.frame();
    EXPECT_EQ(stage.bench.session.graph().area("frame_1")->x, 20);
    EXPECT_EQ(stage.bench.session.graph().look(stage.bench.id_of("a")).x, 40);
}

TEST(CanvasGesture, ASubflowIsOneNodeWithItsPortsUntilADoubleClickOpensIt) {
    Stage stage("a -> b -> c");
    Area made = area(Area::Kind::frame, 20, 10, 540, 400);
    made.is_subflow = true;
    made.nodes = stage.bench.ids({"b"});
    stage.bench.must(intent::AddArea{made});
    stage.frame();
    EXPECT_FALSE(stage.editor.widget("node:b"));
    ASSERT_TRUE(stage.editor.widget("port:b.in.a"));
    ASSERT_TRUE(stage.editor.widget("port:b.out.result"));
    EXPECT_TRUE(stage.editor.widget("wire:a.result>b.a"));
    EXPECT_TRUE(stage.editor.widget("wire:b.result>c.b"));
    EXPECT_GT(stage.at("port:b.out.result").y, stage.at("area:frame_1.fold").y) << "a row of its own";
    EXPECT_EQ(stage.editor.nodes_drawn(), 2);

    // its ports are real: the wire out of it is taken from it
    stage.drag(stage.at("port:c.in.b"), {900, 700});
    EXPECT_EQ(stage.bench.session.graph().links().size(), 1u);
    stage.drag(stage.at("port:b.out.result"), stage.at("port:c.in.b"));
    EXPECT_EQ(stage.bench.session.graph().links().size(), 2u);

    stage.double_click(stage.at("area:frame_1.title"));
    stage.frame();
    EXPECT_FALSE(stage.bench.session.graph().area("frame_1")->is_folded);
    EXPECT_TRUE(stage.editor.widget("node:b"));
}

TEST(CanvasGesture, TheCornerResizesAndTheArrowFolds) {
    Stage stage("a -> b");
    stage.bench.must(intent::AddArea{area(Area::Kind::frame, 20, 10, 260, 400)});
    stage.frame();
    const ImVec2 corner = stage.at("area:frame_1.resize");
    stage.drag(corner, corner + ImVec2{40, -1'000});
    EXPECT_EQ(stage.bench.session.graph().area("frame_1")->width, 300);
    EXPECT_EQ(stage.bench.session.graph().area("frame_1")->height, 48) << "not out of reach";
    stage.wait(1000);
    stage.click(stage.at("area:frame_1.fold"));
    EXPECT_FALSE(stage.bench.session.graph().area("frame_1")->nodes.size() != 0) << "the node's head lies below it";
    stage.bench.undo();
    stage.bench.undo();
    stage.frame();
    stage.wait(1000);
    stage.click(stage.at("area:frame_1.fold"));
    stage.frame();
    EXPECT_FALSE(stage.editor.widget("node:a"));
    EXPECT_TRUE(stage.editor.widget("wire:a.result>b.a"));
    EXPECT_EQ(stage.editor.nodes_drawn(), 1);
    stage.wait(1000);
    stage.click(stage.at("area:frame_1.fold"));
    stage.frame();
    EXPECT_EQ(stage.editor.nodes_drawn(), 2);
}

TEST(CanvasGesture, ADoubleClickWrites) {
    Stage stage;
    stage.bench.must(intent::AddArea{area(Area::Kind::note, 100, 100, 200, 150)});
    stage.frame();
    stage.double_click(stage.at("area:note_1"));
    EXPECT_EQ(stage.only<intent::EditArea>().name, "note_1");
    EXPECT_TRUE(stage.all<intent::ShowPalette>().empty());
}

TEST(CanvasGesture, ABoxTakesFramesThatLieInItWhole) {
    Stage stage;
    stage.bench.must(intent::AddArea{area(Area::Kind::frame, 100, 100, 700, 400)});
    stage.bench.must(intent::AddArea{area(Area::Kind::note, 200, 200, 100, 100)});
    stage.bench.must(intent::Select{});
    stage.frame();
    stage.drag({150, 150}, {400, 400});
    EXPECT_EQ(stage.bench.session.selected_areas(), Names{"note_1"});
}

TEST(CanvasGesture, PointsOfAWireAreAddedMovedAndTakenAway) {
    Stage stage("a -> b");
    const LinkId link = stage.bench.session.graph().links().front();
    const auto bends = [&] { return stage.bench.session.graph().link(link).bends(); };
    stage.double_click(stage.at("wire:a.result>b.a"));
    ASSERT_EQ(bends().size(), 1u);
    EXPECT_TRUE(stage.all<intent::ShowPalette>().empty());
    const Bend first = bends().front();
    stage.frame();
    const ImVec2 at = stage.at("reroute:a.result>b.a.0");
    stage.wait(1000);
    stage.drag(at, at + ImVec2{0, 90});
    EXPECT_EQ(bends().front().y, first.y + 90);
    stage.wait(1000);
    stage.start_drag(at + ImVec2{0, 90}, at + ImVec2{30, 190});
    stage.editor.cancel();
    stage.frame();
    stage.release();
    EXPECT_EQ(bends().front().y, first.y + 90) << "Escape";
    stage.wait(1000);
    stage.click(at + ImVec2{0, 90});
    stage.input.is_delete_pressed = true;
    stage.frame();
    EXPECT_TRUE(bends().empty());
    EXPECT_EQ(stage.bench.session.graph().links().size(), 1u) << "the wire stays";
}

TEST(CanvasGesture, TheKnifeCutsWhatItCrosses) {
    Stage stage("a -> b -> c");
    const ImVec2 wire = stage.at("wire:a.result>b.a");
    stage.hold(ImGuiMod_Alt, true);
    stage.drag(wire + ImVec2{0, -70}, wire + ImVec2{0, 70});
    EXPECT_FALSE(stage.is_linked("a.result", "b.a"));
    EXPECT_TRUE(stage.is_linked("b.result", "c.b"));
    stage.click(stage.at("wire:b.result>c.b"));
    EXPECT_FALSE(stage.is_linked("b.result", "c.b")) << "Alt-click";
    stage.hold(ImGuiMod_Alt, false);
    stage.bench.undo();
    stage.bench.undo();
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST(CanvasGesture, ANodeDroppedOnAWireComesIntoIt) {
    Stage stage("a -> b");
    stage.bench.add("c", "def c(x):\n    return x\n");
    stage.bench.must(intent::MoveNodes{{stage.bench.id_of("c")}, 40, 500, true});
    stage.bench.must(intent::MoveNodes{{stage.bench.id_of("b")}, 400, 0, true});
    stage.frame();
    const ImVec2 from = stage.at("node:c.title");
    const ImVec2 wire = stage.at("wire:a.result>b.a");
    stage.drag(from, wire + ImVec2{0, -20});
    EXPECT_TRUE(stage.is_linked("a.result", "c.x"));
    EXPECT_TRUE(stage.is_linked("c.result", "b.a"));
    stage.bench.undo();
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
    EXPECT_EQ(stage.bench.session.graph().look(stage.bench.id_of("c")).y, 500) << "one step with the drag";
}

TEST(CanvasGesture, WhatIsMovedRestsOnTheGrid) {
    Stage stage("a");
    stage.input.grid = 24;
    const ImVec2 from = stage.at("node:a.title");
    stage.drag(from, from + ImVec2{51, 37});
    const NodeLook& look = stage.bench.session.graph().look(stage.bench.id_of("a"));
    EXPECT_EQ(std::fmod(look.x, 24), 0);
    EXPECT_EQ(std::fmod(look.y, 24), 0);
}

TEST(CanvasGesture, WhoOnlyLooksLooksIntoSubflowsAsWell) {
    Stage stage("a -> b -> c");
    Area subflow = area(Area::Kind::frame, 20, 10, 540, 400);
    subflow.is_subflow = true;
    subflow.nodes = {stage.bench.id_of("b")};
    stage.bench.must(intent::AddArea{subflow});
    stage.frame();
    stage.input.is_read_only = true;
    const auto is_folded = [&] { return stage.bench.session.graph().area("frame_1")->is_folded; };
    ASSERT_TRUE(is_folded());
    stage.double_click(stage.at("area:frame_1.title"));
    stage.frame();
    EXPECT_FALSE(is_folded());
    stage.wait(1000);
    stage.click(stage.at("area:frame_1.fold"));
    EXPECT_TRUE(is_folded());
}

TEST(CanvasGesture, WhoOnlyLooksChangesNothing) {
    Stage stage("a -> b");
    stage.bench.must(intent::AddArea{area(Area::Kind::frame, 20, 10, 260, 400)});
    stage.frame();
    stage.input.is_read_only = true;
    const std::uint64_t before = stage.bench.session.history().mark();
    const ImVec2 corner = stage.at("area:frame_1.resize");
    stage.drag(corner, corner + ImVec2{40, 40});
    stage.double_click(stage.at("wire:a.result>b.a"));
    stage.hold(ImGuiMod_Alt, true);
    stage.click(stage.at("wire:a.result>b.a"));
    EXPECT_EQ(stage.bench.session.history().mark(), before);
}

TEST(Canvas, AnEmptyOneSaysHowToBeginOnlyToWhoCanBegin) {
    Stage stage;
    stage.bench.must(intent::Open{.text = R"({"format": "pythonflows", "version": 1, "nodes": [], "links": []})", .opening = 1});
    stage.frame();
    const int with_hint = ImGui::GetDrawData()->TotalVtxCount;
    stage.input.is_read_only = true;
    stage.frame();
    EXPECT_LT(ImGui::GetDrawData()->TotalVtxCount, with_hint);
}

}  // namespace
}  // namespace flow::tests
