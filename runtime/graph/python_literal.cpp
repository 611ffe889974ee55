#include "runtime/graph/python_literal.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/graph/python_string_scan.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

constexpr int kMostNesting = 60;            // a default that a flow file can hold
constexpr std::size_t kMostDigits = 4'300;  // CPython's bound for integers as text

int hex_value(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

/// Decodes the inside of one string literal.
class TextDecoder {
public:
    TextDecoder(std::string_view inner, bool is_raw, bool keeps_unknown_names) : inner_(inner), is_raw_(is_raw), keeps_unknown_names_(keeps_unknown_names) {}

    bool append_to(std::string& text) {
        while (at_ < inner_.size()) {
            const char letter = inner_[at_++];
            if (letter == '\r') {
                if (at_ < inner_.size() && inner_[at_] == '\n') ++at_;
                text.push_back('\n');
            } else if (letter != '\\' || is_raw_ || at_ >= inner_.size()) {
                text.push_back(letter);
            } else if (!append_escape(text)) {
                return false;
            }
        }
        return true;
    }

private:
    bool append_escape(std::string& text) {
        const char letter = inner_[at_++];
        constexpr std::string_view kEscapes = "\\'\"abfnrtv";
        constexpr std::string_view kMeanings = "\\'\"\a\b\f\n\r\t\v";
        if (const std::size_t known = kEscapes.find(letter); known != std::string_view::npos) {
            text.push_back(kMeanings[known]);
        } else if (letter == '\n' || letter == '\r') {
            if (letter == '\r' && at_ < inner_.size() && inner_[at_] == '\n') ++at_;
        } else if (letter == 'x' || letter == 'u' || letter == 'U') {
            return append_hexadecimal(text, letter == 'x' ? 2 : letter == 'u' ? 4 : 8);
        } else if (letter >= '0' && letter <= '7') {
            append_octal(text, letter);
        } else if (letter == 'N' && !keeps_unknown_names_) {
            return false;  // the names of Unicode's characters are not known here
        } else {
            text.push_back('\\');  // Python keeps the backslash of what is no escape
            text.push_back(letter);
        }
        return true;
    }

    bool append_hexadecimal(std::string& text, std::size_t digits) {
        if (inner_.size() - at_ < digits) return false;
        char32_t code = 0;
        for (const std::size_t end = at_ + digits; at_ < end; ++at_) {
            const int value = hex_value(inner_[at_]);
            if (value < 0) return false;
            code = code * 16 + static_cast<char32_t>(value);
        }
        if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
        append_code_point(text, code);
        return true;
    }

    void append_octal(std::string& text, char first) {
        auto code = static_cast<char32_t>(first - '0');
        for (int digits = 1; digits < 3 && at_ < inner_.size() && inner_[at_] >= '0' && inner_[at_] <= '7'; ++digits)
            code = code * 8 + static_cast<char32_t>(inner_[at_++] - '0');
        append_code_point(text, code);
    }

    std::string_view inner_;
    bool is_raw_;
    bool keeps_unknown_names_;
    std::size_t at_ = 0;
};

bool append_string_token(std::string& text, std::string_view token, bool keeps_unknown_names) {
    const std::size_t prefix = string_prefix_length(token);
    bool is_raw = false;
    for (const char letter : token.substr(0, prefix)) {
        if (letter == 'r' || letter == 'R') {
            is_raw = true;
        } else if (letter != 'u' && letter != 'U') {
            return false;
        }
    }
    token.remove_prefix(prefix);
    const std::size_t quotes = token.size() >= 6 && token[1] == token[0] && token[2] == token[0] ? 3 : 1;
    return TextDecoder(token.substr(quotes, token.size() - 2 * quotes), is_raw, keeps_unknown_names).append_to(text);
}

/// Digits of base 16, 8 or 2 as decimal ones.
std::optional<std::string> decimal_from(std::string_view digits, unsigned base) {
    if (digits.size() > kMostDigits) return std::nullopt;
    constexpr std::uint64_t kLimb = 1'000'000'000;
    std::vector<std::uint64_t> limbs{0};
    for (const char digit : digits) {
        auto carry = static_cast<std::uint64_t>(hex_value(digit));
        for (std::uint64_t& limb : limbs) {
            carry += limb * base;
            limb = carry % kLimb;
            carry /= kLimb;
        }
        if (carry > 0) limbs.push_back(carry);
    }
    std::string text = std::to_string(limbs.back());
    for (auto limb = std::next(limbs.rbegin()); limb != limbs.rend(); ++limb) {
        const std::string part = std::to_string(*limb);
        text += std::string(9 - part.size(), '0') + part;
    }
    return text;
}

std::optional<JsonText> number_literal(std::string_view written, bool is_negative) {
    std::string text;
    for (const char letter : written) {
        if (letter != '_') text.push_back(letter);
    }
    const char mark = text.size() > 1 && text[0] == '0' ? text[1] : '0';
    const unsigned base = mark == 'x' || mark == 'X' ? 16 : mark == 'o' || mark == 'O' ? 8 : mark == 'b' || mark == 'B' ? 2 : 10;
    if (base == 10 && text.find_first_of("jJ") != std::string::npos) return std::nullopt;
    if (base == 10 && text.find_first_of(".eE") != std::string::npos) {
        const double value = std::strtod(text.c_str(), nullptr);
        if (!std::isfinite(value)) return std::nullopt;
        return real_text(is_negative ? -value : value);
    }
    std::optional<std::string> digits = base == 10 ? std::optional(text) : decimal_from(std::string_view(text).substr(2), base);
    if (!digits || digits->size() > kMostDigits) return std::nullopt;
    const std::size_t first = std::min(digits->find_first_not_of('0'), digits->size() - 1);
    const std::string plain = digits->substr(first);
    return is_negative && plain != "0" ? "-" + plain : plain;
}

/// Reads one literal after another from tokens.
class LiteralReader {
public:
    explicit LiteralReader(Tokens tokens) : tokens_(tokens) {}

    std::optional<JsonText> whole() {
        std::optional<JsonText> value = read(0);
        return at_ == tokens_.size() ? value : std::nullopt;
    }

private:
    bool is_at(std::string_view op) const { return at_ < tokens_.size() && tokens_[at_].is_op(op); }
    bool take(std::string_view op) {
        if (!is_at(op)) return false;
        ++at_;
        return true;
    }

    std::optional<JsonText> read(int depth) {
        if (depth > kMostNesting || at_ >= tokens_.size()) return std::nullopt;
        if (take("[")) return read_list(depth);
        if (take("{")) return read_dict(depth);
        if (take("(")) {
            std::optional<JsonText> value = read(depth + 1);
            return take(")") ? value : std::nullopt;
        }
        if (is_at("-") || is_at("+")) return read_signed();
        const Token& token = tokens_[at_];
        if (token.kind == TokenKind::text) return read_text();
        ++at_;
        if (token.kind == TokenKind::number) return number_literal(token.text, false);
        if (token.is_name("None")) return "null";
        if (token.is_name("True")) return "true";
        if (token.is_name("False")) return "false";
        return std::nullopt;
    }

    std::optional<JsonText> read_signed() {
        const bool is_negative = tokens_[at_++].is_op("-");
        int brackets = 0;
        while (take("(")) ++brackets;
        if (at_ >= tokens_.size() || tokens_[at_].kind != TokenKind::number) return std::nullopt;
        std::optional<JsonText> value = number_literal(tokens_[at_++].text, is_negative);
        for (; brackets > 0; --brackets) {
            if (!take(")")) return std::nullopt;
        }
        return value;
    }

    std::optional<JsonText> read_text() {
        const std::size_t start = at_;
        while (at_ < tokens_.size() && tokens_[at_].kind == TokenKind::text) ++at_;
        const std::optional<std::string> text = python_text(tokens_.subspan(start, at_ - start));
        if (!text) return std::nullopt;
        return json_string(*text);
    }

    std::optional<JsonText> read_list(int depth) {
        JsonText list = "[";
        while (!take("]")) {
            const std::optional<JsonText> item = read(depth + 1);
            if (!item) return std::nullopt;
            if (list.size() > 1) list += ", ";
            list += *item;
            if (!take(",") && !is_at("]")) return std::nullopt;
        }
        return list + "]";
    }

    std::optional<JsonText> read_dict(int depth) {
        std::vector<std::pair<JsonText, JsonText>> members;
        std::unordered_map<std::string, std::size_t> places;
        while (!take("}")) {
            const std::optional<JsonText> key = read(depth + 1);
            if (!key || key->front() != '"' || !take(":")) return std::nullopt;
            std::optional<JsonText> value = read(depth + 1);
            if (!value) return std::nullopt;
            const auto [known, is_new] = places.emplace(*key, members.size());
            if (is_new) {
                members.emplace_back(*key, *std::move(value));
            } else {
                members[known->second].second = *std::move(value);  // as in Python: the first's place, the last's value
            }
            if (!take(",") && !is_at("}")) return std::nullopt;
        }
        JsonText object = "{";
        for (const auto& [key, value] : members) object += (object.size() > 1 ? ", " : "") + key + ": " + value;
        return object + "}";
    }

    Tokens tokens_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<JsonText> python_literal(Tokens expression) { return LiteralReader(expression).whole(); }

std::optional<std::string> python_text(Tokens expression, bool keeps_unknown_names) {
    while (expression.size() > 2 && expression.front().is_op("(") && expression.back().is_op(")")) expression = expression.subspan(1, expression.size() - 2);
    if (expression.empty()) return std::nullopt;
    std::string text;
    for (const Token& token : expression) {
        if (token.kind != TokenKind::text || !append_string_token(text, token.text, keeps_unknown_names)) return std::nullopt;
    }
    return text;
}

}  // namespace flow
