// Writes flow files (flow_file.h). The outline is always the same: the outermost object, the lists of nodes, links and files and the map of looks have a line
// for each member; below that json_pretty.h decides.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "runtime/graph/flow_fields.h"
#include "runtime/graph/flow_file.h"
#include "runtime/graph/json_pretty.h"
#include "runtime/graph/mode_names.h"

namespace flow {
namespace {

using Member = std::pair<std::string_view, JsonText>;

/// Known members in the order of `fields_of(place)`, each followed by the unknown ones that stood behind it.
std::vector<Member> merged(FilePlace place, const std::vector<Member>& known, const UnknownFields& unknown) {
    std::vector<Member> all;
    const auto add_unknown = [&](std::string_view after) {
        for (const UnknownField& field : unknown) {
            if (field.after == after) all.emplace_back(field.name, field.value);
        }
    };
    add_unknown("");
    for (const FieldRule& rule : fields_of(place)) {
        const auto found = std::find_if(known.begin(), known.end(), [&rule](const Member& member) { return member.first == rule.name; });
        if (found != known.end()) all.push_back(*found);
        add_unknown(rule.name);
    }
    return all;
}

JsonText object_of(const std::vector<Member>& members) {
    JsonText text = "{";
    for (const auto& [name, value] : members) {
        if (text.size() > 1) text += ", ";
        append_json_string(text, name);
        text += ": ";
        text += value;
    }
    return text + "}";
}

JsonText params_text(const Node& node) {
    std::vector<Member> members;
    for (const Param& param : node.params) members.emplace_back(param.name, param.value);
    return object_of(members);
}

JsonText node_text(const Node& node) {
    std::vector<Member> known{{"id", json_string(node.name)}, {"type", json_string(node.type)}};
    if (!node.title.empty()) known.emplace_back("title", json_string(node.title));
    if (node.mode != NodeMode::normal) known.emplace_back("mode", json_string(name_of(node.mode)));
    if (!node.source.empty()) known.emplace_back("source", json_string(node.source));
    if (!node.params.empty()) known.emplace_back("params", params_text(node));
    return object_of(merged(FilePlace::node, known, node.unknown));
}

JsonText link_text(const Graph& graph, const Link& link) {
    const auto end = [&graph](NodeId node, const std::string& port) { return json_string(graph.node(node).name + "." + port); };
    return object_of(merged(FilePlace::link, {{"from", end(link.from, link.from_port)}, {"to", end(link.to, link.to_port)}}, link.unknown));
}

JsonText look_text(const NodeLook& look) {
    std::vector<Member> known{{"x", number_text(look.x)}, {"y", number_text(look.y)}};
    if (look.is_collapsed) known.emplace_back("collapsed", "true");
    return object_of(merged(FilePlace::look, known, look.unknown));
}

JsonText file_text(const FlowFile& file) {
    std::vector<Member> known{{"name", json_string(file.name)}};
    if (file.bytes != 0) known.emplace_back("bytes", std::to_string(file.bytes));
    if (!file.sha256.empty()) known.emplace_back("sha256", json_string(file.sha256));
    if (!file.data.empty()) known.emplace_back("data", json_string(file.data));
    return object_of(merged(FilePlace::file, known, file.unknown));
}

/// `[` or `{` with a line for each member; members are given with their keys. On one line if there are none.
JsonText lines_of(const std::vector<JsonText>& members, std::size_t indent, char open, char close) {
    JsonText text(1, open);
    for (const JsonText& member : members) {
        text += text.size() > 1 ? ",\n" : "\n";
        text.append(indent + 2, ' ');
        text += member;
    }
    if (!members.empty()) text.append("\n").append(indent, ' ');
    return text + close;
}

template <class Ids, class Text>
JsonText list_of(const Ids& items, Text text_of_item) {
    std::vector<JsonText> lines;
    for (const auto& item : items) append_pretty(lines.emplace_back(), text_of_item(item), 4, 4);
    return lines_of(lines, 2, '[', ']');
}

/// `"name": value`, pretty unless the value is laid out already.
JsonText with_key(std::string_view name, const JsonText& value, std::size_t indent, bool is_laid_out) {
    JsonText text = json_string(name) + ": ";
    if (is_laid_out) return text + value;
    append_pretty(text, value, indent, indent + text.size());
    return text;
}

JsonText looks_text(const Graph& graph, const std::vector<NodeId>& nodes) {
    std::vector<JsonText> lines;
    for (const NodeId id : nodes) lines.push_back(with_key(graph.node(id).name, look_text(graph.look(id)), 6, false));
    return lines_of(lines, 4, '{', '}');
}

JsonText view_text(const Graph& graph, const std::vector<NodeId>& nodes, const UnknownFields& others) {
    std::vector<JsonText> lines;
    for (const auto& [name, value] : merged(FilePlace::view, {{"nodes", looks_text(graph, nodes)}}, others))
        lines.push_back(with_key(name, value, 4, name == "nodes"));
    return lines_of(lines, 2, '{', '}');
}

JsonText packages_text(const std::vector<std::string>& packages) {
    JsonText text = "[";
    for (const std::string& name : packages) text += (text.size() > 1 ? ", " : "") + json_string(name);
    return text + "]";
}

std::string whole(const std::vector<Member>& known, const UnknownFields& unknown) {
    std::vector<JsonText> lines;
    for (const auto& [name, value] : merged(FilePlace::root, known, unknown)) {
        const bool is_laid_out = name == "nodes" || name == "links" || name == "files" || name == "view";
        lines.push_back(with_key(name, value, 2, is_laid_out));
    }
    return lines_of(lines, 0, '{', '}') + "\n";
}

std::vector<Member> head_of() { return {{"format", json_string(kFlowFormat)}, {"version", std::to_string(kFlowVersion)}}; }

}  // namespace

std::string write_flow(const Graph& graph) {
    std::vector<Member> known = head_of();
    if (!graph.title().empty()) known.emplace_back("title", json_string(graph.title()));
    if (!graph.packages().empty()) known.emplace_back("packages", packages_text(graph.packages()));
    known.emplace_back("nodes", list_of(graph.nodes(), [&graph](NodeId id) { return node_text(graph.node(id)); }));
    known.emplace_back("links", list_of(graph.links(), [&graph](LinkId id) { return link_text(graph, graph.link(id)); }));
    if (!graph.files().empty()) known.emplace_back("files", list_of(graph.files(), file_text));
    const std::vector<NodeId> nodes(graph.nodes().begin(), graph.nodes().end());
    known.emplace_back("view", view_text(graph, nodes, graph.view_fields()));
    return whole(known, graph.unknown());
}

std::string write_piece(const Graph& graph, const std::vector<NodeId>& nodes) {
    std::vector<NodeId> present;
    for (const NodeId id : nodes) {
        if (graph.find(id) != nullptr) present.push_back(id);
    }
    std::sort(present.begin(), present.end(), [&graph](NodeId a, NodeId b) { return graph.before(a, b); });
    present.erase(std::unique(present.begin(), present.end()), present.end());
    const std::unordered_set<NodeId> inside(present.begin(), present.end());
    std::vector<LinkId> links;
    for (const NodeId id : present) {
        for (const LinkId link : graph.links_into(id)) {
            if (inside.contains(graph.link(link).from)) links.push_back(link);
        }
    }
    std::sort(links.begin(), links.end(), [&graph](LinkId a, LinkId b) { return graph.before(a, b); });
    std::vector<Member> known = head_of();
    known.emplace_back("nodes", list_of(present, [&graph](NodeId id) { return node_text(graph.node(id)); }));
    known.emplace_back("links", list_of(links, [&graph](LinkId id) { return link_text(graph, graph.link(id)); }));
    known.emplace_back("view", view_text(graph, present, {}));
    return whole(known, {});
}

}  // namespace flow
