#include "runtime/graph/json_events.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include "runtime/base/limits.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

bool is_digit(int letter) { return letter >= '0' && letter <= '9'; }
/// Stands in a string as it is.
bool is_plain(int letter) { return letter >= 0x20 && letter < 0x80 && letter != '"' && letter != '\\'; }

/// RFC 8259, nothing more. A stretch of text is taken over at once, and no number is computed: a flow file is mostly sources.
class Reader {
public:
    Reader(std::string_view text, JsonListener& listener) : text_(text), listener_(listener) {
        if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;  // as editors on Windows begin a file
    }

    Result<bool> read() {
        bool is_going = read_value();
        while (is_going && !open_.empty()) is_going = read_next();
        if (is_going) {
            skip_space();
            if (at_ < text_.size()) fail();
        }
        if (error_) return tl::unexpected(*std::move(error_));
        return is_going;
    }

private:
    static constexpr int kEnd = -1;

    int peek() const { return at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : kEnd; }
    bool take(char letter) {
        if (peek() != letter) return false;
        ++at_;
        return true;
    }
    void skip_space() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') ++at_;
    }

    /// What is behind a value in the innermost list or object: its end, or the next value.
    bool read_next() {
        const char closer = open_.back();
        skip_space();
        if (take(closer)) return leave(closer);
        if (!is_first_ && !take(',')) return fail();
        is_first_ = false;
        if (closer == '}' && !read_key()) return false;
        return read_value();
    }

    bool read_key() {
        skip_space();
        if (!read_text() || !listener_.on_key(token_)) return false;
        skip_space();
        return take(':') || fail();
    }

    bool read_value() {
        skip_space();
        switch (peek()) {
            case '{': return enter('{', '}');
            case '[': return enter('[', ']');
            case '"': return read_text() && listener_.on_string(token_);
            case 't': return read_word("true");
            case 'f': return read_word("false");
            case 'n': return read_word("null");
            default: return read_number();
        }
    }

    bool enter(char opener, char closer) {
        ++at_;
        if (open_.size() >= limits::kFileDepth) {
            error_ = Error{Sentence{"file.too_deep", {{"limit", std::to_string(limits::kFileDepth)}}}, {}};
            return false;
        }
        open_.push_back(closer);
        is_first_ = true;
        return listener_.on_start(opener);
    }
    bool leave(char closer) {
        open_.pop_back();
        is_first_ = false;
        return listener_.on_end(closer);
    }

    bool read_word(std::string_view word) {
        for (const char letter : word) {
            if (!take(letter)) return fail();
        }
        return listener_.on_scalar(word);
    }

    bool read_digits() {
        if (!is_digit(peek())) return fail();
        while (is_digit(peek())) ++at_;
        return true;
    }

    bool read_number() {
        const std::size_t start = at_;
        take('-');
        if (!take('0') && !read_digits()) return false;
        if (take('.') && !read_digits()) return false;
        const bool has_exponent = take('e') || take('E');
        if (has_exponent) {
            if (!take('+')) take('-');
            if (!read_digits()) return false;
        }
        const std::string_view written = text_.substr(start, at_ - start);
        constexpr std::size_t kSafeDigits = 300;  // fewer cannot say what a double cannot hold
        if ((has_exponent || written.size() > kSafeDigits) && std::isinf(std::strtod(std::string(written).c_str(), nullptr))) {
            return fail("file.number_too_large");
        }
        return listener_.on_scalar(written);
    }

    /// A string without its quotes and escapes, into `token_`.
    bool read_text() {
        if (!take('"')) return fail();
        token_.clear();
        while (true) {
            const std::size_t start = at_;
            while (is_plain(peek())) ++at_;
            token_.append(text_, start, at_ - start);
            if (take('"')) return true;
            if (take('\\') ? !read_escape() : !read_beyond_ascii()) return false;
        }
    }

    bool read_beyond_ascii() {
        const int first = peek();
        if (first < 0x80) return fail();  // a control character, or the text's end
        const std::string_view letter = text_.substr(at_, first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2);
        if (!is_utf8(letter)) return fail();
        token_ += letter;
        at_ += letter.size();
        return true;
    }

    bool read_escape() {
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        if (take('u')) return read_code_point();
        const std::size_t which = peek() == kEnd ? std::string_view::npos : kNames.find(static_cast<char>(peek()));
        if (which == std::string_view::npos) return fail();
        token_ += kMeanings[which];
        ++at_;
        return true;
    }

    /// Behind `\u`; what lies beyond the first plane is said by two of them.
    bool read_code_point() {
        std::optional<char32_t> code = read_hex();
        if (!code) return false;
        if (*code >= 0xdc00 && *code <= 0xdfff) return fail();
        if (*code >= 0xd800 && *code <= 0xdbff) {
            if (!take('\\') || !take('u')) return fail();
            const std::optional<char32_t> low = read_hex();
            if (!low) return false;
            if (*low < 0xdc00 || *low > 0xdfff) return fail();
            code = 0x10000 + ((*code - 0xd800) << 10u) + (*low - 0xdc00);
        }
        append_code_point(token_, *code);
        return true;
    }

    std::optional<char32_t> read_hex() {
        char32_t code = 0;
        for (int digit = 0; digit < 4; ++digit, ++at_) {
            const int letter = peek();
            const int lower = letter | 0x20;
            if (!is_digit(letter) && !(lower >= 'a' && lower <= 'f')) {
                fail();
                return std::nullopt;
            }
            code = code * 16 + static_cast<char32_t>(is_digit(letter) ? letter - '0' : lower - 'a' + 10);
        }
        return code;
    }

    /// At the place that was reached.
    bool fail(const char* key = "file.no_json") {
        const std::string_view before = text_.substr(0, at_);
        std::size_t line = 1;
        std::size_t line_start = 0;
        for (std::size_t place = before.find('\n'); place != std::string_view::npos; place = before.find('\n', place + 1)) {
            ++line;
            line_start = place + 1;
        }
        const std::size_t column = count_code_points(before.substr(line_start)) + 1;
        error_ = Error{Sentence{key, {{"line", std::to_string(line)}, {"column", std::to_string(column)}}}, {}};
        return false;
    }

    std::string_view text_;
    JsonListener& listener_;
    std::size_t at_ = 0;
    std::vector<char> open_;  ///< what closes each list and object that is open
    bool is_first_ = true;    ///< in the innermost of them
    std::string token_;
    std::optional<Error> error_;
};

}  // namespace

Result<bool> read_json(std::string_view text, JsonListener& listener) { return Reader(text, listener).read(); }

}  // namespace flow
