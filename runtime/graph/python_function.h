// Promises: finds the last top-level function among the tokens of a module, and its parts; refuses wrong blocks and a head that is none.
// Must not know: what the parts mean to a node.
#pragma once

#include <optional>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/graph/python_tokens.h"
#include "runtime/graph/source_problem.h"

namespace flow {

struct FunctionParts {
    std::vector<Tokens> decorators;  ///< each without its `@`
    bool is_async = false;
    Token name;
    Tokens parameters;  ///< between the parentheses
    Token close;        ///< the parenthesis behind them
    Tokens returns;     ///< the annotation behind `->`; empty without one
    Tokens body;        ///< the first statement of the body
};

tl::expected<FunctionParts, SourceProblem> last_function(Tokens tokens);

/// The first token at or behind `at` that lies outside brackets and is one of `stops`; commas and colons of a lambda are no stops. The end without one.
std::size_t expression_end(Tokens tokens, std::size_t at, std::initializer_list<std::string_view> stops);

}  // namespace flow
