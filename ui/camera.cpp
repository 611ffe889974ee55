#include "ui/camera.h"

namespace flow::ui {

float Curve::distance_to(ImVec2 point) const {
    constexpr int kSteps = 24;  // finer than a wire is thick, at any length that fits a screen
    float best = distance(a, point);
    ImVec2 last = a;
    for (int i = 1; i <= kSteps; ++i) {
        const ImVec2 next = at(static_cast<float>(i) / kSteps);
        const ImVec2 along = next - last;
        const float length2 = along.x * along.x + along.y * along.y;
        const float t = length2 > 0 ? std::clamp(((point.x - last.x) * along.x + (point.y - last.y) * along.y) / length2, 0.0f, 1.0f) : 0.0f;
        best = std::min(best, distance(point, last + along * t));
        last = next;
    }
    return best;
}

Curve wire_curve(ImVec2 from, ImVec2 to, float zoom) {
    const float dx = to.x - from.x;
    const float dy = std::abs(to.y - from.y);
    const float forward = std::max(dx * 0.5f, std::min(40 * zoom, dy * 0.5f));
    const float reach = dx >= 0 ? forward : std::min(160 * zoom, 40 * zoom - dx * 0.5f);
    return {from, {from.x + reach, from.y}, {to.x - reach, to.y}, to};
}

CanvasRect Camera::view(ImVec2 screen_size) const {
    return {left_, top_, left_ + static_cast<double>(screen_size.x) / zoom_, top_ + static_cast<double>(screen_size.y) / zoom_};
}

void Camera::pan(ImVec2 pixels) {
    if (pixels.x == 0 && pixels.y == 0) return;
    left_ -= static_cast<double>(pixels.x) / zoom_;
    top_ -= static_cast<double>(pixels.y) / zoom_;
    ++revision_;
}

void Camera::zoom_at(ImVec2 anchor, double factor) { zoom_to(zoom_ * factor, anchor); }

void Camera::zoom_to(double zoom, ImVec2 anchor) {
    const CanvasPoint fixed = to_canvas(anchor);
    zoom_ = std::clamp(zoom, kMinZoom, kMaxZoom);
    left_ = fixed.x - static_cast<double>(anchor.x) / zoom_;
    top_ = fixed.y - static_cast<double>(anchor.y) / zoom_;
    ++revision_;
}

void Camera::center_on(double x, double y, ImVec2 screen_size) {
    left_ = x - static_cast<double>(screen_size.x) / zoom_ / 2;
    top_ = y - static_cast<double>(screen_size.y) / zoom_ / 2;
    ++revision_;
}

void Camera::fit(const CanvasRect& what, ImVec2 screen_size, float margin) {
    const double room_x = std::max(1.0, static_cast<double>(screen_size.x - 2 * margin));
    const double room_y = std::max(1.0, static_cast<double>(screen_size.y - 2 * margin));
    const double wanted = std::min(room_x / std::max(1.0, what.right - what.left), room_y / std::max(1.0, what.bottom - what.top));
    zoom_ = std::clamp(std::min(wanted, 1.0), kMinZoom, kMaxZoom);
    center_on((what.left + what.right) / 2, (what.top + what.bottom) / 2, screen_size);
}

}  // namespace flow::ui
