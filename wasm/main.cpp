#include "wasm/main.h"

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "imgui.h"
#include "runtime/base/result.h"
#include "wasm/app.h"
#include "wasm/canvas.h"
#include "wasm/fonts.h"
#include "wasm/frame_pacer.h"
#include "wasm/input.h"
#include "wasm/picture_texture.h"
#include "wasm/thumbnails.h"

namespace flow::wasm {
namespace {

/// Everything between the app and the canvas element. Lives as long as the page.
struct Stage {
    App& app;
    Canvas canvas;
    Input input;
    FramePacer pacer;
    Thumbnails thumbnails;
    PictureTexture picture{canvas};
    unsigned generation = 0;
    double last_ms = 0;
};

std::unique_ptr<Stage> stage_;

void show(Stage& stage, const Thumbnails::Picture& picture) {
    stage.app.editor().set_thumbnail(picture.node, picture.value_key, picture.reference(), picture.width, picture.height);
}

void restore_lost_textures(Stage& stage) {
    if (stage.generation == stage.canvas.generation()) return;
    stage.generation = stage.canvas.generation();
    stage.thumbnails.restore();
    stage.app.editor().set_picture_surface(&stage.picture);
    for (const Thumbnails::Picture& picture : stage.thumbnails.all()) show(stage, picture);
}

std::optional<double> draw(Stage& stage, double now_ms) {
    stage.app.step();
    keep_glyphs_bounded();
    if (!stage.canvas.begin_frame()) {
        ImGui::GetIO().ClearEventsQueue();  // what was done to an empty canvas meant nothing
        if (stage.canvas.take_refusal()) stage.app.say(refuse("canvas.no_webgl").value());
        stage.app.skip_frame();
        return std::nullopt;
    }
    restore_lost_textures(stage);
    ImGui::GetIO().DeltaTime = static_cast<float>(std::max(0.1, now_ms - stage.last_ms) / 1000);
    stage.last_ms = now_ms;
    ImGui::NewFrame();
    ui::FrameInput input = stage.input.take();
    input.now_ms = now_ms;
    input.page_offset = stage.canvas.page_offset();
    stage.app.draw_frame(input);
    stage.canvas.set_cursor(ImGui::GetMouseCursor());
    ImGui::Render();
    stage.canvas.end_frame(ui::colors_of(stage.app.editor().theme()).canvas);
    if (Input::has_queued() || stage.app.wants_frame()) return 0;
    return stage.app.editor().next_frame_in_ms();
}

}  // namespace

void start_drawing(App& app, const std::string& selector) {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    stage_ = std::make_unique<Stage>(Stage{.app = app, .canvas = {}, .input = {}, .pacer = {}, .thumbnails = {}});
    Stage& stage = *stage_;
    const auto request = [&stage] { stage.pacer.request(); };
    stage.canvas.open(selector, request);
    app.editor().set_fonts(add_system_fonts());
    app.editor().set_picture_surface(&stage.picture);
    stage.input.listen(
        selector, [&stage] { stage.pacer.request_for_input(); }, [&stage] { stage.app.editor().cancel(); });
    app.on_change(request);
    emscripten_set_visibilitychange_callback(&stage, false, [](int, const EmscriptenVisibilityChangeEvent* event, void* self) -> EM_BOOL {
        static_cast<Stage*>(self)->app.set_hidden(event->hidden);
        return false;
    });
    stage.pacer.start([&stage](double now_ms) { return draw(stage, now_ms); });
}

void show_thumbnail(App& app, const std::string& node, const std::string& key, int width, int height, const std::string& pixels) {
    const NodeId id = app.session().graph().by_name(node);
    if (!stage_ || !id) return;  // the node went away while its picture was made
    const auto added = stage_->thumbnails.add(id, key, width, height, pixels, stage_->canvas.has_context());
    if (!added) return app.say(added.error());
    if (const auto dropped = stage_->thumbnails.take_dropped()) app.editor().forget_thumbnail(*dropped);
    show(*stage_, **added);
    stage_->pacer.request();
}

double frames_drawn() { return stage_ ? static_cast<double>(stage_->pacer.frames_drawn()) : 0; }

}  // namespace flow::wasm
