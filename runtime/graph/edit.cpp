#include "runtime/graph/edit.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/base/limits.h"
#include "runtime/graph/graph_change.h"
#include "runtime/graph/json_text.h"
#include "runtime/graph/names.h"
#include "runtime/graph/rules.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

constexpr std::size_t kWhereItIs = static_cast<std::size_t>(-1);

Result<void> check_title(const std::string& title) {
    if (title.size() > limits::kTitleCharacters && count_code_points(title) > limits::kTitleCharacters) {
        return refuse("graph.title_too_long", {{"limit", std::to_string(limits::kTitleCharacters)}});
    }
    return {};
}

Result<void> check_source(const std::string& source) {
    if (source.size() > limits::kSourceBytes) return refuse("graph.source_too_long", {{"limit", std::to_string(limits::kSourceBytes)}});
    return {};
}

bool is_on_canvas(double x, double y) { return std::abs(x) <= limits::kCanvasUnits && std::abs(y) <= limits::kCanvasUnits; }

Result<void> check_look(const NodeLook& look) {
    if (!is_on_canvas(look.x, look.y)) return refuse("graph.position_out_of_range");
    return {};
}

Result<void> check_area(const Area& area) {
    if (!is_on_canvas(area.x, area.y) || !is_on_canvas(area.width, area.height) || area.width <= 0 || area.height <= 0) {
        return refuse("graph.position_out_of_range");
    }
    if (area.kind == Area::Kind::frame) return check_title(area.text);
    if (area.text.size() > limits::kNoteBytes) return refuse("graph.note_too_long", {{"limit", std::to_string(limits::kNoteBytes)}});
    return {};
}

tl::unexpected<Error> refuse_cycle(const Graph& graph, NodeId from, NodeId to) {
    return refuse("graph.cycle", {{"path", cycle_text(graph, graph.topology().cycle_closed_by(from, to))}});
}

/// One edit against one graph.
class Applier {
public:
    Applier(Graph& graph, const NodeLibrary& library) : graph_(graph), change_(graph), library_(library) {}

    Result<Edit> operator()(const edit::AddNode& wanted);
    Result<Edit> operator()(const edit::RemoveNode& wanted);
    Result<Edit> operator()(const edit::AddLink& wanted);
    Result<Edit> operator()(const edit::RemoveLink& wanted);
    Result<Edit> operator()(const edit::SetTitle& wanted);
    Result<Edit> operator()(const edit::SetSource& wanted);
    Result<Edit> operator()(const edit::SetParam& wanted);
    Result<Edit> operator()(const edit::SetMode& wanted);
    Result<Edit> operator()(const edit::SetLimits& wanted);
    Result<Edit> operator()(const edit::SetLook& wanted);
    Result<Edit> operator()(const edit::SetBends& wanted);
    Result<Edit> operator()(const edit::PutArea& wanted);
    Result<Edit> operator()(const edit::SetFlowTitle& wanted);
    Result<Edit> operator()(const edit::SetPackages& wanted);
    Result<Edit> operator()(const edit::SetFiles& wanted);
    Result<Edit> operator()(const edit::ReplaceAll& wanted);

private:
    Result<const Node*> existing(NodeId id) const {
        const Node* node = graph_.find(id);
        if (node == nullptr) return refuse("graph.no_such_node");
        return node;
    }
    Result<void> check_link(const edit::AddLink& wanted) const;

    Graph& graph_;
    GraphChange change_;
    const NodeLibrary& library_;
};

Result<Edit> Applier::operator()(const edit::AddNode& wanted) {
    Node node = wanted.node;
    if (graph_.nodes().size() >= limits::kNodes) return refuse("graph.too_many_nodes", {{"limit", std::to_string(limits::kNodes)}});
    if (graph_.find(node.id) != nullptr) return refuse("graph.id_taken", {{"id", node.name}});
    if (auto checked = check_title(node.title); !checked) return tl::unexpected(checked.error());
    if (auto checked = check_source(node.source); !checked) return tl::unexpected(checked.error());
    if (auto checked = check_look(wanted.look); !checked) return tl::unexpected(checked.error());
    for (Param& param : node.params) {
        Result<JsonText> value = normal_json(param.value);
        if (!value) return tl::unexpected(value.error());
        param.value = *std::move(value);
    }
    read_node(library_, node.type, node.source, {node.function, node.signature, {}}).give_to(node);
    if (node.name.empty()) node.name = graph_.free_name(node.type == kPythonType ? node.function : node.type);
    if (!is_node_name(node.name)) return refuse("graph.bad_id", {{"id", node.name}});
    if (graph_.by_name(node.name)) return refuse("graph.id_taken", {{"id", node.name}});
    node.id = change_.id_for(node.id);
    const NodeId id = node.id;
    change_.insert_node(std::move(node), wanted.look, wanted.index);
    return edit::RemoveNode{id};
}

