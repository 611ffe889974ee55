// Promises: rectangles and curves on the canvas, in floats of one unit (pixels of the screen or canvas units, the caller knows which).
// Must not know: nodes, drawing.
#pragma once

#ifndef IMGUI_DEFINE_MATH_OPERATORS
#define IMGUI_DEFINE_MATH_OPERATORS
#endif
#include <algorithm>
#include <cmath>

#include "imgui.h"

namespace flow::ui {

struct Rect {
    ImVec2 min;
    ImVec2 max;

    float width() const { return max.x - min.x; }
    float height() const { return max.y - min.y; }
    ImVec2 center() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
    bool contains(ImVec2 point) const { return point.x >= min.x && point.x < max.x && point.y >= min.y && point.y < max.y; }
    bool overlaps(const Rect& other) const { return min.x < other.max.x && other.min.x < max.x && min.y < other.max.y && other.min.y < max.y; }
    Rect grown(float by) const { return {{min.x - by, min.y - by}, {max.x + by, max.y + by}}; }
};

/// The rectangle between two corners in any order.
inline Rect rect_between(ImVec2 a, ImVec2 b) { return {{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}}; }

inline float distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// A cubic Bezier curve.
struct Curve {
    ImVec2 a, b, c, d;

    ImVec2 at(float t) const {
        const float u = 1 - t;
        const float wa = u * u * u, wb = 3 * u * u * t, wc = 3 * u * t * t, wd = t * t * t;
        return {wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y};
    }
    /// Holds the curve: its control points' box.
    Rect bounds() const {
        return {{std::min({a.x, b.x, c.x, d.x}), std::min({a.y, b.y, c.y, d.y})}, {std::max({a.x, b.x, c.x, d.x}), std::max({a.y, b.y, c.y, d.y})}};
    }
    float distance_to(ImVec2 point) const;
};

/// A wire from an output to an input: leaves to the right, arrives from the left, with room for both when it runs backwards. `zoom` is pixels per canvas unit.
Curve wire_curve(ImVec2 from, ImVec2 to, float zoom);

}  // namespace flow::ui
