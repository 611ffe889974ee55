// Promises: intents by chance, right and wrong, as one person may make them on a flow that grows and shrinks: any edit there is. The same seed makes the same.
// Must not know: any test.
#pragma once

#include <functional>
#include <random>

#include "runtime/graph/flow_file.h"
#include "tests/session/session_bench.h"

namespace flow::tests {

class Hands {
public:
    Hands(SessionBench& bench, unsigned seed) : bench_(bench), random_(seed) {}

    Intent next() {
        // A flow that only grows is soon so large that a step is mostly the writing of it.
        if (graph().nodes().size() > kMostNodes) return intent::RemoveNodes{some_nodes(kMostNodes / 4), some_areas(4), false};
        switch (below(29)) {
            case 0:
            case 1:
            case 2: return add_node();
            case 3: return intent::RemoveNodes{some_nodes(2), some_areas(1), below(2) == 0};
            case 4:
            case 5:
            case 6: return intent::Connect{output(), input()};
            case 7: return any_link([](const Link& link) -> Intent { return intent::Disconnect{{link.from, link.from_port}, {link.to, link.to_port}}; });
            case 8:
                return any_link([this](const Link& link) -> Intent {
                    return intent::Reconnect{{link.from, link.from_port}, {link.to, link.to_port}, input()};
                });
            case 9: return intent::MoveNodes{some_nodes(3), number(), number(), below(2) == 0, some_areas(2)};
            case 10: {
                intent::MoveNodes moved{some_nodes(1), number(), 1, true, {}};
                if (!graph().links().empty()) moved.into = link();
                return moved;
            }
            case 11: return intent::SetTitle{node(), text()};
            case 12: return intent::SetSource{node(), source()};
            case 13: return intent::SetParam{node(), "how", below(2) == 0 ? std::nullopt : std::optional<JsonText>(std::to_string(below(9)))};
            case 14: return intent::SetMode{some_nodes(2), static_cast<NodeMode>(below(4))};
            case 15: return intent::SetLimits{node(), NodeLimits{static_cast<double>(below(9)), {}, {}, {}}};
            case 16:
                return any_link([this](const Link& link) -> Intent {
                    return intent::MoveLink{{link.from, link.from_port}, {link.to, link.to_port}, below(2) == 0 ? 1 : -1};
                });
            case 17: return intent::SetCollapsed{some_nodes(2), below(2) == 0};
            case 18: return below(2) == 0 ? Intent(intent::SetFlowTitle{text()}) : Intent(intent::SetPackages{{"p" + std::to_string(below(3))}});
            case 19: return file();
            case 20: return intent::Duplicate{some_nodes(3), some_areas(2)};
            case 21: return intent::Paste{write_piece(graph(), some_nodes(3), some_areas(2)), number(), number()};
            case 22: return below(20) == 0 ? Intent(intent::Open{write_flow(graph())}) : Intent(intent::Select{some_nodes(3), some_areas(2)});
            case 23: return any_link([this](const Link& link) -> Intent { return intent::RemoveLinks{{link.id, this->link()}}; });
            case 24:
                return any_link([this](const Link& link) -> Intent { return intent::SetBends{link.id, {{number(), number()}, {number(), 0}}, below(2) == 0}; });
            case 25: return add_area();
            case 26: return set_area();
            case 27: return arrange();
            default: return travel();
        }
    }

    std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_()) % count; }

