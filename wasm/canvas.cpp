#include "wasm/canvas.h"

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <utility>

#include "imgui_impl_opengl3.h"
#include "runtime/base/check.h"

// clang-format off
// The backing store has exactly as many pixels as the screen shows (devicePixelContentBox); where that is not known, the nearest whole number.
EM_JS(int, flow_observe_size, (const char* selector, void* canvas), {
    const element = document.querySelector(UTF8ToString(selector));
    if (!element) return 0;
    const tell = entry => {
        const ratio = window.devicePixelRatio || 1;
        const css = entry && entry.contentRect ? entry.contentRect : element.getBoundingClientRect();
        const exact = entry && entry.devicePixelContentBoxSize && entry.devicePixelContentBoxSize[0];
        const width = exact ? exact.inlineSize : Math.round(css.width * ratio);
        const height = exact ? exact.blockSize : Math.round(css.height * ratio);
        _flow_canvas_resized(canvas, css.width, css.height, width, height);
    };
    const observer = new ResizeObserver(entries => tell(entries[entries.length - 1]));
    try {
        observer.observe(element, { box: 'device-pixel-content-box' });
    } catch (unknownBox) { // Safari: the option is refused with a TypeError
        observer.observe(element);
        window.addEventListener('resize', () => tell(null));
    }
    tell(null);
    return 1;
});

EM_JS(void, flow_canvas_offset, (const char* selector, float* out), {
    const box = document.querySelector(UTF8ToString(selector)).getBoundingClientRect();
    HEAPF32[out >> 2] = box.left;
    HEAPF32[(out >> 2) + 1] = box.top;
});

EM_JS(void, flow_canvas_cursor, (const char* selector, const char* cursor), {
    document.querySelector(UTF8ToString(selector)).style.cursor = UTF8ToString(cursor);
});

// ImGui's backend asks for the whole state before each frame, to put it back afterwards, and each question waits for the graphics process: 0.2 s a frame where it draws in
// software, and a run of 200 nodes took 17 times as long. Nobody else draws on this context, so it does not matter what is put back: the defaults are answered here.
EM_JS(void, flow_answer_state_queries, (), {
    const gl = GLctx;
    const asked = gl.getParameter.bind(gl);
    const nothing = [gl.CURRENT_PROGRAM, gl.TEXTURE_BINDING_2D, gl.SAMPLER_BINDING, gl.ARRAY_BUFFER_BINDING, gl.VERTEX_ARRAY_BINDING, gl.PIXEL_UNPACK_BUFFER_BINDING];
    const answers = new Map(nothing.map(name => [name, null]));
    answers.set(gl.ACTIVE_TEXTURE, gl.TEXTURE0).set(gl.VIEWPORT, new Int32Array(4)).set(gl.SCISSOR_BOX, new Int32Array(4));
    for (const name of [gl.BLEND_SRC_RGB, gl.BLEND_SRC_ALPHA]) answers.set(name, gl.ONE);
    for (const name of [gl.BLEND_DST_RGB, gl.BLEND_DST_ALPHA]) answers.set(name, gl.ZERO);
    for (const name of [gl.BLEND_EQUATION_RGB, gl.BLEND_EQUATION_ALPHA]) answers.set(name, gl.FUNC_ADD);
    gl.getParameter = name => answers.has(name) ? answers.get(name) : asked(name);
});
// clang-format on

extern "C" EMSCRIPTEN_KEEPALIVE void flow_canvas_resized(void* canvas, float css_width, float css_height, int pixel_width, int pixel_height) {
    static_cast<flow::wasm::Canvas*>(canvas)->resized(css_width, css_height, pixel_width, pixel_height);
}

