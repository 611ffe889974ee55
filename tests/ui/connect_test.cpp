#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

TEST(Connect, FromOutputToInput) {
    Stage stage("load -> a; clean -> b");
    stage.bench.disconnect("load.result", "a.load");
    stage.frame();
    stage.drag(stage.at("port:load.out.result"), stage.at("port:a.in.load"));
    const auto made = stage.only<intent::Connect>();
    EXPECT_EQ(made.from, stage.bench.end("load.result"));
    EXPECT_EQ(made.to, stage.bench.end("a.load"));
    EXPECT_TRUE(stage.is_linked("load.result", "a.load"));
}

TEST(Connect, FromInputToOutput) {
    Stage stage("load -> a");
    stage.bench.disconnect("load.result", "a.load");
    stage.frame();
    stage.drag(stage.at("port:a.in.load"), stage.at("port:load.out.result"));
    EXPECT_TRUE(stage.is_linked("load.result", "a.load"));
}

TEST(Connect, ADropOnTheNodeTakesItsFreeInput) {
    Stage stage("load -> a; b");
    stage.bench.disconnect("load.result", "a.load");
    stage.frame();
    stage.drag(stage.at("port:load.out.result"), stage.at("node:a"));
    EXPECT_TRUE(stage.is_linked("load.result", "a.load"));
}

TEST(Connect, AWireHoldsOnToThePortNearby) {
    Stage stage("load -> a");
    stage.bench.disconnect("load.result", "a.load");
    stage.frame();
    const ImVec2 near = stage.at("port:a.in.load") + ImVec2{-15, 12};
    stage.drag(stage.at("port:load.out.result"), near);
    EXPECT_TRUE(stage.is_linked("load.result", "a.load"));
}

TEST(Connect, ACycleIsRefusedWithItsReason) {
    Stage stage("a -> b; c -> a");
    stage.bench.disconnect("c.result", "a.c");
    stage.frame();
    stage.drag(stage.at("port:b.out.result"), stage.at("port:a.in.c"));
    EXPECT_TRUE(stage.all<intent::Connect>().empty());
    EXPECT_EQ(stage.only<intent::Say>().sentence.key, "graph.cycle");
    EXPECT_FALSE(stage.is_linked("b.result", "a.c"));
}

TEST(Connect, ANodeIsNotLinkedToItself) {
    Stage stage("a -> b");
    stage.drag(stage.at("port:b.out.result"), stage.at("port:b.in.a"));
    EXPECT_TRUE(stage.all<intent::Connect>().empty());
    EXPECT_FALSE(stage.all<intent::Say>().empty());
}

TEST(Connect, ANewWireDroppedOnNothingAsksForThePalette) {
    Stage stage("a -> b");
    stage.input.page_offset = {100, 50};
    const ImVec2 drop = {400, 600};
    stage.frame();
    stage.drag(stage.at("port:a.out.result"), drop);
    const auto palette = stage.only<intent::ShowPalette>();
    EXPECT_EQ(palette.connect_from, stage.bench.end("a.result"));
    EXPECT_FALSE(palette.connect_to);
    EXPECT_DOUBLE_EQ(palette.x, 500);
    EXPECT_DOUBLE_EQ(palette.y, 650);
    EXPECT_DOUBLE_EQ(palette.canvas_x, 400);
    EXPECT_DOUBLE_EQ(palette.canvas_y, 600);
}

TEST(Connect, FromAFreeInputThePaletteLooksForSources) {
    Stage stage("a -> b");
    stage.bench.disconnect("a.result", "b.a");
    stage.frame();
    stage.drag(stage.at("port:b.in.a"), {300, 600});
    EXPECT_EQ(stage.only<intent::ShowPalette>().connect_to, stage.bench.end("b.a"));
}

TEST(Connect, AWirePickedUpFromAnInputAndDroppedOnNothingIsGone) {
    Stage stage("a -> b");
    stage.drag(stage.at("port:b.in.a"), {300, 600});
    const auto cut = stage.only<intent::Disconnect>();
    EXPECT_EQ(cut.from, stage.bench.end("a.result"));
    EXPECT_EQ(cut.to, stage.bench.end("b.a"));
    EXPECT_TRUE(stage.all<intent::ShowPalette>().empty());
}

TEST(Connect, AWirePickedUpCanBePutOnAnotherInput) {
    Stage stage("a -> b; d -> c");
    stage.drag(stage.at("port:b.in.a"), stage.at("port:c.in.d"));
    const auto moved = stage.only<intent::Reconnect>();
    EXPECT_EQ(moved.old_to, stage.bench.end("b.a"));
    EXPECT_TRUE(stage.is_linked("a.result", "c.d"));
    EXPECT_FALSE(stage.is_linked("a.result", "b.a"));
}

TEST(Connect, AWirePutBackChangesNothing) {
    Stage stage("a -> b");
    const ImVec2 port = stage.at("port:b.in.a");
    stage.start_drag(port, {300, 600});
    stage.move(port);
    stage.release();
    EXPECT_TRUE(stage.intents.empty());
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST(Connect, EscapeLetsTheWireGo) {
    Stage stage("a -> b");
    stage.start_drag(stage.at("port:b.in.a"), {300, 600});
    stage.editor.cancel();
    stage.frame();
    stage.release();
    EXPECT_TRUE(stage.intents.empty());
}

TEST(Connect, AClickOnAPortIsNoDrag) {
    Stage stage("a -> b");
    stage.click(stage.at("port:b.in.a"));
    stage.click(stage.at("port:a.out.result"));
    EXPECT_TRUE(stage.intents.empty());
}

TEST(Connect, AVariadicInputTakesOneMore) {
    Stage stage("a -> all.*items; b");
    stage.drag(stage.at("port:b.out.result"), stage.at("port:all.in.items"));
    EXPECT_TRUE(stage.is_linked("a.result", "all.items"));
    EXPECT_TRUE(stage.is_linked("b.result", "all.items"));
}

TEST(Connect, AClickedWireIsChosenAndDeleteTakesItAway) {
    Stage stage("a -> b");
    stage.click(stage.at("wire:a.result>b.a"));
    EXPECT_TRUE(stage.editor.chosen_link());
    stage.input.is_delete_pressed = true;
    stage.frame();
    EXPECT_EQ(stage.only<intent::Disconnect>().to, stage.bench.end("b.a"));
    EXPECT_FALSE(stage.editor.chosen_link());
}

}  // namespace
}  // namespace flow::tests
