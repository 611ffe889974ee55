// Promises: of each node what its latest call printed and displayed, how far it is, how it ended; bounded, and what was lost is counted.
// Must not know: runs, values, kernels.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "runtime/base/limits.h"
#include "runtime/session/session.h"

namespace flow {

class OutputLog {
public:
    /// How much is kept of one call; the kernel keeps to the same bounds before it sends.
    struct Room {
        std::size_t bytes = limits::kOutputBytes;
        std::size_t displays = limits::kDisplaysPerNode;
    };

    /// A call starts: what the one before left is gone.
    void begin(NodeId node, std::string value_key, Room room);
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
        Room room;
    };
    std::unordered_map<NodeId, Entry> entries_;
};

}  // namespace flow
