// Intents as undoable steps: what one step is, what merges, what is refused, what is selected.
#include "runtime/base/limits.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

std::string undo_key(const SessionBench& bench) {
    const Sentence* label = bench.session.history().undo_label();
    return label == nullptr ? std::string() : label->key;
}

NodeType type_of(const std::string& name, const std::string& source) {
    NodeType type;
    type.name = name;
    type.source = source;
    type.titles = {{"en", "Title of " + name}};
    return type;
}

void give_library(SessionBench& bench) {
    NodeLibrary library;
    ASSERT_TRUE(library.add(type_of("python", "def my_function(x):\n    \"\"\"Template.\"\"\"\n    return x\n")));
    ASSERT_TRUE(library.add(type_of("core.read_csv", "def read_csv(path: File = ''):\n    return path\n")));
    ASSERT_TRUE(library.add(type_of("core.join", "def join(text: str, rows: list[dict], how: Literal['left', 'inner'] = 'left'):\n    return rows\n")));
    bench.session.set_library(std::move(library));
}

TEST(Editing, AddingANodeMakesAndSelectsIt) {
    SessionBench bench;
    give_library(bench);
    intent::AddNode wanted;
    wanted.type = "core.read_csv";
    wanted.x = 5;
    wanted.y = 7;
    wanted.params = {{"path", "\"a.csv\""}};
    const Made made = bench.must(wanted);
    ASSERT_EQ(made.nodes.size(), 1u);
    const Node& node = bench.session.graph().node(made.nodes.front());
    EXPECT_EQ(node.name, "read_csv");
    EXPECT_EQ(bench.session.graph().look(node.id).x, 5);
    EXPECT_EQ(bench.session.selection(), made.nodes);
    EXPECT_TRUE(bench.session.is_selected(made.nodes.front()));
    EXPECT_EQ(*bench.session.history().undo_label(), (Sentence{"edit.add_node", {{"title", "Title of core.read_csv"}}}));
    EXPECT_EQ(bench.session.graph().node(bench.must(wanted).nodes.front()).name, "read_csv_2");
    bench.undo();
    EXPECT_EQ(bench.session.selection(), made.nodes);
    bench.undo();
    EXPECT_EQ(bench.session.selection().size(), 0u);
    EXPECT_EQ(bench.session.graph().nodes().size(), 0u);
}

TEST(Editing, APythonNodeWithoutASourceGetsTheTemplateOfTheLibrary) {
    SessionBench bench;
    give_library(bench);
    intent::AddNode wanted;
    wanted.type = "python";
    const Node& node = bench.session.graph().node(bench.must(wanted).nodes.front());
    EXPECT_EQ(node.name, "my_function");
    EXPECT_NE(node.source.find("Template."), std::string::npos);
}

TEST(Editing, WhatCannotBeAddedIsRefusedAndChangesNothing) {
    SessionBench bench;
    give_library(bench);
    intent::AddNode wanted;
    wanted.type = "core.none";
    EXPECT_NE(bench.refusal(wanted), "");
    wanted.type = "core.join";
    wanted.params = {{"how", "\"outer\""}};
    EXPECT_NE(bench.refusal(wanted), "");
    wanted.params.clear();
    wanted.name = "not a name";
    EXPECT_NE(bench.refusal(wanted), "");
    EXPECT_EQ(bench.session.graph().nodes().size(), 0u);
    EXPECT_FALSE(bench.session.history().can_undo());
}

TEST(Editing, ADroppedWireIsLinkedInTheSameStep) {
    SessionBench bench;
    give_library(bench);
    bench.add("rows", "def rows() -> list[dict]:\n    return []\n");
    intent::AddNode wanted;
    wanted.type = "core.join";
    wanted.connect_from = bench.end("rows.result");
    const NodeId join = bench.must(wanted).nodes.front();
    EXPECT_TRUE(bench.session.graph().link_between(bench.id_of("rows"), "result", join, "rows")) << "the input that suits, not the first";
    bench.undo();
    EXPECT_EQ(bench.session.graph().nodes().size(), 1u);
    EXPECT_EQ(bench.session.graph().links().size(), 0u);
}

TEST(Editing, ADroppedWireOfAnInputReplacesItsLink) {
    SessionBench bench("a -> b");
    give_library(bench);
    intent::AddNode wanted;
    wanted.type = "core.read_csv";
    wanted.connect_to = bench.end("b.a");
    const NodeId made = bench.must(wanted).nodes.front();
    ASSERT_EQ(bench.session.graph().links().size(), 1u);
    EXPECT_TRUE(bench.session.graph().link_between(made, "result", bench.id_of("b"), "a"));
    bench.undo();
    EXPECT_TRUE(bench.session.graph().link_between(bench.id_of("a"), "result", bench.id_of("b"), "a"));
}

