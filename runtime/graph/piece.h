// Promises: what a piece of a flow on the clipboard (write_piece, or any flow file) means as edits of this flow.
// Must not know: clipboards, history.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/graph/edit.h"

namespace flow {

/// The nodes of `text` with free names and new ids (`AddNode::node.id` tells them), the links among them, and their looks with the piece's upper left corner at x, y.
/// Refused: text that is no piece of a flow (`edit.paste_no_piece`), a broken one (with its place), and a piece without nodes.
Result<std::vector<Edit>> edits_to_paste(const Graph& graph, const NodeLibrary& library, std::string_view text, double x, double y);

}  // namespace flow
