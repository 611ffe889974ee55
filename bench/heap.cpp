#include "bench/heap.h"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

// What an allocator keeps beside each block.
constexpr std::size_t kHeader = sizeof(void*);
std::size_t held = 0;

void* take(std::size_t size) {
    void* memory = std::malloc(size);
    if (memory == nullptr) std::abort();
    held += malloc_usable_size(memory) + kHeader;
    return memory;
}
void give_back(void* memory) {
    if (memory == nullptr) return;
    held -= malloc_usable_size(memory) + kHeader;
    std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }

namespace flow::bench {

std::size_t heap_bytes() { return held; }

}  // namespace flow::bench
