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
    makers_[result.value_key] = node;
    records_[node] = NodeRecord{std::move(result), std::nullopt};
    return replaced;
}

void Results::record(NodeId node, BrokenCall call) {
    FLOW_CHECK(call.recipe.meaning != nullptr, "a failure is recorded with its recipe");
    records_[node].broken = std::move(call);
}

std::string Results::evict(NodeId node) {
    const auto found = records_.find(node);
    if (found == records_.end() || !found->second.result || !found->second.result->has_values()) return {};
    NodeResult& result = *found->second.result;
    result.is_in_kernel = false;
    result.saved.reset();
    result.unsaved.reset();
    makers_.erase(result.value_key);
    return result.value_key;
}

std::string Results::unload(NodeId node) {
    const auto found = records_.find(node);
    if (found == records_.end() || !found->second.result) return {};
    NodeResult& result = *found->second.result;
    if (!result.is_in_kernel || !result.saved) return {};
    result.is_in_kernel = false;
    return result.value_key;
}

NodeId Results::node_of(const std::string& value_key) const {
    const auto found = makers_.find(value_key);
    return found == makers_.end() ? NodeId{} : found->second;
}

const NodeResult* Results::with_values(const std::string& value_key) const {
    const auto found = makers_.find(value_key);
    return found == makers_.end() ? nullptr : &*records_.at(found->second).result;
}

NodeResult* Results::result_with(const std::string& value_key) {
    const auto found = makers_.find(value_key);
    return found == makers_.end() ? nullptr : &*records_.at(found->second).result;
}

void Results::saved(const SavedValue& value) {
    NodeResult* result = result_with(value.key);
    // What is saved once is not changed: a second message could only be a forgery of Python code in the kernel.
    if (result == nullptr || result->saved) return;
    result->saved = value;
    result->unsaved.reset();
}

void Results::unsaved(const std::string& value_key, Unsaved unsaved) {
    NodeResult* result = result_with(value_key);
    if (result == nullptr) return;
    result->saved.reset();
    result->unsaved = std::move(unsaved);
    if (!result->is_in_kernel) makers_.erase(value_key);
}

void Results::restored(const std::string& value_key) {
    if (NodeResult* result = result_with(value_key)) result->is_in_kernel = true;
}

void Results::kernel_lost() {
    for (auto& [node, record] : records_) {
        if (!record.result) continue;
        record.result->is_in_kernel = false;
        if (!record.result->saved) makers_.erase(record.result->value_key);
    }
}

void Results::move(NodeId from, NodeId to) {
    auto moved = records_.extract(from);
    FLOW_CHECK(!moved.empty(), "a record that is moved exists");
    forget(to);
    NodeRecord& record = records_[to] = std::move(moved.mapped());
    if (record.result && record.result->has_values()) makers_[record.result->value_key] = to;
}

void Results::forget(NodeId node) {
    evict(node);
    records_.erase(node);
}

std::vector<NodeId> Results::nodes() const {
    std::vector<NodeId> nodes;
    nodes.reserve(records_.size());
    for (const auto& [node, record] : records_) nodes.push_back(node);
    return nodes;
}

}  // namespace flow
