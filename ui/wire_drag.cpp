#include "ui/wire_drag.h"

#include "runtime/graph/rules.h"

namespace flow::ui {

void WireDrag::carry(const Hit& port) {
    node_ = port.node;
    index_ = port.index;
    is_output_ = port.is_output;
    picked_ = {};
    target_.reset();
    refusal_.reset();
}

void WireDrag::start(const Step& step, const Hit& port) {
    carry(port);
    if (is_output_) return;
    const NodeItem* item = step.scene.find(node_);
    if (!item || item->inputs[index_].shape == PortShape::variadic) return;  // takes one more wire instead of giving one away
    for (const LinkItem& link : step.scene.links()) {
        if (step.scene.nodes()[link.to].id != node_ || link.input != index_) continue;
        picked_ = link.id;
        node_ = step.scene.nodes()[link.from].id;
        index_ = link.output;
        is_output_ = true;
        return;
    }
}

const PortItem* WireDrag::held_port(const Scene& scene) const {
    const NodeItem* item = scene.find(node_);
    if (!item) return nullptr;
    const auto& ports = is_output_ ? item->outputs : item->inputs;
    return index_ < ports.size() ? &ports[index_] : nullptr;
}

PortRef WireDrag::held(const Scene& scene) const {
    const PortItem* port = held_port(scene);
    return port ? PortRef{node_, std::string(port->name)} : PortRef{};
}

std::optional<WireDrag::Ends> WireDrag::ends(const Scene& scene) const {
    const NodeItem* item = target_ ? scene.find(target_->node) : nullptr;
    if (!item || !held_port(scene)) return std::nullopt;
    const auto& ports = is_output_ ? item->inputs : item->outputs;
    if (target_->index >= ports.size()) return std::nullopt;
    const PortRef other{target_->node, std::string(ports[target_->index].name)};
    return is_output_ ? Ends{held(scene), other} : Ends{other, held(scene)};
}

void WireDrag::follow(const Step& step) {
    target_.reset();
    refusal_.reset();
    if (!held_port(step.scene)) return;
    target_ = port_target(step.session, step.scene, step.camera, step.mouse, node_, index_, is_output_);
    if (const auto would = ends(step.scene)) {
        const Result<void> allowed = may_connect(step.session.graph(), would->from.node, would->from.port, would->to.node, would->to.port);
        if (!allowed) refusal_ = allowed.error();
    }
}

void WireDrag::drop(const Step& step) {
    follow(step);
    if (!held_port(step.scene)) return;
    const Link* old = picked_ ? step.session.graph().find(picked_) : nullptr;
    if (const auto would = ends(step.scene)) {
        if (refusal_) {
            step.intents.push_back(intent::Say{refusal_->sentence});
        } else if (old && old->to == would->to.node && old->to_port == would->to.port) {
            return;  // put back where it was
        } else if (old) {
            step.intents.push_back(intent::Reconnect{would->from, {old->to, old->to_port}, would->to});
        } else if (!step.session.graph().link_between(would->from.node, would->from.port, would->to.node, would->to.port)) {
            step.intents.push_back(intent::Connect{would->from, would->to});
        }
        return;
    }
    const Hit under = hit_test(step.scene, step.camera, step.mouse, step.input.is_touch);
    if (under.node) return;
    if (old) {
        step.intents.push_back(intent::Disconnect{{old->from, old->from_port}, {old->to, old->to_port}});
        return;
    }
    const ImVec2 page = step.page(step.mouse);
    const CanvasPoint at = step.canvas_mouse();
    intent::ShowPalette palette{
        .x = static_cast<double>(page.x), .y = static_cast<double>(page.y), .canvas_x = at.x, .canvas_y = at.y, .connect_from = {}, .connect_to = {}};
    (is_output_ ? palette.connect_from : palette.connect_to) = held(step.scene);
    step.intents.push_back(std::move(palette));
}

Hit WireDrag::near_port() const {
    if (!target_) return Hit{.part = Part::port, .node = node_, .link = {}, .is_output = is_output_, .index = index_};
    return Hit{.part = Part::port, .node = target_->node, .link = {}, .is_output = !is_output_, .index = target_->index};
}

std::optional<WireDrag::View> WireDrag::view(const Step& step) const {
    const NodeItem* item = step.scene.find(node_);
    const PortItem* port = held_port(step.scene);
    const bool has_pointer = step.mouse.x > -1e6f;  // a finger that is lifted is nowhere
    if (!item || !port || !has_pointer) return std::nullopt;
    const ImVec2 fixed = port_point(step.camera, *item, index_, is_output_);
    ImVec2 loose = step.mouse;
    if (const NodeItem* other = target_ ? step.scene.find(target_->node) : nullptr) loose = port_point(step.camera, *other, target_->index, !is_output_);
    View view{.from = is_output_ ? fixed : loose, .to = is_output_ ? loose : fixed, .family = port->family, .is_refused = refusal_.has_value()};
    return view;
}

std::string WireDrag::refusal(const Session& session) const { return refusal_ ? session.catalogue().text(refusal_->sentence) : std::string(); }

}  // namespace flow::ui
