// Promises: where the canvas is looked at from: canvas units to pixels of the screen and back.
// Must not know: nodes, input, ImGui's frames.
#pragma once

#include "ui/geometry.h"

namespace flow::ui {

struct CanvasPoint {
    double x = 0;
    double y = 0;
};

struct CanvasRect {
    double left = 0, top = 0, right = 0, bottom = 0;

    bool overlaps(const CanvasRect& other) const { return left < other.right && other.left < right && top < other.bottom && other.top < bottom; }
    CanvasRect grown(double by) const { return {left - by, top - by, right + by, bottom + by}; }
    friend bool operator==(const CanvasRect&, const CanvasRect&) = default;
};

class Camera {
public:
    /// Farther out nothing can be told apart, closer in a node no longer fits the screen.
    static constexpr double kMinZoom = 0.005;
    static constexpr double kMaxZoom = 4.0;

    double zoom() const { return zoom_; }
    float scale() const { return static_cast<float>(zoom_); }
    ImVec2 to_screen(double x, double y) const { return {static_cast<float>((x - left_) * zoom_), static_cast<float>((y - top_) * zoom_)}; }
    CanvasPoint to_canvas(ImVec2 screen) const { return {left_ + static_cast<double>(screen.x) / zoom_, top_ + static_cast<double>(screen.y) / zoom_}; }
    /// What a screen of that size shows.
    CanvasRect view(ImVec2 screen_size) const;
    /// What is less than so many pixels away from a point of the screen.
    CanvasRect around(ImVec2 point, float pixels) const {
        const CanvasPoint at = to_canvas(point);
        return CanvasRect{at.x, at.y, at.x, at.y}.grown(static_cast<double>(pixels) / zoom_);
    }

    /// Moves what is seen by so many pixels.
    void pan(ImVec2 pixels);
    /// The canvas point under `anchor` stays there.
    void zoom_at(ImVec2 anchor, double factor);
    void zoom_to(double zoom, ImVec2 anchor);
    void center_on(double x, double y, ImVec2 screen_size);
    /// Shows the rectangle whole, with `margin` pixels around it, never larger than at 100 %.
    void fit(const CanvasRect& what, ImVec2 screen_size, float margin);

    /// Counts up with every change.
    unsigned revision() const { return revision_; }

private:
    double left_ = 0;
    double top_ = 0;
    double zoom_ = 1;
    unsigned revision_ = 0;
};

}  // namespace flow::ui
