// Promises: reads one JSON value field by field into plain structs; the first thing that is not as expected is kept as an error with its JSON Pointer.
// Bounded in size and depth before any memory is spent. Unknown fields are let through.
// Must not know: messages. Included by messages.gen.cpp only, since it brings nlohmann/json with it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/base/limits.h"
#include "runtime/base/result.h"
#include "runtime/link/messages.gen.h"

namespace flow::message {

/// The deepest nesting of brackets outside of texts, looked at before parsing: what a parser builds is freed and written recursively.
inline std::size_t depth_of(std::string_view text) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    bool in_text = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char character = text[at];
        if (in_text) {
            if (character == '\\') ++at;
            if (character == '"') in_text = false;
        } else if (character == '"') {
            in_text = true;
        } else if (character == '{' || character == '[') {
            deepest = std::max(deepest, ++depth);
        } else if ((character == '}' || character == ']') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

class JsonReader {
public:
    JsonReader(const nlohmann::ordered_json& value, Error& error, std::string place) : value_(&value), error_(&error), place_(std::move(place)) {}

    bool is_object() { return value_->is_object() || expected("object"); }

    template <class T>
    bool field(const char* name, T& value) {
        const auto found = value_->find(name);
        if (found == value_->end()) return fail("link.missing_field", {{"name", name}});
        return read(child(*found, name), value);
    }
    template <class T>
    bool field(const char* name, std::optional<T>& value) {
        const auto found = value_->find(name);
        if (found == value_->end() || found->is_null()) return true;
        return read(child(*found, name), value.emplace());
    }
    /// A field that may hold null as a value of its own.
    bool field(const char* name, std::optional<Json>& value) {
        const auto found = value_->find(name);
        if (found == value_->end()) return true;
        return read(child(*found, name), value.emplace());
    }

    template <std::size_t N, class Take>
    bool one_of(const std::array<std::string_view, N>& names, const Take& take) {
        if (!value_->is_string()) return expected("text");
        const std::string& text = value_->template get_ref<const std::string&>();
        for (std::size_t index = 0; index < N; ++index) {
            if (names[index] != text) continue;
            take(index);
            return true;
        }
        return fail("link.unknown_choice", {{"value", text.substr(0, 80)}});
    }

    const Error& error() const { return *error_; }

    // --- values
    friend bool read(JsonReader in, std::string& value) {
        if (!in.value_->is_string()) return in.expected("text");
        value = in.value_->get_ref<const std::string&>();
        return true;
    }
    friend bool read(JsonReader in, std::int64_t& value) {
        constexpr double kSafe = 9007199254740992.0;  // JavaScript writes whole numbers as doubles; beyond this they are no longer exact
        if (!in.value_->is_number()) return in.expected("integer");
        const double number = in.value_->get<double>();
        if (std::floor(number) != number || std::abs(number) > kSafe) return in.expected("integer");
        value = in.value_->get<std::int64_t>();
        return true;
    }
    friend bool read(JsonReader in, double& value) {
        if (!in.value_->is_number()) return in.expected("number");
        value = in.value_->get<double>();
        return std::isfinite(value) || in.expected("number");
    }
    friend bool read(JsonReader in, bool& value) {
        if (!in.value_->is_boolean()) return in.expected("boolean");
        value = in.value_->get<bool>();
        return true;
    }
    friend bool read(JsonReader in, Json& value) {
        value.text = in.value_->dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
        return true;
    }
    template <class T>
    friend bool read(JsonReader in, std::vector<T>& values) {
        if (!in.value_->is_array()) return in.expected("list");
        values.reserve(in.value_->size());
        std::size_t index = 0;
        for (const auto& item : *in.value_) {
            JsonReader inner = in.child(item, std::to_string(index++));
            if (!read(inner, values.emplace_back())) return false;
        }
        return true;
    }
    template <class T>
    friend bool read(JsonReader in, std::vector<std::pair<std::string, T>>& values) {
        if (!in.value_->is_object()) return in.expected("object");
        values.reserve(in.value_->size());
        for (const auto& [name, item] : in.value_->items()) {
            JsonReader inner = in.child(item, name);
            if (!read(inner, values.emplace_back(name, T{}).second)) return false;
        }
        return true;
    }

private:
    JsonReader child(const nlohmann::ordered_json& value, const std::string& name) const { return JsonReader(value, *error_, place_ + "/" + name); }
    bool expected(const char* what) { return fail("link.expected", {{"what", what}}); }
    bool fail(std::string_view key, std::vector<std::pair<std::string, std::string>> args) {
        args.emplace_back("place", place_.empty() ? "/" : place_);
        *error_ = Error{Sentence{std::string(key), std::move(args)}, place_};
        return false;
    }

    const nlohmann::ordered_json* value_;
    Error* error_;
    std::string place_;
};

/// A text, parsed. Keeps what its readers point to.
class JsonDocument {
public:
    explicit JsonDocument(std::string_view text) {
        if (text.size() > limits::kMessageBytes || depth_of(text) > limits::kMessageDepth) {
            error_ = Error{Sentence{"link.too_large", {}}, ""};
            return;
        }
        value_ = nlohmann::ordered_json::parse(text, nullptr, false);
        is_valid_ = !value_.is_discarded();
        if (!is_valid_) error_ = Error{Sentence{"link.not_json", {}}, ""};
    }
    bool is_valid() const { return is_valid_; }
    JsonReader root() { return JsonReader(value_, error_, ""); }

private:
    nlohmann::ordered_json value_;
    Error error_;
    bool is_valid_ = false;
};

}  // namespace flow::message
