#include "server/option_values.h"

#include <algorithm>
#include <array>

#include "server/negotiation.h"

namespace flow::server {
namespace {

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_host_name(std::string_view host) {
    return !host.empty() && is_alphanumeric(host.front()) && is_alphanumeric(host.back()) && host.find("..") == host.npos &&
           std::all_of(host.begin(), host.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_bracketed_address(std::string_view host) {
    return host.size() > 4 && host.front() == '[' && host.back() == ']' &&
           std::all_of(host.begin() + 1, host.end() - 1, [](char c) { return (is_alphanumeric(c) && !(c > 'f')) || c == ':' || c == '.'; });
}

bool is_port(std::string_view text) {
    const auto port = whole_number(text);
    return port && *port > 0 && *port < 65536;
}

/// Host and port of an address, without what comes before and after.
bool is_authority(std::string_view text, bool allows_wildcard) {
    const auto bracket = text.rfind(']');
    const auto colon = text.rfind(':');
    const bool has_port = colon != text.npos && (bracket == text.npos || colon > bracket);
    if (has_port && !is_port(text.substr(colon + 1))) return false;
    auto host = text.substr(0, has_port ? colon : text.npos);
    if (allows_wildcard && host.starts_with("*.")) host.remove_prefix(2);
    return is_host_name(host) || is_bracketed_address(host);
}

/// The length of "scheme://" if it is one of `schemes`, else 0.
std::size_t scheme_length(std::string_view lower, std::initializer_list<std::string_view> schemes) {
    for (const auto scheme : schemes) {
        if (lower.starts_with(scheme) && lower.substr(scheme.size()).starts_with("://")) return scheme.size() + 3;
    }
    return 0;
}

bool is_token(std::string_view text) {
    static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || kMarks.find(c) != kMarks.npos; });
}

}  // namespace

std::optional<std::string> checked_origin(std::string_view text) {
    auto lower = ascii_lower(text);
    const auto start = scheme_length(lower, {"http", "https"});
    if (start == 0 || !is_authority(std::string_view(lower).substr(start), false)) return std::nullopt;
    return lower;
}

std::optional<std::string> checked_source(std::string_view text) {
    const auto lower = ascii_lower(text);
    const auto start = scheme_length(lower, {"http", "https", "ws", "wss"});
    if (start == 0) return std::nullopt;
    const auto slash = lower.find('/', start);
    if (!is_authority(std::string_view(lower).substr(start, slash == lower.npos ? lower.npos : slash - start), true)) return std::nullopt;
    if (slash == lower.npos) return lower;
    // What separates sources and directives may not stand in a path, nor what a policy does not look at.
    static constexpr std::string_view kMarks = "/-._~%!$&()*+=:@";
    const auto path = text.substr(slash);
    if (!std::all_of(path.begin(), path.end(), [](char c) { return is_alphanumeric(c) || kMarks.find(c) != kMarks.npos; })) return std::nullopt;
    return lower.substr(0, slash) + std::string(path);
}

std::optional<Field> checked_field(std::string_view text) {
    static constexpr std::array<std::string_view, 5> kFraming{"Content-Length", "Transfer-Encoding", "Connection", "Date", "Content-Range"};
    const auto colon = text.find(':');
    if (colon == text.npos) return std::nullopt;
    const auto name = text.substr(0, colon);
    const auto value = trimmed(text.substr(colon + 1));
    if (!is_token(name)) return std::nullopt;
    if (std::any_of(kFraming.begin(), kFraming.end(), [&](std::string_view own) { return same_ignoring_case(own, name); })) return std::nullopt;
    const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; };
    if (std::any_of(value.begin(), value.end(), is_control)) return std::nullopt;
    return Field{std::string(name), std::string(value)};
}

}  // namespace flow::server
