// Intents that change what the canvas looks like, and wires by hand: places, frames, notes, bends, cuts.
#include "runtime/graph/rules.h"
#include "runtime/graph/step.h"
#include "runtime/session/intents.h"
#include "runtime/session/merge_key.h"
#include "runtime/session/port_choice.h"

namespace flow {

Result<Made> IntentVisitor::perform_dragging(const std::vector<Edit>& edits, Sentence label, std::string_view what, const std::vector<NodeId>& nodes,
                                             bool is_end) {
    if (!state_.drag_began_ms) state_.drag_began_ms = now_ms_;
    auto done = state_.perform(edits, std::move(label), merge_key_of(what, nodes, state_.drag), *state_.drag_began_ms);
    if (is_end || !done) {
        ++state_.drag;
        state_.drag_began_ms.reset();
    }
    if (!done) return tl::unexpected(done.error());
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::MoveNodes& wanted) {
    if (auto known = all_exist(wanted.nodes); !known) return tl::unexpected(known.error());
    if (auto known = all_exist(wanted.areas); !known) return tl::unexpected(known.error());
    std::vector<Edit> edits;
    if (wanted.dx != 0 || wanted.dy != 0) edits = step::move(state_.graph, wanted.nodes, wanted.areas, wanted.dx, wanted.dy);
    Sentence label{"edit.move", {{"count", std::to_string(wanted.nodes.size() + wanted.areas.size())}}};
    if (const Link* link = wanted.nodes.empty() ? nullptr : state_.graph.find(wanted.into)) {
        const Node& node = state_.graph.node(wanted.nodes.front());
        const Node& source = state_.graph.node(link->from);
        const Port* port = best_input(*node.signature, source.signature->output_annotation(link->from_port));
        if (port != nullptr && !node.signature->outputs.empty()) {
            for (Edit& edit : step::insert_into(state_.graph, link->id, node.id, port->name, node.signature->outputs.front())) edits.push_back(std::move(edit));
            label = {"edit.insert", {{"title", known_as(node)}}};
        }
    }
    if (wanted.is_nudge) return perform(edits, std::move(label), merge_key_of("nudge", wanted.nodes, 0));
    return perform_dragging(edits, std::move(label), "move", wanted.nodes, wanted.is_drag_end);
}

Result<Made> IntentVisitor::operator()(const intent::RemoveLinks& wanted) {
    std::vector<LinkId> links = wanted.links;
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
    std::vector<Edit> edits;
    for (const LinkId link : links) edits.push_back(edit::RemoveLink{link});
    return perform(edits, {"edit.cut", {{"count", std::to_string(links.size())}}});
}

Result<Made> IntentVisitor::operator()(const intent::SetBends& wanted) {
    const Link* link = state_.graph.find(wanted.link);
    if (link == nullptr) return refuse("session.no_such_link");
    if (wanted.is_drag_end && !state_.drag_began_ms && link->bends() == wanted.bends) return Made{};
    return perform_dragging({edit::SetBends{wanted.link, wanted.bends}}, {"edit.bend", {}}, "bend" + std::to_string(wanted.link.value), {}, wanted.is_drag_end);
}

Result<Made> IntentVisitor::operator()(const intent::AddArea& wanted) {
    Area area = wanted.area;
    if (area.name.empty()) area.name = state_.graph.free_area_name(area.kind);
    if (state_.graph.area(area.name) != nullptr) return refuse("graph.id_taken", {{"id", area.name}});
    const std::string name = area.name;
    const bool is_frame = area.kind == Area::Kind::frame;
    if (area.is_subflow) {
        if (!is_frame || area.nodes.empty()) return refuse("graph.subflow_empty");
        if (auto known = all_exist(area.nodes); !known) return tl::unexpected(known.error());
        if (auto allowed = may_be_one(state_.graph, area.nodes); !allowed) return tl::unexpected(allowed.error());
        area.areas = state_.graph.areas_in(area);
        area.is_folded = true;
    }
    Sentence label{area.is_subflow ? "edit.add_subflow" : is_frame ? "edit.add_frame" : "edit.add_note", {}};
    auto done = perform({step::put_area(std::move(area))}, std::move(label));
    if (!done) return done;
    state_.select({}, {name});
    done->area = name;
    return done;
}

Result<Made> IntentVisitor::operator()(const intent::SetArea& wanted) {
    const Area* known = state_.graph.area(wanted.name);
    if (known == nullptr) return refuse("graph.no_such_area", {{"id", wanted.name}});
    Area area = *known;
    std::string what = "area:" + wanted.name;
    if (wanted.text) {
        area.text = *wanted.text;
        what += ":text";
    }
    if (wanted.color) area.color = *wanted.color;
    if (wanted.is_folded && area.kind == Area::Kind::frame && area.is_folded != *wanted.is_folded) {
        area.nodes = *wanted.is_folded ? state_.graph.nodes_in(area) : std::vector<NodeId>{};
        area.areas = *wanted.is_folded ? std::optional(state_.graph.areas_in(area)) : std::nullopt;
        if (area.is_subflow && *wanted.is_folded) {
            if (auto allowed = may_be_one(state_.graph, area.nodes); !allowed) return tl::unexpected(allowed.error());
        }
        area.is_folded = *wanted.is_folded;
    }
    if (wanted.box) {
        area.x = wanted.box->x;
        area.y = wanted.box->y;
        area.width = wanted.box->width;
        area.height = wanted.box->height;
        what += ":box";
    }
    if (area == *known && !state_.drag_began_ms) return Made{};
    Sentence label{area.kind == Area::Kind::frame ? "edit.frame" : "edit.note", {}};
    if (wanted.text && !wanted.box) return perform({step::put_area(std::move(area))}, std::move(label), what);
    return perform_dragging({step::put_area(std::move(area))}, std::move(label), what, {}, wanted.is_drag_end);
}

Result<Made> IntentVisitor::operator()(const intent::Arrange& wanted) {
    std::vector<Edit> edits;
    for (const auto& [node, place] : wanted.nodes) {
        if (auto known = existing(node); !known) return tl::unexpected(known.error());
        NodeLook look = state_.graph.look(node);
        if (look.x == place.x && look.y == place.y) continue;
        look.x = place.x;
        look.y = place.y;
        edits.push_back(edit::SetLook{node, std::move(look)});
    }
    for (const auto& [name, box] : wanted.areas) {
        const Area* known = state_.graph.area(name);
        if (known == nullptr) return refuse("graph.no_such_area", {{"id", name}});
        Area area = *known;
        area.x = box.x;
        area.y = box.y;
        area.width = box.width;
        area.height = box.height;
        if (!(area == *known)) edits.push_back(step::put_area(std::move(area)));
    }
    return perform(edits, {"edit.arrange", {}});
}

}  // namespace flow
