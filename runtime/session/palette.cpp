// The search palette: which node types a person may mean, those that fit a dragged wire first.
#include <algorithm>
#include <map>
#include <utility>

#include "runtime/graph/rules.h"
#include "runtime/session/port_choice.h"
#include "runtime/session/search.h"
#include "runtime/session/view_model.h"

namespace flow::view_model {

namespace {

// How much a find counts, by where it is made.
constexpr double kTitleWeight = 1.0;
constexpr double kNameWeight = 0.9;
constexpr double kKeywordWeight = 0.75;
constexpr double kCategoryWeight = 0.5;
// How much a port that suits perfectly counts beside the search.
constexpr double kFitWeight = 0.5;

std::vector<Search::Field> fields_of(const NodeType& type) {
    std::vector<Search::Field> fields;
    for (const auto& [language, title] : type.titles) fields.push_back({folded(title), kTitleWeight});
    fields.push_back({folded(type.name), kNameWeight});
    const std::size_t dot = type.name.rfind('.');
    if (dot != std::string::npos) fields.push_back({folded(type.name.substr(dot + 1)), kNameWeight});
    for (const auto& [language, keywords] : type.keywords) fields.push_back({folded(keywords), kKeywordWeight});
    fields.push_back({folded(type.category), kCategoryWeight});
    return fields;
}

std::string help_of(const NodeType& type, const std::string& language) {
    for (const std::string& wanted : {language, std::string("en")}) {
        const auto found = type.help.find(wanted);
        if (found != type.help.end()) return found->second;
    }
    return type.signature == nullptr ? std::string() : type.signature->doc;
}

/// The hint of what the wire carries, and of what the other end wants.
struct Dragged {
    std::string_view gives;
    std::string_view takes;
};

Dragged hints_of(const Graph& graph, const std::optional<PortRef>& from, const std::optional<PortRef>& to) {
    Dragged dragged;
    if (from) {
        if (const Node* node = graph.find(from->node)) dragged.gives = node->signature->output_annotation(from->port);
    }
    if (to) {
        const Node* node = graph.find(to->node);
        const Port* port = node == nullptr ? nullptr : node->signature->input(to->port);
        const Setting* setting = node == nullptr || port != nullptr ? nullptr : node->signature->setting(to->port);
        dragged.takes = port != nullptr ? port->annotation : setting != nullptr ? setting->annotation : std::string_view();
    }
    return dragged;
}

}  // namespace

std::vector<PaletteEntry> palette(const Session& session, std::string_view query, const std::optional<PortRef>& from, const std::optional<PortRef>& to,
                                  std::size_t limit) {
    const Search search(query);
    const std::string& language = session.catalogue().language();
    const Dragged dragged = hints_of(session.graph(), from, to);
    std::map<std::string, std::size_t> category_order;
    std::vector<std::pair<std::size_t, PaletteEntry>> found;
    for (const auto& type : session.library().all()) {
        const std::size_t category = category_order.emplace(type->category, category_order.size()).first->second;
        PaletteEntry entry{type->name, type->title(language), type->category, help_of(*type, language), std::nullopt, std::nullopt, 0};
        const Signature& signature = *type->signature;
        double suits = 0;
        if (from) {
            const Port* input = best_input(signature, dragged.gives);
            if (input == nullptr) continue;
            entry.input = input->name;
            suits += fit(dragged.gives, input->annotation);
        }
        if (to) {
            if (signature.outputs.empty()) continue;
            entry.output = signature.outputs.front();
            suits += fit(signature.output_annotation(*entry.output), dragged.takes);
        }
        const double relevance = search.score(fields_of(*type));
        if (relevance <= 0) continue;
        entry.score = relevance + kFitWeight * suits;
        found.emplace_back(category, std::move(entry));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.second.score != b.second.score ? a.second.score > b.second.score : a.first < b.first; });
    std::vector<PaletteEntry> entries;
    for (auto& [category, entry] : found) {
        if (entries.size() == limit) break;
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace flow::view_model
