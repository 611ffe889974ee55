#include "runtime/session/titles.h"

namespace flow {

std::string title_of(const Graph& graph, const NodeLibrary& library, const Catalogue& catalogue, NodeId node) {
    const Node& known = graph.node(node);
    if (!known.title.empty()) return known.title;
    const NodeType* type = known.type == kPythonType ? nullptr : library.find(known.type);
    if (type != nullptr) return type->title(catalogue.language());
    return known.function.empty() ? known.name : known.function;
}

void TitleCounts::refresh(const Graph& graph, const NodeLibrary& library, const Catalogue& catalogue) {
    const bool is_known = library_ == &library && language_ == catalogue.language() && meaning_ == graph.meaning_revision() && looks_ == graph.looks_revision();
    if (is_known) return;
    counts_.clear();
    for (const NodeId node : graph.nodes()) ++counts_[title_of(graph, library, catalogue, node)];
    library_ = &library;
    language_ = catalogue.language();
    meaning_ = graph.meaning_revision();
    looks_ = graph.looks_revision();
}

void TitleCounts::put_titles(Sentence& sentence, const Graph& graph, const NodeLibrary& library, const Catalogue& catalogue) {
    for (auto& [name, value] : sentence.args) {
        if (name != "node" && name != "upstream") continue;
        const NodeId node = graph.by_name(value);
        if (!node) continue;
        refresh(graph, library, catalogue);
        std::string title = title_of(graph, library, catalogue, node);
        if (counts_[title] > 1) title += " (" + value + ")";
        value = std::move(title);
    }
}

}  // namespace flow
