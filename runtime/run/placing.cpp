#include "runtime/run/placing.h"

#include <algorithm>

namespace flow {

namespace {

/// A move costs a message even where the value is a number.
constexpr std::size_t kBytesOfAMove = 4'096;

bool is_bound_home(std::span<const NeededValue> needed, bool is_home_bound) {
    return is_home_bound || std::any_of(needed.begin(), needed.end(), [](const NeededValue& value) { return value.is_bound; });
}

std::size_t bytes_to_move(std::span<const NeededValue> needed, KernelNumber kernel) {
    std::size_t bytes = 0;
    for (const NeededValue& value : needed) {
        if (!value.kernels.has(kernel)) bytes += value.bytes + kBytesOfAMove;
    }
    return bytes;
}

std::optional<Move> move_of(const NeededValue& value, std::span<const KernelNow> kernels) {
    for (KernelNumber from = 0; from < kernels.size(); ++from) {
        if (value.kernels.has(from) && kernels[from].is_silent) return Move{value.key, from, {}};
    }
    if (value.saved) return Move{value.key, std::nullopt, *value.saved};
    return std::nullopt;
}

std::optional<Place> place_in(KernelNumber kernel, std::span<const NeededValue> needed, std::span<const KernelNow> kernels) {
    if (!kernels[kernel].is_free) return std::nullopt;
    Place place{kernel, {}};
    for (const NeededValue& value : needed) {
        if (value.kernels.has(kernel)) continue;
        std::optional<Move> move = move_of(value, kernels);
        if (!move) return std::nullopt;
        place.moves.push_back(*std::move(move));
    }
    return place;
}

}  // namespace

KernelNumber preferred_kernel(std::span<const NeededValue> needed, std::size_t kernels, bool is_home_bound) {
    KernelNumber best = kHome;
    if (is_bound_home(needed, is_home_bound)) return best;
    for (KernelNumber kernel = 1; kernel < kernels; ++kernel) {
        if (bytes_to_move(needed, kernel) < bytes_to_move(needed, best)) best = kernel;
    }
    return best;
}

std::optional<Place> choose_place(std::span<const NeededValue> needed, std::span<const KernelNow> kernels, bool is_home_bound, bool is_worth_it) {
    const KernelNumber preferred = preferred_kernel(needed, kernels.size(), is_home_bound);
    std::optional<Place> chosen = place_in(preferred, needed, kernels);
    if (chosen || !is_worth_it || is_bound_home(needed, is_home_bound)) return chosen;
    for (KernelNumber kernel = 0; kernel < kernels.size(); ++kernel) {
        std::optional<Place> other = place_in(kernel, needed, kernels);
        if (other && (!chosen || bytes_to_move(needed, kernel) < bytes_to_move(needed, chosen->kernel))) chosen = std::move(other);
    }
    return chosen;
}

}  // namespace flow
