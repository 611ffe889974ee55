// Promises: draws a session's graph into one ImGui window that fills the canvas, and turns the pointer into intents. Changes nothing in the session.
// Must not know: the browser, WebGL, where fonts and pictures come from.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/session/intent.h"
#include "runtime/session/session.h"
#include "ui/drawing.h"
#include "ui/frame_input.h"
#include "ui/gesture.h"
#include "ui/moving_picture.h"
#include "ui/widget_names.h"

namespace flow::ui {

enum class Direction { left, right, up, down };

class Editor {
public:
    /// Between ImGui::NewFrame and ImGui::Render. The intents are applied after the frame, in order.
    std::vector<Intent> draw(const Session& session, const FrameInput& input);

    /// What is on the canvas, by name; nothing if it is not there.
    std::optional<WidgetPlace> widget(std::string_view name) const { return find_widget(view(), name); }
    std::vector<std::string> widget_names() const { return ui::widget_names(view()); }

    // --- the view
    /// Shows these nodes (all if empty) whole.
    void fit(const Session& session, std::span<const NodeId> nodes);
    void zoom_to(double percent);
    double zoom() const { return camera_.zoom() * 100; }
    void center(const Session& session, NodeId node);
    void center_at(CanvasPoint at);
    /// Under a point of the page's viewport.
    CanvasPoint canvas_point(ImVec2 viewport) const { return camera_.to_canvas({viewport.x - page_offset_.x, viewport.y - page_offset_.y}); }
    /// The canvas point in the middle of the screen: where a node goes that was added without a place.
    CanvasPoint middle() const { return camera_.to_canvas({size_.x / 2, size_.y / 2}); }
    void set_theme(Theme theme) {
        theme_ = theme;
        ++looks_;
    }
    Theme theme() const { return theme_; }
    void set_fonts(Fonts fonts) {
        text_.set_fonts(fonts);
        ++looks_;
    }
    /// Where pictures of the moving canvas are made; to be told again when what it had is lost. Without one every frame is drawn itself.
    void set_picture_surface(PictureSurface* surface) { picture_.set_surface(surface); }
    /// The picture of a node's value; shown while the value is the one of `value_key`.
    void set_thumbnail(NodeId node, std::string_view value_key, ImTextureRef texture, int width, int height);
    void forget_thumbnail(NodeId node) {
        thumbnails_.erase(node);
        ++looks_;
    }

    // --- frames
    /// Another frame is needed at once (a drag at the edge, a held finger).
    bool wants_frame() const { return gesture_.wants_frame(); }
    /// After how many milliseconds the next frame is due without any input or change; nothing: never (a spinner turns ten times a second).
    std::optional<double> next_frame_in_ms() const;
    /// Counts up with pan and zoom.
    unsigned view_revision() const { return camera_.revision(); }

    // --- input from elsewhere
    /// Escape: ends the gesture and takes back what it did.
    void cancel() { gesture_.cancel(); }
    /// A gesture holds the pointer.
    bool is_busy() const { return gesture_.is_busy(); }
    /// The nearest node in that direction, as arrow keys walk; none if there is none.
    NodeId nearest(const Session& session, NodeId from, Direction direction) const;
    LinkId chosen_link() const { return gesture_.chosen_link(); }
    int nodes_drawn() const { return nodes_drawn_; }

private:
    /// Who only reads and has all nodes in the picture keeps them there while results make nodes grow.
    void follow_results(const Session& session);
    void draw_frame(const Session& session, const Step& step);
    Canvas canvas_on(ImDrawList& list, const Camera& camera, ImVec2 size);
    /// Everything that moves with the camera. Returns how many corners it took, the grid's dots aside.
    int draw_scene(const Canvas& canvas);
    WidgetView view() const { return {scene_, camera_, size_, page_offset_}; }

    Scene scene_;
    Faces faces_;
    Camera camera_;
    Gesture gesture_;
    TextPainter text_;
    Thumbnails thumbnails_;
    Mosaic mosaic_;
    MinimapCells minimap_;
    MovingPicture picture_;
    unsigned looks_ = 0;
    Theme theme_ = Theme::dark;
    ImVec2 size_ = {1, 1};
    ImVec2 page_offset_;
    Hit rested_on_;
    double rested_since_ms_ = 0;
    double now_ms_ = 0;
    int nodes_drawn_ = 0;
    bool is_reader_ = false;
    std::optional<unsigned> fitted_view_;  ///< the camera's revision when all nodes were fitted into the picture
    std::uint64_t followed_results_ = 0;
    bool is_tooltip_due_ = false;
};

}  // namespace flow::ui
