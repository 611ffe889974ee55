#include "ui/hit.h"

#include "runtime/graph/rules.h"
#include "ui/metrics.h"
#include "ui/node_face.h"

namespace flow::ui {
namespace {

/// Ports lie half outside of their node. Of a node that a folded subflow hides only those that it shows can be met.
bool is_near(const Camera& camera, const NodeItem& item, ImVec2 point, float reach) { return node_rect(camera, item).grown(reach).contains(point); }

struct NearestPort {
    float distance = 0;
    std::size_t index = 0;
    bool is_output = false;
};

std::optional<NearestPort> nearest_port(const Camera& camera, const NodeItem& item, ImVec2 point, float reach, bool outputs, bool inputs) {
    std::optional<NearestPort> best;
    const auto look = [&](std::size_t count, bool is_output) {
        for (std::size_t i = 0; i < count; ++i) {
            if (item.folded_in != 0 && (is_output ? item.outputs : item.inputs)[i].outer_y == 0) continue;
            const float d = distance(point, port_point(camera, item, i, is_output));
            if (d <= reach && (!best || d < best->distance)) best = NearestPort{d, i, is_output};
        }
    };
    if (outputs) look(item.outputs.size(), true);
    if (inputs) look(item.inputs.size(), false);
    return best;
}

Hit hit_in_node(const Camera& camera, const NodeItem& item, ImVec2 point, bool is_touch, Detail detail) {
    const float reach = std::min(is_touch ? metrics::kPortReachTouch : metrics::kPortReach, std::max(4.0f, metrics::kRow / 2 * camera.scale()));
    if (detail != Detail::block) {
        if (const auto port = nearest_port(camera, item, point, reach, true, true))
            return {.part = Part::port, .node = item.id, .link = {}, .is_output = port->is_output, .index = port->index};
    }
    if (item.folded_in != 0 || !node_rect(camera, item).contains(point)) return {};
    Hit hit{.part = Part::body, .node = item.id, .link = {}};
    if (detail != Detail::full) return hit;
    const bool is_readable = metrics::kTextSize * camera.scale() >= metrics::kReadableFrom;
    if (state_rect(camera, item).contains(point)) {
        hit.part = Part::state;
    } else if (title_rect(camera, item).contains(point)) {
        hit.part = Part::title;
    } else if (!item.is_collapsed && is_readable) {
        if (item.hidden_settings > 0 && more_rect(camera, item).contains(point)) hit.part = Part::more;
        for (std::size_t i = 0; i < item.settings().size(); ++i) {
            const PortItem& setting = item.settings()[i];
            if (!setting.is_linked && control_rect(camera, item, setting).contains(point)) {
                hit.part = Part::setting;
                hit.index = i;
            }
        }
    }
    return hit;
}

}  // namespace

Detail detail_at(double zoom) {
    const double width = static_cast<double>(metrics::kNodeWidth) * zoom;
    return width >= static_cast<double>(metrics::kFullFrom) ? Detail::full : width >= static_cast<double>(metrics::kPlainFrom) ? Detail::plain : Detail::block;
}

Rect node_rect(const Camera& camera, const NodeItem& item) {
    const ImVec2 min = camera.to_screen(item.x, item.y);
    return {min, {min.x + item.width * camera.scale(), min.y + item.height * camera.scale()}};
}

Rect title_rect(const Camera& camera, const NodeItem& item) {
    const Rect node = node_rect(camera, item);
    return {node.min, {node.max.x, node.min.y + metrics::kHead * camera.scale()}};
}

Rect state_rect(const Camera& camera, const NodeItem& item) {
    const Rect head = title_rect(camera, item);
    const float size = 20 * camera.scale();
    const ImVec2 center = {head.max.x - 16 * camera.scale(), head.center().y};
    return {{center.x - size / 2, center.y - size / 2}, {center.x + size / 2, center.y + size / 2}};
}

Rect more_rect(const Camera& camera, const NodeItem& item) {
    const Rect node = node_rect(camera, item);
    const float y = node.min.y + item.more_y * camera.scale();
    const float half = metrics::kRow / 2 * camera.scale();
    return {{node.min.x + metrics::kPad * camera.scale(), y - half}, {node.max.x - metrics::kPad * camera.scale(), y + half}};
}

Rect control_rect(const Camera& camera, const NodeItem& item, const PortItem& setting) {
    const ImVec2 corner = camera.to_screen(item.x, item.y);
    const float zoom = camera.scale();
    const float right = item.width - metrics::kPad;
    const float width = setting.is_toggle ? 34 : (item.width - 2 * metrics::kPad) * metrics::kControlShare;
    const float top = setting.y - metrics::kControl / 2;
    return {{corner.x + (right - width) * zoom, corner.y + top * zoom}, {corner.x + right * zoom, corner.y + (top + metrics::kControl) * zoom}};
}

ImVec2 port_point(const Camera& camera, const NodeItem& item, std::size_t index, bool is_output) {
    const CanvasPoint point = item.port(index, is_output);
    return camera.to_screen(point.x, point.y);
}

Curve link_piece(const Camera& camera, const Scene& scene, const LinkItem& link, std::size_t piece) {
    const Bends& bends = scene.bends(link);
    const auto point = [&](std::size_t at) {
        if (at == 0) return port_point(camera, scene.nodes()[link.from], link.output, true);
        if (at > bends.size()) return port_point(camera, scene.nodes()[link.to], link.input, false);
        return camera.to_screen(bends[at - 1].x, bends[at - 1].y);
    };
    const ImVec2 from = point(piece), to = point(piece + 1);
    if (bends.empty()) return wire_curve(from, to, camera.scale());
    // Through the bends the way of their neighbours, into the ports level.
    const auto pull = [&](std::size_t at) {
        if (at > 0 && at <= bends.size()) return (point(at + 1) - point(at - 1)) * (1.0f / 6);
        return ImVec2{distance(from, to) / 3, 0};
    };
    return {from, from + pull(piece), to - pull(piece + 1), to};
}

CanvasRect wire_box(const Scene& scene, const LinkItem& link) {
    // A wire's curve is the same at every zoom; looked at from its own beginning, as far away as that may be, it is exact in floats.
    const CanvasPoint start = scene.nodes()[link.from].port(link.output, true);
    Camera camera;
    camera.center_on(start.x, start.y, {});
    constexpr float kFar = 1e9f;
    Rect box = {{kFar, kFar}, {-kFar, -kFar}};
    for (std::size_t at = 0; at <= scene.bends(link).size(); ++at) {
        const Rect piece = link_piece(camera, scene, link, at).bounds();
        box = {{std::min(box.min.x, piece.min.x), std::min(box.min.y, piece.min.y)}, {std::max(box.max.x, piece.max.x), std::max(box.max.y, piece.max.y)}};
    }
    const auto from_start = [](double corner, float way) { return corner + static_cast<double>(way); };
    return {from_start(start.x, box.min.x), from_start(start.y, box.min.y), from_start(start.x, box.max.x), from_start(start.y, box.max.y)};
}

ImVec2 middle_of(const Camera& camera, const Scene& scene, const LinkItem& link) {
    return link_piece(camera, scene, link, scene.bends(link).size() / 2).at(0.5f);
}

std::vector<LinkId> crossed_links(const Scene& scene, const Camera& camera, ImVec2 from, ImVec2 to) {
    constexpr int kPieces = 24;
    const auto side = [](ImVec2 a, ImVec2 b, ImVec2 point) { return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x); };
    const Rect box = rect_between(from, to).grown(1);
    std::vector<LinkId> crossed;
    for (const LinkItem& link : scene.links()) {
        bool is_crossed = false;
        for (std::size_t at = 0; scene.shows(link) && at <= scene.bends(link).size() && !is_crossed; ++at) {
            const Curve curve = link_piece(camera, scene, link, at);
            if (!curve.bounds().overlaps(box)) continue;
            ImVec2 a = curve.a;
            for (int piece = 1; piece <= kPieces && !is_crossed; ++piece) {
                const ImVec2 b = curve.at(static_cast<float>(piece) / kPieces);
                is_crossed = side(from, to, a) * side(from, to, b) <= 0 && side(a, b, from) * side(a, b, to) <= 0;
                a = b;
            }
        }
        if (is_crossed) crossed.push_back(link.id);
    }
    return crossed;
}

