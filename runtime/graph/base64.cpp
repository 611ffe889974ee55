#include "runtime/graph/base64.h"

#include <algorithm>

namespace flow {

std::optional<std::size_t> base64_bytes(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    const std::string_view digits = text.substr(0, text.size() - padding);
    const bool is_base64 = std::all_of(digits.begin(), digits.end(), [](char letter) {
        return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '+' || letter == '/';
    });
    if (!is_base64) return std::nullopt;
    return text.size() / 4 * 3 - padding;
}

}  // namespace flow
