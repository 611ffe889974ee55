// Promises: of each node what its latest call printed and displayed, how far it is, how it ended; bounded, and what was lost is counted.
// Must not know: runs, values, kernels.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "runtime/session/session.h"

namespace flow {

class OutputLog {
public:
    /// Bytes of text kept for each node; the kernel keeps to the same bound before it sends.
    void set_limit(std::size_t max_bytes) { max_bytes_ = max_bytes; }

    /// A call starts: what the one before left is gone.
    void begin(NodeId node, std::string value_key);
    void print(NodeId node, OutputStream stream, const std::string& text, std::int64_t dropped);
    void display(NodeId node, const std::string& port);
    void progress(NodeId node, double done, double total);
    void end(NodeId node, double elapsed_ms, std::optional<NodeError> error);

    const NodeOutput* find(NodeId node) const;
    std::optional<double> progress(NodeId node) const;

    void move(NodeId from, NodeId to);
    void forget(NodeId node);

private:
    struct Entry {
        NodeOutput output;
        std::optional<double> progress;
    };
    std::unordered_map<NodeId, Entry> entries_;
    std::size_t max_bytes_ = 2u << 20u;
};

}  // namespace flow
