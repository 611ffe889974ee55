#include "ui/gesture.h"

#include "ui/metrics.h"

namespace flow::ui {
namespace {

constexpr double kLongPressMs = 550;   // as touch systems do
constexpr float kEdge = 28;            // pixels from the border where a drag scrolls
constexpr double kEdgeSpeed = 0.7;     // pixels per millisecond at the border itself
constexpr float kWheelFactor = 1.15f;  // per notch

bool is_editable_part(Part part) { return part == Part::port || part == Part::setting; }

}  // namespace

void Gesture::look_around(const Step& step) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel != 0) {
        if (io.KeyShift && !io.KeyCtrl) {
            step.camera.pan({io.MouseWheel * 60, 0});
        } else {
            step.camera.zoom_at(step.mouse, std::pow(static_cast<double>(kWheelFactor), static_cast<double>(io.MouseWheel)));
        }
    }
    if (io.MouseWheelH != 0) step.camera.pan({io.MouseWheelH * 60, 0});
    step.camera.pan(step.input.scroll);
    if (step.input.pinch) {
        step.camera.pan(step.input.pinch->pan);
        step.camera.zoom_at(step.input.pinch->center, static_cast<double>(step.input.pinch->scale));
    }
}

void Gesture::step(const Step& step) {
    is_scrolling_edge_ = false;
    look_around(step);
    const bool is_for_two = step.input.pinch || step.input.is_second_finger;
    if (is_cancelled_ || (is_for_two && mode_ != Mode::none)) take_back(step);
    is_cancelled_ = false;
    if (step.input.is_second_finger) is_press_void_ = true;  // the first may have landed in this very frame

    const bool has_session_item = !hover_.node || step.scene.find(hover_.node);
    if (mode_ == Mode::none || !has_session_item) hover_ = part_under(step);
    if (step.input.is_read_only && is_editable_part(hover_.part)) hover_.part = Part::body;
    if (chosen_link_ && !step.session.graph().find(chosen_link_)) chosen_link_ = {};
    if (chosen_link_ && step.input.is_delete_pressed && !step.input.is_read_only) remove_chosen(step);

    if (mode_ == Mode::none) {
        for (const int button : {ImGuiMouseButton_Left, ImGuiMouseButton_Middle}) {
            const bool pans = button == ImGuiMouseButton_Middle || step.input.is_space_down;
            if (mode_ == Mode::none && pans && ImGui::IsMouseClicked(button)) {
                mode_ = Mode::pan;
                pan_button_ = button;
            }
        }
        if (is_press_void_) {
            is_press_void_ = ImGui::IsMouseDown(ImGuiMouseButton_Left);
        } else if (mode_ == Mode::none && !step.input.pinch) {
            if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
                press_left(step);
            } else if (ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
                show_menu(step);
            }
        }
    } else {
        drag(step);
        const int button = mode_ == Mode::pan ? pan_button_ : ImGuiMouseButton_Left;
        if (mode_ != Mode::none && !ImGui::IsMouseDown(button)) release(step);
    }
    if (is_carrying_ && mode_ == Mode::none) {
        is_carrying_ = wire_.is_held(step.scene);
        wire_.follow(step);
    }
    if (mode_ == Mode::none && step.input.is_double_click) double_click(step);  // told with the second click's end
    is_holding_finger_ = mode_ == Mode::press && step.input.holds_for_menu() && !is_moved_;
    if (mode_ == Mode::none) is_scrolling_edge_ = false;
    last_mouse_ = step.mouse;
    last_ms_ = step.input.now_ms;
}

Hit Gesture::part_under(const Step& step) const {
    const bool is_inside = step.mouse.x > -1e6f;
    if (!is_inside || step.input.pinch) return {};
    const auto map = minimap_of(step.scene, step.camera, step.size);
    if (map && map->frame.contains(step.mouse)) return {.part = Part::minimap, .node = {}, .link = {}};
    return hit_test(step.scene, step.camera, step.mouse, step.input.is_touch);
}

void Gesture::drag_minimap(const Step& step) {
    const CanvasPoint to = map_->at(step.mouse);
    step.camera.center_on(to.x, to.y, step.size);
}

