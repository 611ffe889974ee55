#include <cmath>

#include "tests/ui/heap_count.h"
#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

/// Remembers what it was asked to paint.
struct FakeSurface final : ui::PictureSurface {
    std::optional<ImTextureID> paint(ImDrawList& list, ImVec2 size, ImU32) override {
        ++painted;
        corners = list.VtxBuffer.Size;
        painted_size = size;
        if (is_broken) return std::nullopt;
        return kTexture;
    }
    void release() override { ++released; }

    static constexpr ImTextureID kTexture = 77;
    int painted = 0;
    int released = 0;
    int corners = 0;
    ImVec2 painted_size;
    bool is_broken = false;
};

/// Many nodes, seen whole, and a wheel that never rests.
struct Moving {
    Moving() : stage(rows()) {
        double at = 0;
        for (const NodeId id : stage.bench.session.graph().nodes()) {
            const NodeLook look = stage.bench.session.graph().look(id);
            stage.bench.must(intent::MoveNodes{{id}, std::fmod(at, 20) * 260 - look.x, std::floor(at / 20) * 160 - look.y, true});
            ++at;
        }
        stage.editor.set_picture_surface(&surface);
        stage.editor.fit(stage.bench.session, {});
        stage.move({600, 700});
        stage.wait(1000);
    }
    static std::string rows() {
        std::string text = "n0";
        for (int i = 1; i < 400; ++i) text += " -> n" + std::to_string(i);
        return text;
    }
    void scroll(ImVec2 by) {
        stage.input.scroll = by;
        stage.frame();
    }
    void pinch(float scale) {
        stage.input.pinch = ui::Pinch{.center = {600, 400}, .scale = scale, .pan = {}};
        stage.frame();
    }
    int corners() const { return ImGui::GetDrawData()->TotalVtxCount; }
    /// Where the picture stands, if the frame shows one.
    std::optional<ui::Rect> picture() const {
        const ImDrawData& data = *ImGui::GetDrawData();
        for (const ImDrawList* list : data.CmdLists) {
            for (const ImDrawCmd& command : list->CmdBuffer) {
                if (command.ElemCount == 0 || command.TexRef._TexData != nullptr || command.TexRef._TexID != FakeSurface::kTexture) continue;
                const auto corner = [&](unsigned at) {
                    return list->VtxBuffer[static_cast<int>(list->IdxBuffer[static_cast<int>(command.IdxOffset + at)] + command.VtxOffset)].pos;
                };
                return ui::Rect{corner(0), corner(2)};
            }
        }
        return std::nullopt;
    }

    Stage stage;
    FakeSurface surface;
};

TEST(MovingPicture, WhileOnlyTheCameraMovesThePictureIsMadeOnceAndMoved) {
    Moving moving;
    const int whole = moving.corners();
    ASSERT_GT(whole, 2000);
    moving.scroll({5, 3});
    EXPECT_EQ(moving.surface.painted, 0) << "one turn of a wheel is drawn itself";
    EXPECT_FALSE(moving.picture());
    moving.scroll({5, 3});
    ASSERT_TRUE(moving.picture());
    const ui::Rect first = *moving.picture();
    for (int i = 0; i < 10; ++i) moving.scroll({5, 3});
    EXPECT_EQ(moving.surface.painted, 1);
    EXPECT_LT(moving.corners(), whole / 4);
    ASSERT_TRUE(moving.picture());
    EXPECT_FLOAT_EQ(moving.picture()->min.x - first.min.x, 50);
    EXPECT_FLOAT_EQ(moving.picture()->min.y - first.min.y, 30);
}

TEST(MovingPicture, ItCoversTheScreenHoweverFarItGoes) {
    Moving moving;
    for (int i = 0; i < 200; ++i) {
        moving.scroll({static_cast<float>(i % 37) * 4 - 70, 11});
        const auto picture = moving.picture();
        if (i < 2) continue;
        ASSERT_TRUE(picture);
        EXPECT_LE(picture->min.x, 0);
        EXPECT_LE(picture->min.y, 0);
        EXPECT_GE(picture->max.x, 1200);
        EXPECT_GE(picture->max.y, 800);
    }
    EXPECT_GT(moving.surface.painted, 1);
    EXPECT_LT(moving.surface.painted, 30);
}

TEST(MovingPicture, ItIsScaledALittleAndMadeAnewBeyondThat) {
    Moving moving;
    for (int i = 0; i < 3; ++i) moving.pinch(1.02f);
    ASSERT_EQ(moving.surface.painted, 1);
    const float width = moving.picture()->width();
    moving.pinch(1.02f);
    EXPECT_NEAR(moving.picture()->width() / width, 1.02f, 1e-3f);
    for (int i = 0; i < 40; ++i) moving.pinch(1.02f);
    EXPECT_GT(moving.surface.painted, 2);
    EXPECT_LT(moving.surface.painted, 6);
    for (int i = 0; i < 60; ++i) moving.pinch(1 / 1.02f);
    EXPECT_LE(moving.picture()->min.x, 0);
    EXPECT_GE(moving.picture()->max.x, 1200);
}

