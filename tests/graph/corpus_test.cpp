// The C++ reader over the corpus that the kernel's judge runs over too (tests/python/test_signature.py).
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/graph/signature.h"

namespace flow {
namespace {

using Json = nlohmann::ordered_json;

std::vector<Json> corpus() {
    std::ifstream file("tests/corpus/signatures.json");
    std::stringstream text;
    text << file.rdbuf();
    const Json cases = Json::parse(text.str());
    return {cases.begin(), cases.end()};
}

Json described(const NamedSignature& signature) {
    Json ports = Json::array();
    for (const Port& port : signature.inputs) ports.push_back({{"name", port.name}, {"variadic", port.is_variadic}, {"annotation", port.annotation}});
    Json settings = Json::array();
    for (const Setting& setting : signature.settings) {
        settings.push_back({{"name", setting.name},
                            {"annotation", setting.annotation},
                            {"default", setting.standard ? Json(*setting.standard) : Json()},
                            {"default_text", setting.default_text}});
    }
    return {{"function", signature.function}, {"is_async", signature.is_async}, {"ports", ports},
            {"settings", settings},           {"outputs", signature.outputs},   {"doc", signature.doc}};
}

TEST(SignatureCorpus, BothReadersAgree) {
    const std::vector<Json> cases = corpus();
    ASSERT_GE(cases.size(), 60u);
    for (const Json& item : cases) {
        SCOPED_TRACE(item["name"].get<std::string>() + "\n" + item["source"].get<std::string>());
        const auto read = read_signature(item["source"].get<std::string>());
        EXPECT_EQ(read.has_value(), item["ok"].get<bool>()) << (read ? "" : read.error().sentence.key);
        if (read && item["ok"]) {
            const Json result = described(*read);
            for (const auto& [name, value] : result.items()) EXPECT_EQ(value, item[name]) << name;
        }
        if (!read && item.contains("error_line")) {
            EXPECT_EQ(read.error().line, item["error_line"].get<int>()) << read.error().sentence.key;
        }
    }
}

}  // namespace
}  // namespace flow