TEST(Editing, ConnectingToATakenInputReplacesItsLinkInOneStep) {
    SessionBench bench("a -> c.x; b");
    const std::size_t before = bench.session.history().mark();
    bench.connect("b.result", "c.x");
    EXPECT_EQ(bench.session.graph().links().size(), 1u);
    bench.undo();
    EXPECT_EQ(bench.session.history().mark(), before);
    EXPECT_TRUE(bench.session.graph().link_between(bench.id_of("a"), "result", bench.id_of("c"), "x"));
}

TEST(Editing, ConnectingWhatIsConnectedIsNoStep) {
    SessionBench bench("a -> b");
    const std::uint64_t before = bench.session.history().mark();
    bench.connect("a.result", "b.a");
    EXPECT_EQ(bench.session.history().mark(), before);
}

TEST(Editing, LinksThatCannotBeAreRefusedWithTheReason) {
    SessionBench bench("a -> b -> c");
    EXPECT_EQ(bench.refusal(intent::Connect{bench.end("b.result"), bench.end("b.a")}), "graph.link_to_itself");
    EXPECT_EQ(bench.refusal(intent::Connect{bench.end("b.none"), bench.end("c.b")}), "graph.unknown_output");
    EXPECT_EQ(bench.refusal(intent::Connect{bench.end("a.result"), bench.end("c.none")}), "graph.unknown_input");
    EXPECT_EQ(bench.refusal(intent::Disconnect{bench.end("a.result"), bench.end("c.b")}), "session.no_such_link");
    bench.set_source("a", "def a(x=1):\n    return 1\n");
    const Result<Made> cycle = bench.apply(intent::Connect{bench.end("c.result"), bench.end("a.x")});
    ASSERT_FALSE(cycle);
    EXPECT_EQ(cycle.error().sentence.key, "graph.cycle");
}

TEST(Editing, AWireThatIsPutElsewhereIsOneStep) {
    SessionBench bench("a -> c.x; b -> d.y");
    bench.must(intent::Reconnect{bench.end("a.result"), bench.end("c.x"), bench.end("d.y")});
    ASSERT_EQ(bench.session.graph().links().size(), 1u);
    EXPECT_TRUE(bench.session.graph().link_between(bench.id_of("a"), "result", bench.id_of("d"), "y"));
    bench.undo();
    EXPECT_EQ(bench.session.graph().links().size(), 2u);
    EXPECT_TRUE(bench.session.graph().link_between(bench.id_of("b"), "result", bench.id_of("d"), "y"));
}

TEST(Editing, RemovingNodesTakesTheirLinksInOneStep) {
    SessionBench bench("a -> b -> c; a -> c.x");
    bench.must(intent::Select{bench.ids({"a", "b"})});
    bench.must(intent::RemoveNodes{bench.ids({"a", "b"})});
    EXPECT_EQ(bench.session.graph().nodes().size(), 1u);
    EXPECT_EQ(bench.session.graph().links().size(), 0u);
    EXPECT_EQ(bench.session.selection().size(), 0u);
    bench.undo();
    EXPECT_EQ(bench.session.graph().nodes().size(), 3u);
    EXPECT_EQ(bench.session.graph().links().size(), 3u);
}

TEST(Editing, TypingIsOneStepAndAPauseBeginsAnother) {
    SessionBench bench("a; b");
    const std::uint64_t before = bench.session.history().mark();
    for (const char* source : {"def a():\n    return 1\n", "def a():\n    return 12\n", "def a():\n    return 123\n"}) {
        bench.set_source("a", source);
        bench.now_ms += 300;
    }
    bench.undo();
    EXPECT_EQ(bench.session.history().mark(), before);
    bench.set_source("a", "def a():\n    return 1\n");
    bench.now_ms += 5'000;
    bench.set_source("a", "def a():\n    return 12\n");
    bench.undo();
    EXPECT_EQ(bench.session.graph().node(bench.id_of("a")).source, "def a():\n    return 1\n");
}

TEST(Editing, BurstsOfDifferentSettingsAreDifferentSteps) {
    SessionBench bench;
    bench.add("n", "def n(x=1, y=1):\n    return x\n");
    const auto param = [&](const char* name) {
        const JsonText* value = bench.session.graph().node(bench.id_of("n")).param(name);
        return value == nullptr ? std::string() : *value;
    };
    bench.set_param("n", "x", "2");
    bench.set_param("n", "x", "3");
    bench.set_param("n", "y", "4");
    bench.undo();
    EXPECT_EQ(param("y"), "");
    EXPECT_EQ(param("x"), "3");
    bench.undo();
    EXPECT_EQ(param("x"), "");
}

