#include "wasm/picture_texture.h"

#include <cmath>

#include "imgui_impl_opengl3.h"

namespace flow::wasm {

std::optional<ImTextureID> PictureTexture::paint(ImDrawList& list, ImVec2 size, ImU32 ground) {
    const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
    const int width = static_cast<int>(std::lround(size.x * scale.x)), height = static_cast<int>(std::lround(size.y * scale.y));
    if (generation_ != canvas_.generation()) texture_ = framebuffer_ = 0;  // they went with the context
    if (texture_ == 0 || width != width_ || height != height_) {
        release();
        generation_ = canvas_.generation();
        width_ = width;
        height_ = height;
        glGenTextures(1, &texture_);
        glBindTexture(GL_TEXTURE_2D, texture_);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);  // no smaller pictures of the picture
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        glGenFramebuffers(1, &framebuffer_);
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, width, height);
    glDisable(GL_SCISSOR_TEST);
    const ImVec4 clear = ImGui::ColorConvertU32ToFloat4(ground);
    glClearColor(clear.x, clear.y, clear.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImDrawData data;
    data.Valid = true;
    data.DisplaySize = size;
    data.FramebufferScale = {(static_cast<float>(width) + 0.01f) / size.x, (static_cast<float>(height) + 0.01f) / size.y};  // ImGui rounds down
    data.Textures = &ImGui::GetPlatformIO().Textures;  // with the letters that are new since the last frame
    data.AddDrawList(&list);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    return texture_;
}

void PictureTexture::release() {
    if (generation_ == canvas_.generation() && texture_ != 0) {
        glDeleteFramebuffers(1, &framebuffer_);
        glDeleteTextures(1, &texture_);
    }
    texture_ = framebuffer_ = 0;
}

}  // namespace flow::wasm
