#include "runtime/graph/node_type.h"

#include <utility>

namespace flow {

const std::string& NodeType::title(std::string_view language) const {
    for (const std::string_view wanted : {language, std::string_view("en")}) {
        const auto found = titles.find(std::string(wanted));
        if (found != titles.end() && !found->second.empty()) return found->second;
    }
    return name;
}

Result<void> NodeLibrary::add(NodeType type) {
    if (type.name.empty() || by_name_.contains(type.name)) return refuse("graph.type_exists", {{"type", type.name}});
    auto signature = read_signature(type.source);
    if (!signature) {
        const SourceProblem& problem = signature.error();
        return refuse("graph.bad_type", {{"type", type.name}, {"line", std::to_string(problem.line)}, {"reason", problem.sentence.key}});
    }
    type.signature = std::make_shared<const Signature>(*std::move(signature));
    auto shared = std::make_shared<const NodeType>(std::move(type));
    by_name_.emplace(shared->name, shared);
    types_.push_back(std::move(shared));
    return {};
}

const NodeType* NodeLibrary::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second.get();
}

}  // namespace flow
