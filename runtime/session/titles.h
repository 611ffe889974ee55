// Promises: what a person calls a node, and sentences that speak so of nodes which the run names by their ids.
// Must not know: sessions, drawing.
#pragma once

#include <string>
#include <unordered_map>

#include "runtime/base/catalogue.h"
#include "runtime/graph/graph.h"

namespace flow {

/// The title that a node is shown with: its own, else its type's in the catalogue's language, else its function's name.
std::string title_of(const Graph& graph, const NodeLibrary& library, const Catalogue& catalogue, NodeId node);

/// How many nodes have each title; made anew when the flow changed.
class TitleCounts {
public:
    /// Replaces the ids in the sentence's arguments that name nodes. Where several nodes have the title, the id stays beside it.
    void put_titles(Sentence& sentence, const Graph& graph, const NodeLibrary& library, const Catalogue& catalogue);

private:
    void refresh(const Graph& graph, const NodeLibrary& library, const Catalogue& catalogue);

    std::unordered_map<std::string, std::size_t> counts_;
    std::uint64_t meaning_ = 0;
    std::uint64_t looks_ = 0;
    const NodeLibrary* library_ = nullptr;
    std::string language_;
};

}  // namespace flow
