// A node from the outside in: shadow, body, head, ports; settings and preview have files of their own.
#include "ui/drawing.h"
#include "ui/metrics.h"
#include "ui/paint.h"

namespace flow::ui {
namespace {

constexpr float kQuietPortsFrom = 0.6f;  // below this zoom a setting's hollow port is a speck

bool is_out_of_service(const NodeItem& item) { return item.node->mode == NodeMode::mute || item.node->mode == NodeMode::bypass; }

ImU32 border_of(const Canvas& canvas, const NodeItem& item) {
    // A failed node stays red when it is selected: the ring around it tells of the selection.
    if (item.state == NodeState::failed) return canvas.colors.failed;
    if (item.is_selected) return canvas.colors.accent;
    if (item.state == NodeState::running) return canvas.colors.running;
    return canvas.hover.node == item.id ? canvas.colors.node_border_hover : canvas.colors.node_border;
}

ImU32 state_color(const Colors& colors, NodeState state) {
    switch (state) {
        case NodeState::idle: return colors.idle;
        case NodeState::queued: return colors.queued;
        case NodeState::running: return colors.running;
        case NodeState::ok: return colors.ok;
        case NodeState::failed: return colors.failed;
        case NodeState::stopped: return colors.stopped;
        case NodeState::stale: return colors.stale;
        case NodeState::author: return colors.author;
        case NodeState::muted: return colors.muted;
    }
    return colors.idle;
}

void draw_body(const Canvas& canvas, const NodeItem& item, const Rect& box) {
    const float rounding = metrics::rounded(metrics::kRounding, canvas.zoom);
    const bool is_strong = item.is_selected || item.state == NodeState::failed || item.state == NodeState::running;
    paint_shadow(canvas.list, {{box.min.x + 2, box.min.y + 3 * canvas.zoom}, {box.max.x - 2, box.max.y + 1}}, rounding, 14 * canvas.zoom, canvas.colors.shadow);
    if (item.is_selected)
        canvas.list.AddRect(box.grown(3).min, box.grown(3).max, faded(canvas.colors.accent, item.state == NodeState::failed ? 0.6f : 0.28f), rounding + 3, 0,
                            4);
    const ImU32 head = head_ground(canvas.colors, item.category);
    const float head_bottom = box.min.y + metrics::kHead * canvas.zoom;
    if (item.is_collapsed) {
        canvas.list.AddRectFilled(box.min, box.max, head, rounding);
    } else {
        canvas.list.AddRectFilled({box.min.x, head_bottom}, box.max, canvas.colors.node, rounding, ImDrawFlags_RoundCornersBottom);
        canvas.list.AddRectFilled(box.min, {box.max.x, head_bottom}, head, rounding, ImDrawFlags_RoundCornersTop);
    }
    canvas.list.AddRect(box.min, box.max, border_of(canvas, item), rounding, 0, is_strong ? 2.0f : 1.0f);
}

void draw_progress(const Canvas& canvas, const NodeItem& item, const Rect& box) {
    if (item.state != NodeState::running) return;
    const float y = box.min.y + metrics::kHead * canvas.zoom;
    const float height = std::max(1.5f, 2.5f * canvas.zoom);
    canvas.list.AddRectFilled({box.min.x, y - height}, {box.max.x, y}, faded(canvas.colors.running, 0.22f));
    float from = 0, to = static_cast<float>(item.progress.value_or(0));
    if (!item.progress) {  // nobody knows how far: a piece wanders
        const float at = static_cast<float>(std::fmod(canvas.now_ms, 1600.0) / 1600.0) * 1.3f - 0.3f;
        from = std::max(0.0f, at);
        to = std::min(1.0f, at + 0.3f);
    }
    canvas.list.AddRectFilled({box.min.x + box.width() * from, y - height}, {box.min.x + box.width() * std::clamp(to, 0.0f, 1.0f), y}, canvas.colors.running);
}

void draw_head(const Canvas& canvas, const NodeItem& item) {
    const float z = canvas.zoom;
    const Rect head = title_rect(canvas.camera, item);
    const float middle = head.center().y;
    paint_category(canvas.list, {head.min.x + 19 * z, middle}, 13 * z, item.category, canvas.colors.of(item.category));
    const ImU32 text = item.state == NodeState::muted ? canvas.colors.text_muted : canvas.colors.text;
    canvas.text.write(item.title, head.min.x + 34 * z, head.max.x - 30 * z, middle, metrics::kTitleSize * z, text);
    paint_state(canvas.list, state_rect(canvas.camera, item).center(), 7 * z, item.state, canvas.now_ms, canvas.colors);
}

void draw_port_dots(const Canvas& canvas, const NodeItem& item) {
    const float radius = std::max(2.0f, metrics::kPort * canvas.zoom);
    const auto dot = [&](const PortItem& port, std::size_t index, bool is_output) {
        const ImVec2 at = port_point(canvas.camera, item, index, is_output);
        const bool is_hovered =
            canvas.hover.part == Part::port && canvas.hover.node == item.id && canvas.hover.is_output == is_output && canvas.hover.index == index;
        const ImU32 color = canvas.colors.of(port.family);
        if (is_hovered) canvas.list.AddCircleFilled(at, radius * 2.1f, faded(color, 0.3f));
        // A setting's port stays out of sight until it is wanted.
        const bool is_quiet = port.shape == PortShape::optional && !port.is_linked && canvas.hover.node != item.id;
        if (is_quiet && canvas.zoom < kQuietPortsFrom) return;
        const float scale = port.shape == PortShape::optional ? 0.78f : 1.0f;
        paint_port(canvas.list, at, (is_hovered ? 1.25f : 1.0f) * radius * scale, port.shape, port.is_linked, is_quiet ? faded(color, 0.5f) : color,
                   canvas.colors.node);
    };
    for (std::size_t i = 0; i < item.inputs.size(); ++i) dot(item.inputs[i], i, false);
    for (std::size_t i = 0; i < item.outputs.size(); ++i) dot(item.outputs[i], i, true);
}

void draw_port_names(const Canvas& canvas, const NodeItem& item, const NodeFace& face) {
    const float z = canvas.zoom;
    const ImVec2 corner = canvas.camera.to_screen(item.x, item.y);
    const float left = corner.x + (metrics::kPad + 3) * z, right = corner.x + (item.width - metrics::kPad - 3) * z;
    const float size = metrics::kTextSize * z;
    for (std::size_t i = 0; i < item.inputs.size(); ++i) {
        const PortItem& port = item.inputs[i];
        if (port.shape == PortShape::optional) continue;  // named by its setting's row
        const bool shares_row = i < item.outputs.size();
        const float end = shares_row ? (left + right) / 2 + 14 * z : right;
        const float y = corner.y + port.y * z;
        const float behind = canvas.text.write(face.inputs[i].label, left, end, y, size, canvas.colors.text);
        canvas.text.write(face.inputs[i].type, behind + 6 * z, end, y, metrics::kSmallSize * z, canvas.colors.text_faint);
    }
    for (std::size_t i = 0; i < item.outputs.size(); ++i) {
        const PortFace& port = face.outputs[i];
        const bool shares_row = i < item.inputs.size() && item.inputs[i].shape != PortShape::optional;
        const float start = shares_row ? (left + right) / 2 + 18 * z : left;
        const float y = corner.y + item.outputs[i].y * z;
        canvas.text.write(port.label, start, right, y, size, canvas.colors.text_muted, Align::right);
        if (!shares_row)
            canvas.text.write(port.type, start, right - canvas.text.width(port.label.text, size) - 6 * z, y, metrics::kSmallSize * z, canvas.colors.text_faint,
                              Align::right);
    }
}

void draw_error(const Canvas& canvas, const NodeItem& item, const NodeFace& face, const Rect& box) {
    if (item.error_y == 0) return;
    const float z = canvas.zoom;
    const float y = box.min.y + item.error_y * z;
    const float half = metrics::kErrorRow / 2 * z;
    const float left = box.min.x + metrics::kPad * z, right = box.max.x - metrics::kPad * z;
    canvas.list.AddRectFilled({left, y - half}, {right, y + half}, canvas.colors.failed_ground, metrics::rounded(metrics::kField, z));
    canvas.text.write(face.error, left + 8 * z, right - 6 * z, y, metrics::kSmallSize * z, canvas.colors.failed_text);
}

/// Muted: crossed out. Bypassed: a line leads straight through.
void draw_out_of_service(const Canvas& canvas, const NodeItem& item, const Rect& box) {
    canvas.list.AddRectFilled(box.min, box.max, faded(canvas.colors.canvas, 0.42f), metrics::rounded(metrics::kRounding, canvas.zoom));
    const float line = std::max(1.0f, 1.6f * canvas.zoom);
    if (item.node->mode == NodeMode::mute) {
        const float inset = 4 * canvas.zoom;
        canvas.list.AddLine({box.min.x + inset, box.max.y - inset}, {box.max.x - inset, box.min.y + inset}, faded(canvas.colors.muted, 0.75f), line);
    } else if (!item.inputs.empty() && !item.outputs.empty()) {
        const Curve through = wire_curve(port_point(canvas.camera, item, 0, false), port_point(canvas.camera, item, 0, true), canvas.zoom);
        canvas.list.AddBezierCubic(through.a, through.b, through.c, through.d, canvas.colors.text_muted, line * 1.4f);
    }
}

void draw_full(const Canvas& canvas, const NodeItem& item, const Rect& box) {
    draw_body(canvas, item, box);
    draw_progress(canvas, item, box);
    draw_head(canvas, item);
    if (!item.is_collapsed) {
        const NodeFace& face = canvas.faces.of(item);
        draw_port_names(canvas, item, face);
        draw_settings(canvas, item, face);
        draw_error(canvas, item, face, box);
        draw_preview(canvas, item, face);
    }
    if (is_out_of_service(item)) draw_out_of_service(canvas, item, box);
    draw_port_dots(canvas, item);
}

/// From afar: a box, its title as large as it can be read, its state. Square and without smoothing: hundreds of them are on the screen.
void draw_plain(const Canvas& canvas, const NodeItem& item, const Rect& box) {
    const float z = canvas.zoom;
    const float head_bottom = std::min(box.max.y, box.min.y + metrics::kHead * z);
    const float border = item.is_selected || item.state == NodeState::failed ? 2.0f : 1.0f;
    const float alpha = is_out_of_service(item) ? 0.45f : 1.0f;
    canvas.list.AddRectFilled(box.min, box.max, faded(border_of(canvas, item), alpha));
    const Rect inside = box.grown(-border);
    canvas.list.AddRectFilled(inside.min, inside.max, mixed(canvas.colors.canvas, canvas.colors.node, alpha));
    canvas.list.AddRectFilled(inside.min, {inside.max.x, head_bottom}, mixed(canvas.colors.node, canvas.colors.of(item.category), 0.4f * alpha));
    const float size = std::min(metrics::kSmallSize, box.height() * 0.4f);
    if (size >= TextPainter::kSmallestSize && box.width() > 34) {
        canvas.text.write(item.title, box.min.x + 4, box.max.x - 4, item.is_collapsed ? box.center().y : (head_bottom + box.max.y) / 2, size,
                          faded(canvas.colors.text, alpha), Align::center);
    }
    const float dot = std::clamp(box.width() * 0.045f, 1.5f, 4.0f);
    const ImVec2 at = {box.max.x - dot * 2.2f, (box.min.y + head_bottom) / 2};
    canvas.list.AddRectFilled({at.x - dot, at.y - dot}, {at.x + dot, at.y + dot}, state_color(canvas.colors, item.state));
}

ImU32 block_color(const Canvas& canvas, const NodeItem& item) {
    return item.is_selected                  ? canvas.colors.accent
           : item.state == NodeState::failed ? canvas.colors.failed
                                             : mixed(canvas.colors.node, canvas.colors.of(item.category), 0.55f);
}

void draw_block(const Canvas& canvas, const NodeItem& item, const Rect& box) {
    canvas.list.AddRectFilled(box.min, {std::max(box.max.x, box.min.x + 2), std::max(box.max.y, box.min.y + 2)}, block_color(canvas, item));
}

/// From so far that there are more nodes than pixels to tell them apart. What is selected or failed stays to be seen.
int draw_mosaic(const Canvas& canvas) {
    constexpr float kCell = 2;
    int drawn = 0;
    canvas.mosaic.begin({{0, 0}, canvas.size}, kCell);
    for (std::size_t at = 0; at < canvas.scene.nodes().size(); ++at) {
        const NodeItem& item = canvas.scene.nodes()[at];
        const Rect box = node_rect(canvas.camera, item);
        if (!canvas.shows(box) || !canvas.takes(canvas.scene.is_carried(at))) continue;
        ++drawn;
        canvas.mosaic.put(box, block_color(canvas, item), mosaic_rank(item));
    }
    canvas.mosaic.draw(canvas.list);
    return drawn;
}

}  // namespace

std::uint8_t mosaic_rank(const NodeItem& item) { return item.is_selected ? 3 : item.state == NodeState::failed ? 2 : 1; }

int draw_nodes(const Canvas& canvas) {
    if (metrics::kNodeWidth * canvas.zoom < metrics::kBlockFrom) return draw_mosaic(canvas);
    int drawn = 0;
    const CanvasRect view = canvas.camera.view(canvas.size).grown(16);  // with their shadows
    const auto draw = [&](const NodeItem& item) {
        if (item.folded_in != 0) return;
        const Rect box = node_rect(canvas.camera, item);
        ++drawn;
        switch (canvas.detail) {
            case Detail::full: draw_full(canvas, item, box); break;
            case Detail::plain: draw_plain(canvas, item, box); break;
            case Detail::block: draw_block(canvas, item, box); break;
        }
    };
    for (const bool selected : {false, true}) {
        if (canvas.layer == Layer::carried) {
            for (const NodeId node : canvas.scene.carried()) {
                const NodeItem* item = canvas.scene.find(node);
                if (item != nullptr && item->is_selected == selected && view.overlaps(item->box())) draw(*item);
            }
            continue;
        }
        for (std::size_t at = 0; at < canvas.scene.nodes().size(); ++at) {
            if (!view.overlaps(canvas.scene.boxes()[at])) continue;
            const NodeItem& item = canvas.scene.nodes()[at];
            if (item.is_selected == selected && canvas.takes(canvas.scene.is_carried(at))) draw(item);
        }
    }
    return drawn;
}

}  // namespace flow::ui
