// Promises: which of several kernels a step goes to, and what has to be moved for it: where most of its input lies, unless that kernel is busy and the step is worth moving its values.
// Must not know: plans, results, messages; how long anything takes (the caller says what is worth it).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/run/kernel_set.h"
#include "runtime/run/node_runner.h"

namespace flow {

/// The values of one earlier call that a step takes.
struct NeededValue {
    std::string key;
    std::size_t bytes = 0;
    KernelSet kernels;                ///< who has them
    std::optional<SavedValue> saved;  ///< they are also outside of all kernels
    bool is_bound = false;            ///< they cannot leave the home kernel
};

struct KernelNow {
    bool is_free = false;    ///< it can be given a call
    bool is_silent = false;  ///< it does nothing: what it is asked for it does at once
};

/// How the values of a call come to where they are needed: from another kernel, or from where they are saved.
struct Move {
    std::string key;
    std::optional<KernelNumber> from;
    SavedValue saved;
};

struct Place {
    KernelNumber kernel = kHome;
    std::vector<Move> moves;
};

/// The kernel where the least would have to be moved to.
KernelNumber preferred_kernel(std::span<const NeededValue> needed, std::size_t kernels, bool is_home_bound);

/// Nothing while the step has to wait. `is_worth_it`: to another kernel than the preferred one rather than wait for that.
std::optional<Place> choose_place(std::span<const NeededValue> needed, std::span<const KernelNow> kernels, bool is_home_bound, bool is_worth_it);

}  // namespace flow