LinkId link_through(const Scene& scene, const Camera& camera, const Rect& box) {
    LinkId best;
    float best_distance = 1e9f;
    for (const LinkItem& link : scene.links()) {
        for (std::size_t at = 0; scene.shows(link) && at <= scene.bends(link).size(); ++at) {
            const Curve curve = link_piece(camera, scene, link, at);
            if (!curve.bounds().overlaps(box)) continue;
            bool is_inside = false;
            for (int piece = 1; piece < 16 && !is_inside; ++piece) is_inside = box.contains(curve.at(static_cast<float>(piece) / 16));
            const float d = is_inside ? curve.distance_to(box.center()) : best_distance;
            if (d >= best_distance) continue;
            best_distance = d;
            best = link.id;
        }
    }
    return best;
}

std::size_t nearest_piece(const Scene& scene, const Camera& camera, LinkId id, ImVec2 point) {
    std::size_t best = 0;
    float best_distance = 1e9f;
    for (const LinkItem& link : scene.links()) {
        for (std::size_t at = 0; link.id == id && at <= scene.bends(link).size(); ++at) {
            const float d = link_piece(camera, scene, link, at).distance_to(point);
            if (d >= best_distance) continue;
            best_distance = d;
            best = at;
        }
    }
    return best;
}

namespace {

constexpr float kBendRadius = 3;  // that a bend can be taken by, besides a wire's own reach

Hit wire_hit(const Scene& scene, const Camera& camera, ImVec2 point, float reach) {
    Hit best;
    float best_distance = reach;
    const CanvasRect near = camera.around(point, reach + kBendRadius);
    for (const LinkItem& link : scene.links()) {
        if (!near.overlaps(link.box) || !scene.shows(link)) continue;
        const Bends& bends = scene.bends(link);
        for (std::size_t at = 0; at < bends.size(); ++at) {
            if (distance(point, camera.to_screen(bends[at].x, bends[at].y)) > reach + kBendRadius) continue;
            return {.part = Part::bend, .node = {}, .link = link.id, .index = at};
        }
        for (std::size_t at = 0; at <= bends.size(); ++at) {
            const Curve curve = link_piece(camera, scene, link, at);
            if (!curve.bounds().grown(reach).contains(point)) continue;
            const float d = curve.distance_to(point);
            if (d > best_distance) continue;
            best_distance = d;
            best = {.part = Part::wire, .node = {}, .link = link.id};
        }
    }
    return best;
}

Hit area_hit(const Scene& scene, const Camera& camera, ImVec2 point, Detail detail) {
    for (std::size_t at = scene.areas().size(); at-- > 0;) {
        const AreaItem& item = scene.areas()[at];
        if (item.is_hidden) continue;
        Hit hit{.part = Part::nothing, .node = {}, .link = {}, .index = at};
        if (!item.is_folded && corner_rect(camera, item).contains(point)) {
            hit.part = Part::area_corner;
        } else if (!item.is_note() && detail == Detail::full && fold_rect(camera, item).contains(point)) {
            hit.part = Part::area_fold;
        } else if (grip_rect(camera, item).contains(point)) {
            hit.part = Part::area;
        }
        if (hit.part != Part::nothing) return hit;
    }
    return {};
}

}  // namespace

