// Promises: what one call may take: what holds for every node, and what a node says of itself.
// Must not know: where the numbers come from, who keeps to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "runtime/base/limits.h"
#include "runtime/graph/graph.h"

namespace flow {

struct CallLimits {
    std::optional<std::int64_t> time_ms;  ///< absent: as long as it takes
    std::size_t output_bytes = limits::kOutputBytes;
    std::size_t displays = limits::kDisplaysPerNode;

    friend bool operator==(const CallLimits&, const CallLimits&) = default;
};

/// What holds for a call of `node`: what it says itself, else `general`. Unless nodes `may_raise` a limit, what a node says counts only where it is the stricter one.
CallLimits limits_of(const Node& node, const CallLimits& general, bool may_raise);

}  // namespace flow
