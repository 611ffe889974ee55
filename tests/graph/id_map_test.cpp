#include "runtime/base/id_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "runtime/base/ids.h"
#include "tests/graph/long_run.h"

namespace flow::tests {
namespace {

using Texts = IdMap<NodeId, std::string>;
using Known = std::map<NodeId, std::string>;

Known content_of(const Texts& texts) {
    Known content;
    texts.for_each([&](NodeId id, const std::string& text) { content.emplace(id, text); });
    EXPECT_EQ(content.size(), texts.size());
    return content;
}

TEST(IdMap, HoldsWhatWasPutIn) {
    Texts texts;
    EXPECT_TRUE(texts.emplace(NodeId{70'000}, "far").second);
    EXPECT_FALSE(texts.emplace(NodeId{70'000}, "again").second);
    texts[NodeId{1}] = "near";
    EXPECT_EQ(*texts.find(NodeId{70'000}), "far");
    EXPECT_EQ(texts.find(NodeId{2}), nullptr);
    EXPECT_EQ(texts.edit(NodeId{90'000}), nullptr);
    EXPECT_EQ(texts.ids(), (std::vector<NodeId>{NodeId{1}, NodeId{70'000}}));
    EXPECT_TRUE(texts.erase(NodeId{1}));
    EXPECT_FALSE(texts.erase(NodeId{1}));
    EXPECT_EQ(texts.size(), 1u);
}

/// Several maps that are copied from one another and changed in any order: each stays what a std::map would be.
TEST(IdMap, ACopyIsAMapOfItsOwn) {
    const unsigned worlds = rounds(50, 2'000);
    for (unsigned seed = 1; seed <= worlds; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&random](std::size_t bound) { return static_cast<std::size_t>(random()) % bound; };
        std::vector<std::pair<Texts, Known>> maps(3);
        for (int step = 0; step < 300; ++step) {
            auto& [texts, known] = maps[below(maps.size())];
            const NodeId id{static_cast<std::uint32_t>(below(300))};
            switch (below(5)) {
                case 0: EXPECT_EQ(texts.erase(id), known.erase(id) == 1); break;
                case 1: {
                    const std::pair<Texts, Known> copy = maps[below(maps.size())];
                    maps[below(maps.size())] = copy;
                    break;
                }
                case 2:
                    if (std::string* text = texts.edit(id)) known.at(id) = *text += "+";
                    break;
                default: texts[id] = known[id] = "a text that is too long to lie in the string itself " + std::to_string(step);
            }
        }
        for (const auto& [texts, known] : maps) ASSERT_EQ(content_of(texts), known) << "in world " << seed;
    }
}

}  // namespace
}  // namespace flow::tests
