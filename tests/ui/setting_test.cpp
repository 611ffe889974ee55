#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

constexpr const char* kSource =
    "def tune(table, flag: bool = False, count: int = 10, ratio: float = 0.5, level: Annotated[int, range(0, 101)] = 50, name: str = 'x', how: Literal['sum', "
    "'mean'] = 'sum'):\n"
    "    return table\n";

class Setting : public ::testing::Test {
protected:
    Setting() {
        stage.bench.add("tune", kSource);
        stage.bench.must(intent::MoveNodes{{stage.bench.id_of("tune")}, 100, 100, true});
        stage.input.page_offset = {30, 20};
        stage.frame();
    }
    Stage stage;
};

TEST_F(Setting, AToggleSwitchesAtAClick) {
    stage.click(stage.at("param:tune.flag"));
    EXPECT_EQ(stage.only<intent::SetParam>().value, "true");
    stage.wait(1000);
    stage.click(stage.at("param:tune.flag"));
    EXPECT_EQ(stage.all<intent::SetParam>().back().value, "false");
}

TEST_F(Setting, TwoQuickClicksOnAToggleAreTwo) {
    stage.double_click(stage.at("param:tune.flag"));
    EXPECT_EQ(stage.all<intent::SetParam>().size(), 2u);
}

TEST_F(Setting, ANumberFollowsADrag) {
    const ImVec2 from = stage.at("param:tune.count");
    stage.drag(from, from + ImVec2{40, 0});
    ASSERT_FALSE(stage.all<intent::SetParam>().empty());
    EXPECT_EQ(stage.all<intent::SetParam>().back().value, "20");
    EXPECT_TRUE(stage.all<intent::MoveNodes>().empty());
}

TEST_F(Setting, AFloatIsFreeOfDust) {
    const ImVec2 from = stage.at("param:tune.ratio");
    stage.drag(from, from + ImVec2{8, 0});
    EXPECT_EQ(stage.all<intent::SetParam>().back().value, "0.7");
}

TEST_F(Setting, ArrowsStep) {
    const ui::WidgetPlace box = stage.place("param:tune.count");
    stage.click({box.x - 30 + box.width - 6, box.y - 20 + box.height / 2});
    EXPECT_EQ(stage.all<intent::SetParam>().back().value, "11");
    stage.wait(1000);
    stage.click({box.x - 30 + 6, box.y - 20 + box.height / 2});
    EXPECT_EQ(stage.all<intent::SetParam>().back().value, "10");
}

TEST_F(Setting, AClickOnANumberAsksForText) {
    stage.click(stage.at("param:tune.count"));
    const auto edit = stage.only<intent::EditParam>();
    EXPECT_EQ(edit.name, "count");
    const ui::WidgetPlace box = stage.place("param:tune.count");
    EXPECT_DOUBLE_EQ(edit.x, static_cast<double>(box.x)) << "in pixels of the page";
    EXPECT_DOUBLE_EQ(edit.y, static_cast<double>(box.y));
    EXPECT_DOUBLE_EQ(edit.width, static_cast<double>(box.width));
    EXPECT_TRUE(stage.all<intent::SetParam>().empty());
}

TEST_F(Setting, ASliderGoesWhereItIsPressed) {
    const ui::WidgetPlace box = stage.place("param:tune.level");
    const ImVec2 left = {box.x - 30, box.y - 20 + box.height / 2};
    stage.click({left.x + box.width * 0.25f, left.y});
    EXPECT_EQ(stage.only<intent::SetParam>().value, "25");
    stage.wait(1000);
    stage.drag({left.x + box.width * 0.25f, left.y}, {left.x + box.width + 80, left.y});
    EXPECT_EQ(stage.all<intent::SetParam>().back().value, "100");
}

TEST_F(Setting, TextsAndChoicesAskThePage) {
    stage.click(stage.at("param:tune.name"));
    EXPECT_EQ(stage.only<intent::EditParam>().name, "name");
    stage.intents.clear();
    stage.click(stage.at("param:tune.how"));
    EXPECT_EQ(stage.only<intent::EditParam>().name, "how");
}

TEST_F(Setting, EscapeDuringADragBringsTheValueBack) {
    const ImVec2 from = stage.at("param:tune.count");
    stage.start_drag(from, from + ImVec2{80, 0});
    EXPECT_EQ(*stage.bench.session.graph().node(stage.bench.id_of("tune")).param("count"), "30");
    stage.editor.cancel();
    stage.frame();
    EXPECT_EQ(stage.bench.session.graph().node(stage.bench.id_of("tune")).param("count"), nullptr) << "back to the default";
}

TEST_F(Setting, ALinkedSettingCannotBeChangedHere) {
    stage.bench.add("load", "def load():\n    return 1\n");
    stage.bench.must(intent::MoveNodes{{stage.bench.id_of("load")}, 500, 500, true});
    stage.bench.connect("load.result", "tune.count");
    stage.frame();
    EXPECT_FALSE(stage.place("param:tune.count").enabled);
    stage.click(stage.at("param:tune.count"));
    EXPECT_TRUE(stage.all<intent::EditParam>().empty());
    EXPECT_TRUE(stage.all<intent::SetParam>().empty());
}

TEST_F(Setting, ASettingTakesAWire) {
    stage.bench.add("load", "def load():\n    return 1\n");
    stage.bench.must(intent::MoveNodes{{stage.bench.id_of("load")}, 500, 500, true});
    stage.frame();
    stage.drag(stage.at("port:load.out.result"), stage.at("port:tune.in.ratio"));
    EXPECT_TRUE(stage.is_linked("load.result", "tune.ratio"));
}

}  // namespace
}  // namespace flow::tests
