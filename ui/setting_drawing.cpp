// The settings of a node: a label and a control per row, by the control's kind. A linked setting shows where its value comes from instead.
#include "ui/drawing.h"
#include "ui/json_text.h"
#include "ui/metrics.h"
#include "ui/paint.h"

namespace flow::ui {
namespace {

struct Row {
    const PortItem& port;
    const SettingItem& setting;
    Rect control;
    bool is_hovered = false;
};

void draw_field(const Canvas& canvas, const Row& row) {
    const float rounding = metrics::rounded(metrics::kField, canvas.zoom);
    canvas.list.AddRectFilled(row.control.min, row.control.max, row.is_hovered ? canvas.colors.field_hover : canvas.colors.field, rounding);
    canvas.list.AddRect(row.control.min, row.control.max, row.is_hovered ? canvas.colors.node_border_hover : canvas.colors.field_border, rounding);
}

ImU32 value_color(const Canvas& canvas, const Row& row) { return row.setting.is_set ? canvas.colors.text : canvas.colors.text_muted; }

void draw_toggle(const Canvas& canvas, const Row& row) {
    const bool is_on = row.setting.value == "true";
    const float height = 15 * canvas.zoom, width = 27 * canvas.zoom;
    const float y = row.control.center().y;
    const ImVec2 min = {row.control.max.x - width, y - height / 2}, max = {row.control.max.x, y + height / 2};
    const ImU32 ground = is_on ? canvas.colors.accent : row.is_hovered ? canvas.colors.field_hover : canvas.colors.field;
    canvas.list.AddRectFilled(min, max, ground, height / 2);
    if (!is_on) canvas.list.AddRect(min, max, canvas.colors.idle, height / 2);
    const float x = is_on ? max.x - height / 2 : min.x + height / 2;
    canvas.list.AddCircleFilled({x, y}, height * (is_on ? 0.36f : 0.29f), is_on ? canvas.colors.on_accent : canvas.colors.idle);
}

void draw_number(const Canvas& canvas, const Row& row) {
    draw_field(canvas, row);
    const float z = canvas.zoom;
    const float y = row.control.center().y;
    if (row.is_hovered) {
        paint_chevron(canvas.list, {row.control.min.x + 9 * z, y}, 7 * z, ImGuiDir_Left, canvas.colors.text_muted, 1.4f * z);
        paint_chevron(canvas.list, {row.control.max.x - 9 * z, y}, 7 * z, ImGuiDir_Right, canvas.colors.text_muted, 1.4f * z);
    }
    canvas.text.write(row.setting.shown, row.control.min.x + 16 * z, row.control.max.x - 16 * z, y, metrics::kTextSize * z, value_color(canvas, row),
                      Align::center);
}

void draw_slider(const Canvas& canvas, const Row& row) {
    draw_field(canvas, row);
    const WidgetSpec& spec = row.setting.spec;
    const double low = spec.minimum.value_or(0), high = spec.maximum.value_or(1);
    const double value = number_of(row.setting.value).value_or(low);
    const float share = high > low ? static_cast<float>(std::clamp((value - low) / (high - low), 0.0, 1.0)) : 0.0f;
    const float inset = 1;
    const float end = row.control.min.x + inset + (row.control.width() - 2 * inset) * share;
    if (share > 0.01f) {
        const ImDrawFlags corners = share > 0.96f ? ImDrawFlags_RoundCornersAll : ImDrawFlags_RoundCornersLeft;
        canvas.list.AddRectFilled({row.control.min.x + inset, row.control.min.y + inset}, {end, row.control.max.y - inset}, canvas.colors.field_fill,
                                  metrics::rounded(metrics::kField - 1, canvas.zoom), corners);
    }
    canvas.list.AddRectFilled({end - 1, row.control.min.y + 3 * canvas.zoom}, {end + 1, row.control.max.y - 3 * canvas.zoom}, canvas.colors.accent);
    canvas.text.write(row.setting.shown, row.control.min.x + 6 * canvas.zoom, row.control.max.x - 6 * canvas.zoom, row.control.center().y,
                      metrics::kTextSize * canvas.zoom, canvas.colors.text, Align::center);
}

void draw_text_field(const Canvas& canvas, const Row& row) {
    draw_field(canvas, row);
    const float z = canvas.zoom;
    const WidgetKind kind = row.setting.spec.kind;
    const bool has_list = kind == WidgetKind::choice || kind == WidgetKind::column || kind == WidgetKind::file;
    const float y = row.control.center().y;
    if (has_list) paint_chevron(canvas.list, {row.control.max.x - 10 * z, y}, 7 * z, ImGuiDir_Down, canvas.colors.text_muted, 1.4f * z);
    canvas.text.write(row.setting.shown, row.control.min.x + 7 * z, row.control.max.x - (has_list ? 18 : 6) * z, y, metrics::kTextSize * z,
                      value_color(canvas, row));
}

void draw_linked(const Canvas& canvas, const Row& row) {
    const float y = row.control.center().y;
    canvas.list.AddLine({row.control.min.x, y}, {row.control.max.x, y}, faded(canvas.colors.of(row.port.family), 0.35f), std::max(1.0f, 1.5f * canvas.zoom));
}

}  // namespace

void draw_settings(const Canvas& canvas, const NodeItem& item, const NodeFace& face) {
    const float z = canvas.zoom;
    const ImVec2 corner = canvas.camera.to_screen(item.x, item.y);
    for (std::size_t i = 0; i < face.settings.size(); ++i) {
        const PortItem& port = item.settings()[i];
        const SettingItem& setting = face.settings[i];
        const bool is_hovered = canvas.hover.part == Part::setting && canvas.hover.node == item.id && canvas.hover.index == i;
        const Row row{.port = port, .setting = setting, .control = control_rect(canvas.camera, item, port), .is_hovered = is_hovered};
        canvas.text.write(setting.label, corner.x + (metrics::kPad + 3) * z, row.control.min.x - 6 * z, corner.y + port.y * z, metrics::kTextSize * z,
                          canvas.colors.text_muted);
        if (port.is_linked) {
            draw_linked(canvas, row);
            continue;
        }
        switch (setting.spec.kind) {
            case WidgetKind::toggle: draw_toggle(canvas, row); break;
            case WidgetKind::integer:
            case WidgetKind::number: draw_number(canvas, row); break;
            case WidgetKind::slider: draw_slider(canvas, row); break;
            default: draw_text_field(canvas, row); break;
        }
    }
    if (item.hidden_settings > 0) {
        const Rect more = more_rect(canvas.camera, item);
        const bool is_hovered = canvas.hover.part == Part::more && canvas.hover.node == item.id;
        canvas.text.write(face.more, more.min.x + 3 * z, more.max.x, more.center().y, metrics::kSmallSize * z,
                          is_hovered ? canvas.colors.text : canvas.colors.text_faint);
    }
}

}  // namespace flow::ui
