// Promises: how often a random test repeats: a short count by default, a long one with PYFLOWS_LONG=1 (npm run test:long).
// Must not know: any test.
#pragma once

#include <cstdlib>
#include <string_view>

namespace flow::tests {

inline bool is_long_run() {
    const char* asked = std::getenv("PYFLOWS_LONG");
    return asked != nullptr && std::string_view(asked) == "1";
}

inline unsigned rounds(unsigned ordinary, unsigned of_long_run) { return is_long_run() ? of_long_run : ordinary; }

}  // namespace flow::tests
