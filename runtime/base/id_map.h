// Promises: values by id, found with two loads; ids that were given one after the other lie side by side. Copies share their pages until one of them is changed, so that a
// copy of a whole flow costs next to nothing.
// Must not know: what the ids stand for. Ids count up and are not used again: that is what keeps the pages full.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace flow {

template <class IdType, class Value>
class IdMap {
public:
    std::size_t size() const { return size_; }
    bool is_empty() const { return size_ == 0; }
    bool contains(IdType id) const { return find(id) != nullptr; }

    /// Null if there is none. Valid until the map is changed.
    const Value* find(IdType id) const {
        const std::size_t page = id.value / kPage;
        if (page >= pages_.size() || pages_[page] == nullptr || !pages_[page]->has(slot(id))) return nullptr;
        return pages_[page]->at(slot(id));
    }

    /// The same, to be changed; valid until a value is put in or taken out, and until the map is copied.
    Value* edit(IdType id) { return contains(id) ? own_page(id).at(slot(id)) : nullptr; }

    /// The value, and whether it was put in; one that was there stays as it is.
    std::pair<Value*, bool> emplace(IdType id, Value value) {
        Page& page = own_page(id);
        if (page.has(slot(id))) return {page.at(slot(id)), false};
        ++size_;
        return {page.put(slot(id), std::move(value)), true};
    }
    Value& operator[](IdType id) {
        if (Value* known = edit(id)) return *known;
        return *emplace(id, Value{}).first;
    }

    bool erase(IdType id) {
        if (!contains(id)) return false;
        Page& page = own_page(id);
        page.take_out(slot(id));
        if (page.used == 0) pages_[id.value / kPage].reset();
        --size_;
        return true;
    }
    void clear() {
        pages_.clear();
        size_ = 0;
    }

    /// Calls `action(id, value)` for all, in the order of the ids.
    template <class Action>
    void for_each(const Action& action) const {
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            for (std::uint64_t left = pages_[page] == nullptr ? 0 : pages_[page]->used; left != 0; left &= left - 1) {
                const auto place = static_cast<std::size_t>(std::countr_zero(left));
                action(IdType{static_cast<std::uint32_t>(page * kPage + place)}, std::as_const(*pages_[page]->at(place)));
            }
        }
    }
    std::vector<IdType> ids() const {
        std::vector<IdType> all;
        all.reserve(size_);
        for_each([&all](IdType id, const Value& /*value*/) { all.push_back(id); });
        return all;
    }

private:
    static constexpr std::size_t kPage = 64;

    static std::size_t slot(IdType id) { return id.value % kPage; }

    struct Page {
        Page() = default;
        Page(const Page& other) {
            for (std::uint64_t left = other.used; left != 0; left &= left - 1) {
                const auto place = static_cast<std::size_t>(std::countr_zero(left));
                put(place, *other.at(place));
            }
        }
        Page& operator=(const Page&) = delete;
        ~Page() {
            for (std::uint64_t left = used; left != 0; left &= left - 1) std::destroy_at(at(static_cast<std::size_t>(std::countr_zero(left))));
        }

        bool has(std::size_t place) const { return (used >> place & 1u) != 0; }
        Value* at(std::size_t place) { return std::launder(reinterpret_cast<Value*>(room.data() + place * sizeof(Value))); }
        const Value* at(std::size_t place) const { return std::launder(reinterpret_cast<const Value*>(room.data() + place * sizeof(Value))); }
        Value* put(std::size_t place, Value value) {
            Value* made = std::construct_at(reinterpret_cast<Value*>(room.data() + place * sizeof(Value)), std::move(value));
            used |= std::uint64_t{1} << place;
            return made;
        }
        void take_out(std::size_t place) {
            std::destroy_at(at(place));
            used &= ~(std::uint64_t{1} << place);
        }

        std::uint64_t used = 0;  ///< a bit for each place that holds a value
        alignas(Value) std::array<std::byte, kPage * sizeof(Value)> room;
    };

    /// The id's page, nobody else's.
    Page& own_page(IdType id) {
        const std::size_t place = id.value / kPage;
        if (place >= pages_.size()) pages_.resize(place + 1);
        std::shared_ptr<Page>& page = pages_[place];
        if (page == nullptr) {
            page = std::make_shared<Page>();
        } else if (page.use_count() > 1) {
            page = std::make_shared<Page>(*page);
        }
        return *page;
    }

    std::vector<std::shared_ptr<Page>> pages_;
    std::size_t size_ = 0;
};

/// A set of ids, as a map to nothing.
struct Nothing {};
template <class IdType>
using IdSet = IdMap<IdType, Nothing>;

}  // namespace flow
