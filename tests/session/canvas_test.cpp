// Frames, notes, bends of wires, cuts and insertions as undoable steps; what undo brings back of the selection.
#include "runtime/graph/flow_file.h"
#include "runtime/graph/piece.h"
#include "runtime/graph/step.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

Area frame(double x, double y, double width, double height) {
    Area area;
    area.text = "Frame";
    area.x = x;
    area.y = y;
    area.width = width;
    area.height = height;
    return area;
}

void place(SessionBench& bench, const std::string& node, double x, double y) { bench.must(intent::Arrange{{{bench.id_of(node), {x, y}}}, {}}); }

std::vector<std::string> links_of(const SessionBench& bench) {
    std::vector<std::string> texts;
    const Graph& graph = bench.session.graph();
    for (const LinkId id : graph.links()) {
        const Link& link = graph.link(id);
        texts.push_back(graph.node(link.from).name + ">" + graph.node(link.to).name + "." + link.to_port);
    }
    return texts;
}

TEST(Canvas, AFrameMovesWithWhatItHoldsAndIsDeletedWithoutIt) {
    SessionBench bench("a -> b");
    place(bench, "a", 20, 40);
    place(bench, "b", 900, 40);
    const std::string name = bench.must(intent::AddArea{frame(0, 0, 300, 300)}).area;
    EXPECT_EQ(name, "frame_1");
    EXPECT_EQ(bench.session.selected_areas(), std::vector<std::string>{name});
    Area note = frame(40, 200, 100, 50);
    note.kind = Area::Kind::note;
    bench.must(intent::AddArea{note});

    std::vector<NodeId> nodes;
    std::vector<std::string> areas{name};
    step::take_contents(bench.session.graph(), nodes, areas);
    EXPECT_EQ(nodes, bench.ids({"a"}));
    EXPECT_EQ(areas, (std::vector<std::string>{"frame_1", "note_1"}));
    bench.must(intent::MoveNodes{nodes, 10, 5, true, areas});
    EXPECT_EQ(bench.session.graph().look(bench.id_of("a")).x, 30);
    EXPECT_EQ(bench.session.graph().area("note_1")->y, 205);

    bench.must(intent::RemoveNodes{{}, {name}});
    EXPECT_EQ(bench.session.graph().area(name), nullptr);
    EXPECT_EQ(bench.session.graph().nodes().size(), 2u);
    EXPECT_EQ(bench.session.selected_areas(), std::vector<std::string>{"note_1"});
    bench.undo();
    EXPECT_NE(bench.session.graph().area(name), nullptr);
}

TEST(Canvas, AFoldedFrameKeepsItsNodesWhereverOthersGo) {
    SessionBench bench("a; b");
    place(bench, "a", 20, 40);
    place(bench, "b", 900, 40);
    bench.must(intent::AddArea{frame(0, 0, 300, 300)});
    bench.must(intent::SetArea{.name = "frame_1", .is_folded = true});
    place(bench, "b", 20, 150);
    const Graph& graph = bench.session.graph();
    EXPECT_EQ(graph.nodes_in(*graph.area("frame_1")), bench.ids({"a"}));
    EXPECT_NE(write_flow(graph).find(R"("nodes": ["a"])"), std::string::npos);
    bench.must(intent::RemoveNodes{bench.ids({"a"})});
    EXPECT_TRUE(graph.nodes_in(*graph.area("frame_1")).empty());
    bench.undo();
    EXPECT_EQ(graph.nodes_in(*graph.area("frame_1")).size(), 1u);
    bench.must(intent::SetArea{.name = "frame_1", .is_folded = false});
    EXPECT_EQ(graph.nodes_in(*graph.area("frame_1")).size(), 2u);
}

