// Promises: flows of a wanted size and shape, the same ones each time, as links and as a flow file's text.
// Must not know: what is measured.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flow::bench {

/// Which nodes (by number) each link leads from and to; always from a smaller to a larger number, two links into each node where there are two to choose from.
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// layered: rows of a hundred, each fed by the row before; wide: three rows; deep: a chain with short cuts; random: from anywhere before.
inline constexpr std::string_view kShapes[] = {"layered", "wide", "deep", "random"};
Pairs links_of(std::string_view shape, std::size_t nodes);

/// Node `number`'s source: a body of ten lines that no other node has.
std::string source_of(std::size_t number, std::string_view variant = "");
std::string flow_text(std::size_t nodes, const Pairs& links);

}  // namespace flow::bench
