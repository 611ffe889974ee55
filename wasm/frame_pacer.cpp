#include "wasm/frame_pacer.h"

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace flow::wasm {

void FramePacer::start(Draw draw) {
    draw_ = std::move(draw);
    // The browser calls nobody while the page is hidden; coming back it may have lost what was drawn.
    emscripten_set_visibilitychange_callback(this, false, [](int, const EmscriptenVisibilityChangeEvent* event, void* self) -> EM_BOOL {
        if (!event->hidden) static_cast<FramePacer*>(self)->request();
        return false;
    });
    request();
}

void FramePacer::request(int frames) {
    frames_left_ = std::max(frames_left_, frames);
    schedule();
}

void FramePacer::schedule() {
    if (is_scheduled_ || !draw_) return;
    is_scheduled_ = true;
    emscripten_request_animation_frame([](double now_ms, void* self) -> EM_BOOL { return on_animation_frame(now_ms, self); }, this);
}

int FramePacer::on_animation_frame(double now_ms, void* self) {
    auto* pacer = static_cast<FramePacer*>(self);
    pacer->is_scheduled_ = false;
    if (pacer->frames_left_ > 0) --pacer->frames_left_;
    ++pacer->frames_drawn_;
    const std::optional<double> next = pacer->draw_(now_ms);
    if (pacer->frames_left_ > 0 || (next && *next <= 0)) {
        pacer->schedule();
    } else if (next) {
        pacer->wake_in(*next);
    }
    return 0;
}

void FramePacer::wake_in(double ms) {
    struct Alarm {
        FramePacer* pacer;
        unsigned wake;
    };
    auto alarm = std::make_unique<Alarm>(Alarm{this, ++wake_});
    emscripten_async_call(
        [](void* raw) {
            const std::unique_ptr<Alarm> rung(static_cast<Alarm*>(raw));
            if (rung->wake == rung->pacer->wake_) rung->pacer->schedule();
        },
        alarm.release(), static_cast<int>(ms) + 1);
}

}  // namespace flow::wasm