TEST(Canvas, ASubflowIsMadeOpenedClosedAndDissolved) {
    SessionBench bench;
    bench.add("a", "def a():\n    return 1\n");
    bench.add("b", "def b(x):\n    return x\n");
    bench.add("c", "def c(x, y):\n    return x\n");
    place(bench, "a", 20, 20);
    place(bench, "b", 320, 20);
    place(bench, "c", 620, 20);
    bench.connect("a.result", "b.x");
    bench.connect("b.result", "c.x");
    bench.connect("a.result", "c.y");
    const Graph& graph = bench.session.graph();
    const std::string before = write_flow(graph);

    Area area = frame(0, 0, 300, 300);
    area.is_subflow = true;
    EXPECT_EQ(bench.refusal(intent::AddArea{area}), "graph.subflow_empty");
    area.nodes = bench.ids({"a", "c"});  // a -> b -> c would leave it and come back
    EXPECT_EQ(bench.refusal(intent::AddArea{area}), "graph.subflow_returns");
    EXPECT_EQ(write_flow(graph), before);

    area.nodes = bench.ids({"a", "b"});
    area.width = 560;
    const std::string name = bench.must(intent::AddArea{area}).area;
    EXPECT_NE(write_flow(graph).find(R"("subflow": true,)"), std::string::npos) << write_flow(graph);
    bench.must(intent::SetArea{.name = name, .is_folded = false});
    EXPECT_EQ(graph.nodes_in(*graph.area(name)), bench.ids({"a", "b"}));
    bench.must(intent::SetArea{.name = name, .box = intent::Box{0, 0, 900, 300}});
    place(bench, "b", 320, 900);  // taken out: the way through it is outside now
    EXPECT_EQ(bench.refusal(intent::SetArea{.name = name, .is_folded = true}), "graph.subflow_returns");
    bench.undo();
    bench.must(intent::SetArea{.name = name, .is_folded = true});
    EXPECT_EQ(graph.nodes_in(*graph.area(name)).size(), 3u);
    bench.must(intent::RemoveNodes{.nodes = {}, .areas = {name}, .is_dissolving = true});
    EXPECT_EQ(graph.nodes().size(), 3u);
    EXPECT_EQ(graph.areas().size(), 0u);
    EXPECT_EQ(write_flow(graph), before);
}

TEST(Canvas, AFoldedFrameIsCopiedWithTheFramesAndNotesInsideOfIt) {
    SessionBench bench;
    bench.add("a", "def a():\n    return 1\n");
    bench.add("b", "def b(x):\n    return x\n");
    place(bench, "a", 40, 40);
    place(bench, "b", 300, 40);
    Area inner = frame(20, 20, 240, 200);
    inner.is_folded = true;
    inner.nodes = bench.ids({"a"});
    bench.must(intent::AddArea{inner});
    Area outer = frame(0, 0, 600, 500);
    outer.is_folded = true;
    outer.nodes = bench.ids({"a", "b"});
    const std::string name = bench.must(intent::AddArea{outer}).area;
    Area note = frame(300, 300, 100, 100);
    note.kind = Area::Kind::note;
    bench.must(intent::AddArea{note});
    const Graph& graph = bench.session.graph();
    const auto expect_copy = [&] {
        EXPECT_EQ(graph.nodes().size(), 4u);
        ASSERT_EQ(graph.areas().size(), 6u);
        for (std::size_t at = 0; at < 3; ++at) {
            const Area &copy = graph.areas()[3 + at], &original = graph.areas()[at];
            EXPECT_EQ(copy.kind, original.kind);
            EXPECT_EQ(copy.is_folded, original.is_folded);
            EXPECT_EQ(copy.nodes.size(), original.nodes.size());
            EXPECT_EQ(copy.x - graph.areas()[3].x, original.x - graph.areas()[0].x);
        }
    };
    bench.must(intent::Duplicate{{}, {name}});
    expect_copy();
    bench.undo();
    bench.must(intent::Paste{write_piece(graph, {}, {name}), 900, 0});
    expect_copy();
}

