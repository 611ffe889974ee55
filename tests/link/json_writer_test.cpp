#include "runtime/link/json_writer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

#include "runtime/link/messages.gen.h"

namespace flow::message {
namespace {

std::string text_of(double value) {
    JsonWriter out;
    out.number(value);
    return out.take();
}

TEST(JsonWriter, PutsCommasBetweenAndNowhereElse) {
    JsonWriter out;
    out.open_object();
    out.field("a", std::int64_t{1});
    out.name("b");
    out.open_list();
    out.integer(1);
    out.open_object();
    out.close_object();
    out.text("x");
    out.close_list();
    out.field("c", true);
    out.close_object();
    EXPECT_EQ(out.take(), R"({"a":1,"b":[1,{},"x"],"c":true})");
}

TEST(JsonWriter, EscapesWhatJsonWantsEscapedAndLeavesOtherScriptsAlone) {
    JsonWriter out;
    out.text("a\"b\\c\n\t\r\x01 日本語 😀");
    EXPECT_EQ(out.take(), "\"a\\\"b\\\\c\\n\\t\\r\\u0001 日本語 😀\"");
}

TEST(JsonWriter, WritesNumbersShortAndExact) {
    EXPECT_EQ(text_of(0.1), "0.1");
    EXPECT_EQ(text_of(3), "3");
    EXPECT_EQ(text_of(-2.5), "-2.5");
    for (const double value : {1.0 / 3.0, 1e300, 123456789.123456789, std::numeric_limits<double>::denorm_min()}) {
        EXPECT_EQ(std::strtod(text_of(value).c_str(), nullptr), value);
    }
    EXPECT_EQ(text_of(std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(text_of(std::numeric_limits<double>::quiet_NaN()), "null");
}

TEST(JsonWriter, LeavesGivenJsonAsItWasWritten) {
    JsonWriter out;
    out.open_list();
    write(out, Json{"1.0"});
    write(out, Json{"12345678901234567890123"});
    write(out, Json{""});
    out.close_list();
    EXPECT_EQ(out.take(), "[1.0,12345678901234567890123,null]");
}

TEST(JsonWriter, LeavesAbsentFieldsOut) {
    JsonWriter out;
    out.open_object();
    out.field("a", std::optional<std::string>());
    out.field("b", std::optional<std::string>("x"));
    out.close_object();
    EXPECT_EQ(out.take(), R"({"b":"x"})");
}

}  // namespace
}  // namespace flow::message
