#include <cfloat>

#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

class Touch : public ::testing::Test {
protected:
    Touch() { stage.input.is_touch = true; }
    Stage stage{"a -> b"};
};

TEST_F(Touch, OneFingerOnNothingPans) {
    const ImVec2 before = stage.at("node:a");
    stage.drag({600, 600}, {560, 640});
    EXPECT_LT(stage.at("node:a").x, before.x - 20);
    EXPECT_TRUE(stage.all<intent::Select>().empty()) << "no box";
}

TEST_F(Touch, OneFingerOnANodeMovesIt) {
    const double x = stage.bench.session.graph().look(stage.bench.id_of("a")).x;
    const ImVec2 from = stage.at("node:a.title");
    stage.drag(from, from + ImVec2{100, 0});
    EXPECT_DOUBLE_EQ(stage.bench.session.graph().look(stage.bench.id_of("a")).x, x + 100);
}

TEST_F(Touch, TwoFingersZoomAroundTheirMiddle) {
    const ImVec2 anchor = stage.at("node:a.title");
    stage.input.pinch = ui::Pinch{.center = anchor, .scale = 1.5f, .pan = {0, 0}};
    stage.frame();
    EXPECT_NEAR(stage.editor.zoom(), 150, 0.01);
    EXPECT_NEAR(stage.at("node:a.title").x, anchor.x, 0.01);
}

TEST_F(Touch, ASecondFingerEndsAMove) {
    const NodeId a = stage.bench.id_of("a");
    const NodeLook before = stage.bench.session.graph().look(a);
    const ImVec2 from = stage.at("node:a.title");
    stage.start_drag(from, from + ImVec2{100, 0});
    stage.input.pinch = ui::Pinch{.center = from, .scale = 1.1f, .pan = {0, 0}};
    stage.frame();
    EXPECT_EQ(stage.bench.session.graph().look(a), before);
}

TEST_F(Touch, AHeldFingerAsksForTheMenu) {
    stage.move(stage.at("node:b.title"));
    stage.press();
    EXPECT_TRUE(stage.editor.wants_frame());
    stage.now_ms += 600;
    stage.frame();
    EXPECT_EQ(stage.only<intent::ShowMenu>().node, stage.bench.id_of("b"));
    stage.release();
    EXPECT_FALSE(stage.editor.wants_frame());
}

TEST_F(Touch, PortsAreEasierToMeet) {
    stage.bench.disconnect("a.result", "b.a");
    stage.frame();
    stage.drag(stage.at("port:a.out.result") + ImVec2{9, 0}, stage.at("port:b.in.a"));
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

/// A finger that taps and is lifted: then there is no pointer.
void tap(Stage& stage, ImVec2 at) {
    stage.click(at);
    stage.move({-FLT_MAX, -FLT_MAX});
}

class Tap : public Touch {
protected:
    Tap() {
        stage.bench.disconnect("a.result", "b.a");
        stage.frame();
    }
};

TEST_F(Tap, ATapOnAPortAndOneOnAnotherConnectThem) {
    tap(stage, stage.at("port:a.out.result"));
    EXPECT_FALSE(stage.is_linked("a.result", "b.a"));
    tap(stage, stage.at("port:b.in.a"));
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST_F(Tap, FromTheInputAsWell) {
    tap(stage, stage.at("port:b.in.a"));
    tap(stage, stage.at("port:a.out.result"));
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST_F(Tap, BetweenTheTapsTheViewMayBeMoved) {
    tap(stage, stage.at("port:a.out.result"));
    stage.drag({600, 600}, {560, 640});
    stage.move({-FLT_MAX, -FLT_MAX});
    stage.input.pinch = ui::Pinch{.center = {300, 300}, .scale = 0.8f, .pan = {0, 0}};
    stage.frame();
    tap(stage, stage.at("port:b.in.a"));
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST_F(Tap, TwoFingersThatLandWithinOneFrameKeepTheWireInTheHand) {
    tap(stage, stage.at("port:a.out.result"));
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(600, 600);
    io.AddMouseButtonEvent(0, true);
    io.AddMouseButtonEvent(0, false);
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    stage.input.is_second_finger = true;
    for (int frame = 0; frame < 3; ++frame) stage.frame();
    EXPECT_TRUE(stage.all<intent::ShowPalette>().empty());
    tap(stage, stage.at("port:b.in.a"));
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST_F(Tap, OnTheSamePortAgainOrOnEscapeNothingHappens) {
    tap(stage, stage.at("port:a.out.result"));
    tap(stage, stage.at("port:a.out.result"));
    EXPECT_TRUE(stage.all<intent::ShowPalette>().empty());
    tap(stage, stage.at("port:a.out.result"));
    stage.editor.cancel();
    stage.frame();
    tap(stage, stage.at("port:b.in.a"));
    EXPECT_FALSE(stage.is_linked("a.result", "b.a")) << "this tap was the first of a new wire";
}

TEST_F(Tap, OnNothingAsksForWhatFits) {
    tap(stage, stage.at("port:a.out.result"));
    tap(stage, {700, 600});
    EXPECT_EQ(stage.only<intent::ShowPalette>().connect_from, stage.bench.end("a.result"));
    tap(stage, {700, 600});
    EXPECT_EQ(stage.all<intent::ShowPalette>().size(), 1u) << "the wire is out of the hand";
}

TEST_F(Tap, AClickOnALinkedInputLeavesItsWire) {
    stage.bench.connect("a.result", "b.a");
    stage.frame();
    tap(stage, stage.at("port:b.in.a"));
    tap(stage, stage.at("port:b.in.a"));
    EXPECT_TRUE(stage.is_linked("a.result", "b.a"));
}

TEST_F(Tap, WhatCannotBeIsRefusedWithItsReason) {
    tap(stage, stage.at("port:b.out.result"));
    tap(stage, stage.at("port:b.in.a"));
    EXPECT_EQ(stage.all<intent::Say>().size(), 1u);
}

TEST(Pen, DrawsABoxLikeAMouseAndIsHeldForTheMenuLikeAFinger) {
    Stage stage("a -> b");
    stage.input.is_pen = true;
    stage.drag({600, 600}, {20, 20});
    EXPECT_EQ(stage.selection().size(), 2u);
    stage.move(stage.at("node:b.title"));
    stage.press();
    stage.now_ms += 600;
    stage.frame();
    EXPECT_EQ(stage.only<intent::ShowMenu>().node, stage.bench.id_of("b"));
    stage.release();
}

}  // namespace
}  // namespace flow::tests
