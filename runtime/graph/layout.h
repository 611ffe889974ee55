// Promises: places for nodes that a file gives none: columns by distance from the sources, rows in the file's order, below what has a place already.
// Must not know: how large a node is drawn (it assumes an ordinary one).
#pragma once

#include <vector>

#include "runtime/graph/graph.h"

namespace flow {

inline constexpr double kColumnWidth = 280;
inline constexpr double kRowHeight = 400;  // a node with its settings and a picture below them

/// `has_look[i]` says whether `looks[i]` (of `nodes[i]`) came from the file; the others are filled in. `links` hold no cycle.
void place_missing(const std::vector<Node>& nodes, const std::vector<Link>& links, const std::vector<bool>& has_look, std::vector<NodeLook>& looks);

}  // namespace flow
