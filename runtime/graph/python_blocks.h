// Promises: finds wrong blocks: an indentation that no line with a colon asked for, a block that is missing, `return`, `yield`, `break` and `continue` where they have no place.
// Must not know: expressions, nodes.
#pragma once

#include <optional>

#include "runtime/graph/python_tokens.h"
#include "runtime/graph/source_problem.h"

namespace flow {

std::optional<SourceProblem> problem_of_blocks(Tokens tokens);

}  // namespace flow
