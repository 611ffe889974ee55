// Frames and notes, below wires and nodes: tinted grounds, a frame's bar with its title, a note's text.
#include "ui/drawing.h"
#include "ui/metrics.h"
#include "ui/paint.h"

namespace flow::ui {
namespace {

void draw_corner(const Canvas& canvas, const AreaItem& item, const Rect& box, ImU32 hue) {
    const bool is_near = canvas.hover.part == Part::area_corner && &canvas.scene.areas()[canvas.hover.index] == &item;
    if (!item.is_selected && !is_near) return;
    const float z = canvas.zoom;
    for (const float from : {5.0f, 10.0f}) {
        canvas.list.AddLine({box.max.x - from * z, box.max.y - 3 * z}, {box.max.x - 3 * z, box.max.y - from * z}, is_near ? canvas.colors.accent : hue, 1.5f);
    }
}

void draw_frame_title(const Canvas& canvas, const AreaItem& item, const Rect& bar, ImU32 hue) {
    const float z = canvas.zoom;
    const bool is_near = canvas.hover.part == Part::area_fold && &canvas.scene.areas()[canvas.hover.index] == &item;
    const ImU32 ink = is_near ? canvas.colors.text : canvas.colors.text_muted;
    if (canvas.detail == Detail::full) {
        paint_chevron(canvas.list, {bar.min.x + 15 * z, bar.center().y}, 5 * z, item.is_folded ? ImGuiDir_Right : ImGuiDir_Down, ink, 1.6f);
    }
    // From afar a title says more than the nodes in it: it grows against the zoom as long as it has room.
    const float size = std::clamp(metrics::kTitleSize * z, std::min(11.0f, bar.height() * 1.6f), 60.0f);
    canvas.text.write(item.title, bar.min.x + (canvas.detail == Detail::full ? 28 * z : 4), bar.max.x - 6, std::max(bar.center().y, bar.min.y + size * 0.75f),
                      size, mixed(canvas.colors.text, hue, 0.12f));
}

/// A folded subflow: a node with another one behind it, and a row for each port that leads out of it.
void draw_subflow(const Canvas& canvas, const AreaItem& item, const Rect& box, ImU32 hue) {
    const float z = canvas.zoom;
    const float rounding = metrics::rounded(metrics::kRounding, z);
    const ImU32 edge = item.state == NodeState::failed ? canvas.colors.failed : item.is_selected ? canvas.colors.accent : faded(hue, 0.75f);
    const ImU32 head = mixed(canvas.colors.node, hue, 0.25f);
    const float head_bottom = std::min(box.max.y, box.min.y + metrics::kHead * z);
    const ImVec2 behind = {4 * z, 4 * z};
    canvas.list.AddRectFilled(box.min + behind, box.max + behind, mixed(canvas.colors.canvas, hue, 0.22f), rounding);
    canvas.list.AddRect(box.min + behind, box.max + behind, faded(hue, 0.5f), rounding);
    canvas.list.AddRectFilled(box.min, box.max, canvas.colors.node, rounding);
    canvas.list.AddRectFilled(box.min, {box.max.x, head_bottom}, head, rounding, ImDrawFlags_RoundCornersTop);
    canvas.list.AddRect(box.min, box.max, edge, rounding, 0, item.is_selected || item.state == NodeState::failed ? 2.0f : 1.0f);
    draw_frame_title(canvas, item, {box.min, {box.max.x - 26 * z, head_bottom}}, hue);
    if (canvas.detail == Detail::block) return;
    paint_state(canvas.list, {box.max.x - 16 * z, (box.min.y + head_bottom) / 2}, 7 * z, item.state, canvas.now_ms, canvas.colors);
    const float middle = box.center().x, size = metrics::kTextSize * z;
    for (const NodeId id : item.hidden_nodes) {
        const NodeItem& node = *canvas.scene.find(id);
        const auto port = [&](const PortItem& each, std::size_t index, bool is_output) {
            if (each.outer_y == 0) return;
            const ImVec2 at = port_point(canvas.camera, node, index, is_output);
            const bool is_near =
                canvas.hover.part == Part::port && canvas.hover.node == id && canvas.hover.is_output == is_output && canvas.hover.index == index;
            paint_port(canvas.list, at, std::max(2.0f, metrics::kPort * z) * (is_near ? 1.25f : 1.0f), each.shape, each.is_linked,
                       canvas.colors.of(each.family), canvas.colors.node);
            if (canvas.detail != Detail::full) return;
            const NodeFace& face = canvas.faces.of(node);
            const Label& label = is_output && each.name == "result" ? node.title : (is_output ? face.outputs : face.inputs)[index].label;
            if (is_output) {
                canvas.text.write(label, middle + 4 * z, box.max.x - (metrics::kPad + 3) * z, at.y, size, canvas.colors.text, Align::right);
            } else {
                canvas.text.write(label, box.min.x + (metrics::kPad + 3) * z, middle, at.y, size, canvas.colors.text);
            }
        };
        for (std::size_t i = 0; i < node.inputs.size(); ++i) port(node.inputs[i], i, false);
        for (std::size_t i = 0; i < node.outputs.size(); ++i) port(node.outputs[i], i, true);
    }
}

void draw_frame_area(const Canvas& canvas, const AreaItem& item, const Rect& box, ImU32 hue) {
    const float rounding = metrics::rounded(metrics::kRounding, canvas.zoom);
    const Rect bar = grip_rect(canvas.camera, item);
    const ImU32 edge = item.is_selected ? canvas.colors.accent : faded(hue, 0.55f);
    if (item.is_folded) {
        canvas.list.AddRectFilled(box.min, box.max, mixed(canvas.colors.node, hue, 0.22f), rounding);
    } else {
        canvas.list.AddRectFilled(box.min, box.max, faded(hue, 0.07f), rounding);
        canvas.list.AddRectFilled(bar.min, bar.max, faded(hue, 0.16f), rounding, ImDrawFlags_RoundCornersTop);
    }
    canvas.list.AddRect(box.min, box.max, edge, rounding, 0, item.is_selected ? 2.0f : 1.0f);
    draw_frame_title(canvas, item, bar, hue);
    if (!item.is_folded) draw_corner(canvas, item, box, hue);
}

void draw_note(const Canvas& canvas, const AreaItem& item, const Rect& box, ImU32 hue) {
    const float z = canvas.zoom;
    const float rounding = metrics::rounded(metrics::kField, z);
    canvas.list.AddRectFilled(box.min, box.max, mixed(canvas.colors.node, hue, 0.13f), rounding);
    canvas.list.AddRect(box.min, box.max, item.is_selected ? canvas.colors.accent : faded(hue, 0.5f), rounding, 0, item.is_selected ? 2.0f : 1.0f);
    canvas.list.AddRectFilled(box.min, {box.min.x + std::max(2.0f, 3 * z), box.max.y}, hue, rounding, ImDrawFlags_RoundCornersLeft);
    if (canvas.detail != Detail::block) {
        lay_out_note(item, canvas.text);
        canvas.list.PushClipRect(box.min, box.max, true);
        for (const NoteRun& run : item.runs) {
            const float left = box.min.x + run.x * z, middle = box.min.y + run.y * z, size = run.size * z;
            if (middle - size > box.max.y) break;
            if (run.is_code && size >= TextPainter::kSmallestSize) {
                canvas.list.AddRectFilled({left - 2 * z, middle - size * 0.68f}, {left + (run.width + 2) * z, middle + size * 0.68f}, canvas.colors.field,
                                          2 * z);
            }
            canvas.text.write(run.label, left, left + (run.width + 8) * z, middle, size, canvas.colors.text);
        }
        canvas.list.PopClipRect();
    }
    draw_corner(canvas, item, box, hue);
}

}  // namespace

void draw_areas(const Canvas& canvas) {
    for (const AreaItem& item : canvas.scene.areas()) {
        const Rect box = area_rect(canvas.camera, item);
        if (item.is_hidden || !canvas.shows(box)) continue;
        const ImU32 hue = hue_of(canvas.colors, item.color);
        if (item.is_note()) {
            draw_note(canvas, item, box, hue);
        } else if (!item.is_node()) {
            draw_frame_area(canvas, item, box, hue);
        }
    }
}

void draw_subflows(const Canvas& canvas) {
    for (const AreaItem& item : canvas.scene.areas()) {
        const Rect box = area_rect(canvas.camera, item);
        if (item.is_node() && !item.is_hidden && canvas.shows(box.grown(16 * canvas.zoom))) draw_subflow(canvas, item, box, hue_of(canvas.colors, item.color));
    }
}

void draw_knife(const Canvas& canvas, ImVec2 from, ImVec2 to) {
    canvas.list.AddLine(from, to, faded(canvas.colors.failed, 0.35f), 6);
    canvas.list.AddLine(from, to, canvas.colors.failed, 2);
}

}  // namespace flow::ui
