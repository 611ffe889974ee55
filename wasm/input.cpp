#include "wasm/input.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cfloat>
#include <utility>

#include "imgui_internal.h"

// clang-format off
EM_JS(int, flow_listen, (const char* selector, void* input), {
    const element = document.querySelector(UTF8ToString(selector));
    if (!element) return 0;
    const MOVE = 0, DOWN = 1, UP = 2, LEAVE = 3, WHEEL = 4, SCROLL = 5, PINCH = 6, PINCH_START = 7, BLUR = 8, FOCUS = 9, SPACE_DOWN = 10, SPACE_UP = 11, ESCAPE = 12, DELETE = 13, MODIFIERS = 14, DOUBLE_CLICK = 15;
    const modifiers = e => (e.ctrlKey || e.metaKey ? 1 : 0) | (e.shiftKey ? 2 : 0) | (e.altKey ? 4 : 0);
    const tell = (event, e, x, y, a, b, c) => _flow_input(input, event, x, y, a || 0, b || 0, c || 0, e ? modifiers(e) : 0, e ? ['touch', 'pen'].indexOf(e.pointerType) + 1 : 0);
    const place = e => {
        const box = element.getBoundingClientRect();
        return [e.clientX - box.left, e.clientY - box.top];
    };
    const isEmbedded = window.parent !== window;

    const fingers = new Map();
    let isPinching = false;
    // The mouse events and the click that a browser makes of a tap come when it likes: a palette that the tap has asked for may be open by then, and would be what they press. So there are none,
    // and what the system would have counted from them is counted here.
    const kTapSlop = 16, kDoubleTapMs = 400;
    let touchedAt = [0, 0];
    let tapped = { time: -Infinity, place: [0, 0] };
    const isNear = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]) < kTapSlop;
    element.addEventListener('touchend', e => e.cancelable && e.preventDefault(), { passive: false });
    const isDoubleTap = (e, at) => {
        const isTap = e.type === 'pointerup' && isNear(at, touchedAt);
        const isSecond = isTap && e.timeStamp - tapped.time < kDoubleTapMs && isNear(at, tapped.place);
        tapped = { time: isTap && !isSecond ? e.timeStamp : -Infinity, place: at };
        return isSecond;
    };
    const span = () => {
        const [p, q] = [...fingers.values()];
        return { x: (p[0] + q[0]) / 2, y: (p[1] + q[1]) / 2, length: Math.max(8, Math.hypot(p[0] - q[0], p[1] - q[1])) };
    };

    element.addEventListener('pointerdown', e => {
        element.focus({ preventScroll: true });
        if (e.button === 1) e.preventDefault(); // no autoscroll
        const [x, y] = place(e);
        element.setPointerCapture(e.pointerId);
        if (e.pointerType === 'touch') {
            fingers.set(e.pointerId, [x, y]);
            if (fingers.size === 2) {
                isPinching = true;
                tell(PINCH_START, e, x, y);
            }
            if (fingers.size > 1) return;
            touchedAt = [x, y];
        }
        tell(DOWN, e, x, y, e.button);
    });
    element.addEventListener('pointermove', e => {
        const [x, y] = place(e);
        if (fingers.has(e.pointerId) && isPinching) {
            if (fingers.size < 2) return;
            const before = span();
            fingers.set(e.pointerId, [x, y]);
            const after = span();
            tell(PINCH, e, after.x, after.y, after.length / before.length, after.x - before.x, after.y - before.y);
            return;
        }
        if (fingers.has(e.pointerId)) fingers.set(e.pointerId, [x, y]);
        tell(MOVE, e, x, y);
    });
    const lift = e => {
        const [x, y] = place(e);
        if (e.pointerType === 'touch') {
            fingers.delete(e.pointerId);
            if (isPinching) {
                if (fingers.size === 0) isPinching = false; // the finger that stays longer does not start anything new
                return;
            }
        }
        tell(UP, e, x, y, e.type === 'pointercancel' ? 0 : e.button);
        if (e.pointerType !== 'touch') return;
        if (isDoubleTap(e, [x, y])) tell(DOUBLE_CLICK, e, x, y);
        tell(LEAVE, e, x, y);
    };
    element.addEventListener('pointerup', lift);
    element.addEventListener('pointercancel', lift);
    element.addEventListener('pointerleave', e => {
        if (!element.hasPointerCapture(e.pointerId)) tell(LEAVE, e, 0, 0);
    });
    element.addEventListener('dblclick', e => {
        const [x, y] = place(e);
        tell(DOUBLE_CLICK, e, x, y);
    });
    element.addEventListener('contextmenu', e => e.preventDefault());

    // A mouse wheel zooms, two fingers on a trackpad pan. No event says which it is: a trackpad begins with whole small steps or moves sideways as well.
    // Who sees it guessed wrong says what it does (`data-wheel`: "zoom" or "scroll").
    let wheelAt = 0;
    let isTrackpad = false;
    const wanted = () => element.dataset.wheel;
    element.addEventListener('wheel', e => {
        if (isEmbedded && document.activeElement !== element) return; // the page around keeps its wheel until the flow was clicked
        e.preventDefault();
        const [x, y] = place(e);
        const unit = e.deltaMode === 1 ? 33 : e.deltaMode === 2 ? 400 : 1;
        const dx = e.deltaX * unit, dy = e.deltaY * unit;
        if (e.timeStamp - wheelAt > 250) isTrackpad = e.deltaMode === 0 && !e.ctrlKey && (dx !== 0 ? !e.shiftKey : Number.isInteger(dy) && Math.abs(dy) < 40);
        wheelAt = e.timeStamp;
        if (e.ctrlKey && Math.abs(dy) < 40) { // a pinch on a trackpad arrives as a fine wheel with Ctrl
            tell(PINCH, e, x, y, Math.exp(-dy / 100));
        } else if (wanted() === 'scroll' ? !e.ctrlKey && !e.shiftKey : wanted() !== 'zoom' && isTrackpad) {
            tell(SCROLL, e, x, y, -dx, -dy);
        } else if (e.shiftKey) {
            tell(SCROLL, e, x, y, -(dx || dy), 0);
        } else {
            tell(WHEEL, e, x, y, -dy / 100, 0);
        }
    }, { passive: false });

    element.addEventListener('keydown', e => {
        if (e.isComposing || e.keyCode === 229) return;
        if (e.key === ' ' && !e.repeat) tell(SPACE_DOWN, e, 0, 0);
        if (e.key === ' ') e.preventDefault(); // no page scroll
        if (e.key === 'Escape') tell(ESCAPE, e, 0, 0);
        if (e.key === 'Delete' || e.key === 'Backspace') tell(DELETE, e, 0, 0);
        tell(MODIFIERS, e, 0, 0);
    });
    element.addEventListener('keyup', e => {
        if (e.key === ' ') tell(SPACE_UP, e, 0, 0);
        tell(MODIFIERS, e, 0, 0);
    });
    element.addEventListener('focus', () => tell(FOCUS, null, 0, 0));
    element.addEventListener('blur', () => tell(BLUR, null, 0, 0));
    if (element.tabIndex < 0) element.tabIndex = 0;
    element.style.touchAction = 'none';
    return element.dataset.mode === 'view' ? 2 : 1;
});
// clang-format on

