#include "runtime/graph/history.h"

#include <gtest/gtest.h>

#include "runtime/base/limits.h"
#include "tests/graph/graph_text.h"

namespace flow {
namespace {

using tests::graph_of;
using tests::node_of;

class HistoryTest : public ::testing::Test {
protected:
    Result<void> perform(std::vector<Edit> edits, std::string merge_key = "", double now_ms = 0) {
        return history.perform(graph, library, edits, Sentence{"edit.test", {}}, std::move(merge_key), now_ms);
    }
    Edit move_to(const char* name, double x) {
        NodeLook look = graph.look(node_of(graph, name));
        look.x = x;
        return edit::SetLook{node_of(graph, name), look};
    }
    double x_of(const char* name) const { return graph.look(node_of(graph, name)).x; }

    Graph graph = graph_of("a -> b -> c");
    NodeLibrary library;
    History history;
};

TEST_F(HistoryTest, TakesBackAndBringsAgain) {
    EXPECT_FALSE(history.undo(graph, library));
    ASSERT_TRUE(perform({edit::SetTitle{node_of(graph, "a"), "読み込み"}}));
    EXPECT_EQ(graph.node(node_of(graph, "a")).title, "読み込み");
    EXPECT_TRUE(history.undo(graph, library));
    EXPECT_EQ(graph.node(node_of(graph, "a")).title, "");
    EXPECT_TRUE(history.redo(graph, library));
    EXPECT_EQ(graph.node(node_of(graph, "a")).title, "読み込み");
    EXPECT_FALSE(history.redo(graph, library));
}

TEST_F(HistoryTest, AppliesAllEditsOrNone) {
    const std::uint64_t mark = history.mark();
    const NodeId a = node_of(graph, "a");
    const Result<void> refused = perform({edit::SetTitle{a, "first"}, edit::SetMode{a, NodeMode::mute}, edit::RemoveNode{a}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().sentence.key, "graph.node_has_links");
    EXPECT_EQ(graph.node(a).title, "");
    EXPECT_EQ(graph.node(a).mode, NodeMode::normal);
    EXPECT_FALSE(history.can_undo());
    EXPECT_EQ(history.mark(), mark);
}

TEST_F(HistoryTest, ABurstOfTheSameStepIsOneStep) {
    ASSERT_TRUE(perform({move_to("a", 10)}, "drag a", 0));
    ASSERT_TRUE(perform({move_to("a", 20)}, "drag a", 900));
    ASSERT_TRUE(perform({move_to("a", 30)}, "drag a", 1'800));
    EXPECT_TRUE(history.undo(graph, library));
    EXPECT_EQ(x_of("a"), 0);
    EXPECT_FALSE(history.can_undo());
    EXPECT_TRUE(history.redo(graph, library));
    EXPECT_EQ(x_of("a"), 30);
}

TEST_F(HistoryTest, ABurstEndsByAPauseAnotherKeyOrUndo) {
    ASSERT_TRUE(perform({move_to("a", 10)}, "drag a", 0));
    ASSERT_TRUE(perform({move_to("a", 20)}, "drag a", 1'001));
    ASSERT_TRUE(perform({move_to("a", 30)}, "keys", 1'002));
    ASSERT_TRUE(history.undo(graph, library));
    ASSERT_TRUE(perform({move_to("a", 40)}, "drag a", 1'003));
    std::vector<double> places;
    while (history.undo(graph, library)) places.push_back(x_of("a"));
    EXPECT_EQ(places, (std::vector<double>{20, 10, 0}));
}

TEST_F(HistoryTest, ABurstOfDifferentEditsTakesBackAllOfThem) {
    const NodeId b = node_of(graph, "b");
    ASSERT_TRUE(perform({edit::SetTitle{b, "one"}}, "type", 0));
    ASSERT_TRUE(perform({edit::SetMode{b, NodeMode::bypass}}, "type", 10));
    ASSERT_TRUE(perform({edit::SetTitle{b, "two"}, move_to("b", 5)}, "type", 20));
    ASSERT_TRUE(history.undo(graph, library));
    EXPECT_EQ(graph.node(b).title, "");
    EXPECT_EQ(graph.node(b).mode, NodeMode::normal);
    EXPECT_EQ(x_of("b"), 0);
    ASSERT_TRUE(history.redo(graph, library));
    EXPECT_EQ(graph.node(b).title, "two");
    EXPECT_EQ(graph.node(b).mode, NodeMode::bypass);
    EXPECT_EQ(x_of("b"), 5);
}

TEST_F(HistoryTest, TheMarkTellsWhetherTheFlowIsAsItWas) {
    const std::uint64_t opened = history.mark();
    ASSERT_TRUE(perform({move_to("a", 10)}));
    const std::uint64_t moved = history.mark();
    EXPECT_NE(moved, opened);
    history.undo(graph, library);
    EXPECT_EQ(history.mark(), opened);
    history.redo(graph, library);
    EXPECT_EQ(history.mark(), moved);
    history.undo(graph, library);
    ASSERT_TRUE(perform({move_to("a", 10)}));
    EXPECT_NE(history.mark(), moved) << "another way to a place is another state";
    ASSERT_TRUE(perform({move_to("b", 10)}, "drag", 0));
    const std::uint64_t saved = history.mark();
    ASSERT_TRUE(perform({move_to("b", 20)}, "drag", 1));
    EXPECT_NE(history.mark(), saved) << "a burst that goes on after saving is unsaved";
}

TEST_F(HistoryTest, ANewStepForgetsWhatWasTakenBack) {
    ASSERT_TRUE(perform({move_to("a", 10)}));
    history.undo(graph, library);
    ASSERT_TRUE(perform({move_to("b", 10)}));
    EXPECT_FALSE(history.can_redo());
}

TEST_F(HistoryTest, ForgetsTheOldestStepsBeyondItsBounds) {
    for (std::size_t step = 0; step < limits::kHistoryEdits + 10; ++step) ASSERT_TRUE(perform({move_to("a", static_cast<double>(step + 1))}));
    const std::uint64_t mark = history.mark();
    std::size_t undone = 0;
    while (history.undo(graph, library)) ++undone;
    EXPECT_EQ(undone, limits::kHistoryEdits);
    EXPECT_EQ(x_of("a"), 10);
    EXPECT_NE(history.mark(), 0u) << "the state before the oldest kept step is not the one that was opened";
    while (history.redo(graph, library)) {
    }
    EXPECT_EQ(history.mark(), mark);
}

TEST_F(HistoryTest, KeepsTheLastStepHoweverLargeItIs) {
    std::vector<Edit> edits;
    for (std::size_t step = 0; step < limits::kHistoryEdits + 10; ++step) edits.push_back(move_to("a", static_cast<double>(step + 1)));
    ASSERT_TRUE(perform(std::move(edits)));
    EXPECT_TRUE(history.undo(graph, library));
    EXPECT_EQ(x_of("a"), 0);
}

TEST_F(HistoryTest, OpeningIsAStepAndGivesNewIds) {
    const NodeId a = node_of(graph, "a");
    ASSERT_TRUE(perform({edit::SetTitle{a, "kept"}}));
    const auto other = std::make_shared<const Graph>(graph_of("x -> y"));
    const std::uint64_t revision = graph.meaning_revision();
    ASSERT_TRUE(perform({edit::ReplaceAll{other}}));
    EXPECT_EQ(graph.nodes().size(), 2u);
    const NodeId x = node_of(graph, "x");
    EXPECT_EQ(graph.find(a), nullptr) << "an id is never used for another node";
    EXPECT_GT(graph.meaning_revision(), revision);
    ASSERT_TRUE(perform({edit::SetTitle{x, "new"}}));
    while (history.undo(graph, library)) {
    }
    EXPECT_EQ(node_of(graph, "a"), a);
    EXPECT_EQ(graph.node(a).title, "");
    EXPECT_GT(graph.last_id(), a.value);
    while (history.redo(graph, library)) {
    }
    EXPECT_EQ(node_of(graph, "x"), x);
    EXPECT_EQ(graph.node(x).title, "new");
}

}  // namespace
}  // namespace flow
