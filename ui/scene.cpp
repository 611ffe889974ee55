#include "ui/scene.h"

#include <limits>

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

}  // namespace

CanvasPoint NodeItem::port(std::size_t index, bool is_output) const {
    const float offset = is_collapsed ? metrics::kHead / 2 : (is_output ? outputs : inputs)[index].y;
    return {is_output ? x + static_cast<double>(width) : x, y + static_cast<double>(offset)};
}

const NodeItem* Scene::find(NodeId id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? nullptr : &nodes_[found->second];
}

std::optional<CanvasRect> Scene::bounds(std::span<const NodeId> which) const {
    constexpr double kFar = std::numeric_limits<double>::infinity();
    CanvasRect all{kFar, kFar, -kFar, -kFar};
    const auto take = [&all](const NodeItem& item) {
        const CanvasRect box = item.box();
        all = {std::min(all.left, box.left), std::min(all.top, box.top), std::max(all.right, box.right), std::max(all.bottom, box.bottom)};
    };
    if (which.empty()) {
        for (const NodeItem& item : nodes_) take(item);
    }
    for (const NodeId id : which) {
        if (const NodeItem* item = find(id)) take(*item);
    }
    if (all.left > all.right) return std::nullopt;
    return all;
}

void Scene::update(const Session& session) {
    if (seen_ == session.revision()) return;
    const Graph& graph = session.graph();
    const auto order = graph.nodes();
    const bool is_relabelled = seen_language_ != session.catalogue().language() || seen_types_ != session.library().all().size();

    bool is_same_order = order.size() == nodes_.size();
    for (std::size_t i = 0; is_same_order && i < order.size(); ++i) is_same_order = nodes_[i].id == order[i];
    if (!is_same_order) {
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

    has_running_ = false;
    for (NodeItem& item : nodes_) {
        const NodeLook& look = graph.look(item.id);
        item.x = look.x;
        item.y = look.y;
        item.is_selected = session.is_selected(item.id);
        item.state = session.state(item.id);
        const bool is_folded_anew = item.is_collapsed != look.is_collapsed;
        item.is_collapsed = look.is_collapsed;
        if (needs_layout(item, session) || is_relabelled || is_folded_anew) lay_out(item, session);
        if (item.state == NodeState::running) {
            item.progress = session.status(item.id).progress;
            has_running_ = true;
        }
    }
    if (seen_meaning_ != graph.meaning_revision() || !is_same_order) update_links(session);
    seen_ = session.revision();
    seen_meaning_ = graph.meaning_revision();
    seen_language_ = session.catalogue().language();
    seen_types_ = session.library().all().size();
}

void Scene::update_links(const Session& session) {
    links_.clear();
    for (const LinkId id : session.graph().links()) {
        const Link& link = session.graph().link(id);
        const auto from = places_.find(link.from), to = places_.find(link.to);
        if (from == places_.end() || to == places_.end()) continue;
        const auto output = place_of(nodes_[from->second].outputs, link.from_port);
        const auto input = place_of(nodes_[to->second].inputs, link.to_port);
        if (!output || !input) continue;  // its port went away with an edit of the source; the inspector tells
        links_.push_back({.id = id, .from = from->second, .to = to->second, .output = *output, .input = *input});
    }
}

}  // namespace flow::ui
