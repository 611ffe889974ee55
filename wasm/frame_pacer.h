// Promises: a frame is drawn only when something changed, and a few after it until all has settled; none while the page is hidden.
// Must not know: what is drawn.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace flow::wasm {

class FramePacer {
public:
    /// Draws one frame. Returns after how many milliseconds the next one is due by itself (0: at once; nothing: only when asked).
    using Draw = std::function<std::optional<double>(double now_ms)>;

    /// The FramePacer must stay where it is from then on.
    void start(Draw draw);

    /// Something changed: a frame is drawn at the next chance.
    void request() { request(1); }
    /// Input came: ImGui looks at queued input one event at a time, and hover follows a frame later.
    void request_for_input() { request(2); }

    std::uint64_t frames_drawn() const { return frames_drawn_; }

private:
    static int on_animation_frame(double now_ms, void* self);
    void request(int frames);
    void schedule();
    void wake_in(double ms);

    Draw draw_;
    int frames_left_ = 0;
    std::uint64_t frames_drawn_ = 0;
    unsigned wake_ = 0;  ///< only the latest timer counts
    bool is_scheduled_ = false;
};

}  // namespace flow::wasm
