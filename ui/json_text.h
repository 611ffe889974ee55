// Promises: reads and writes the few JSON texts that controls on nodes show: strings, numbers, true and false.
// Must not know: objects, files. Whether a value is allowed is for runtime/graph/widget.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/graph/signature.h"

namespace flow::ui {

/// A value as a person reads it on one line: strings without quotes, line breaks and tabs as spaces, null as "".
std::string shown(std::string_view json);

std::optional<double> number_of(std::string_view json);

/// The shortest text that reads back as `value`; whole numbers without a point if `is_integer`.
JsonText number_text(double value, bool is_integer);

/// One line: control characters become spaces. For everything that is drawn as a label.
std::string one_line(std::string_view text);

}  // namespace flow::ui
