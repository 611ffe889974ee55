// Promises: a list of ids in which a few take no room beside the list itself: most nodes have a link or two on each side.
// Must not know: what the ids stand for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace flow {

template <class IdType>
class IdList {
public:
    IdList() = default;
    IdList(const IdList& other) {
        reserve(other.size_);
        for (const IdType id : other) push_back(id);
    }
    IdList(IdList&& other) noexcept { swap(other); }
    IdList& operator=(IdList other) noexcept {
        swap(other);
        return *this;
    }
    ~IdList() {
        if (!is_inside()) delete[] outside_.ids;
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    IdType* begin() { return is_inside() ? inside_ : outside_.ids; }
    IdType* end() { return begin() + size_; }
    const IdType* begin() const { return is_inside() ? inside_ : outside_.ids; }
    const IdType* end() const { return begin() + size_; }
    IdType back() const { return begin()[size_ - 1]; }
    operator std::span<const IdType>() const { return {begin(), size_}; }

    void reserve(std::size_t count) {
        if (count > room()) move_outside(count);
    }
    void push_back(IdType id) { insert(size_, id); }
    void insert(std::size_t index, IdType id) {
        if (size_ == room()) move_outside(size_ + size_ / 2 + 1);
        std::copy_backward(begin() + index, end(), end() + 1);
        begin()[index] = id;
        ++size_;
    }
    void erase(std::size_t index) {
        std::copy(begin() + index + 1, end(), begin() + index);
        --size_;
    }

private:
    struct Outside {
        IdType* ids;
        std::uint32_t room;
    };
    static constexpr std::uint32_t kInside = sizeof(Outside) / sizeof(IdType);

    bool is_inside() const { return !is_outside_; }
    std::size_t room() const { return is_inside() ? kInside : outside_.room; }

    void move_outside(std::size_t count) {
        auto* ids = new IdType[count];
        std::copy(begin(), end(), ids);
        if (!is_inside()) delete[] outside_.ids;
        outside_ = {ids, static_cast<std::uint32_t>(count)};
        is_outside_ = true;
    }
    /// All of it is numbers, or one pointer to what nobody else has.
    void swap(IdList& other) noexcept {
        auto* mine = reinterpret_cast<std::byte*>(this);
        std::swap_ranges(mine, mine + sizeof(IdList), reinterpret_cast<std::byte*>(&other));
    }

    std::uint32_t size_ : 31 = 0;
    std::uint32_t is_outside_ : 1 = 0;
    union {
        IdType inside_[kInside] = {};
        Outside outside_;
    };
};

}  // namespace flow
