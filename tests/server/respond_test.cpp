#include "server/respond.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/limits.h"
#include "tests/server/memory_files.h"

namespace flow::server {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class Respond : public testing::Test {
protected:
    Respond() {
        files_.add("index.html", "<!doctype html>page");
        files_.add("view.html", "<!doctype html>view");
        files_.add("view.js", "view");
        files_.add("gate.js", "gate");
        files_.add("app-K7Q2ZB4M.js", "0123456789");
        files_.add("app-K7Q2ZB4M.js.br", "BR");
        files_.add("app-K7Q2ZB4M.js.gz", "GZIP");
        files_.add("only_br.css", "a{}a{}a{}");
        files_.add("only_br.css.br", "br");
        files_.add("stale.js", "new text");
        files_.add("stale.js.br", "old", MemoryFiles::kBuilt - 3'600'000'000'000);
        files_.add("stamped.js", "new text", MemoryFiles::kBuilt + 999'999'999);
        files_.add("stamped.js.br", "br");
        files_.add("py.wasm", "\0asm");
        files_.add("empty.txt", "");
        files_.add("sales.csv", "a,b\n1,2\n");
        files_.add("config.json", "{\"from\": \"disk\"}");
        files_.add("docs/index.html", "<!doctype html>docs");
        files_.add("bare/file.txt", "x");
        files_.add("\xe5\xa3\xb2/index.html", "<!doctype html>sales");
    }

    static Request get(std::string target, std::vector<Field> fields = {}) {
        Request request{"GET", std::move(target), 11, {{"Host", "127.0.0.1:8000"}}};
        request.fields.insert(request.fields.end(), fields.begin(), fields.end());
        return request;
    }

    static Request with_method(std::string method, std::string target, std::vector<Field> fields = {}) {
        auto request = get(std::move(target), std::move(fields));
        request.method = std::move(method);
        return request;
    }

    /// The body as a browser would get it.
    static std::string body_of(const Response& response) {
        if (!response.sends_body) return "";
        if (!response.body.file) return response.body.text;
        std::string text(response.body.length, '\0');
        text.resize(response.body.file->read(response.body.offset, text.data(), text.size()));
        return text;
    }

    Response answer(const Request& request) const { return respond(request, site_); }

