#include "runtime/run/fingerprint.h"

#include <gtest/gtest.h>

#include "runtime/run/recipe.h"

namespace flow::tests {
namespace {

TEST(FingerprintTest, FieldsDoNotRunTogether) {
    const Fingerprint one = FingerprintBuilder().text("ab").text("c").finish();
    EXPECT_FALSE(one == FingerprintBuilder().text("a").text("bc").finish());
    EXPECT_FALSE(one == FingerprintBuilder().text("abc").finish());
    EXPECT_FALSE(one == FingerprintBuilder().text("ab").text("c").text("").finish());
    EXPECT_TRUE(one == FingerprintBuilder().text("ab").text("c").finish());
}

TEST(FingerprintTest, IsTheSameOnEachMachineAndInEachVersion) {
    // Results may be kept beyond a page's life: these numbers must not change by accident.
    const Fingerprint made = FingerprintBuilder().text("flow").number(1).finish();
    const Fingerprint again = FingerprintBuilder().text("flow").number(1).finish();
    EXPECT_TRUE(made == again);
    EXPECT_EQ(fingerprint_of_source("").low, 0x6001c324468d497fULL);  // XXH3's 128 bits of nothing, as its specification gives them
    EXPECT_EQ(fingerprint_of_source("").high, 0x99aa06d3014798d8ULL);
}

TEST(FingerprintTest, ABuilderCanBeUsedAgain) {
    FingerprintBuilder builder;
    const Fingerprint first = builder.text("a").finish();
    EXPECT_TRUE(first == builder.text("a").finish());
}

TEST(FingerprintTest, LineEndsOfASourceAreOne) {
    const Fingerprint plain = fingerprint_of_source("a\nb\n");
    EXPECT_TRUE(plain == fingerprint_of_source("a\r\nb\r\n"));
    EXPECT_TRUE(plain == fingerprint_of_source("a\rb\r"));
    EXPECT_FALSE(plain == fingerprint_of_source("a\n\nb\n"));
    EXPECT_TRUE(fingerprint_of_source("a\r\r\n") == fingerprint_of_source("a\n\n"));
}

TEST(FingerprintTest, OfAResultHoldsItsFilesInAnyOrder) {
    const Fingerprint key = fingerprint_of_source("key");
    const std::vector<FileUse> files{{"a", "1"}, {"b", "2"}};
    const std::vector<FileUse> turned{{"b", "2"}, {"a", "1"}};
    const std::vector<FileUse> other{{"a", "1"}, {"b", "3"}};
    EXPECT_TRUE(fingerprint_of_result(key, files) == fingerprint_of_result(key, turned));
    EXPECT_FALSE(fingerprint_of_result(key, files) == fingerprint_of_result(key, other));
    EXPECT_FALSE(fingerprint_of_result(key, {}) == key);
}

TEST(EnvironmentTest, NamesTheFlowsPackagesWithTheirVersions) {
    const Environment made = environment_of({"scikit-learn>=1", "NumPy"}, "3.14", "314.0.7", {{"numpy", "2.3"}, {"scikit_learn", "1.7"}, {"pandas", "3"}});
    const std::vector<std::pair<std::string, std::string>> packages{{"NumPy", "2.3"}, {"scikit-learn>=1", "1.7"}};
    EXPECT_EQ(made.packages, packages);
}

TEST(EnvironmentTest, WhatIsUnknownContradictsNothing) {
    const Environment unknown = environment_of({"numpy"}, "", "", {});
    const Environment known = environment_of({"numpy"}, "3.14", "314.0.7", {{"numpy", "2.3"}});
    EXPECT_TRUE(agree(unknown, known));
    EXPECT_TRUE(agree(known, known));
    EXPECT_FALSE(agree(known, environment_of({"numpy"}, "3.14", "314.0.7", {{"numpy", "2.4"}})));
    EXPECT_FALSE(agree(known, environment_of({"numpy"}, "3.15", "314.0.7", {{"numpy", "2.3"}})));
    EXPECT_FALSE(agree(known, environment_of({}, "3.14", "314.0.7", {{"numpy", "2.3"}})));
}

}  // namespace
}  // namespace flow::tests
