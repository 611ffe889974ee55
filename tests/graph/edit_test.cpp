#include "runtime/graph/edit.h"

#include <cmath>

#include <gtest/gtest.h>

#include "runtime/base/limits.h"
#include "runtime/graph/rules.h"
#include "runtime/graph/step.h"
#include "tests/graph/graph_text.h"

namespace flow {
namespace {

using tests::graph_of;
using tests::node_of;

std::string key_of(const Result<Edit>& result) { return result ? "" : result.error().sentence.key; }

Node python(std::string name, std::string source) {
    Node node;
    node.name = std::move(name);
    node.type = kPythonType;
    node.source = std::move(source);
    return node;
}

std::vector<std::string> names(const Graph& graph) {
    std::vector<std::string> all;
    for (const NodeId id : graph.nodes()) all.push_back(graph.node(id).name);
    return all;
}

class EditTest : public ::testing::Test {
protected:
    Result<Edit> apply(const Edit& edit) { return flow::apply(graph, library, edit); }
    void back(const Result<Edit>& inverse) {
        ASSERT_TRUE(inverse);
        ASSERT_TRUE(flow::apply(graph, library, *inverse));
    }
    NodeId id(const char* name) const { return node_of(graph, name); }
    LinkId link(const char* from, const char* to) const {
        for (const LinkId known : graph.links_into(id(to))) {
            if (graph.link(known).from == id(from)) return known;
        }
        return {};
    }

