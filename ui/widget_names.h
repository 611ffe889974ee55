// Promises: fills a widget map with the names and places of everything in a scene.
// Must not know: the session.
#pragma once

#include "ui/camera.h"
#include "ui/scene.h"
#include "ui/widget_map.h"

namespace flow::ui {

/// `size`: of the canvas element; `page_offset`: its place in the viewport.
void name_widgets(WidgetMap& map, const Scene& scene, const Camera& camera, ImVec2 size, ImVec2 page_offset);

}  // namespace flow::ui
