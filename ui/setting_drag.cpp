#include "ui/setting_drag.h"

#include "ui/json_text.h"
#include "ui/metrics.h"

namespace flow::ui {
namespace {

bool is_number(WidgetKind kind) { return kind == WidgetKind::integer || kind == WidgetKind::number; }
bool is_whole(const WidgetSpec& spec) { return spec.kind == WidgetKind::integer || spec.is_integer; }

/// A hundredth of the value's magnitude, so that a drag across the screen changes 3 and 30,000 alike.
double natural_step(const WidgetSpec& spec, double value) {
    if (spec.step && *spec.step > 0) return *spec.step;
    if (is_whole(spec)) return 1;
    if (spec.minimum && spec.maximum && *spec.maximum > *spec.minimum) return (*spec.maximum - *spec.minimum) / 100;
    return std::pow(10.0, std::floor(std::log10(std::max(std::abs(value), 1.0))) - 1);
}

/// The nearest multiple of `step`.
double on_grid(double value, double step) { return step > 0 ? std::round(value / step) * step : value; }

/// Free of what binary fractions leave behind: 0.30000000000000004 is 0.3.
double without_dust(double value) {
    if (value == 0 || !std::isfinite(value)) return value;
    const double scale = std::pow(10.0, 11 - std::floor(std::log10(std::abs(value))));
    return std::isfinite(scale) && scale > 0 ? std::round(value * scale) / scale : value;
}

}  // namespace

std::optional<SettingItem> SettingDrag::setting(const Step& step) const {
    const NodeItem* node = step.scene.find(hit_.node);
    return node ? setting_at(step.session, *node, hit_.index) : std::nullopt;
}

void SettingDrag::press(const Step& step, const Hit& hit) {
    hit_ = hit;
    start_ = step.mouse;
    is_moved_ = false;
    const std::optional<SettingItem> item = setting(step);
    if (!item) return;
    start_value_ = number_of(item->value).value_or(item->spec.minimum.value_or(0));
    before_ = item->is_set ? std::optional(item->value) : std::nullopt;
    last_ = item->value;
}

void SettingDrag::set(const Step& step, double value) {
    const std::optional<SettingItem> item = setting(step);
    if (!item) return;
    if (item->spec.minimum) value = std::max(value, *item->spec.minimum);
    if (item->spec.maximum) value = std::min(value, *item->spec.maximum);
    JsonText text = number_text(without_dust(value), is_whole(item->spec));
    if (text == last_) return;
    last_ = text;
    step.intents.push_back(intent::SetParam{hit_.node, item->name, std::move(text)});
}

void SettingDrag::slide(const Step& step) {
    const NodeItem* node = step.scene.find(hit_.node);
    const std::optional<SettingItem> item = setting(step);
    if (!node || !item) return;
    const Rect box = control_rect(step.camera, *node, node->settings()[hit_.index]);
    const double share = static_cast<double>(std::clamp((step.mouse.x - box.min.x) / std::max(1.0f, box.width()), 0.0f, 1.0f));
    const double low = item->spec.minimum.value_or(0), high = item->spec.maximum.value_or(1);
    const double grid = natural_step(item->spec, start_value_);
    set(step, low + on_grid(share * (high - low), grid));
}

void SettingDrag::drag(const Step& step) {
    const std::optional<SettingItem> item = setting(step);
    if (!item) return;
    const float dx = step.mouse.x - start_.x;
    if (!is_moved_ && std::abs(dx) < metrics::kDragThreshold) return;
    is_moved_ = true;
    if (item->spec.kind == WidgetKind::slider) {
        slide(step);
    } else if (is_number(item->spec.kind)) {
        const ImGuiIO& io = ImGui::GetIO();
        const double speed = io.KeyShift ? 10 : io.KeyAlt ? 0.1 : 1;
        const double grid = natural_step(item->spec, start_value_) * (is_whole(item->spec) ? std::max(1.0, speed) : speed);
        set(step, start_value_ + std::trunc(static_cast<double>(dx) / 4) * grid);
    }
}

void SettingDrag::release(const Step& step, bool is_click) {
    const NodeItem* node = step.scene.find(hit_.node);
    const std::optional<SettingItem> item = setting(step);
    if (!node || !item || is_moved_ || !is_click) return;
    if (item->spec.kind == WidgetKind::toggle) {
        step.intents.push_back(intent::SetParam{hit_.node, item->name, JsonText(item->value == "true" ? "false" : "true")});
    } else if (item->spec.kind == WidgetKind::slider) {
        slide(step);
    } else if (is_number(item->spec.kind)) {
        const Rect box = control_rect(step.camera, *node, node->settings()[hit_.index]);
        const float arrow = 17 * step.camera.scale();
        const double grid = natural_step(item->spec, start_value_);
        if (step.mouse.x < box.min.x + arrow) {
            set(step, start_value_ - grid);
        } else if (step.mouse.x > box.max.x - arrow) {
            set(step, start_value_ + grid);
        } else {
            edit_text(step, hit_);
        }
    } else {
        edit_text(step, hit_);
    }
}

void SettingDrag::cancel(const Step& step) {
    const std::optional<SettingItem> item = setting(step);
    if (item && is_moved_) step.intents.push_back(intent::SetParam{hit_.node, item->name, before_});
}

void SettingDrag::edit_text(const Step& step, const Hit& hit) {
    const NodeItem* node = step.scene.find(hit.node);
    if (!node || hit.index >= node->settings().size()) return;
    const Rect box = control_rect(step.camera, *node, node->settings()[hit.index]);
    const ImVec2 corner = step.page(box.min);
    step.intents.push_back(intent::EditParam{.node = hit.node,
                                             .name = std::string(node->settings()[hit.index].name),
                                             .x = static_cast<double>(corner.x),
                                             .y = static_cast<double>(corner.y),
                                             .width = static_cast<double>(box.width()),
                                             .height = static_cast<double>(box.height())});
}

}  // namespace flow::ui
