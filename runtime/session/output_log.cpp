#include "runtime/session/output_log.h"

#include <algorithm>
#include <utility>

#include "runtime/base/limits.h"

namespace flow {

namespace {

/// The longest part of `text` within `bytes` that does not end inside a character.
std::string_view whole_characters(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u; };
    while (bytes > 0 && continues(text[bytes])) --bytes;
    return text.substr(0, bytes);
}

}  // namespace

void OutputLog::begin(NodeId node, std::string value_key, Room room) {
    Entry fresh;
    fresh.room = room;
    fresh.output.value_key = std::move(value_key);
    entries_[node] = std::move(fresh);
}

void OutputLog::print(NodeId node, OutputStream stream, const std::string& text, std::int64_t dropped) {
    Entry& entry = entries_[node];
    NodeOutput& output = entry.output;
    output.dropped += dropped;
    const std::size_t used = output.out.size() + output.err.size();
    const std::string_view kept = whole_characters(text, used < entry.room.bytes ? entry.room.bytes - used : 0);
    (stream == OutputStream::out ? output.out : output.err).append(kept);
    output.dropped += static_cast<std::int64_t>(text.size() - kept.size());
}

void OutputLog::display(NodeId node, const std::string& port) {
    Entry& entry = entries_[node];
    if (entry.output.displays.size() < entry.room.displays) {
        entry.output.displays.push_back(port);
    } else {
        ++entry.output.dropped_displays;
    }
}

void OutputLog::progress(NodeId node, double done, double total) {
    if (total > 0) entries_[node].progress = std::clamp(done / total, 0.0, 1.0);
}

void OutputLog::end(NodeId node, double elapsed_ms, std::optional<NodeError> error) {
    Entry& entry = entries_[node];
    entry.progress.reset();
    entry.output.elapsed_ms = elapsed_ms;
    if (error && error->traceback.size() > limits::kTracebackBytes) error->traceback = std::string(whole_characters(error->traceback, limits::kTracebackBytes));
    entry.output.error = std::move(error);
}

const NodeOutput* OutputLog::find(NodeId node) const {
    const auto found = entries_.find(node);
    return found == entries_.end() ? nullptr : &found->second.output;
}

std::optional<double> OutputLog::progress(NodeId node) const {
    const auto found = entries_.find(node);
    return found == entries_.end() ? std::nullopt : found->second.progress;
}

void OutputLog::move(NodeId from, NodeId to) {
    auto moved = entries_.extract(from);
    if (!moved.empty()) entries_[to] = std::move(moved.mapped());
}

void OutputLog::forget(NodeId node) { entries_.erase(node); }

}  // namespace flow