Hit hit_test(const Scene& scene, const Camera& camera, ImVec2 point, bool is_touch) {
    const Detail detail = detail_at(camera.zoom());
    const float margin = is_touch ? metrics::kPortReachTouch : metrics::kPortReach;
    const CanvasRect near = camera.around(point, margin);
    for (const bool selected : {true, false}) {
        for (std::size_t at = scene.nodes().size(); at-- > 0;) {
            if (!near.overlaps(scene.boxes()[at])) continue;
            const NodeItem& item = scene.nodes()[at];
            if (item.is_selected != selected || !is_near(camera, item, point, margin)) continue;
            if (const Hit hit = hit_in_node(camera, item, point, is_touch, detail); hit.part != Part::nothing) return hit;
        }
    }
    // From afar wires are hairs, nobody aims at one.
    const Hit wire = detail == Detail::block ? Hit{} : wire_hit(scene, camera, point, metrics::kWireReach * (is_touch ? 2.0f : 1.0f));
    return wire.part != Part::nothing ? wire : area_hit(scene, camera, point, detail);
}

std::optional<PortTarget> port_target(const Session& session, const Scene& scene, const Camera& camera, ImVec2 point, NodeId from, std::size_t from_index,
                                      bool from_output) {
    const NodeItem* origin = scene.find(from);
    if (!origin) return std::nullopt;
    std::optional<PortTarget> best;
    float best_distance = metrics::kSnapReach;
    const NodeItem* under = nullptr;
    const CanvasRect near = camera.around(point, metrics::kSnapReach);
    for (std::size_t at = 0; at < scene.nodes().size(); ++at) {
        if (!near.overlaps(scene.boxes()[at])) continue;
        const NodeItem& item = scene.nodes()[at];
        if (!is_near(camera, item, point, metrics::kSnapReach)) continue;
        if (item.folded_in == 0 && node_rect(camera, item).contains(point)) under = &item;
        const auto port = nearest_port(camera, item, point, best_distance, !from_output, from_output);
        if (port && !(item.id == from && port->distance > metrics::kPortReach)) {
            best_distance = port->distance;
            best = PortTarget{item.id, port->index};
        }
    }
    if (best || !under || under->id == from) return best;
    // Dropped on the node itself: the free port that suits best, inputs before settings.
    const std::string_view own = annotation_of(session, *origin, from_index, from_output);
    const auto& ports = from_output ? under->inputs : under->outputs;
    double best_score = -1;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        if (from_output && ports[i].shape == PortShape::optional) continue;
        const std::string_view other = annotation_of(session, *under, i, !from_output);
        const double suits = from_output ? fit(own, other) : fit(other, own);
        const double score = suits + (from_output && ports[i].is_linked && ports[i].shape != PortShape::variadic ? 0 : 1);
        if (score > best_score) {
            best_score = score;
            best = PortTarget{under->id, i};
        }
    }
    return best;
}

}  // namespace flow::ui
