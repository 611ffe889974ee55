#include "ui/paint.h"

#include <array>

namespace flow::ui {
namespace {

constexpr float kPi = 3.14159265358979f;

/// Lines of whole pixels are smoothed by a texture and cost a third of the triangles.
float whole(float thickness) { return std::max(1.0f, std::round(thickness)); }

ImVec2 around(ImVec2 center, float radius, float turn) { return {center.x + radius * std::cos(turn), center.y + radius * std::sin(turn)}; }

void arc(ImDrawList& list, ImVec2 center, float radius, float from, float to, ImU32 color, float thickness) {
    list.PathArcTo(center, radius, from, to);
    list.PathStroke(color, 0, thickness);
}

void dashed_ring(ImDrawList& list, ImVec2 center, float radius, ImU32 color, float thickness) {
    constexpr int kDashes = 6;
    for (int i = 0; i < kDashes; ++i) {
        const float start = 2 * kPi * static_cast<float>(i) / kDashes;
        arc(list, center, radius, start, start + kPi / kDashes * 1.15f, color, thickness);
    }
}

}  // namespace

void paint_shadow(ImDrawList& list, const Rect& box, float rounding, float spread, ImU32 color) {
    constexpr int kSteps = 4;  // per corner
    constexpr int kPoints = 4 * (kSteps + 1);
    // Three rings: a shadow falls off fast at first.
    constexpr std::array<float, 3> kReach = {0, 0.35f, 1};
    constexpr std::array<float, 3> kShare = {1, 0.36f, 0};
    const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
    const float r = std::max(1.0f, rounding);
    const std::array<ImVec2, 4> corners = {ImVec2{box.max.x - r, box.min.y + r}, ImVec2{box.max.x - r, box.max.y - r}, ImVec2{box.min.x + r, box.max.y - r},
                                           ImVec2{box.min.x + r, box.min.y + r}};
    list.PrimReserve(kPoints * 12, kPoints * 3);
    const unsigned first = list._VtxCurrentIdx;
    for (int point = 0; point < kPoints; ++point) {
        const int corner = point / (kSteps + 1), step = point % (kSteps + 1);
        const float turn = -kPi / 2 + kPi / 2 * (static_cast<float>(corner) + static_cast<float>(step) / kSteps);
        for (std::size_t ring = 0; ring < kReach.size(); ++ring) {
            list.PrimWriteVtx(around(corners[static_cast<std::size_t>(corner)], r - 1 + (spread + 1) * kReach[ring], turn), uv, faded(color, kShare[ring]));
        }
    }
    for (unsigned point = 0; point < kPoints; ++point) {
        for (unsigned ring = 0; ring < 2; ++ring) {
            const unsigned a = first + point * 3 + ring, b = first + (point + 1) % kPoints * 3 + ring;
            for (const unsigned index : {a, a + 1, b + 1, a, b + 1, b}) list.PrimWriteIdx(index);
        }
    }
}

void paint_port(ImDrawList& list, ImVec2 center, float radius, PortShape shape, bool is_linked, ImU32 color, ImU32 ground) {
    const float line = whole(radius * 0.36f);
    const int segments = radius < 4 ? 8 : radius < 8 ? 12 : 0;
    if (shape == PortShape::variadic) {
        list.AddCircleFilled({center.x - radius * 0.75f, center.y}, radius + line * 0.5f, ground, segments);
        list.AddCircle({center.x - radius * 0.75f, center.y}, radius - line * 0.5f, color, segments, line);
    }
    list.AddCircleFilled(center, radius + line * 0.6f, ground, segments);
    if (shape == PortShape::optional && !is_linked) {
        list.AddCircle(center, radius - line * 0.5f, color, segments, line);
    } else {
        list.AddCircleFilled(center, radius, color, segments);
    }
}

void paint_chevron(ImDrawList& list, ImVec2 center, float size, ImGuiDir direction, ImU32 color, float thickness) {
    const float h = size / 2, q = size / 4;
    switch (direction) {
        case ImGuiDir_Left:
            list.PathLineTo({center.x + q, center.y - h});
            list.PathLineTo({center.x - q, center.y});
            list.PathLineTo({center.x + q, center.y + h});
            break;
        case ImGuiDir_Right:
            list.PathLineTo({center.x - q, center.y - h});
            list.PathLineTo({center.x + q, center.y});
            list.PathLineTo({center.x - q, center.y + h});
            break;
        case ImGuiDir_Up:
            list.PathLineTo({center.x - h, center.y + q});
            list.PathLineTo({center.x, center.y - q});
            list.PathLineTo({center.x + h, center.y + q});
            break;
        default:
            list.PathLineTo({center.x - h, center.y - q});
            list.PathLineTo({center.x, center.y + q});
            list.PathLineTo({center.x + h, center.y - q});
            break;
    }
    list.PathStroke(color, 0, whole(thickness));
}

void paint_state(ImDrawList& list, ImVec2 c, float r, NodeState state, double now_ms, const Colors& colors) {
    const float line = whole(r * 0.24f);
    switch (state) {
        case NodeState::idle: list.AddCircle(c, r - line / 2, colors.idle, 0, line); break;
        case NodeState::queued:
            list.AddCircle(c, r - line / 2, colors.queued, 0, line);
            list.AddLine(c, {c.x, c.y - r * 0.55f}, colors.queued, line);
            list.AddLine(c, {c.x + r * 0.42f, c.y + r * 0.1f}, colors.queued, line);
            break;
        case NodeState::running: {
            const float turn = static_cast<float>(std::fmod(now_ms, 1000.0) / 1000.0) * 2 * kPi;
            list.AddCircle(c, r - line / 2, faded(colors.running, 0.28f), 0, line);
            arc(list, c, r - line / 2, turn, turn + kPi * 0.6f, colors.running, line);
            break;
        }
        case NodeState::ok:
            list.AddCircleFilled(c, r, faded(colors.ok, 0.20f));
            list.PathLineTo({c.x - r * 0.45f, c.y + r * 0.02f});
            list.PathLineTo({c.x - r * 0.12f, c.y + r * 0.38f});
            list.PathLineTo({c.x + r * 0.48f, c.y - r * 0.36f});
            list.PathStroke(colors.ok, 0, line);
            break;
        case NodeState::failed:
            list.AddCircleFilled(c, r, colors.failed);
            list.AddLine({c.x - r * 0.38f, c.y - r * 0.38f}, {c.x + r * 0.38f, c.y + r * 0.38f}, colors.node, line);
            list.AddLine({c.x + r * 0.38f, c.y - r * 0.38f}, {c.x - r * 0.38f, c.y + r * 0.38f}, colors.node, line);
            break;
        case NodeState::stopped: list.AddRectFilled({c.x - r * 0.72f, c.y - r * 0.72f}, {c.x + r * 0.72f, c.y + r * 0.72f}, colors.stopped, r * 0.28f); break;
        case NodeState::stale:
            dashed_ring(list, c, r - line / 2, colors.stale, line);
            list.AddCircleFilled(c, r * 0.34f, colors.stale);
            break;
        case NodeState::author:  // a person: head and shoulders
            list.AddCircleFilled({c.x, c.y - r * 0.38f}, r * 0.38f, colors.author);
            list.PathArcTo({c.x, c.y + r * 0.82f}, r * 0.74f, kPi, 2 * kPi);
            list.PathFillConvex(colors.author);
            break;
        case NodeState::muted:
            list.AddCircle(c, r - line / 2, colors.muted, 0, line);
            list.AddLine(around(c, r - line / 2, kPi * 0.75f), around(c, r - line / 2, -kPi * 0.25f), colors.muted, line);
            break;
    }
}

namespace {

void icon_table(ImDrawList& list, ImVec2 c, float h, ImU32 color, float line) {
    list.AddRect({c.x - h, c.y - h * 0.85f}, {c.x + h, c.y + h * 0.85f}, color, h * 0.25f, 0, line);
    list.AddLine({c.x - h, c.y - h * 0.25f}, {c.x + h, c.y - h * 0.25f}, color, line);
    list.AddLine({c.x - h * 0.2f, c.y - h * 0.25f}, {c.x - h * 0.2f, c.y + h * 0.85f}, color, line);
}

void icon_arrow(ImDrawList& list, ImVec2 c, float h, ImU32 color, float line, float direction) {
    const float tip = c.y + direction * h * 0.35f;
    list.AddLine({c.x, tip - direction * h * 1.25f}, {c.x, tip}, color, line);
    list.PathLineTo({c.x - h * 0.5f, tip - direction * h * 0.5f});
    list.PathLineTo({c.x, tip});
    list.PathLineTo({c.x + h * 0.5f, tip - direction * h * 0.5f});
    list.PathStroke(color, 0, line);
    list.PathLineTo({c.x - h * 0.9f, c.y + h * 0.35f});
    list.PathLineTo({c.x - h * 0.9f, c.y + h * 0.9f});
    list.PathLineTo({c.x + h * 0.9f, c.y + h * 0.9f});
    list.PathLineTo({c.x + h * 0.9f, c.y + h * 0.35f});
    list.PathStroke(color, 0, line);
}

void icon_bars(ImDrawList& list, ImVec2 c, float h, ImU32 color) {
    const float w = h * 0.42f;
    list.AddRectFilled({c.x - h, c.y}, {c.x - h + w, c.y + h * 0.9f}, color, w * 0.3f);
    list.AddRectFilled({c.x - w / 2, c.y - h * 0.9f}, {c.x + w / 2, c.y + h * 0.9f}, color, w * 0.3f);
    list.AddRectFilled({c.x + h - w, c.y - h * 0.35f}, {c.x + h, c.y + h * 0.9f}, color, w * 0.3f);
}

void icon_cylinder(ImDrawList& list, ImVec2 c, float h, ImU32 color, float line) {
    const float w = h * 0.85f;
    list.AddEllipse({c.x, c.y - h * 0.6f}, {w, h * 0.34f}, color, 0, 0, line);
    for (const float y : {0.0f, 0.6f}) {
        list.PathEllipticalArcTo({c.x, c.y + h * y}, {w, h * 0.34f}, 0, 0, kPi);
        list.PathStroke(color, 0, line);
    }
    list.AddLine({c.x - w, c.y - h * 0.6f}, {c.x - w, c.y + h * 0.6f}, color, line);
    list.AddLine({c.x + w, c.y - h * 0.6f}, {c.x + w, c.y + h * 0.6f}, color, line);
}

void icon_sigma(ImDrawList& list, ImVec2 c, float h, ImU32 color, float line) {
    list.PathLineTo({c.x + h * 0.65f, c.y - h * 0.85f});
    list.PathLineTo({c.x - h * 0.65f, c.y - h * 0.85f});
    list.PathLineTo({c.x + h * 0.1f, c.y});
    list.PathLineTo({c.x - h * 0.65f, c.y + h * 0.85f});
    list.PathLineTo({c.x + h * 0.65f, c.y + h * 0.85f});
    list.PathStroke(color, 0, line);
}

}  // namespace

void paint_category(ImDrawList& list, ImVec2 c, float size, Category category, ImU32 color) {
    const float h = size / 2;
    const float line = whole(size * 0.13f);
    switch (category) {
        case Category::python:
            paint_chevron(list, {c.x - h * 0.55f, c.y - h * 0.05f}, size * 0.62f, ImGuiDir_Right, color, line);
            list.AddLine({c.x + h * 0.1f, c.y + h * 0.62f}, {c.x + h, c.y + h * 0.62f}, color, line);
            break;
        case Category::source: icon_arrow(list, c, h, color, line, 1); break;
        case Category::sink: icon_arrow(list, {c.x, c.y - h * 0.1f}, h, color, line, -1); break;
        case Category::table: icon_table(list, c, h, color, line); break;
        case Category::rows:  // a sieve: less and less comes through
            for (int i = 0; i < 3; ++i) {
                const float half = h * (0.95f - 0.34f * static_cast<float>(i));
                const float y = c.y + h * (-0.62f + 0.62f * static_cast<float>(i));
                list.AddLine({c.x - half, y}, {c.x + half, y}, color, line);
            }
            break;
        case Category::columns:
            list.AddRect({c.x - h, c.y - h * 0.85f}, {c.x + h, c.y + h * 0.85f}, color, h * 0.25f, 0, line);
            for (const float x : {-0.33f, 0.33f}) list.AddLine({c.x + h * x, c.y - h * 0.85f}, {c.x + h * x, c.y + h * 0.85f}, color, line);
            break;
        case Category::combine:
            for (const float x : {-0.4f, 0.4f}) list.AddCircle({c.x + h * x, c.y}, h * 0.62f, color, 0, line);
            break;
        case Category::query: icon_cylinder(list, c, h, color, line); break;
        case Category::chart: icon_bars(list, c, h, color); break;
        case Category::number: icon_sigma(list, c, h, color, line); break;
        case Category::text:
            for (const float y : {-0.6f, 0.0f, 0.6f})
                list.AddLine({c.x - h * 0.85f, c.y + h * y}, {c.x + h * (y > 0 ? 0.2f : 0.85f), c.y + h * y}, color, line);
            break;
    }
}

void paint_dashed_rect(ImDrawList& list, const Rect& box, ImU32 color, float thickness, float dash) {
    const auto side = [&](ImVec2 from, ImVec2 to) {
        const float length = distance(from, to);
        const ImVec2 along = (to - from) * (1 / std::max(length, 0.001f));
        for (float at = 0; at < length; at += dash * 2) list.AddLine(from + along * at, from + along * std::min(at + dash, length), color, thickness);
    };
    side(box.min, {box.max.x, box.min.y});
    side({box.max.x, box.min.y}, box.max);
    side(box.max, {box.min.x, box.max.y});
    side({box.min.x, box.max.y}, box.min);
}

}  // namespace flow::ui
