#include "ui/minimap.h"

namespace flow::ui {
namespace {

constexpr double kWidth = 168, kHeight = 112;
constexpr float kMargin = 14, kPad = 5;
constexpr float kSmallestWidth = 480, kSmallestHeight = 320;  // of a canvas that has room for it

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
    map.frame.max = {size.x - kMargin + kPad, size.y - kMargin + kPad};
    map.frame.min = {map.frame.max.x - inside.x - 2 * kPad, map.frame.max.y - inside.y - 2 * kPad};
    return map;
}

}  // namespace flow::ui
