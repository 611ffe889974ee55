#include "runtime/graph/flow_file.h"

#include <gtest/gtest.h>

#include "runtime/base/limits.h"
#include "tests/graph/graph_text.h"

namespace flow {
namespace {

using tests::graph_of;
using tests::node_of;

constexpr const char* kExample = R"({
  "format": "pythonflows",
  "version": 1,
  "title": "Sales by region",
  "packages": ["pandas"],
  "nodes": [
    {"id": "read_csv", "type": "core.read_csv", "params": {"path": "sales.csv"}},
    {
      "id": "big",
      "type": "python",
      "title": "大きい注文",
      "source": "def big(table, minimum: float = 100):\n    return [row for row in table if row['amount'] >= minimum]\n"
    }
  ],
  "links": [
    {"from": "read_csv.result", "to": "big.table"}
  ],
  "view": {
    "nodes": {
      "read_csv": {"x": 0, "y": 0},
      "big": {"x": 260, "y": 0}
    },
    "frames": [
      {"id": "frame_1", "title": "注文", "color": "blue", "x": -20, "y": -40, "width": 520, "height": 400, "by": 1},
      {
        "id": "frame_2",
        "x": 240,
        "y": -30,
        "width": 240,
        "height": 300,
        "folded": true,
        "subflow": true,
        "nodes": ["big"],
        "later": 1
      },
      {"title": "no place"},
      7
    ],
    "notes": [
      {"id": "note_1", "text": "# Sales\n- **north**", "x": 0, "y": 500, "width": 240.5, "height": 160},
      {"text": 5, "x": 0, "y": 0, "width": 1, "height": 1}
    ],
    "reroutes": [
      {"link": ["read_csv.result", "big.table"], "x": 120, "y": 40},
      {"link": ["read_csv.result", "big.table"], "x": 160, "y": 60},
      {"link": ["read_csv.result", "big.table"], "x": 1, "y": 2, "hue": 3}
    ]
  }
}
)";

NodeLibrary core() {
    NodeLibrary library;
    NodeType type;
    type.name = "core.read_csv";
    type.source = "def read_csv(path: File = \"\", delimiter: str = \",\"):\n    return []\n";
    EXPECT_TRUE(library.add(std::move(type)));
    return library;
}

/// A file around these nodes and links.
std::string file(const std::string& nodes, const std::string& links = "", const std::string& more = "") {
    return R"({"format": "pythonflows", "version": 1, "nodes": [)" + nodes + R"(], "links": [)" + links + "]" + more + "}";
}

std::string python(const std::string& id, const std::string& parameters) {
    return R"({"id": ")" + id + R"(", "type": "python", "source": "def )" + id + "(" + parameters + R"(): pass"})";
}

std::string rewritten(const std::string& text) {
    const Result<Graph> graph = read_flow(text, core());
    return graph ? write_flow(*graph) : "error: " + graph.error().sentence.key + " at " + graph.error().place;
}

TEST(FlowFile, ReadsTheExampleAndWritesItAsItWas) {
    const Result<Graph> graph = read_flow(kExample, core());
    ASSERT_TRUE(graph) << graph.error().sentence.key << graph.error().place;
    EXPECT_EQ(graph->title(), "Sales by region");
    EXPECT_EQ(graph->packages(), std::vector<std::string>{"pandas"});
    const Node& big = graph->node(node_of(*graph, "big"));
    EXPECT_EQ(big.title, "大きい注文");
    EXPECT_EQ(big.signature->settings.at(0).name, "minimum");
    EXPECT_FALSE(big.problem);
    EXPECT_EQ(graph->links_into(big.id).size(), 1u);
    EXPECT_EQ(graph->look(big.id).x, 260);
    EXPECT_EQ(*graph->node(node_of(*graph, "read_csv")).param("path"), "\"sales.csv\"");
    EXPECT_EQ(write_flow(*graph), kExample);
}