    MemoryFiles files_;
    Site site_{files_, SecurityHeaders({}, {}), "{\"run_timeout_sec\": 60}\n", {}, {}};
};

struct StatusCase {
    Request request;
    int status;
};

TEST_F(Respond, HasTheRightStatusForOrdinaryRequests) {
    const std::vector<StatusCase> cases{
        {get("/"), 200},
        {get("/index.html"), 200},
        {get("/?src=a.flow.json"), 200},
        {get("/app-K7Q2ZB4M.js"), 200},
        {get("/py.wasm"), 200},
        {get("/empty.txt"), 200},
        {get("/config.json"), 200},
        {get("/config.json?x"), 200},
        {get("/docs/"), 200},
        {get("/docs"), 301},
        {get("/%E5%A3%B2/"), 200},
        {get("http://127.0.0.1:8000/sales.csv"), 200},
        {get("/sales.csv", {{"Content-Length", "0"}}), 200},
        {with_method("HEAD", "/"), 200},
        {with_method("HEAD", "/nothing"), 404},
        {get("/nothing"), 404},
        {get("/index.html/"), 404},
        {get("/docs/nothing"), 404},
        {get("/bare"), 404},
        {get("/bare/"), 404},
        {get("/config.json/"), 404},
        {get("/INDEX.HTML"), 404},
    };
    for (const StatusCase& one : cases) EXPECT_EQ(answer(one.request).status, one.status) << one.request.method << ' ' << one.request.target;
}

TEST_F(Respond, RefusesHostileRequests) {
    Request no_host{"GET", "/", 11, {}};
    Request many_fields = get("/");
    for (std::size_t i = 0; i <= limits::kMaxFields; ++i) many_fields.fields.push_back({"X", "y"});
    const std::vector<StatusCase> cases{
        {with_method("POST", "/"), 405},
        {with_method("PUT", "/index.html"), 405},
        {with_method("DELETE", "/index.html"), 405},
        {with_method("OPTIONS", "/"), 405},
        {with_method("OPTIONS", "*"), 405},
        {with_method("TRACE", "/"), 405},
        {with_method("CONNECT", "evil.example:443"), 405},
        {with_method("PROPFIND", "/"), 405},
        {with_method("get", "/"), 405},
        {with_method("", "/"), 405},
        {get("/", {{"Content-Length", "5"}}), 400},
        {get("/", {{"Content-Length", "0"}, {"Content-Length", "5"}}), 400},
        {get("/", {{"Content-Length", "-1"}}), 400},
        {get("/", {{"Transfer-Encoding", "chunked"}}), 400},
        {get("/", {{"Transfer-Encoding", "identity"}}), 400},
        {get("/", {{"Transfer-Encoding", "chunked"}, {"Content-Length", "0"}}), 400},
        {get("/", {{"Host", "second.example"}}), 400},
        {no_host, 400},
        {Request{"GET", "/", 11, {{"Host", ""}}}, 400},
        {Request{"GET", "/", 11, {{"Host", "a b"}}}, 400},
        {Request{"GET", "/", 11, {{"Host", "user@host"}}}, 400},
        {Request{"GET", "/", 11, {{"Host", "host/path"}}}, 400},
        {Request{"GET", "/", 20, {{"Host", "host"}}}, 505},
        {Request{"GET", "/", 12, {{"Host", "host"}}}, 505},
        {many_fields, 431},
        {get("/" + std::string(limits::kMaxTargetBytes, 'a')), 414},
        {get("/../etc/passwd"), 400},
        {get("/%2e%2e/%2e%2e/etc/passwd"), 400},
        {get("/..%2f..%2fetc%2fpasswd"), 400},
        {get("/docs/../../etc/passwd"), 400},
        {get("/..\\..\\windows\\win.ini"), 400},
        {get("/%c0%ae%c0%ae/etc/passwd"), 400},
        {get(std::string("/index.html\0.js", 15)), 400},
        {get("/index.html%00.js"), 400},
        {get("/%0d%0aSet-Cookie:%20a=b"), 400},
        {get("*"), 400},
        {get("index.html"), 400},
        {get("/.env"), 404},
        {get("/.git/config"), 404},
        {get("//docs"), 404},
        {get("//evil.example/docs"), 404},
        {get("/index.html::$DATA"), 404},
        {get("/index.html."), 404},
        {get("/index.html%20"), 404},
        {get("/%252e%252e/etc/passwd"), 404},
    };
    for (const StatusCase& one : cases) {
        files_.asked.clear();
        const auto response = answer(one.request);
        EXPECT_EQ(response.status, one.status) << one.request.method << ' ' << one.request.target;
        EXPECT_FALSE(response.field("Content-Security-Policy").empty()) << one.request.target;
        EXPECT_EQ(response.field("Cache-Control"), "no-store") << one.request.target;
        for (const std::string& path : files_.asked) EXPECT_EQ(path.find(".."), std::string::npos) << one.request.target;
        if (one.status != 404) {
            EXPECT_THAT(files_.asked, IsEmpty()) << one.request.target;
        }
    }
}

TEST_F(Respond, NothingOfARefusedRequestComesBack) {
    for (const std::string target : {"/<script>alert(1)</script>", "/%3Cscript%3Ealert(1)%3C/script%3E", "/secret-name", "/%22onload=x"}) {
        const auto response = answer(get(target));
        EXPECT_EQ(body_of(response).find("script>"), std::string::npos);
        EXPECT_EQ(body_of(response).find("secret-name"), std::string::npos);
        EXPECT_EQ(response.field("Content-Type"), "text/html; charset=utf-8");
    }
}

TEST_F(Respond, EndsTheConnectionWhenTheEndOfTheRequestIsUnclear) {
    EXPECT_TRUE(answer(get("/", {{"Content-Length", "5"}})).closes);
    EXPECT_TRUE(answer(get("/", {{"Transfer-Encoding", "chunked"}})).closes);
    EXPECT_TRUE(answer(with_method("POST", "/", {{"Content-Length", "5"}})).closes);
    EXPECT_TRUE(answer(get("/", {{"Host", "second.example"}})).closes);
    EXPECT_FALSE(answer(with_method("POST", "/", {{"Content-Length", "0"}})).closes);
    EXPECT_FALSE(answer(get("/nothing")).closes);
    EXPECT_TRUE(refusal(408, site_).closes);
}

TEST_F(Respond, SaysWhatMethodsThereAre) { EXPECT_EQ(answer(with_method("POST", "/")).field("Allow"), "GET, HEAD"); }

TEST_F(Respond, GivesTheFileWithItsTypeAndCachePolicy) {
    const auto page = answer(get("/"));
    EXPECT_EQ(body_of(page), "<!doctype html>page");
    EXPECT_EQ(page.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.field("Cache-Control"), "no-cache");
    EXPECT_EQ(page.field("ETag"), "\"19-1700000000000000000\"");
    EXPECT_EQ(page.field("Vary"), "");

    EXPECT_EQ(answer(get("/py.wasm")).field("Content-Type"), "application/wasm");
    EXPECT_EQ(answer(get("/app-K7Q2ZB4M.js")).field("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(body_of(answer(get("/%E5%A3%B2/"))), "<!doctype html>sales");
    EXPECT_EQ(body_of(answer(get("/empty.txt"))), "");
}

TEST_F(Respond, GivesTheCompressedFormThatIsLikedBest) {
    const std::vector<std::tuple<std::string, std::string, std::string>> cases{{"br", "BR", "br"},
                                                                               {"gzip, deflate, br, zstd", "BR", "br"},
                                                                               {"gzip", "GZIP", "gzip"},
                                                                               {"gzip;q=1, br;q=0.5", "GZIP", "gzip"},
                                                                               {"*", "BR", "br"},
                                                                               {"br;q=0, *", "GZIP", "gzip"},
                                                                               {"deflate", "0123456789", ""},
                                                                               {"identity, br;q=0.5", "0123456789", ""},
                                                                               {"", "0123456789", ""},
                                                                               {"br;q=0, gzip;q=0", "0123456789", ""},
                                                                               {"zstd, nonsense;q=", "0123456789", ""}};
    for (const auto& [accepted, body, encoding] : cases) {
        const auto response = answer(get("/app-K7Q2ZB4M.js", {{"Accept-Encoding", accepted}}));
        EXPECT_EQ(body_of(response), body) << accepted;
        EXPECT_EQ(response.field("Content-Encoding"), encoding) << accepted;
        EXPECT_EQ(response.field("Vary"), "Accept-Encoding") << accepted;
        EXPECT_EQ(response.field("Content-Type"), "text/javascript; charset=utf-8") << accepted;
    }
}

TEST_F(Respond, GivesThePlainFormWhenThereIsNoGoodCompressedOne) {
    EXPECT_EQ(body_of(answer(get("/only_br.css", {{"Accept-Encoding", "gzip"}}))), "a{}a{}a{}");
    EXPECT_EQ(answer(get("/only_br.css", {{"Accept-Encoding", "gzip"}})).field("Vary"), "Accept-Encoding");
    // Left over from an earlier build: as if it were not there.
    EXPECT_EQ(body_of(answer(get("/stale.js", {{"Accept-Encoding", "br"}}))), "new text");
    EXPECT_EQ(answer(get("/stale.js", {{"Accept-Encoding", "br"}})).field("Vary"), "");
    // Its time was only cut to the second.
    EXPECT_EQ(body_of(answer(get("/stamped.js", {{"Accept-Encoding", "br"}}))), "br");
    // A folder or a missing file does not come alive by its compressed form.
    files_.add("ghost.js.br", "br");
    EXPECT_EQ(answer(get("/ghost.js", {{"Accept-Encoding", "br"}})).status, 404);
}

TEST_F(Respond, EveryFormHasItsOwnTag) {
    const auto plain = std::string(answer(get("/app-K7Q2ZB4M.js")).field("ETag"));
    const auto br = std::string(answer(get("/app-K7Q2ZB4M.js", {{"Accept-Encoding", "br"}})).field("ETag"));
    const auto gzip = std::string(answer(get("/app-K7Q2ZB4M.js", {{"Accept-Encoding", "gzip"}})).field("ETag"));
    EXPECT_NE(plain, br);
    EXPECT_NE(plain, gzip);
    EXPECT_NE(br, gzip);
    EXPECT_EQ(answer(get("/app-K7Q2ZB4M.js", {{"Accept-Encoding", "br"}, {"If-None-Match", br}})).status, 304);
    EXPECT_EQ(answer(get("/app-K7Q2ZB4M.js", {{"Accept-Encoding", "br"}, {"If-None-Match", plain}})).status, 200);
}

TEST_F(Respond, SaysNotModifiedWithoutABody) {
    const auto first = answer(get("/"));
    const auto tag = std::string(first.field("ETag"));
    for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
        const auto response = answer(get("/", {{"If-None-Match", known}}));
        EXPECT_EQ(response.status, 304) << known;
        EXPECT_FALSE(response.sends_body);
        EXPECT_EQ(response.field("ETag"), tag);
        EXPECT_EQ(response.field("Cache-Control"), "no-cache");
        EXPECT_EQ(response.field("Content-Type"), "");
        EXPECT_EQ(response.field("Content-Security-Policy"), first.field("Content-Security-Policy"));
    }
    EXPECT_EQ(answer(get("/", {{"If-None-Match", "\"other\""}})).status, 200);
    EXPECT_EQ(answer(get("/nothing", {{"If-None-Match", "*"}})).status, 404);
    files_.add("index.html", "<!doctype html>page", MemoryFiles::kBuilt + 1);
    EXPECT_EQ(answer(get("/", {{"If-None-Match", tag}})).status, 200) << "written anew";
}

TEST_F(Respond, HeadSaysWhatGetWouldSay) {
    for (const std::string target : {"/", "/app-K7Q2ZB4M.js", "/nothing", "/docs", "/config.json", "/empty.txt"}) {
        const auto get_response = answer(get(target));
        const auto head_response = answer(with_method("HEAD", target));
        EXPECT_EQ(head_response.status, get_response.status) << target;
        EXPECT_EQ(head_response.fields, get_response.fields) << target;
        EXPECT_EQ(head_response.body.length, get_response.body.length) << target;
        EXPECT_FALSE(head_response.sends_body) << target;
        EXPECT_TRUE(get_response.sends_body) << target;
    }
}

TEST_F(Respond, GivesOnePartOfAFile) {
    const auto part = answer(get("/app-K7Q2ZB4M.js", {{"Range", "bytes=2-4"}, {"Accept-Encoding", "br"}}));
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(body_of(part), "234");
    EXPECT_EQ(part.field("Content-Range"), "bytes 2-4/10");
    EXPECT_EQ(part.field("Content-Encoding"), "");
    EXPECT_EQ(part.field("Accept-Ranges"), "bytes");

    const auto outside = answer(get("/app-K7Q2ZB4M.js", {{"Range", "bytes=10-"}}));
    EXPECT_EQ(outside.status, 416);
    EXPECT_EQ(outside.field("Content-Range"), "bytes */10");
    EXPECT_EQ(outside.field("Cache-Control"), "no-store");

    EXPECT_EQ(answer(get("/app-K7Q2ZB4M.js", {{"Range", "bytes=0-1,4-5"}})).status, 200);
    EXPECT_EQ(answer(get("/app-K7Q2ZB4M.js", {{"Range", "bytes=0-1"}, {"Range", "bytes=4-5"}})).status, 200);
}

TEST_F(Respond, GivesAPartOnlyOfTheFileThatWasMeant) {
    const auto tag = std::string(answer(get("/sales.csv")).field("ETag"));
    EXPECT_EQ(answer(get("/sales.csv", {{"Range", "bytes=0-1"}, {"If-Range", tag}})).status, 206);
    EXPECT_EQ(answer(get("/sales.csv", {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}})).status, 200);
    EXPECT_EQ(answer(get("/sales.csv", {{"Range", "bytes=0-1"}, {"If-Range", "W/" + tag}})).status, 200);
    EXPECT_EQ(answer(get("/sales.csv", {{"Range", "bytes=0-1"}, {"If-Range", "Sun, 06 Nov 1994 08:49:37 GMT"}})).status, 200);
    EXPECT_EQ(answer(get("/sales.csv", {{"Range", "bytes=0-1"}, {"If-None-Match", tag}})).status, 304);
}

TEST_F(Respond, SendsAFolderToItsAddressOnThisSite) {
    EXPECT_EQ(answer(get("/docs")).field("Location"), "/docs/");
    EXPECT_EQ(answer(get("/docs?a=//evil.example")).field("Location"), "/docs/?a=//evil.example");
    EXPECT_EQ(answer(get("http://evil.example/docs")).field("Location"), "/docs/");
    EXPECT_EQ(answer(get("/%E5%A3%B2")).field("Location"), "/%E5%A3%B2/");
}

TEST_F(Respond, AnswersTheConfigurationItself) {
    const auto response = answer(get("/config.json"));
    EXPECT_EQ(body_of(response), "{\"run_timeout_sec\": 60}\n");
    EXPECT_EQ(response.field("Content-Type"), "application/json");
    EXPECT_EQ(response.field("Cache-Control"), "no-cache");
    const auto again = answer(get("/config.json", {{"If-None-Match", std::string(response.field("ETag"))}}));
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.field("ETag"), response.field("ETag"));
    site_.config_json = "{}";
    EXPECT_NE(answer(get("/config.json")).field("ETag"), response.field("ETag"));
}

