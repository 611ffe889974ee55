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

}  // namespace
}  // namespace flow::tests
