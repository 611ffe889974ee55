// Promises: whether a text that could not be read is a flow file of this version at all.
// Must not know: the rest of the file.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/base/result.h"

namespace flow {

/// The error to show instead of the one about a field: no flow file, or one of a later version. None if the head is right.
std::optional<Error> problem_of_version(std::string_view text);

/// The same for one field; none if it is right.
std::optional<Sentence> problem_of_format(std::string_view format);
std::optional<Sentence> problem_of_version_number(std::string_view number);

}  // namespace flow
