#include "runtime/graph/python_string_scan.h"

#include <algorithm>
#include <array>
#include <string>

namespace flow {
namespace {

constexpr int kMostNesting = 100;  // of f-strings within f-strings, and of brackets within their expressions

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_line_end(char letter) { return letter == '\n' || letter == '\r'; }
bool is_word(char letter) {
    return is_digit(letter) || (lower(letter) >= 'a' && lower(letter) <= 'z') || letter == '_' || static_cast<unsigned char>(letter) >= 0x80;
}

/// Reads one string, and the strings within its replacement fields.
class StringScanner {
public:
    explicit StringScanner(std::string_view text) : text_(text) {}

    bool is_too_deep() const { return is_too_deep_; }

    /// The offset behind the string at `at`, or kNoString.
    std::size_t string_end(std::size_t at, std::size_t prefix, int depth) {
        if (depth > kMostNesting) return too_deep();
        Quote quote = quote_at(at, prefix);
        at += prefix + quote.marks.size();
        while (at < text_.size()) {
            const std::string_view rest = text_.substr(at);
            if (rest.starts_with(quote.marks)) return at + quote.marks.size();
            if (is_line_end(rest.front()) && !quote.is_triple()) return kNoString;
            at = after_letter(at, quote, depth, false);
            if (at == kNoString) return kNoString;
        }
        return kNoString;
    }

private:
    struct Quote {
        std::string_view marks;
        bool is_formatted = false;
        bool is_raw = false;

        bool is_triple() const { return marks.size() == 3; }
    };

    Quote quote_at(std::size_t at, std::size_t prefix) const {
        Quote quote;
        for (const char letter : text_.substr(at, prefix)) {
            quote.is_raw = quote.is_raw || lower(letter) == 'r';
            quote.is_formatted = quote.is_formatted || lower(letter) == 'f' || lower(letter) == 't';
        }
        const std::string_view rest = text_.substr(at + prefix);
        const bool is_triple = rest.size() >= 3 && rest[1] == rest[0] && rest[2] == rest[0];
        quote.marks = rest.substr(0, is_triple ? 3 : 1);
        return quote;
    }

    std::size_t too_deep() {
        is_too_deep_ = true;
        return kNoString;
    }

    /// Over one letter, escape or replacement field of a string's literal part. In a format specification a doubled brace is no escape.
    std::size_t after_letter(std::size_t at, const Quote& quote, int depth, bool in_specification) {
        const char letter = text_[at];
        if (letter == '\\') {
            const std::string_view rest = text_.substr(at);
            if (quote.is_formatted && !quote.is_raw && rest.starts_with("\\N{")) {
                const std::size_t close = text_.find('}', at);
                return close == std::string_view::npos ? kNoString : close + 1;
            }
            if (quote.is_formatted && rest.size() > 1 && (rest[1] == '{' || rest[1] == '}')) return at + 1;
            return at + (rest.starts_with("\\\r\n") ? 3 : 2);
        }
        if (quote.is_formatted && letter == '{') {
            if (!in_specification && text_.substr(at).starts_with("{{")) return at + 2;
            return field_end(at + 1, quote, depth + 1);
        }
        return at + 1;
    }

    /// The offset behind the replacement field whose content begins at `at`.
    std::size_t field_end(std::size_t at, const Quote& quote, int depth) {
        if (depth > kMostNesting) return too_deep();
        int brackets = 0;
        while (at < text_.size()) {
            const char letter = text_[at];
            if (letter == '}' && brackets == 0) return at + 1;
            if (letter == ':' && brackets == 0) return specification_end(at + 1, quote, depth);
            if (letter == '(' || letter == '[' || letter == '{') ++brackets;
            if (letter == ')' || letter == ']' || letter == '}') --brackets;
            if (brackets < 0) return kNoString;
            if (letter == '#') {
                while (at < text_.size() && !is_line_end(text_[at])) ++at;
                continue;
            }
            at = after_code(at, depth);
            if (at == kNoString) return kNoString;
        }
        return kNoString;
    }

    /// Over a word, a string or one letter of an expression.
    std::size_t after_code(std::size_t at, int depth) {
        const std::size_t prefix = string_prefix_length(text_.substr(at));
        if (prefix != kNoString) return string_end(at, prefix, depth + 1);
        if (!is_word(text_[at])) return at + 1;
        while (at < text_.size() && is_word(text_[at])) ++at;
        return at;
    }

