// Promises: of each node what its latest call printed and displayed, how far it is, how it ended; bounded, and what was lost is counted.
// Must not know: runs, values, kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/base/limits.h"
#include "runtime/session/session.h"

namespace flow {

/// The longest part of `text` within `bytes` that does not end inside a character.
std::string_view whole_characters(std::string_view text, std::size_t bytes);

class OutputLog {
public:
    /// How much is kept of one call; the kernel keeps to the same bounds before it sends.
    struct Room {
        std::size_t bytes = limits::kOutputBytes;
        std::size_t displays = limits::kDisplaysPerNode;
    };

    /// What a limit has left out of a text.
    struct Dropped {
        std::int64_t bytes = 0;
        std::int64_t lines = 0;
    };

    /// `bytes_of_all`: how much is kept of all calls together; of more, what was begun first is let go and counted as dropped.
    explicit OutputLog(std::size_t bytes_of_all = limits::kOutputBytesOfAll) : bytes_of_all_(bytes_of_all) {}

    /// A call starts: what the one before left is gone.
    void begin(NodeId node, std::string value_key, Room room);
    void print(NodeId node, OutputStream stream, const std::string& text, Dropped dropped);
    void display(NodeId node, const std::string& port);
    void drop_displays(NodeId node, std::int64_t count);
    void progress(NodeId node, double done, double total);
    void end(NodeId node, double elapsed_ms, std::optional<NodeError> error);

    /// What a call of an earlier visit left.
    void take(NodeId node, NodeOutput output);

    const NodeOutput* find(NodeId node) const;
    std::optional<double> progress(NodeId node) const;

    void move(NodeId from, NodeId to);
    void forget(NodeId node);

private:
    struct Entry {
        NodeOutput output;
        std::optional<double> progress;
        Room room;
        std::uint64_t serial = 0;
    };
    void let_go_of_the_oldest(NodeId except);
    void forget_age(const Entry& entry);

    std::unordered_map<NodeId, Entry> entries_;
    std::map<std::uint64_t, NodeId> by_age_;  ///< by serial; those that have printed something
    std::uint64_t last_serial_ = 0;
    std::uint64_t last_text_ = 0;
    std::size_t bytes_ = 0;  ///< of all texts together
    std::size_t bytes_of_all_;
};

}  // namespace flow
