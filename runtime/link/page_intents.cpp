#include "runtime/link/page_intents.h"

#include <algorithm>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/step.h"
#include "runtime/link/convert.h"

namespace flow::link {
namespace {

using Wanted = Result<std::optional<Intent>>;

tl::unexpected<Error> failed(const Error& error) { return tl::unexpected<Error>(error); }

/// An intent made from something that may have failed to be looked up.
template <class T, class Make>
Wanted with(Result<T> found, const Make& make) {
    if (!found) return failed(found.error());
    return std::optional<Intent>(make(std::move(*found)));
}

Wanted add_node(const Graph& graph, const message::AddNode& m) {
    const auto from = port_if_named(graph, m.connect_from);
    if (!from) return failed(from.error());
    const auto to = port_if_named(graph, m.connect_to);
    if (!to) return failed(to.error());
    intent::AddNode made;
    made.type = m.node.type;
    made.name = m.node.id.value_or("");
    made.source = m.node.source.value_or("");
    made.title = m.node.title.value_or("");
    if (m.node.params) {
        for (const auto& [name, value] : *m.node.params) made.params.push_back({name, value.text});
    }
    if (m.node.mode) made.mode = from_message(*m.node.mode);
    made.x = m.x;
    made.y = m.y;
    made.connect_from = *from;
    made.connect_to = *to;
    return std::optional<Intent>(std::move(made));
}

template <class Made>
Wanted link_intent(const Graph& graph, const std::string& from_text, const std::string& to_text) {
    auto from = port_named(graph, from_text);
    if (!from) return failed(from.error());
    auto to = port_named(graph, to_text);
    if (!to) return failed(to.error());
    return std::optional<Intent>(Made{std::move(*from), std::move(*to)});
}

Wanted move_link(const Graph& graph, const message::MoveLink& m) {
    auto from = port_named(graph, m.from);
    if (!from) return failed(from.error());
    auto to = port_named(graph, m.to);
    if (!to) return failed(to.error());
    return std::optional<Intent>(intent::MoveLink{std::move(*from), std::move(*to), m.by < 0 ? -1 : m.by > 0 ? 1 : 0});
}

Wanted set_mode(const Graph& graph, const message::SetMode& m) {
    std::vector<std::string> names = m.nodes.value_or(std::vector<std::string>{});
    if (m.node) names.push_back(*m.node);
    return with(nodes_named(graph, names), [&](std::vector<NodeId> nodes) { return intent::SetMode{std::move(nodes), from_message(m.mode)}; });
}

std::vector<std::string> names_or_none(const std::optional<std::vector<std::string>>& names) { return names.value_or(std::vector<std::string>{}); }

intent::Box box_of(const message::Box& box) { return {box.x, box.y, box.width, box.height}; }

Result<LinkId> link_named(const Graph& graph, const std::string& from_text, const std::string& to_text) {
    const auto from = port_named(graph, from_text);
    if (!from) return failed(from.error());
    const auto to = port_named(graph, to_text);
    if (!to) return failed(to.error());
    const LinkId link = graph.link_between(from->node, from->port, to->node, to->port);
    if (!link) return refuse("session.no_such_link");
    return link;
}

Wanted remove_links(const Graph& graph, const message::RemoveLinks& m) {
    intent::RemoveLinks made;
    for (const std::vector<std::string>& ends : m.links) {
        if (ends.size() != 2) return failed(Error{{"link.no_port", {{"text", ""}}}, {}});
        const auto link = link_named(graph, ends[0], ends[1]);
        if (!link) return failed(link.error());
        made.links.push_back(*link);
    }
    return std::optional<Intent>(std::move(made));
}

Wanted arrange(const Graph& graph, const message::Arrange& m) {
    intent::Arrange made;
    for (const auto& [name, place] : m.nodes) {
        const auto node = node_named(graph, name);
        if (!node) return failed(node.error());
        made.nodes.emplace_back(*node, Bend{place.x, place.y});
    }
    if (m.areas) {
        for (const auto& [name, box] : *m.areas) made.areas.emplace_back(name, box_of(box));
    }
    return std::optional<Intent>(std::move(made));
}

/// One function for each message that is an intent; everything else is none.
struct ToIntent {
    const Graph& graph;

