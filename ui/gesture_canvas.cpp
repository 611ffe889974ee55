// Gestures on what is not a node: frames, notes, bends of wires, the knife (gesture.h).
#include <algorithm>

#include "runtime/graph/step.h"
#include "ui/gesture.h"
#include "ui/metrics.h"

namespace flow::ui {
namespace {

constexpr double kSmallest = 48;  // a frame or note with less than this (canvas units) could not be taken hold of

}  // namespace

double Gesture::to_grid(const Step& step, double value) const {
    const double grid = step.input.grid > 0 ? step.input.grid : 1;
    return std::round(value / grid) * grid;
}

bool Gesture::press_canvas(const Step& step) {
    area_.clear();
    into_ = {};
    const bool is_for_knife = pressed_.part == Part::nothing || pressed_.part == Part::wire || pressed_.part == Part::area;
    if (ImGui::GetIO().KeyAlt && is_for_knife && !step.input.is_read_only) {
        mode_ = Mode::knife;
        return true;
    }
    switch (pressed_.part) {
        case Part::bend: {
            chosen_link_ = pressed_.link;
            chosen_bend_ = pressed_.index + 1;
            const Bend& bend = step.session.graph().link(pressed_.link).bends()[pressed_.index];
            origin_ = {bend.x, bend.y, 0, 0};
            select(step, {});
            if (!step.input.is_read_only) mode_ = Mode::bend;
            return true;
        }
        case Part::area:
        case Part::area_fold:
        case Part::area_corner: press_area(step); return true;
        default: return false;
    }
}

void Gesture::press_area(const Step& step) {
    const AreaItem& item = step.scene.areas()[pressed_.index];
    area_ = item.name;
    was_selected_ = item.is_selected;
    if (!was_selected_) {
        std::vector<std::string> areas;
        if (is_adding_) areas = areas_before_;
        areas.push_back(area_);
        select(step, is_adding_ ? selected_before_ : std::vector<NodeId>{}, std::move(areas));
    }
    if (pressed_.part != Part::area_corner || step.input.is_read_only) return;
    origin_ = {item.x, item.y, item.x + item.width, item.y + item.height};
    mode_ = Mode::resize;
}

void Gesture::release_area(const Step& step) {
    const Area* area = step.session.graph().area(area_);
    if (area == nullptr) return;
    if (pressed_.part == Part::area_fold) {
        // Looking into it is no change of what it does: whoever may only look may do so, too.
        step.intents.push_back(intent::SetArea{.name = area_, .is_folded = !area->is_folded});
    } else if (was_selected_) {
        std::vector<std::string> areas{area_};
        if (is_adding_) {
            areas = areas_before_;
            std::erase(areas, area_);
        }
        select(step, is_adding_ ? selected_before_ : std::vector<NodeId>{}, std::move(areas));
    }
}

bool Gesture::double_click_canvas(const Step& step) {
    if (hover_.part == Part::area_fold || hover_.part == Part::area_corner) return true;
    const AreaItem* area = hover_.part == Part::area ? &step.scene.areas()[hover_.index] : nullptr;
    if (area != nullptr && area->is_node()) {
        step.intents.push_back(intent::SetArea{.name = area->name, .is_folded = false});
        return true;
    }
    if (step.input.is_read_only) return false;
    const CanvasPoint at = step.canvas_mouse();
    if (area != nullptr) {
        const Rect box = grip_rect(step.camera, *area);
        const ImVec2 corner = step.page(box.min);
        step.intents.push_back(intent::EditArea{area->name, static_cast<double>(corner.x), static_cast<double>(corner.y), static_cast<double>(box.width()),
                                                static_cast<double>(box.height())});
        return true;
    }
    const Link* link = hover_.part == Part::wire || hover_.part == Part::bend ? step.session.graph().find(hover_.link) : nullptr;
    if (link == nullptr) return false;
    Bends bends = link->bends();
    if (hover_.part == Part::bend) {
        if (hover_.index < bends.size()) bends.erase(bends.begin() + static_cast<std::ptrdiff_t>(hover_.index));
    } else {
        const std::size_t place = std::min(nearest_piece(step.scene, step.camera, link->id, step.mouse), bends.size());
        bends.insert(bends.begin() + static_cast<std::ptrdiff_t>(place), Bend{to_grid(step, at.x), to_grid(step, at.y)});
    }
    step.intents.push_back(intent::SetBends{link->id, std::move(bends)});
    return true;
}

void Gesture::begin_move(const Step& step) {
    mode_ = Mode::move;
    moved_ = {};
    moving_ = step.session.selection();
    moving_areas_ = step.session.selected_areas();
    if (const AreaItem* item = step.scene.find_area(area_)) {
        origin_ = {item->x, item->y, 0, 0};
        if (std::find(moving_areas_.begin(), moving_areas_.end(), area_) == moving_areas_.end()) {
            moving_ = {};
            moving_areas_ = {area_};
        }
    } else if (const NodeItem* lead = step.scene.find(pressed_.node)) {
        origin_ = {lead->x, lead->y, 0, 0};
        if (std::find(moving_.begin(), moving_.end(), pressed_.node) == moving_.end()) {
            moving_ = {pressed_.node};
            moving_areas_ = {};
        }
    }
    step::take_contents(step.session.graph(), moving_, moving_areas_);
}

void Gesture::look_for_wire(const Step& step) {
    into_ = {};
    if (moving_.size() != 1 || !moving_areas_.empty()) return;
    const Graph& graph = step.session.graph();
    const NodeItem* item = step.scene.find(moving_.front());
    if (!item || !graph.links_into(item->id).empty() || !graph.links_out_of(item->id).empty()) return;
    if (item->node->signature->inputs.empty() || item->outputs.empty()) return;
    into_ = link_through(step.scene, step.camera, node_rect(step.camera, *item));
}

void Gesture::drag_bend(const Step& step, bool is_end) {
    const Link* link = step.session.graph().find(pressed_.link);
    if (link == nullptr || pressed_.index >= link->bends().size()) {
        mode_ = Mode::none;
        return;
    }
    if (!is_moved_) return;
    const CanvasPoint now = step.canvas_mouse();
    Bends bends = link->bends();
    const Bend wanted{to_grid(step, origin_.left + now.x - press_canvas_.x), to_grid(step, origin_.top + now.y - press_canvas_.y)};
    if (!is_end && bends[pressed_.index] == wanted) return;
    bends[pressed_.index] = wanted;
    step.intents.push_back(intent::SetBends{link->id, std::move(bends), is_end});
}

void Gesture::resize(const Step& step, bool is_end) {
    const Area* area = step.session.graph().area(area_);
    if (area == nullptr || !is_moved_) return;
    const CanvasPoint now = step.canvas_mouse();
    intent::Box box{area->x, area->y, std::max(kSmallest, to_grid(step, origin_.right + now.x - press_canvas_.x) - origin_.left),
                    std::max(kSmallest, to_grid(step, origin_.bottom + now.y - press_canvas_.y) - origin_.top)};
    if (!is_end && box.width == area->width && box.height == area->height) return;
    step.intents.push_back(intent::SetArea{.name = area_, .box = box, .is_drag_end = is_end});
}

std::optional<ImVec2> Gesture::knife_from(const Camera& camera) const {
    if (mode_ != Mode::knife || !is_moved_) return std::nullopt;
    return camera.to_screen(press_canvas_.x, press_canvas_.y);
}

void Gesture::cut(const Step& step) {
    std::vector<LinkId> links;
    if (is_moved_) {
        links = crossed_links(step.scene, step.camera, step.camera.to_screen(press_canvas_.x, press_canvas_.y), step.mouse);
    } else if (pressed_.part == Part::wire) {
        links = {pressed_.link};
    }
    if (!links.empty()) step.intents.push_back(intent::RemoveLinks{std::move(links)});
}

void Gesture::remove_chosen(const Step& step) {
    const Link& link = step.session.graph().link(chosen_link_);
    if (chosen_bend_ > 0 && chosen_bend_ <= link.bends().size()) {
        Bends bends = link.bends();
        bends.erase(bends.begin() + static_cast<std::ptrdiff_t>(chosen_bend_ - 1));
        step.intents.push_back(intent::SetBends{link.id, std::move(bends)});
    } else {
        step.intents.push_back(intent::Disconnect{{link.from, link.from_port}, {link.to, link.to_port}});
    }
    chosen_bend_ = 0;
    chosen_link_ = {};
}

}  // namespace flow::ui
