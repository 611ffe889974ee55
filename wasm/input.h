// Promises: what pointers, wheel and keys do on the canvas element, as ImGui's input events and the rest as ui::FrameInput. Nothing is listened to page-wide, so text fields keep their keys.
// Must not know: what input means (ui/gesture), shortcuts (the page's).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ui/frame_input.h"

namespace flow::wasm {

class Input {
public:
    /// `arrived` is called after each event: a frame is wanted. `escaped`: Escape was pressed. The Input must stay where it is from then on.
    bool listen(const std::string& selector, std::function<void()> arrived, std::function<void()> escaped);

    /// What came since the last frame; takes it away. The caller adds time and the canvas' offset.
    ui::FrameInput take();
    /// ImGui has events that it will only look at in the next frame.
    static bool has_queued();

    /// Kinds of what JavaScript tells; the numbers stand in input.cpp's listeners too.
    enum Event {
        kMove = 0,
        kDown = 1,
        kUp = 2,
        kLeave = 3,
        kWheel = 4,
        kScroll = 5,
        kPinch = 6,
        kPinchStart = 7,
        kBlur = 8,
        kFocus = 9,
        kSpaceDown = 10,
        kSpaceUp = 11,
        kEscape = 12,
        kDelete = 13,
        kModifiers = 14,
        kDoubleClick = 15
    };
    enum Pointer { kMouse = 0, kFinger = 1, kPen = 2 };
    struct Told {
        Event event;
        float x = 0, y = 0;         ///< CSS pixels of the canvas element
        float a = 0, b = 0, c = 0;  ///< button; wheel notches; scrolled pixels; scale and pan
        int modifiers = 0;          ///< 1 Ctrl or Command, 2 Shift, 4 Alt
        Pointer pointer = kMouse;
    };
    void tell(const Told& told);

private:
    void tell_pointer(const Told& told);

    std::function<void()> arrived_;
    std::function<void()> escaped_;
    ui::FrameInput next_;
    bool is_space_down_ = false;
    Pointer pointer_ = kMouse;
    bool is_read_only_ = false;  ///< the element says data-mode="view"
};

}  // namespace flow::wasm