void Gesture::select(const Step& step, std::vector<NodeId> nodes, std::vector<std::string> areas) {
    if (nodes == step.session.selection() && areas == step.session.selected_areas()) return;
    step.intents.push_back(intent::Select{std::move(nodes), std::move(areas)});
}

void Gesture::press_left(const Step& step) {
    const ImGuiIO& io = ImGui::GetIO();
    pressed_ = hover_;
    press_at_ = step.mouse;
    press_canvas_ = step.canvas_mouse();
    press_ms_ = step.input.now_ms;
    is_moved_ = false;
    is_adding_ = io.KeyShift || io.KeyCtrl;
    selected_before_ = step.session.selection();
    areas_before_ = step.session.selected_areas();
    chosen_link_ = {};
    chosen_bend_ = 0;
    mode_ = Mode::press;
    if (is_carrying_ && pressed_.part != Part::minimap) {  // where it goes is asked at the release: a drag looks for the place first
        pressed_ = {};
        area_.clear();
        return;
    }
    if (press_canvas(step)) return;
    switch (pressed_.part) {
        case Part::port:
            mode_ = Mode::connect;
            wire_.start(step, pressed_);
            break;
        case Part::setting:
            mode_ = Mode::control;
            control_.press(step, pressed_);
            break;
        case Part::wire:
            chosen_link_ = pressed_.link;
            select(step, {});
            break;
        case Part::minimap:
            mode_ = Mode::minimap;
            map_ = minimap_of(step.scene, step.camera, step.size);
            drag_minimap(step);
            break;
        case Part::nothing:
        case Part::bend:
        case Part::area:
        case Part::area_fold:
        case Part::area_corner: break;  // press_canvas
        case Part::more:
        case Part::state:
        case Part::title:
        case Part::body: press_node(step); break;
    }
}

void Gesture::press_node(const Step& step) {
    was_selected_ = step.session.is_selected(pressed_.node);
    if (was_selected_) return;
    std::vector<NodeId> nodes;
    if (is_adding_) nodes = selected_before_;
    nodes.push_back(pressed_.node);
    select(step, std::move(nodes), is_adding_ ? areas_before_ : std::vector<std::string>{});
}

void Gesture::double_click(const Step& step) {
    const ImVec2 page = step.page(step.mouse);
    const CanvasPoint at = step.canvas_mouse();
    if (double_click_canvas(step)) return;
    if (hover_.part == Part::title && !step.input.is_read_only) {
        const Rect box = title_rect(step.camera, *step.scene.find(hover_.node));
        const ImVec2 corner = step.page(box.min);
        step.intents.push_back(intent::EditTitle{.node = hover_.node,
                                                 .x = static_cast<double>(corner.x),
                                                 .y = static_cast<double>(corner.y),
                                                 .width = static_cast<double>(box.width()),
                                                 .height = static_cast<double>(box.height())});
    } else if (hover_.part == Part::setting) {
        const bool is_toggle = step.scene.find(hover_.node)->settings()[hover_.index].is_toggle;
        if (!is_toggle) SettingDrag::edit_text(step, hover_);  // two quick clicks on a toggle were two clicks
    } else if (hover_.part == Part::port || hover_.part == Part::minimap) {
        return;
    } else if (hover_.node) {
        step.intents.push_back(intent::FocusInspector{hover_.node});
    } else if (!step.input.is_read_only) {
        step.intents.push_back(intent::ShowPalette{
            .x = static_cast<double>(page.x), .y = static_cast<double>(page.y), .canvas_x = at.x, .canvas_y = at.y, .connect_from = {}, .connect_to = {}});
    }
}

void Gesture::show_menu(const Step& step) {
    is_carrying_ = false;
    const ImVec2 page = step.page(step.mouse);
    const CanvasPoint at = step.canvas_mouse();
    if (hover_.node && !step.session.is_selected(hover_.node)) select(step, {hover_.node});
    if (hover_.link) chosen_link_ = hover_.link;
    std::string area;
    if (hover_.part == Part::area || hover_.part == Part::area_fold) {
        area = step.scene.areas()[hover_.index].name;
        if (!step.scene.areas()[hover_.index].is_selected) select(step, {}, {area});
    }
    step.intents.push_back(intent::ShowMenu{.x = static_cast<double>(page.x),
                                            .y = static_cast<double>(page.y),
                                            .canvas_x = at.x,
                                            .canvas_y = at.y,
                                            .node = hover_.node,
                                            .link = hover_.link,
                                            .area = std::move(area)});
}