TEST(Canvas, AFoldedFrameIsRemovedWithWhatItHidesAndAllOfItComesBack) {
    SessionBench bench("a; b");
    place(bench, "a", 20, 40);
    place(bench, "b", 900, 40);
    bench.must(intent::AddArea{frame(0, 0, 300, 300)});
    Area note = frame(30, 150, 100, 100);
    note.kind = Area::Kind::note;
    bench.must(intent::AddArea{note});
    bench.must(intent::SetArea{.name = "frame_1", .is_folded = true});
    const Graph& graph = bench.session.graph();
    const std::string before = write_flow(graph);
    const std::string piece = write_piece(graph, {}, {"frame_1"});

    bench.must(intent::RemoveNodes{{}, {"frame_1"}});
    EXPECT_EQ(std::vector<NodeId>(graph.nodes().begin(), graph.nodes().end()), bench.ids({"b"}));
    EXPECT_TRUE(graph.areas().empty());
    bench.must(intent::Paste{piece, 0, 0});  // cut and pasted: nothing is there twice
    EXPECT_EQ(graph.nodes().size(), 2u);
    EXPECT_EQ(graph.areas().size(), 2u);
    bench.undo();
    bench.undo();
    EXPECT_EQ(write_flow(graph), before);

    bench.must(intent::SetArea{.name = "frame_1", .is_folded = false});
    bench.must(intent::RemoveNodes{{}, {"frame_1"}});  // an open one is a rectangle behind things
    EXPECT_EQ(graph.nodes().size(), 2u);
    EXPECT_EQ(graph.areas().size(), 1u);
}

TEST(Canvas, AFoldedFrameHoldsTheNotesThatItTookInAndNoOthers) {
    SessionBench bench("a");
    place(bench, "a", 20, 40);
    bench.must(intent::AddArea{frame(0, 0, 300, 300)});
    Area note = frame(30, 150, 100, 100);
    note.kind = Area::Kind::note;
    bench.must(intent::AddArea{note});
    const Graph& graph = bench.session.graph();
    const auto held = [&graph] { return graph.areas_in(*graph.area("frame_1")); };
    bench.must(intent::SetArea{.name = "frame_1", .is_folded = true});
    bench.must(intent::AddArea{note});  // dropped where the canvas looks empty
    EXPECT_EQ(held(), std::vector<std::string>{"note_1"});
    const std::string text = write_flow(graph);
    EXPECT_NE(text.find(R"("areas": ["note_1"])"), std::string::npos) << text;
    bench.must(intent::Open{text});
    EXPECT_EQ(write_flow(graph), text);

    bench.must(intent::Duplicate{{}, {"frame_1"}});
    const Area* copy = graph.area("frame_2");
    ASSERT_NE(copy, nullptr);
    EXPECT_EQ(graph.areas_in(*copy), std::vector<std::string>{"note_3"});
    bench.undo();
    bench.must(intent::SetArea{.name = "frame_1", .is_folded = false});
    EXPECT_EQ(held().size(), 2u);
}

TEST(Canvas, WhatAFoldedFrameRemembersStandsInTheFileInTheSameOrderAgain) {
    SessionBench bench;
    bench.must(intent::AddArea{frame(0, 0, 300, 300)});
    Area note = frame(30, 150, 100, 100);
    note.kind = Area::Kind::note;
    bench.must(intent::AddArea{note});  // before a frame, which a file has first
    bench.must(intent::AddArea{frame(30, 30, 50, 50)});
    bench.must(intent::SetArea{.name = "frame_1", .is_folded = true});
    const std::string text = write_flow(bench.session.graph());
    bench.must(intent::Open{text});
    EXPECT_EQ(write_flow(bench.session.graph()), text);
}

TEST(Canvas, AFoldedSubflowIsCopiedWithAllThatIsInIt) {
    SessionBench bench;
    bench.add("a", "def a():\n    return 1\n");
    bench.add("b", "def b(x):\n    return x\n");
    bench.connect("a.result", "b.x");
    Area area = frame(0, 0, 560, 300);
    area.is_subflow = true;
    area.is_folded = true;
    area.nodes = bench.ids({"a", "b"});
    const std::string name = bench.must(intent::AddArea{area}).area;
    const Graph& graph = bench.session.graph();
    const std::string before = write_flow(graph);
    bench.must(intent::Paste{write_piece(graph, {}, {name}), 900, 0});
    ASSERT_EQ(graph.nodes().size(), 4u);
    EXPECT_EQ(graph.links().size(), 2u);
    ASSERT_EQ(graph.areas().size(), 2u);
    const Area& copy = graph.areas().back();
    EXPECT_TRUE(copy.is_folded && copy.is_subflow);
    EXPECT_EQ(graph.nodes_in(copy), std::vector<NodeId>(graph.nodes().begin() + 2, graph.nodes().end()));
    bench.must(intent::Duplicate{{}, {name}});
    EXPECT_EQ(graph.nodes().size(), 6u);
    bench.undo();
    bench.undo();
    EXPECT_EQ(write_flow(graph), before);
}

