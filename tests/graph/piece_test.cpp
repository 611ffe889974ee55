#include "runtime/graph/piece.h"

#include <gtest/gtest.h>

#include "runtime/graph/flow_file.h"
#include "runtime/graph/history.h"
#include "tests/graph/graph_text.h"

namespace flow {
namespace {

using tests::graph_of;
using tests::node_of;

class PieceTest : public ::testing::Test {
protected:
    Result<void> paste(const std::string& text, double x = 0, double y = 0) {
        const auto edits = edits_to_paste(graph, library, text, x, y);
        if (!edits) return tl::unexpected(edits.error());
        return history.perform(graph, library, *edits, Sentence{"edit.paste", {}}, "", 0);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const NodeId id : graph.nodes()) all.push_back(graph.node(id).name);
        return all;
    }
    void place(const char* name, double x, double y) {
        NodeLook look;
        look.x = x;
        look.y = y;
        ASSERT_TRUE(apply(graph, library, edit::SetLook{node_of(graph, name), look}));
    }

    Graph graph = graph_of("a -> b -> c");
    NodeLibrary library;
    History history;
};

TEST_F(PieceTest, CopiesGetFreeNamesAndLinksAmongThem) {
    const std::string piece = write_piece(graph, {node_of(graph, "b"), node_of(graph, "c")});
    ASSERT_TRUE(paste(piece));
    ASSERT_TRUE(paste(piece));
    EXPECT_EQ(names(), (std::vector<std::string>{"a", "b", "c", "b_2", "c_2", "b_3", "c_3"}));
    ASSERT_EQ(graph.links().size(), 4u);
    EXPECT_TRUE(graph.link_between(node_of(graph, "b_2"), "result", node_of(graph, "c_2"), "b"));
    EXPECT_TRUE(graph.links_into(node_of(graph, "b_2")).empty()) << "links from outside the piece stay behind";
    ASSERT_TRUE(history.undo(graph, library));
    ASSERT_TRUE(history.undo(graph, library));
    EXPECT_EQ(names(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(PieceTest, ACopyOfACopyCountsOn) {
    ASSERT_TRUE(paste(write_piece(graph, {node_of(graph, "a")})));
    ASSERT_TRUE(paste(write_piece(graph, {node_of(graph, "a_2")})));
    EXPECT_EQ(names().back(), "a_3");
}

TEST_F(PieceTest, KeepsDistancesWithTheCornerAtThePlace) {
    place("a", 100, 50);
    place("b", 400, -10);
    ASSERT_TRUE(paste(write_piece(graph, {node_of(graph, "a"), node_of(graph, "b")}), 1'000, 2'000));
    EXPECT_EQ(graph.look(node_of(graph, "a_2")).x, 1'000);
    EXPECT_EQ(graph.look(node_of(graph, "a_2")).y, 2'060);
    EXPECT_EQ(graph.look(node_of(graph, "b_2")).x, 1'300);
    EXPECT_EQ(graph.look(node_of(graph, "b_2")).y, 2'000);
}

TEST_F(PieceTest, KeepsWhatANodeIs) {
    const std::string text = R"({"format": "pythonflows", "version": 1, "nodes": [
        {"id": "x", "type": "future.type", "title": "題", "mode": "mute", "params": {"n": 1.0}, "extra": [1]}], "links": []})";
    ASSERT_TRUE(paste(text));
    const Node& node = graph.node(node_of(graph, "x"));
    EXPECT_EQ(node.title, "題");
    EXPECT_EQ(node.mode, NodeMode::mute);
    EXPECT_EQ(*node.param("n"), "1.0");
    EXPECT_EQ(node.unknown.or_empty().size(), 1u);
    EXPECT_TRUE(node.problem);
}

TEST_F(PieceTest, RefusesWhatIsNoPiece) {
    const std::pair<const char*, const char*> cases[] = {{"hello", "edit.paste_no_piece"},
                                                         {"{\"a\": 1}", "edit.paste_no_piece"},
                                                         {"[]", "edit.paste_no_piece"},
                                                         {"", "edit.paste_no_piece"},
                                                         {R"({"format": "pythonflows", "version": 1, "nodes": [], "links": []})", "edit.paste_empty"},
                                                         {R"({"format": "pythonflows", "version": 9, "nodes": []})", "file.later_version"},
                                                         {R"({"format": "pythonflows", "version": 1, "nodes": [{"id": "a"}]})", "file.field_missing"}};
    for (const auto& [text, key] : cases) {
        const Result<void> result = paste(text);
        ASSERT_FALSE(result) << text;
        EXPECT_EQ(result.error().sentence.key, key) << text;
    }
    EXPECT_EQ(graph.nodes().size(), 3u);
}

}  // namespace
}  // namespace flow
