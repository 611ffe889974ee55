// The flow as a whole: opening, files, packages, the clipboard.
#include "runtime/base/limits.h"
#include "runtime/graph/flow_file.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

constexpr const char* kTwoNodes = R"({"format": "pythonflows", "version": 1, "title": "Two",
    "nodes": [{"id": "a", "type": "python", "source": "def a():\n    return 1\n"}, {"id": "b", "type": "python", "source": "def b(a):\n    return a\n"}],
    "links": [{"from": "a.result", "to": "b.a"}]})";

TEST(Opening, RunsNothingAndIsUndoable) {
    SessionBench bench("x -> y");
    bench.must(intent::Select{bench.ids({"x"})});
    bench.must(intent::Open{kTwoNodes});
    bench.tick();
    EXPECT_EQ(bench.runner.calls.size(), 0u);
    EXPECT_EQ(bench.session.graph().title(), "Two");
    EXPECT_EQ(bench.session.selection().size(), 0u);
    EXPECT_FALSE(bench.session.is_dirty());
    EXPECT_EQ(bench.codes("b"), (Names{"never_ran"}));
    bench.undo();
    EXPECT_TRUE(bench.id_of("x"));
    EXPECT_TRUE(bench.session.is_dirty());
    bench.redo();
    EXPECT_FALSE(bench.session.is_dirty());
}

TEST(Opening, WhatNobodyHasAsAFileIsDirtyUntilItIsSaved) {
    SessionBench bench("x");
    bench.must(intent::Open{kTwoNodes, true});
    EXPECT_TRUE(bench.session.is_dirty());
    bench.undo();
    bench.redo();
    EXPECT_TRUE(bench.session.is_dirty());
    bench.must(intent::Saved{});
    EXPECT_FALSE(bench.session.is_dirty());
}

TEST(Opening, WhatThePageBeginsWithIsNothingToUndo) {
    SessionBench bench;
    bench.must(intent::Open{kTwoNodes, true, true, 1});
    EXPECT_FALSE(bench.session.history().can_undo());
    EXPECT_TRUE(bench.session.is_dirty());
    bench.must(intent::Saved{});
    EXPECT_FALSE(bench.session.is_dirty());
    bench.must(intent::SetFlowTitle{"Three"});
    EXPECT_TRUE(bench.session.is_dirty());
    bench.undo();
    EXPECT_FALSE(bench.session.is_dirty());
    EXPECT_FALSE(bench.session.history().can_undo());
    EXPECT_EQ(bench.session.graph().title(), "Two");
}

TEST(Opening, UndoAndRedoSayWhichFlowIsBack) {
    SessionBench bench;
    bench.must(intent::Open{kTwoNodes, false, true, 1});
    bench.must(intent::SetFlowTitle{"Three"});
    bench.must(intent::Open{kTwoNodes, false, false, 2});
    bench.must(intent::SetFlowTitle{"Four"});
    for (int steps = 0; steps < 3; ++steps) bench.undo();
    for (int steps = 0; steps < 3; ++steps) bench.redo();
    EXPECT_EQ(bench.openings(), (std::vector<Opening>{1, 2, 1, 2}));
    EXPECT_EQ(bench.session.graph().opening(), 2);
}

TEST(Opening, ABrokenFileLeavesWhatIsOpen) {
    SessionBench bench("x -> y");
    for (const char* text : {"", "{", "[]", R"({"format": "pythonflows", "version": 99})"}) EXPECT_NE(bench.refusal(intent::Open{text}), "") << text;
    EXPECT_EQ(bench.session.graph().nodes().size(), 2u);
}

TEST(Opening, TheSameNodesKeepTheirResultsAndStrangersDoNot) {
    SessionBench bench;
    bench.must(intent::Open{kTwoNodes});
    bench.run();
    const std::string value = bench.session.value(bench.id_of("a"), "result")->key;
    std::string changed = kTwoNodes;
    changed.replace(changed.find("return a\\n"), 10, "return 77\\n");
    bench.must(intent::Open{changed});
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.session.value(bench.id_of("a"), "result")->key, value);
    EXPECT_EQ(bench.codes("b"), (Names{"never_ran"})) << "another node of the same name";
    EXPECT_EQ(bench.session.output(bench.id_of("b")), nullptr);
    EXPECT_EQ(bench.run().ran, (Names{"b"}));
    bench.must(intent::Open{R"({"format": "pythonflows", "version": 1, "nodes": [], "links": []})"});
    EXPECT_EQ(bench.runner.values.size(), 0u) << "nobody needs them";
}

TEST(Opening, StopsTheRunOfWhatIsPutAway) {
    SessionBench bench("a -> b -> c");
    bench.start();
    bench.must(intent::Open{kTwoNodes});
    EXPECT_EQ(bench.runner.interrupts, 1);
    bench.finish("a");
    EXPECT_EQ(bench.ended().ended, RunEnd::stopped);
    EXPECT_EQ(bench.state("a"), NodeState::stale) << "that was another flow's node";
    EXPECT_EQ(bench.runner.values.size(), 0u);
    EXPECT_EQ(bench.run().ran, (Names{"a", "b"}));
}

