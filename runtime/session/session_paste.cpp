// Intents that make nodes from others: what comes from the clipboard, and duplicates.
#include <algorithm>

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
    const Piece piece = piece_of(state_.graph, wanted.nodes, wanted.areas);
    return perform_making_nodes(edits_to_duplicate(state_.graph, piece, kDuplicateOffset, kDuplicateOffset),
                                {"edit.duplicate", {{"count", std::to_string(wanted.nodes.size())}}});
}

}  // namespace flow
