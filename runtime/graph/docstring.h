// Promises: a docstring without the indentation that it has in the source, as inspect.cleandoc gives it.
// Must not know: where the text came from.
#pragma once

#include <string>
#include <string_view>

namespace flow {

std::string clean_docstring(std::string_view text);

}  // namespace flow
