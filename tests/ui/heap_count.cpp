#include "tests/ui/heap_count.h"

#include <cstdlib>
#include <new>

namespace {
std::size_t count = 0;
}  // namespace

void* operator new(std::size_t size) {
    ++count;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
// All forms, so that each delete frees what the same file's new took (a sort's temporary buffer comes from this one).
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++count;
    return std::malloc(size);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace flow::tests {

std::size_t heap_count() { return count; }

}  // namespace flow::tests
