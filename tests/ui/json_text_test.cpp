#include "ui/json_text.h"

#include <gtest/gtest.h>

namespace flow::ui {
namespace {

TEST(JsonText, StringsAreShownWithoutQuotes) {
    EXPECT_EQ(shown("\"sales.csv\""), "sales.csv");
    EXPECT_EQ(shown("\"a\\nb\\tc \\\"q\\\" \\\\\""), "a b c \"q\" \\");
    EXPECT_EQ(shown("\"\\u5927\\u304D\\uD83D\\uDE80\""), "大き🚀");
    EXPECT_EQ(shown("null"), "");
    EXPECT_EQ(shown("[1, 2]"), "[1, 2]");
    EXPECT_EQ(shown("\"half \\u12"), "\"half \\u12");
    EXPECT_EQ(shown("\"\\u12\""), "u12");
}

TEST(JsonText, NumbersReadBackAsTheyWere) {
    for (const double value : {0.0, 0.1, 0.7, -2.5, 1e-7, 123456789.25, 1.0 / 3.0}) EXPECT_EQ(number_of(number_text(value, false)), value);
    EXPECT_EQ(number_text(0.7, false), "0.7");
    EXPECT_EQ(number_text(41.6, true), "42");
    EXPECT_EQ(number_text(-3, true), "-3");
}

TEST(JsonText, WhatIsNoNumberIsNone) {
    EXPECT_FALSE(number_of(""));
    EXPECT_FALSE(number_of("true"));
    EXPECT_FALSE(number_of("\"3\""));
    EXPECT_FALSE(number_of("1e999"));
}

TEST(JsonText, LabelsHaveOneLine) { EXPECT_EQ(one_line("a\nb\r\n\tc"), "a b   c"); }

}  // namespace
}  // namespace flow::ui
