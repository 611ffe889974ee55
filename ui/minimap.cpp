#include "ui/minimap.h"

#include <algorithm>

namespace flow::ui {
namespace {

constexpr double kWidth = 168, kHeight = 112;
constexpr float kMargin = 14, kPad = 5;
constexpr float kSmallestWidth = 480, kSmallestHeight = 320;  // of a canvas that has room for it

/// Whether one of the nodes below the frame is meant.
template <class Meant>
bool is_over_some(const Scene& scene, const Camera& camera, const Rect& frame, Meant is_meant) {
    const CanvasPoint min = camera.to_canvas(frame.min), max = camera.to_canvas(frame.max);
    const CanvasRect below = {min.x, min.y, max.x, max.y};
    for (std::size_t at = 0; at < scene.boxes().size(); ++at) {
        if (below.overlaps(scene.boxes()[at]) && is_meant(scene.nodes()[at])) return true;
    }
    return false;
}

bool hides_selected(const Scene& scene, const Camera& camera, const Rect& frame) {
    return is_over_some(scene, camera, frame, [](const NodeItem& item) { return item.is_selected; });
}

}  // namespace

Rect Minimap::place(const CanvasRect& what) const {
    const auto x = [this](double at) { return frame.min.x + kPad + static_cast<float>((at - shown.left) * scale); };
    const auto y = [this](double at) { return frame.min.y + kPad + static_cast<float>((at - shown.top) * scale); };
    return {{x(what.left), y(what.top)}, {x(what.right), y(what.bottom)}};
}

CanvasPoint Minimap::at(ImVec2 pixel) const {
    return {shown.left + static_cast<double>(pixel.x - frame.min.x - kPad) / scale, shown.top + static_cast<double>(pixel.y - frame.min.y - kPad) / scale};
}

std::optional<Minimap> minimap_of(const Scene& scene, const Camera& camera, ImVec2 size) {
    const auto nodes = scene.bounds({});
    if (!nodes || size.x < kSmallestWidth || size.y < kSmallestHeight) return std::nullopt;
    const CanvasRect view = camera.view(size);
    if (view.left <= nodes->left && view.top <= nodes->top && view.right >= nodes->right && view.bottom >= nodes->bottom) return std::nullopt;
    Minimap map;
    map.shown = {std::min(view.left, nodes->left), std::min(view.top, nodes->top), std::max(view.right, nodes->right), std::max(view.bottom, nodes->bottom)};
    map.scale = std::min(kWidth / (map.shown.right - map.shown.left), kHeight / (map.shown.bottom - map.shown.top));
    const ImVec2 inside = {static_cast<float>((map.shown.right - map.shown.left) * map.scale),
                           static_cast<float>((map.shown.bottom - map.shown.top) * map.scale)};
    const ImVec2 outside = {inside.x + 2 * kPad, inside.y + 2 * kPad};
    const float near = kMargin - kPad;
    const ImVec2 far = {size.x - near - outside.x, size.y - near - outside.y};
    // Lower right; where a selected node lies there, the next corner in which none does.
    for (const ImVec2 corner : {far, ImVec2{near, far.y}, ImVec2{far.x, near}, ImVec2{near, near}}) {
        map.frame = {corner, {corner.x + outside.x, corner.y + outside.y}};
        if (!hides_selected(scene, camera, map.frame)) return map;
    }
    return std::nullopt;
}

bool Minimap::is_over_nodes(const Scene& scene, const Camera& camera) const {
    return is_over_some(scene, camera, frame, [](const NodeItem&) { return true; });
}

}  // namespace flow::ui
