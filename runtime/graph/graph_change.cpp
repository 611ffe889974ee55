#include "runtime/graph/graph_change.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/base/check.h"

namespace flow {
namespace {

constexpr std::size_t kAtEnd = static_cast<std::size_t>(-1);

const std::shared_ptr<const Signature>& empty_signature() {
    static const std::shared_ptr<const Signature> empty = std::make_shared<const Signature>();
    return empty;
}

template <class IdType>
IdType id_or_next(IdType wanted, std::uint32_t& last_id) {
    if (wanted) {
        last_id = std::max(last_id, wanted.value);
        return wanted;
    }
    FLOW_CHECK(last_id < std::numeric_limits<std::uint32_t>::max(), "ids are enough for one graph's life");
    return IdType{++last_id};
}

void take_out(IdList<LinkId>& list, LinkId id) { list.erase(static_cast<std::size_t>(std::find(list.begin(), list.end(), id) - list.begin())); }

bool takes_value(const Signature& signature, const std::string& port) { return signature.input(port) != nullptr || signature.setting(port) != nullptr; }

}  // namespace

Reading read_node(const NodeLibrary& library, const std::string& type, const std::string& source, Reading last) {
    if (last.signature == nullptr) last.signature = empty_signature();
    last.problem = std::nullopt;
    if (type != kPythonType) {
        const NodeType* known = library.find(type);
        if (known != nullptr) return {{}, known->signature, std::nullopt};
        last.problem = SourceProblem{{"graph.unknown_type", {{"type", type}}}, 1, 1};
        return last;
    }
    auto read = read_signature(source);
    if (!read) {
        last.problem = std::move(read.error());
        return last;
    }
    last.function = std::move(read->function);
    const Signature& ports = *read;
    if (!(ports == *last.signature)) last.signature = std::make_shared<const Signature>(*std::move(read));
    return last;
}

void Reading::give_to(Node& node) && {
    node.function = std::move(function);
    node.signature = std::move(signature);
    node.problem = std::move(problem);
}

NodeId GraphChange::id_for(NodeId wanted) { return id_or_next(wanted, graph_.last_id_); }
LinkId GraphChange::id_for(LinkId wanted) { return id_or_next(wanted, graph_.last_id_); }

void GraphChange::insert_node(Node node, NodeLook look, std::size_t index) {
    graph_.topology_.add(node.id);
    place_node(std::move(node), std::move(look), index);
}

void GraphChange::place_node(Node node, NodeLook look, std::size_t index) {
    const NodeId id = node.id;
    const bool is_new_name = graph_.names_.emplace(node.name, id).second;
    FLOW_CHECK(is_new_name, "a node's name is unique");
    Rare<SourceProblem> own_problem = node.problem;
    Graph::Entry fresh{std::make_shared<const Node>(std::move(node)), std::move(look), std::move(own_problem), {}, {}};
    const bool is_new = graph_.entries_.emplace(id, std::move(fresh)).second;
    FLOW_CHECK(is_new, "a node's id is unique");
    graph_.node_order_.insert(id, index);
    ++graph_.meaning_revision_;
    count_look({});
}

void GraphChange::erase_node(NodeId id) {
    const Graph::Entry& gone = graph_.entry(id);
    FLOW_CHECK(gone.in.empty() && gone.out.empty(), "a node's links are removed before the node");
    graph_.names_.erase(gone.node->name);
    graph_.node_order_.erase(id);
    graph_.topology_.remove(id);
    graph_.entries_.erase(id);
    ++graph_.meaning_revision_;
    count_look({});
}

void GraphChange::place_link(const Link& link) {
    const auto insert_sorted = [this](IdList<LinkId>& list, LinkId id) {
        const auto before = [this](LinkId a, LinkId b) { return graph_.link_order_.before(a, b); };
        const bool is_last = list.empty() || before(list.back(), id);
        const auto* place = is_last ? list.end() : std::lower_bound(list.begin(), list.end(), id, before);
        list.insert(static_cast<std::size_t>(place - list.begin()), id);
    };
    insert_sorted(graph_.own_entry(link.from).out, link.id);
    insert_sorted(graph_.own_entry(link.to).in, link.id);
}

bool GraphChange::insert_link(Link link, std::size_t index) {
    if (!graph_.topology_.connect(link.from, link.to)) return false;
    graph_.link_order_.insert(link.id, index);
    place_link(link);
    const NodeId to = link.to;
    const LinkId id = link.id;
    std::optional<SourceProblem> problem = problem_of_link(link);
    const bool is_new = graph_.links_.emplace(id, std::move(link)).second;
    FLOW_CHECK(is_new, "a link's id is unique");
    // A node shows the problem of its first wrong link, whatever the order in which they came.
    if (problem && !graph_.node(to).problem) {
        set_problem(to, std::move(problem));
    } else if (problem && graph_.entry(to).in.back() != id) {
        refresh_problem(to);
    }
    ++graph_.meaning_revision_;
    return true;
}

void GraphChange::erase_link(LinkId id) {
    const Link gone = graph_.link(id);
    take_out(graph_.own_entry(gone.from).out, id);
    take_out(graph_.own_entry(gone.to).in, id);
    graph_.topology_.disconnect(gone.from, gone.to);
    graph_.link_order_.erase(id);
    graph_.links_.erase(id);
    if (graph_.node(gone.to).problem) refresh_problem(gone.to);
    ++graph_.meaning_revision_;
}

void GraphChange::replace_node(Node node, bool meaning) {
    Graph::Entry& entry = graph_.own_entry(node.id);
    FLOW_CHECK(entry.node->name == node.name, "a node's name never changes");
    entry.node = std::make_shared<const Node>(std::move(node));
    if (meaning) {
        ++graph_.meaning_revision_;
    } else {
        count_look(entry.node->id);
    }
}

void GraphChange::count_look(NodeId node) { graph_.recent_looks_[++graph_.looks_revision_ % graph_.recent_looks_.size()] = node; }

void GraphChange::replace_source(Node node) {
    const NodeId id = node.id;
    graph_.own_entry(id).own_problem = node.problem;
    replace_node(std::move(node), true);
    refresh_problem(id);
    for (const LinkId out : IdList<LinkId>(graph_.entry(id).out)) refresh_problem(graph_.link(out).to);
}

void GraphChange::set_look(NodeId id, NodeLook look) {
    graph_.own_entry(id).look = std::move(look);
    count_look(id);
}

void GraphChange::set_bends(LinkId id, Bends bends) {
    graph_.links_.edit(id)->set_bends(std::move(bends));
    count_look({});
    ++graph_.areas_revision_;
}

void GraphChange::put_area(const std::string& name, const Area* area, std::size_t index) {
    std::vector<Area>& areas = graph_.areas_;
    const auto known = std::find_if(areas.begin(), areas.end(), [&name](const Area& one) { return one.name == name; });
    if (known != areas.end() && area && index == kAtEnd) {
        *known = *area;
    } else {
        if (known != areas.end()) areas.erase(known);
        if (area) areas.insert(areas.begin() + static_cast<std::ptrdiff_t>(std::min(index, areas.size())), *area);
    }
    count_look({});
    ++graph_.areas_revision_;
}

void GraphChange::set_title(std::string title) {
    graph_.title_ = std::move(title);
    count_look({});
}

void GraphChange::set_packages(std::vector<std::string> packages) {
    graph_.packages_ = std::move(packages);
    ++graph_.meaning_revision_;
}

void GraphChange::set_files(std::vector<FlowFile> files) {
    graph_.files_ = std::move(files);
    ++graph_.meaning_revision_;
}

std::optional<SourceProblem> GraphChange::problem_of_link(const Link& link) const {
    const Graph::Entry& target = graph_.entry(link.to);
    if (!target.own_problem && !takes_value(*target.node->signature, link.to_port)) {
        return SourceProblem{{"graph.unknown_input", {{"node", target.node->name}, {"port", link.to_port}}}, 1, 1};
    }
    const Graph::Entry& source = graph_.entry(link.from);
    if (!source.own_problem && !source.node->signature->has_output(link.from_port)) {
        return SourceProblem{{"graph.unknown_output", {{"node", source.node->name}, {"port", link.from_port}}}, 1, 1};
    }
    return std::nullopt;
}

std::optional<SourceProblem> GraphChange::problem_of_links(NodeId id) const {
    for (const LinkId in : graph_.entry(id).in) {
        std::optional<SourceProblem> found = problem_of_link(graph_.link(in));
        if (found) return found;
    }
    return std::nullopt;
}

void GraphChange::refresh_problem(NodeId id) {
    const Rare<SourceProblem>& own = graph_.entry(id).own_problem;
    set_problem(id, own ? own : Rare<SourceProblem>(problem_of_links(id)));
}

void GraphChange::set_problem(NodeId id, Rare<SourceProblem> problem) {
    std::shared_ptr<const Node>& node = graph_.own_entry(id).node;
    if (node->problem == problem) return;
    Node changed = *node;
    changed.problem = std::move(problem);
    node = std::make_shared<const Node>(std::move(changed));
}

Graph GraphChange::exchange(Graph next, Opening opening) {
    next.opening_ = opening;
    next.last_id_ = std::max(next.last_id_, graph_.last_id_);
    next.meaning_revision_ = std::max(next.meaning_revision_, graph_.meaning_revision_) + 1;
    next.looks_revision_ = std::max(next.looks_revision_, graph_.looks_revision_) + 1;
    next.recent_looks_ = {};
    next.areas_revision_ = std::max(next.areas_revision_, graph_.areas_revision_) + 1;
    return std::exchange(graph_, std::move(next));
}

FlowParts GraphChange::parts_of(const Graph& graph) {
    FlowParts parts{graph.title_, graph.packages_,      graph.files_,      {}, {}, {}, graph.unknown_, graph.view_fields_,
                    graph.areas_, graph.foreign_bends_, graph.lists_files_};
    for (const NodeId id : graph.nodes()) {
        const Graph::Entry& entry = graph.entry(id);
        parts.nodes.push_back(*entry.node);
        parts.nodes.back().problem = entry.own_problem;
        parts.looks.push_back(entry.look);
    }
    for (const LinkId id : graph.links()) parts.links.push_back(graph.link(id));
    return parts;
}

Graph GraphChange::renumbered(const Graph& graph, std::uint32_t offset) {
    FLOW_CHECK(graph.last_id_ <= std::numeric_limits<std::uint32_t>::max() - offset, "ids are enough for one graph's life");
    FlowParts parts = parts_of(graph);
    for (Node& node : parts.nodes) node.id.value += offset;
    for (Link& link : parts.links) {
        link.id.value += offset;
        link.from.value += offset;
        link.to.value += offset;
    }
    for (Area& area : parts.areas) {
        for (NodeId& node : area.nodes) node.value += offset;
    }
    std::optional<Graph> moved = assemble(parts);
    FLOW_CHECK(moved.has_value(), "a graph holds no cycle");
    return *std::move(moved);
}

void GraphChange::append_link(Link link) {
    const LinkId id = id_for(link.id);
    graph_.link_order_.insert(id, kAtEnd);
    Graph::Entry& target = graph_.own_entry(link.to);
    target.in.push_back(id);
    graph_.own_entry(link.from).out.push_back(id);
    if (!target.node->problem) set_problem(link.to, problem_of_link(link));
    graph_.links_.emplace(id, std::move(link));
}

std::optional<Graph> GraphChange::assemble(FlowParts& parts) {
    FLOW_CHECK(parts.nodes.size() == parts.looks.size(), "each node of a file has a look");
    std::vector<NodeId> nodes;
    std::vector<std::pair<NodeId, NodeId>> pairs;
    nodes.reserve(parts.nodes.size());
    pairs.reserve(parts.links.size());
    for (const Node& node : parts.nodes) nodes.push_back(node.id);
    for (const Link& link : parts.links) pairs.emplace_back(link.from, link.to);
    Graph graph;
    if (!graph.topology_.rebuild(nodes, pairs)) return std::nullopt;
    GraphChange change(graph);
    graph.names_.reserve(parts.nodes.size());
    graph.node_order_.reserve(parts.nodes.size());
    graph.link_order_.reserve(parts.links.size());
    for (std::size_t at = 0; at < parts.nodes.size(); ++at) {
        change.id_for(parts.nodes[at].id);
        change.place_node(std::move(parts.nodes[at]), std::move(parts.looks[at]), kAtEnd);
    }
    for (Link& link : parts.links) change.append_link(std::move(link));
    graph.title_ = std::move(parts.title);
    graph.packages_ = std::move(parts.packages);
    graph.files_ = std::move(parts.files);
    graph.lists_files_ = parts.lists_files;
    graph.unknown_ = std::move(parts.unknown);
    graph.view_fields_ = std::move(parts.view_fields);
    graph.areas_ = std::move(parts.areas);
    graph.foreign_bends_ = std::move(parts.foreign_bends);
    return graph;
}

}  // namespace flow
