// Promises: a texture on the canvas's WebGL2 context that ImGui's renderer draws into.
// Must not know: what is drawn, when.
#pragma once

#include <GLES3/gl3.h>

#include "ui/moving_picture.h"
#include "wasm/canvas.h"

namespace flow::wasm {

class PictureTexture final : public ui::PictureSurface {
public:
    explicit PictureTexture(const Canvas& canvas) : canvas_(canvas) {}

    std::optional<ImTextureID> paint(ImDrawList& list, ImVec2 size, ImU32 ground) override;
    void release() override;

private:
    const Canvas& canvas_;
    unsigned generation_ = 0;
    GLuint texture_ = 0;
    GLuint framebuffer_ = 0;
    int width_ = 0, height_ = 0;
};

}  // namespace flow::wasm
