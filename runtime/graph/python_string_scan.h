// Promises: where a number or a string of Python ends, f-strings with their nested expressions included (PEP 701).
// Must not know: lines, indentation, values.
#pragma once

#include <cstddef>
#include <string_view>

namespace flow {

inline constexpr std::size_t kNoString = static_cast<std::size_t>(-1);

/// The length of the prefix (`rb`, `f`, "" …) if a string begins here, else kNoString.
std::size_t string_prefix_length(std::string_view text);

struct StringScan {
    std::size_t length = 0;  ///< with prefix and quotes
    bool is_closed = false;
    bool is_too_deep = false;
};

/// Where the string at the beginning of `text` ends; `prefix` is the length of its prefix.
StringScan scan_python_string(std::string_view text, std::size_t prefix);

/// The length of the number at the beginning of `text`; 0 if it is malformed.
std::size_t number_length(std::string_view text);

}  // namespace flow
