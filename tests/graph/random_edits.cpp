#include "tests/graph/random_edits.h"

#include <utility>

#include "runtime/base/check.h"
#include "runtime/graph/flow_file.h"
#include "runtime/graph/piece.h"
#include "runtime/graph/step.h"

namespace flow::tests {

NodeLibrary RandomEdits::library() {
    NodeLibrary library;
    const std::pair<const char*, const char*> types[] = {
        {"core.read", "def read(path: File = '', share: float = 1):\n    return []\n"},
        {"core.join", "def join(*tables, how: Literal['a', 'b'] = 'a'):\n    return []\n"},
        {"core.split", "@outputs('train', 'test')\ndef split(table, n: int = 2, *, seed=None):\n    return 1, 2\n"},
    };
    for (const auto& [name, source] : types) {
        NodeType type;
        type.name = name;
        type.source = source;
        const bool is_added = library.add(std::move(type)).has_value();
        FLOW_CHECK(is_added, "the types of tests can be read");
    }
    return library;
}

std::string RandomEdits::text() {
    static const std::vector<std::string> parts{"a", "Z", "_",     "9", " ", "\"", "\\", "\n", "\t", "/", "~", "表", "😀", "é", "\x01", std::string(1, '\0'),
                                                "{", "}", "日本語"};
    std::string text;
    for (std::size_t count = below(8); count > 0; --count) text += one_of(parts);
    return text;
}

JsonText RandomEdits::json(int depth) {
    static const std::vector<JsonText> scalars{
        "null", "true", "false", "0", "-0", "1", "1.0", "-2.50", "1e3", "1E-7", "9007199254740993", "123456789012345678901234567890", "\"\""};
    const std::size_t choice = below(depth > 3 ? 2 : 4);
    if (choice == 0) return one_of(scalars);
    if (choice == 1) return json_string(text());
    JsonText value = choice == 2 ? "[" : "{";
    for (std::size_t at = 0, count = below(4); at < count; ++at) {
        if (at > 0) value += ",";
        if (choice == 3) value += json_string(text() + std::to_string(at)) + " :";
        value += json(depth + 1);
    }
    return value + (choice == 2 ? "]" : "}");
}

NodeId RandomEdits::node(const Graph& graph) {
    if (graph.nodes().empty() || below(40) == 0) return NodeId{static_cast<std::uint32_t>(below(500))};
    return graph.nodes()[below(graph.nodes().size())];
}

std::string RandomEdits::source() {
    static const std::vector<std::string> parameters{"x", "x, y", "*xs", "x, *xs", "x=1", "y: float = 2", "x, *, y, z='表'", "", "a, b, c, d", "x, y=[1, 2]"};
    static const std::vector<std::string> broken{"", "def", "def f(", "x = 1\n", "def f(**all): pass\n", "def f(x, x): pass\n"};
    if (below(6) == 0) return one_of(broken);
    const std::string head = below(5) == 0 ? "@outputs('left', 'right')\n" : "";
    return head + "def " + one_of(std::vector<std::string>{"f", "g", "関数"}) + "(" + one_of(parameters) + "):\n    return 1\n";
}

UnknownFields RandomEdits::unknown() {
    UnknownFields fields;
    if (below(4) == 0) fields.push_back({below(2) == 0 ? "" : "id", "extra " + text(), "[1, 2]"});
    return fields;
}

NodeLook RandomEdits::look() {
    NodeLook look;
    look.x = static_cast<double>(below(4'000)) / 7 - 200;
    look.y = static_cast<double>(below(4'000)) - 2'000;
    look.is_collapsed = below(5) == 0;
    return look;
}

NodeLimits RandomEdits::limits() {
    NodeLimits made;
    if (below(2) == 0) made.time_sec = static_cast<double>(below(2'000)) / 8;
    if (below(3) == 0) made.output_bytes = static_cast<std::int64_t>(below(5'000'000));
    if (below(3) == 0) made.displays = static_cast<std::int64_t>(below(300));
    return made;
}

Node RandomEdits::new_node() {
    static const std::vector<std::string> types{"python", "python", "python", "core.read", "core.join", "core.split", "future.type"};
    Node node;
    node.type = one_of(types);
    if (node.type == kPythonType) node.source = source();
    if (below(8) == 0) node.name = "n" + std::to_string(below(30));
    if (below(3) == 0) node.title = text();
    node.mode = static_cast<NodeMode>(below(4));
    for (std::size_t at = 0, count = below(3); at < count; ++at) node.params.push_back({text() + std::to_string(at), json()});
    if (below(4) == 0) node.limits = limits();
    if (UnknownFields fields = unknown(); !fields.empty()) node.unknown = std::move(fields);
    return node;
}

std::vector<Edit> RandomEdits::link(const Graph& graph) {
    static const std::vector<std::string> outputs{"result", "result", "result", "left", "right", "train", "test", "none"};
    static const std::vector<std::string> inputs{"x", "x", "y", "xs", "tables", "table", "share", "none"};
    const NodeId from = node(graph);
    const NodeId to = node(graph);
    const std::string& output = one_of(outputs);
    const std::string& input = one_of(inputs);
    if (below(2) == 0) {
        auto edits = step::connect(graph, from, output, to, input);
        return edits ? *std::move(edits) : std::vector<Edit>{edit::RemoveLink{LinkId{12'345}}};
    }
    edit::AddLink added{Link{{}, from, output, to, input}};
    if (UnknownFields fields = unknown(); !fields.empty()) added.link.extras.edit().unknown = std::move(fields);
    if (below(4) == 0) added.link.id = LinkId{graph.last_id() + 1};  // as a paste would: the ports are not looked at
    if (below(4) == 0) added.index = below(graph.links().size() + 2);
    return {added};
}

std::vector<Edit> RandomEdits::property(const Graph& graph) {
    const NodeId chosen = node(graph);
    switch (below(10)) {
        case 9: return {edit::SetLimits{chosen, limits()}};
        case 0: return {edit::SetTitle{chosen, text()}};
        case 1: return {edit::SetSource{chosen, source()}};
        case 2: {
            auto edits = step::set_source(graph, chosen, source());
            return edits ? *std::move(edits) : std::vector<Edit>{edit::RemoveNode{chosen}};
        }
        case 3: return {edit::SetParam{chosen, one_of(std::vector<std::string>{"a", "b", "c"}), below(3) == 0 ? std::nullopt : std::optional(json())}};
        case 4: return {edit::SetParam{chosen, "a", json(), below(3)}};
        case 5: return {edit::SetMode{chosen, static_cast<NodeMode>(below(4))}};
        case 6: return {edit::SetFlowTitle{text()}};
        case 7: return {edit::SetPackages{{"numpy", "p" + std::to_string(below(5))}}};
        default: return {edit::SetFiles{{FlowFile{"f" + std::to_string(below(3)) + ".csv", 3, "", below(2) == 0 ? "YWJj" : "", unknown()}}}};
    }
}

std::vector<Edit> RandomEdits::canvas(const Graph& graph) {
    if (below(3) == 0 && !graph.links().empty()) {
        Bends bends;
        for (std::size_t count = below(4); count > 0; --count) bends.push_back({static_cast<double>(below(900)) / 4, static_cast<double>(below(900))});
        return {edit::SetBends{graph.links()[below(graph.links().size())], std::move(bends)}};
    }
    if (below(4) == 0) {
        const std::vector<NodeId> some{node(graph), node(graph), node(graph)};
        return step::dissolve_nodes(graph, some);
    }
    const std::size_t index = below(3) == 0 ? below(graph.areas().size() + 2) : static_cast<std::size_t>(-1);
    if (!graph.areas().empty() && below(3) == 0) {
        const Area& known = graph.areas()[below(graph.areas().size())];
        return {edit::PutArea{known.name, below(2) == 0 ? nullptr : std::make_shared<const Area>(area(graph, known.kind, known.name)), index}};
    }
    const auto kind = static_cast<Area::Kind>(below(2));
    const std::string name = graph.free_area_name(kind);
    return {edit::PutArea{name, std::make_shared<const Area>(area(graph, kind, name)), index}};
}

Area RandomEdits::area(const Graph& graph, Area::Kind kind, const std::string& name) {
    Area made;
    made.kind = kind;
    made.name = name;
    made.text = text();
    made.color = below(2) == 0 ? "" : text();
    made.x = static_cast<double>(below(4'000)) / 7 - 200;
    made.y = static_cast<double>(below(4'000)) - 2'000;
    made.width = static_cast<double>(below(900)) + 1;  // now and then of no use: refused
    made.height = static_cast<double>(below(900));
    made.is_folded = kind == Area::Kind::frame && below(3) == 0;
    made.is_subflow = kind == Area::Kind::frame && below(3) == 0;
    if (made.is_folded && !graph.nodes().empty()) made.nodes = {graph.nodes()[below(graph.nodes().size())]};
    made.unknown = unknown();
    return made;
}

std::vector<Edit> RandomEdits::step(const Graph& graph, const NodeLibrary& library) {
    switch (below(14)) {
        case 0:
        case 1:
        case 2: return {edit::AddNode{new_node(), look(), below(3) == 0 ? below(graph.nodes().size() + 2) : static_cast<std::size_t>(-1)}};
        case 3:
        case 4:
        case 5:
        case 6: return link(graph);
        case 7: {
            const std::vector<NodeId> some{node(graph), node(graph)};
            return step::remove_nodes(graph, some);
        }
        case 8: {
            if (graph.links().empty()) return {};
            return {edit::RemoveLink{graph.links()[below(graph.links().size())]}};
        }
        case 9: {
            const std::vector<NodeId> some{node(graph), node(graph), node(graph)};
            auto edits = edits_to_paste(graph, library, write_piece(graph, some), 5, 5);
            return edits ? *std::move(edits) : std::vector<Edit>{};
        }
        case 10: return {edit::SetLook{node(graph), look()}};
        case 11:
        case 12: return canvas(graph);
        default: {
            if (below(30) != 0) return property(graph);
            auto opened = read_flow(write_flow(graph), library);
            FLOW_CHECK(opened.has_value(), "what was written can be read");
            return {edit::ReplaceAll{std::make_shared<const Graph>(*std::move(opened))}};
        }
    }
}

}  // namespace flow::tests
