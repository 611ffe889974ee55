#include "wasm/app.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <utility>

#include "runtime/base/limits.h"

namespace flow::wasm {

App::App(Outbox outbox) : kernel_(outbox), session_(kernel_), page_(session_, kernel_, *this, std::move(outbox)) {}

void App::deliver_kernel(KernelNumber kernel, std::string_view texts) {
    while (true) {
        const std::size_t end = texts.find('\0');
        put_in({Sender::kernel, kernel, std::string(texts.substr(0, end))});
        if (end == std::string_view::npos) break;
        texts.remove_prefix(end + 1);
    }
    step();
}

void App::deliver_page(std::string text) {
    put_in({Sender::page, kHome, std::move(text)});
    step();
}

void App::put_in(Letter letter) {
    if (is_shut_down_) return;
    if (inbox_.size() >= limits::kInboxMessages) return page_.say("error", Error{Sentence{"link.inbox_full", {}}, ""});
    inbox_.push_back(std::move(letter));
}

void App::take_in(Letter letter, double now_ms) {
    if (letter.sender == Sender::page) return page_.deliver(std::move(letter.text), now_ms);
    auto news = kernel_.deliver(letter.text, letter.kernel);
    if (!news) return page_.say("error", news.error());
    if (const auto* preview = std::get_if<PreviewReady>(&*news)) return page_.pass_on(*preview);
    session_.receive(std::get<RunEvent>(*news), now_ms, letter.kernel);
}

void App::step() {
    if (is_stepping_ || is_shut_down_) return;
    is_stepping_ = true;
    do {
        const double now_ms = emscripten_get_now();
        while (!inbox_.empty()) {
            Letter letter = std::move(inbox_.front());
            inbox_.pop_front();
            take_in(std::move(letter), now_ms);
        }
        session_.tick(now_ms);
        page_.publish(now_ms);  // a listener may answer at once: that is the next letter
    } while (!inbox_.empty());
    is_stepping_ = false;
    if (is_hidden_) page_.frame_shown();
    if (ask_frame_ && wants_frame()) ask_frame_();
    wake_later();
}

void App::wake_later() {
    std::optional<double> wakes_at_ms = session_.wakes_at_ms();
    if (const auto held_until_ms = page_.held_until_ms()) wakes_at_ms = std::min(wakes_at_ms.value_or(*held_until_ms), *held_until_ms);
    // An earlier one may be wanted while a later one is on its way: a stop while a node has a time limit.
    if (!wakes_at_ms || (wake_asked_ms_ && *wake_asked_ms_ <= *wakes_at_ms + 1)) return;
    const double now_ms = emscripten_get_now();
    const int wait_ms = static_cast<int>(std::clamp(*wakes_at_ms - now_ms, 0.0, 60'000.0)) + 1;
    wake_asked_ms_ = now_ms + wait_ms;
    emscripten_async_call(
        [](void* self) {
            auto* app = static_cast<App*>(self);
            app->wake_asked_ms_.reset();
            app->step();
        },
        this, wait_ms);
}

void App::draw_frame(const ui::FrameInput& input) {
    if (is_shut_down_) return;
    is_view_changed_ = false;
    drawn_revision_ = session_.revision();
    ui::FrameInput told = input;
    told.grid = grid_;
    const std::vector<Intent> intents = editor_.draw(session_, told);
    for (const Intent& intent : intents) {
        const auto made = session_.apply(intent, input.now_ms);
        if (!made) page_.say("warning", made.error());
    }
    step();
    page_.frame_shown();
}

void App::set_hidden(bool is_hidden) {
    is_hidden_ = is_hidden;
    if (is_hidden) page_.frame_shown();
}

bool App::wants_frame() const {
    const bool has_news = session_.revision() != drawn_revision_ && !page_.held_until_ms();
    return is_view_changed_ || page_.waits_for_frame() || has_news || editor_.wants_frame();
}

std::optional<CanvasDoor::Box> App::widget(std::string_view name) const {
    const std::optional<ui::WidgetPlace> place = editor_.widget(name);
    if (!place) return std::nullopt;
    return Box{place->x, place->y, place->width, place->height, place->visible, place->enabled};
}

std::vector<std::string> App::widget_names() const { return editor_.widget_names(); }

double App::zoom_percent() const { return editor_.zoom(); }

void App::zoom_to(double percent) {
    editor_.zoom_to(percent);
    is_view_changed_ = true;
}

void App::fit(const std::vector<NodeId>& nodes) {
    editor_.fit(session_, nodes);
    is_view_changed_ = true;
}

void App::center_at(double x, double y) {
    editor_.center_at({x, y});
    is_view_changed_ = true;
}

CanvasDoor::Point App::canvas_point(double x, double y) const {
    const ui::CanvasPoint at = editor_.canvas_point({static_cast<float>(x), static_cast<float>(y)});
    return {at.x, at.y};
}

void App::center(NodeId node) {
    editor_.center(session_, node);
    is_view_changed_ = true;
}

void App::set_theme(const std::string& theme) {
    editor_.set_theme(ui::theme_named(theme));
    is_view_changed_ = true;
}

}  // namespace flow::wasm
