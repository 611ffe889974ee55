// Promises: kernels by number, and sets of them. Number 0 is the home kernel, which is always there or about to be; the others are helpers, opened when a run is worth it.
// Must not know: what a kernel is doing, messages.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/base/limits.h"

namespace flow {

using KernelNumber = std::size_t;
inline constexpr KernelNumber kHome = 0;

class KernelSet {
public:
    KernelSet() = default;
    static KernelSet of(KernelNumber kernel) {
        KernelSet set;
        set.add(kernel);
        return set;
    }

    bool has(KernelNumber kernel) const { return (bits_ >> kernel & 1u) != 0; }
    bool is_empty() const { return bits_ == 0; }
    void add(KernelNumber kernel) { bits_ |= 1u << kernel; }
    void remove(KernelNumber kernel) { bits_ &= ~(1u << kernel); }
    /// The smallest number in it; the home kernel for an empty set.
    KernelNumber first() const {
        KernelNumber kernel = kHome;
        while (!is_empty() && !has(kernel)) ++kernel;
        return kernel;
    }

    friend bool operator==(KernelSet, KernelSet) = default;

private:
    static_assert(limits::kKernels <= 32);
    std::uint32_t bits_ = 0;
};

}  // namespace flow
