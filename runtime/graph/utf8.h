// Promises: code points of UTF-8 text, one after another; text that is no UTF-8 is seen as U+FFFD, byte by byte, and never read beyond its end.
// Must not know: what the text is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flow {

inline constexpr char32_t kReplacement = 0xfffd;

/// The code point at `at`, which is moved behind it. `at` must lie within the text.
char32_t next_code_point(std::string_view text, std::size_t& at);

/// Surrogates and what lies beyond U+10FFFF become U+FFFD.
void append_code_point(std::string& text, char32_t code);

std::size_t count_code_points(std::string_view text);

/// The beginning of `text`, whole code points only: for sentences that quote what may be long.
std::string first_code_points(std::string_view text, std::size_t count);

bool is_utf8(std::string_view text);

}  // namespace flow
