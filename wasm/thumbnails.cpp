#include "wasm/thumbnails.h"

#include <GLES3/gl3.h>

#include <algorithm>

#include "runtime/base/limits.h"

namespace flow::wasm {
namespace {

void make_texture(Thumbnails::Picture& picture) {
    GLuint texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);  // a thumbnail is shown at a tenth of its size, too
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, picture.width, picture.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, picture.pixels.data());
    glGenerateMipmap(GL_TEXTURE_2D);
    picture.texture = texture;
}

void drop_texture(const Thumbnails::Picture& picture) {
    const GLuint texture = picture.texture;
    glDeleteTextures(1, &texture);
}

}  // namespace

Result<const Thumbnails::Picture*> Thumbnails::add(NodeId node, std::string_view value_key, int width, int height, std::string_view pixels, bool can_draw) {
    const bool is_sized = width > 0 && height > 0 && width <= limits::kThumbnailPixels && height <= limits::kThumbnailPixels;
    if (!is_sized || pixels.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4) return refuse("canvas.bad_thumbnail");
    const auto old = std::find_if(pictures_.begin(), pictures_.end(), [node](const Picture& picture) { return picture.node == node; });
    if (old != pictures_.end()) {
        drop_texture(*old);
        pictures_.erase(old);
    } else if (pictures_.size() >= limits::kThumbnails) {
        dropped_ = pictures_.back().node;
        drop_texture(pictures_.back());
        pictures_.pop_back();
    }
    pictures_.push_front(
        {.node = node, .value_key = std::string(value_key), .width = width, .height = height, .texture = 0, .pixels = {pixels.begin(), pixels.end()}});
    if (can_draw) make_texture(pictures_.front());
    return &pictures_.front();
}

void Thumbnails::restore() {
    for (Picture& picture : pictures_) make_texture(picture);
}

}  // namespace flow::wasm
