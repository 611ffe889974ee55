// Promises: a list of ids whose places are found in O(log n), so that an edit never searches the whole flow; which of two ids comes first is one comparison.
// Must not know: what the ids stand for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "runtime/base/check.h"

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
        if (!has_gap_at(index)) spread();
        const std::uint64_t below = index == 0 ? 0 : rank(ids_[index - 1]);
        const std::uint64_t place = index == ids_.size() ? below + kGap : below + (rank(ids_[index]) - below) / 2;
        const bool is_new = ranks_.emplace(id, place).second;
        FLOW_CHECK(is_new, "an id is in a list once");
        ids_.insert(ids_.begin() + static_cast<std::ptrdiff_t>(index), id);
    }

    void erase(IdType id) {
        ids_.erase(ids_.begin() + static_cast<std::ptrdiff_t>(index_of(id)));
        ranks_.erase(id);
    }

    void reserve(std::size_t count) {
        ids_.reserve(count);
        ranks_.reserve(count);
    }

private:
    // Wide enough for 32 insertions at one place before the ranks are spread anew, small enough for four thousand million appended ids.
    static constexpr std::uint64_t kGap = std::uint64_t{1} << 32u;

    std::uint64_t rank(IdType id) const {
        const auto found = ranks_.find(id);
        FLOW_CHECK(found != ranks_.end(), "an id whose place is asked for is in the list");
        return found->second;
    }

    bool has_gap_at(std::size_t index) const {
        if (index == ids_.size()) return true;
        const std::uint64_t below = index == 0 ? 0 : rank(ids_[index - 1]);
        return rank(ids_[index]) - below > 1;
    }

    void spread() {
        std::uint64_t place = 0;
        for (const IdType id : ids_) ranks_[id] = place += kGap;
    }

    std::vector<IdType> ids_;
    std::unordered_map<IdType, std::uint64_t> ranks_;
};

}  // namespace flow
