#include "ui/moving_picture.h"

#include <algorithm>
#include <cmath>

namespace flow::ui {

void MovingPicture::begin_frame(const Camera& camera, const Content& content, bool is_busy, double now_ms) {
    const bool is_soon = now_ms - moved_at_ms_ < kSettleMs;
    if (!is_soon || is_busy || !(content == content_)) moves_ = 0;
    if (!(content == content_)) forget();
    content_ = content;
    is_camera_moving_ = camera.revision() != seen_view_;
    if (is_camera_moving_ || content.is_carrying) {
        seen_view_ = camera.revision();
        moved_at_ms_ = now_ms;
        ++moves_;
    }
    // One turn of a wheel is no movement: its frame is drawn itself at once.
    is_moving_ = moves_ > 1;
    if (!is_moving_) forget();
}

bool MovingPicture::show(ImDrawList& list, const Camera& camera, ImU32 ground, const Draw& draw) {
    if (!is_moving_ || !is_worth_it_ || surface_ == nullptr) return false;
    if (!shows_enough(camera) && !make(camera, ground, draw)) return false;
    const Rect at = place(camera);
    list.AddImage(*texture_, at.min, at.max, {0, 1}, {1, 0});  // textures begin below
    return true;
}

std::optional<double> MovingPicture::settles_in_ms(double now_ms) const {
    if (!texture_) return std::nullopt;
    return std::max(0.0, kSettleMs - (now_ms - moved_at_ms_));
}

Rect MovingPicture::place(const Camera& camera) const {
    const CanvasPoint corner = camera_.to_canvas({0, 0});
    ImVec2 min = camera.to_screen(corner.x, corner.y);
    const double scale = camera.zoom() / camera_.zoom();
    if (scale == 1) min = {std::round(min.x * content_.density) / content_.density, std::round(min.y * content_.density) / content_.density};
    return {min, {min.x + size_.x * static_cast<float>(scale), min.y + size_.y * static_cast<float>(scale)}};
}

bool MovingPicture::shows_enough(const Camera& camera) const {
    if (!texture_) return false;
    const double scale = camera.zoom() / camera_.zoom();
    const Rect at = place(camera);
    return scale < kMostScaled && scale > 1 / kMostScaled && at.min.x <= 0 && at.min.y <= 0 && at.max.x >= content_.size.x && at.max.y >= content_.size.y;
}

bool MovingPicture::make(const Camera& camera, ImU32 ground, const Draw& draw) {
    // Whole pixels: then the picture shows the same ones as the frame itself.
    const auto margin = [this](float side) {
        if (!is_camera_moving_) return 0.0f;
        return std::floor(std::clamp((kMostPixels / content_.density - side) / 2, 0.0f, side * kMargin) * content_.density) / content_.density;
    };
    const ImVec2 around = {margin(content_.size.x), margin(content_.size.y)};
    size_ = {content_.size.x + 2 * around.x, content_.size.y + 2 * around.y};
    camera_ = camera;
    camera_.pan(around);
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    list.PushTexture(ImGui::GetIO().Fonts->TexRef);
    list.PushClipRect({0, 0}, size_);
    draw(list, camera_, size_);
    list.PopClipRect();
    list.PopTexture();
    texture_ = surface_->paint(list, size_, ground);
    return texture_.has_value();
}

void MovingPicture::forget() {
    if (!texture_) return;
    texture_.reset();
    surface_->release();
}

}  // namespace flow::ui
