// Promises: undo and redo of steps (a step is what a person did: one or several edits), all or nothing; bursts of the same step merge.
// Must not know: clocks (times are given), what a step is for.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "runtime/graph/edit.h"

namespace flow {

class History {
public:
    /// Applies all edits or none. `merge_key` "" never merges; the same key as the step before, within `kMergeMs`, makes both one step.
    Result<void> perform(Graph& graph, const NodeLibrary& library, std::span<const Edit> edits, Sentence label, std::string merge_key, double now_ms);
    /// False when there is nothing to take back.
    bool undo(Graph& graph, const NodeLibrary& library);
    bool redo(Graph& graph, const NodeLibrary& library);

    /// Takes nothing back any more.
    void forget();

    bool can_undo() const { return !done_.empty(); }
    bool can_redo() const { return !undone_.empty(); }
    /// The edits that the next undo (redo) makes, in this order; none when there is nothing to do.
    std::span<const Edit> next_undo() const { return done_.empty() ? std::span<const Edit>() : done_.back().edits; }
    std::span<const Edit> next_redo() const { return undone_.empty() ? std::span<const Edit>() : undone_.back().edits; }

    /// All steps that are kept, the oldest first: those that are done, then those that redo would bring back.
    std::size_t steps() const { return done_.size() + undone_.size(); }
    std::size_t steps_done() const { return done_.size(); }
    const Sentence& label(std::size_t step) const { return (step < done_.size() ? done_[step] : undone_[steps() - 1 - step]).label; }

    const Sentence* undo_label() const;
    const Sentence* redo_label() const;

    /// The place in the history: equal to an earlier value exactly when the flow is as it was then. Tells what is unsaved.
    std::uint64_t mark() const;

    static constexpr double kMergeMs = 1'000;

private:
    struct Step {
        std::vector<Edit> edits;  ///< in the order in which they take back (done) or bring again (undone)
        Sentence label;
        std::string merge_key;
        double at_ms = 0;
        std::uint64_t mark = 0;
        std::size_t bytes = 0;
    };

    bool merges_with_last(const std::string& merge_key, double now_ms) const;
    void forget_the_oldest();

    std::deque<Step> done_;
    std::vector<Step> undone_;
    std::uint64_t first_mark_ = 0;  ///< of the state before the oldest step that is kept
    std::uint64_t last_mark_ = 0;
    std::size_t edits_ = 0;  ///< in done_
    std::size_t bytes_ = 0;
    bool is_burst_open_ = false;
};

}  // namespace flow
