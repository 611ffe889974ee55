// Promises: identities that cannot be mixed up and are never used twice within one graph's life.
// Must not know: names in files (those are `Node::name`).
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace flow {

/// A handle of one kind of thing. 0 is "none".
template <class Tag>
struct Id {
    std::uint32_t value = 0;

    explicit operator bool() const { return value != 0; }
    friend auto operator<=>(const Id&, const Id&) = default;
};

using NodeId = Id<struct NodeTag>;
using LinkId = Id<struct LinkTag>;
using RunId = Id<struct RunTag>;

}  // namespace flow

template <class Tag>
struct std::hash<flow::Id<Tag>> {
    std::size_t operator()(flow::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
