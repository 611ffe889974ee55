#include "server/resolve_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/limits.h"

namespace flow::server {
namespace {

struct Accepted {
    std::string target;
    SitePath path;
};

TEST(ResolvePath, ServesOrdinaryAddresses) {
    const std::vector<Accepted> cases{
        {"/", {"", true, ""}},
        {"/index.html", {"index.html", false, ""}},
        {"/assets/app-K7Q2ZB4M.js", {"assets/app-K7Q2ZB4M.js", false, ""}},
        {"/docs/", {"docs", true, ""}},
        {"/docs", {"docs", false, ""}},
        {"/a/b/c/", {"a/b/c", true, ""}},
        {"/?src=https://example.com/x.json&mode=view", {"", true, "?src=https://example.com/x.json&mode=view"}},
        {"/index.html?a=../..", {"index.html", false, "?a=../.."}},
        {"/a?b?c", {"a", false, "?b?c"}},
        {"/a%20b.csv", {"a b.csv", false, ""}},
        {"/%E5%A3%B2%E4%B8%8A.csv", {"\xe5\xa3\xb2\xe4\xb8\x8a.csv", false, ""}},
        {"/%F0%9F%90%8D.py", {"\xf0\x9f\x90\x8d.py", false, ""}},
        {"/%41pp.js", {"App.js", false, ""}},
        {"/100%25.txt", {"100%.txt", false, ""}},
        // Escapes are undone once: what is left is a name with a percent sign.
        {"/%252e%252e/x", {"%2e%2e/x", false, ""}},
        {"/a..b", {"a..b", false, ""}},
        {"/a+b&c=d;e,f", {"a+b&c=d;e,f", false, ""}},
        {"/numpy-1.19.5-cp314.whl", {"numpy-1.19.5-cp314.whl", false, ""}},
        {"http://127.0.0.1:8000/x.js", {"x.js", false, ""}},
        {"HTTPS://example.com/a?b", {"a", false, "?b"}},
        {"http://example.com", {"", true, ""}},
    };
    for (const Accepted& one : cases) {
        const auto path = resolve_path(one.target);
        ASSERT_TRUE(path) << one.target;
        EXPECT_EQ(*path, one.path) << one.target << " gave " << path->path;
    }
}

TEST(ResolvePath, RefusesWhatIsNoAddress) {
    const std::vector<std::string> targets{
        "", "*", "index.html", "..", "?a", "/..", "/../etc/passwd", "/a/../../etc/passwd", "/a/..", "/./a", "/a/.", "/a/./b",
        // Dots and slashes in disguise.
        "/%2e%2e/etc/passwd", "/%2E%2e/", "/.%2e/etc/passwd", "/%2e/", "/a/%2e%2e", "/..%2fetc/passwd", "/a%2fb", "/a%2Fb", "/%2fetc/passwd",
        "/..%5c..%5cwindows", "/..\\..\\windows", "/a\\b", "/%5c%5chost%5cshare", "/a%5Cb",
        // Overlong, broken and impossible UTF-8.
        "/%c0%ae%c0%ae/etc/passwd", "/%c0%af", "/%e0%80%af", "/%f0%80%80%af", "/%ff", "/%e5%a3", "/%ed%a0%80", "/%f4%90%80%80", "/%80",
        // Control characters, plain and escaped.
        std::string("/a\0b", 4), "/a%00", "/a%00.html", "/%00", "/a%0d%0aSet-Cookie:%20a=b", "/a%0a", "/a%7f", "/a b", "/a\tb", "/a\x7f", "/\xe5\xa3\xb2",
        // Broken escapes.
        "/%", "/a%2", "/%zz", "/%u002e%u002e/", "/a%%20", "/%-1",
        // What is never sent, or would name somebody else.
        "/a#b", "http://", "http:///x", "http://user:secret@host/x", "ftp://host/x", "file:///etc/passwd", "javascript:alert(1)", "host:443", "http://host?x",
        "http:/x"};
    for (const std::string& target : targets) {
        const auto path = resolve_path(target);
        ASSERT_FALSE(path) << target << " gave " << path->path;
        EXPECT_EQ(path.error(), PathRefusal::kMalformed) << target;
    }
}

TEST(ResolvePath, KnowsWhereThisServerNeverHasAnything) {
    const std::vector<std::string> targets{
        "//",           "//evil.example", "//evil.example/", "///etc/passwd",    "/a//b", "/a//",    "/.env",
        "/.git/config", "/a/.htaccess",   "/%2eenv",         "/.well-known/x",   "/...",  "/..../x", "/a./b",
        "/secret.",     "/secret%20",     "/c:/windows",     "/file.txt::$DATA", "/C:",   "/a%3ab",  "/" + std::string(limits::kMaxNameBytes + 1, 'a')};
    for (const std::string& target : targets) {
        const auto path = resolve_path(target);
        ASSERT_FALSE(path) << target << " gave " << path->path;
        EXPECT_EQ(path.error(), PathRefusal::kNotServed) << target;
    }
}

TEST(ResolvePath, AMalformedPartMakesTheWholeAddressMalformed) {
    ASSERT_FALSE(resolve_path("/.git/../x"));
    EXPECT_EQ(resolve_path("/.git/../x").error(), PathRefusal::kMalformed);
}

TEST(ResolvePath, HasALimit) {
    std::string target = "/";
    while (target.size() < limits::kMaxTargetBytes) target += target.size() % 50 == 0 ? '/' : 'a';
    EXPECT_TRUE(resolve_path(target));
    ASSERT_FALSE(resolve_path(target + "a"));
    EXPECT_EQ(resolve_path(target + "a").error(), PathRefusal::kTooLong);
}

TEST(ResolvePath, WritesAFolderAsAnAddressOfThisSite) {
    EXPECT_EQ(folder_address(*resolve_path("/docs?a=1")), "/docs/?a=1");
    EXPECT_EQ(folder_address(*resolve_path("/%E5%A3%B2%20x/y%25")), "/%E5%A3%B2%20x/y%25/");
    EXPECT_EQ(folder_address(*resolve_path("http://elsewhere.example/docs")), "/docs/");
    EXPECT_EQ(folder_address(*resolve_path("/")), "/");
}

}  // namespace
}  // namespace flow::server
