#include "runtime/graph/history.h"

#include <algorithm>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/base/limits.h"

namespace flow {
namespace {

/// Roughly what an edit keeps in memory.
struct Weigh {
    static constexpr std::size_t kNodeBytes = 600;  // of a node in a graph, with its places in maps and order, without its source
    static constexpr std::size_t kLinkBytes = 300;

    std::size_t operator()(const edit::AddNode& kept) const {
        std::size_t bytes = kNodeBytes + kept.node.source.size();
        for (const Param& param : kept.node.params) bytes += param.name.size() + param.value.size();
        return bytes;
    }
    std::size_t operator()(const edit::SetSource& kept) const { return sizeof(Edit) + kept.source.size(); }
    std::size_t operator()(const edit::SetParam& kept) const { return sizeof(Edit) + kept.name.size() + (kept.value ? kept.value->size() : 0); }
    std::size_t operator()(const edit::SetFiles& kept) const {
        std::size_t bytes = sizeof(Edit);
        for (const FlowFile& file : kept.files) bytes += sizeof(FlowFile) + file.name.size() + file.data.size();
        return bytes;
    }
    std::size_t operator()(const edit::ReplaceAll& kept) const {
        std::size_t bytes = sizeof(Graph) + kept.graph->nodes().size() * kNodeBytes + kept.graph->links().size() * kLinkBytes;
        for (const NodeId node : kept.graph->nodes()) bytes += kept.graph->node(node).source.size();
        for (const FlowFile& file : kept.graph->files()) bytes += file.data.size();
        return bytes;
    }
    std::size_t operator()(const edit::PutArea& kept) const { return sizeof(Edit) + (kept.area ? kept.area->text.size() : 0); }
    std::size_t operator()(const edit::SetBends& kept) const { return sizeof(Edit) + kept.bends.size() * sizeof(Bend); }
    template <class Other>
    std::size_t operator()(const Other&) const {
        return sizeof(Edit);
    }
};

std::size_t bytes_of(const std::vector<Edit>& edits) {
    std::size_t bytes = 0;
    for (const Edit& edit : edits) bytes += std::visit(Weigh{}, edit);
    return bytes;
}

/// Whether two edits set the same property of the same thing, so that taking back the older one alone is enough.
struct SetsTheSame {
    bool operator()(const edit::SetTitle& a, const edit::SetTitle& b) const { return a.node == b.node; }
    bool operator()(const edit::SetSource& a, const edit::SetSource& b) const { return a.node == b.node; }
    bool operator()(const edit::SetParam& a, const edit::SetParam& b) const { return a.node == b.node && a.name == b.name; }
    bool operator()(const edit::SetMode& a, const edit::SetMode& b) const { return a.node == b.node; }
    bool operator()(const edit::SetLimits& a, const edit::SetLimits& b) const { return a.node == b.node; }
    bool operator()(const edit::SetLook& a, const edit::SetLook& b) const { return a.node == b.node; }
    bool operator()(const edit::SetBends& a, const edit::SetBends& b) const { return a.link == b.link; }
    bool operator()(const edit::PutArea& a, const edit::PutArea& b) const { return a.name == b.name && a.area != nullptr && b.area != nullptr; }
    bool operator()(const edit::SetFlowTitle&, const edit::SetFlowTitle&) const { return true; }
    bool operator()(const edit::SetPackages&, const edit::SetPackages&) const { return true; }
    bool operator()(const edit::SetFiles&, const edit::SetFiles&) const { return true; }
    template <class A, class B>
    bool operator()(const A&, const B&) const {
        return false;
    }
};

bool set_the_same(const std::vector<Edit>& newer, const std::vector<Edit>& older) {
    return newer.size() == older.size() &&
           std::equal(newer.begin(), newer.end(), older.begin(), [](const Edit& a, const Edit& b) { return std::visit(SetsTheSame{}, a, b); });
}

/// Applies all of them and gives back what takes them back, in order; nothing is changed if one is refused.
Result<std::vector<Edit>> apply_all(Graph& graph, const NodeLibrary& library, std::span<const Edit> edits) {
    std::vector<Edit> inverse;
    inverse.reserve(edits.size());
    for (const Edit& edit : edits) {
        Result<Edit> one = apply(graph, library, edit);
        if (one) {
            inverse.push_back(*std::move(one));
            continue;
        }
        for (auto back = inverse.rbegin(); back != inverse.rend(); ++back) {
            const Result<Edit> undone = apply(graph, library, *back);
            FLOW_CHECK(undone.has_value(), "what was just done can be taken back");
        }
        return tl::unexpected(std::move(one.error()));
    }
    std::reverse(inverse.begin(), inverse.end());
    return inverse;
}

}  // namespace

bool History::merges_with_last(const std::string& merge_key, double now_ms) const {
    if (!is_burst_open_ || merge_key.empty() || done_.empty()) return false;
    const Step& last = done_.back();
    return last.merge_key == merge_key && now_ms - last.at_ms <= kMergeMs;
}

Result<void> History::perform(Graph& graph, const NodeLibrary& library, std::span<const Edit> edits, Sentence label, std::string merge_key, double now_ms) {
    if (edits.empty()) return {};
    Result<std::vector<Edit>> inverse = apply_all(graph, library, edits);
    if (!inverse) return tl::unexpected(inverse.error());
    undone_.clear();
    if (merges_with_last(merge_key, now_ms)) {
        Step& last = done_.back();
        edits_ -= last.edits.size();
        bytes_ -= last.bytes;
        if (!set_the_same(*inverse, last.edits))
            last.edits.insert(last.edits.begin(), std::make_move_iterator(inverse->begin()), std::make_move_iterator(inverse->end()));
        last.label = std::move(label);
        last.at_ms = now_ms;
    } else {
        done_.push_back({*std::move(inverse), std::move(label), std::move(merge_key), now_ms, 0, 0});
    }
    Step& step = done_.back();
    step.mark = ++last_mark_;
    step.bytes = bytes_of(step.edits);
    edits_ += step.edits.size();
    bytes_ += step.bytes;
    is_burst_open_ = true;
    forget_the_oldest();
    return {};
}

void History::forget_the_oldest() {
    while (done_.size() > 1 && (edits_ > limits::kHistoryEdits || bytes_ > limits::kHistoryBytes)) {
        const Step& oldest = done_.front();
        edits_ -= oldest.edits.size();
        bytes_ -= oldest.bytes;
        first_mark_ = oldest.mark;
        done_.pop_front();
    }
}

void History::forget() {
    first_mark_ = mark();
    done_.clear();
    undone_.clear();
    edits_ = 0;
    bytes_ = 0;
    is_burst_open_ = false;
}

bool History::undo(Graph& graph, const NodeLibrary& library) {
    if (done_.empty()) return false;
    Step step = std::move(done_.back());
    done_.pop_back();
    edits_ -= step.edits.size();
    bytes_ -= step.bytes;
    Result<std::vector<Edit>> forward = apply_all(graph, library, step.edits);
    FLOW_CHECK(forward.has_value(), "what was done can be taken back");
    step.edits = *std::move(forward);
    undone_.push_back(std::move(step));
    is_burst_open_ = false;
    return true;
}

bool History::redo(Graph& graph, const NodeLibrary& library) {
    if (undone_.empty()) return false;
    Step step = std::move(undone_.back());
    undone_.pop_back();
    Result<std::vector<Edit>> inverse = apply_all(graph, library, step.edits);
    FLOW_CHECK(inverse.has_value(), "what was taken back can be done again");
    step.edits = *std::move(inverse);
    step.bytes = bytes_of(step.edits);
    edits_ += step.edits.size();
    bytes_ += step.bytes;
    done_.push_back(std::move(step));
    is_burst_open_ = false;
    return true;
}

const Sentence* History::undo_label() const { return done_.empty() ? nullptr : &done_.back().label; }

const Sentence* History::redo_label() const { return undone_.empty() ? nullptr : &undone_.back().label; }

std::uint64_t History::mark() const { return done_.empty() ? first_mark_ : done_.back().mark; }

}  // namespace flow
