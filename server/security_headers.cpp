#include "server/security_headers.h"

#include <algorithm>
#include <span>

#include "server/media_type.h"
#include "server/security_policy.gen.h"

namespace flow::server {
namespace {

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text.append(" ").append(item);
    return text;
}

/// 'none' cannot stand beside other sources, so it gives way to them.
std::string widened(std::string_view sources, const std::string& more) {
    if (more.empty()) return std::string(sources);
    return sources == "'none'" ? more.substr(1) : std::string(sources) + more;
}

std::string policy_text(std::span<const policy::Directive> directives, const std::string& ancestors, const std::string& connections) {
    std::string text;
    for (const policy::Directive& directive : directives) {
        std::string sources(directive.sources);
        if (directive.name == "frame-ancestors") sources = widened(sources, ancestors);
        if (directive.name == "connect-src") sources = widened(sources, connections);
        if (!text.empty()) text.append("; ");
        text.append(directive.name).append(" ").append(sources);
    }
    return text;
}

std::vector<Field> header_set(std::string text, std::string_view resource_policy) {
    std::vector<Field> fields;
    for (const policy::Header& header : policy::kHeaders) fields.push_back({std::string(header.name), std::string(header.value)});
    fields.push_back({"Content-Security-Policy", std::move(text)});
    fields.push_back({"Cross-Origin-Resource-Policy", std::string(resource_policy)});
    return fields;
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view name) {
    const auto star = pattern.find('*');
    if (star == pattern.npos) return same_ignoring_case(pattern, name);
    if (name.size() < star || !same_ignoring_case(pattern.substr(0, star), name.substr(0, star))) return false;
    const auto rest = pattern.substr(star + 1);
    for (std::size_t start = star; start <= name.size(); ++start) {
        if (matches_pattern(rest, name.substr(start))) return true;
    }
    return false;
}

PolicyName policy_name_of(std::string_view path) {
    const auto name = file_name_of(path);
    const auto matches = [&](std::string_view pattern) { return matches_pattern(pattern, name); };
    if (std::any_of(policy::kViewFiles.begin(), policy::kViewFiles.end(), matches)) return PolicyName::kView;
    if (std::any_of(policy::kGateFiles.begin(), policy::kGateFiles.end(), matches)) return PolicyName::kGate;
    return PolicyName::kPage;
}

SecurityHeaders::SecurityHeaders(const std::vector<std::string>& allowed_origins, const std::vector<std::string>& connect_sources) {
    const auto ancestors = joined(allowed_origins);
    // An origin that embeds an isolated page has to be allowed to load it: there is no narrower value for "that one too".
    const auto resource_policy = [&](std::string_view own) { return allowed_origins.empty() ? own : std::string_view("cross-origin"); };
    page_ = header_set(policy_text(policy::kPageDirectives, ancestors, ""), resource_policy(policy::kPageResourcePolicy));
    view_ = header_set(policy_text(policy::kViewDirectives, ancestors, ""), resource_policy(policy::kViewResourcePolicy));
    gate_ = header_set(policy_text(policy::kGateDirectives, "", joined(connect_sources)), resource_policy(policy::kGateResourcePolicy));
}

const std::vector<Field>& SecurityHeaders::of(std::string_view path) const {
    switch (policy_name_of(path)) {
        case PolicyName::kView: return view_;
        case PolicyName::kGate: return gate_;
        case PolicyName::kPage: break;
    }
    return page_;
}

}  // namespace flow::server
