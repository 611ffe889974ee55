#include "server/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "server/option_values.h"

namespace flow::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

tl::expected<Options, std::string> parsed(const std::vector<std::string>& arguments, std::map<std::string, std::string> variables = {}) {
    return parse_options(arguments, [&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

TEST(Options, HasDefaults) {
    const auto options = parsed({});
    ASSERT_TRUE(options);
    EXPECT_EQ(options->folder, "dist");
    EXPECT_EQ(options->port, 8000);
    EXPECT_EQ(options->bind, "127.0.0.1");
    EXPECT_FALSE(options->opens_browser);
    EXPECT_EQ(config_json(*options),
              "{\"run_timeout_sec\": 60, \"max_output_bytes\": 2097152, \"max_memory_bytes\": 2147483648, "
              "\"max_preview_bytes\": 33554432, \"max_message_bytes\": 536870912, \"saved_values_bytes\": 268435456, \"kept_results_bytes\": 536870912, "
              "\"allowed_origins\": []}\n");
}

TEST(Options, ReadsTheCommandLine) {
    const auto options = parsed({"site", "--port", "0", "--bind=::1", "--open", "--header", "X-A: b: c ", "--header=X-Empty:", "--allow-origin",
                                 "HTTPS://Docs.Example:8443", "--connect-src=https://*.example/Data/", "--quiet", "--header-timeout-ms", "250"});
    ASSERT_TRUE(options) << options.error();
    EXPECT_EQ(options->folder, "site");
    EXPECT_EQ(options->port, 0);
    EXPECT_EQ(options->bind, "::1");
    EXPECT_TRUE(options->opens_browser);
    EXPECT_TRUE(options->is_quiet);
    EXPECT_THAT(options->extra_fields, ElementsAre(Field{"X-A", "b: c"}, Field{"X-Empty", ""}));
    EXPECT_THAT(options->allowed_origins, ElementsAre("https://docs.example:8443"));
    EXPECT_THAT(options->connect_sources, ElementsAre("https://*.example/Data/"));
    EXPECT_EQ(options->header_timeout.count(), 250);
    EXPECT_EQ(parsed({"--", "--odd-folder"})->folder, "--odd-folder");
    EXPECT_EQ(parsed({"--bind", "localhost"})->bind, "127.0.0.1");
}

TEST(Options, ReadsTheEnvironmentAndLetsTheCommandLineWin) {
    const std::map<std::string, std::string> variables{{"PYFLOWS_PORT", "9000"},
                                                       {"PYFLOWS_ALLOWED_ORIGINS", "https://a.example, https://b.example"},
                                                       {"PYFLOWS_CONNECT_SRC", "wss://live.example"},
                                                       {"PYFLOWS_RUN_TIMEOUT_SEC", "5"},
                                                       {"PYFLOWS_MAX_OUTPUT_BYTES", "1000"},
                                                       {"PYFLOWS_MAX_MEMORY_BYTES", "134217728"},
                                                       {"PYFLOWS_MAX_PREVIEW_BYTES", "2000"},
                                                       {"PYFLOWS_MAX_MESSAGE_BYTES", "3000"},
                                                       {"PYFLOWS_SAVED_VALUES_BYTES", "0"},
                                                       {"PYFLOWS_KEPT_RESULTS_BYTES", "4000"},
                                                       {"PYFLOWS_BIND", ""}};
    const auto options = parsed({"--allow-origin", "https://c.example"}, variables);
    ASSERT_TRUE(options) << options.error();
    EXPECT_EQ(options->port, 9000);
    EXPECT_EQ(options->bind, "127.0.0.1");
    EXPECT_THAT(options->allowed_origins, ElementsAre("https://a.example", "https://b.example", "https://c.example"));
    EXPECT_THAT(options->connect_sources, ElementsAre("wss://live.example"));
    EXPECT_EQ(config_json(*options),
              "{\"node_timeout_sec\": 5, \"run_timeout_sec\": 5, \"max_output_bytes\": 1000, \"max_memory_bytes\": 134217728, "
              "\"max_preview_bytes\": 2000, \"max_message_bytes\": 3000, \"saved_values_bytes\": 0, \"kept_results_bytes\": 4000, "
              "\"allowed_origins\": [\"https://a.example\", \"https://b.example\", \"https://c.example\"]}\n");
    EXPECT_EQ(parsed({"--port", "1"}, variables)->port, 1);
}

TEST(Options, SaysInASentenceWhatIsWrong) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"--nonsense"}, "--nonsense"},
        {{"-p", "80"}, "--help"},
        {{"--port"}, "--port needs a value."},
        {{"--port", "65536"}, "a whole number from 0 to 65535, not \"65536\""},
        {{"--port", "-1"}, "--port needs"},
        {{"--port", "80x"}, "--port needs"},
        {{"--port="}, "--port needs"},
        {{"--port", " 80"}, "--port needs"},
        {{"--bind", "example.com"}, "--bind needs"},
        {{"--open=yes"}, "--open takes no value."},
        {{"--allow-origin", "*"}, "--allow-origin needs"},
        {{"--allow-origin", "null"}, "--allow-origin needs"},
        {{"--header", "no colon"}, "--header needs"},
        {{"--header-timeout-ms", "0"}, "--header-timeout-ms needs"},
        {{"a", "b"}, "one folder"},
        {{""}, "one folder"},
    };
    for (const auto& [arguments, part] : cases) {
        const auto options = parsed(arguments);
        ASSERT_FALSE(options) << arguments.front();
        EXPECT_THAT(options.error(), HasSubstr(part));
        EXPECT_TRUE(options.error().ends_with(".")) << options.error();
    }
    ASSERT_FALSE(parsed({}, {{"PYFLOWS_RUN_TIMEOUT_SEC", "soon"}}));
    EXPECT_THAT(parsed({}, {{"PYFLOWS_RUN_TIMEOUT_SEC", "soon"}}).error(), HasSubstr("PYFLOWS_RUN_TIMEOUT_SEC needs a whole number"));
    EXPECT_EQ(parsed({"--x\x1b[2J\n"}).error().find('\x1b'), std::string::npos);
}

