// Promises: where the small map of the whole flow lies on the canvas, and which canvas point a pixel of it stands for.
// Must not know: drawing, what a press on it does.
#pragma once

#include <optional>

#include "ui/camera.h"
#include "ui/scene.h"

namespace flow::ui {

struct Minimap {
    Rect frame;        ///< pixels of the canvas element
    CanvasRect shown;  ///< what the frame's inside shows
    double scale = 1;  ///< pixels per canvas unit

    Rect place(const CanvasRect& what) const;
    CanvasPoint at(ImVec2 pixel) const;
    bool is_over_nodes(const Scene& scene, const Camera& camera) const;
};

/// Steps aside for selected nodes. None while everything is on the screen, on a small screen, without nodes, or where no corner is free of selected nodes.
std::optional<Minimap> minimap_of(const Scene& scene, const Camera& camera, ImVec2 size);

}  // namespace flow::ui
