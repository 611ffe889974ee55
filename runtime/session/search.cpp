#include "runtime/session/search.h"

#include <algorithm>

#include "runtime/graph/utf8.h"

namespace flow {

namespace {

char32_t fold(char32_t code) {
    if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;  // full-width ASCII
    if (code == 0x3000 || code == U'\t') return U' ';      // ideographic space
    if (code >= U'A' && code <= U'Z') return code - U'A' + U'a';
    if (code >= 0x30a1 && code <= 0x30f6) return code - 0x60;  // katakana as hiragana
    return code;
}

bool separates(char32_t code) {
    return code == U' ' || code == U'_' || code == U'.' || code == U'-' || code == U'/' || code == U',' || code == 0x3001 || code == 0x30fb;
}

bool begins_a_word(const std::u32string& text, std::size_t at) { return at == 0 || separates(text[at - 1]); }

/// Letters in their order with gaps: "rcsv" finds "read csv". Only from a word's begin, and the closer together the better.
double score_of_gaps(const std::u32string& text, const std::u32string& word) {
    if (word.size() < 2) return 0;
    double best = 0;
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        if (text[begin] != word.front() || !begins_a_word(text, begin)) continue;
        std::size_t matched = 0;
        std::size_t at = begin;
        for (; at < text.size() && matched < word.size(); ++at) {
            if (text[at] == word[matched]) ++matched;
        }
        if (matched == word.size()) best = std::max(best, 0.4 * static_cast<double>(word.size()) / static_cast<double>(at - begin));
    }
    return best;
}

double score_of_word(const std::u32string& text, const std::u32string& word) {
    const std::size_t at = text.find(word);
    if (at == std::u32string::npos) return score_of_gaps(text, word);
    if (text.size() == word.size()) return 1;
    if (at == 0) return 0.9;
    for (std::size_t next = at; next != std::u32string::npos; next = text.find(word, next + 1)) {
        if (begins_a_word(text, next)) return 0.8;
    }
    return 0.6;
}

}  // namespace

std::u32string folded(std::string_view text) {
    std::u32string codes;
    codes.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) codes.push_back(fold(next_code_point(text, at)));
    return codes;
}

Search::Search(std::string_view query) {
    std::u32string word;
    for (const char32_t code : folded(query) + U' ') {
        if (code != U' ') {
            word.push_back(code);
        } else if (!word.empty()) {
            words_.push_back(std::move(word));
            word.clear();
        }
    }
}

double Search::score(const std::vector<Field>& fields) const {
    if (words_.empty()) return 1;
    double sum = 0;
    for (const std::u32string& word : words_) {
        double best = 0;
        for (const Field& field : fields) best = std::max(best, field.weight * score_of_word(field.text, word));
        if (best <= 0) return 0;
        sum += best;
    }
    return sum / static_cast<double>(words_.size());
}

}  // namespace flow
