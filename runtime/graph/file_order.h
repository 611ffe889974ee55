// Promises: a list of ids whose places are found in O(log n), so that an edit never searches the whole flow; which of two ids comes first is one comparison.
// Must not know: what the ids stand for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/base/check.h"
#include "runtime/base/id_map.h"

namespace flow {

template <class IdType>
class FileOrder {
public:
    std::span<const IdType> ids() const { return ids_; }
    std::size_t size() const { return ids_.size(); }

    /// True if `a` stands before `b`. Both must be in the list.
    bool before(IdType a, IdType b) const { return rank(a) < rank(b); }

    std::size_t index_of(IdType id) const {
        const auto found = std::lower_bound(ids_.begin(), ids_.end(), rank(id), [this](IdType other, std::uint64_t wanted) { return rank(other) < wanted; });
        return static_cast<std::size_t>(found - ids_.begin());
    }

    /// `index` beyond the end means the end.
    void insert(IdType id, std::size_t index) {
        index = std::min(index, ids_.size());
        if (index < ids_.size() && gap_at(index) < 2) spread();
        const bool is_new = ranks_.emplace(id, rank_for(index)).second;
        FLOW_CHECK(is_new, "an id is in a list once");
        ids_.insert(ids_.begin() + static_cast<std::ptrdiff_t>(index), id);
        last_inserted_ = id;
    }

    void erase(IdType id) {
        ids_.erase(ids_.begin() + static_cast<std::ptrdiff_t>(index_of(id)));
        ranks_.erase(id);
    }

    void reserve(std::size_t count) { ids_.reserve(count); }

private:
    // Between neighbours at first: small enough for four thousand million appended ids. Insertions at one place halve it, so it is spread anew after 32 of them.
    static constexpr std::uint64_t kGap = std::uint64_t{1} << 32u;
    // Between ids inserted one behind (or before) the other, as undo of a large removal does: thousands fit into one gap.
    static constexpr std::uint64_t kStep = std::uint64_t{1} << 16u;

    std::uint64_t rank(IdType id) const {
        const std::uint64_t* found = ranks_.find(id);
        FLOW_CHECK(found != nullptr, "an id whose place is asked for is in the list");
        return *found;
    }

    std::uint64_t rank_before(std::size_t index) const { return index == 0 ? 0 : rank(ids_[index - 1]); }
    std::uint64_t gap_at(std::size_t index) const { return rank(ids_[index]) - rank_before(index); }

    std::uint64_t rank_for(std::size_t index) const {
        const std::uint64_t below = rank_before(index);
        if (index == ids_.size()) return below + kGap;
        const std::uint64_t gap = gap_at(index);
        if (gap > 2 * kStep && index > 0 && ids_[index - 1] == last_inserted_) return below + kStep;
        if (gap > 2 * kStep && ids_[index] == last_inserted_) return below + gap - kStep;
        return below + gap / 2;
    }

    void spread() {
        std::uint64_t place = 0;
        for (const IdType id : ids_) ranks_[id] = place += kGap;
    }

    std::vector<IdType> ids_;
    IdMap<IdType, std::uint64_t> ranks_;
    IdType last_inserted_{};
};

}  // namespace flow
