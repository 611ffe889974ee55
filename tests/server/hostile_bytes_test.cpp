// From bytes to response, with requests that were damaged at random (the same way each time): whatever arrives, no file is asked for that a path
// inside the site could not name, and nothing of the request gets into the head of the response unescaped.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "server/head_scanner.h"
#include "server/listener.h"
#include "server/respond.h"
#include "tests/server/memory_files.h"

namespace flow::server {
namespace {

const std::vector<std::string> kSeeds{
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /docs?x=1 HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nAccept-Encoding: gzip, br;q=0.5\r\n\r\n",
    "HEAD /app-K7Q2ZB4M.js HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\", W/\"y\"\r\nRange: bytes=0-4\r\nIf-Range: \"z\"\r\n\r\n",
    "GET http://a/docs/index.html HTTP/1.0\r\nConnection: keep-alive\r\nOrigin: https://docs.example\r\n\r\n",
    "POST /%E5%A3%B2/ HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n",
};

const std::vector<std::string> kPieces{"..",
                                       "/../",
                                       "%2e",
                                       "%2e%2e%2f",
                                       "\\",
                                       "%5c",
                                       "//",
                                       "%00",
                                       std::string(1, '\0'),
                                       "%c0%ae",
                                       "\xff",
                                       "\r\n",
                                       "\n",
                                       "\r",
                                       "\r\n ",
                                       "%0d%0a",
                                       "Host: b\r\n",
                                       ":",
                                       "Range: bytes=-1\r\n",
                                       "*",
                                       "Transfer-Encoding: chunked\r\n",
                                       "docs",
                                       ".env",
                                       "?",
                                       "#",
                                       " ",
                                       "\t",
                                       "%",
                                       "http://",
                                       "HTTP/1.1",
                                       "18446744073709551616",
                                       ";q=",
                                       ",",
                                       "\"",
                                       "-",
                                       "%252e",
                                       "index.html",
                                       "/docs",
                                       "Origin: null\r\n"};

class Damage {
public:
    explicit Damage(std::uint32_t seed) : random_(seed) {}

    std::string next() {
        auto bytes = kSeeds[below(kSeeds.size())];
        for (std::size_t steps = 1 + below(4); steps > 0; --steps) step(bytes);
        return bytes;
    }

private:
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

    void step(std::string& bytes) {
        const auto at = below(bytes.size() + 1);
        switch (below(4)) {
            case 0: bytes.insert(at, kPieces[below(kPieces.size())]); break;
            case 1: bytes.erase(at, 1 + below(8)); break;
            case 2: bytes.replace(at, 1, 1, static_cast<char>(below(256))); break;
            default: {
                // Most of what matters is in the address.
                const auto space = bytes.find(' ');
                bytes.insert(space == bytes.npos ? at : std::min(space + 2, bytes.size()), kPieces[below(kPieces.size())]);
            }
        }
    }

    std::mt19937 random_;
};

void expect_harmless_path(const std::string& path) {
    EXPECT_EQ(("/" + path + "/").find("/."), std::string::npos) << path;
    EXPECT_EQ(path.find("//"), std::string::npos) << path;
    EXPECT_FALSE(path.starts_with('/')) << path;
    for (const char c : path) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != '\\' && c != ':' && c != 0x7f) << path;
}

void expect_harmless_response(const Response& response) {
    EXPECT_NE(reason_of(response.status), "Unknown") << response.status;
    EXPECT_FALSE(response.field("Content-Security-Policy").empty());
    for (const Field& field : response.fields) {
        for (const char c : field.value)
            EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f) << field.name << ": " << field.value;
    }
    const auto location = response.field("Location");
    EXPECT_TRUE(location.empty() || (location.starts_with('/') && !location.starts_with("//"))) << location;
    if (response.body.file) {
        EXPECT_LE(response.body.offset + response.body.length, response.body.file->size());
    } else {
        EXPECT_EQ(response.body.length, response.body.text.size());
    }
}

TEST(HostileBytes, NeverGetPastTheDoor) {
    MemoryFiles files;
    files.add("index.html", "page");
    files.add("docs/index.html", "docs");
    files.add("app-K7Q2ZB4M.js", "0123456789");
    files.add("app-K7Q2ZB4M.js.br", "br");
    files.add("\xe5\xa3\xb2/index.html", "sales");
    const Site site{files, SecurityHeaders({}, {}), "{}\n", {"https://docs.example"}, {}};

    const int rounds = std::getenv("PYFLOWS_TEST_LONG") != nullptr ? 500'000 : 20'000;
    Damage damage(20261121);
    int complete = 0;
    int answered = 0;
    for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
        const auto bytes = damage.next();
        HeadScanner scanner;
        if (scanner.scan(bytes) != HeadScanner::State::kComplete) continue;
        ++complete;
        ASSERT_LE(scanner.size(), bytes.size());
        const auto request = parse_head(std::string_view(bytes).substr(0, scanner.size()));
        if (!request) {
            EXPECT_TRUE(request.error() == 400 || request.error() == 431 || request.error() == 505) << request.error();
            continue;
        }
        files.asked.clear();
        const auto response = respond(*request, site);
        answered += response.status == 200 ? 1 : 0;
        for (const std::string& path : files.asked) expect_harmless_path(path);
        expect_harmless_response(response);
        if (testing::Test::HasFailure()) ADD_FAILURE() << "after round " << round << ":\n" << bytes;
    }
    // Damage that nothing survives would test nothing.
    EXPECT_GT(complete, rounds / 4);
    EXPECT_GT(answered, rounds / 100);
}

}  // namespace
}  // namespace flow::server
