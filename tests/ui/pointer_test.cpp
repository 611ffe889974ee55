#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

TEST(Pointer, AClickSelectsOneNode) {
    Stage stage("a -> b");
    stage.click(stage.at("node:a.title"));
    EXPECT_EQ(stage.selection(), Names{"a"});
    stage.click(stage.at("node:b.title"));
    EXPECT_EQ(stage.selection(), Names{"b"});
}

TEST(Pointer, ShiftClickAddsAndTakesAway) {
    Stage stage("a -> b");
    stage.click(stage.at("node:a.title"));
    stage.hold(ImGuiMod_Shift, true);
    stage.click(stage.at("node:b.title"));
    EXPECT_EQ(stage.selection(), (Names{"a", "b"}));
    stage.wait(1000);
    stage.click(stage.at("node:a.title"));
    EXPECT_EQ(stage.selection(), Names{"b"});
}

TEST(Pointer, AClickOnNothingClearsTheSelection) {
    Stage stage("a -> b");
    stage.click(stage.at("node:a.title"));
    stage.click({600, 700});
    EXPECT_TRUE(stage.selection().empty());
}

TEST(Pointer, ABoxSelectsWhatItTouches) {
    Stage stage("a; b; c");
    stage.drag({20, 20}, {400, 500});
    EXPECT_EQ(stage.selection(), (Names{"a", "b"}));
    stage.hold(ImGuiMod_Shift, true);
    stage.drag({980, 500}, {700, 30});
    EXPECT_EQ(stage.selection(), (Names{"a", "b", "c"}));
}

TEST(Pointer, EscapeDuringABoxBringsTheOldSelectionBack) {
    Stage stage("a; b; c");
    stage.click(stage.at("node:c.title"));
    stage.start_drag({20, 20}, {400, 500});
    EXPECT_EQ(stage.selection(), (Names{"a", "b"}));
    stage.editor.cancel();
    stage.frame();
    EXPECT_EQ(stage.selection(), Names{"c"});
}

TEST(Pointer, AMoveIsStreamedAndEndsOnce) {
    Stage stage("a -> b");
    const NodeId a = stage.bench.id_of("a");
    const NodeLook before = stage.bench.session.graph().look(a);
    const ImVec2 from = stage.at("node:a.title");
    stage.start_drag(from, from + ImVec2{120, 80});
    EXPECT_GT(stage.all<intent::MoveNodes>().size(), 1u) << "the node follows the pointer";
    stage.release();
    const auto moves = stage.all<intent::MoveNodes>();
    double dx = 0, dy = 0;
    int ends = 0;
    for (const intent::MoveNodes& move : moves) {
        dx += move.dx;
        dy += move.dy;
        ends += move.is_drag_end ? 1 : 0;
    }
    EXPECT_DOUBLE_EQ(dx, 120);
    EXPECT_DOUBLE_EQ(dy, 80);
    EXPECT_EQ(ends, 1);
    EXPECT_TRUE(moves.back().is_drag_end);
    EXPECT_DOUBLE_EQ(stage.bench.session.graph().look(a).x, before.x + 120);
    stage.bench.undo();
    EXPECT_DOUBLE_EQ(stage.bench.session.graph().look(a).x, before.x) << "one drag is one step of undo";
}

TEST(Pointer, TheWholeSelectionMoves) {
    Stage stage("a; b; c");
    stage.drag({20, 20}, {400, 500});
    const double b = stage.bench.session.graph().look(stage.bench.id_of("b")).x;
    const double c = stage.bench.session.graph().look(stage.bench.id_of("c")).x;
    const ImVec2 from = stage.at("node:a.title");
    stage.drag(from, from + ImVec2{0, 50});
    stage.drag(from + ImVec2{0, 50}, from + ImVec2{60, 50});
    EXPECT_DOUBLE_EQ(stage.bench.session.graph().look(stage.bench.id_of("b")).x, b + 60);
    EXPECT_DOUBLE_EQ(stage.bench.session.graph().look(stage.bench.id_of("c")).x, c);
}

TEST(Pointer, EscapeDuringAMovePutsTheNodeBack) {
    Stage stage("a");
    const NodeId a = stage.bench.id_of("a");
    const NodeLook before = stage.bench.session.graph().look(a);
    const ImVec2 from = stage.at("node:a.title");
    stage.start_drag(from, from + ImVec2{200, 90});
    EXPECT_NE(stage.bench.session.graph().look(a), before);
    stage.editor.cancel();
    stage.frame();
    EXPECT_EQ(stage.bench.session.graph().look(a), before);
    const std::size_t sent = stage.intents.size();
    stage.move({900, 600});
    stage.release();
    EXPECT_EQ(stage.intents.size(), sent) << "the rest of the drag means nothing";
}

