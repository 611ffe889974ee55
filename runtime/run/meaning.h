// Promises: what a node itself contributes to its results (name, type, source, effective settings), computed once per version of the node.
// Must not know: links, other nodes, results.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/graph.h"
#include "runtime/run/fingerprint.h"

namespace flow {

/// A node as it stands at one moment; keeps alive what it points to, so that it can serve as a plan's snapshot.
struct NodeMeaning {
    std::shared_ptr<const Node> node;      ///< never null
    std::shared_ptr<const NodeType> type;  ///< null for "python" and for a type that the library does not have
    Fingerprint source;                    ///< of the source that is run
    std::vector<Param> settings;           ///< those that differ from their default, coerced, sorted by name

    const std::string& source_text() const { return type ? type->source : node->source; }
    const Signature& signature() const { return *node->signature; }
    bool is_volatile() const { return node->mode == NodeMode::volatile_; }
    /// False for a type that the library does not have: there is nothing to call.
    bool can_be_called() const { return type != nullptr || node->type == kPythonType; }
    /// The value that the function gets for a setting without a link: JSON, or the default as written when JSON cannot say it; "" for an unknown setting.
    std::string effective(std::string_view setting) const;
};

using MeaningPtr = std::shared_ptr<const NodeMeaning>;

MeaningPtr read_meaning(std::shared_ptr<const Node> node, const std::shared_ptr<const NodeLibrary>& library);

}  // namespace flow
