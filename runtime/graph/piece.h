// Promises: what belongs to a piece of a flow, and what one (on the clipboard as write_piece or any flow file tells of it, or of this very flow) means as edits of this flow.
// Must not know: clipboards, history.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/edit.h"

namespace flow {

/// Each in the order of its graph.
struct Piece {
    std::vector<NodeId> nodes;
    std::vector<LinkId> links;
    std::vector<std::string> areas;
};

/// Of these what is there, the links among the nodes, and what a folded frame hides: nobody could take that along otherwise.
Piece piece_of(const Graph& graph, const std::vector<NodeId>& nodes, const std::vector<std::string>& areas);

/// The nodes of `text` with free names and new ids (`AddNode::node.id` tells them), the links among them, and their looks with the piece's upper left corner at x, y.
/// Refused: text that is no piece of a flow (`edit.paste_no_piece`), a broken one (with its place), and a piece without nodes.
Result<std::vector<Edit>> edits_to_paste(const Graph& graph, const NodeLibrary& library, std::string_view text, double x, double y);
/// The same for a piece of this flow, so far from where it is.
std::vector<Edit> edits_to_duplicate(const Graph& graph, const Piece& piece, double dx, double dy);

}  // namespace flow
