#include "server/resolve_path.h"

#include <cstdint>
#include <optional>

#include "server/limits.h"
#include "server/message.h"

namespace flow::server {
namespace {

using Refused = tl::unexpected<PathRefusal>;

/// Space, control characters and bytes beyond ASCII have to be escaped in an address; a backslash is a slash to some systems,
/// and a fragment is never sent.
bool is_sendable(std::string_view target) {
    for (const char c : target) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || c == '\\' || c == '#') return false;
    }
    return true;
}

std::optional<int> hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

/// Undoes the escapes of one name, once. Nothing for a broken escape.
std::optional<std::string> decoded(std::string_view name) {
    std::string result;
    result.reserve(name.size());
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '%') {
            result.push_back(name[i]);
            continue;
        }
        if (i + 2 >= name.size()) return std::nullopt;
        const auto high = hex_value(name[i + 1]);
        const auto low = hex_value(name[i + 2]);
        if (!high || !low) return std::nullopt;
        result.push_back(static_cast<char>(*high * 16 + *low));
        i += 2;
    }
    return result;
}

/// How many bytes the character has that starts with `lead`, and the least code point that may be written with so many.
struct Utf8Form {
    std::size_t length;
    std::uint32_t bits;
    std::uint32_t least;
};

std::optional<Utf8Form> utf8_form(unsigned char lead) {
    if (lead < 0x80) return Utf8Form{1, lead, 0};
    if (lead >= 0xc2 && lead < 0xe0) return Utf8Form{2, lead & 0x1fu, 0x80};
    if (lead >= 0xe0 && lead < 0xf0) return Utf8Form{3, lead & 0x0fu, 0x800};
    if (lead >= 0xf0 && lead < 0xf5) return Utf8Form{4, lead & 0x07u, 0x10000};
    return std::nullopt;
}

/// Rejects overlong forms too: they are how a slash or a dot is smuggled past a check.
bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto form = utf8_form(static_cast<unsigned char>(text[i]));
        if (!form || i + form->length > text.size()) return false;
        std::uint32_t point = form->bits;
        for (std::size_t k = 1; k < form->length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0u) != 0x80u) return false;
            point = (point << 6) | (next & 0x3fu);
        }
        if (point < form->least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
        i += form->length;
    }
    return true;
}

/// Whether a decoded name says one thing to us and another to a file system. Nothing if it is fine.
std::optional<PathRefusal> refusal_of(std::string_view name) {
    if (name == "." || name == "..") return PathRefusal::kMalformed;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '/' || c == '\\') return PathRefusal::kMalformed;
        // A drive or a second stream of the same file on Windows.
        if (c == ':') return PathRefusal::kNotServed;
    }
    if (!is_utf8(name)) return PathRefusal::kMalformed;
    if (name.empty() || name.size() > limits::kMaxNameBytes) return PathRefusal::kNotServed;
    // Windows drops dots and spaces at the end of a name, so that "secret." would be another way to say "secret".
    if (name.front() == '.' || name.back() == '.' || name.back() == ' ') return PathRefusal::kNotServed;
    return std::nullopt;
}

/// Takes "http://host" off an address in absolute form. False if there is no path left to speak of.
bool take_origin(std::string_view& target) {
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (target.size() < scheme.size() || !same_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        const auto authority_end = target.find_first_of("/?", scheme.size());
        const auto authority = target.substr(scheme.size(), authority_end == target.npos ? target.npos : authority_end - scheme.size());
        if (authority.empty() || authority.find('@') != authority.npos) return false;
        target = authority_end == target.npos ? std::string_view("/") : target.substr(authority_end);
        break;
    }
    return !target.empty() && target.front() == '/';
}

std::string escaped(std::string_view path) {
    static constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : path) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (is_letter || kPlain.find(c) != kPlain.npos) {
            result.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            result.append({'%', kDigits[byte >> 4], kDigits[byte & 15u]});
        }
    }
    return result;
}

}  // namespace

tl::expected<SitePath, PathRefusal> resolve_path(std::string_view target) {
    if (target.size() > limits::kMaxTargetBytes) return Refused(PathRefusal::kTooLong);
    if (!is_sendable(target) || !take_origin(target)) return Refused(PathRefusal::kMalformed);

    SitePath result;
    if (const auto query = target.find('?'); query != target.npos) {
        result.query = target.substr(query);
        target = target.substr(0, query);
    }
    target.remove_prefix(1);
    std::optional<PathRefusal> refusal;
    while (!target.empty()) {
        const auto slash = target.find('/');
        const auto name = decoded(target.substr(0, slash));
        if (!name) return Refused(PathRefusal::kMalformed);
        // Every name is looked at: one that is malformed makes the whole address so, whatever stands before it.
        if (const auto reason = refusal_of(*name)) {
            if (*reason == PathRefusal::kMalformed) return Refused(*reason);
            refusal = reason;
        }
        if (!result.path.empty()) result.path.push_back('/');
        result.path.append(*name);
        target = slash == target.npos ? std::string_view{} : target.substr(slash + 1);
        if (slash != target.npos && target.empty()) result.is_folder = true;
    }
    if (refusal) return Refused(*refusal);
    if (result.path.empty()) result.is_folder = true;
    return result;
}

std::string folder_address(const SitePath& path) { return "/" + (path.path.empty() ? std::string() : escaped(path.path) + "/") + path.query; }

}  // namespace flow::server
