#include "server/media_type.h"

#include <algorithm>
#include <array>
#include <string>

#include "server/message.h"

namespace flow::server {
namespace {

struct MediaType {
    std::string_view ending;
    std::string_view type;
};

constexpr std::array kTypes{
    MediaType{"html", "text/html; charset=utf-8"},
    MediaType{"js", "text/javascript; charset=utf-8"},
    MediaType{"mjs", "text/javascript; charset=utf-8"},
    MediaType{"css", "text/css; charset=utf-8"},
    // Exactly this, without parameters: anything else keeps browsers from compiling while they load and from caching the result.
    MediaType{"wasm", "application/wasm"},
    MediaType{"json", "application/json"},
    MediaType{"map", "application/json"},
    MediaType{"ipynb", "application/json"},
    MediaType{"webmanifest", "application/manifest+json"},
    MediaType{"svg", "image/svg+xml"},
    MediaType{"png", "image/png"},
    MediaType{"jpg", "image/jpeg"},
    MediaType{"jpeg", "image/jpeg"},
    MediaType{"gif", "image/gif"},
    MediaType{"webp", "image/webp"},
    MediaType{"avif", "image/avif"},
    MediaType{"ico", "image/x-icon"},
    MediaType{"woff", "font/woff"},
    MediaType{"woff2", "font/woff2"},
    MediaType{"ttf", "font/ttf"},
    MediaType{"otf", "font/otf"},
    MediaType{"txt", "text/plain; charset=utf-8"},
    MediaType{"md", "text/markdown; charset=utf-8"},
    // No charset: these are data, and a reader may be meant to try cp932 on them.
    MediaType{"csv", "text/csv"},
    MediaType{"tsv", "text/tab-separated-values"},
    MediaType{"py", "text/x-python; charset=utf-8"},
    MediaType{"xml", "application/xml"},
    MediaType{"pdf", "application/pdf"},
    MediaType{"zip", "application/zip"},
    MediaType{"whl", "application/zip"},
};

constexpr std::string_view kUnknown = "application/octet-stream";

}  // namespace

std::string_view file_name_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == path.npos ? path : path.substr(slash + 1);
}

std::string_view ending_of(std::string_view path) {
    const auto name = file_name_of(path);
    const auto dot = name.rfind('.');
    return dot == name.npos ? std::string_view{} : name.substr(dot + 1);
}

std::string_view media_type_of(std::string_view path) {
    const auto ending = ending_of(path);
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const MediaType& type) { return same_ignoring_case(type.ending, ending); });
    return found == kTypes.end() ? kUnknown : found->type;
}

}  // namespace flow::server