TEST(MovingPicture, WhatComesToRestIsDrawnItself) {
    Moving moving;
    for (int i = 0; i < 4; ++i) moving.scroll({5, 3});
    ASSERT_TRUE(moving.picture());
    const auto due = moving.stage.editor.next_frame_in_ms();
    ASSERT_TRUE(due);
    EXPECT_GT(*due, 0);
    moving.stage.wait(*due + 1);
    EXPECT_FALSE(moving.picture());
    EXPECT_FALSE(moving.stage.editor.next_frame_in_ms());
    EXPECT_EQ(moving.surface.released, 1) << "and takes no memory any more";
}

TEST(MovingPicture, AChangeIsSeenAtOnce) {
    Moving moving;
    for (int i = 0; i < 4; ++i) moving.scroll({5, 3});
    ASSERT_TRUE(moving.picture());
    moving.stage.bench.must(intent::SetTitle{moving.stage.bench.id_of("n3"), "another"});
    moving.scroll({5, 3});
    EXPECT_FALSE(moving.picture());
    for (int i = 0; i < 2; ++i) moving.scroll({5, 3});
    EXPECT_TRUE(moving.picture());
    moving.stage.editor.set_theme(ui::Theme::light);
    moving.scroll({5, 3});
    EXPECT_FALSE(moving.picture());
}

/// A node in the hand, and a pointer that never rests.
struct Carrying : Moving {
    Carrying() {
        stage.start_drag(stage.at("node:n5"), stage.at("node:n5") + ImVec2{20, 20});
        go_on();
        go_on();
    }
    void go_on() { stage.move(ImGui::GetIO().MousePos + ImVec2{4, 3}); }
    double place() const { return stage.bench.session.graph().look(stage.bench.id_of("n5")).x; }
};

TEST(MovingPicture, WhileANodeIsMovedTheOthersAreAPicture) {
    Carrying carrying;
    ASSERT_TRUE(carrying.picture());
    const int painted = carrying.surface.painted;
    const double before = carrying.place();
    for (int i = 0; i < 10; ++i) {
        carrying.go_on();
        ASSERT_TRUE(carrying.picture());
        EXPECT_LT(carrying.corners(), 1000) << "the node, its two wires and the minimap";
    }
    EXPECT_EQ(carrying.surface.painted, painted);
    EXPECT_EQ(carrying.surface.painted_size.x, 1200) << "nothing around it: it stays where it is";
    EXPECT_GT(carrying.place(), before);
    carrying.stage.release();
    EXPECT_FALSE(carrying.picture());
    EXPECT_GT(carrying.corners(), 2000);
}

TEST(MovingPicture, ACarriedNodeAndItsWiresAreNotInThePicture) {
    Carrying carrying;
    ASSERT_TRUE(carrying.picture());
    const int without = carrying.surface.corners;
    carrying.stage.release();
    for (int i = 0; i < 4; ++i) carrying.scroll({5, 3});
    EXPECT_LT(without, carrying.surface.corners) << "of a little more than the screen, with all of them";
}

TEST(MovingPicture, WhatChangesBesideACarriedNodeIsSeenAtOnce) {
    Carrying carrying;
    ASSERT_TRUE(carrying.picture());
    const int painted = carrying.surface.painted;
    carrying.stage.bench.must(intent::SetTitle{carrying.stage.bench.id_of("n3"), "another"});
    carrying.go_on();
    EXPECT_TRUE(!carrying.picture() || carrying.surface.painted > painted);
    for (int i = 0; i < 3; ++i) carrying.go_on();
    EXPECT_TRUE(carrying.picture());
    carrying.stage.bench.must(intent::MoveNodes{carrying.stage.bench.ids({"n7"}), 30, 30, true});
    const int again = carrying.surface.painted;
    carrying.go_on();
    EXPECT_TRUE(!carrying.picture() || carrying.surface.painted > again);
}

TEST(MovingPicture, OtherDragsAreDrawnThemselves) {
    Moving moving;
    moving.stage.start_drag({5, 790}, {300, 300});
    for (int i = 0; i < 5; ++i) {
        moving.scroll({5, 3});
        EXPECT_FALSE(moving.picture());
    }
    EXPECT_EQ(moving.surface.painted, 0);
}

TEST(MovingPicture, AFewNodesAreNotWorthAPicture) {
    Stage stage("a -> b");
    FakeSurface surface;
    stage.editor.set_picture_surface(&surface);
    stage.editor.zoom_to(30);
    for (int i = 0; i < 5; ++i) {
        stage.input.scroll = {5, 3};
        stage.frame();
    }
    EXPECT_EQ(surface.painted, 0);
}

TEST(MovingPicture, WithoutATextureEveryFrameIsDrawnItself) {
    Moving moving;
    const int whole = moving.corners();
    moving.surface.is_broken = true;
    for (int i = 0; i < 5; ++i) {
        moving.scroll({1, 0});
        EXPECT_FALSE(moving.picture());
        EXPECT_GT(moving.corners(), whole / 2);
    }
}

TEST(MovingPicture, MovingItTakesNothingFromTheHeap) {
    Moving moving;
    for (int i = 0; i < 8; ++i) moving.scroll({1, 0});
    const std::size_t before = heap_count();
    for (int i = 0; i < 20; ++i) moving.scroll({1, 0});
    EXPECT_EQ(heap_count() - before, 0u);
}

}  // namespace
}  // namespace flow::tests
