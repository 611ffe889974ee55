#include "ui/scene.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "ui/hit.h"
#include "ui/metrics.h"

namespace flow::ui {
namespace {

template <class Ports>
std::optional<std::uint32_t> place_of(const Ports& ports, std::string_view name) {
    for (std::uint32_t i = 0; i < ports.size(); ++i) {
        if (ports[i].name == name) return i;
    }
    return std::nullopt;
}

/// Which state of several nodes is told of all of them: what is wrong, what is going on, what is left to do.
int weight_of(NodeState state) {
    switch (state) {
        case NodeState::failed: return 8;
        case NodeState::running: return 7;
        case NodeState::queued: return 6;
        case NodeState::stopped: return 5;
        case NodeState::author: return 4;
        case NodeState::stale: return 3;
        case NodeState::idle: return 2;
        case NodeState::muted: return 1;
        case NodeState::ok: return 0;
    }
    return 0;
}

}  // namespace

CanvasPoint NodeItem::port(std::size_t index, bool is_output) const {
    const float outer = (is_output ? outputs : inputs)[index].outer_y;
    const float offset = folded_in != 0 && outer > 0 ? outer : is_collapsed ? metrics::kHead / 2 : (is_output ? outputs : inputs)[index].y;
    return {is_output ? x + static_cast<double>(width) : x, y + static_cast<double>(offset)};
}

const NodeItem* Scene::find(NodeId id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? nullptr : &nodes_[found->second];
}

std::optional<CanvasRect> Scene::bounds(std::span<const NodeId> which) const {
    constexpr double kFar = std::numeric_limits<double>::infinity();
    CanvasRect all{kFar, kFar, -kFar, -kFar};
    const auto take = [&all](const CanvasRect& box) {
        all = {std::min(all.left, box.left), std::min(all.top, box.top), std::max(all.right, box.right), std::max(all.bottom, box.bottom)};
    };
    if (which.empty()) {
        if (all_bounds_) return *all_bounds_;
        for (const CanvasRect& box : boxes_) take(box);
        for (const AreaItem& item : areas_) {
            if (!item.is_hidden) take(item.box());
        }
    }
    for (const NodeId id : which) {
        if (const NodeItem* item = find(id)) take(item->box());
    }
    const auto found = all.left > all.right ? std::nullopt : std::optional(all);
    if (which.empty()) all_bounds_ = found;
    return found;
}

void Scene::update(const Session& session) {
    if (seen_ && seen_->all == session.revision()) return;
    all_bounds_.reset();
    const std::uint64_t looks_before = seen_ ? seen_->looks : 0;
    const Changes changes = take_changes(session);
    if (changes.meaning) {
        update_order(session);
        carried_nodes_.clear();
        is_carried_.assign(nodes_.size(), 0);
    }
    moved_.assign(nodes_.size(), 0);
    update_areas(session, changes);
    choose_nodes(session, changes, looks_before);
    const bool is_of_carried = std::all_of(looked_at_.begin(), looked_at_.end(), [this](std::uint32_t place) { return is_carried(place); });
    if (!is_of_carried) ++still_revision_;
    if (changes.results || changes.meaning || changes.labels) has_running_ = false;
    for (const std::uint32_t place : looked_at_) update_node(session, changes, nodes_[place]);
    for (std::uint32_t place = 0; place < areas_.size(); ++place) {
        if (areas_[place].is_node() && !areas_[place].is_hidden) lay_out_subflow(session, place);
    }
    if (changes.meaning || changes.areas) update_links(session);
    update_boxes(changes.meaning || changes.areas, is_of_carried);
}

void Scene::carry(std::span<const NodeId> nodes) {
    if (std::equal(nodes.begin(), nodes.end(), carried_nodes_.begin(), carried_nodes_.end())) return;
    carried_nodes_.assign(nodes.begin(), nodes.end());
    is_carried_.assign(nodes_.size(), 0);
    for (const NodeId node : nodes) {
        if (const auto place = places_.find(node); place != places_.end()) is_carried_[place->second] = 1;
    }
    find_carried_links();
    ++still_revision_;
}

void Scene::find_carried_links() {
    carried_links_.clear();
    if (carried_nodes_.empty()) return;
    for (std::uint32_t at = 0; at < links_.size(); ++at) {
        if (is_carried(links_[at])) carried_links_.push_back(at);
    }
}

void Scene::choose_nodes(const Session& session, const Changes& changes, std::uint64_t before) {
    looked_at_.clear();
    const bool is_of_looks = changes.looks && !changes.meaning && !changes.areas && !changes.results && !changes.selection && !changes.labels;
    bool is_known = is_of_looks && folded_.empty();
    for (std::uint64_t revision = before + 1; is_known && revision <= session.graph().looks_revision(); ++revision) {
        const auto place = places_.find(session.graph().looked_different(revision));
        is_known = place != places_.end();
        if (is_known) looked_at_.push_back(place->second);
    }
    if (is_known) return;
    looked_at_.resize(nodes_.size());
    std::iota(looked_at_.begin(), looked_at_.end(), 0);
}

Scene::Changes Scene::take_changes(const Session& session) {
    const Graph& graph = session.graph();
    const Seen now = {.all = session.revision(),
                      .meaning = graph.meaning_revision(),
                      .looks = graph.looks_revision(),
                      .areas = graph.areas_revision(),
                      .results = session.results_revision(),
                      .selection = session.selection_revision(),
                      .language = session.catalogue().language(),
                      .types = session.library().all().size()};
    Changes changes;
    if (seen_) {
        changes = {.meaning = now.meaning != seen_->meaning,
                   .looks = now.looks != seen_->looks,
                   .areas = now.areas != seen_->areas,
                   .results = now.results != seen_->results,
                   .selection = now.selection != seen_->selection,
                   .labels = now.language != seen_->language || now.types != seen_->types};
    }
    seen_ = now;
    return changes;
}

void Scene::update_order(const Session& session) {
    const auto order = session.graph().nodes();
    bool is_same_order = order.size() == nodes_.size();
    for (std::size_t i = 0; is_same_order && i < order.size(); ++i) is_same_order = nodes_[i].id == order[i];
    if (is_same_order) return;
    std::unordered_map<NodeId, NodeItem> old;
    old.reserve(nodes_.size());
    for (NodeItem& item : nodes_) old.emplace(item.id, std::move(item));
    nodes_.clear();
    nodes_.resize(order.size());
    places_.clear();
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        if (const auto found = old.find(order[i]); found != old.end()) nodes_[i] = std::move(found->second);
        nodes_[i].id = order[i];
        places_.emplace(order[i], i);
    }
}

