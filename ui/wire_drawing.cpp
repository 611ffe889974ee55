// Wires: curves in the colour of what they carry; dashed while the value at their start is not true; straight when far away.
#include "ui/drawing.h"
#include "ui/metrics.h"

namespace flow::ui {
namespace {

/// More lines than that make no picture.
constexpr std::size_t kMostFarWires = 8000;

bool has_no_true_value(const NodeItem& item) {
    switch (item.state) {
        case NodeState::stale:
        case NodeState::author:
        case NodeState::failed:
        case NodeState::stopped:
        case NodeState::muted: return true;
        case NodeState::idle:
        case NodeState::queued:
        case NodeState::running:
        case NodeState::ok: return false;
    }
    return false;
}

/// As many pieces as the eye needs at this length.
int pieces_of(const Curve& curve, Detail detail) {
    const float length = distance(curve.a, curve.d);
    return detail == Detail::full ? std::clamp(static_cast<int>(length / 14), 8, 40) : std::clamp(static_cast<int>(length / 18), 4, 20);
}

/// Whole pixels: such lines are smoothed by a texture and cost a third of the triangles.
float thickness_at(float zoom) { return zoom < 0.4f ? 1.0f : zoom < 1.3f ? 2.0f : zoom < 2.2f ? 3.0f : 4.0f; }

void stroke(const Canvas& canvas, const Curve& curve, ImU32 color, float thickness, bool is_dashed) {
    ImDrawList& list = canvas.list;
    const int pieces = pieces_of(curve, canvas.detail);
    if (!is_dashed) {
        list.AddBezierCubic(curve.a, curve.b, curve.c, curve.d, color, thickness, pieces);
        return;
    }
    constexpr float kDash = 7, kGap = 5;
    const int steps = pieces * 2;
    float along = 0;
    ImVec2 last = curve.a;
    list.PathLineTo(last);
    bool is_drawing = true;
    for (int i = 1; i <= steps; ++i) {
        const ImVec2 next = curve.at(static_cast<float>(i) / static_cast<float>(steps));
        along += distance(last, next);
        if (is_drawing) list.PathLineTo(next);
        if (along >= (is_drawing ? kDash : kGap)) {
            if (is_drawing) list.PathStroke(color, 0, thickness);
            is_drawing = !is_drawing;
            if (is_drawing) list.PathLineTo(next);
            along = 0;
        }
        last = next;
    }
    if (is_drawing) {
        list.PathStroke(color, 0, thickness);
    } else {
        list.PathClear();
    }
}

Family family_of_link(const Canvas& canvas, const LinkItem& link) {
    const Family from = canvas.scene.nodes()[link.from].outputs[link.output].family;
    return from != Family::any ? from : canvas.scene.nodes()[link.to].inputs[link.input].family;
}

void draw_wire(const Canvas& canvas, const LinkItem& link, const Curve& curve) {
    if (!canvas.shows(curve.bounds().grown(4))) return;
    const NodeItem& from = canvas.scene.nodes()[link.from];
    const NodeItem& to = canvas.scene.nodes()[link.to];
    const ImU32 color = canvas.colors.of(family_of_link(canvas, link));
    const float thickness = thickness_at(canvas.zoom);
    const bool is_chosen = canvas.chosen_link == link.id;
    const bool is_near = canvas.hover.link == link.id && (canvas.hover.part == Part::wire || canvas.hover.part == Part::bend);
    const bool is_of_selection = from.is_selected || to.is_selected;
    if (is_chosen || is_near) stroke(canvas, curve, faded(is_chosen ? canvas.colors.accent : color, 0.35f), thickness + 5, false);
    const float alpha = is_chosen || is_near || is_of_selection ? 1.0f : 0.78f;
    const bool is_dashed = canvas.detail == Detail::full && has_no_true_value(from);
    stroke(canvas, curve, faded(color, alpha), thickness, is_dashed);
}

/// From afar wires are straight, and where there are more of them than can be told apart some stand for all: the same ones whatever the picture shows.
void draw_far_wires(const Canvas& canvas) {
    const auto end = [&canvas](const NodeItem& item, bool is_output) {
        return canvas.camera.to_screen(is_output ? item.x + static_cast<double>(item.width) : item.x, item.y + static_cast<double>(item.height) / 2);
    };
    const auto& nodes = canvas.scene.nodes();
    const std::size_t one_of = 1 + canvas.scene.links().size() / kMostFarWires;
    for (std::size_t at = 0; at < canvas.scene.links().size(); at += one_of) {
        const LinkItem& link = canvas.scene.links()[at];
        if (!canvas.takes(canvas.scene.is_carried(link))) continue;
        const ImVec2 a = end(nodes[link.from], true), d = end(nodes[link.to], false);
        if (link.id == canvas.hidden_link || !canvas.scene.shows(link) || !canvas.shows(rect_between(a, d).grown(1))) continue;
        canvas.list.AddLine(a, d, faded(canvas.colors.of(family_of_link(canvas, link)), 0.7f), 1);
    }
}

void draw_bends(const Canvas& canvas, const LinkItem& link) {
    const Bends& bends = canvas.scene.bends(link);
    const ImU32 color = canvas.colors.of(family_of_link(canvas, link));
    for (std::size_t at = 0; at < bends.size(); ++at) {
        const ImVec2 point = canvas.camera.to_screen(bends[at].x, bends[at].y);
        const bool is_near = canvas.hover.part == Part::bend && canvas.hover.link == link.id && canvas.hover.index == at;
        canvas.list.AddCircleFilled(point, std::max(3.0f, (is_near ? 6.5f : 5.0f) * canvas.zoom), is_near ? canvas.colors.accent : color);
    }
}

}  // namespace

void draw_wires(const Canvas& canvas) {
    if (canvas.detail == Detail::block) return draw_far_wires(canvas);
    const CanvasRect view = canvas.camera.view(canvas.size).grown(4 / canvas.camera.zoom());
    const auto draw = [&](const LinkItem& link) {
        if (!view.overlaps(link.box) || link.id == canvas.hidden_link || !canvas.scene.shows(link)) return;
        for (std::size_t at = 0; at <= canvas.scene.bends(link).size(); ++at) draw_wire(canvas, link, link_piece(canvas.camera, canvas.scene, link, at));
        if (link.bends != 0) draw_bends(canvas, link);
    };
    const std::vector<LinkItem>& links = canvas.scene.links();
    // The one that a carried node would come into is drawn once more, as such.
    const LinkId entered = canvas.hover.link;
    if (canvas.layer == Layer::carried && !entered) {
        for (const std::uint32_t at : canvas.scene.carried_links()) draw(links[at]);
        return;
    }
    for (const LinkItem& link : links) {
        if (canvas.takes(canvas.scene.is_carried(link) || entered == link.id)) draw(link);
    }
}

void draw_loose_wire(const Canvas& canvas, ImVec2 from, ImVec2 to, Family family, bool is_refused) {
    const ImU32 color = is_refused ? canvas.colors.failed : canvas.colors.of(family);
    const float thickness = std::max(2.0f, thickness_at(canvas.zoom));
    const Curve curve = wire_curve(from, to, canvas.zoom);
    stroke(canvas, curve, faded(color, 0.25f), thickness + 5, false);
    stroke(canvas, curve, color, thickness, is_refused);
}

}  // namespace flow::ui
