// Promises: the kinds of node that a flow may name: shipped functions with their source, and "python", whose source is the node's own.
// Must not know: where sources come from (the page hands them in), how they run.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/signature.h"

namespace flow {

inline constexpr std::string_view kPythonType = "python";

struct NodeType {
    std::string name;  ///< "core.read_csv"
    std::string category;
    std::map<std::string, std::string> titles;    ///< by language
    std::map<std::string, std::string> keywords;  ///< by language, for search
    std::map<std::string, std::string> help;      ///< by language; the docstring otherwise
    std::string source;
    bool is_trusted = false;  ///< ours: known not to change its inputs, so the kernel need not copy them
    std::shared_ptr<const Signature> signature;

    /// The title in `language`, English without one, the type's name without that.
    const std::string& title(std::string_view language) const;
};

class NodeLibrary {
public:
    /// Reads the type's signature; refuses a source that is no node and a name that is taken. The type named "python" gives titles and the template of a new own node.
    Result<void> add(NodeType type);
    const NodeType* find(std::string_view name) const;
    /// In the order in which they were added.
    const std::vector<std::shared_ptr<const NodeType>>& all() const { return types_; }

private:
    std::vector<std::shared_ptr<const NodeType>> types_;
    std::map<std::string, std::shared_ptr<const NodeType>, std::less<>> by_name_;
};

}  // namespace flow