TEST(Pointer, MovesAreInCanvasUnitsAtEveryZoom) {
    Stage stage("a");
    stage.editor.zoom_to(50);
    stage.frame();
    const double x = stage.bench.session.graph().look(stage.bench.id_of("a")).x;
    const ImVec2 from = stage.at("node:a.title");
    stage.drag(from, from + ImVec2{100, 0});
    EXPECT_DOUBLE_EQ(stage.bench.session.graph().look(stage.bench.id_of("a")).x, x + 200);
}

TEST(Pointer, TheWheelZoomsToThePointer) {
    Stage stage("a");
    const ImVec2 corner = stage.at("node:a.title");
    stage.wheel(corner, 3);
    EXPECT_GT(stage.editor.zoom(), 100);
    const ImVec2 after = stage.at("node:a.title");
    EXPECT_NEAR(after.x, corner.x, 0.01);
    EXPECT_NEAR(after.y, corner.y, 0.01);
    stage.wheel(corner, -6);
    EXPECT_LT(stage.editor.zoom(), 100);
    EXPECT_NEAR(stage.at("node:a.title").x, corner.x, 0.01);
}

TEST(Pointer, ShiftWheelPansSideways) {
    Stage stage("a");
    const ImVec2 before = stage.at("node:a");
    stage.hold(ImGuiMod_Shift, true);
    stage.wheel({500, 500}, -1);
    EXPECT_DOUBLE_EQ(stage.editor.zoom(), 100);
    EXPECT_LT(stage.at("node:a").x, before.x);
    EXPECT_FLOAT_EQ(stage.at("node:a").y, before.y);
}

TEST(Pointer, MiddleDragAndSpaceDragPan) {
    Stage stage("a");
    ImVec2 before = stage.at("node:a");
    stage.drag({600, 600}, {650, 570}, ImGuiMouseButton_Middle);
    EXPECT_FLOAT_EQ(stage.at("node:a").x, before.x + 50);
    EXPECT_FLOAT_EQ(stage.at("node:a").y, before.y - 30);
    before = stage.at("node:a");
    stage.input.is_space_down = true;
    stage.drag(before, before + ImVec2{40, 20});
    EXPECT_FLOAT_EQ(stage.at("node:a").x, before.x + 40);
    EXPECT_TRUE(stage.intents.empty()) << "panning changes nothing";
}

TEST(Pointer, TwoFingersOnATrackpadPan) {
    Stage stage("a");
    const ImVec2 before = stage.at("node:a");
    stage.input.scroll = {-30, 25};
    stage.frame();
    EXPECT_FLOAT_EQ(stage.at("node:a").x, before.x - 30);
    EXPECT_FLOAT_EQ(stage.at("node:a").y, before.y + 25);
}

TEST(Pointer, ADragAtTheEdgeScrollsOn) {
    Stage stage("a");
    const NodeId a = stage.bench.id_of("a");
    const ImVec2 from = stage.at("node:a.title");
    stage.start_drag(from, {1198, 300});
    EXPECT_TRUE(stage.editor.wants_frame());
    const double x = stage.bench.session.graph().look(a).x;
    for (int i = 0; i < 10; ++i) stage.frame();
    EXPECT_GT(stage.bench.session.graph().look(a).x, x + 20) << "the node goes with the canvas under a resting pointer";
    stage.release();
    EXPECT_FALSE(stage.editor.wants_frame());
}

TEST(Pointer, DoubleClicks) {
    Stage stage("a -> b");
    stage.input.page_offset = {100, 50};
    stage.frame();
    stage.double_click({600, 600});
    const auto palette = stage.only<intent::ShowPalette>();
    EXPECT_DOUBLE_EQ(palette.x, 700);
    EXPECT_DOUBLE_EQ(palette.canvas_x, 600);
    EXPECT_FALSE(palette.connect_from || palette.connect_to);

    stage.double_click(stage.at("node:a.title"));
    const auto title = stage.only<intent::EditTitle>();
    EXPECT_EQ(title.node, stage.bench.id_of("a"));
    EXPECT_DOUBLE_EQ(title.x, static_cast<double>(stage.place("node:a.title").x));
    EXPECT_DOUBLE_EQ(title.width, static_cast<double>(stage.place("node:a.title").width));

    const ui::WidgetPlace body = stage.place("node:b");
    stage.double_click({body.x - 100 + body.width / 2, body.y - 50 + body.height - 3});
    EXPECT_EQ(stage.only<intent::FocusInspector>().node, stage.bench.id_of("b"));
}

