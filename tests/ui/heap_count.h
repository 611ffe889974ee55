// Promises: how often this program's own code took memory from the heap (ImGui has allocators of its own).
// Must not know: who took it.
#pragma once

#include <cstddef>

namespace flow::tests {

std::size_t heap_count();

}  // namespace flow::tests
