// Promises: which family a Python annotation or type name belongs to, and which category a node type's: only for colours and icons.
// Must not know: whether ports may be linked (runtime/graph/rules.h).
#pragma once

#include <string_view>

#include "ui/theme.h"

namespace flow::ui {

/// `annotation` as written in a signature, or Python's name of a value's type; "" is any.
Family family_of(std::string_view annotation);

/// `type` is a node type's name ("core.read_csv"), `category` its category's name.
Category category_of(std::string_view type, std::string_view category);

}  // namespace flow::ui
