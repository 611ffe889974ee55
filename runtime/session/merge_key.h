// Promises: which steps of a burst are one: those of the same kind on the same nodes.
// Must not know: what a step does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/ids.h"
#include "runtime/run/fingerprint.h"

namespace flow {

inline std::string merge_key_of(std::string_view what, const std::vector<NodeId>& nodes, std::uint64_t burst) {
    FingerprintBuilder builder;
    for (const NodeId node : nodes) builder.number(node.value);
    const Fingerprint all = builder.finish();
    return std::string(what) + ":" + std::to_string(all.high) + ":" + std::to_string(all.low) + ":" + std::to_string(burst);
}

}  // namespace flow