TEST(Editing, ADragIsOneStepHoweverLong) {
    SessionBench bench("a; b");
    const std::vector<NodeId> both = bench.ids({"a", "b"});
    for (int move = 0; move < 5; ++move) {
        bench.must(intent::MoveNodes{both, 1, 2, move == 4});
        bench.now_ms += 4'000;
    }
    bench.must(intent::MoveNodes{both, 100, 0, true});
    bench.undo();
    EXPECT_EQ(bench.session.graph().look(both[0]).x, 5);
    EXPECT_EQ(bench.session.graph().look(both[1]).y, 10);
    bench.undo();
    EXPECT_EQ(bench.session.graph().look(both[0]).x, 0);
}

TEST(Editing, TheEndOfADragWithoutAMoveIsNoStep) {
    SessionBench bench("a");
    const std::uint64_t before = bench.session.history().mark();
    bench.must(intent::MoveNodes{bench.ids({"a"}), 0, 0, true});
    EXPECT_EQ(bench.session.history().mark(), before);
}

TEST(Editing, TitlesHaveALimitInCharacters) {
    SessionBench bench("a");
    std::string longest;
    for (std::size_t at = 0; at < limits::kTitleCharacters; ++at) longest += "字";
    bench.must(intent::SetTitle{bench.id_of("a"), longest});
    EXPECT_NE(bench.refusal(intent::SetTitle{bench.id_of("a"), longest + "字"}), "");
    EXPECT_EQ(bench.session.graph().node(bench.id_of("a")).title, longest);
}

TEST(Editing, SettingsAreCoercedOrRefused) {
    SessionBench bench;
    bench.add("n", "def n(x: float = 1, how: Literal['a', 'b'] = 'a'):\n    return x\n");
    bench.set_param("n", "x", "2");
    EXPECT_EQ(*bench.session.graph().node(bench.id_of("n")).param("x"), "2.0");
    EXPECT_NE(bench.refusal(intent::SetParam{bench.id_of("n"), "how", "\"c\""}), "");
    EXPECT_NE(bench.refusal(intent::SetParam{bench.id_of("n"), "none", "1"}), "");
}

TEST(Editing, ModesOfSeveralNodesAreOneStep) {
    SessionBench bench("a; b");
    bench.must(intent::SetMode{bench.ids({"a", "b"}), NodeMode::mute});
    EXPECT_EQ(bench.state("b"), NodeState::muted);
    bench.undo();
    EXPECT_EQ(bench.state("a"), NodeState::stale);
    EXPECT_EQ(bench.state("b"), NodeState::stale);
}

