#include "server/negotiation.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace flow::server {
namespace {

TEST(Negotiation, ReadsAcceptEncoding) {
    const std::vector<std::tuple<std::string, int, int, int>> cases{
        {"", 0, 0, 1000},
        {"br", 1000, 0, 1},
        {"gzip, deflate, br, zstd", 1000, 1000, 1},
        {"GZIP;Q=0.5", 0, 500, 1},
        {"br;q=0, gzip", 0, 1000, 1},
        {"br ; q=0.8 , gzip;q=1.0", 800, 1000, 1},
        {"*", 1000, 1000, 1},
        {"*;q=0.2, gzip;q=0", 200, 0, 1},
        {"identity", 0, 0, 1000},
        {"identity;q=0, br", 1000, 0, 0},
        {"gzip;q=0.001", 0, 1, 1},
        {"br;q=2", 0, 0, 1},
        {"br;q=-1, gzip;q=abc", 0, 0, 1},
        {"br;q=0.12345", 0, 0, 1},
        {"brotli", 0, 0, 1000},
        {"x-gzip", 0, 1000, 1},
        {",,;,=", 0, 0, 1000},
    };
    for (const auto& [field, br, gzip, identity] : cases) {
        const auto wishes = encoding_wishes(field);
        EXPECT_EQ(wishes.br, br) << field;
        EXPECT_EQ(wishes.gzip, gzip) << field;
        EXPECT_EQ(wishes.identity, identity) << field;
    }
}

TEST(Negotiation, LooksAtALimitedNumberOfItems) {
    std::string many;
    for (int i = 0; i < 100; ++i) many += "x, ";
    EXPECT_EQ(encoding_wishes(many + "br").br, 0);
    EXPECT_EQ(encoding_wishes("br, " + many).br, 1000);
}

TEST(Negotiation, ComparesTags) {
    EXPECT_TRUE(names_tag("\"a\"", "\"a\""));
    EXPECT_TRUE(names_tag("W/\"a\"", "\"a\""));
    EXPECT_TRUE(names_tag("\"x\", \"a\" ,\"y\"", "\"a\""));
    EXPECT_TRUE(names_tag(" * ", "\"a\""));
    EXPECT_FALSE(names_tag("", "\"a\""));
    EXPECT_FALSE(names_tag("a", "\"a\""));
    EXPECT_FALSE(names_tag("\"a", "\"a\""));
    EXPECT_FALSE(names_tag("\"A\"", "\"a\""));
    EXPECT_FALSE(names_tag("\"a-br\"", "\"a\""));
}

TEST(Negotiation, ReadsRanges) {
    using Kind = RangeWish::Kind;
    const std::vector<std::tuple<std::string, std::uint64_t, RangeWish>> cases{
        {"bytes=0-3", 10, {Kind::kPart, {0, 4}}},
        {"bytes=0-0", 10, {Kind::kPart, {0, 1}}},
        {"bytes=4-", 10, {Kind::kPart, {4, 6}}},
        {"bytes=-3", 10, {Kind::kPart, {7, 3}}},
        {"bytes=-30", 10, {Kind::kPart, {0, 10}}},
        {"bytes=5-99", 10, {Kind::kPart, {5, 5}}},
        {"BYTES=9-9", 10, {Kind::kPart, {9, 1}}},
        {"bytes=10-", 10, {Kind::kOutside, {}}},
        {"bytes=10-20", 10, {Kind::kOutside, {}}},
        {"bytes=-0", 10, {Kind::kOutside, {}}},
        {"bytes=0-0", 0, {Kind::kOutside, {}}},
        {"bytes=-5", 0, {Kind::kOutside, {}}},
        {"bytes=18446744073709551615-", 10, {Kind::kOutside, {}}},
        {"bytes=0-18446744073709551615", 10, {Kind::kPart, {0, 10}}},
        // Not understood, or more than one part: the whole file is the right answer.
        {"", 10, {}},
        {"bytes", 10, {}},
        {"bytes=", 10, {}},
        {"bytes=-", 10, {}},
        {"bytes=3-2", 10, {}},
        {"bytes=a-b", 10, {}},
        {"bytes=+1-2", 10, {}},
        {"bytes=0x1-2", 10, {}},
        {"bytes=1-2-3", 10, {}},
        {"bytes=0-1,3-4", 10, {}},
        {"bytes=18446744073709551616-", 10, {}},
        {"items=0-1", 10, {}},
        {"bytes = 0-1", 10, {}},
    };
    for (const auto& [range, size, wish] : cases) EXPECT_EQ(range_wish(range, size), wish) << range << " of " << size;
}

}  // namespace
}  // namespace flow::server
