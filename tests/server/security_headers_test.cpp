#include "server/security_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flow::server {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string value_of(const std::vector<Field>& fields, std::string_view name) {
    for (const Field& field : fields) {
        if (same_ignoring_case(field.name, name)) return field.value;
    }
    return "";
}

std::string policy_of(const SecurityHeaders& headers, std::string_view path) { return value_of(headers.of(path), "Content-Security-Policy"); }

TEST(SecurityHeaders, ChoosesThePolicyByTheFileName) {
    for (const std::string path : {"", "index.html", "app.js", "assets/app-K7Q2ZB4M.js", "viewer.js", "preview.html", "view.css", "view_model.js",
                                   "navigate.js", "gate.html", "gate/app.js", "aggregate.js", "sw.js", "view.html.txt"}) {
        EXPECT_EQ(policy_name_of(path), PolicyName::kPage) << path;
    }
    for (const std::string path : {"view.html", "frames/view.html", "VIEW.html", "view.js", "assets/view-K7Q2ZB4M.js", "view.0123abcd.js"}) {
        EXPECT_EQ(policy_name_of(path), PolicyName::kView) << path;
    }
    for (const std::string path : {"gate.js", "assets/gate-K7Q2ZB4M.js", "gate.0123abcd.mjs", "Gate.js", "gate_worker.js"}) {
        EXPECT_EQ(policy_name_of(path), PolicyName::kGate) << path;
    }
}

TEST(SecurityHeaders, MatchesPatterns) {
    EXPECT_TRUE(matches_pattern("*", ""));
    EXPECT_TRUE(matches_pattern("a*c", "ac"));
    EXPECT_TRUE(matches_pattern("a*b*c", "aXbYbZc"));
    EXPECT_FALSE(matches_pattern("a*b*c", "aXcYb"));
    EXPECT_FALSE(matches_pattern("a*", "ba"));
    EXPECT_FALSE(matches_pattern("", "a"));
}

TEST(SecurityHeaders, IsolatesEverything) {
    const SecurityHeaders headers({}, {});
    for (const std::string path : {"", "index.html", "view.html", "gate.js", "app.wasm"}) {
        const auto& fields = headers.of(path);
        EXPECT_EQ(value_of(fields, "Cross-Origin-Opener-Policy"), "same-origin") << path;
        EXPECT_EQ(value_of(fields, "Cross-Origin-Embedder-Policy"), "require-corp") << path;
        EXPECT_EQ(value_of(fields, "Document-Isolation-Policy"), "isolate-and-require-corp") << path;
        EXPECT_EQ(value_of(fields, "X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(value_of(fields, "Referrer-Policy"), "no-referrer") << path;
        EXPECT_THAT(value_of(fields, "Permissions-Policy"), HasSubstr("camera=()")) << path;
        EXPECT_THAT(policy_of(headers, path), HasSubstr("default-src 'none'")) << path;
        EXPECT_THAT(policy_of(headers, path), Not(HasSubstr("'unsafe-eval'"))) << path;
        // The placeholder of a hash that is not known must not be sent.
        EXPECT_THAT(policy_of(headers, path), Not(HasSubstr("{"))) << path;
        for (const Field& field : fields) EXPECT_EQ(field.value.find_first_of("\r\n"), std::string::npos) << field.name;
    }
    EXPECT_EQ(value_of(headers.of("index.html"), "Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(value_of(headers.of("view.js"), "Cross-Origin-Resource-Policy"), "cross-origin");
    EXPECT_EQ(value_of(headers.of("gate.js"), "Cross-Origin-Resource-Policy"), "same-origin");
}

TEST(SecurityHeaders, ThePagesPolicyIsTheMeasuredOne) {
    const auto policy = policy_of(SecurityHeaders({}, {}), "index.html");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ")) << policy;
    EXPECT_TRUE(policy.ends_with("blob:; worker-src 'self' blob:; connect-src 'self'; img-src 'self' blob: data:; style-src 'self'; font-src 'self'; "
                                 "manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self'; "
                                 "require-trusted-types-for 'script'; trusted-types pythonflows lit-html") ||
                policy.find("'sha256-") != std::string::npos)
        << policy;
    EXPECT_THAT(policy, Not(HasSubstr("'unsafe-inline'")));
}

TEST(SecurityHeaders, TheGateReachesTheCdnAndWhatItIsAllowed) {
    EXPECT_THAT(policy_of(SecurityHeaders({}, {}), "gate.js"), HasSubstr("connect-src 'self' https:; "));
    const SecurityHeaders widened({}, {"https://data.example", "wss://live.example:8443/feed"});
    EXPECT_THAT(policy_of(widened, "gate.js"), HasSubstr("connect-src 'self' https: https://data.example wss://live.example:8443/feed; "));
    EXPECT_THAT(policy_of(widened, "index.html"), HasSubstr("connect-src 'self'; "));
    EXPECT_THAT(policy_of(widened, "view.html"), Not(HasSubstr("connect-src")));
}

TEST(SecurityHeaders, AnAllowedOriginMayEmbed) {
    const SecurityHeaders headers({"https://docs.example", "http://127.0.0.1:3000"}, {});
    EXPECT_THAT(policy_of(headers, "index.html"), HasSubstr("frame-ancestors 'self' https://docs.example http://127.0.0.1:3000; "));
    EXPECT_THAT(policy_of(headers, "view.html"), HasSubstr("frame-ancestors 'self' https://docs.example http://127.0.0.1:3000; "));
    EXPECT_THAT(policy_of(headers, "gate.js"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(value_of(headers.of("index.html"), "Cross-Origin-Resource-Policy"), "cross-origin");
}

}  // namespace
}  // namespace flow::server