    Graph graph;
    NodeLibrary library;
};

TEST_F(EditTest, ANewNodeIsNamedAfterItsFunction) {
    ASSERT_TRUE(apply(edit::AddNode{python("", "def clean(table): return table\n"), {}}));
    ASSERT_TRUE(apply(edit::AddNode{python("", "def clean(table): return table\n"), {}}));
    ASSERT_TRUE(apply(edit::AddNode{python("", "def 掃除(table): return table\n"), {}}));
    EXPECT_EQ(names(graph), (std::vector<std::string>{"clean", "clean_2", "node"}));
}

TEST_F(EditTest, RefusesNamesThatAreTakenOrNone) {
    ASSERT_TRUE(apply(edit::AddNode{python("a", "def a(): pass\n"), {}}));
    EXPECT_EQ(key_of(apply(edit::AddNode{python("a", "def a(): pass\n"), {}})), "graph.id_taken");
    EXPECT_EQ(key_of(apply(edit::AddNode{python("class", "def a(): pass\n"), {}})), "graph.bad_id");
    EXPECT_EQ(key_of(apply(edit::AddNode{python("9a", "def a(): pass\n"), {}})), "graph.bad_id");
    EXPECT_EQ(key_of(apply(edit::AddNode{python("表", "def a(): pass\n"), {}})), "graph.bad_id");
    EXPECT_EQ(key_of(apply(edit::AddNode{python(std::string(65, 'a'), "def a(): pass\n"), {}})), "graph.bad_id");
    EXPECT_EQ(graph.nodes().size(), 1u);
}

TEST_F(EditTest, ARemovedNodeComesBackInItsPlaceWithItsId) {
    graph = graph_of("a; b; c");
    const NodeId b = id("b");
    const Result<Edit> inverse = apply(edit::RemoveNode{b});
    EXPECT_EQ(names(graph), (std::vector<std::string>{"a", "c"}));
    back(inverse);
    EXPECT_EQ(names(graph), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(id("b"), b);
}

TEST_F(EditTest, ANodeWithLinksIsNotRemoved) {
    graph = graph_of("a -> b");
    EXPECT_EQ(key_of(apply(edit::RemoveNode{id("a")})), "graph.node_has_links");
    EXPECT_EQ(key_of(apply(edit::RemoveNode{id("b")})), "graph.node_has_links");
}

TEST_F(EditTest, ALinkComesBackInItsPlace) {
    graph = graph_of("a -> all.*items; b -> all.*items; c -> all.*items");
    const LinkId middle = link("b", "all");
    const Result<Edit> inverse = apply(edit::RemoveLink{middle});
    EXPECT_EQ(graph.links_into(id("all")).size(), 2u);
    back(inverse);
    ASSERT_EQ(graph.links_into(id("all")).size(), 3u);
    EXPECT_EQ(graph.links_into(id("all"))[1], middle);
    EXPECT_EQ(graph.links()[1], middle);
}

TEST_F(EditTest, RefusesLinksThatCannotBe) {
    graph = graph_of("a -> b -> c; d");
    const auto add = [&](const char* from, const char* out, const char* to, const char* in) {
        return apply(edit::AddLink{Link{{}, id(from), out, id(to), in, {}}});
    };
    const Result<Edit> cycle = add("c", "result", "b", "a");
    EXPECT_EQ(key_of(cycle), "graph.input_taken");
    EXPECT_EQ(key_of(add("a", "nothing", "c", "b")), "graph.unknown_output");
    EXPECT_EQ(key_of(add("a", "result", "c", "nothing")), "graph.unknown_input");
    EXPECT_EQ(key_of(add("d", "result", "c", "b")), "graph.input_taken");
    EXPECT_EQ(key_of(apply(edit::AddLink{Link{{}, id("a"), "result", NodeId{99}, "b", {}}})), "graph.no_such_node");
}

TEST_F(EditTest, ACycleIsNamedAfterItsNodes) {
    graph = graph_of("a -> b.x -> c; a.result -> d");
    ASSERT_TRUE(apply(edit::SetSource{id("a"), "def a(value=1): return value\n"}));
    const Result<Edit> cycle = apply(edit::AddLink{Link{{}, id("c"), "result", id("a"), "value", {}}});
    ASSERT_EQ(key_of(cycle), "graph.cycle");
    EXPECT_EQ(cycle.error().sentence.args.front().second, "a → b → c → a");
    const Result<Edit> self = apply(edit::AddLink{Link{{}, id("a"), "result", id("a"), "value", {}}});
    EXPECT_EQ(key_of(self), "graph.link_to_itself");
}

TEST_F(EditTest, ASourceThatCannotBeReadKeepsTheLastPorts) {
    graph = graph_of("a -> b");
    const Result<Edit> inverse = apply(edit::SetSource{id("b"), "def b(a:\n  return a\n"});
    ASSERT_TRUE(inverse);
    ASSERT_TRUE(graph.node(id("b")).problem.has_value());
    EXPECT_EQ(graph.node(id("b")).problem->sentence.key, "signature.bracket_open");
    EXPECT_NE(graph.node(id("b")).signature->input("a"), nullptr);
    back(inverse);
    EXPECT_FALSE(graph.node(id("b")).problem.has_value());
}

TEST_F(EditTest, UndoOfASourceBringsBackTheVeryPorts) {
    graph = graph_of("b");
    ASSERT_TRUE(apply(edit::SetSource{id("b"), "def b(first): pass\n"}));
    ASSERT_TRUE(apply(edit::SetSource{id("b"), "def b(first"}));
    const Result<Edit> inverse = apply(edit::SetSource{id("b"), "def b(second): pass\n"});
    EXPECT_EQ(graph.node(id("b")).signature->input("first"), nullptr);
    back(inverse);
    EXPECT_NE(graph.node(id("b")).signature->input("first"), nullptr) << "the ports that were kept then, not the newer ones";
}

TEST_F(EditTest, LinksToPortsThatAreGoneAreAProblemOfTheirTarget) {
    graph = graph_of("a -> b -> c");
    const Result<Edit> inverse = apply(edit::SetSource{id("b"), "@outputs('x')\ndef b(other): return 1,\n"});
    ASSERT_TRUE(inverse);
    ASSERT_TRUE(graph.node(id("b")).problem.has_value());
    EXPECT_EQ(graph.node(id("b")).problem->sentence.key, "graph.unknown_input");
    ASSERT_TRUE(graph.node(id("c")).problem.has_value());
    EXPECT_EQ(graph.node(id("c")).problem->sentence.key, "graph.unknown_output");
    const Result<Edit> removed = apply(edit::RemoveLink{link("a", "b")});
    EXPECT_FALSE(graph.node(id("b")).problem.has_value());
    back(removed);
    EXPECT_TRUE(graph.node(id("b")).problem.has_value());
    back(inverse);
    EXPECT_FALSE(graph.node(id("b")).problem.has_value());
    EXPECT_FALSE(graph.node(id("c")).problem.has_value());
}

TEST_F(EditTest, APortThatTookManyLinksDoesNotSilentlyTakeOne) {
    graph = graph_of("a -> all.*items; b -> all.*items");
    const std::string source = "def all(items): return items\n";
    EXPECT_EQ(key_of(apply(edit::SetSource{id("all"), source})), "graph.input_crowded");
    const auto edits = step::set_source(graph, id("all"), source);
    ASSERT_TRUE(edits);
    for (const Edit& edit : *edits) ASSERT_TRUE(apply(edit));
    ASSERT_EQ(graph.links_into(id("all")).size(), 1u);
    EXPECT_EQ(graph.link(graph.links_into(id("all"))[0]).from, id("a"));
}

TEST_F(EditTest, ParamsKeepTheirPlaces) {
    graph = graph_of("a");
    for (const char* name : {"x", "y", "z"}) ASSERT_TRUE(apply(edit::SetParam{id("a"), name, "1"}));
    const std::vector<Param> before = graph.node(id("a")).params;
    const Result<Edit> inverse = apply(edit::SetParam{id("a"), "y", std::nullopt});
    EXPECT_EQ(graph.node(id("a")).params.size(), 2u);
    back(inverse);
    EXPECT_EQ(graph.node(id("a")).params, before);
    const Result<Edit> changed = apply(edit::SetParam{id("a"), "y", "{\"b\":[1.0,2e3,123456789012345678901234567890]}"});
    EXPECT_EQ(graph.node(id("a")).params[1].value, "{\"b\": [1.0, 2e3, 123456789012345678901234567890]}");
    back(changed);
    EXPECT_EQ(graph.node(id("a")).params, before);
    EXPECT_FALSE(apply(edit::SetParam{id("a"), "y", "[1,"}));
    EXPECT_FALSE(apply(edit::SetParam{id("a"), "y", ""}));
}

TEST_F(EditTest, RefusesWhatNoFileCouldHold) {
    graph = graph_of("a");
    EXPECT_EQ(key_of(apply(edit::SetTitle{id("a"), std::string(limits::kTitleCharacters + 1, 'x')})), "graph.title_too_long");
    std::string japanese;
    for (std::size_t at = 0; at < limits::kTitleCharacters; ++at) japanese += "表";
    EXPECT_TRUE(apply(edit::SetTitle{id("a"), japanese})) << "characters are counted, not bytes";
    EXPECT_EQ(key_of(apply(edit::SetSource{id("a"), std::string(limits::kSourceBytes + 1, '#')})), "graph.source_too_long");
    NodeLook look;
    look.x = std::nan("");
    EXPECT_EQ(key_of(apply(edit::SetLook{id("a"), look})), "graph.position_out_of_range");
    EXPECT_EQ(key_of(apply(edit::SetFiles{{FlowFile{"../x", 0, "", "", {}}}})), "graph.bad_file_name");
    EXPECT_EQ(key_of(apply(edit::SetFiles{{FlowFile{"x", 0, "", "", {}}, FlowFile{"x", 0, "", "", {}}}})), "graph.file_exists");
}

TEST_F(EditTest, RevisionsTellMeaningFromLooks) {
    graph = graph_of("a");
    const std::uint64_t meaning = graph.meaning_revision();
    const std::uint64_t looks = graph.looks_revision();
    const Result<Edit> title = apply(edit::SetTitle{id("a"), "t"});
    EXPECT_EQ(graph.meaning_revision(), meaning);
    EXPECT_EQ(graph.looks_revision(), looks + 1);
    back(title);
    EXPECT_EQ(graph.looks_revision(), looks + 2) << "undo counts up too";
    ASSERT_TRUE(apply(edit::SetMode{id("a"), NodeMode::mute}));
    EXPECT_EQ(graph.meaning_revision(), meaning + 1);
}

TEST_F(EditTest, ANodeKeptByAPlanDoesNotChange) {
    graph = graph_of("a");
    const std::shared_ptr<const Node> kept = graph.shared(id("a"));
    ASSERT_TRUE(apply(edit::SetTitle{id("a"), "new"}));
    EXPECT_EQ(kept->title, "");
}

TEST_F(EditTest, StepConnectReplacesTheLinkInTheWay) {
    graph = graph_of("a -> c.x; b");
    const auto edits = step::connect(graph, id("b"), "result", id("c"), "x");
    ASSERT_TRUE(edits);
    EXPECT_EQ(edits->size(), 2u);
    for (const Edit& edit : *edits) ASSERT_TRUE(apply(edit));
    ASSERT_EQ(graph.links_into(id("c")).size(), 1u);
    EXPECT_EQ(graph.link(graph.links_into(id("c"))[0]).from, id("b"));
    EXPECT_TRUE(step::connect(graph, id("b"), "result", id("c"), "x")->empty());
}

TEST_F(EditTest, StepRemoveTakesEveryLinkOnce) {
    graph = graph_of("a -> b -> c; a -> c");
    const std::vector<NodeId> both{id("a"), id("b"), id("a"), NodeId{77}};
    const std::vector<Edit> edits = step::remove_nodes(graph, both);
    EXPECT_EQ(edits.size(), 5u);
    for (const Edit& edit : edits) ASSERT_TRUE(apply(edit));
    EXPECT_EQ(names(graph), std::vector<std::string>{"c"});
    EXPECT_TRUE(graph.links().empty());
}

TEST_F(EditTest, StepSetParamCoercesAndKnowsTheSettings) {
    ASSERT_TRUE(apply(edit::AddNode{python("a", "def a(table, share: float = 1, n: int = 2): pass\n"), {}}));
    const auto share = step::set_param(graph, id("a"), "share", "3");
    ASSERT_TRUE(share);
    EXPECT_EQ(std::get<edit::SetParam>(share->front()).value, "3.0");
    EXPECT_EQ(step::set_param(graph, id("a"), "n", "1.5").error().sentence.key, "graph.setting_integer");
    EXPECT_EQ(step::set_param(graph, id("a"), "table", "1").error().sentence.key, "graph.unknown_setting");
}

TEST_F(EditTest, StepAddRefusesAnUnknownType) {
    Node node;
    node.type = "core.nothing";
    EXPECT_EQ(step::add_node(graph, library, node, {}).error().sentence.key, "graph.unknown_type");
    ASSERT_TRUE(apply(edit::AddNode{node, {}})) << "a file may name types that this version lacks";
    EXPECT_EQ(graph.node(id("nothing")).problem->sentence.key, "graph.unknown_type");
}

TEST_F(EditTest, FreeNamesAreFoundQuicklyAmongMany) {
    for (int copy = 0; copy < 3'000; ++copy) ASSERT_TRUE(apply(edit::AddNode{python("", "def f(): pass\n"), {}}));
    EXPECT_EQ(graph.free_name("f"), "f_3001");
    EXPECT_EQ(graph.free_name("core.f"), "f_3001");
    EXPECT_EQ(graph.free_name("f", {"f_3001"}), "f_3002");
    EXPECT_EQ(graph.free_name("lambda"), "node");
    EXPECT_EQ(graph.free_name(std::string(70, 'a')).size(), 64u);
}

}  // namespace
}  // namespace flow
