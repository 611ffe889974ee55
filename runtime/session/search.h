// Promises: how well a text answers a search, for people who type quickly, in either alphabet: case, full and half width, hiragana and katakana make no difference.
// Must not know: what is searched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flow {

/// Code points folded for comparison.
std::u32string folded(std::string_view text);

/// A search typed by a person: words, all of which must be found.
class Search {
public:
    explicit Search(std::string_view query);

    bool is_empty() const { return words_.empty(); }
    /// A text in which a word may be found, and how much a find there counts (0 … 1).
    struct Field {
        std::u32string text;
        double weight = 1;
    };
    /// 0 if a word is in none of the fields; up to 1 for a whole field that is what was typed.
    double score(const std::vector<Field>& fields) const;

private:
    std::vector<std::u32string> words_;
};

}  // namespace flow