TEST(FlowFile, UnknownFieldsStayWhereTheyWere) {
    const std::string text = R"({
  "$schema": "https://example.org/flow",
  "format": "pythonflows",
  "version": 1,
  "author": {"name": "花子", "tags": []},
  "nodes": [
    {"id": "a", "hue": "red", "type": "python", "source": "def a(): pass", "late": [1.0, 2e5, 18446744073709551616, -0]},
    {"pinned": true, "id": "b", "type": "python", "source": "def b(x): pass", "mode2": null}
  ],
  "links": [
    {"from": "a.result", "via": [[1, 2]], "to": "b.x", "label": ""}
  ],
  "plugins": [],
  "files": [
    {"name": "a.csv", "bytes": 3, "origin": "here", "data": "YWJj"}
  ],
  "view": {
    "zoom": 1.50,
    "nodes": {
      "a": {"x": 0.1, "y": -20, "z": 3},
      "b": {"x": 300, "y": 0, "collapsed": true}
    },
    "frames": {"not": "a list"},
    "reroutes": [
      {"link": ["a.result", "b.x"], "x": 1, "y": 2}
    ],
    "guides": [{"x": 1}]
  },
  "end": 0
}
)";
    EXPECT_EQ(rewritten(text), text);
}

TEST(FlowFile, FramesNotesAndPointsOfWiresAreRead) {
    const Result<Graph> graph = read_flow(kExample, core());
    ASSERT_TRUE(graph);
    ASSERT_EQ(graph->areas().size(), 6u);
    const Area* frame = graph->area("frame_1");
    ASSERT_NE(frame, nullptr);
    EXPECT_EQ(frame->text, "注文");
    EXPECT_EQ(graph->nodes_in(*frame).size(), 2u);
    EXPECT_EQ(graph->nodes_in(*graph->area("frame_2")), std::vector<NodeId>{node_of(*graph, "big")});
    EXPECT_EQ(graph->area("note_1")->text, "# Sales\n- **north**");
    EXPECT_EQ(graph->link(graph->links().front()).bends(), (Bends{{120, 40}, {160, 60}}));
    EXPECT_EQ(graph->foreign_bends().size(), 1u);
}

TEST(FlowFile, FramesWithoutANameOrWithATakenOneGetOne) {
    const std::string box = R"("x": 0, "y": 0, "width": 10, "height": 10})";
    const std::string once = rewritten(file("", "",
                                            R"(, "view": {"nodes": {}, "frames": [{)" + box + R"(, {"id": "frame_1", )" + box + R"(, {"id": "frame_1", )" +
                                                box + R"(, {"id": "2 words", )" + box + R"(], "notes": [{"id": "frame_1", )" + box + "]}"));
    for (const char* name : {"frame_1", "frame_2", "frame_3", "frame_4", "note_1"})
        EXPECT_NE(once.find("\"id\": \"" + std::string(name) + "\""), std::string::npos) << once;
    EXPECT_EQ(rewritten(once), once);
}

TEST(FlowFile, LimitsOfANodeAreKeptWithWhatIsNotKnownOfThem) {
    const std::string text = file(R"({"id": "a", "type": "python", "source": "def a(): pass", "limits": {"time_sec": 1.5, "later": [1], "displays": 7}})");
    const Result<Graph> graph = read_flow(text, {});
    ASSERT_TRUE(graph);
    const NodeLimits& limits = graph->node(graph->nodes().front()).limits.or_empty();
    EXPECT_EQ(limits.time_sec, 1.5);
    EXPECT_EQ(limits.output_bytes, std::nullopt);
    EXPECT_EQ(limits.displays, 7);
    EXPECT_NE(write_flow(*graph).find(R"("limits": {"time_sec": 1.5, "later": [1], "displays": 7})"), std::string::npos);
}

TEST(FlowFile, PutsKnownFieldsIntoTheirOrder) {
    const std::string text =
        R"({"nodes": [{"source": "def a(): pass", "extra": 1, "type": "python", "id": "a"}], "version": 1, "links": [], "format": "pythonflows"})";
    const std::string once = rewritten(text);
    EXPECT_LT(once.find("\"format\""), once.find("\"version\""));
    EXPECT_LT(once.find("\"id\""), once.find("\"type\""));
    EXPECT_LT(once.find("\"source\""), once.find("\"extra\""));
    EXPECT_EQ(rewritten(once), once);
}