TEST(Pointer, TheRightButtonAsksForAMenu) {
    Stage stage("a -> b");
    stage.click(stage.at("node:b.title"), ImGuiMouseButton_Right);
    EXPECT_EQ(stage.only<intent::ShowMenu>().node, stage.bench.id_of("b"));
    EXPECT_EQ(stage.selection(), Names{"b"}) << "the menu is about what is selected";
    stage.intents.clear();
    stage.click({600, 700}, ImGuiMouseButton_Right);
    EXPECT_FALSE(stage.only<intent::ShowMenu>().node);
    stage.intents.clear();
    stage.click(stage.at("wire:a.result>b.a"), ImGuiMouseButton_Right);
    EXPECT_TRUE(stage.only<intent::ShowMenu>().link);
}

TEST(Pointer, ThePressedPlaceOfTheMinimapComesToTheMiddle) {
    Stage stage("a; b; c; d; e; f; g; h");
    EXPECT_FALSE(stage.place("node:h").visible);
    const ui::WidgetPlace map = stage.place("minimap");
    stage.start_drag({map.x + map.width / 2, map.y + map.height / 2}, {map.x + map.width - 12, map.y + 8});
    stage.release();
    EXPECT_TRUE(stage.place("node:h").visible);
    EXPECT_TRUE(stage.intents.empty()) << "a look at another place changes nothing";
    stage.editor.fit(stage.bench.session, {});
    stage.frame();
    EXPECT_FALSE(stage.editor.widget("minimap")) << "nothing is hidden: no map";
}

TEST(Pointer, TheMinimapStepsAsideForASelectedNode) {
    Stage stage("a; b; c; d; e; f; g; h");
    const ui::WidgetPlace usual = stage.place("minimap");
    stage.bench.must(intent::Select{{stage.bench.id_of("a")}});
    const double x = usual.x + 10 - stage.bench.session.graph().look(stage.bench.id_of("a")).x;
    const double y = usual.y + 10 - stage.bench.session.graph().look(stage.bench.id_of("a")).y;
    stage.bench.must(intent::MoveNodes{{stage.bench.id_of("a")}, x, y, true});
    stage.frame();
    const ui::WidgetPlace aside = stage.place("minimap");
    const ui::WidgetPlace node = stage.place("node:a");
    EXPECT_TRUE(aside.x + aside.width <= node.x || aside.y + aside.height <= node.y) << "it stands in another corner";
    stage.bench.must(intent::Select{{}});
    stage.frame();
    EXPECT_EQ(stage.place("minimap").x, usual.x);
}

TEST(Pointer, WhatCannotBeReadCannotBeClicked) {
    Stage stage("a");
    stage.bench.set_source("a", "def a(is_on: bool = False):\n    return is_on\n");
    stage.frame();
    stage.editor.zoom_to(42);
    stage.frame();
    stage.click(stage.at("param:a.is_on"));
    EXPECT_EQ(stage.bench.session.graph().node(stage.bench.id_of("a")).param("is_on"), nullptr) << "it was drawn as a bar";
    EXPECT_EQ(stage.selection(), Names{"a"}) << "the node was meant";
    stage.editor.zoom_to(100);
    stage.frame();
    stage.click(stage.at("param:a.is_on"));
    EXPECT_NE(stage.bench.session.graph().node(stage.bench.id_of("a")).param("is_on"), nullptr);
}

TEST(Pointer, ReadOnlyMeansLookOnly) {
    Stage stage("a -> b");
    stage.input.is_read_only = true;
    stage.drag(stage.at("port:b.in.a"), {300, 600});
    const ImVec2 title = stage.at("node:a.title");
    stage.drag(title, title + ImVec2{50, 50});
    stage.double_click(title + ImVec2{50, 50});
    stage.double_click({600, 700});
    for (const Intent& intent : stage.intents)
        EXPECT_TRUE(std::holds_alternative<intent::Select>(intent) || std::holds_alternative<intent::FocusInspector>(intent)) << intent.index();
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST(Pointer, ArrowsWalkToTheNearestNode) {
    Stage stage("a -> b; c");
    const Session& session = stage.bench.session;
    EXPECT_EQ(stage.editor.nearest(session, stage.bench.id_of("a"), ui::Direction::right), stage.bench.id_of("b"));
    EXPECT_EQ(stage.editor.nearest(session, stage.bench.id_of("b"), ui::Direction::right), stage.bench.id_of("c"));
    EXPECT_FALSE(stage.editor.nearest(session, stage.bench.id_of("a"), ui::Direction::left));
}

TEST(Pointer, ANodeRemovedWhileItIsDraggedEndsTheDrag) {
    Stage stage("a; b");
    const ImVec2 from = stage.at("node:a.title");
    stage.start_drag(from, from + ImVec2{60, 60});
    stage.bench.must(intent::RemoveNodes{{stage.bench.id_of("a")}});
    stage.intents.clear();
    stage.move({700, 500});
    stage.release();
    EXPECT_TRUE(stage.all<intent::MoveNodes>().empty());
}

}  // namespace
}  // namespace flow::tests