TEST(Opening, AFlowThatSaysNothingOfFilesFindsThoseThatAreThere) {
    SessionBench bench;
    bench.must(intent::AddFile{{"a.csv", 1, "aa", "", {}}});
    bench.must(intent::Open{kTwoNodes});
    EXPECT_NE(bench.session.graph().file("a.csv"), nullptr);
    EXPECT_FALSE(bench.session.is_dirty());
    bench.undo();
    EXPECT_EQ(bench.session.graph().nodes().size(), 0u) << "both in one step";
    bench.must(intent::Open{R"({"format": "pythonflows", "version": 1, "nodes": [], "links": [], "files": []})"});
    EXPECT_EQ(bench.session.graph().file("a.csv"), nullptr);
}

TEST(Opening, FilesOfAnotherFlowStayWithItUnlessTheyAreNamed) {
    SessionBench bench("x -> y");
    for (const char* name : {"private.csv", "売上.csv", "read.txt"}) bench.must(intent::AddFile{{name, 1, "aa", "", {}}});
    bench.must(intent::Open{R"({"format": "pythonflows", "version": 1, "links": [], "nodes": [
        {"id": "a", "type": "python", "source": "def a(path: File = ''):\n    return path\n", "params": {"path": "\u58f2\u4e0a.csv"}},
        {"id": "b", "type": "python", "source": "def b():\n    return open('read.txt').read()\n"}]})"});
    EXPECT_EQ(bench.session.graph().file("private.csv"), nullptr) << "it would leave with what is saved or shared";
    EXPECT_NE(bench.session.graph().file("売上.csv"), nullptr);
    EXPECT_NE(bench.session.graph().file("read.txt"), nullptr);
    bench.undo();
    EXPECT_NE(bench.session.graph().file("private.csv"), nullptr);
}

// --- flows side by side
TEST(Tabs, EachHasItsOwnHistorySelectionAndResults) {
    SessionBench bench;
    bench.must(intent::Open{kTwoNodes, false, true, 1});
    bench.run();
    const std::string value = bench.session.value(bench.id_of("a"), "result")->key;
    bench.must(intent::SetTitle{bench.id_of("a"), "Mine"});
    bench.must(intent::Select{bench.ids({"b"})});
    std::string other = kTwoNodes;
    other.replace(other.find("return 1"), 8, "return 7");
    bench.must(intent::Open{other, false, true, 2, 1});
    EXPECT_FALSE(bench.session.history().can_undo());
    EXPECT_FALSE(bench.session.is_dirty());
    EXPECT_TRUE(bench.session.selection().empty());
    EXPECT_EQ(bench.codes("a"), (Names{"never_ran"})) << "a node of the same name in another flow is another node";
    EXPECT_EQ(bench.session.output(bench.id_of("a")), nullptr);
    bench.must(intent::SetFlowTitle{"Other"});
    bench.add("c", "def c():\n    return 3\n");
    bench.run();

    bench.must(intent::SwitchTab{0});
    EXPECT_EQ(bench.session.graph().title(), "Two");
    EXPECT_TRUE(bench.session.is_dirty());
    EXPECT_EQ(bench.session.selection(), bench.ids({"b"}));
    EXPECT_EQ(bench.state("a"), NodeState::ok);
    EXPECT_EQ(bench.state("b"), NodeState::ok);
    EXPECT_EQ(bench.session.value(bench.id_of("a"), "result")->key, value);
    EXPECT_EQ(bench.run().ran, Names{}) << "nothing of it is to be done again";
    bench.undo();
    EXPECT_FALSE(bench.session.is_dirty());
    EXPECT_FALSE(bench.session.history().can_undo()) << "the other flow's steps are its own";
    const NodeId made = bench.add("d", "def d():\n    return 4\n");

    bench.must(intent::SwitchTab{1});
    EXPECT_EQ(bench.session.graph().title(), "Other");
    EXPECT_EQ(bench.session.graph().find(made), nullptr) << "no two nodes have the same id";
    EXPECT_EQ(bench.state("c"), NodeState::ok);
    EXPECT_TRUE(bench.session.history().can_undo());
    EXPECT_EQ(bench.openings(), (std::vector<Opening>{1, 2, 1, 2}));
}

TEST(Tabs, ARunHoldsTheFlowThatItBelongsTo) {
    SessionBench bench("a -> b");
    bench.start();
    EXPECT_EQ(bench.refusal(intent::Open{kTwoNodes, false, true, 2, 1}), "session.tab_in_run");
    bench.finish("a");
    bench.finish("b");
    bench.must(intent::Open{kTwoNodes, false, true, 2, 1});
    bench.start();
    EXPECT_EQ(bench.refusal(intent::SwitchTab{0}), "session.tab_in_run");
    bench.finish("a");
    bench.finish("b");
    bench.must(intent::SwitchTab{0});
    EXPECT_EQ(bench.state("b"), NodeState::ok);
}

