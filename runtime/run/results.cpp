#include "runtime/run/results.h"

#include <utility>

#include "runtime/base/check.h"

namespace flow {

const NodeRecord* Results::find(NodeId node) const {
    const auto found = records_.find(node);
    return found == records_.end() ? nullptr : &found->second;
}

std::string Results::record(NodeId node, NodeResult result) {
    FLOW_CHECK(result.recipe.meaning != nullptr, "a result is recorded with its recipe");
    std::string replaced = evict(node);
    records_[node] = NodeRecord{std::move(result), std::nullopt};
    return replaced;
}

void Results::record(NodeId node, BrokenCall call) {
    FLOW_CHECK(call.recipe.meaning != nullptr, "a failure is recorded with its recipe");
    records_[node].broken = std::move(call);
}

std::string Results::evict(NodeId node) {
    const auto found = records_.find(node);
    if (found == records_.end() || !found->second.result || !found->second.result->has_values) return {};
    found->second.result->has_values = false;
    return found->second.result->value_key;
}

void Results::evict_all() {
    for (auto& [node, record] : records_) {
        if (record.result) record.result->has_values = false;
    }
}

void Results::move(NodeId from, NodeId to) {
    auto moved = records_.extract(from);
    FLOW_CHECK(!moved.empty(), "a record that is moved exists");
    records_[to] = std::move(moved.mapped());
}

std::vector<NodeId> Results::nodes() const {
    std::vector<NodeId> nodes;
    nodes.reserve(records_.size());
    for (const auto& [node, record] : records_) nodes.push_back(node);
    return nodes;
}

}  // namespace flow