void Scene::update_node(const Session& session, const Changes& changes, NodeItem& item) {
    const bool is_anew = changes.meaning || changes.labels;
    if (is_anew || changes.selection) item.is_selected = session.is_selected(item.id);
    if (is_anew || changes.results) {
        item.state = session.state(item.id);
        if (item.state == NodeState::running) {
            item.progress = session.status(item.id).progress;
            has_running_ = true;
        }
    }
    const bool is_folded_anew = (is_anew || changes.looks || changes.areas) && update_place(session, item);
    const bool may_be_other = is_anew || changes.results || (changes.looks && item.node != session.graph().shared(item.id));
    const bool is_other = may_be_other && needs_layout(item, session);
    // The frame that hides it may have become, or ceased to be, one that shows its ports.
    const bool may_be_elsewhere = item.folded_in != 0 && (changes.areas || changes.meaning);
    if (is_other || changes.labels || is_folded_anew || may_be_elsewhere) {
        lay_out(item, session);
        item.layout = ++layouts_;
        moved_[static_cast<std::size_t>(&item - nodes_.data())] = 1;
    }
    if (item.folded_in == 0) return;
    const AreaItem& frame = areas_[item.folded_in - 1];
    item.x = frame.x;
    item.y = frame.y;
    item.width = static_cast<float>(frame.box().right - frame.box().left);
}

bool Scene::update_place(const Session& session, NodeItem& item) {
    const NodeLook& look = session.graph().look(item.id);
    item.x = look.x;
    item.y = look.y;
    const auto folded = folded_.empty() ? folded_.end() : folded_.find(item.id);
    const std::uint32_t folded_in = folded == folded_.end() ? 0 : folded->second;
    const bool is_collapsed = look.is_collapsed || folded_in != 0;
    const bool is_folded_anew = item.is_collapsed != is_collapsed || item.folded_in != folded_in;
    item.is_collapsed = is_collapsed;
    item.folded_in = folded_in;
    return is_folded_anew;
}

const AreaItem* Scene::find_area(std::string_view name) const {
    const auto found = std::find_if(areas_.begin(), areas_.end(), [name](const AreaItem& item) { return item.name == name; });
    return found == areas_.end() ? nullptr : &*found;
}

const Bends& Scene::bends(const LinkItem& link) const {
    static const Bends none;
    return link.bends == 0 ? none : bends_[link.bends - 1];
}