void Gesture::begin_drag(const Step& step) {
    is_moved_ = true;
    if (mode_ != Mode::press) return;
    if ((pressed_.node || !area_.empty()) && !step.input.is_read_only) {
        begin_move(step);
    } else if (pressed_.part == Part::nothing && !step.input.is_touch && !is_carrying_) {
        mode_ = Mode::box;
    } else {
        mode_ = Mode::pan;
        pan_button_ = ImGuiMouseButton_Left;
    }
}

void Gesture::drag(const Step& step) {
    if (mode_ == Mode::pan) {
        step.camera.pan(step.mouse - last_mouse_);
        return;
    }
    if (mode_ == Mode::minimap) return drag_minimap(step);
    if (!is_moved_) {
        if (distance(step.mouse, press_at_) >= metrics::kDragThreshold * (step.input.is_touch ? 2.0f : 1.0f)) {
            begin_drag(step);
        } else if (step.input.holds_for_menu() && mode_ == Mode::press) {
            if (step.input.now_ms - press_ms_ >= kLongPressMs) {
                mode_ = Mode::none;
                show_menu(step);
            }
            return;
        }
    }
    if (mode_ == Mode::control) control_.drag(step);
    if (mode_ == Mode::bend) drag_bend(step, false);
    if (mode_ == Mode::resize) resize(step, false);
    if (!is_moved_) return;
    switch (mode_) {
        case Mode::move:
            scroll_at_edge(step);
            drag_move(step, false);
            look_for_wire(step);
            break;
        case Mode::box:
            scroll_at_edge(step);
            drag_box(step);
            break;
        case Mode::connect:
            scroll_at_edge(step);
            wire_.follow(step);
            break;
        case Mode::none:
        case Mode::press:
        case Mode::pan:
        case Mode::control:
        case Mode::knife:
        case Mode::bend:
        case Mode::resize:
        case Mode::minimap: break;
    }
}

void Gesture::drag_move(const Step& step, bool is_end) {
    if (area_.empty() ? !step.scene.find(pressed_.node) : !step.scene.find_area(area_)) {  // it was removed while it was dragged
        mode_ = Mode::none;
        return;
    }
    const CanvasPoint now = step.canvas_mouse();
    // What is under the pointer lands on whole units: files stay readable.
    const double want_x = to_grid(step, origin_.left + now.x - press_canvas_.x) - origin_.left;
    const double want_y = to_grid(step, origin_.top + now.y - press_canvas_.y) - origin_.top;
    const double dx = want_x - moved_.x, dy = want_y - moved_.y;
    if (!is_end && dx == 0 && dy == 0) return;
    step.intents.push_back(
        intent::MoveNodes{.nodes = moving_, .dx = dx, .dy = dy, .is_drag_end = is_end, .areas = moving_areas_, .into = is_end ? into_ : LinkId{}});
    moved_ = {want_x, want_y};
}

std::optional<Rect> Gesture::box(const Camera& camera, ImVec2 mouse) const {
    if (mode_ != Mode::box) return std::nullopt;
    return rect_between(camera.to_screen(press_canvas_.x, press_canvas_.y), mouse);
}

void Gesture::drag_box(const Step& step) {
    const Rect area = *box(step.camera, step.mouse);
    std::vector<NodeId> nodes;
    if (is_adding_) nodes = selected_before_;
    for (const NodeItem& item : step.scene.nodes()) {
        if (item.folded_in != 0 || !area.overlaps(node_rect(step.camera, item))) continue;
        if (std::find(nodes.begin(), nodes.end(), item.id) == nodes.end()) nodes.push_back(item.id);
    }
    std::vector<std::string> areas;
    if (is_adding_) areas = areas_before_;
    for (const AreaItem& item : step.scene.areas()) {  // a frame round the box is not meant
        const Rect rect = area_rect(step.camera, item);
        if (item.is_hidden || !area.contains(rect.min) || !area.contains(rect.max)) continue;
        if (std::find(areas.begin(), areas.end(), item.name) == areas.end()) areas.push_back(item.name);
    }
    select(step, std::move(nodes), std::move(areas));
}

