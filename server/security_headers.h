// Promises: the security headers of a response, by the name of what is served. Their text comes from static/policy.json alone.
// Must not know: requests, whether a response is an error: every response gets a set.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/message.h"

namespace flow::server {

/// Which of the policies in static/policy.json applies.
enum class PolicyName { kPage, kView, kGate };

/// By the name of the file only; in any letter case, since some file systems do not care either.
PolicyName policy_name_of(std::string_view path);

/// Whether `name` matches a pattern in which '*' stands for any text.
bool matches_pattern(std::string_view pattern, std::string_view name);

class SecurityHeaders {
public:
    /// `allowed_origins` may embed and read the site; `connect_sources` are further places that the gate may reach.
    /// Both must have been checked (options.cpp): they become part of a policy as they are.
    SecurityHeaders(const std::vector<std::string>& allowed_origins, const std::vector<std::string>& connect_sources);

    /// The set for what lies at `path`, or for an answer that is no file when `path` is empty.
    const std::vector<Field>& of(std::string_view path) const;

private:
    std::vector<Field> page_;
    std::vector<Field> view_;
    std::vector<Field> gate_;
};

}  // namespace flow::server