TEST(FlowFile, LongLinesAreBroken) {
    const std::string long_text(100, 'x');
    const std::string text = file(R"({"id": "a", "type": "python", "source": "def a(s=1): pass", "params": {"s": {"one": [")" + long_text + R"(", {"two": ")" +
                                  long_text + R"("}], "three": []}}})");
    const std::string once = rewritten(text);
    EXPECT_NE(once.find("\n      \"params\": {\n        \"s\": {\n          \"one\": [\n            \"xxx"), std::string::npos) << once;
    EXPECT_NE(once.find("\n          \"three\": []\n"), std::string::npos) << once;
    EXPECT_EQ(rewritten(once), once);
}

struct Damage {
    const char* name;
    std::string text;
    std::string key;
    std::string place;
};

class FlowFileDamage : public ::testing::TestWithParam<Damage> {};

TEST_P(FlowFileDamage, IsToldWithItsPlace) {
    const Result<Graph> graph = read_flow(GetParam().text, core());
    ASSERT_FALSE(graph);
    EXPECT_EQ(graph.error().sentence.key, GetParam().key);
    EXPECT_EQ(graph.error().place, GetParam().place);
}

std::string deep(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

std::string items(std::size_t count, const std::string& item) {
    std::string all;
    for (std::size_t at = 0; at < count; ++at) all += (at == 0 ? "" : ",") + item;
    return all;
}

const std::string kA = python("a", "x=1");
const std::string kB = python("b", "x");
const std::string kAll = python("all", "*xs");

INSTANTIATE_TEST_SUITE_P(
    Kinds, FlowFileDamage,
    ::testing::Values(
        Damage{"empty", "", "file.no_json", ""}, Damage{"cut_off", R"({"format": "pythonflows", "version": 1, "nodes": [)", "file.no_json", ""},
        Damage{"not_utf8", "{\"format\": \"\xff\"}", "file.no_json", ""}, Damage{"trailing", file("") + "x", "file.no_json", ""},
        Damage{"number_too_large", file(R"({"id": "a", "type": "t", "params": {"n": 1e999}})"), "file.number_too_large", ""},
        Damage{"a_list", "[]", "file.not_a_flow", ""}, Damage{"a_number", "7", "file.not_a_flow", ""},
        Damage{"another_object", R"({"cells": []})", "file.not_a_flow", ""},
        Damage{"other_format", R"({"format": "node-red", "version": 1, "nodes": []})", "file.not_a_flow", "/format"},
        Damage{"format_no_text", R"({"format": 3, "version": 1, "nodes": []})", "file.not_a_flow", ""},
        Damage{"later_version", R"({"format": "pythonflows", "version": 2, "nodes": {}})", "file.later_version", "/version"},
        Damage{"later_version_behind", R"({"nodes": {"new": 1}, "format": "pythonflows", "version": 3})", "file.later_version", "/version"},
        Damage{"bad_version", R"({"format": "pythonflows", "version": 0, "nodes": []})", "file.bad_version", "/version"},
        Damage{"version_text", R"({"format": "pythonflows", "version": "1", "nodes": []})", "file.kind_integer", "/version"},
        Damage{"no_version", R"({"format": "pythonflows", "nodes": []})", "file.field_missing", ""},
        Damage{"no_nodes", R"({"format": "pythonflows", "version": 1})", "file.field_missing", ""},
        Damage{"nodes_no_list", R"({"format": "pythonflows", "version": 1, "nodes": {}})", "file.kind_list", "/nodes"},
        Damage{"node_no_object", file("7"), "file.kind_object", "/nodes/0"},
        Damage{"no_id", file(kA + R"(, {"type": "python"})"), "file.field_missing", "/nodes/1"},
        Damage{"no_type", file(R"({"id": "a"})"), "file.field_missing", "/nodes/0"},
        Damage{"id_no_text", file(R"({"id": 1, "type": "t"})"), "file.kind_text", "/nodes/0/id"},
        Damage{"bad_id", file(R"({"id": "a b", "type": "t"})"), "graph.bad_id", "/nodes/0/id"},
        Damage{"id_keyword", file(R"({"id": "class", "type": "t"})"), "graph.id_is_keyword", "/nodes/0/id"},
        Damage{"id_twice", file(kA + "," + kB + "," + kA), "graph.id_taken", "/nodes/2/id"},
        Damage{"unknown_mode", file(R"({"id": "a", "type": "t", "mode": "off"})"), "file.unknown_mode", "/nodes/0/mode"},
        Damage{"limits_no_object", file(R"({"id": "a", "type": "t", "limits": 5})"), "file.kind_object", "/nodes/0/limits"},
        Damage{"limit_no_number", file(R"({"id": "a", "type": "t", "limits": {"time_sec": "1"}})"), "file.kind_number", "/nodes/0/limits/time_sec"},
        Damage{"limit_negative", file(R"({"id": "a", "type": "t", "limits": {"time_sec": -1}})"), "graph.bad_limit", "/nodes/0/limits/time_sec"},
        Damage{"limit_too_large", file(R"({"id": "a", "type": "t", "limits": {"output_bytes": 99999999999999999999}})"), "graph.bad_limit",
               "/nodes/0/limits/output_bytes"},
        Damage{"params_no_object", file(R"({"id": "a", "type": "t", "params": []})"), "file.kind_object", "/nodes/0/params"},
        Damage{"field_twice", file(R"({"id": "a", "type": "t", "id": "b"})"), "file.field_twice", "/nodes/0/id"},
        Damage{"param_twice", file(R"({"id": "a", "type": "t", "params": {"a/b": 1, "a/b": 2}})"), "file.field_twice", "/nodes/0/params/a~1b"},
        Damage{"field_twice_inside", file(R"({"id": "a", "type": "t", "params": {"p": {"q": 1, "q": 2}}})"), "file.field_twice", "/nodes/0/params/p"},
        Damage{"title_too_long", file(R"({"id": "a", "type": "t", "title": ")" + std::string(limits::kTitleCharacters + 1, 't') + "\"}"),
               "graph.title_too_long", "/nodes/0/title"},
        Damage{"source_too_long", file(R"({"id": "a", "type": "python", "source": ")" + std::string(limits::kSourceBytes + 1, ' ') + "\"}"),
               "graph.source_too_long", "/nodes/0/source"},
        Damage{"link_unknown_from", file(kA, R"({"from": "z.result", "to": "a.x"})"), "file.unknown_node", "/links/0/from"},
        Damage{"link_unknown_to", file(kA, R"({"from": "a.result", "to": "z.x"})"), "file.unknown_node", "/links/0/to"},
        Damage{"link_no_dot", file(kA + "," + kB, R"({"from": "a", "to": "b.x"})"), "file.bad_link_end", "/links/0/from"},
        Damage{"link_no_port", file(kA + "," + kB, R"({"from": "a.result", "to": "b."})"), "file.bad_link_end", "/links/0/to"},
        Damage{"link_no_to", file(kA, R"({"from": "a.result"})"), "file.field_missing", "/links/0"},
        Damage{"link_to_itself", file(kA, R"({"from": "a.result", "to": "a.x"})"), "graph.link_to_itself", "/links/0"},
        Damage{"two_links_into_one", file(kA + "," + kB + "," + python("c", "x=1"), R"({"from": "a.result", "to": "b.x"}, {"from": "c.result", "to": "b.x"})"),
               "graph.input_taken", "/links/1/to"},
        Damage{"two_links_into_a_setting",
               file(kA + "," + python("c", "x=1") + "," + python("d", ""), R"({"from": "d.result", "to": "a.x"}, {"from": "c.result", "to": "a.x"})"),
               "graph.input_taken", "/links/1/to"},
        Damage{"cycle", file(kA + "," + kB, R"({"from": "a.result", "to": "b.x"}, {"from": "b.result", "to": "a.x"})"), "graph.cycle", "/links/1"},
        Damage{"position_no_number", file(kA, "", R"(, "view": {"nodes": {"a": {"x": "0", "y": 0}}})"), "file.kind_number", "/view/nodes/a/x"},
        Damage{"position_null", file(kA, "", R"(, "view": {"nodes": {"a": {"x": null, "y": 0}}})"), "file.kind_number", "/view/nodes/a/x"},
        Damage{"position_missing", file(kA, "", R"(, "view": {"nodes": {"a": {"x": 1}}})"), "file.field_missing", "/view/nodes/a"},
        Damage{"position_too_far", file(kA, "", R"(, "view": {"nodes": {"a": {"x": 1e30, "y": 0}}})"), "graph.position_out_of_range", "/view/nodes/a/x"},
        Damage{"collapsed_no_flag", file(kA, "", R"(, "view": {"nodes": {"a": {"x": 1, "y": 0, "collapsed": 1}}})"), "file.kind_flag",
               "/view/nodes/a/collapsed"},
        Damage{"view_no_object", file(kA, "", R"(, "view": [])"), "file.kind_object", "/view"},
        Damage{"package_no_text", file("", "", R"(, "packages": ["numpy", 2])"), "file.kind_text", "/packages/1"},
        Damage{"package_bad", file("", "", R"(, "packages": [""])"), "graph.bad_package", "/packages/0"},
        Damage{"too_many_packages", file("", "", R"(, "packages": [)" + items(limits::kPackagesPerFlow + 1, "\"p\"") + "]"), "graph.too_many_packages",
               "/packages/200"},
        Damage{"file_outside", file("", "", R"(, "files": [{"name": "../secret"}])"), "graph.bad_file_name", "/files/0/name"},
        Damage{"file_twice", file("", "", R"(, "files": [{"name": "a"}, {"name": "a"}])"), "graph.file_exists", "/files/1/name"},
        Damage{"file_bad_data", file("", "", R"(, "files": [{"name": "a", "data": "a b="}])"), "file.bad_base64", "/files/0/data"},
        Damage{"file_bad_sha", file("", "", R"(, "files": [{"name": "a", "sha256": "ABC"}])"), "file.bad_sha256", "/files/0/sha256"},
        Damage{"file_bad_bytes", file("", "", R"(, "files": [{"name": "a", "bytes": -1}])"), "file.bad_bytes", "/files/0/bytes"},
        Damage{"too_deep", file("", "", ", \"deep\": " + deep(limits::kFileDepth)), "file.too_deep", ""}),
    [](const auto& damage) { return damage.param.name; });

