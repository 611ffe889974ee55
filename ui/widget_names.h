// Promises: where everything that can be clicked on the canvas is, by name, so that tests and the page's API find it:
// "canvas", "node:a", "node:a.title", "node:a.state", "port:a.in.table", "port:a.out.result", "param:a.minimum", "wire:a.result>b.table" (its middle), "reroute:a.result>b.table.0", "area:frame_1", "area:frame_1.title", "area:frame_1.fold", "area:frame_1.resize", "minimap" (while there is one).
// Must not know: the session. Keeps nothing: who asks for one name pays for no other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/camera.h"
#include "ui/scene.h"

namespace flow::ui {

/// CSS pixels of the page's viewport.
struct WidgetPlace {
    float x = 0, y = 0, width = 0, height = 0;
    bool visible = false;
    bool enabled = true;
};

/// What is looked at. `size`: of the canvas element; `page_offset`: its place in the viewport.
struct WidgetView {
    const Scene& scene;
    const Camera& camera;
    ImVec2 size, page_offset;
};

/// Nothing if there is no such thing.
std::optional<WidgetPlace> find_widget(const WidgetView& view, std::string_view name);
/// In the order of the alphabet.
std::vector<std::string> widget_names(const WidgetView& view);

}  // namespace flow::ui
