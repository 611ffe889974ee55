// Promises: of each node the latest result and, if it came later, the latest failure or stop, with the recipe of each; knows which values the kernel has and which are saved.
// Must not know: graphs, states, reasons, kernels. Who no longer needs a value is told to drop it by the list that the calls below return.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/base/id_map.h"
#include "runtime/run/node_runner.h"
#include "runtime/run/preview.h"
#include "runtime/run/recipe.h"

namespace flow {

/// Why the values of a result would not survive the kernel.
struct Unsaved {
    UnsavedReason reason = UnsavedReason::unpicklable;
    std::string detail;
    friend bool operator==(const Unsaved&, const Unsaved&) = default;
};

/// Stands in place of a value key for a result that came with the flow: there is something to look at, by the page's name for it, and no value.
inline constexpr std::string_view kAuthorPrefix = "author:";
inline bool is_authors(std::string_view value_key) { return value_key.starts_with(kAuthorPrefix); }  // keys of calls begin with a Python identifier and "@"

/// The latest successful call; before there was one here, the author's.
struct NodeResult {
    Recipe recipe;
    std::vector<FileUse> files;
    Fingerprint fingerprint;  ///< of the recipe's key and the files
    std::string value_key;
    std::vector<OutputSummary> outputs;
    double elapsed_ms = 0;
    bool is_in_kernel = true;  ///< in which ones: runtime/run/value_places.h
    bool is_bound = false;     ///< they could not be handed to another kernel
    std::optional<SavedValue> saved;
    std::optional<Unsaved> unsaved;  ///< absent while they are saved, or nobody has said yet

    /// False once the values are neither in the kernel nor saved: then the node has to run again.
    bool has_values() const { return is_in_kernel || saved; }
    bool is_authors() const { return flow::is_authors(value_key); }
};

/// A call after that one that gave no result.
struct BrokenCall {
    bool was_stopped = false;  ///< failed otherwise
    Recipe recipe;
    std::vector<FileUse> files;
    Fingerprint fingerprint;
    double elapsed_ms = 0;
};

struct NodeRecord {
    std::optional<NodeResult> result;
    std::optional<BrokenCall> broken;

    /// The recipe of the latest call; null if there was none.
    const Recipe* latest() const { return broken ? &broken->recipe : result ? &result->recipe : nullptr; }
};

class Results {
public:
    /// Null if the node never ended a call.
    const NodeRecord* find(NodeId node) const;

    /// Returns the key of the values that it replaces, "" if there were none.
    std::string record(NodeId node, NodeResult result);
    void record(NodeId node, BrokenCall call);

    /// The node is gone (undo may bring it back): nobody needs its values now. Returns their key, "" without any.
    std::string evict(NodeId node);
    /// The same, but what is saved stays for undo. Returns the key of the values that the kernel has and needs no more; "" if it has none, or they are not saved.
    std::string unload(NodeId node);

    /// The node whose latest result these values are; none if nobody needs them any more.
    NodeId node_of(const std::string& value_key) const;
    /// The result with these values; null if nobody needs them any more.
    const NodeResult* with_values(const std::string& value_key) const;
    // --- what became of the values of one call; nothing happens if nobody needs them any more
    void saved(const SavedValue& value);
    void unsaved(const std::string& value_key, Unsaved unsaved);
    void restored(const std::string& value_key);
    /// No other kernel could take them.
    void bound(const std::string& value_key);
    /// A kernel ended with everything that was only in it; what is saved stays.
    void kernel_lost(const std::function<bool(const std::string& value_key)>& was_only_there);

    /// Takes the record as another node's: the same node in a flow that was opened anew. Replaces what that one had.
    void move(NodeId from, NodeId to);
    void forget(NodeId node);
    std::vector<NodeId> nodes() const { return records_.ids(); }

private:
    NodeResult* result_with(const std::string& value_key);

    IdMap<NodeId, NodeRecord> records_;
    std::unordered_map<std::string, NodeId> makers_;  ///< by the key of the values, as long as there are any
};

}  // namespace flow
