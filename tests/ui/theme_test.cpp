#include "ui/theme.h"

#include <gtest/gtest.h>

#include "ui/type_family.h"

namespace flow::ui {
namespace {

constexpr double kText = 4.5;   // WCAG 2.2, 1.4.3: texts
constexpr double kGraphic = 3;  // 1.4.11: what is needed to understand a graphic
constexpr double kMore = 7;     // 1.4.6: texts where more contrast is asked for

TEST(Contrast, KnownPairs) {
    EXPECT_NEAR(contrast(IM_COL32(0, 0, 0, 255), IM_COL32(255, 255, 255, 255)), 21, 0.01);
    EXPECT_NEAR(contrast(IM_COL32(0x76, 0x76, 0x76, 255), IM_COL32(255, 255, 255, 255)), 4.54, 0.01);
}

class ThemeColors : public ::testing::TestWithParam<Theme> {};

TEST_P(ThemeColors, TextsCanBeRead) {
    const Colors& c = colors_of(GetParam());
    for (const ImU32 ground : {c.node, c.canvas, c.field, c.field_hover, c.table_head, c.tooltip}) {
        EXPECT_GE(contrast(c.text, ground), kText) << std::hex << ground;
        EXPECT_GE(contrast(c.text_muted, ground), kText) << std::hex << ground;
    }
    EXPECT_GE(contrast(c.text_faint, c.node), kText);
    EXPECT_GE(contrast(c.text_faint, c.field), kText);
    EXPECT_GE(contrast(c.text, c.field_fill), kText) << "a slider's value stands on its bar";
    EXPECT_GE(contrast(c.failed_text, c.failed_ground), kText);
    for (int i = 0; i < kCategories; ++i) EXPECT_GE(contrast(c.text, head_ground(c, static_cast<Category>(i))), kText) << i;
}

TEST_P(ThemeColors, SignsCanBeSeen) {
    const Colors& c = colors_of(GetParam());
    for (const ImU32 sign : {c.idle, c.queued, c.running, c.ok, c.failed, c.stopped, c.stale, c.author, c.muted}) {
        for (int i = 0; i < kCategories; ++i)
            EXPECT_GE(contrast(sign, head_ground(c, static_cast<Category>(i))), kGraphic) << std::hex << sign << " on head " << i;
    }
    for (int i = 0; i < kFamilies; ++i) {
        EXPECT_GE(contrast(c.of(static_cast<Family>(i)), c.node), kGraphic) << i;
        EXPECT_GE(contrast(c.of(static_cast<Family>(i)), c.canvas), kGraphic) << "wire " << i;
    }
    for (int i = 0; i < kCategories; ++i)
        EXPECT_GE(contrast(c.of(static_cast<Category>(i)), head_ground(c, static_cast<Category>(i))), kGraphic) << "icon " << i;
    EXPECT_GE(contrast(c.accent, c.canvas), kGraphic);
    EXPECT_GE(contrast(c.accent, c.node), kGraphic);
}

INSTANTIATE_TEST_SUITE_P(All, ThemeColors, ::testing::Values(Theme::dark, Theme::light, Theme::contrast_dark, Theme::contrast_light));

TEST(MoreContrast, IsMore) {
    for (const Theme theme : {Theme::contrast_dark, Theme::contrast_light}) {
        const Colors& c = colors_of(theme);
        for (const ImU32 ground : {c.node, c.canvas, c.field, c.field_hover, c.table_head, c.tooltip, c.failed_ground, c.field_fill})
            EXPECT_GE(contrast(c.text, ground), kMore) << std::hex << ground;
        for (const ImU32 text : {c.text_muted, c.text_faint, c.failed_text}) EXPECT_GE(contrast(text, c.node), kMore) << std::hex << text;
        for (const ImU32 sign : {c.idle, c.queued, c.running, c.ok, c.failed, c.stopped, c.stale, c.author, c.muted, c.accent, c.node_border, c.field_border})
            EXPECT_GE(contrast(sign, c.node), kText) << std::hex << sign;
        for (int i = 0; i < kFamilies; ++i) EXPECT_GE(contrast(c.of(static_cast<Family>(i)), c.canvas), kText) << "wire " << i;
    }
    EXPECT_EQ(theme_named("contrast_light"), Theme::contrast_light);
    EXPECT_EQ(theme_named("contrast_dark"), Theme::contrast_dark);
    EXPECT_EQ(theme_named("light"), Theme::light);
    EXPECT_EQ(theme_named("dark"), Theme::dark);
}

TEST(Families, FollowAnnotationsAndTypeNames) {
    EXPECT_EQ(family_of(""), Family::any);
    EXPECT_EQ(family_of("Any"), Family::any);
    EXPECT_EQ(family_of("pd.DataFrame"), Family::table);
    EXPECT_EQ(family_of("list[dict]"), Family::table);
    EXPECT_EQ(family_of("list[int]"), Family::collection);
    EXPECT_EQ(family_of("float | None"), Family::number);
    EXPECT_EQ(family_of("bool"), Family::truth);
    EXPECT_EQ(family_of("str"), Family::text);
    EXPECT_EQ(family_of("Figure"), Family::picture);
}

TEST(Categories, FollowTypeNames) {
    EXPECT_EQ(category_of("python", ""), Category::python);
    EXPECT_EQ(category_of("core.read_csv", "x"), Category::source);
    EXPECT_EQ(category_of("core.write_csv", "x"), Category::sink);
    EXPECT_EQ(category_of("core.sql", "x"), Category::query);
    EXPECT_EQ(category_of("core.chart", "x"), Category::chart);
    EXPECT_EQ(category_of("core.join_tables", "combine"), Category::combine);
    EXPECT_EQ(category_of("core.filter_rows", "rows"), Category::rows);
    EXPECT_EQ(category_of("core.select_columns", "columns"), Category::columns);
    EXPECT_EQ(category_of("data.to_frame", "data"), Category::table);
}

}  // namespace
}  // namespace flow::ui
