// What stands between the bytes of a connection and respond(): the scanner, the reading of a head, the writing of one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/head_scanner.h"
#include "server/http_date.h"
#include "server/limits.h"
#include "server/listener.h"

namespace flow::server {
namespace {

using State = HeadScanner::State;

/// Scans as the listener does, the bytes coming one at a time.
State dripped(const std::string& bytes, std::size_t* size = nullptr) {
    HeadScanner scanner;
    State state = State::kOpen;
    for (std::size_t length = 1; length <= bytes.size() && state == State::kOpen; ++length) state = scanner.scan(std::string_view(bytes).substr(0, length));
    if (size != nullptr) *size = scanner.size();
    return state;
}

State at_once(const std::string& bytes) {
    HeadScanner scanner;
    return scanner.scan(bytes);
}

TEST(HeadScanner, FindsTheEndHoweverTheBytesArrive) {
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const std::string& rest : {std::string(), std::string("GET /next HTTP/1.1\r\n"), std::string("\0\xff\n\n", 4)}) {
        std::size_t size = 0;
        EXPECT_EQ(at_once(head + rest), State::kComplete);
        EXPECT_EQ(dripped(head + rest, &size), State::kComplete);
        EXPECT_EQ(size, head.size());
    }
    EXPECT_EQ(at_once("\r\n" + head), State::kComplete);
    for (std::size_t length = 0; length < head.size(); ++length) EXPECT_EQ(at_once(head.substr(0, length)), State::kOpen) << length;
}

TEST(HeadScanner, RefusesWhatIsNoHeadAtOnce) {
    for (const std::string& bytes :
         {std::string("GET / HTTP/1.1\n"), std::string("GET / HTTP/1.1\r\nHost: a\n"), std::string("GET / HTTP/1.1\rHost"), std::string("\n"),
          std::string("GET /\0", 6), std::string("GET / HTTP/1.1\r\nA: \0", 20), std::string("\x16\x03\x01\x02"), std::string("\r\n\r\n"),
          std::string("GET / HTTP/1.1\r\nA: b\r\n c"), std::string("GET / HTTP/1.1\r\n\tHost"), std::string(" GET"), std::string("\r\r\n"),
          std::string("GET / HTTP/1.1\r\nA: \x1b[0m"), std::string("GET / HTTP/1.1\r\nA: \x7f")}) {
        EXPECT_EQ(at_once(bytes), State::kMalformed) << bytes;
        EXPECT_EQ(dripped(bytes), State::kMalformed) << bytes;
    }
}

TEST(HeadScanner, HasALimit) {
    EXPECT_EQ(at_once("GET /" + std::string(limits::kMaxHeadBytes, 'a')), State::kTargetTooLong);
    std::string many = "GET / HTTP/1.1\r\n";
    while (many.size() <= limits::kMaxHeadBytes) many += "X-A: b\r\n";
    EXPECT_EQ(at_once(many), State::kFieldsTooLong);
    EXPECT_EQ(dripped(many), State::kFieldsTooLong);
}

TEST(ParseHead, ReadsARequest) {
    const auto request = parse_head("GET /a?b HTTP/1.1\r\nHost: example.com\r\nX-Two:  spaced \r\nx-two: again\r\nEmpty:\r\n\r\n");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->method, "GET");
    EXPECT_EQ(request->target, "/a?b");
    EXPECT_EQ(request->version, 11);
    EXPECT_EQ(request->field("host"), "example.com");
    EXPECT_EQ(request->field("X-Two"), "spaced");
    EXPECT_EQ(request->count("X-TWO"), 2u);
    EXPECT_EQ(request->field("Empty"), "");
    EXPECT_EQ(request->count("Empty"), 1u);
    EXPECT_TRUE(request->keeps_alive);
}

TEST(ParseHead, KnowsWhenTheConnectionIsKept) {
    EXPECT_FALSE(parse_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")->keeps_alive);
    EXPECT_FALSE(parse_head("GET / HTTP/1.0\r\n\r\n")->keeps_alive);
    EXPECT_TRUE(parse_head("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->keeps_alive);
}

TEST(ParseHead, PassesOnWhatRespondRefuses) {
    // These are well formed; that they are not answered with a file is respond()'s part.
    EXPECT_EQ(parse_head("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n")->field("Content-Length"), "999999999999");
    EXPECT_EQ(parse_head("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")->count("Host"), 2u);
    EXPECT_EQ(parse_head("FOO / HTTP/1.1\r\nHost: a\r\n\r\n")->method, "FOO");
    EXPECT_EQ(parse_head("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")->method, "GET");
}

TEST(ParseHead, RefusesHostileHeads) {
    const std::vector<std::pair<std::string, int>> cases{
        {"GET /\r\n\r\n", 400},
        {"GET\r\n\r\n", 400},
        {"GET / HTTP/1.1 \r\n\r\n", 400},
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/11\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1x\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"GET / HTTP/0.9\r\n\r\n", 505},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nA b: c\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n(a): c\r\n\r\n", 400},
        {"G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"HTTP/1.1 200 OK\r\n\r\n", 400},
        {"", 400},
    };
    for (const auto& [head, status] : cases) {
        const auto request = parse_head(head);
        ASSERT_FALSE(request) << head;
        EXPECT_EQ(request.error(), status) << head;
    }
}

TEST(HeadText, WritesWhatTheConnectionNeeds) {
    Response response;
    response.set("X-A", "1");
    response.set("x-a", "2");
    response.body.length = 7;
    EXPECT_EQ(head_text(response, true, "now"), "HTTP/1.1 200 OK\r\nDate: now\r\nx-a: 2\r\nContent-Length: 7\r\nConnection: keep-alive\r\n\r\n");
    response.status = 304;
    EXPECT_EQ(head_text(response, false, "now"), "HTTP/1.1 304 Not Modified\r\nDate: now\r\nx-a: 2\r\nConnection: close\r\n\r\n");
}

TEST(HeadText, HasWordsForEveryStatusThatIsSent) {
    for (const int status : {200, 206, 301, 304, 400, 404, 405, 408, 414, 416, 431, 500, 505}) EXPECT_NE(reason_of(status), "Unknown") << status;
}

TEST(HttpDate, IsWrittenAsTheStandardHasIt) {
    using namespace std::chrono;
    EXPECT_EQ(http_date(sys_days(1994y / November / 6) + 8h + 49min + 37s), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(sys_seconds(seconds(0))), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(http_date(sys_days(2024y / February / 29) + 23h + 59min + 59s), "Thu, 29 Feb 2024 23:59:59 GMT");
}

}  // namespace
}  // namespace flow::server
