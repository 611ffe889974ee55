// Promises: how long a browser may keep a file without asking again, by its name.
#pragma once

#include <string_view>

namespace flow::server {

/// Whether the name carries a hash of the content, as build tools write it: "app.3f9a02c1.js", "app-K7Q2ZB4M.js" (and their ".map").
/// Where a name might as well be a person's ("sales.20240101.csv", "NOTES-JAPANESE.md") the hash has to mix letters and digits.
bool has_content_hash(std::string_view path);

/// The value of Cache-Control for a file that is there: a year for hashed names, a question each time for all others.
std::string_view cache_control_of(std::string_view path);

/// The value of Cache-Control for errors.
inline constexpr std::string_view kNotCached = "no-store";
inline constexpr std::string_view kRevalidated = "no-cache";
inline constexpr std::string_view kImmutable = "public, max-age=31536000, immutable";

}  // namespace flow::server