TEST(Canvas, TypingInANoteIsOneStepUntilAPause) {
    SessionBench bench;
    Area note = frame(0, 0, 100, 100);
    note.kind = Area::Kind::note;
    bench.must(intent::AddArea{note});
    for (const char* text : {"a", "ab", "abc"}) {
        bench.now_ms += 100;
        bench.must(intent::SetArea{.name = "note_1", .text = text});
    }
    bench.now_ms += 5'000;
    bench.must(intent::SetArea{.name = "note_1", .text = "abc d"});
    bench.undo();
    EXPECT_EQ(bench.session.graph().area("note_1")->text, "abc");
    bench.undo();
    EXPECT_EQ(bench.session.graph().area("note_1")->text, "Frame");
}

TEST(Canvas, ResizingIsOneStepHoweverLongItTakes) {
    SessionBench bench;
    bench.must(intent::AddArea{frame(0, 0, 100, 100)});
    for (int at = 1; at <= 3; ++at) {
        bench.now_ms += 3'000;
        bench.must(intent::SetArea{.name = "frame_1", .box = intent::Box{0, 0, 100.0 + at, 100}, .is_drag_end = at == 3});
    }
    bench.undo();
    EXPECT_EQ(bench.session.graph().area("frame_1")->width, 100);
}

TEST(Canvas, BendsStayWithTheirWire) {
    SessionBench bench("a -> b");
    const LinkId link = bench.session.graph().links().front();
    bench.must(intent::SetBends{link, {{100, 20}, {150, 40}}});
    EXPECT_NE(write_flow(bench.session.graph()).find(R"({"link": ["a.result", "b.a"], "x": 100, "y": 20})"), std::string::npos);
    bench.must(intent::MoveNodes{bench.ids({"a"}), 10, 0, true});
    EXPECT_EQ(bench.session.graph().link(link).bends().front().x, 100) << "one end alone leaves them";
    bench.must(intent::MoveNodes{bench.ids({"a", "b"}), 10, 0, true});
    EXPECT_EQ(bench.session.graph().link(link).bends().front().x, 110);
    bench.must(intent::RemoveNodes{bench.ids({"b"})});
    bench.undo();
    EXPECT_EQ(bench.session.graph().link(link).bends().size(), 2u);
}

TEST(Canvas, ANodeComesIntoAWireByAddingAndByDropping) {
    SessionBench bench("a -> b");
    bench.add("c", "def c(x):\n    return x\n");
    intent::AddNode wanted;
    wanted.type = "python";
    wanted.source = "def mid(rows):\n    return rows\n";
    wanted.connect_from = bench.end("a.result");
    wanted.connect_to = bench.end("b.a");
    bench.must(wanted);
    EXPECT_EQ(links_of(bench), (std::vector<std::string>{"a>mid.rows", "mid>b.a"}));
    EXPECT_EQ(bench.session.history().undo_label()->key, "edit.insert");
    bench.undo();
    EXPECT_EQ(links_of(bench), (std::vector<std::string>{"a>b.a"}));

    const LinkId link = bench.session.graph().links().front();
    bench.must(intent::MoveNodes{bench.ids({"c"}), 5, 5, false});
    bench.must(intent::MoveNodes{.nodes = bench.ids({"c"}), .dx = 5, .dy = 5, .is_drag_end = true, .into = link});
    EXPECT_EQ(links_of(bench), (std::vector<std::string>{"a>c.x", "c>b.a"}));
    bench.undo();
    EXPECT_EQ(links_of(bench), (std::vector<std::string>{"a>b.a"})) << "the drag and the insertion are one step";
    EXPECT_EQ(bench.session.graph().look(bench.id_of("c")).x, 0);
}

