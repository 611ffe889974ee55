// Promises: all that a graph is, as text: the flow file, the ids, and what edits must keep besides: ports, problems, links by node.
// Must not know: any test.
#pragma once

#include <string>

#include "runtime/graph/graph.h"

namespace flow::tests {

std::string state_of(const Graph& graph);

/// Fails the test if the parts of the graph do not agree with each other: names, ids, links by node, order, topology.
void expect_sound(const Graph& graph);

}  // namespace flow::tests
