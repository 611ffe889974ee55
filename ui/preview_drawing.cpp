// The small picture of a node's value: a table's head, a thumbnail, lines of text; and the foot with its shape and how long it took.
#include "ui/drawing.h"
#include "ui/metrics.h"

namespace flow::ui {
namespace {

void draw_table(const Canvas& canvas, const PreviewItem& preview, const Rect& box, float alpha) {
    const float z = canvas.zoom;
    const float row_height = metrics::kTableRow * z;
    const float size = metrics::kSmallSize * z;
    const float pad = 6 * z;
    canvas.list.AddRectFilled(box.min, {box.max.x, box.min.y + row_height}, canvas.colors.table_head, metrics::rounded(metrics::kField, z),
                              ImDrawFlags_RoundCornersTop);
    float left = box.min.x;
    for (std::size_t column = 0; column < preview.head.size(); ++column) {
        const float right = left + box.width() * preview.share[column];
        const Align align = preview.is_number[column] ? Align::right : Align::left;
        canvas.text.write(preview.head[column], left + pad, right - pad * 0.5f, box.min.y + row_height / 2, size, faded(canvas.colors.text, alpha), align);
        for (std::size_t row = 0; row < preview.rows.size(); ++row) {
            if (column >= preview.rows[row].size()) continue;
            const float y = box.min.y + row_height * (static_cast<float>(row) + 1.5f);
            canvas.text.write(preview.rows[row][column], left + pad, right - pad * 0.5f, y, size, faded(canvas.colors.text_muted, alpha), align);
        }
        left = right;
    }
    for (std::size_t row = 1; row < preview.rows.size(); ++row) {
        const float y = box.min.y + row_height * static_cast<float>(row + 1);
        canvas.list.AddLine({box.min.x + pad, y}, {box.max.x - pad, y}, faded(canvas.colors.field_border, 0.7f));
    }
}

/// The largest rectangle of that shape inside `box`, in its middle.
Rect fitted(const Rect& box, float width, float height) {
    const float scale = std::min(box.width() / std::max(1.0f, width), box.height() / std::max(1.0f, height));
    const ImVec2 half = {width * scale / 2, height * scale / 2};
    return {box.center() - half, box.center() + half};
}

void draw_thumbnail(const Canvas& canvas, NodeId node, const PreviewItem& preview, const Rect& box, float alpha) {
    const auto found = canvas.thumbnails.find(node);
    if (found != canvas.thumbnails.end() && found->second.value_key == preview.value_key) {
        const Thumbnail& thumbnail = found->second;
        const Rect place = fitted(box.grown(-3 * canvas.zoom), static_cast<float>(thumbnail.width), static_cast<float>(thumbnail.height));
        canvas.list.AddImageRounded(thumbnail.texture, place.min, place.max, {0, 0}, {1, 1}, faded(IM_COL32_WHITE, alpha), 4 * canvas.zoom);
        return;
    }
    // Until the picture has come: what is known of it.
    if (preview.lines.empty()) return;
    canvas.text.write(preview.lines.front(), box.min.x + 6 * canvas.zoom, box.max.x - 6 * canvas.zoom, box.center().y, metrics::kSmallSize * canvas.zoom,
                      faded(canvas.colors.text_muted, alpha), Align::center);
}

void draw_lines(const Canvas& canvas, const PreviewItem& preview, const Rect& box, float alpha) {
    const float z = canvas.zoom;
    const bool is_single = preview.lines.size() == 1;
    for (std::size_t i = 0; i < preview.lines.size(); ++i) {
        const float y = box.min.y + (4 + metrics::kTextRow * (static_cast<float>(i) + 0.5f)) * z;
        canvas.text.write(preview.lines[i], box.min.x + 7 * z, box.max.x - 6 * z, y, (is_single ? metrics::kTextSize : metrics::kSmallSize) * z,
                          faded(canvas.colors.text, alpha));
    }
}

}  // namespace

void draw_preview(const Canvas& canvas, const NodeItem& item, const NodeFace& face) {
    if (item.foot_y == 0) return;
    const float z = canvas.zoom;
    const ImVec2 corner = canvas.camera.to_screen(item.x, item.y);
    const float left = corner.x + metrics::kPad * z, right = corner.x + (item.width - metrics::kPad) * z;
    const float alpha = item.is_current ? 1.0f : 0.6f;  // a value that is no longer true steps back
    if (item.preview_height > 0) {
        const Rect box{{left, corner.y + item.preview_y * z}, {right, corner.y + (item.preview_y + item.preview_height) * z}};
        canvas.list.AddRectFilled(box.min, box.max, canvas.colors.field, metrics::rounded(metrics::kField, z));
        switch (face.preview.kind) {
            case PreviewKind::none: break;
            case PreviewKind::table: draw_table(canvas, face.preview, box, alpha); break;
            case PreviewKind::image:
            case PreviewKind::chart: draw_thumbnail(canvas, item.id, face.preview, box, alpha); break;
            default: draw_lines(canvas, face.preview, box, alpha); break;
        }
    }
    const float y = corner.y + item.foot_y * z;
    const float size = metrics::kSmallSize * z;
    const float elapsed = face.elapsed.text.empty() ? 0 : canvas.text.width(face.elapsed.text, size) + 8 * z;
    canvas.text.write(face.foot, left + 3 * z, right - elapsed, y, size, faded(canvas.colors.text_muted, alpha));
    canvas.text.write(face.elapsed, left, right - 3 * z, y, size, canvas.colors.text_faint, Align::right);
}

}  // namespace flow::ui
