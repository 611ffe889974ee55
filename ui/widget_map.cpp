#include "ui/widget_map.h"

namespace flow::ui {

const WidgetPlace* WidgetMap::find(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &found->second;
}

}  // namespace flow::ui