TEST_F(Respond, ChoosesThePolicyByTheFileThatIsServed) {
    EXPECT_THAT(answer(get("/")).field("Content-Security-Policy"), HasSubstr("trusted-types pythonflows"));
    EXPECT_THAT(answer(get("/view.html")).field("Content-Security-Policy"), HasSubstr("sandbox allow-scripts"));
    EXPECT_EQ(answer(get("/view.js")).field("Cross-Origin-Resource-Policy"), "cross-origin");
    EXPECT_THAT(answer(get("/gate.js")).field("Content-Security-Policy"), HasSubstr("connect-src 'self' https:"));
    EXPECT_THAT(answer(get("/missing/gate.js")).field("Content-Security-Policy"), HasSubstr("trusted-types pythonflows"));
}

TEST_F(Respond, LetsOnlyAllowedOriginsRead) {
    EXPECT_EQ(answer(get("/", {{"Origin", "https://docs.example"}})).field("Access-Control-Allow-Origin"), "");
    EXPECT_EQ(answer(get("/")).field("Vary"), "");

    site_.allowed_origins = {"https://docs.example", "https://more.example"};
    const auto allowed = answer(get("/app-K7Q2ZB4M.js", {{"Origin", "https://more.example"}}));
    EXPECT_EQ(allowed.field("Access-Control-Allow-Origin"), "https://more.example");
    EXPECT_EQ(allowed.field("Vary"), "Accept-Encoding, Origin");
    for (const std::string origin : {"https://evil.example", "null", "https://docs.example.evil.example", "http://docs.example", ""}) {
        const auto response = answer(get("/", {{"Origin", origin}}));
        EXPECT_EQ(response.field("Access-Control-Allow-Origin"), "") << origin;
        EXPECT_EQ(response.field("Vary"), "Origin") << origin;
    }
    EXPECT_EQ(answer(get("/nothing", {{"Origin", "https://docs.example"}})).field("Access-Control-Allow-Origin"), "https://docs.example");
}

TEST_F(Respond, AddsTheFieldsOfTheCommandLineToEveryResponse) {
    site_.extra_fields = {{"X-Test", "1"}, {"cache-control", "max-age=5"}};
    for (const auto& request : {get("/"), get("/nothing"), with_method("POST", "/"), get("/docs"), get("/config.json")}) {
        const auto response = answer(request);
        EXPECT_EQ(response.field("X-Test"), "1") << request.target;
        EXPECT_EQ(response.field("Cache-Control"), "max-age=5") << request.target;
        EXPECT_EQ(
            std::count_if(response.fields.begin(), response.fields.end(), [](const Field& field) { return same_ignoring_case(field.name, "Cache-Control"); }),
            1);
    }
    EXPECT_EQ(refusal(400, site_).field("X-Test"), "1");
}

}  // namespace
}  // namespace flow::server
