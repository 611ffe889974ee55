// Promises: of each node the latest result and, if it came later, the latest failure or stop, with the recipe of each; knows which values a kernel still keeps.
// Must not know: graphs, states, reasons, kernels. Who no longer needs a value is told to drop it by the list that the calls below return.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/run/preview.h"
#include "runtime/run/recipe.h"

namespace flow {

/// The latest successful call.
struct NodeResult {
    Recipe recipe;
    std::vector<FileUse> files;
    Fingerprint fingerprint;  ///< of the recipe's key and the files
    std::string value_key;
    bool has_values = false;  ///< false once no kernel keeps them any more
    std::vector<OutputSummary> outputs;
    double elapsed_ms = 0;
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
    /// A kernel ended with everything that it kept.
    void evict_all();

    /// Takes the record as another node's: the same node in a flow that was opened anew. Replaces what that one had.
    void move(NodeId from, NodeId to);
    void forget(NodeId node) { records_.erase(node); }
    std::vector<NodeId> nodes() const;

private:
    std::unordered_map<NodeId, NodeRecord> records_;
};

}  // namespace flow
