#include "runtime/run/results.h"

#include <utility>

#include "runtime/base/check.h"

namespace flow {

const NodeRecord* Results::find(NodeId node) const { return records_.find(node); }

std::string Results::record(NodeId node, NodeResult result) {
    FLOW_CHECK(result.recipe.meaning != nullptr, "a result is recorded with its recipe");
    std::string replaced = evict(node);
    if (result.has_values()) makers_[result.value_key] = node;
    records_[node] = NodeRecord{std::move(result), std::nullopt};
    return replaced;
}

void Results::record(NodeId node, BrokenCall call) {
    FLOW_CHECK(call.recipe.meaning != nullptr, "a failure is recorded with its recipe");
    records_[node].broken = std::move(call);
}

std::string Results::evict(NodeId node) {
    NodeRecord* found = records_.edit(node);
    if (found == nullptr || !found->result || !found->result->has_values()) return {};
    NodeResult& result = *found->result;
    result.is_in_kernel = false;
    result.saved.reset();
    result.unsaved.reset();
    makers_.erase(result.value_key);
    return result.value_key;
}

std::string Results::unload(NodeId node) {
    NodeRecord* found = records_.edit(node);
    if (found == nullptr || !found->result) return {};
    NodeResult& result = *found->result;
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
    return found == makers_.end() ? nullptr : &*records_.find(found->second)->result;
}

NodeResult* Results::result_with(const std::string& value_key) {
    const auto found = makers_.find(value_key);
    return found == makers_.end() ? nullptr : &*records_.edit(found->second)->result;
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

void Results::bound(const std::string& value_key) {
    if (NodeResult* result = result_with(value_key)) result->is_bound = true;
}

void Results::kernel_lost(const std::function<bool(const std::string& value_key)>& was_only_there) {
    for (const NodeId node : records_.ids()) {
        const NodeRecord* known = records_.find(node);
        if (!known->result || !known->result->is_in_kernel || !was_only_there(known->result->value_key)) continue;
        NodeRecord& record = *records_.edit(node);
        record.result->is_in_kernel = false;
        if (!record.result->saved) makers_.erase(record.result->value_key);
    }
}

void Results::move(NodeId from, NodeId to) {
    NodeRecord* found = records_.edit(from);
    FLOW_CHECK(found != nullptr, "a record that is moved exists");
    NodeRecord moved = std::move(*found);
    records_.erase(from);
    forget(to);
    const NodeRecord& record = *records_.emplace(to, std::move(moved)).first;
    if (record.result && record.result->has_values()) makers_[record.result->value_key] = to;
}

void Results::forget(NodeId node) {
    evict(node);
    records_.erase(node);
}

}  // namespace flow
