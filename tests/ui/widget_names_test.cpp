#include <algorithm>

#include "tests/ui/stage.h"

namespace flow::tests {
namespace {

TEST(WidgetNames, EverythingHasItsName) {
    Stage stage("a -> b");
    stage.bench.add("tune", "def tune(table, minimum: float = 1):\n    return table\n");
    stage.frame();
    for (const char* name : {"canvas", "node:a", "node:a.title", "node:a.state", "port:a.out.result", "port:b.in.a", "param:tune.minimum",
                             "port:tune.in.minimum", "port:tune.in.table", "wire:a.result>b.a"}) {
        EXPECT_TRUE(stage.editor.widget(name)) << name;
    }
    EXPECT_FALSE(stage.editor.widget("node:nobody"));
    EXPECT_FALSE(stage.editor.widget("node:a."));
    EXPECT_FALSE(stage.editor.widget(""));
}

TEST(WidgetNames, EveryNameThatIsListedIsFound) {
    Stage stage("a -> b -> c; a -> ab");
    stage.bench.add("tune", "def tune(table, minimum: float = 1):\n    return table\n");
    Area made;
    made.width = made.height = 300;
    stage.bench.must(intent::AddArea{made});
    stage.frame();
    const std::vector<std::string> names = stage.editor.widget_names();
    EXPECT_GE(names.size(), 30u);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    for (const std::string& name : names) EXPECT_TRUE(stage.editor.widget(name)) << name;
}

TEST(WidgetNames, PlacesAreInPixelsOfThePage) {
    Stage stage("a");
    const ui::WidgetPlace before = stage.place("node:a");
    stage.input.page_offset = {240, 48};
    stage.frame();
    EXPECT_FLOAT_EQ(stage.place("node:a").x, before.x + 240);
    EXPECT_FLOAT_EQ(stage.place("node:a").y, before.y + 48);
    EXPECT_FLOAT_EQ(stage.place("canvas").x, 240);
    EXPECT_FLOAT_EQ(stage.place("canvas").width, 1200);
}

TEST(WidgetNames, WhatIsOffTheScreenIsNotVisible) {
    Stage stage("a");
    EXPECT_TRUE(stage.place("node:a").visible);
    stage.drag({600, 600}, {600 - 590, 600}, ImGuiMouseButton_Middle);
    stage.drag({600, 600}, {600 - 590, 600}, ImGuiMouseButton_Middle);
    EXPECT_FALSE(stage.place("node:a").visible);
    EXPECT_FALSE(stage.place("port:a.out.result").visible);
}

TEST(WidgetNames, PartsTooSmallToDrawAreNotVisible) {
    Stage stage("a -> b");
    stage.editor.zoom_to(20);
    stage.frame();
    EXPECT_TRUE(stage.place("node:a").visible);
    EXPECT_FALSE(stage.place("node:a.title").visible);
}

TEST(WidgetNames, PlacesFollowZoomWithoutAnotherFrame) {
    Stage stage("a; b; c; d; e; f");
    EXPECT_FALSE(stage.place("node:f").visible);
    stage.editor.fit(stage.bench.session, {});
    EXPECT_TRUE(stage.place("node:f").visible);
}

TEST(WidgetNames, WhatWasRemovedIsGone) {
    Stage stage("a -> b");
    stage.bench.must(intent::RemoveNodes{{stage.bench.id_of("a")}});
    stage.frame();
    EXPECT_FALSE(stage.editor.widget("node:a"));
    EXPECT_FALSE(stage.editor.widget("wire:a.result>b.a"));
    stage.bench.undo();
    stage.frame();
    EXPECT_TRUE(stage.editor.widget("wire:a.result>b.a"));
}

TEST(WidgetNames, ACollapsedNodeKeepsItsPortsButNotItsControls) {
    Stage stage("a -> b");
    stage.bench.add("tune", "def tune(table, minimum: float = 1):\n    return table\n");
    stage.bench.must(intent::SetCollapsed{{stage.bench.id_of("tune")}, true});
    stage.frame();
    EXPECT_FALSE(stage.place("param:tune.minimum").visible);
    EXPECT_FLOAT_EQ(stage.at("port:tune.in.table").y, stage.at("node:tune.title").y);
}

}  // namespace
}  // namespace flow::tests
