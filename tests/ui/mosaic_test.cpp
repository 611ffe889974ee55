#include "ui/mosaic.h"

#include <gtest/gtest.h>

#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

constexpr ImU32 kRed = 0xFF0000FF, kBlue = 0xFFFF0000;

struct MosaicTest : ::testing::Test {
    MosaicTest() { mosaic.begin({{100, 50}, {140, 90}}, 2); }
    /// The quads, as {left, top, right, bottom, color}.
    std::vector<std::array<long, 5>> drawn() {
        ImDrawList list(ImGui::GetDrawListSharedData());
        list._ResetForNewFrame();
        mosaic.draw(list);
        std::vector<std::array<long, 5>> quads;
        for (int i = 0; i < list.VtxBuffer.Size; i += 4) {
            const ImDrawVert &a = list.VtxBuffer[i], &c = list.VtxBuffer[i + 2];
            quads.push_back({std::lround(a.pos.x), std::lround(a.pos.y), std::lround(c.pos.x), std::lround(c.pos.y), static_cast<long>(a.col)});
        }
        return quads;
    }
    Stage stage{"a"};  // ImGui
    ui::Mosaic mosaic;
};

TEST_F(MosaicTest, NeighboursAreOneRun) {
    for (int i = 0; i < 10; ++i) {
        const float x = 100 + 2.0f * static_cast<float>(i);
        mosaic.put({{x, 50}, {x + 2, 52}}, kRed, 1);
    }
    const std::vector<std::array<long, 5>> expected = {{100, 50, 120, 52, kRed}};
    EXPECT_EQ(drawn(), expected);
}

TEST_F(MosaicTest, TheHighestRankStaysWhateverComesLast) {
    mosaic.put({{110, 60}, {112, 62}}, kBlue, 2);
    mosaic.put({{108, 60}, {114, 62}}, kRed, 1);
    const std::vector<std::array<long, 5>> expected = {{108, 60, 110, 62, kRed}, {110, 60, 112, 62, kBlue}, {112, 60, 114, 62, kRed}};
    EXPECT_EQ(drawn(), expected);
}

TEST_F(MosaicTest, WhatIsSmallerThanACellIsStillSeenAndWhatReachesOutIsCut) {
    mosaic.put({{121.1f, 71.1f}, {121.2f, 71.2f}}, kRed, 1);
    mosaic.put({{90, 88}, {104, 200}}, kBlue, 1);
    const std::vector<std::array<long, 5>> expected = {{120, 70, 122, 72, kRed}, {100, 88, 104, 90, kBlue}};
    EXPECT_EQ(drawn(), expected);
}

TEST_F(MosaicTest, AMillionBoxesAreNoMoreQuadsThanCells) {
    for (int i = 0; i < 1'000'000; ++i) {
        const float x = 100 + static_cast<float>(i % 40), y = 50 + static_cast<float>(i / 40 % 40);
        mosaic.put({{x, y}, {x + 0.4f, y + 0.4f}}, i % 3 ? kRed : kBlue, 1);
    }
    EXPECT_LE(drawn().size(), 400u);
}

TEST(MosaicOnTheCanvas, HundredsOfNodesFromAfarAreFewVertices) {
    constexpr int kGrid = 4 * 80 * 60;
    std::string text = "n0";
    for (int i = 1; i < 700; ++i) text += (i % 50 == 0 ? "; n" : " -> n") + std::to_string(i);
    Stage stage(text);
    stage.editor.fit(stage.bench.session, {});
    stage.frame();
    EXPECT_EQ(stage.editor.nodes_drawn(), 700);
    EXPECT_LT(stage.editor.zoom(), 5);
    EXPECT_LT(ImGui::GetDrawData()->TotalVtxCount, 700 * 4 * 2 + kGrid) << "wires, a quad or less for each node, the grid";
}

}  // namespace
}  // namespace flow::tests
