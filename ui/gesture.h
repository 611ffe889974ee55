// Promises: the pointer's habits: pan, zoom to the pointer, select, box select, move, connect (by a drag, or by a click on one port and one on another), controls, menus; one gesture at a time, each ended by release or Escape.
// Must not know: drawing, the page. It changes the camera only; everything else is an intent.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ui/minimap.h"
#include "ui/setting_drag.h"
#include "ui/wire_drag.h"

namespace flow::ui {

class Gesture {
public:
    /// Takes in ImGui's mouse of this frame.
    void step(const Step& step);
    /// Ends what is going on and takes back what it did, in the next step.
    void cancel() { is_cancelled_ = true; }
    /// Something goes on that needs frames without new input (a held finger, a drag at the edge).
    bool wants_frame() const { return is_scrolling_edge_ || is_holding_finger_; }
    bool is_busy() const { return mode_ != Mode::none; }
    /// Whatever goes on, it moves the camera alone.
    bool only_looks() const { return (mode_ == Mode::none || mode_ == Mode::pan || mode_ == Mode::minimap) && wire() == nullptr; }

    const Hit& hover() const { return hover_; }
    LinkId chosen_link() const { return chosen_link_; }
    /// The wire that the moved node would come into if it were dropped now.
    LinkId link_to_enter() const { return mode_ == Mode::move ? into_ : LinkId{}; }
    /// The nodes that are being moved, as long as no frame or note goes with them.
    std::span<const NodeId> carried() const {
        return mode_ == Mode::move && is_moved_ && moving_areas_.empty() ? std::span(moving_) : std::span<const NodeId>();
    }
    /// Where the knife was put down.
    std::optional<ImVec2> knife_from(const Camera& camera) const;
    std::optional<Rect> box(const Camera& camera, ImVec2 mouse) const;
    const WireDrag* wire() const { return is_carrying_ || (mode_ == Mode::connect && is_moved_) ? &wire_ : nullptr; }
    ImGuiMouseCursor cursor() const;

private:
    enum class Mode { none, press, pan, box, move, connect, control, minimap, knife, bend, resize };

    void look_around(const Step& step);
    Hit part_under(const Step& step) const;
    void press_left(const Step& step);
    void press_node(const Step& step);
    void double_click(const Step& step);
    void show_menu(const Step& step);
    void begin_drag(const Step& step);
    void drag(const Step& step);
    void drag_move(const Step& step, bool is_end);
    void drag_box(const Step& step);
    void drag_minimap(const Step& step);
    void release(const Step& step);
    void take_back(const Step& step);
    void scroll_at_edge(const Step& step);
    void select(const Step& step, std::vector<NodeId> nodes, std::vector<std::string> areas = {});
    // gesture_canvas.cpp: frames, notes, bends, the knife
    bool press_canvas(const Step& step);
    void press_area(const Step& step);
    void release_area(const Step& step);
    bool double_click_canvas(const Step& step);
    void begin_move(const Step& step);
    void look_for_wire(const Step& step);
    void drag_bend(const Step& step, bool is_end);
    void resize(const Step& step, bool is_end);
    void cut(const Step& step);
    void remove_chosen(const Step& step);
    double to_grid(const Step& step, double value) const;

    Mode mode_ = Mode::none;
    Hit hover_;
    Hit pressed_;
    LinkId chosen_link_;
    ImVec2 press_at_;
    CanvasPoint press_canvas_;
    double press_ms_ = 0;
    double last_ms_ = 0;
    ImVec2 last_mouse_;
    bool is_moved_ = false;
    bool is_cancelled_ = false;
    bool is_press_void_ = false;  ///< until its release: a second finger came
    bool is_scrolling_edge_ = false;
    bool is_holding_finger_ = false;
    bool is_carrying_ = false;   ///< a port was clicked: its wire goes along without a button until the next click or Escape
    bool is_adding_ = false;     ///< Shift or Ctrl was down at the press
    bool was_selected_ = false;  ///< the pressed node was, before the press
    int pan_button_ = 0;
    std::vector<NodeId> selected_before_;  ///< a box adds to these
    std::vector<std::string> areas_before_;
    std::vector<NodeId> moving_;
    std::vector<std::string> moving_areas_;
    std::string area_;             ///< that is pressed
    CanvasRect origin_;            ///< where what is moved or resized was at the press
    LinkId into_;                  ///< where the moved node would be dropped
    std::size_t chosen_bend_ = 0;  ///< one more than the place among the chosen link's bends; 0: none
    CanvasPoint moved_;            ///< sent so far
    std::optional<Minimap> map_;   ///< as it was at the press: it must not run away under the pointer
    WireDrag wire_;
    SettingDrag control_;
};

}  // namespace flow::ui
