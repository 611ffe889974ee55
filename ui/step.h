// Promises: what a gesture sees and changes in one frame: it reads the session and the scene, moves the camera, and appends intents.
// Must not know: which gesture.
#pragma once

#include <vector>

#include "runtime/session/intent.h"
#include "runtime/session/session.h"
#include "ui/camera.h"
#include "ui/frame_input.h"
#include "ui/scene.h"

namespace flow::ui {

struct Step {
    const Session& session;
    const Scene& scene;
    Camera& camera;
    const FrameInput& input;
    ImVec2 mouse;  ///< pixels of the canvas element
    ImVec2 size;   ///< of the canvas element
    std::vector<Intent>& intents;

    ImVec2 page(ImVec2 point) const { return {point.x + input.page_offset.x, point.y + input.page_offset.y}; }
    CanvasPoint canvas_mouse() const { return camera.to_canvas(mouse); }
};

}  // namespace flow::ui
