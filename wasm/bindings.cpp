// The only functions that JavaScript calls, and the only calls into JavaScript that carry messages. Free functions with texts and numbers: no handles that could leak.
//
// The round trip of a run:
//   page      window.pythonflows.run()            static/host: {"type":"run","call":7}
//   here      deliverPage(text)                   -> App::deliver_page -> inbox -> App::step
//             PageLink::deliver                   -> intent::Run -> Session::apply -> plan, scheduler
//             Session::tick                       -> KernelLink::start -> {"type":"run_node",…}
//   here      postToKernel(kernel, text)          -> static/host -> that kernel's port
//   kernel    runtime/kernel: runs the node       -> {"type":"node_finished",…}
//   here      deliverKernel(kernel, texts)        -> App::deliver_kernel -> Session::receive -> results, next node
//             PageLink::publish                   -> {"type":"changed",…}, {"type":"run_ended",…}, {"type":"answer","call":7,…}
//   here      postToPage(text)                    -> static/host: panels ask again, the promise resolves
//   page      requestAnimationFrame               -> frame -> App::draw_frame
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <memory>
#include <string>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/link/json_writer.h"
#include "wasm/app.h"
#include "wasm/main.h"

// clang-format off
EM_JS(void, flow_post_to_kernel, (int kernel, const char* text), { Module["postToKernel"](kernel, UTF8ToString(text)); });
EM_JS(void, flow_post_to_page, (const char* text), { Module["postToPage"](UTF8ToString(text)); });
EM_JS(void, flow_throw, (const char* text), { throw new Error(UTF8ToString(text)); });
// clang-format on

namespace flow::wasm {
namespace {

std::unique_ptr<App> app_;

void tell_broken_promise(const char* sentence, const char* file, int line) {
    if (app_) app_->shut_down();
    const std::string text = std::string(sentence) + " (" + file + ":" + std::to_string(line) + ")";
    message::JsonWriter out;
    out.open_object();
    out.field("type", std::string("said"));
    out.field("level", std::string("fatal"));
    out.field("text", text);
    out.close_object();
    flow_post_to_page(out.take().c_str());
    flow_throw(text.c_str());
}

void start(const std::string& canvas_selector) {
    set_broken_promise_handler(tell_broken_promise);
    FLOW_CHECK(!app_, "the editor was started twice");
    app_ = std::make_unique<App>(Outbox{
        [](KernelNumber kernel, std::string text) { flow_post_to_kernel(static_cast<int>(kernel), text.c_str()); },
        [](std::string text) { flow_post_to_page(text.c_str()); },
    });
    start_drawing(*app_, canvas_selector);
}

void deliver_kernel(int kernel, const std::string& texts) {
    FLOW_CHECK(app_, "a message came before the editor was started");
    app_->deliver_kernel(static_cast<KernelNumber>(kernel), texts);
}

void deliver_page(std::string text) {
    FLOW_CHECK(app_, "a message came before the editor was started");
    app_->deliver_page(std::move(text));
}

std::string ask(const std::string& question) {
    FLOW_CHECK(app_, "a question came before the editor was started");
    return app_->ask(question);
}

/// `pixels`: width * height * 4 bytes, red green blue alpha, rows from the top; `key`: the value that they show.
void set_thumbnail(const std::string& node, const std::string& key, int width, int height, const std::string& pixels) {
    FLOW_CHECK(app_, "a picture came before the editor was started");
    show_thumbnail(*app_, node, key, width, height, pixels);
}

}  // namespace

App* app() { return app_.get(); }

}  // namespace flow::wasm

EMSCRIPTEN_BINDINGS(pythonflows) {
    using namespace emscripten;
    function("start", &flow::wasm::start);
    function("deliverKernel", &flow::wasm::deliver_kernel);
    function("deliverPage", &flow::wasm::deliver_page);
    function("ask", &flow::wasm::ask);
    function("setThumbnail", &flow::wasm::set_thumbnail);
    function("framesDrawn", &flow::wasm::frames_drawn);
}
