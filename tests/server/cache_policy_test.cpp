#include "server/cache_policy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/media_type.h"

namespace flow::server {
namespace {

TEST(CachePolicy, KnowsTheNamesThatABuildHashes) {
    for (const std::string path : {"app.0123abcd.js", "app.deadbeef.js", "app.12345678.css", "assets/app-K7Q2ZB4M.js", "app-ABCDEFGH.js", "app-K7Q2ZB4M.js.map",
                                   "pythonflows.4f3c2b1a09.wasm", "python_stdlib.0123abcd4567.zip", "chunk-22345677.js", "a.b.c.0123abcd.js", "x-0123abcd.js",
                                   "logo.0123abcd.svg", "lock.0123abcd.json", "app.e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.js"}) {
        EXPECT_TRUE(has_content_hash(path)) << path;
        EXPECT_EQ(cache_control_of(path), kImmutable) << path;
    }
}

TEST(CachePolicy, AsksAgainForEveryOtherName) {
    for (const std::string path : {"index.html",
                                   "app.js",
                                   "app.min.js",
                                   "app.0123abc.js",
                                   "app.0123ABCD.js",
                                   "0123abcd.js",
                                   ".0123abcd.js",
                                   "app-0123abcd",
                                   "app-k7q2zb4m.js",
                                   "app-ABCDEFG1.js",
                                   "app-ABCDEFGHI.js",
                                   "NOTES-JAPANESE.md",
                                   "sales.20240101.csv",
                                   "sales-20240101.csv",
                                   "data.deadbeef.json",
                                   "pyodide.asm.wasm",
                                   "numpy-1.19.5-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
                                   "sw.js",
                                   "sales.flow.json",
                                   "app.0123abcd.d/index.html",
                                   "app.0123abcd.",
                                   ""}) {
        EXPECT_FALSE(has_content_hash(path)) << path;
        EXPECT_EQ(cache_control_of(path), kRevalidated) << path;
    }
}

TEST(MediaType, GoesByTheEnding) {
    EXPECT_EQ(media_type_of("a/b.wasm"), "application/wasm");
    EXPECT_EQ(media_type_of("index.html"), "text/html; charset=utf-8");
    EXPECT_EQ(media_type_of("INDEX.HTML"), "text/html; charset=utf-8");
    EXPECT_EQ(media_type_of("pyodide.mjs"), "text/javascript; charset=utf-8");
    EXPECT_EQ(media_type_of("sales.flow.json"), "application/json");
    EXPECT_EQ(media_type_of("app.webmanifest"), "application/manifest+json");
    EXPECT_EQ(media_type_of("sales.csv"), "text/csv");
    EXPECT_EQ(media_type_of("chart.svg"), "image/svg+xml");
    EXPECT_EQ(media_type_of("app.js.br"), "application/octet-stream");
    EXPECT_EQ(media_type_of("README"), "application/octet-stream");
    EXPECT_EQ(media_type_of("a.js/b"), "application/octet-stream");
    EXPECT_EQ(media_type_of(""), "application/octet-stream");
}

}  // namespace
}  // namespace flow::server