Result<Edit> Applier::operator()(const edit::RemoveNode& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    if (!graph_.links_into(wanted.node).empty() || !graph_.links_out_of(wanted.node).empty()) return refuse("graph.node_has_links", {{"node", (*node)->name}});
    edit::AddNode inverse{**node, graph_.look(wanted.node), graph_.index_of(wanted.node)};
    change_.erase_node(wanted.node);
    return inverse;
}

Result<void> Applier::check_link(const edit::AddLink& wanted) const {
    const Link& link = wanted.link;
    if (graph_.links().size() >= limits::kLinks) return refuse("graph.too_many_links", {{"limit", std::to_string(limits::kLinks)}});
    if (graph_.find(link.id) != nullptr) return refuse("graph.link_exists");
    if (!link.id) {
        if (auto ports = check_ports(graph_, link.from, link.from_port, link.to, link.to_port); !ports) return ports;
    }
    const Result<const Node*> from = existing(link.from);
    if (!from) return tl::unexpected(from.error());
    const Result<const Node*> to = existing(link.to);
    if (!to) return tl::unexpected(to.error());
    if (link.from == link.to) return refuse("graph.link_to_itself", {{"node", (*to)->name}});
    if (takes_one_link(*(*to)->signature, link.to_port) && link_into_port(graph_, link.to, link.to_port)) {
        return refuse("graph.input_taken", {{"node", (*to)->name}, {"port", link.to_port}});
    }
    return {};
}

Result<Edit> Applier::operator()(const edit::AddLink& wanted) {
    if (auto checked = check_link(wanted); !checked) return tl::unexpected(checked.error());
    Link link = wanted.link;
    const bool was_given = static_cast<bool>(link.id);
    if (!was_given) link.id = LinkId{graph_.last_id() + 1};
    const LinkId id = link.id;
    if (!change_.insert_link(std::move(link), wanted.index)) return refuse_cycle(graph_, wanted.link.from, wanted.link.to);
    change_.id_for(id);
    return edit::RemoveLink{id};
}