TEST(OptionValues, OnlyOriginsGetIntoThePolicy) {
    for (const std::string good : {"https://example.com", "http://127.0.0.1:3000", "https://[::1]:8443", "https://a-b.example"})
        EXPECT_EQ(checked_origin(good), good);
    for (const std::string bad : {"",
                                  "example.com",
                                  "https://",
                                  "https:///",
                                  "https://example.com/",
                                  "https://a; script-src *",
                                  "https://a b",
                                  "https://a,https://b",
                                  "https://a'",
                                  "https://*.example",
                                  "https://user@a",
                                  "https://a:0",
                                  "https://a:99999",
                                  "https://a:",
                                  "https://a?",
                                  "file://a",
                                  "data:",
                                  "https://a..b",
                                  "https://.a",
                                  "https://a.",
                                  "https://[::1",
                                  "https://a\r\nX: y",
                                  "https://\xe5\xa3\xb2"}) {
        EXPECT_EQ(checked_origin(bad), std::nullopt) << bad;
    }
}

TEST(OptionValues, OnlySourcesGetIntoTheGatesPolicy) {
    for (const std::string good : {"https://example.com", "https://*.example.com", "wss://a:8443/feed", "http://[::1]:80/x/", "https://a/b-c_d.e~f%20"}) {
        EXPECT_EQ(checked_source(good), good);
    }
    EXPECT_EQ(checked_source("HTTPS://A.Example/Path"), "https://a.example/Path");
    for (const std::string bad : {"*", "https:", "https://*", "https://*.", "'self'", "'unsafe-eval'", "https://a/;script-src *", "https://a/b c",
                                  "https://a/b,c", "https://a/?q", "https://a/#f", "https://a/'", "data:", "blob:", "ftp://a", "https://a.*", "https://a/\n"}) {
        EXPECT_EQ(checked_source(bad), std::nullopt) << bad;
    }
}

TEST(OptionValues, OnlyFieldsOfOneLineGetIntoResponses) {
    EXPECT_EQ(checked_field("X-A: b"), (Field{"X-A", "b"}));
    EXPECT_EQ(checked_field("Content-Security-Policy:default-src 'none'"), (Field{"Content-Security-Policy", "default-src 'none'"}));
    for (const std::string bad : {"", ":", ": a", "X A: b", "X-A : b", "X-A", "X-A: b\r\nX-B: c", "X-A: b\nX-B: c", "X-A: b\r", "X\r\n: b", "Content-Length: 0",
                                  "transfer-encoding: chunked", "Connection: close", "X-A: \x7f", "X\xe5: a"}) {
        EXPECT_EQ(checked_field(bad), std::nullopt) << bad;
    }
    EXPECT_EQ(checked_field(std::string("X-A: \0", 6)), std::nullopt);
}

}  // namespace
}  // namespace flow::server