TEST(Tabs, AClosedOneIsGoneWithItsValues) {
    SessionBench bench("x -> y");
    bench.run();
    bench.must(intent::Open{kTwoNodes, false, true, 2, 1});
    EXPECT_EQ(bench.runner.values.size(), 2u) << "what is not saved stays in the kernel";
    EXPECT_EQ(bench.refusal(intent::CloseTab{1}), "session.no_such_tab") << "it is the one that is open";
    bench.must(intent::CloseTab{0});
    EXPECT_EQ(bench.runner.values.size(), 0u);
    EXPECT_EQ(bench.refusal(intent::SwitchTab{0}), "session.no_such_tab");
    for (Tab tab = 2; tab <= static_cast<Tab>(limits::kTabs); ++tab) bench.must(intent::Open{kTwoNodes, false, true, tab, tab});
    EXPECT_EQ(bench.refusal(intent::Open{kTwoNodes, false, true, 90, 90}), "session.too_many_tabs");
}

TEST(Files, AreAddedReplacedRenamedAndRemoved) {
    SessionBench bench;
    bench.must(intent::AddFile{{"a.csv", 1, "aa", "", {}}});
    bench.must(intent::AddFile{{"a.csv", 2, "bb", "", {}}});
    ASSERT_EQ(bench.session.graph().files().size(), 1u);
    EXPECT_EQ(bench.session.graph().file("a.csv")->sha256, "bb");
    const std::uint64_t before = bench.session.history().mark();
    bench.must(intent::AddFile{{"a.csv", 2, "bb", "", {}}});
    EXPECT_EQ(bench.session.history().mark(), before) << "the same bytes are no step";
    bench.must(intent::AddFile{{"b.csv", 2, "cc", "", {}}});
    EXPECT_EQ(bench.refusal(intent::RenameFile{"a.csv", "b.csv"}), "session.file_exists");
    EXPECT_EQ(bench.refusal(intent::RenameFile{"none", "c.csv"}), "session.no_such_file");
    EXPECT_EQ(bench.refusal(intent::RemoveFile{"none"}), "session.no_such_file");
    EXPECT_NE(bench.refusal(intent::AddFile{{"../evil", 2, "cc", "", {}}}), "");
    bench.must(intent::RemoveFile{"b.csv"});
    EXPECT_EQ(bench.session.graph().files().size(), 1u);
    bench.undo();
    EXPECT_EQ(bench.session.graph().files().size(), 2u);
}

TEST(Files, RenamingReachesTheSettingsThatNameTheFile) {
    SessionBench bench;
    bench.add("load", "def load(path: File = '', label: str = ''):\n    return path\n");
    bench.must(intent::AddFile{{"a.csv", 1, "aa", "", {}}});
    bench.set_param("load", "path", "\"a.csv\"");
    bench.set_param("load", "label", "\"a.csv\"");
    bench.must(intent::RenameFile{"a.csv", "売上.csv"});
    const auto param = [&](const char* name) { return *bench.session.graph().node(bench.id_of("load")).param(name); };
    EXPECT_EQ(param("path"), "\"売上.csv\"");
    EXPECT_EQ(param("label"), "\"a.csv\"") << "a text is no file";
    bench.undo();
    EXPECT_EQ(param("path"), "\"a.csv\"");
    EXPECT_NE(bench.session.graph().file("a.csv"), nullptr);
}

TEST(Packages, AreChecked) {
    SessionBench bench;
    bench.must(intent::SetPackages{{"pandas", "numpy==2.3"}});
    EXPECT_EQ(bench.session.graph().packages(), (Names{"pandas", "numpy==2.3"}));
    EXPECT_NE(bench.refusal(intent::SetPackages{{""}}), "");
}

TEST(Clipboard, APieceIsPastedWithFreeNamesAndSelected) {
    SessionBench bench("a -> b -> c");
    const std::string piece = write_piece(bench.session.graph(), bench.ids({"b", "c"}));
    const Made made = bench.must(intent::Paste{piece, 100, 50});
    ASSERT_EQ(made.nodes.size(), 2u);
    EXPECT_EQ(bench.session.graph().node(made.nodes[0]).name, "b_2");
    EXPECT_EQ(bench.session.selection(), made.nodes);
    EXPECT_EQ(bench.session.graph().links().size(), 3u) << "only the link among them";
    EXPECT_EQ(bench.session.history().undo_label()->args.front().second, "2");
    bench.undo();
    EXPECT_EQ(bench.session.graph().nodes().size(), 3u);
    bench.redo();
    EXPECT_EQ(bench.session.graph().nodes().size(), 5u);
    EXPECT_EQ(bench.run().ran, (Names{"a", "b", "c"})) << "the pasted b has no input, and the pasted c waits for it";
}

TEST(Clipboard, OtherTextIsRefused) {
    SessionBench bench("a");
    EXPECT_EQ(bench.refusal(intent::Paste{"hello", 0, 0}), "edit.paste_no_piece");
    EXPECT_EQ(bench.session.graph().nodes().size(), 1u);
}

}  // namespace
}  // namespace flow::tests
