#include "server/cache_policy.h"

#include <algorithm>
#include <array>

#include "server/media_type.h"

namespace flow::server {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
/// The alphabet of esbuild's hashes.
bool is_base32(char c) { return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7'); }

/// Endings that only a build gives to a hashed name; anything else may be a file that a person named.
bool is_build_output(std::string_view ending) {
    static constexpr std::array<std::string_view, 7> kEndings{"js", "mjs", "css", "wasm", "map", "woff2", "woff"};
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

bool mixes_letters_and_digits(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    return digits > 0 && digits < static_cast<std::ptrdiff_t>(text.size());
}

}  // namespace

bool has_content_hash(std::string_view path) {
    auto name = file_name_of(path);
    if (name.ends_with(".map")) name.remove_suffix(4);
    const auto ending = ending_of(name);
    if (ending.empty() || ending.size() + 1 >= name.size()) return false;
    name.remove_suffix(ending.size() + 1);

    const auto separator = name.find_last_of(".-");
    if (separator == name.npos || separator == 0) return false;
    const auto token = name.substr(separator + 1);
    const bool is_hex = token.size() >= 8 && token.size() <= 64 && std::all_of(token.begin(), token.end(), is_lower_hex);
    const bool is_esbuild = name[separator] == '-' && token.size() == 8 && std::all_of(token.begin(), token.end(), is_base32);
    return (is_hex || is_esbuild) && (is_build_output(ending) || mixes_letters_and_digits(token));
}

std::string_view cache_control_of(std::string_view path) { return has_content_hash(path) ? kImmutable : kRevalidated; }

}  // namespace flow::server
