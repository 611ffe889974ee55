#include "runtime/session/output_log.h"

#include <algorithm>
#include <utility>

#include "runtime/base/limits.h"

namespace flow {

namespace {

std::int64_t lines_in(std::string_view text) { return std::count(text.begin(), text.end(), '\n'); }

void count_as_dropped(NodeOutput& output, std::string_view text) {
    output.dropped += static_cast<std::int64_t>(text.size());
    output.dropped_lines += lines_in(text);
}

}  // namespace

std::string_view whole_characters(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u; };
    while (bytes > 0 && continues(text[bytes])) --bytes;
    return text.substr(0, bytes);
}

void OutputLog::begin(NodeId node, std::string value_key, Room room) {
    forget(node);
    Entry& fresh = entries_[node];
    fresh.room = room;
    fresh.serial = ++last_serial_;
    fresh.output.text = ++last_text_;
    fresh.output.value_key = std::move(value_key);
}

void OutputLog::print(NodeId node, OutputStream stream, const std::string& text, Dropped dropped) {
    Entry& entry = entries_[node];
    NodeOutput& output = entry.output;
    const bool is_out = stream == OutputStream::out;
    std::string& kept = is_out ? output.out : output.err;
    std::optional<std::size_t>& gap = is_out ? output.out_gap : output.err_gap;
    output.dropped += dropped.bytes;
    output.dropped_lines += dropped.lines;
    if (dropped.bytes > 0 && !gap) gap = kept.size();
    const std::size_t used = output.out.size() + output.err.size();
    const std::string_view fits = whole_characters(text, used < entry.room.bytes ? entry.room.bytes - used : 0);
    kept.append(fits);
    if (fits.size() < text.size()) {
        count_as_dropped(output, std::string_view(text).substr(fits.size()));
        if (!gap) gap = kept.size();
    }
    if (fits.empty()) return;
    by_age_.emplace(entry.serial, node);
    bytes_ += fits.size();
    if (bytes_ > bytes_of_all_) let_go_of_the_oldest(node);
}

void OutputLog::let_go_of_the_oldest(NodeId except) {
    for (auto oldest = by_age_.begin(); bytes_ > bytes_of_all_ && oldest != by_age_.end();) {
        if (oldest->second == except) {
            ++oldest;
            continue;
        }
        NodeOutput& output = entries_[oldest->second].output;
        bytes_ -= output.out.size() + output.err.size();
        output.text = ++last_text_;
        for (auto [text, gap] : {std::pair(&output.out, &output.out_gap), std::pair(&output.err, &output.err_gap)}) {
            if (text->empty()) continue;
            count_as_dropped(output, *text);
            *gap = 0;
            *text = std::string();
        }
        oldest = by_age_.erase(oldest);
    }
}

void OutputLog::forget_age(const Entry& entry) {
    bytes_ -= entry.output.out.size() + entry.output.err.size();
    by_age_.erase(entry.serial);
}

void OutputLog::display(NodeId node, const std::string& port) {
    Entry& entry = entries_[node];
    if (entry.output.displays.size() < entry.room.displays) {
        entry.output.displays.push_back(port);
    } else {
        ++entry.output.dropped_displays;
    }
}

void OutputLog::drop_displays(NodeId node, std::int64_t count) { entries_[node].output.dropped_displays += std::max<std::int64_t>(count, 0); }

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

void OutputLog::take(NodeId node, NodeOutput output) {
    begin(node, output.value_key, {});
    Entry& entry = entries_[node];
    output.text = entry.output.text;
    entry.output = std::move(output);
    const std::size_t bytes = entry.output.out.size() + entry.output.err.size();
    if (bytes == 0) return;
    by_age_.emplace(entry.serial, node);
    bytes_ += bytes;
    if (bytes_ > bytes_of_all_) let_go_of_the_oldest(node);
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
    if (moved.empty()) return;
    forget(to);
    if (const auto age = by_age_.find(moved.mapped().serial); age != by_age_.end()) age->second = to;
    entries_[to] = std::move(moved.mapped());
}

void OutputLog::forget(NodeId node) {
    const auto found = entries_.find(node);
    if (found == entries_.end()) return;
    forget_age(found->second);
    entries_.erase(found);
}

}  // namespace flow
