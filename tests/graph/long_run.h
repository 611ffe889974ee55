// Promises: how often a random test repeats: a short count by default, a long one with PYFLOWS_TEST_LONG=1 (npm run test:long), and exactly PYFLOWS_TEST_ROUNDS where somebody asks
// for a number (`PYFLOWS_TEST_ROUNDS=20000 build/native/tests/session/session_tests --gtest_filter='Truth.*:Pool.*'`).
// Must not know: any test.
#pragma once

#include <cstdlib>
#include <string_view>

namespace flow::tests {

inline bool is_long_run() {
    const char* asked = std::getenv("PYFLOWS_TEST_LONG");
    return asked != nullptr && std::string_view(asked) == "1";
}

inline unsigned rounds(unsigned ordinary, unsigned of_long_run) {
    if (const char* asked = std::getenv("PYFLOWS_TEST_ROUNDS")) return static_cast<unsigned>(std::strtoul(asked, nullptr, 10));
    return is_long_run() ? of_long_run : ordinary;
}

}  // namespace flow::tests
