#include "ui/text.h"

#include <set>

#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

class Text : public ::testing::Test {
protected:
    /// Draws inside a frame of its own.
    template <class Draw>
    void in_frame(const Draw& draw) {
        ImGui::NewFrame();
        painter.begin(ImGui::GetBackgroundDrawList());
        draw(*ImGui::GetBackgroundDrawList());
        ImGui::EndFrame();
    }
    Stage stage;
    ui::TextPainter painter;
};

TEST_F(Text, WhatFitsIsWrittenWhole) {
    in_frame([this](ImDrawList&) {
        const ui::Label label{.text = "minimum"};
        EXPECT_NEAR(painter.write(label, 10, 500, 50, 13, IM_COL32_WHITE), 10 + painter.width("minimum", 13), 0.01f);
        EXPECT_FALSE(label.is_cut);
    });
}

TEST_F(Text, WhatDoesNotFitEndsInAnEllipsisInsideItsRoom) {
    in_frame([this](ImDrawList& list) {
        const ui::Label label{.text = "a title that is far too long for its node"};
        const int before = list.VtxBuffer.Size;
        EXPECT_LE(painter.write(label, 10, 90, 50, 13, IM_COL32_WHITE), 90);
        EXPECT_TRUE(label.is_cut);
        for (int i = before; i < list.VtxBuffer.Size; ++i) EXPECT_LE(list.VtxBuffer[i].pos.x, 91);
    });
}

TEST_F(Text, ACutIsFoundAgainWhenTheRoomGrows) {
    in_frame([this](ImDrawList&) {
        const ui::Label label{.text = "a longer title"};
        painter.write(label, 0, 50, 50, 13, IM_COL32_WHITE);
        EXPECT_TRUE(label.is_cut);
        painter.write(label, 0, 500, 50, 13, IM_COL32_WHITE);
        EXPECT_FALSE(label.is_cut);
    });
}

TEST_F(Text, RightAndCenteredTextsStayInTheirRoom) {
    in_frame([this](ImDrawList&) {
        EXPECT_NEAR(painter.write("right", 10, 200, 50, 13, IM_COL32_WHITE, ui::Align::right), 200, 0.01f);
        const float width = painter.width("center", 13);
        EXPECT_NEAR(painter.write("center", 10, 200, 50, 13, IM_COL32_WHITE, ui::Align::center), 105 + width / 2, 0.01f);
    });
}

TEST_F(Text, LettersTooSmallToReadBecomeABar) {
    in_frame([this](ImDrawList& list) {
        const int before = list.VtxBuffer.Size;
        painter.write("a long text of many letters", 0, 400, 50, 3, IM_COL32_WHITE);
        EXPECT_EQ(list.VtxBuffer.Size - before, 4);
    });
}

TEST_F(Text, FewSizesAreRasterised) {
    std::set<float> sizes;
    for (float zoom = 0.05f; zoom < 4; zoom *= 1.01f) {
        for (const float size : {11.0f, 12.0f, 13.5f}) sizes.insert(ui::TextPainter::rasterised(size * zoom));
    }
    EXPECT_LE(sizes.size(), 32u);
}

}  // namespace
}  // namespace flow::tests
