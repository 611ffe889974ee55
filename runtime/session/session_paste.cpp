// Intents that make nodes from others: what comes from the clipboard, and duplicates (which take the same way).
#include <algorithm>
#include <limits>

#include "runtime/graph/flow_file.h"
#include "runtime/graph/piece.h"
#include "runtime/session/intents.h"

namespace flow {

namespace {

constexpr double kDuplicateOffset = 40;  // canvas units: the copy is seen beside the original

}  // namespace

Result<Made> IntentVisitor::operator()(const intent::Paste& wanted) {
    const Result<std::vector<Edit>> edits = edits_to_paste(state_.graph, *state_.library, wanted.text, wanted.x, wanted.y);
    if (!edits) return tl::unexpected(edits.error());
    const auto count = std::count_if(edits->begin(), edits->end(), [](const Edit& edit) { return std::holds_alternative<edit::AddNode>(edit); });
    return perform_making_nodes(*edits, {"edit.paste", {{"count", std::to_string(count)}}});
}

Result<Made> IntentVisitor::operator()(const intent::Duplicate& wanted) {
    if (auto known = all_exist(wanted.nodes); !known) return tl::unexpected(known.error());
    if (auto known = all_exist(wanted.areas); !known) return tl::unexpected(known.error());
    if (wanted.nodes.empty() && wanted.areas.empty()) return Made{};
    double left = std::numeric_limits<double>::max();
    double top = left;
    for (const NodeId node : wanted.nodes) {
        left = std::min(left, state_.graph.look(node).x);
        top = std::min(top, state_.graph.look(node).y);
    }
    for (const std::string& name : wanted.areas) {
        left = std::min(left, state_.graph.area(name)->x);
        top = std::min(top, state_.graph.area(name)->y);
    }
    const Result<std::vector<Edit>> edits =
        edits_to_paste(state_.graph, *state_.library, write_piece(state_.graph, wanted.nodes, wanted.areas), left + kDuplicateOffset, top + kDuplicateOffset);
    if (!edits) return tl::unexpected(edits.error());
    return perform_making_nodes(*edits, {"edit.duplicate", {{"count", std::to_string(wanted.nodes.size())}}});
}

}  // namespace flow
