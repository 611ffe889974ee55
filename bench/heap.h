// Promises: how many bytes this program holds from the heap now, as the allocator counts them (with what it adds to each block).
// Must not know: who holds them.
#pragma once

#include <cstddef>

namespace flow::bench {

std::size_t heap_bytes();

}  // namespace flow::bench