namespace flow::wasm {

bool Canvas::make_context() {
    EmscriptenWebGLContextAttributes wanted;
    emscripten_webgl_init_context_attributes(&wanted);
    wanted.majorVersion = 2;
    wanted.alpha = false;  // the page never shines through: cheaper, and texts keep their edges
    wanted.depth = false;
    wanted.stencil = false;
    wanted.antialias = false;                  // ImGui smooths its own edges
    wanted.enableExtensionsByDefault = false;  // none is used, and asking for all of them costs a third of the editor's start
    wanted.powerPreference = EM_WEBGL_POWER_PREFERENCE_DEFAULT;
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(selector_.c_str(), &wanted);
    return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

void Canvas::open(const std::string& selector, Changed changed) {
    selector_ = selector;
    changed_ = std::move(changed);
    FLOW_CHECK(flow_observe_size(selector_.c_str(), this) == 1, "the page has no such canvas");
    const auto on_lost = [](int type, const void* reserved, void* self) -> EM_BOOL { return lost(type, reserved, self); };
    const auto on_restored = [](int type, const void* reserved, void* self) -> EM_BOOL { return restored(type, reserved, self); };
    emscripten_set_webglcontextlost_callback(selector_.c_str(), this, false, on_lost);
    emscripten_set_webglcontextrestored_callback(selector_.c_str(), this, false, on_restored);
    // A canvas that is not shown (a flow as an app, of which a page may have many) takes none of the few contexts of the browser.
    if (pixel_width_ > 0 && pixel_height_ > 0) begin_context();
}

void Canvas::begin_context() {
    has_context_ = make_context();
    is_lost_ = is_refused_ = !has_context_;
    if (is_lost_) return;
    flow_answer_state_queries();
    ImGui_ImplOpenGL3_Init("#version 300 es");
}

bool Canvas::take_refusal() { return std::exchange(is_refused_, false); }

bool Canvas::lost(int, const void*, void* self) {
    static_cast<Canvas*>(self)->is_lost_ = true;
    // While the context is lost, deleting its objects is silently nothing; afterwards they would be strangers to the new one, and each a warning.
    ImGui_ImplOpenGL3_Shutdown();
    return true;  // "handled": the browser may give it back
}

bool Canvas::restored(int, const void*, void* self) {
    auto* canvas = static_cast<Canvas*>(self);
    ImGui_ImplOpenGL3_Init("#version 300 es");
    ++canvas->generation_;
    canvas->is_lost_ = false;
    canvas->changed_();
    return true;
}

void Canvas::resized(float css_width, float css_height, int pixel_width, int pixel_height) {
    css_size_ = {css_width, css_height};
    pixel_width_ = pixel_width;
    pixel_height_ = pixel_height;
    if (changed_) changed_();
}

bool Canvas::begin_frame() {
    if (is_lost_ || pixel_width_ <= 0 || pixel_height_ <= 0) return false;
    if (!has_context_) {
        begin_context();
        if (is_lost_) return false;  // nothing is drawn; everything else goes on
        ++generation_;
    }
    // Changing the size clears the canvas: only right before drawing, so that it never flashes.
    if (applied_width_ != pixel_width_ || applied_height_ != pixel_height_) {
        emscripten_set_canvas_element_size(selector_.c_str(), pixel_width_, pixel_height_);
        applied_width_ = pixel_width_;
        applied_height_ = pixel_height_;
    }
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = css_size_;
    pixel_ratio_ = css_size_.x > 0 ? static_cast<float>(pixel_width_) / css_size_.x : 1.0f;
    const float ratio_y = css_size_.y > 0 ? static_cast<float>(pixel_height_) / css_size_.y : 1.0f;
    io.DisplayFramebufferScale = {pixel_ratio_, ratio_y};
    ImGui_ImplOpenGL3_NewFrame();
    return true;
}

void Canvas::end_frame(ImU32 clear_color) {
    const ImVec4 clear = ImGui::ColorConvertU32ToFloat4(clear_color);
    glViewport(0, 0, applied_width_, applied_height_);
    glClearColor(clear.x, clear.y, clear.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

ImVec2 Canvas::page_offset() const {
    float offset[2] = {0, 0};
    flow_canvas_offset(selector_.c_str(), offset);
    return {offset[0], offset[1]};
}

void Canvas::set_cursor(ImGuiMouseCursor cursor) {
    if (cursor == cursor_) return;
    cursor_ = cursor;
    const char* name = "default";
    if (cursor == ImGuiMouseCursor_Hand) name = "pointer";
    if (cursor == ImGuiMouseCursor_ResizeAll) name = "grabbing";
    flow_canvas_cursor(selector_.c_str(), name);
}

}  // namespace flow::wasm
