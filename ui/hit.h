// Promises: where the parts of a node are on the screen, and which part lies under a point.
// Must not know: what a click does (gesture.h), drawing.
#pragma once

#include <optional>
#include <vector>

#include "ui/camera.h"
#include "ui/scene.h"

namespace flow::ui {

enum class Part { nothing, port, setting, more, state, title, body, wire, bend, area, area_fold, area_corner, minimap };

struct Hit {
    Part part = Part::nothing;
    NodeId node;
    LinkId link;
    bool is_output = false;
    std::size_t index = 0;  ///< of the port, setting, bend or area

    friend bool operator==(const Hit&, const Hit&) = default;
};

enum class Detail { full, plain, block };
Detail detail_at(double zoom);

Rect node_rect(const Camera& camera, const NodeItem& item);
Rect title_rect(const Camera& camera, const NodeItem& item);
Rect state_rect(const Camera& camera, const NodeItem& item);
Rect more_rect(const Camera& camera, const NodeItem& item);
/// The control of a setting, without its label.
Rect control_rect(const Camera& camera, const NodeItem& item, const PortItem& setting);
ImVec2 port_point(const Camera& camera, const NodeItem& item, std::size_t index, bool is_output);
/// One piece of a wire, counted from its output: it has one more than bends.
Curve link_piece(const Camera& camera, const Scene& scene, const LinkItem& link, std::size_t piece);
/// Holds all of the wire, in canvas units.
CanvasRect wire_box(const Scene& scene, const LinkItem& link);
/// A point in the wire's middle.
ImVec2 middle_of(const Camera& camera, const Scene& scene, const LinkItem& link);
/// The wire under this line, that is every one that it crosses.
std::vector<LinkId> crossed_links(const Scene& scene, const Camera& camera, ImVec2 from, ImVec2 to);
/// The wire that runs through the rectangle, as a node dropped on it; none without one.
LinkId link_through(const Scene& scene, const Camera& camera, const Rect& box);
/// Which piece of the wire is nearest.
std::size_t nearest_piece(const Scene& scene, const Camera& camera, LinkId link, ImVec2 point);

/// What lies under `point` (pixels of the canvas element), the topmost first. Selected nodes lie on top.
Hit hit_test(const Scene& scene, const Camera& camera, ImVec2 point, bool is_touch);

/// The port that a wire dragged from `from` would take at `point`: one under it, the nearest within reach, or the best fitting one of the node under it.
struct PortTarget {
    NodeId node;
    std::size_t index = 0;
};
std::optional<PortTarget> port_target(const Session& session, const Scene& scene, const Camera& camera, ImVec2 point, NodeId from, std::size_t from_index,
                                      bool from_output);

}  // namespace flow::ui
