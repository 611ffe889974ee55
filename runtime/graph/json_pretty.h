// Promises: JSON for people: two spaces a level; a value is on one line if that line has room for it, otherwise its members have a line each.
// Must not know: flow files.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flow {

inline constexpr std::size_t kPrettyWidth = 120;  // bytes of a line

/// Appends a value in normal form that begins in `column` of a line whose level is indented by `indent`.
void append_pretty(std::string& out, std::string_view value, std::size_t indent, std::size_t column);

}  // namespace flow