TEST(Editing, UnknownNodesAreRefusedEverywhere) {
    SessionBench bench("a");
    const NodeId none{4'000};
    const std::vector<Intent> intents{intent::RemoveNodes{{none}},
                                      intent::MoveNodes{{none}, 1, 1, false},
                                      intent::SetTitle{none, "x"},
                                      intent::SetSource{none, "def a(): pass"},
                                      intent::SetParam{none, "x", "1"},
                                      intent::SetMode{{none}, NodeMode::mute},
                                      intent::SetCollapsed{{none}, true},
                                      intent::Duplicate{{none}},
                                      intent::Select{{none}},
                                      intent::Connect{{none, "result"}, {bench.id_of("a"), "x"}}};
    for (const Intent& intent : intents) EXPECT_NE(bench.refusal(intent), "") << intent.index();
}

TEST(Editing, DuplicatesKeepTheirLinksAmongThemselvesAndAreSelected) {
    SessionBench bench("a -> b -> c");
    const Made made = bench.must(intent::Duplicate{bench.ids({"a", "b"})});
    ASSERT_EQ(made.nodes.size(), 2u);
    EXPECT_EQ(bench.session.selection(), made.nodes);
    EXPECT_EQ(bench.session.graph().links().size(), 3u);
    EXPECT_TRUE(bench.session.graph().link_between(made.nodes[0], "result", made.nodes[1], "a"));
    EXPECT_GT(bench.session.graph().look(made.nodes[0]).x, bench.session.graph().look(bench.id_of("a")).x);
    EXPECT_EQ(undo_key(bench), "edit.duplicate");
    bench.undo();
    EXPECT_EQ(bench.session.graph().nodes().size(), 3u);
}

TEST(Editing, TheSelectionSurvivesUndoWhereItsNodesDo) {
    SessionBench bench("a; b");
    bench.must(intent::Select{bench.ids({"a"})});
    bench.add("c", "def c():\n    return 1\n");
    bench.must(intent::Select{bench.ids({"b", "c"})});
    bench.undo();
    EXPECT_EQ(bench.session.selection(), bench.ids({"a"})) << "what was selected then";
    bench.redo();
    EXPECT_EQ(bench.session.selection(), bench.ids({"b", "c"}));
}

TEST(Editing, NothingToUndoIsSaid) {
    SessionBench bench;
    EXPECT_EQ(bench.refusal(intent::Undo{}), "session.nothing_to_undo");
    EXPECT_EQ(bench.refusal(intent::Redo{}), "session.nothing_to_redo");
}

TEST(Editing, DirtyIsWhatDiffersFromWhatWasSaved) {
    SessionBench bench;
    EXPECT_FALSE(bench.session.is_dirty());
    bench.add("a", "def a():\n    return 1\n");
    EXPECT_TRUE(bench.session.is_dirty());
    bench.must(intent::Saved{});
    EXPECT_FALSE(bench.session.is_dirty());
    bench.must(intent::SetTitle{bench.id_of("a"), "x"});
    EXPECT_TRUE(bench.session.is_dirty());
    bench.undo();
    EXPECT_FALSE(bench.session.is_dirty());
    bench.undo();
    EXPECT_TRUE(bench.session.is_dirty());
}

TEST(Editing, NewsOfOneStepAreOneChange) {
    SessionBench bench("a");
    bench.set_source("a", "def a():\n    return 7\n");
    bench.must(intent::Select{{}});
    const std::vector<News> told = bench.session.take_news();
    ASSERT_EQ(told.size(), 1u);
    const auto& changed = std::get<news::Changed>(told.front());
    EXPECT_TRUE(changed.graph && changed.states && changed.selection && changed.history);
    EXPECT_FALSE(changed.run || changed.kernel || changed.files);
    EXPECT_EQ(bench.session.take_news().size(), 0u);
    bench.run();
}

TEST(Editing, OfNewValuesItIsToldWhichHaveAPicture) {
    SessionBench bench("chart");
    const auto told_of = [&bench](PreviewKind kind) {
        bench.start({{}, {}, {}, true});
        run_event::Finished finished = bench.runner.finish(bench.runner.take("chart"));
        finished.outputs.front().glimpse.kind = kind;
        bench.session.take_news();
        bench.receive(finished);
        const auto changed = std::get<news::Changed>(bench.session.take_news().front());
        bench.tick();
        return changed;
    };
    EXPECT_EQ(told_of(PreviewKind::chart).pictures, std::vector<std::string>{"chart"});
    EXPECT_EQ(told_of(PreviewKind::image).pictures, std::vector<std::string>{"chart"});
    const news::Changed changed = told_of(PreviewKind::table);
    EXPECT_EQ(changed.values, std::vector<std::string>{"chart"});
    EXPECT_TRUE(changed.pictures.empty());
}

TEST(Editing, ThatNodesStandElsewhereIsToldAlone) {
    SessionBench bench("a -> b");
    const auto told = [&bench] {
        const std::vector<News> news = bench.session.take_news();
        return news.empty() ? news::Changed{} : std::get<news::Changed>(news.front());
    };
    const auto is_of_places = [&] {
        const news::Changed changed = told();
        return changed.places && !changed.graph && !changed.states;
    };
    bench.must(intent::MoveNodes{bench.ids({"a"}), 20, 30});
    EXPECT_TRUE(is_of_places());
    bench.undo();
    EXPECT_TRUE(is_of_places());
    bench.must(intent::SetCollapsed{bench.ids({"a"}), true});
    EXPECT_TRUE(told().graph);
    // Who stands in which frame is more than a place.
    Area frame;
    frame.width = frame.height = 900;
    bench.must(intent::AddArea{frame});
    told();
    bench.must(intent::MoveNodes{bench.ids({"a"}), 20, 30});
    EXPECT_TRUE(told().graph);
}

TEST(Editing, WhatThePageIsAskedToShowIsPassedOn) {
    SessionBench bench("a");
    const std::uint64_t before = bench.session.revision();
    bench.must(intent::EditTitle{bench.id_of("a"), 1, 2, 3, 4});
    const std::vector<News> told = bench.session.take_news();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<intent::EditTitle>(std::get<news::PageIntent>(told.front()).intent));
    EXPECT_GT(bench.session.revision(), before);
    bench.must(intent::Say{{"graph.cycle", {}}});
    EXPECT_EQ(bench.said().front().level, "info");
}

}  // namespace
}  // namespace flow::tests
