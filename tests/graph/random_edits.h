// Promises: random flows and random edits, right and wrong ones, for tests that must hold for all of them.
// Must not know: any test.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "runtime/graph/edit.h"

namespace flow::tests {

class RandomEdits {
public:
    explicit RandomEdits(unsigned seed) : random_(seed) {}

    /// A library with a few shipped types.
    static NodeLibrary library();

    /// What one action could be: often allowed, sometimes not.
    std::vector<Edit> step(const Graph& graph, const NodeLibrary& library);
    /// JSON of any kind.
    JsonText json(int depth = 0);
    /// Text of any script, with what JSON must escape.
    std::string text();

    std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_()) % count; }
    template <class Item>
    const Item& one_of(const std::vector<Item>& items) {
        return items[below(items.size())];
    }

private:
    NodeId node(const Graph& graph);
    std::string source();
    NodeLimits limits();
    Node new_node();
    NodeLook look();
    UnknownFields unknown();
    std::vector<Edit> link(const Graph& graph);
    std::vector<Edit> property(const Graph& graph);
    std::vector<Edit> canvas(const Graph& graph);
    Area area(const Graph& graph, Area::Kind kind, const std::string& name);

    std::mt19937 random_;
};

}  // namespace flow::tests
