// Promises: graphs for tests, written as text: `graph_of("load -> clean -> plot; load -> stats")`.
// Must not know: any test.
#pragma once

#include <string_view>

#include "runtime/graph/graph.h"

namespace flow::tests {

/// A graph of "python" nodes, in the order in which they are first named; statements end with `;` or a line end.
/// `a -> b` links a.result to a port of b that is named after a (`a_2` for a second link). Ports can be named: `split.train -> fit.data`, `a -> b.*items` (a variadic one);
/// in `a -> b.x -> c` x is an input of b; an output that is not `result` is one of `@outputs`. A name alone is a node without links. Aborts with a sentence on text that is no graph.
Graph graph_of(std::string_view text);

/// The node of that name, which must exist.
NodeId node_of(const Graph& graph, std::string_view name);

}  // namespace flow::tests