private:
    static constexpr std::size_t kMostNodes = 80;

    const Graph& graph() const { return bench_.session.graph(); }
    double number() { return static_cast<double>(below(4'000)) / 4 - 500; }
    std::string text() {
        static const std::vector<std::string> texts{"", "a", "表 と 線", "\"quoted\"", "# Heading\n- **bold** `code`", "😀"};
        return texts[below(texts.size())];
    }
    std::string source() {
        static const std::vector<std::string> sources{"def f(x, y=1, how='a'):\n    return x\n", "def g(*xs, how=2):\n    return xs\n",
                                                      "def h():\n    return 1\n", "def broken(", "@outputs('left', 'right')\ndef f(x, z):\n    return 1, 2\n"};
        return sources[below(sources.size())];
    }
    NodeId node() {
        if (graph().nodes().empty() || below(30) == 0) return NodeId{99'999};
        return graph().nodes()[below(graph().nodes().size())];
    }
    LinkId link() { return graph().links().empty() ? LinkId{99'999} : graph().links()[below(graph().links().size())]; }
    std::vector<NodeId> some_nodes(std::size_t most) {
        std::vector<NodeId> nodes;
        for (std::size_t count = below(most + 1); count > 0 && !graph().nodes().empty(); --count) {
            const NodeId one = node();
            if (graph().find(one) != nullptr && std::find(nodes.begin(), nodes.end(), one) == nodes.end()) nodes.push_back(one);
        }
        return nodes;
    }
    std::vector<std::string> some_areas(std::size_t most) {
        std::vector<std::string> names;
        for (std::size_t count = below(most + 1); count > 0 && !graph().areas().empty(); --count) {
            const std::string& name = graph().areas()[below(graph().areas().size())].name;
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
        return names;
    }
    PortRef output() {
        static const std::vector<std::string> ports{"result", "result", "left", "right", "none"};
        return {node(), ports[below(ports.size())]};
    }
    PortRef input() {
        static const std::vector<std::string> ports{"x", "x", "xs", "y", "z", "how"};
        return {node(), ports[below(ports.size())]};
    }
    Intent any_link(const std::function<Intent(const Link&)>& make) {
        if (graph().links().empty()) return add_node();
        return make(graph().link(link()));
    }
    Intent add_node() {
        intent::AddNode wanted;
        wanted.type = "python";
        wanted.source = source();
        wanted.title = text();
        wanted.x = number();
        wanted.y = number();
        if (below(3) == 0) wanted.connect_from = output();
        if (!graph().links().empty() && below(3) == 0) {  // into a wire
            const Link& between = graph().link(link());
            wanted.connect_from = PortRef{between.from, between.from_port};
            wanted.connect_to = PortRef{between.to, between.to_port};
        }
        return wanted;
    }
    Intent file() {
        const std::string name = "f" + std::to_string(below(3)) + ".csv";
        switch (below(3)) {
            case 0: return intent::AddFile{FlowFile{name, static_cast<std::int64_t>(below(9)), "", "", {}}};
            case 1: return intent::RenameFile{name, "g" + std::to_string(below(3)) + ".csv"};
            default: return intent::RemoveFile{name};
        }
    }
    Intent add_area() {
        Area area;
        area.kind = below(2) == 0 ? Area::Kind::frame : Area::Kind::note;
        area.text = text();
        area.x = number();
        area.y = number();
        area.width = static_cast<double>(below(900));  // none at all is refused
        area.height = 300;
        area.is_subflow = below(2) == 0;  // of some nodes: refused for a note, for none, and where a way comes back
        if (area.is_subflow) area.nodes = some_nodes(4);
        return intent::AddArea{std::move(area)};
    }
    Intent set_area() {
        const std::vector<std::string> some = some_areas(3);
        intent::SetArea wanted{some.empty() ? "none" : some.front()};
        if (below(3) == 0) wanted.text = text();
        if (below(3) == 0) wanted.color = below(2) == 0 ? "blue" : "";
        if (below(2) == 0) wanted.is_folded = below(2) == 0;
        if (below(3) == 0) wanted.box = intent::Box{number(), number(), 400, 300};
        wanted.is_drag_end = below(2) == 0;
        return wanted;
    }
    Intent arrange() {
        intent::Arrange wanted;
        for (const NodeId one : some_nodes(4)) wanted.nodes.emplace_back(one, Bend{number(), number()});
        for (const std::string& area : some_areas(2)) wanted.areas.emplace_back(area, intent::Box{number(), 0, 200, 100});
        return wanted;
    }
    Intent travel() {
        switch (below(4)) {
            case 0: return intent::Undo{};
            case 1: return intent::Redo{};
            case 2: return intent::Travel{bench_.session.history().steps_done() + below(5)};
            default: return intent::Travel{bench_.session.history().steps_done() - std::min(below(5), bench_.session.history().steps_done())};
        }
    }

    SessionBench& bench_;
    std::mt19937 random_;
};

}  // namespace flow::tests