void Gesture::scroll_at_edge(const Step& step) {
    const auto push = [](float at, float end) {
        return at < kEdge ? std::min(1.0f, (kEdge - at) / kEdge) : at > end - kEdge ? -std::min(1.0f, (at - end + kEdge) / kEdge) : 0.0f;
    };
    const ImVec2 share = {push(step.mouse.x, step.size.x), push(step.mouse.y, step.size.y)};
    if (share.x == 0 && share.y == 0) return;
    is_scrolling_edge_ = true;
    const double elapsed = std::clamp(step.input.now_ms - last_ms_, 0.0, 50.0);
    const auto way = static_cast<float>(elapsed * kEdgeSpeed);
    step.camera.pan({share.x * way, share.y * way});
}

void Gesture::release(const Step& step) {
    const Mode ended = mode_;
    switch (ended) {
        case Mode::move: drag_move(step, true); break;
        case Mode::connect:
            if (is_moved_) {
                wire_.drop(step);
            } else {
                wire_.carry(pressed_);
                is_carrying_ = true;
            }
            break;
        case Mode::control: control_.release(step, !is_moved_); break;
        case Mode::knife: cut(step); break;
        case Mode::bend: drag_bend(step, true); break;
        case Mode::resize: resize(step, true); break;
        case Mode::press:
            if (is_carrying_) {
                is_carrying_ = false;
                wire_.drop(step);
            } else if (!area_.empty()) {
                release_area(step);
            } else if (pressed_.part == Part::nothing) {
                if (!is_adding_) select(step, {});
            } else if (pressed_.part == Part::more) {
                step.intents.push_back(intent::FocusInspector{pressed_.node});
            } else if (pressed_.node && was_selected_) {
                std::vector<NodeId> nodes;
                if (is_adding_) {
                    nodes = selected_before_;
                    std::erase(nodes, pressed_.node);
                } else {
                    nodes = {pressed_.node};
                }
                select(step, std::move(nodes), is_adding_ ? areas_before_ : std::vector<std::string>{});
            }
            break;
        case Mode::none:
        case Mode::pan:
        case Mode::box:
        case Mode::minimap: break;
    }
    mode_ = Mode::none;
}

void Gesture::take_back(const Step& step) {
    switch (mode_) {
        case Mode::move:
            step.intents.push_back(intent::MoveNodes{.nodes = moving_, .dx = -moved_.x, .dy = -moved_.y, .is_drag_end = true, .areas = moving_areas_});
            break;
        case Mode::bend:
        case Mode::resize:
            press_canvas_ = step.canvas_mouse();  // as if nothing had been moved
            mode_ == Mode::bend ? drag_bend(step, true) : resize(step, true);
            break;
        case Mode::box: select(step, selected_before_, areas_before_); break;
        case Mode::control: control_.cancel(step); break;
        case Mode::none:
            chosen_link_ = {};
            is_carrying_ = false;
            break;
        case Mode::press:
        case Mode::pan:
        case Mode::connect:
        case Mode::knife:
        case Mode::minimap: break;
    }
    mode_ = Mode::none;
}

ImGuiMouseCursor Gesture::cursor() const {
    switch (mode_) {
        case Mode::pan: return ImGuiMouseCursor_ResizeAll;
        case Mode::connect: return ImGuiMouseCursor_Hand;
        default: break;
    }
    switch (hover_.part) {
        case Part::port:
        case Part::setting:
        case Part::more:
        case Part::bend:
        case Part::area_fold:
        case Part::wire: return ImGuiMouseCursor_Hand;
        case Part::area_corner: return ImGuiMouseCursor_ResizeNWSE;
        default: return ImGuiMouseCursor_Arrow;
    }
}

}  // namespace flow::ui
