// Promises: while nothing but the camera moves, or nodes in the person's hand, all the rest is a picture that was made once and is shifted and scaled: such a frame costs the same, however much is drawn. What stands still is always drawn itself.
// Must not know: what is drawn, WebGL.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "runtime/base/ids.h"
#include "ui/camera.h"

namespace flow::ui {

/// A texture to draw into, of whoever has a renderer.
class PictureSurface {
public:
    virtual ~PictureSurface() = default;
    /// Draws `list` into the texture, whose upper left is {0, 0} and which is `size` large (CSS pixels), above `ground`. Nothing: that cannot be had.
    virtual std::optional<ImTextureID> paint(ImDrawList& list, ImVec2 size, ImU32 ground) = 0;
    /// The picture will not be asked for any more for a while.
    virtual void release() = 0;
};

class MovingPicture {
public:
    /// What the picture shows, the camera aside: as long as this is equal nothing else has changed.
    struct Content {
        std::uint64_t revision = 0;  ///< of the session
        unsigned looks = 0;          ///< of what the editor itself was told: theme, fonts, thumbnails
        bool is_carrying = false;    ///< nodes are being moved, which are not in the picture; `revision` is of the others then
        LinkId chosen_link;
        ImVec2 size;
        float density = 1;

        bool operator==(const Content& other) const = default;
    };
    using Draw = std::function<void(ImDrawList&, const Camera&, ImVec2 size)>;

    /// Also when what the surface had is lost.
    void set_surface(PictureSurface* surface) {
        surface_ = surface;
        texture_.reset();
    }

    /// Once a frame, first. `is_busy`: the person holds something, so that more than the camera moves.
    void begin_frame(const Camera& camera, const Content& content, bool is_busy, double now_ms);
    /// Draws the picture into `list` if the frame is one of a movement and what was drawn last was worth a picture; `draw` makes it when there is none that shows enough. False: the frame is to be drawn itself.
    bool show(ImDrawList& list, const Camera& camera, ImU32 ground, const Draw& draw);
    /// How many corners it took to draw the frame itself.
    void drawn(int corners) { is_worth_it_ = corners >= kWorthIt; }

    /// Until the frame is to be drawn itself; nothing: it was.
    std::optional<double> settles_in_ms(double now_ms) const;

private:
    static constexpr int kWorthIt = 2000;       // below that a frame is drawn about as fast as a picture of it
    static constexpr double kSettleMs = 250;    // longer than the slowest frames take, shorter than one waits
    static constexpr double kMostScaled = 1.4;  // larger or smaller than that one sees that it is a picture
    static constexpr float kMargin = 0.25f;     // of the screen, on each side
    static constexpr float kMostPixels = 4096;  // a side of the texture

    Rect place(const Camera& camera) const;
    bool shows_enough(const Camera& camera) const;
    bool make(const Camera& camera, ImU32 ground, const Draw& draw);
    void forget();

    PictureSurface* surface_ = nullptr;
    std::optional<ImTextureID> texture_;
    Camera camera_;  ///< of the picture: its upper left
    ImVec2 size_;    ///< of the picture
    Content content_;
    unsigned seen_view_ = 0;
    double moved_at_ms_ = -kSettleMs;
    int moves_ = 0;  ///< one soon after the other
    bool is_moving_ = false;
    bool is_camera_moving_ = false;
    bool is_worth_it_ = false;
};

}  // namespace flow::ui