extern "C" EMSCRIPTEN_KEEPALIVE void flow_input(void* input, int event, float x, float y, float a, float b, float c, int modifiers, int pointer) {
    using flow::wasm::Input;
    static_cast<Input*>(input)->tell({.event = static_cast<Input::Event>(event),
                                      .x = x,
                                      .y = y,
                                      .a = a,
                                      .b = b,
                                      .c = c,
                                      .modifiers = modifiers,
                                      .pointer = static_cast<Input::Pointer>(pointer)});
}

namespace flow::wasm {

bool Input::listen(const std::string& selector, std::function<void()> arrived, std::function<void()> escaped) {
    arrived_ = std::move(arrived);
    escaped_ = std::move(escaped);
    const int listening = flow_listen(selector.c_str(), this);
    is_read_only_ = listening == 2;
    return listening != 0;
}

void Input::tell_pointer(const Told& told) {
    ImGuiIO& io = ImGui::GetIO();
    pointer_ = told.pointer;
    static constexpr ImGuiMouseSource kSources[] = {ImGuiMouseSource_Mouse, ImGuiMouseSource_TouchScreen, ImGuiMouseSource_Pen};
    io.AddMouseSourceEvent(kSources[told.pointer]);
    io.AddMousePosEvent(told.x, told.y);
    if (told.event == kMove) return;
    // The browser counts left, middle, right; ImGui left, right, middle.
    static constexpr int kButtons[] = {ImGuiMouseButton_Left, ImGuiMouseButton_Middle, ImGuiMouseButton_Right};
    const int button = static_cast<int>(told.a);
    if (button >= 0 && button < 3) io.AddMouseButtonEvent(kButtons[button], told.event == kDown);
}

void Input::tell(const Told& told) {
    ImGuiIO& io = ImGui::GetIO();
    if (told.event != kBlur && told.event != kFocus) {
        io.AddKeyEvent(ImGuiMod_Ctrl, (told.modifiers & 1) != 0);
        io.AddKeyEvent(ImGuiMod_Shift, (told.modifiers & 2) != 0);
        io.AddKeyEvent(ImGuiMod_Alt, (told.modifiers & 4) != 0);
    }
    switch (told.event) {
        case kMove:
        case kDown:
        case kUp: tell_pointer(told); break;
        case kLeave: io.AddMousePosEvent(-FLT_MAX, -FLT_MAX); break;
        case kWheel:
            io.AddMousePosEvent(told.x, told.y);
            io.AddMouseWheelEvent(0, told.a);
            break;
        case kScroll: next_.scroll = {next_.scroll.x + told.a, next_.scroll.y + told.b}; break;
        case kPinchStart:  // what one finger began is no longer meant
            io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
            io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
            next_.is_second_finger = true;
            break;
        case kPinch: {
            const ui::Pinch before = next_.pinch.value_or(ui::Pinch{});
            next_.pinch = ui::Pinch{.center = {told.x, told.y}, .scale = before.scale * told.a, .pan = {before.pan.x + told.b, before.pan.y + told.c}};
            break;
        }
        case kBlur:
            is_space_down_ = false;
            io.AddFocusEvent(false);
            break;
        case kFocus: io.AddFocusEvent(true); break;
        case kSpaceDown: is_space_down_ = true; break;
        case kSpaceUp: is_space_down_ = false; break;
        case kEscape: escaped_(); break;
        case kDelete: next_.is_delete_pressed = true; break;
        case kDoubleClick: next_.is_double_click = true; break;
        case kModifiers: break;
    }
    arrived_();
}

ui::FrameInput Input::take() {
    ui::FrameInput taken = next_;
    taken.is_space_down = is_space_down_;
    taken.is_touch = pointer_ == kFinger;
    taken.is_pen = pointer_ == kPen;
    taken.is_read_only = is_read_only_;
    next_ = {};
    const auto& queued = ImGui::GetCurrentContext()->InputEventsQueue;
    const auto is_button = [](const ImGuiInputEvent& event) { return event.Type == ImGuiInputEventType_MouseButton; };
    if (std::any_of(queued.begin(), queued.end(), is_button)) {  // the clicks themselves are still on their way: ImGui takes one press or release a frame
        next_.is_double_click = std::exchange(taken.is_double_click, false);
    }
    return taken;
}

bool Input::has_queued() { return !ImGui::GetCurrentContext()->InputEventsQueue.empty(); }

}  // namespace flow::wasm