    std::size_t specification_end(std::size_t at, const Quote& quote, int depth) {
        while (at < text_.size()) {
            if (text_[at] == '}') return at + 1;
            if (text_.substr(at).starts_with(quote.marks)) return kNoString;
            if (is_line_end(text_[at]) && !quote.is_triple()) return kNoString;
            at = after_letter(at, quote, depth, true);
            if (at == kNoString) return kNoString;
        }
        return kNoString;
    }

    std::string_view text_;
    bool is_too_deep_ = false;
};

/// Over digits that `is_allowed`, with single underscores between them; `at` itself if there is none, kNoString if an underscore is misplaced.
template <class Allowed>
std::size_t after_digits(std::string_view text, std::size_t at, Allowed is_allowed) {
    while (at < text.size() && is_allowed(text[at])) {
        ++at;
        if (at < text.size() && text[at] == '_') {
            if (at + 1 >= text.size() || !is_allowed(text[at + 1])) return kNoString;
            ++at;
        }
    }
    return at;
}

/// A number may be followed by a word that begins an operator (`1if x else 2`), by no other.
bool ends_well(std::string_view rest) {
    if (rest.empty() || !is_word(rest.front())) return true;
    constexpr std::array<std::string_view, 8> kOperators{"and", "else", "for", "if", "in", "is", "not", "or"};
    return std::any_of(kOperators.begin(), kOperators.end(),
                       [rest](std::string_view word) { return rest.starts_with(word) && (rest.size() == word.size() || !is_word(rest[word.size()])); });
}

std::size_t prefixed_number_length(std::string_view text) {
    const char base = lower(text[1]);
    const std::size_t start = text.size() > 2 && text[2] == '_' ? 3 : 2;
    const std::size_t end = after_digits(text, start, [base](char letter) {
        if (base == 'b') return letter == '0' || letter == '1';
        if (base == 'o') return letter >= '0' && letter <= '7';
        return is_digit(letter) || (lower(letter) >= 'a' && lower(letter) <= 'f');
    });
    return end == kNoString || end == start || !ends_well(text.substr(end)) ? 0 : end;
}

}  // namespace

std::size_t string_prefix_length(std::string_view text) {
    std::string prefix;
    while (prefix.size() < text.size() && prefix.size() < 3) {
        const char letter = text[prefix.size()];
        if (letter == '"' || letter == '\'') {
            constexpr std::array<std::string_view, 12> kPrefixes{"", "r", "b", "u", "f", "t", "rb", "br", "rf", "fr", "rt", "tr"};
            return std::find(kPrefixes.begin(), kPrefixes.end(), prefix) == kPrefixes.end() ? kNoString : prefix.size();
        }
        if (!is_word(letter)) return kNoString;
        prefix.push_back(lower(letter));
    }
    return kNoString;
}

StringScan scan_python_string(std::string_view text, std::size_t prefix) {
    StringScanner scanner(text);
    const std::size_t end = scanner.string_end(0, prefix, 0);
    if (end == kNoString) return {0, false, scanner.is_too_deep()};
    return {end, true, false};
}

std::size_t number_length(std::string_view text) {
    if (text.size() > 1 && text[0] == '0' && std::string_view("xob").find(lower(text[1])) != std::string_view::npos) return prefixed_number_length(text);
    std::size_t end = after_digits(text, 0, is_digit);
    if (end == kNoString) return 0;
    bool is_integer = true;
    if (end < text.size() && text[end] == '.') {
        is_integer = false;
        end = after_digits(text, end + 1, is_digit);
        if (end == kNoString) return 0;
    }
    if (end < text.size() && lower(text[end]) == 'e') {
        const std::size_t sign = end + 1 < text.size() && (text[end + 1] == '+' || text[end + 1] == '-') ? 1 : 0;
        const std::size_t digits = end + 1 + sign;
        const std::size_t exponent_end = after_digits(text, digits, is_digit);
        if (exponent_end == kNoString) return 0;
        if (exponent_end > digits) {
            is_integer = false;
            end = exponent_end;
        }
    }
    if (end < text.size() && lower(text[end]) == 'j') {
        is_integer = false;
        ++end;
    }
    const bool has_leading_zero = is_integer && text[0] == '0' && text.substr(0, end).find_first_not_of("0_") != std::string_view::npos;
    return has_leading_zero || !ends_well(text.substr(end)) ? 0 : end;
}

}  // namespace flow