void Scene::update_areas(const Session& session, const Changes& changes) {
    const Graph& graph = session.graph();
    const std::vector<std::string>& selected = session.selected_areas();
    if (changes.areas || changes.meaning) {
        areas_.clear();
        std::vector<const Area*> order;
        for (const Area& area : graph.areas()) {
            if (area.foreign.empty()) order.push_back(&area);
        }
        std::stable_sort(order.begin(), order.end(), [](const Area* a, const Area* b) { return a->width * a->height > b->width * b->height; });
        areas_.reserve(order.size());
        for (const Area* known : order) {
            const Area& area = *known;
            AreaItem& item = areas_.emplace_back();
            item.name = area.name;
            item.kind = area.kind;
            item.x = area.x;
            item.y = area.y;
            item.width = area.width;
            item.height = area.height;
            item.is_folded = area.is_folded;
            item.is_subflow = area.is_subflow;
            item.color = area.color;
            if (item.is_note()) {
                item.text = area.text;
            } else {
                item.title = {.text = area.text, .weight = Weight::strong};
            }
        }
        folded_.clear();
        for (std::uint32_t at = 0; at < areas_.size(); ++at) {
            AreaItem& outer = areas_[at];
            if (!outer.is_folded) continue;
            outer.hidden_nodes = graph.nodes_in(*graph.area(outer.name));
            for (const NodeId node : outer.hidden_nodes) folded_.emplace(node, at + 1);
            outer.title.text += " (" + std::to_string(outer.hidden_nodes.size()) + ")";
            for (const std::string& name : graph.areas_in(*graph.area(outer.name))) {
                std::find_if(areas_.begin(), areas_.end(), [&name](const AreaItem& item) { return item.name == name; })->is_hidden = true;
            }
        }
    }
    for (AreaItem& item : areas_) item.is_selected = std::find(selected.begin(), selected.end(), item.name) != selected.end();
}

void Scene::lay_out_subflow(const Session& session, std::uint32_t place) {
    const Graph& graph = session.graph();
    AreaItem& subflow = areas_[place];
    const auto is_inside = [&](NodeId node) {
        const auto found = folded_.find(node);
        return found != folded_.end() && found->second == place + 1;
    };
    const auto row = [](std::size_t count) { return metrics::kHead + metrics::kRow * (static_cast<float>(count) - 0.5f) + 4; };
    std::size_t inputs = 0, outputs = 0;
    subflow.state = NodeState::ok;
    for (const NodeId id : subflow.hidden_nodes) {
        if (!is_inside(id)) continue;
        NodeItem& item = nodes_[places_.at(id)];
        if (weight_of(item.state) > weight_of(subflow.state)) subflow.state = item.state;
        for (PortItem& port : item.inputs) {
            const auto links = graph.links_into(id);
            const bool is_crossed = std::any_of(links.begin(), links.end(),
                                                [&](LinkId link) { return graph.link(link).to_port == port.name && !is_inside(graph.link(link).from); });
            port.outer_y = is_crossed || (port.shape == PortShape::required && !port.is_linked) ? row(++inputs) : 0;
        }
        for (PortItem& port : item.outputs) {
            bool is_crossed = !port.is_linked;
            for (const LinkId link : graph.links_out_of(id)) is_crossed |= graph.link(link).from_port == port.name && !is_inside(graph.link(link).to);
            port.outer_y = is_crossed ? row(++outputs) : 0;
        }
    }
    const std::size_t rows = std::max(inputs, outputs);
    subflow.folded_height = rows == 0 ? metrics::kHead : row(rows) + metrics::kRow / 2 + 5;
    for (const NodeId id : subflow.hidden_nodes) {
        if (is_inside(id)) nodes_[places_.at(id)].height = subflow.folded_height;
    }
}

void Scene::update_boxes(bool has_new_links, bool is_of_carried) {
    boxes_.resize(nodes_.size());
    for (const std::uint32_t at : looked_at_) {
        const CanvasRect box = nodes_[at].box();
        // Whoever is in a folded subflow has its ports where that one wants them.
        if (box != boxes_[at] || nodes_[at].folded_in != 0) moved_[at] = 1;
        boxes_[at] = box;
    }
    const auto measure = [this](LinkItem& link) { link.box = shows(link) ? wire_box(*this, link) : CanvasRect{}; };
    if (is_of_carried && !has_new_links) {
        for (const std::uint32_t at : carried_links_) measure(links_[at]);
        return;
    }
    for (LinkItem& link : links_) {
        if (has_new_links || moved_[link.from] != 0 || moved_[link.to] != 0) measure(link);
    }
}

void Scene::update_links(const Session& session) {
    links_.clear();
    links_.reserve(session.graph().links().size());
    bends_.clear();
    for (const LinkId id : session.graph().links()) {
        const Link& link = session.graph().link(id);
        const auto from = places_.find(link.from), to = places_.find(link.to);
        if (from == places_.end() || to == places_.end()) continue;
        const auto output = place_of(nodes_[from->second].outputs, link.from_port);
        const auto input = place_of(nodes_[to->second].inputs, link.to_port);
        if (!output || !input) continue;  // its port went away with an edit of the source; the inspector tells
        if (!link.bends().empty()) bends_.push_back(link.bends());
        links_.push_back({.id = id,
                          .from = from->second,
                          .to = to->second,
                          .output = *output,
                          .input = *input,
                          .bends = link.bends().empty() ? 0 : static_cast<std::uint32_t>(bends_.size()),
                          .box = {}});
    }
    find_carried_links();
}

}  // namespace flow::ui
