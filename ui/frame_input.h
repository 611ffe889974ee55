// Promises: what one frame of the editor is told besides ImGui's own mouse and modifiers.
// Must not know: the browser's events (wasm/input turns them into this).
#pragma once

#include <optional>

#include "imgui.h"

namespace flow::ui {

/// Two fingers: what they did since the last frame.
struct Pinch {
    ImVec2 center;
    float scale = 1;
    ImVec2 pan;
};

struct FrameInput {
    double now_ms = 0;
    ImVec2 page_offset;  ///< of the canvas element in the page's viewport, CSS pixels
    ImVec2 scroll;       ///< pixels that a trackpad scrolled (a mouse wheel is io.MouseWheel and zooms)
    std::optional<Pinch> pinch;
    bool is_second_finger = false;  ///< landed since the last frame: what the first one began is not meant
    bool is_space_down = false;
    bool is_touch = false;           ///< the pointer is a finger
    bool is_pen = false;             ///< the pointer is a pen: as exact as a mouse, held for the menu like a finger
    bool is_read_only = false;       ///< pan, zoom, select and look only
    bool is_double_click = false;    ///< as the system counts it: by the times of the clicks, not of the frames that saw them
    double grid = 0;                 ///< what is moved comes to rest on multiples of it (canvas units); 0: anywhere
    bool is_delete_pressed = false;  ///< Delete or Backspace while the canvas has the focus: takes the chosen wire away

    /// The pointer has no second button that can be counted on.
    bool holds_for_menu() const { return is_touch || is_pen; }
};

}  // namespace flow::ui
