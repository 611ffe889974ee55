#include "ui/camera.h"

#include <gtest/gtest.h>

namespace flow::ui {
namespace {

TEST(Camera, ZoomKeepsThePointUnderTheAnchor) {
    Camera camera;
    camera.pan({-130, 77});
    const ImVec2 anchor = {321, 123};
    const CanvasPoint before = camera.to_canvas(anchor);
    for (const double factor : {1.3, 0.2, 5.0}) {
        camera.zoom_at(anchor, factor);
        const CanvasPoint after = camera.to_canvas(anchor);
        EXPECT_NEAR(after.x, before.x, 1e-9);
        EXPECT_NEAR(after.y, before.y, 1e-9);
    }
}

TEST(Camera, ZoomHasBounds) {
    Camera camera;
    camera.zoom_at({0, 0}, 1e9);
    EXPECT_DOUBLE_EQ(camera.zoom(), Camera::kMaxZoom);
    camera.zoom_at({0, 0}, 1e-12);
    EXPECT_DOUBLE_EQ(camera.zoom(), Camera::kMinZoom);
}

TEST(Camera, FitShowsAllWithAMargin) {
    Camera camera;
    const CanvasRect what{-500, 200, 4500, 1200};
    camera.fit(what, {1000, 800}, 50);
    const ImVec2 upper = camera.to_screen(what.left, what.top), lower = camera.to_screen(what.right, what.bottom);
    EXPECT_NEAR(upper.x, 50, 0.5);
    EXPECT_NEAR(lower.x, 950, 0.5);
    EXPECT_GE(upper.y, 50);
    EXPECT_LE(lower.y, 750);
}

TEST(Camera, FitNeverEnlarges) {
    Camera camera;
    camera.fit({0, 0, 10, 10}, {1000, 800}, 50);
    EXPECT_DOUBLE_EQ(camera.zoom(), 1);
    const ImVec2 middle = camera.to_screen(5, 5);
    EXPECT_NEAR(middle.x, 500, 1e-3);
    EXPECT_NEAR(middle.y, 400, 1e-3);
}

TEST(Curve, DistanceIsSmallOnItAndLargeBesideIt) {
    const Curve curve = wire_curve({0, 0}, {300, 120}, 1);
    EXPECT_LT(curve.distance_to(curve.at(0.37f)), 0.6f);
    EXPECT_LT(curve.distance_to(curve.at(0.5f)), 0.6f);
    EXPECT_GT(curve.distance_to({150, 120}), 20.0f);
}

TEST(Curve, BackwardWiresLeaveToTheRightAndArriveFromTheLeft) {
    const Curve curve = wire_curve({300, 0}, {0, 100}, 1);
    EXPECT_GT(curve.at(0.15f).x, 300);
    EXPECT_LT(curve.at(0.85f).x, 0);
}

}  // namespace
}  // namespace flow::ui