    template <class Other>
    Wanted operator()(const Other&) const {
        return std::optional<Intent>();
    }
    Wanted operator()(message::Open& m) const {
        return std::optional<Intent>(
            intent::Open{std::move(m.text), m.is_unsaved.value_or(false), m.is_beginning.value_or(false), m.opening.value_or(0), m.tab});
    }
    Wanted operator()(const message::SwitchTab& m) const { return std::optional<Intent>(intent::SwitchTab{m.tab}); }
    Wanted operator()(const message::CloseTab& m) const { return std::optional<Intent>(intent::CloseTab{m.tab}); }
    Wanted operator()(const message::AddNode& m) const { return add_node(graph, m); }
    Wanted operator()(const message::RemoveNodes& m) const {
        return with(nodes_named(graph, m.nodes), [&](std::vector<NodeId> nodes) {
            return intent::RemoveNodes{std::move(nodes), names_or_none(m.areas), m.dissolve.value_or(false)};
        });
    }
    Wanted operator()(const message::RemoveLinks& m) const { return remove_links(graph, m); }
    Wanted operator()(const message::SetReroutes& m) const {
        return with(link_named(graph, m.from, m.to), [&](LinkId link) {
            intent::SetBends made{link, {}, true};
            for (const message::Point& point : m.points) made.bends.push_back({point.x, point.y});
            return made;
        });
    }
    Wanted operator()(const message::AddArea& m) const {
        Area area;
        area.kind = m.kind == message::AreaKind::frame ? Area::Kind::frame : Area::Kind::note;
        area.name = m.id.value_or("");
        area.text = m.text.value_or("");
        area.color = m.color.value_or("");
        area.x = m.x;
        area.y = m.y;
        area.width = m.width;
        area.height = m.height;
        area.is_subflow = m.subflow_of.has_value();
        return with(nodes_named(graph, names_or_none(m.subflow_of)), [&](std::vector<NodeId> nodes) {
            area.nodes = std::move(nodes);
            return intent::AddArea{std::move(area)};
        });
    }
    Wanted operator()(const message::SetArea& m) const {
        std::optional<intent::Box> box;
        if (m.box) box = box_of(*m.box);
        return std::optional<Intent>(intent::SetArea{m.area, m.text, m.color, m.folded, box});
    }
    Wanted operator()(const message::Arrange& m) const { return arrange(graph, m); }
    Wanted operator()(const message::Travel& m) const {
        return std::optional<Intent>(intent::Travel{static_cast<std::size_t>(std::max<std::int64_t>(m.steps_done, 0))});
    }
    Wanted operator()(const message::Connect& m) const { return link_intent<intent::Connect>(graph, m.from, m.to); }
    Wanted operator()(const message::Disconnect& m) const { return link_intent<intent::Disconnect>(graph, m.from, m.to); }
    Wanted operator()(const message::MoveNodes& m) const {
        return with(nodes_named(graph, m.nodes), [&](std::vector<NodeId> nodes) {
            intent::MoveNodes made{std::move(nodes), m.dx, m.dy, false, names_or_none(m.areas)};
            step::take_contents(graph, made.nodes, made.areas);
            made.is_nudge = true;
            return made;
        });
    }
    Wanted operator()(const message::SetTitle& m) const {
        return with(node_named(graph, m.node), [&](NodeId node) { return intent::SetTitle{node, m.title}; });
    }
    Wanted operator()(const message::SetSource& m) const {
        return with(node_named(graph, m.node), [&](NodeId node) { return intent::SetSource{node, m.source}; });
    }
    Wanted operator()(const message::SetParam& m) const {
        return with(node_named(graph, m.node), [&](NodeId node) {
            std::optional<JsonText> value;
            if (m.value) value = m.value->text;
            return intent::SetParam{node, m.name, std::move(value)};
        });
    }
    Wanted operator()(const message::SetMode& m) const { return set_mode(graph, m); }
    Wanted operator()(const message::SetNodeLimits& m) const {
        return with(node_named(graph, m.node), [&](NodeId node) {
            return intent::SetLimits{node, NodeLimits{m.limits.time_sec, m.limits.output_bytes, m.limits.displays, {}}};
        });
    }
    Wanted operator()(const message::MoveLink& m) const { return move_link(graph, m); }
    Wanted operator()(const message::SetCollapsed& m) const {
        return with(nodes_named(graph, m.nodes), [&](std::vector<NodeId> nodes) { return intent::SetCollapsed{std::move(nodes), m.collapsed}; });
    }
    Wanted operator()(const message::Duplicate& m) const {
        return with(nodes_named(graph, m.nodes), [&](std::vector<NodeId> nodes) { return intent::Duplicate{std::move(nodes), names_or_none(m.areas)}; });
    }
    Wanted operator()(const message::SetFlowTitle& m) const { return std::optional<Intent>(intent::SetFlowTitle{m.title}); }
    Wanted operator()(const message::SetPackages& m) const { return std::optional<Intent>(intent::SetPackages{m.packages}); }
    Wanted operator()(const message::Paste& m) const { return std::optional<Intent>(intent::Paste{m.text, m.x, m.y}); }
    Wanted operator()(const message::AddFile& m) const { return std::optional<Intent>(intent::AddFile{from_message(m.file)}); }
    Wanted operator()(const message::RenameFile& m) const { return std::optional<Intent>(intent::RenameFile{m.name, m.to}); }
    Wanted operator()(const message::RemoveFile& m) const { return std::optional<Intent>(intent::RemoveFile{m.name}); }
    Wanted operator()(const message::Undo&) const { return std::optional<Intent>(intent::Undo{}); }
    Wanted operator()(const message::Redo&) const { return std::optional<Intent>(intent::Redo{}); }
    Wanted operator()(const message::Run& m) const {
        return with(target_of(graph, m.up_to, m.only, m.from, m.all), [&](RunTarget target) {
            return intent::Run{std::move(target), m.untimed.value_or(false)};
        });
    }
    Wanted operator()(const message::Stop&) const { return std::optional<Intent>(intent::Stop{}); }
    Wanted operator()(const message::Restart&) const { return std::optional<Intent>(intent::Restart{}); }
    Wanted operator()(const message::Select& m) const {
        return with(nodes_named(graph, m.nodes), [&](std::vector<NodeId> nodes) { return intent::Select{std::move(nodes), names_or_none(m.areas)}; });
    }
    Wanted operator()(const message::Saved&) const { return std::optional<Intent>(intent::Saved{}); }
};

struct ToCall {
    template <class Message>
    std::optional<std::int64_t> operator()(const Message& m) const {
        if constexpr (requires { m.call; }) {
            return m.call;
        } else {
            return std::nullopt;
        }
    }
};

}  // namespace

std::optional<std::int64_t> call_of(const message::PageToSession& message) { return std::visit(ToCall{}, message); }

Result<std::optional<Intent>> intent_of(const Graph& graph, message::PageToSession& message) { return std::visit(ToIntent{graph}, message); }

Result<NodeId> node_named(const Graph& graph, std::string_view name) {
    const NodeId node = graph.by_name(name);
    if (!node) return refuse("link.unknown_node", {{"node", std::string(name.substr(0, 100))}});
    return node;
}

Result<std::vector<NodeId>> nodes_named(const Graph& graph, const std::vector<std::string>& names) {
    std::vector<NodeId> nodes;
    nodes.reserve(names.size());
    for (const std::string& name : names) {
        const auto node = node_named(graph, name);
        if (!node) return failed(node.error());
        nodes.push_back(*node);
    }
    return nodes;
}

SessionLimits limits_from(const message::SetLimits& message) {
    SessionLimits made;
    if (message.node_timeout_ms > 0) made.call.time_ms = message.node_timeout_ms;
    if (message.run_timeout_ms > 0) made.run_time_ms = message.run_timeout_ms;
    const auto choose = [](std::int64_t wanted, std::int64_t most, std::size_t& limit) {
        if (wanted > 0) limit = static_cast<std::size_t>(std::min(wanted, most));
    };
    choose(message.max_output_bytes, limits::kSettableOutputBytes, made.call.output_bytes);
    choose(message.max_displays, limits::kSettableDisplays, made.call.displays);
    made.nodes_may_raise = message.nodes_may_raise;
    made.kernels = static_cast<std::size_t>(std::clamp<std::int64_t>(message.kernels, 1, limits::kKernels));
    return made;
}

Result<PortRef> port_named(const Graph& graph, std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return refuse("link.no_port", {{"text", std::string(text.substr(0, 100))}});
    const auto node = node_named(graph, text.substr(0, dot));
    if (!node) return failed(node.error());
    return PortRef{*node, std::string(text.substr(dot + 1))};
}

Result<std::optional<PortRef>> port_if_named(const Graph& graph, const std::optional<std::string>& text) {
    if (!text) return std::optional<PortRef>();
    auto port = port_named(graph, std::string_view(*text));
    if (!port) return failed(port.error());
    return std::optional<PortRef>(std::move(*port));
}

Result<RunTarget> target_of(const Graph& graph, const std::optional<std::vector<std::string>>& up_to, const std::optional<std::vector<std::string>>& only,
                            const std::optional<std::vector<std::string>>& from, std::optional<bool> all) {
    RunTarget target;
    const auto look_up = [&](const std::optional<std::vector<std::string>>& names, std::vector<NodeId>& into) -> Result<void> {
        if (!names) return {};
        auto nodes = nodes_named(graph, *names);
        if (!nodes) return failed(nodes.error());
        into = std::move(*nodes);
        return {};
    };
    for (const auto& [names, into] : {std::pair{&up_to, &target.up_to}, std::pair{&only, &target.only}, std::pair{&from, &target.from}}) {
        const auto found = look_up(*names, *into);
        if (!found) return failed(found.error());
    }
    target.all = all.value_or(false);
    return target;
}

}  // namespace flow::link