Result<Edit> Applier::operator()(const edit::RemoveLink& wanted) {
    const Link* link = graph_.find(wanted.link);
    if (link == nullptr) return refuse("graph.no_such_link");
    edit::AddLink inverse{*link, graph_.index_of(wanted.link)};
    change_.erase_link(wanted.link);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetTitle& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    if (auto checked = check_title(wanted.title); !checked) return tl::unexpected(checked.error());
    edit::SetTitle inverse{wanted.node, (*node)->title};
    Node changed = **node;
    changed.title = wanted.title;
    change_.replace_node(std::move(changed), false);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetSource& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    if ((*node)->type != kPythonType) return refuse("graph.source_is_fixed", {{"node", (*node)->name}, {"type", (*node)->type}});
    if (auto checked = check_source(wanted.source); !checked) return tl::unexpected(checked.error());
    edit::SetSource inverse{wanted.node, (*node)->source, (*node)->signature, (*node)->function};
    const bool is_back = wanted.last_signature != nullptr;
    Reading last{is_back ? wanted.last_function : (*node)->function, is_back ? wanted.last_signature : (*node)->signature, {}};
    Reading reading = read_node(library_, std::string(kPythonType), wanted.source, std::move(last));
    if (const std::optional<std::string> crowded = crowded_port(graph_, wanted.node, *reading.signature)) {
        return refuse("graph.input_crowded", {{"node", (*node)->name}, {"port", *crowded}});
    }
    Node changed = **node;
    changed.source = wanted.source;
    std::move(reading).give_to(changed);
    change_.replace_source(std::move(changed));
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetParam& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    Node changed = **node;
    edit::SetParam inverse{wanted.node, wanted.name, std::nullopt, kWhereItIs};
    std::size_t place = std::min(wanted.index, changed.params.size());
    const auto found = std::find_if(changed.params.begin(), changed.params.end(), [&](const Param& known) { return known.name == wanted.name; });
    if (found != changed.params.end()) {
        inverse.value = found->value;
        inverse.index = static_cast<std::size_t>(found - changed.params.begin());
        place = wanted.index == kWhereItIs ? inverse.index : std::min(wanted.index, changed.params.size() - 1);
        changed.params.erase(found);
    }
    if (wanted.value) {
        Result<JsonText> value = normal_json(*wanted.value);
        if (!value) return tl::unexpected(value.error());
        changed.params.insert(changed.params.begin() + static_cast<std::ptrdiff_t>(place), Param{wanted.name, *std::move(value)});
    }
    change_.replace_node(std::move(changed), true);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetMode& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    edit::SetMode inverse{wanted.node, (*node)->mode};
    Node changed = **node;
    changed.mode = wanted.mode;
    change_.replace_node(std::move(changed), true);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetLimits& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    if (!wanted.limits.is_settable()) return refuse("graph.bad_limit");
    edit::SetLimits inverse{wanted.node, (*node)->limits.or_empty()};
    Node changed = **node;
    changed.limits = wanted.limits.is_empty() ? Rare<NodeLimits>() : Rare<NodeLimits>(wanted.limits);
    change_.replace_node(std::move(changed), false);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetLook& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    if (auto checked = check_look(wanted.look); !checked) return tl::unexpected(checked.error());
    edit::SetLook inverse{wanted.node, graph_.look(wanted.node)};
    change_.set_look(wanted.node, wanted.look);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetBends& wanted) {
    const Link* link = graph_.find(wanted.link);
    if (link == nullptr) return refuse("graph.no_such_link");
    if (wanted.bends.size() > limits::kBendsPerLink) return refuse("graph.too_many_bends", {{"limit", std::to_string(limits::kBendsPerLink)}});
    for (const Bend& bend : wanted.bends) {
        if (!is_on_canvas(bend.x, bend.y)) return refuse("graph.position_out_of_range");
    }
    edit::SetBends inverse{wanted.link, link->bends()};
    change_.set_bends(wanted.link, wanted.bends);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::PutArea& wanted) {
    const std::vector<Area>& areas = graph_.areas();
    const Area* known = graph_.area(wanted.name);
    if (wanted.area) {
        if (wanted.area->name != wanted.name || !is_node_name(wanted.name)) return refuse("graph.bad_id", {{"id", wanted.name}});
        if (auto checked = check_area(*wanted.area); !checked) return tl::unexpected(checked.error());
        if (known == nullptr && areas.size() >= limits::kAreas) return refuse("graph.too_many_areas", {{"limit", std::to_string(limits::kAreas)}});
    } else if (known == nullptr) {
        return refuse("graph.no_such_area", {{"id", wanted.name}});
    }
    edit::PutArea inverse{wanted.name, nullptr, kWhereItIs};
    if (known != nullptr) {
        inverse.area = std::make_shared<const Area>(*known);
        inverse.index = static_cast<std::size_t>(known - areas.data());
    }
    change_.put_area(wanted.name, wanted.area.get(), wanted.index);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetFlowTitle& wanted) {
    if (auto checked = check_title(wanted.title); !checked) return tl::unexpected(checked.error());
    edit::SetFlowTitle inverse{graph_.title()};
    change_.set_title(wanted.title);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetPackages& wanted) {
    if (wanted.packages.size() > limits::kPackagesPerFlow) return refuse("graph.too_many_packages", {{"limit", std::to_string(limits::kPackagesPerFlow)}});
    const auto bad = std::find_if(wanted.packages.begin(), wanted.packages.end(), [](const std::string& name) { return !is_package_name(name); });
    if (bad != wanted.packages.end()) return refuse("graph.bad_package", {{"name", *bad}});
    edit::SetPackages inverse{graph_.packages()};
    change_.set_packages(wanted.packages);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::SetFiles& wanted) {
    if (wanted.files.size() > limits::kFilesPerFlow) return refuse("graph.too_many_files", {{"limit", std::to_string(limits::kFilesPerFlow)}});
    std::unordered_set<std::string> names;
    for (const FlowFile& file : wanted.files) {
        if (!is_file_name(file.name)) return refuse("graph.bad_file_name", {{"name", file.name}});
        if (!names.insert(file.name).second) return refuse("graph.file_exists", {{"name", file.name}});
    }
    edit::SetFiles inverse{graph_.files()};
    change_.set_files(wanted.files);
    return inverse;
}

Result<Edit> Applier::operator()(const edit::ReplaceAll& wanted) {
    FLOW_CHECK(wanted.graph != nullptr, "a flow is replaced by a flow");
    const bool keeps = wanted.keeps_ids || graph_.last_id() == 0;
    Graph old = change_.exchange(keeps ? *wanted.graph : GraphChange::renumbered(*wanted.graph, graph_.last_id()), wanted.opening);
    const Opening before = old.opening();
    return edit::ReplaceAll{std::make_shared<const Graph>(std::move(old)), before, true};
}

}  // namespace

Result<Edit> apply(Graph& graph, const NodeLibrary& library, const Edit& edit) { return std::visit(Applier(graph, library), edit); }

}  // namespace flow
