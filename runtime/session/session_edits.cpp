// Intents that change nodes and links, as undoable steps; and what follows any step.
#include <algorithm>

#include "runtime/graph/piece.h"
#include "runtime/graph/rules.h"
#include "runtime/graph/step.h"
#include "runtime/session/intents.h"
#include "runtime/session/merge_key.h"
#include "runtime/session/port_choice.h"

namespace flow {

namespace {

NamedSignature signature_of(const NodeType* type, const std::string& source) {
    if (source.empty()) return type == nullptr ? NamedSignature{} : NamedSignature{*type->signature, {}};
    auto read = read_signature(source);
    return read ? *std::move(read) : NamedSignature{};
}

}  // namespace

Result<Made> IntentVisitor::perform(const std::vector<Edit>& edits, Sentence label, std::string merge_key) {
    if (auto done = state_.perform(edits, std::move(label), std::move(merge_key), now_ms_); !done) return tl::unexpected(done.error());
    return Made{};
}

Result<Made> IntentVisitor::perform_making_nodes(const std::vector<Edit>& edits, Sentence label) {
    if (auto done = state_.perform(edits, std::move(label), {}, now_ms_); !done) return tl::unexpected(done.error());
    Made made;
    std::vector<std::string> areas;
    for (const Edit& edit : edits) {
        if (const auto* added = std::get_if<edit::AddNode>(&edit)) made.nodes.push_back(added->node.id);
        if (const auto* put = std::get_if<edit::PutArea>(&edit)) areas.push_back(put->name);
    }
    state_.select(made.nodes, std::move(areas));
    return made;
}

Result<Made> IntentVisitor::operator()(const intent::AddNode& wanted) {
    Node node;
    node.id = NodeId{state_.graph.last_id() + 1};
    node.name = wanted.name;
    node.type = wanted.type;
    node.title = wanted.title;
    node.mode = wanted.mode;
    node.params = wanted.params;
    node.source = wanted.source;
    const NodeType* type = state_.library->find(wanted.type);
    if (node.type == kPythonType && node.source.empty() && type != nullptr) node.source = type->source;  // the template of an own node
    const NodeId made = node.id;
    NodeLook look;
    look.x = wanted.x;
    look.y = wanted.y;

    const NamedSignature signature = signature_of(type, node.source);
    const std::string title = !node.title.empty()                           ? node.title
                              : node.type != kPythonType && type != nullptr ? type->title(state_.catalogue.language())
                                                                            : signature.function;
    Result<std::vector<Edit>> edits = step::add_node(state_.graph, *state_.library, std::move(node), std::move(look));
    if (!edits) return tl::unexpected(edits.error());
    const bool is_between = wanted.connect_from && wanted.connect_to;
    const LinkId between =
        is_between ? state_.graph.link_between(wanted.connect_from->node, wanted.connect_from->port, wanted.connect_to->node, wanted.connect_to->port)
                   : LinkId{};
    const std::size_t place = between ? state_.graph.index_of(between) : static_cast<std::size_t>(-1);
    if (between) edits->emplace_back(edit::RemoveLink{between});
    if (wanted.connect_from) {
        const Result<const Node*> source = existing(wanted.connect_from->node);
        if (!source) return tl::unexpected(source.error());
        const Port* port = best_input(signature, (*source)->signature->output_annotation(wanted.connect_from->port));
        if (port == nullptr) return refuse("session.no_input", {{"type", wanted.type}});
        edits->emplace_back(edit::AddLink{{{}, wanted.connect_from->node, wanted.connect_from->port, made, port->name, {}}, place});
    }
    if (wanted.connect_to) {
        const PortRef& to = *wanted.connect_to;
        const Result<const Node*> target = existing(to.node);
        if (!target) return tl::unexpected(target.error());
        if (signature.outputs.empty()) return refuse("session.no_output", {{"type", wanted.type}});
        if (!between && takes_one_link(*(*target)->signature, to.port)) {
            if (const LinkId taken = link_into_port(state_.graph, to.node, to.port)) edits->emplace_back(edit::RemoveLink{taken});
        }
        edits->emplace_back(edit::AddLink{{{}, made, signature.outputs.front(), to.node, to.port, {}}, between ? place + 1 : place});
    }
    return perform_making_nodes(*edits, {between ? "edit.insert" : "edit.add_node", {{"title", title}}});
}

Result<Made> IntentVisitor::operator()(const intent::RemoveNodes& wanted) {
    if (auto known = all_exist(wanted.nodes); !known) return tl::unexpected(known.error());
    if (auto known = all_exist(wanted.areas); !known) return tl::unexpected(known.error());
    Piece piece{wanted.nodes, {}, wanted.areas};
    std::sort(piece.areas.begin(), piece.areas.end());
    piece.areas.erase(std::unique(piece.areas.begin(), piece.areas.end()), piece.areas.end());
    if (!wanted.is_dissolving) piece = piece_of(state_.graph, wanted.nodes, wanted.areas);
    std::vector<Edit> edits = wanted.is_dissolving ? step::dissolve_nodes(state_.graph, piece.nodes) : step::remove_nodes(state_.graph, piece.nodes);
    for (std::string& area : piece.areas) edits.push_back(step::remove_area(std::move(area)));
    return perform(edits, {"edit.remove", {{"count", std::to_string(piece.nodes.size() + piece.areas.size())}}});
}

Result<Made> IntentVisitor::operator()(const intent::Connect& wanted) {
    const Result<std::vector<Edit>> edits = step::connect(state_.graph, wanted.from.node, wanted.from.port, wanted.to.node, wanted.to.port);
    if (!edits) return tl::unexpected(edits.error());
    return perform(*edits, {"edit.connect", {}});
}

Result<Made> IntentVisitor::operator()(const intent::Disconnect& wanted) {
    const LinkId link = state_.graph.link_between(wanted.from.node, wanted.from.port, wanted.to.node, wanted.to.port);
    if (!link) return refuse("session.no_such_link");
    return perform({edit::RemoveLink{link}}, {"edit.disconnect", {}});
}

Result<Made> IntentVisitor::operator()(const intent::Reconnect& wanted) {
    const LinkId old = state_.graph.link_between(wanted.from.node, wanted.from.port, wanted.old_to.node, wanted.old_to.port);
    if (!old) return refuse("session.no_such_link");
    if (wanted.old_to == wanted.to) return Made{};
    Result<std::vector<Edit>> edits = step::connect(state_.graph, wanted.from.node, wanted.from.port, wanted.to.node, wanted.to.port);
    if (!edits) return tl::unexpected(edits.error());
    edits->insert(edits->begin(), edit::RemoveLink{old});
    if (auto* added = std::get_if<edit::AddLink>(&edits->back())) added->link.set_bends(state_.graph.link(old).bends());  // the wire keeps its way
    return perform(*edits, {"edit.connect", {}});
}

Result<Made> IntentVisitor::operator()(const intent::SetTitle& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    if ((*node)->title == wanted.title) return Made{};
    return perform({edit::SetTitle{wanted.node, wanted.title}}, {"edit.rename", {{"title", wanted.title.empty() ? (*node)->name : wanted.title}}},
                   merge_key_of("title", {wanted.node}, 0));
}

Result<Made> IntentVisitor::operator()(const intent::SetSource& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    if ((*node)->source == wanted.source && (*node)->type == kPythonType) return Made{};
    const Result<std::vector<Edit>> edits = step::set_source(state_.graph, wanted.node, wanted.source);
    if (!edits) return tl::unexpected(edits.error());
    return perform(*edits, {"edit.source", {{"title", known_as(**node)}}}, merge_key_of("source", {wanted.node}, 0));
}

Result<Made> IntentVisitor::operator()(const intent::SetParam& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    const Result<std::vector<Edit>> edits = step::set_param(state_.graph, wanted.node, wanted.name, wanted.value);
    if (!edits) return tl::unexpected(edits.error());
    return perform(*edits, {"edit.setting", {{"name", wanted.name}}}, merge_key_of("setting:" + wanted.name, {wanted.node}, 0));
}

Result<Made> IntentVisitor::operator()(const intent::SetMode& wanted) {
    if (auto known = all_exist(wanted.nodes); !known) return tl::unexpected(known.error());
    std::vector<Edit> edits;
    for (const NodeId node : wanted.nodes) {
        if (state_.graph.node(node).mode != wanted.mode) edits.emplace_back(edit::SetMode{node, wanted.mode});
    }
    return perform(edits, {"edit.mode", {}});
}

Result<Made> IntentVisitor::operator()(const intent::SetLimits& wanted) {
    const Result<const Node*> node = existing(wanted.node);
    if (!node) return tl::unexpected(node.error());
    NodeLimits limits = wanted.limits;
    limits.unknown = (*node)->limits.or_empty().unknown;
    if (limits == (*node)->limits.or_empty()) return Made{};
    return perform({edit::SetLimits{wanted.node, std::move(limits)}}, {"edit.limits", {}}, merge_key_of("limits", {wanted.node}, 0));
}

Result<Made> IntentVisitor::operator()(const intent::MoveLink& wanted) {
    const LinkId link = state_.graph.link_between(wanted.from.node, wanted.from.port, wanted.to.node, wanted.to.port);
    if (!link) return refuse("session.no_such_link");
    return perform(step::reorder(state_.graph, link, wanted.by), {"edit.reorder", {}});
}

Result<Made> IntentVisitor::operator()(const intent::SetCollapsed& wanted) {
    if (auto known = all_exist(wanted.nodes); !known) return tl::unexpected(known.error());
    std::vector<Edit> edits;
    for (const NodeId node : wanted.nodes) {
        NodeLook look = state_.graph.look(node);
        if (look.is_collapsed == wanted.is_collapsed) continue;
        look.is_collapsed = wanted.is_collapsed;
        edits.emplace_back(edit::SetLook{node, std::move(look)});
    }
    return perform(edits, {"edit.collapse", {}});
}

}  // namespace flow
