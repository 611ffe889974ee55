#include "runtime/run/placing.h"

#include <gtest/gtest.h>

namespace flow::tests {
namespace {

NeededValue value(const char* key, std::size_t bytes, std::vector<KernelNumber> kernels) {
    NeededValue made;
    made.key = key;
    made.bytes = bytes;
    for (const KernelNumber kernel : kernels) made.kernels.add(kernel);
    return made;
}

const std::vector<KernelNow> kIdle{{true, true}, {true, true}, {true, true}};

TEST(PlacingTest, AStepGoesToWhereMostOfItsInputIs) {
    const std::vector<NeededValue> needed{value("a", 10, {0}), value("b", 1'000'000, {2})};
    const std::optional<Place> place = choose_place(needed, kIdle, false, false);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->kernel, 2u);
    ASSERT_EQ(place->moves.size(), 1u);
    EXPECT_EQ(place->moves[0].key, "a");
    EXPECT_EQ(place->moves[0].from, std::optional<KernelNumber>(0));
}

TEST(PlacingTest, ItWaitsForThatKernelUnlessMovingIsWorthIt) {
    const std::vector<NeededValue> needed{value("a", 10, {1})};
    const std::vector<KernelNow> busy{{true, true}, {false, true}, {true, true}};
    EXPECT_FALSE(choose_place(needed, busy, false, false));
    EXPECT_EQ(choose_place(needed, busy, false, true)->kernel, 0u);
}

TEST(PlacingTest, ABusyKernelGivesNothingAwayButWhatIsSavedIsThere) {
    std::vector<NeededValue> needed{value("a", 10, {1})};
    const std::vector<KernelNow> busy{{true, true}, {false, false}};
    EXPECT_FALSE(choose_place(needed, busy, false, true));
    needed[0].saved = SavedValue{"a", "hash", 10};
    const std::optional<Place> place = choose_place(needed, busy, false, true);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->moves[0].from, std::nullopt);
    EXPECT_EQ(place->moves[0].saved.sha256, "hash");
}

TEST(PlacingTest, WhatCannotLeaveTheHomeKernelKeepsItsUsersThere) {
    std::vector<NeededValue> needed{value("a", 10, {0}), value("b", 1'000'000, {1})};
    needed[0].is_bound = true;
    const std::vector<KernelNow> busy{{false, false}, {true, true}};
    EXPECT_FALSE(choose_place(needed, busy, false, true));
    EXPECT_EQ(choose_place(needed, kIdle, false, true)->kernel, kHome);
    EXPECT_EQ(choose_place({}, kIdle, true, true)->kernel, kHome);
    EXPECT_FALSE(choose_place({}, busy, true, true));
}

}  // namespace
}  // namespace flow::tests
