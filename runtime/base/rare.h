// Promises: a value that most owners do not have: it costs one pointer where it is absent. Reads like an optional; `or_empty` gives a default-constructed one in its place.
// Must not know: what the value is.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace flow {

template <class Value>
class Rare {
public:
    Rare() = default;
    Rare(std::nullopt_t /*none*/) {}
    Rare(Value value) : held_(std::make_unique<Value>(std::move(value))) {}
    Rare(std::optional<Value> value) : held_(value ? std::make_unique<Value>(*std::move(value)) : nullptr) {}
    Rare(const Rare& other) : held_(other.held_ ? std::make_unique<Value>(*other.held_) : nullptr) {}
    Rare(Rare&& other) noexcept = default;
    Rare& operator=(const Rare& other) {
        if (this != &other) *this = Rare(other);
        return *this;
    }
    Rare& operator=(Rare&& other) noexcept = default;
    ~Rare() = default;

    bool has_value() const { return held_ != nullptr; }
    explicit operator bool() const { return has_value(); }
    const Value& operator*() const { return *held_; }
    const Value* operator->() const { return held_.get(); }

    const Value& or_empty() const {
        static const Value empty{};
        return held_ ? *held_ : empty;
    }
    /// To be changed; made if it was absent.
    Value& edit() {
        if (!held_) held_ = std::make_unique<Value>();
        return *held_;
    }

    friend bool operator==(const Rare& a, const Rare& b) { return a.held_ && b.held_ ? *a == *b : a.held_ == b.held_; }

private:
    std::unique_ptr<Value> held_;
};

}  // namespace flow
