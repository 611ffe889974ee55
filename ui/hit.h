// Promises: where the parts of a node are on the screen, and which part lies under a point.
// Must not know: what a click does (gesture.h), drawing.
#pragma once

#include <optional>

#include "ui/camera.h"
#include "ui/scene.h"

namespace flow::ui {

enum class Part { nothing, port, setting, more, state, title, body, wire, minimap };

struct Hit {
    Part part = Part::nothing;
    NodeId node;
    LinkId link;
    bool is_output = false;
    std::size_t index = 0;  ///< of the port or setting

    friend bool operator==(const Hit&, const Hit&) = default;
};

enum class Detail { full, plain, block };
Detail detail_at(double zoom);

Rect node_rect(const Camera& camera, const NodeItem& item);
Rect title_rect(const Camera& camera, const NodeItem& item);
Rect state_rect(const Camera& camera, const NodeItem& item);
Rect more_rect(const Camera& camera, const NodeItem& item);
/// The control of a setting, without its label.
Rect control_rect(const Camera& camera, const NodeItem& item, const SettingItem& setting);
ImVec2 port_point(const Camera& camera, const NodeItem& item, std::size_t index, bool is_output);
Curve link_curve(const Camera& camera, const Scene& scene, const LinkItem& link);

/// What lies under `point` (pixels of the canvas element), the topmost first. Selected nodes lie on top.
Hit hit_test(const Scene& scene, const Camera& camera, ImVec2 point, bool is_touch);

/// The port that a wire dragged from `from` would take at `point`: one under it, the nearest within reach, or the best fitting one of the node under it.
struct PortTarget {
    NodeId node;
    std::size_t index = 0;
};
std::optional<PortTarget> port_target(const Scene& scene, const Camera& camera, ImVec2 point, NodeId from, std::size_t from_index, bool from_output);

}  // namespace flow::ui
