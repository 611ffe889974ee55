#include "tests/graph/graph_text.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "runtime/base/check.h"
#include "runtime/graph/edit.h"

namespace flow::tests {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + separator.size());
    }
}

struct Described {
    std::vector<std::string> inputs;  // "*items" for a variadic one
    std::vector<std::string> outputs;
};

struct DescribedLink {
    std::string from, from_port, to, to_port;
};

void add_once(std::vector<std::string>& list, const std::string& item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

class GraphText {
public:
    explicit GraphText(std::string_view text) {
        for (const std::string_view line : split(text, "\n")) {
            for (const std::string_view statement : split(line, ";")) {
                if (!statement.empty()) read(statement);
            }
        }
    }

    Graph build() const {
        Graph graph;
        const NodeLibrary library;
        for (const std::string& name : order_) {
            Node node;
            node.name = name;
            node.type = kPythonType;
            node.source = source_of(name);
            must(apply(graph, library, edit::AddNode{node, NodeLook{}}));
        }
        for (const DescribedLink& link : links_) {
            must(apply(graph, library, edit::AddLink{Link{{}, graph.by_name(link.from), link.from_port, graph.by_name(link.to), link.to_port, {}}}));
        }
        return graph;
    }

private:
    static void must(const Result<Edit>& result) {
        const std::string sentence = result ? "" : "the text of a test's graph is a graph: " + result.error().sentence.key;
        FLOW_CHECK(result.has_value(), sentence.c_str());
    }

    static std::pair<std::string, std::string> end_of(std::string_view text) {
        const std::size_t dot = text.find('.');
        return {std::string(text.substr(0, dot)), dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1))};
    }

    Described& node(const std::string& name) {
        if (!nodes_.contains(name)) order_.push_back(name);
        return nodes_[name];
    }

    void read(std::string_view statement) {
        const std::vector<std::string_view> ends = split(statement, "->");
        node(end_of(ends.front()).first);
        for (std::size_t at = 1; at < ends.size(); ++at) {
            auto [from, output] = end_of(ends[at - 1]);
            if (at > 1) output.clear();  // the name behind the dot of a middle one is its input
            link(from, output.empty() ? "result" : output, end_of(ends[at]));
        }
    }

    void link(const std::string& from, const std::string& output, const std::pair<std::string, std::string>& to) {
        add_once(node(from).outputs, output);
        Described& target = node(to.first);
        std::string input = to.second;
        if (input.empty()) {
            input = from;
            for (int number = 2; std::find(target.inputs.begin(), target.inputs.end(), input) != target.inputs.end(); ++number)
                input = from + "_" + std::to_string(number);
        }
        add_once(target.inputs, input);
        links_.push_back({from, output, to.first, plain(input)});
    }

    static std::string plain(const std::string& input) { return input.starts_with('*') ? input.substr(1) : input; }

    std::string source_of(const std::string& name) const {
        const Described& described = nodes_.at(name);
        std::string source;
        if (!described.outputs.empty() && described.outputs != std::vector<std::string>{"result"}) {
            source += "@outputs(";
            for (const std::string& output : described.outputs) source += "\"" + output + "\", ";
            source += ")\n";
        }
        source += "def " + name + "(";
        std::string variadic;
        for (const std::string& input : described.inputs) {
            if (input.starts_with('*')) {
                variadic = input;
            } else {
                source += input + ", ";
            }
        }
        return source + variadic + "):\n    return None\n";
    }

    std::vector<std::string> order_;
    std::map<std::string, Described> nodes_;
    std::vector<DescribedLink> links_;
};

}  // namespace

Graph graph_of(std::string_view text) { return GraphText(text).build(); }

NodeId node_of(const Graph& graph, std::string_view name) {
    const NodeId id = graph.by_name(name);
    FLOW_CHECK(static_cast<bool>(id), "a test asks for a node of its graph");
    return id;
}

}  // namespace flow::tests
