#include "runtime/run/call_limits.h"

#include <algorithm>
#include <cmath>

namespace flow {

CallLimits limits_of(const Node& node, const CallLimits& general, bool may_raise) {
    CallLimits made = general;
    const NodeLimits& own = node.limits.or_empty();
    if (own.time_sec) {
        std::optional<std::int64_t> time_ms;
        if (*own.time_sec > 0) time_ms = std::max<std::int64_t>(1, std::llround(*own.time_sec * 1000));
        const bool is_stricter = time_ms && (!general.time_ms || *time_ms < *general.time_ms);
        if (may_raise || is_stricter) made.time_ms = time_ms;
    }
    const auto choose = [may_raise](std::optional<std::int64_t> wanted, std::size_t& limit) {
        if (wanted && (may_raise || static_cast<std::size_t>(*wanted) < limit)) limit = static_cast<std::size_t>(*wanted);
    };
    choose(own.output_bytes, made.output_bytes);
    choose(own.displays, made.displays);
    return made;
}

}  // namespace flow
