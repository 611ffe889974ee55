#include "ui/widget_names.h"

#include <algorithm>
#include <functional>

#include "ui/hit.h"
#include "ui/minimap.h"

namespace flow::ui {
namespace {

using Visit = std::function<void(std::string name, const WidgetPlace& place)>;

class Namer {
public:
    /// `subject`: the thing whose parts alone are named, or what else follows a name's colon; empty: everything's.
    Namer(const WidgetView& view, std::string_view subject, const Visit& visit)
        : visit_(visit), subject_(subject), screen_{{0, 0}, view.size}, offset_(view.page_offset) {}

    bool concerns(std::string_view thing) const {
        if (subject_.empty()) return true;
        return subject_.starts_with(thing) && (subject_.size() == thing.size() || subject_[thing.size()] == '.');
    }

    /// A part can be clicked where its middle is on the screen.
    void add(std::string name, const Rect& box, bool enabled = true, bool is_drawn = true) {
        visit_(std::move(name), {.x = box.min.x + offset_.x,
                                 .y = box.min.y + offset_.y,
                                 .width = box.width(),
                                 .height = box.height(),
                                 .visible = is_drawn && screen_.contains(box.center()),
                                 .enabled = enabled});
    }

private:
    const Visit& visit_;
    std::string_view subject_;
    Rect screen_;
    ImVec2 offset_;
};

Rect square(ImVec2 center, float half) { return {{center.x - half, center.y - half}, {center.x + half, center.y + half}}; }

void visit_widgets(const WidgetView& view, std::string_view subject, const Visit& visit) {
    const auto& [scene, camera, size, page_offset] = view;
    Namer namer(view, subject, visit);
    const Detail detail = detail_at(camera.zoom());
    const bool has_ports = detail != Detail::block;
    const bool has_parts = detail == Detail::full;
    const float half = std::max(2.0f, 6 * camera.scale());
    namer.add("canvas", {{0, 0}, size});
    if (namer.concerns("minimap"))
        if (const auto minimap = minimap_of(scene, camera, size)) namer.add("minimap", minimap->frame);
    for (const NodeItem& item : scene.nodes()) {
        const std::string& name = item.node->name;
        if (!namer.concerns(name)) continue;
        if (item.folded_in != 0) {
            for (const bool is_output : {false, true}) {
                const std::vector<PortItem>& ports = is_output ? item.outputs : item.inputs;
                for (std::size_t i = 0; i < ports.size(); ++i) {
                    if (ports[i].outer_y == 0) continue;
                    namer.add("port:" + name + (is_output ? ".out." : ".in.") + std::string(ports[i].name),
                              square(port_point(camera, item, i, is_output), half), true, has_ports);
                }
            }
            continue;
        }
        namer.add("node:" + name, node_rect(camera, item));
        namer.add("node:" + name + ".title", title_rect(camera, item), true, has_parts);
        namer.add("node:" + name + ".state", state_rect(camera, item), true, has_parts);
        for (std::size_t i = 0; i < item.inputs.size(); ++i)
            namer.add("port:" + name + ".in." + std::string(item.inputs[i].name), square(port_point(camera, item, i, false), half), true, has_ports);
        for (std::size_t i = 0; i < item.outputs.size(); ++i)
            namer.add("port:" + name + ".out." + std::string(item.outputs[i].name), square(port_point(camera, item, i, true), half), true, has_ports);
        for (const PortItem& setting : item.settings())
            namer.add("param:" + name + "." + std::string(setting.name), control_rect(camera, item, setting), !setting.is_linked,
                      has_parts && !item.is_collapsed);
    }
    for (const LinkItem& link : scene.links()) {
        const NodeItem& from = scene.nodes()[link.from];
        const NodeItem& to = scene.nodes()[link.to];
        if (!namer.concerns(from.node->name) || !scene.shows(link)) continue;
        const std::string name =
            from.node->name + "." + std::string(from.outputs[link.output].name) + ">" + to.node->name + "." + std::string(to.inputs[link.input].name);
        namer.add("wire:" + name, square(middle_of(camera, scene, link), 3));
        const Bends& bends = scene.bends(link);
        for (std::size_t at = 0; at < bends.size(); ++at)
            namer.add("reroute:" + name + "." + std::to_string(at), square(camera.to_screen(bends[at].x, bends[at].y), 4));
    }
    for (const AreaItem& item : scene.areas()) {
        if (item.is_hidden || !namer.concerns(item.name)) continue;
        const std::string name = "area:" + item.name;
        namer.add(name, area_rect(camera, item));
        namer.add(name + ".resize", square(corner_rect(camera, item).center(), 4), !item.is_folded);
        if (item.is_note()) continue;
        namer.add(name + ".title", grip_rect(camera, item));
        namer.add(name + ".fold", fold_rect(camera, item), true, has_parts);
    }
}

}  // namespace

std::optional<WidgetPlace> find_widget(const WidgetView& view, std::string_view name) {
    std::optional<WidgetPlace> found;
    visit_widgets(view, name.substr(name.find(':') + 1), [&](const std::string& each, const WidgetPlace& place) {
        if (each == name) found = place;
    });
    return found;
}

std::vector<std::string> widget_names(const WidgetView& view) {
    std::vector<std::string> names;
    visit_widgets(view, {}, [&](std::string name, const WidgetPlace&) { names.push_back(std::move(name)); });
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace flow::ui
