#include "runtime/link/messages.gen.h"

#include <gtest/gtest.h>

#include <random>

namespace flow::message {
namespace {

const std::string kFinished =
    R"({"type":"node_finished","run":3,"node":"a","key":"a@1","outputs":[{"port":"result","type":"list","shape":"2 × 1","summary":"…","bytes":80,"glimpse":{"kind":"table","text":"","columns":["x"],"types":["int"],"rows":[["1"],["2"]],"total":2}}],"files":[],"elapsed_ms":1.5})";

TEST(Messages, ReadsAFinishedNodeWithAllItsParts) {
    const auto parsed = parse_kernel_to_session(kFinished);
    ASSERT_TRUE(parsed) << parsed.error().sentence.key;
    const auto& finished = std::get<NodeFinished>(*parsed);
    EXPECT_EQ(finished.run, 3);
    EXPECT_EQ(finished.node, "a");
    ASSERT_EQ(finished.outputs.size(), 1u);
    EXPECT_EQ(finished.outputs[0].glimpse.kind, PreviewKind::table);
    EXPECT_EQ(finished.outputs[0].glimpse.rows, (std::vector<std::vector<std::string>>{{"1"}, {"2"}}));
    EXPECT_FALSE(finished.outputs[0].glimpse.width);
    EXPECT_DOUBLE_EQ(finished.elapsed_ms, 1.5);
}

struct Damage {
    const char* text;
    const char* key;
    const char* place;
};

class DamagedMessage : public testing::TestWithParam<Damage> {};

TEST_P(DamagedMessage, IsRefusedWithItsPlace) {
    const auto parsed = parse_kernel_to_session(GetParam().text);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().sentence.key, GetParam().key);
    EXPECT_EQ(parsed.error().place, GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(
    All, DamagedMessage,
    testing::Values(Damage{"", "link.not_json", ""}, Damage{"{", "link.not_json", ""}, Damage{"[]", "link.expected", ""}, Damage{"null", "link.expected", ""},
                    Damage{"{}", "link.missing_field", ""}, Damage{R"({"type":7})", "link.expected", "/type"},
                    Damage{R"({"type":"nothing"})", "link.unknown_message", "/type"}, Damage{R"({"type":"node_started","run":1})", "link.missing_field", ""},
                    Damage{R"({"type":"node_started","run":"1","node":"a"})", "link.expected", "/run"},
                    Damage{R"({"type":"node_started","run":1.5,"node":"a"})", "link.expected", "/run"},
                    Damage{R"({"type":"node_started","run":1e300,"node":"a"})", "link.expected", "/run"},
                    Damage{R"({"type":"node_started","run":1,"node":null})", "link.expected", "/node"},
                    Damage{R"({"type":"node_printed","run":1,"node":"a","stream":"stdin","text":"","dropped":0})", "link.unknown_choice", "/stream"},
                    Damage{R"({"type":"source_judged","node":"a","problems":[{"line":1,"column":1,"message":"m"},{"line":"x","column":1,"message":"m"}]})",
                           "link.expected", "/problems/1/line"},
                    Damage{R"({"type":"packages_changed","packages":{"numpy":1}})", "link.expected", "/packages/numpy"}));

TEST(Messages, RefusesNestingThatWouldOverflowAStack) {
    const std::string deep(200'000, '[');
    const auto parsed = parse_kernel_to_session(R"({"type":"preview_ready","call":1,"preview":)" + deep + std::string(200'000, ']') + "}");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().sentence.key, "link.too_large");
}

TEST(Messages, BracketsInTextsAreNoNesting) {
    const auto parsed = parse_kernel_to_session(R"({"type":"node_started","run":1,"node":")" + std::string(1000, '[') + R"(\"[["})");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(std::get<NodeStarted>(*parsed).node.size(), 1003u);
}

TEST(Messages, LetsUnknownFieldsThrough) { EXPECT_TRUE(parse_kernel_to_session(R"({"type":"node_started","run":1,"node":"a","colour":"red"})")); }

TEST(Messages, ANullForAnOptionalFieldIsAbsentButAJsonValueMayBeNull) {
    const auto run = parse_page_to_session(R"({"type":"run","call":1,"up_to":null})");
    ASSERT_TRUE(run);
    EXPECT_FALSE(std::get<message::Run>(*run).up_to);
    const auto reset = parse_page_to_session(R"({"type":"set_param","call":1,"node":"a","name":"x"})");
    EXPECT_FALSE(std::get<SetParam>(*reset).value);
    const auto none = parse_page_to_session(R"({"type":"set_param","call":1,"node":"a","name":"x","value":null})");
    ASSERT_TRUE(std::get<SetParam>(*none).value);
    EXPECT_EQ(std::get<SetParam>(*none).value->text, "null");
}

TEST(Messages, WritesSettingsVerbatim) {
    RunNodes run{{NodeCall{}}};
    run.calls.front().node = "a";
    run.calls.front().settings = {{"big", {"12345678901234567890"}}, {"one", {"1.0"}}};
    const std::string text = to_text(SessionToKernel(run));
    EXPECT_NE(text.find(R"("settings":{"big":12345678901234567890,"one":1.0})"), std::string::npos) << text;
    EXPECT_EQ(text.find("timeout_ms"), std::string::npos);
}

/// Whatever a kernel sends, parsing ends with a message or an error: no crash under the sanitizers, no hang.
TEST(Messages, SurviveRandomDamage) {
    std::mt19937 random(20261121);
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = kFinished;
        const int changes = 1 + static_cast<int>(random() % 4);
        for (int change = 0; change < changes; ++change) {
            const std::size_t at = random() % text.size();
            switch (random() % 3) {
                case 0: text[at] = static_cast<char>(random() % 256); break;
                case 1: text.erase(at, 1 + random() % 5); break;
                default: text.insert(at, 1, "{}[]\",:0n\\"[random() % 10]); break;
            }
            if (text.empty()) text = "x";
        }
        if (!parse_kernel_to_session(text)) ++refused;
    }
    EXPECT_GT(refused, 10'000);
}

}  // namespace
}  // namespace flow::message