TEST(FlowFile, BrokenJsonHasLineAndColumn) {
    const Result<Graph> graph = read_flow("{\n  \"名前\": 1,\n  \"題\": x\n}", core());
    ASSERT_FALSE(graph);
    EXPECT_EQ(graph.error().sentence, (Sentence{"file.no_json", {{"line", "3"}, {"column", "8"}}}));
}

TEST(FlowFile, DepthAtTheLimitIsRead) {
    const std::string text = file("", "", ", \"deep\": " + deep(limits::kFileDepth - 1));
    EXPECT_TRUE(read_flow(text, core()));
}

TEST(FlowFile, RefusesAFileThatIsTooLargeBeforeReadingIt) {
    const std::string huge(limits::kFileBytes + 1, ' ');
    const Result<Graph> graph = read_flow(huge, core());
    ASSERT_FALSE(graph);
    EXPECT_EQ(graph.error().sentence.key, "file.too_large");
}

TEST(FlowFile, WhatThisVersionCannotUseIsKeptWithItsProblem) {
    const std::string text =
        file(R"({"id": "a", "type": "future.magic", "source": "x", "params": {"p": 1}}, )" + kB + R"(, {"id": "c", "type": "python", "source": "def c(x:"}, )" +
                 python("d", "y"),
             R"({"from": "a.sparks", "to": "b.x"}, {"from": "b.result", "to": "d.gone"}, {"from": "b.other", "to": "c.x"}, {"from": "b.result", "to": "c.x"})");
    const Result<Graph> graph = read_flow(text, core());
    ASSERT_TRUE(graph) << graph.error().sentence.key << graph.error().place;
    const auto problem = [&](const char* name) { return graph->node(node_of(*graph, name)).problem; };
    EXPECT_EQ(problem("a")->sentence.key, "graph.unknown_type");
    EXPECT_FALSE(problem("b"));
    EXPECT_EQ(problem("c")->sentence.key, "signature.bracket_open");
    EXPECT_EQ(problem("d")->sentence.key, "graph.unknown_input");
    EXPECT_EQ(graph->links().size(), 4u);
    const std::string once = write_flow(*graph);
    EXPECT_NE(once.find(R"("type": "future.magic", "source": "x")"), std::string::npos) << once;
    EXPECT_EQ(rewritten(once), once);
}

TEST(FlowFile, PortNamesMayHoldDots) {
    const Result<Graph> graph =
        read_flow(file(R"({"id": "a", "type": "t.a"}, {"id": "b", "type": "t.b"})", R"({"from": "a.one.two", "to": "b.三.四"})"), core());
    ASSERT_TRUE(graph);
    EXPECT_EQ(graph->link(graph->links()[0]).from_port, "one.two");
    EXPECT_EQ(graph->link(graph->links()[0]).to_port, "三.四");
}

TEST(FlowFile, NodesOfTheSameSourceShareTheirSignature) {
    const Result<Graph> graph =
        read_flow(file(R"({"id": "a", "type": "python", "source": "def f(): pass"}, {"id": "b", "type": "python", "source": "def f(): pass"})"), core());
    ASSERT_TRUE(graph);
    EXPECT_EQ(graph->node(node_of(*graph, "a")).signature, graph->node(node_of(*graph, "b")).signature);
}

TEST(FlowFile, NodesWithoutALookArePlacedInColumns) {
    const Result<Graph> graph = read_flow(file(kA + "," + kB + "," + python("c", "x, y"),
                                               R"({"from": "a.result", "to": "b.x"}, {"from": "b.result", "to": "c.x"}, {"from": "a.result", "to": "c.y"})"),
                                          core());
    ASSERT_TRUE(graph);
    const auto x = [&](const char* name) { return graph->look(node_of(*graph, name)).x; };
    EXPECT_LT(x("a"), x("b"));
    EXPECT_LT(x("b"), x("c"));
    const Result<Graph> half = read_flow(file(kA + "," + kB, "", R"(, "view": {"nodes": {"a": {"x": 50, "y": 70}, "gone": {"x": 0, "y": 900}}})"), core());
    ASSERT_TRUE(half);
    EXPECT_EQ(half->look(node_of(*half, "b")).x, 50);
    EXPECT_GT(half->look(node_of(*half, "b")).y, 70);
}

TEST(FlowFile, APieceHoldsTheNodesAndTheLinksAmongThem) {
    const Graph graph = graph_of("a -> b -> c -> d; a -> c");
    const Result<Graph> piece = read_flow(write_piece(graph, {node_of(graph, "c"), node_of(graph, "b"), node_of(graph, "b"), NodeId{999}}), core());
    ASSERT_TRUE(piece);
    ASSERT_EQ(piece->nodes().size(), 2u);
    EXPECT_EQ(piece->node(piece->nodes()[0]).name, "b");
    ASSERT_EQ(piece->links().size(), 1u);
}

TEST(FlowFile, AnEmptyFlowIsAFile) {
    EXPECT_EQ(write_flow(Graph()),
              "{\n  \"format\": \"pythonflows\",\n  \"version\": 1,\n  \"nodes\": [],\n  \"links\": [],\n  \"view\": {\n    \"nodes\": {}\n  }\n}\n");
    EXPECT_TRUE(read_flow(write_flow(Graph()), core()));
}

}  // namespace
}  // namespace flow
