// Promises: holds the session, its links and the editor together and takes them through steps and frames. A step runs at once when something arrived
// (never inside drawing) and before each frame; a frame only draws.
// Must not know: how a glyph, a pointer event or a context comes about (fonts, input, canvas).
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/link/kernel_link.h"
#include "runtime/link/page_link.h"
#include "runtime/session/session.h"
#include "ui/editor.h"

namespace flow::wasm {

class App final : public CanvasDoor {
public:
    explicit App(Outbox outbox);

    // --- from JavaScript
    /// `texts`: one message or several that came together, separated by NUL, which no JSON holds.
    void deliver_kernel(KernelNumber kernel, std::string_view texts);
    void deliver_page(std::string text);
    std::string ask(std::string_view question) const { return page_.ask(question); }

    /// Takes in what has arrived, starts what can be started, tells the page. Does nothing while a step is on: that one goes on until the inbox is empty.
    void step();
    /// Draws, applies what the person did, takes a step and lets the answers out that waited for this frame.
    void draw_frame(const ui::FrameInput& input);
    /// No frame can be drawn now (the graphics context is lost): what waits for one is let out.
    void skip_frame() { page_.frame_shown(); }
    /// Nobody sees the page: no frame will come, so nothing may wait for one.
    void set_hidden(bool is_hidden);

    /// `ask` is called whenever a step left something that a frame would show.
    void on_change(std::function<void()> ask) { ask_frame_ = std::move(ask); }
    /// Something that drawing could not do (no WebGL2 here).
    void say(const Error& error) { page_.say("error", error); }

    /// True if a frame would look different from the last one.
    bool wants_frame() const;
    /// A broken promise was found: nothing is processed any more, questions excepted (the flow can still be saved).
    void shut_down() { is_shut_down_ = true; }
    ui::Editor& editor() { return editor_; }
    const Session& session() const { return session_; }

    // --- CanvasDoor
    std::optional<Box> widget(std::string_view name) const override;
    std::vector<std::string> widget_names() const override;
    double zoom_percent() const override;
    void zoom_to(double percent) override;
    void fit(const std::vector<NodeId>& nodes) override;
    void center(NodeId node) override;
    void center_at(double x, double y) override;
    Point canvas_point(double x, double y) const override;
    void set_grid(double step) override { grid_ = step; }
    void set_theme(const std::string& theme) override;

private:
    enum class Sender { kernel, page };
    struct Letter {
        Sender sender;
        KernelNumber kernel;
        std::string text;
    };

    void put_in(Letter letter);
    void take_in(Letter letter, double now_ms);
    void wake_later();

    KernelLink kernel_;
    Session session_;
    PageLink page_;
    ui::Editor editor_;
    std::function<void()> ask_frame_;
    std::deque<Letter> inbox_;
    std::uint64_t drawn_revision_ = 0;
    bool is_view_changed_ = true;
    double grid_ = 0;
    bool is_stepping_ = false;
    bool is_hidden_ = false;
    bool is_shut_down_ = false;
    std::optional<double> wake_asked_ms_;  // the earliest that is on its way
};

/// The one app of the page; made by `start`.
App* app();

}  // namespace flow::wasm
