// Promises: turns the address of a request into a path inside the site, or refuses it. Pure text; decides before any file is touched.
// Must not know: files, sockets, responses.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace flow::server {

/// A path inside the site: names joined by '/', decoded, no empty name, no name that starts with a dot, UTF-8.
struct SitePath {
    /// Relative to the root, without a slash at either end; empty for the root.
    std::string path;
    /// The address ended with a slash: a folder is meant.
    bool is_folder = false;
    /// With its '?', as it was sent; empty when there is none.
    std::string query;

    friend bool operator==(const SitePath&, const SitePath&) = default;
};

enum class PathRefusal {
    /// Not an address: broken escapes, control characters, backslashes, a step upwards. Answered with 400.
    kMalformed,
    /// An address at which this server never has anything, like a dot file. Answered with 404.
    kNotServed,
    /// Longer than limits::kMaxTargetBytes. Answered with 414.
    kTooLong,
};

/// Accepts "/a/b?c" and "http://host/a/b?c".
tl::expected<SitePath, PathRefusal> resolve_path(std::string_view target);

/// The path as it is written in a Location field, from the root, with a slash at the end.
std::string folder_address(const SitePath& path);

}  // namespace flow::server
