// Promises: literals of Python as JSON text: None, booleans, numbers, texts, lists, dicts with text keys. What JSON cannot say exactly (tuples, sets, bytes, infinities …) is none.
// Must not know: parameters, nodes.
#pragma once

#include <optional>
#include <string>

#include "runtime/graph/json_text.h"
#include "runtime/graph/python_tokens.h"

namespace flow {

/// The value of an expression that is such a literal.
std::optional<JsonText> python_literal(Tokens expression);

/// The text of an expression that is one string or several side by side; none for bytes, formatted strings and others.
/// `keeps_unknown_names`: `\N{…}` stays as it is written (help is better read so than not at all), otherwise it makes the text unknown.
std::optional<std::string> python_text(Tokens expression, bool keeps_unknown_names = false);

}  // namespace flow
