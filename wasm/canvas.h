// Promises: a WebGL2 context on a canvas element whose backing store follows its size in device pixels, and ImGui's renderer on it, made anew after a lost context.
// Must not know: what is drawn, input.
#pragma once

#include <functional>
#include <string>

#include "imgui.h"

namespace flow::wasm {

class Canvas {
public:
    /// Called when frames can be drawn again or must be drawn anew: resized, context restored.
    using Changed = std::function<void()>;

    /// Needs an ImGui context. The Canvas must stay where it is from then on.
    void open(const std::string& selector, Changed changed);

    /// False while the context is lost, or if there is none: nothing can be drawn.
    bool begin_frame();
    /// True once after it turned out that there is no WebGL2 here.
    bool take_refusal();
    void end_frame(ImU32 clear_color);

    /// Of the element in the page's viewport, CSS pixels.
    ImVec2 page_offset() const;
    float pixel_ratio() const { return pixel_ratio_; }
    /// Counts up when the context came back: textures that others made are gone.
    unsigned generation() const { return generation_; }
    /// False as long as the canvas has never been shown.
    bool has_context() const { return has_context_; }
    void set_cursor(ImGuiMouseCursor cursor);

    /// From the observer in JavaScript.
    void resized(float css_width, float css_height, int pixel_width, int pixel_height);

private:
    static bool lost(int type, const void* reserved, void* self);
    static bool restored(int type, const void* reserved, void* self);
    bool make_context();
    void begin_context();

    std::string selector_;
    Changed changed_;
    ImVec2 css_size_ = {1, 1};
    int pixel_width_ = 1;
    int pixel_height_ = 1;
    int applied_width_ = 0;
    int applied_height_ = 0;
    float pixel_ratio_ = 1;
    unsigned generation_ = 0;
    bool is_lost_ = false;
    bool is_refused_ = false;
    bool has_context_ = false;
    ImGuiMouseCursor cursor_ = ImGuiMouseCursor_Arrow;
};

}  // namespace flow::wasm
