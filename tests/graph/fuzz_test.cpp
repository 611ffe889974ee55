// Damaged input must never crash, hang or be half accepted: random changes of right input.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/graph/annotation.h"
#include "runtime/graph/flow_file.h"
#include "runtime/graph/history.h"
#include "runtime/graph/piece.h"
#include "runtime/graph/widget.h"
#include "tests/graph/graph_state.h"
#include "tests/graph/long_run.h"
#include "tests/graph/random_edits.h"

namespace flow {
namespace {

using tests::RandomEdits;

/// A few changes of `text`: bytes and words put in, taken out, doubled, moved; cut off.
std::string damaged(std::string text, RandomEdits& random, const std::vector<std::string>& words) {
    for (std::size_t count = 1 + random.below(4); count > 0 && !text.empty(); --count) {
        const std::size_t at = random.below(text.size());
        const std::size_t length = 1 + random.below(12);
        switch (random.below(7)) {
            case 0: text.erase(at, length); break;
            case 1: text.insert(at, random.one_of(words)); break;
            case 2: text.insert(at, text.substr(random.below(text.size()), 4 * length)); break;
            case 3: text[at] = static_cast<char>(random.below(256)); break;
            case 4: text.resize(at); break;
            case 5: text.replace(at, length, random.one_of(words)); break;
            default: std::swap(text[at], text[random.below(text.size())]);
        }
    }
    return text;
}

std::vector<std::string> sources_of_corpus() {
    std::ifstream file("tests/corpus/signatures.json");
    std::stringstream text;
    text << file.rdbuf();
    std::vector<std::string> sources;
    for (const auto& item : nlohmann::json::parse(text.str())) sources.push_back(item["source"]);
    return sources;
}

TEST(Fuzz, AnySourceIsReadOrRefusedWithItsPlace) {
    const std::vector<std::string> sources = sources_of_corpus();
    const std::vector<std::string> words{"(",
                                         ")",
                                         "[",
                                         "]",
                                         "{",
                                         "}",
                                         ":",
                                         ",",
                                         "=",
                                         "*",
                                         "**",
                                         "/",
                                         "\n",
                                         "\r\n",
                                         "\t",
                                         "    ",
                                         "\"",
                                         "'",
                                         "\"\"\"",
                                         "'''",
                                         "f'",
                                         "rb\"",
                                         "\\",
                                         "#",
                                         "def ",
                                         "async ",
                                         "lambda x:",
                                         "@outputs(",
                                         "class ",
                                         "return",
                                         "0x",
                                         "1e",
                                         "1_",
                                         "->",
                                         "|",
                                         "Literal[",
                                         "Annotated[",
                                         "None",
                                         "表",
                                         "　",
                                         std::string(1, '\0'),
                                         "\xff",
                                         "{{",
                                         "}}",
                                         "!r",
                                         "\\N{",
                                         ";",
                                         "if x:",
                                         "else:"};
    unsigned read = 0;
    for (unsigned seed = 0; seed < tests::rounds(4'000, 400'000); ++seed) {
        RandomEdits random(seed);
        const std::string source = damaged(random.one_of(sources), random, words);
        const auto signature = read_signature(source);
        if (!signature) {
            ASSERT_GE(signature.error().line, 1) << source;
            ASSERT_GE(signature.error().column, 1) << source;
            ASSERT_LE(static_cast<std::size_t>(signature.error().line), source.size() + 1) << source;
            continue;
        }
        ++read;
        ASSERT_FALSE(signature->outputs.empty());
        for (const Setting& setting : signature->settings) {
            const WidgetSpec spec = widget_of(setting);
            ASSERT_TRUE(spec.kind != WidgetKind::choice || !spec.choices.empty()) << source;
            if (setting.standard) {
                ASSERT_EQ(normal_json(*setting.standard), *setting.standard) << source;
            }
        }
    }
    EXPECT_GT(read, tests::rounds(100, 10'000)) << "the changes are too wild to test what is read";
}

TEST(Fuzz, AnyFileIsReadWholeOrRefusedWithItsPlace) {
    const NodeLibrary library = RandomEdits::library();
    const std::vector<std::string> words{"{",
                                         "}",
                                         "[",
                                         "]",
                                         ":",
                                         ",",
                                         "\"",
                                         "null",
                                         "true",
                                         "-1",
                                         "1e9",
                                         "1.0",
                                         "\"id\"",
                                         "\"type\"",
                                         "\"nodes\"",
                                         "\"links\"",
                                         "\"from\"",
                                         "\"params\": {}",
                                         "\"mode\": \"mute\"",
                                         "\"version\": 1",
                                         "\\u0000",
                                         "\\ud800",
                                         "\"x\"",
                                         "python",
                                         "result",
                                         ".",
                                         "class",
                                         "\xff",
                                         "表",
                                         "{\"a\": 1, \"a\": 2}",
                                         "[[[[[[[["};
    unsigned read = 0;
    for (unsigned seed = 0; seed < tests::rounds(60, 2'000); ++seed) {
        RandomEdits random(seed + 50'000);
        Graph graph;
        History history;
        for (int action = 0; action < 30; ++action)
            static_cast<void>(history.perform(graph, library, random.step(graph, library), Sentence{"edit.test", {}}, "", 0));
        const std::string text = write_flow(graph);
        for (int change = 0; change < 40; ++change) {
            const std::string changed = damaged(text, random, words);
            const Result<Graph> result = read_flow(changed, library);
            static_cast<void>(edits_to_paste(graph, library, changed, 0, 0));
            if (!result) {
                ASSERT_FALSE(result.error().sentence.key.empty());
                ASSERT_TRUE(result.error().place.empty() || result.error().place.front() == '/');
                continue;
            }
            ++read;
            ASSERT_NO_FATAL_FAILURE(tests::expect_sound(*result)) << changed;
            const std::string once = write_flow(*result);
            const Result<Graph> again = read_flow(once, library);
            ASSERT_TRUE(again) << again.error().sentence.key << again.error().place << "\n" << once;
            ASSERT_EQ(write_flow(*again), once);
        }
    }
    EXPECT_GT(read, tests::rounds(50, 1'000)) << "the changes are too wild to test what is read";
}

TEST(Fuzz, AnyAnnotationIsRead) {
    const std::vector<std::string> words{"int", "|", "[", "]", "(",  ")",      ",", "None", "Literal", "Annotated", "Optional", "range",
                                         "'a'", "1", ".", "-", "\"", "lambda", ":", "\n",   "\\",      "{",         "}"};
    for (unsigned seed = 0; seed < tests::rounds(5'000, 500'000); ++seed) {
        RandomEdits random(seed);
        std::string text;
        for (std::size_t count = random.below(14); count > 0; --count) text += random.one_of(words);
        const Annotation annotation = read_annotation(text);
        ASSERT_LE(annotation.text.size(), text.size());
        static_cast<void>(widget_of(Setting{"x", text, "1", "1", 0}));
    }
}

}  // namespace
}  // namespace flow
