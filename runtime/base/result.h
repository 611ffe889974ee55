// Promises: the one way in which an operation says that it could not be done: as a value that carries a sentence for a person.
// Must not know: languages (a sentence is a key of the catalogue with its arguments), JSON, what the operation was.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace flow {

/// A sentence for a person: a key of static/style/locales/*.json and the values of its {placeholders}.
/// Rendered by `Catalogue` at the moment it is shown, so that it follows the language.
struct Sentence {
    std::string key;
    std::vector<std::pair<std::string, std::string>> args;

    friend bool operator==(const Sentence&, const Sentence&) = default;
};

/// Why something could not be done. `place` is a JSON Pointer into the file that was read ("" when it does not apply).
struct Error {
    Sentence sentence;
    std::string place;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;

/// The failed half of a Result: `return refuse("graph.cycle", {{"path", path}});`
inline tl::unexpected<Error> refuse(std::string_view key, std::vector<std::pair<std::string, std::string>> args = {}, std::string place = {}) {
    return tl::unexpected<Error>(Error{Sentence{std::string(key), std::move(args)}, std::move(place)});
}

}  // namespace flow
