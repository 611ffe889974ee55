// Promises: finds two values side by side without an operator between them (`retur a`, `f(a b)`): the most frequent slip that balanced brackets and blocks do not show.
// Must not know: the rest of the grammar; what slips through is told by the kernel's judge.
#pragma once

#include <optional>

#include "runtime/graph/python_tokens.h"
#include "runtime/graph/source_problem.h"

namespace flow {

std::optional<SourceProblem> problem_of_neighbours(Tokens tokens);

}  // namespace flow
