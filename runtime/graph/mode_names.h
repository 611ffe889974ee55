// Promises: the names of node modes in files and messages.
// Must not know: what they do.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/graph/graph.h"

namespace flow {

constexpr std::string_view name_of(NodeMode mode) {
    switch (mode) {
        case NodeMode::mute: return "mute";
        case NodeMode::bypass: return "bypass";
        case NodeMode::volatile_: return "volatile";
        case NodeMode::normal: break;
    }
    return "normal";
}

constexpr std::optional<NodeMode> mode_named(std::string_view name) {
    for (const NodeMode mode : {NodeMode::normal, NodeMode::mute, NodeMode::bypass, NodeMode::volatile_}) {
        if (name == name_of(mode)) return mode;
    }
    return std::nullopt;
}

}  // namespace flow
