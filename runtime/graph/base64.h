// Promises: whether a text is base64, and how many bytes it stands for.
// Must not know: the bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace flow {

/// RFC 4648 with padding, without line ends; nothing if it is something else.
std::optional<std::size_t> base64_bytes(std::string_view text);

}  // namespace flow