TEST(Canvas, DissolvingLeadsThroughAndKeepsTheOrderOfManyInputs) {
    SessionBench bench("a; b; c");
    bench.add("all", "def all(*tables):\n    return tables\n");
    for (const char* from : {"a", "b", "c"}) bench.connect(std::string(from) + ".result", "all.tables");
    bench.must(intent::RemoveLinks{{bench.session.graph().link_between(bench.id_of("b"), "result", bench.id_of("all"), "tables")}});
    bench.undo();
    intent::AddNode wanted;
    wanted.type = "python";
    wanted.source = "def mid(rows):\n    return rows\n";
    wanted.connect_from = bench.end("b.result");
    wanted.connect_to = bench.end("all.tables");
    bench.must(wanted);
    EXPECT_EQ(links_of(bench), (std::vector<std::string>{"a>all.tables", "b>mid.rows", "mid>all.tables", "c>all.tables"}));
    bench.must(intent::RemoveNodes{bench.ids({"mid"}), {}, true});
    EXPECT_EQ(links_of(bench), (std::vector<std::string>{"a>all.tables", "b>all.tables", "c>all.tables"}));
}

TEST(Canvas, CutsAreOneStep) {
    SessionBench bench("a -> b -> c");
    const std::vector<LinkId> links(bench.session.graph().links().begin(), bench.session.graph().links().end());
    bench.must(intent::RemoveLinks{links});
    EXPECT_TRUE(links_of(bench).empty());
    EXPECT_EQ(*bench.session.history().undo_label(), (Sentence{"edit.cut", {{"count", "2"}}}));
    bench.undo();
    EXPECT_EQ(links_of(bench).size(), 2u);
}

TEST(Canvas, UndoAndRedoBringTheSelectionBack) {
    SessionBench bench("a -> b; c");
    bench.must(intent::Select{bench.ids({"a", "b"})});
    bench.must(intent::RemoveNodes{bench.ids({"a", "b"})});
    bench.must(intent::Select{bench.ids({"c"})});
    bench.undo();
    EXPECT_EQ(bench.session.selection(), bench.ids({"a", "b"}));
    bench.redo();
    EXPECT_EQ(bench.session.selection(), bench.ids({"c"}));
}

TEST(Canvas, TravelGoesToAnyStepOfTheHistory) {
    SessionBench bench("a; b; c");
    const std::size_t before = bench.session.history().steps_done();
    for (const char* node : {"a", "b", "c"}) bench.must(intent::SetTitle{bench.id_of(node), "new"});
    const std::string end = write_flow(bench.session.graph());
    bench.must(intent::Travel{before + 1});
    EXPECT_EQ(bench.session.history().steps(), before + 3);
    EXPECT_EQ(bench.session.history().label(before + 2).key, "edit.rename");
    EXPECT_EQ(bench.session.graph().node(bench.id_of("b")).title, "");
    bench.must(intent::Travel{1'000});
    EXPECT_EQ(write_flow(bench.session.graph()), end);
}

TEST(Canvas, FramesAndNotesAreCopiedWithTheirNodes) {
    SessionBench bench("a -> b");
    place(bench, "a", 20, 40);
    place(bench, "b", 300, 40);
    bench.must(intent::SetBends{bench.session.graph().links().front(), {{250, 60}}});
    bench.must(intent::AddArea{frame(0, 0, 600, 300)});
    bench.must(intent::SetArea{.name = "frame_1", .is_folded = true});
    bench.must(intent::Duplicate{bench.ids({"a", "b"}), {"frame_1"}});
    const Graph& graph = bench.session.graph();
    ASSERT_NE(graph.area("frame_2"), nullptr);
    EXPECT_EQ(graph.area("frame_2")->x, 40);
    EXPECT_EQ(graph.nodes_in(*graph.area("frame_2")), bench.ids({"a_2", "b_2"}));
    EXPECT_EQ(graph.link(graph.links().back()).bends().front().x, 290);
    EXPECT_EQ(bench.session.selected_areas(), std::vector<std::string>{"frame_2"});
}

}  // namespace
}  // namespace flow::tests
