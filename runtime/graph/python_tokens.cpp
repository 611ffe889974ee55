#include "runtime/graph/python_tokens.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "runtime/graph/names.h"
#include "runtime/graph/python_string_scan.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

constexpr std::size_t kMostBrackets = 200;  // CPython's own bounds
constexpr std::size_t kMostIndents = 100;

constexpr std::array<std::string_view, 24> kLongOperators{
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", ":="};
constexpr std::string_view kSecondOfLong = "=*/><.";
constexpr std::string_view kShortOperators = "+-*/%@&|^~<>()[]{},:.;=";

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_word(char letter) { return is_digit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_'; }
char closer_of(char opener) { return opener == '(' ? ')' : opener == '[' ? ']' : '}'; }

class Tokenizer {
public:
    explicit Tokenizer(std::string_view source) : source_(source) { tokens_.reserve(source.size() / 4); }

    tl::expected<std::vector<Token>, SourceProblem> read() {
        while (at_ < source_.size() && !problem_) {
            if (is_line_start_ && open_.empty()) {
                read_indentation();
            } else {
                read_in_line();
            }
        }
        if (!problem_) finish();
        if (problem_) return tl::unexpected(*std::move(problem_));
        return std::move(tokens_);
    }

private:
    struct Indent {
        int column = 0;         // with tabs to multiples of 8
        int narrow_column = 0;  // with tabs as one: both must agree on which line is deeper
    };

    char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
    bool at_line_end() const { return at_ >= source_.size() || peek() == '\n' || peek() == '\r'; }

    Token here(TokenKind kind, std::size_t length) const {
        return {kind, source_.substr(at_, length), at_, line_, static_cast<int>(count_code_points(source_.substr(line_start_, at_ - line_start_))) + 1};
    }

    void push(TokenKind kind, std::size_t length) {
        // Columns are counted on from the token before, so that a long line costs its length once.
        Token token{kind, source_.substr(at_, length), at_, line_, column_ + static_cast<int>(count_code_points(source_.substr(column_at_, at_ - column_at_)))};
        column_ = token.column;
        column_at_ = at_;
        tokens_.push_back(token);
        pass(length);
    }

    /// Moves on over `length` bytes, counting lines (a string may span several).
    void pass(std::size_t length) {
        const std::size_t end = at_ + length;
        while (at_ < end) {
            if (source_[at_] == '\n' || source_[at_] == '\r') {
                pass_line_end();
            } else {
                ++at_;
            }
        }
    }

    void pass_line_end() {
        at_ += peek() == '\r' && peek(1) == '\n' ? 2 : 1;
        ++line_;
        line_start_ = column_at_ = at_;
        column_ = 1;
    }

    void fail(std::string_view key, std::vector<std::pair<std::string, std::string>> args = {}) {
        problem_ = problem_at(here(TokenKind::op, 0), key, std::move(args));
    }

    void read_indentation() {
        Indent indent;
        while (peek() == ' ' || peek() == '\t' || peek() == '\f') {
            if (peek() == '\f') {
                indent = {};
            } else {
                indent.column = peek() == '\t' ? (indent.column / 8 + 1) * 8 : indent.column + 1;
                ++indent.narrow_column;
            }
            ++at_;
        }
        if (peek() == '#') skip_comment();
        if (at_line_end()) {  // a blank line says nothing
            if (at_ < source_.size()) pass_line_end();
            return;
        }
        is_line_start_ = false;
        change_indentation(indent);
    }

    void change_indentation(Indent indent) {
        const Indent& current = indents_.back();
        if (indent.column == current.column) {
            if (indent.narrow_column != current.narrow_column) fail("signature.tabs");
        } else if (indent.column > current.column) {
            if (indent.narrow_column <= current.narrow_column) return fail("signature.tabs");
            if (indents_.size() >= kMostIndents) return fail("signature.too_deep");
            indents_.push_back(indent);
            push(TokenKind::indent, 0);
        } else {
            while (indent.column < indents_.back().column) {
                indents_.pop_back();
                push(TokenKind::dedent, 0);
            }
            if (indent.column != indents_.back().column) return fail("signature.unindent");
            if (indent.narrow_column != indents_.back().narrow_column) fail("signature.tabs");
        }
    }

    void skip_comment() {
        while (!at_line_end()) ++at_;
    }

    void read_in_line() {
        const char letter = peek();
        if (letter == ' ' || letter == '\t' || letter == '\f') {
            ++at_;
        } else if (letter == '#') {
            skip_comment();
        } else if (letter == '\n' || letter == '\r') {
            read_line_end();
        } else if (letter == '\\') {
            read_continuation();
        } else if (is_digit(letter) || (letter == '.' && is_digit(peek(1)))) {
            read_number();
        } else if (const std::size_t prefix = string_prefix_length(source_.substr(at_)); prefix != kNoString) {
            read_string(prefix);
        } else if (is_word(letter) || static_cast<unsigned char>(letter) >= 0x80) {
            read_name();
        } else {
            read_operator();
        }
    }

    void read_line_end() {
        if (open_.empty()) {
            if (!tokens_.empty() && tokens_.back().kind != TokenKind::newline) push(TokenKind::newline, 0);
            is_line_start_ = true;
        }
        pass_line_end();
    }

    void read_continuation() {
        ++at_;
        if (at_ >= source_.size() || !at_line_end()) return fail("signature.bad_continuation");
        pass_line_end();
    }

    void read_number() {
        const std::size_t length = number_length(source_.substr(at_));
        if (length == 0) return fail("signature.bad_number");
        push(TokenKind::number, length);
    }

    void read_string(std::size_t prefix) {
        const StringScan scan = scan_python_string(source_.substr(at_), prefix);
        if (!scan.is_closed) return fail(scan.is_too_deep ? "signature.too_deep" : "signature.text_open");
        push(TokenKind::text, scan.length);
    }

    void read_name() {
        std::size_t end = at_;
        while (end < source_.size()) {
            std::size_t next = end + 1;
            if (!is_word(source_[end])) {
                next = end;
                const char32_t code = next_code_point(source_, next);
                if (!(end == at_ ? starts_identifier(code) : continues_identifier(code))) break;
            }
            end = next;
        }
        if (end == at_) {
            std::size_t next = at_;
            next_code_point(source_, next);
            return fail("signature.bad_character", {{"character", std::string(source_.substr(at_, next - at_))}});
        }
        push(TokenKind::name, end - at_);
    }

    void read_operator() {
        const std::string_view rest = source_.substr(at_);
        if (kSecondOfLong.find(peek(1)) != std::string_view::npos) {
            for (const std::string_view known : kLongOperators) {
                if (rest.starts_with(known)) return push(TokenKind::op, known.size());
            }
        }
        const char letter = peek();
        if (letter == '\0' || kShortOperators.find(letter) == std::string_view::npos) {
            return fail("signature.bad_character", {{"character", letter == '\0' ? std::string("NUL") : std::string(1, letter)}});
        }
        if (letter == '(' || letter == '[' || letter == '{') {
            if (open_.size() >= kMostBrackets) return fail("signature.too_deep");
            open_.push_back(tokens_.size());
        } else if (letter == ')' || letter == ']' || letter == '}') {
            if (open_.empty()) return fail("signature.bracket_unmatched", {{"bracket", std::string(1, letter)}});
            const char opener = tokens_[open_.back()].text.front();
            if (closer_of(opener) != letter) return fail("signature.bracket_mismatch", {{"open", std::string(1, opener)}, {"close", std::string(1, letter)}});
            open_.pop_back();
        }
        push(TokenKind::op, 1);
    }

    void finish() {
        if (!open_.empty()) {
            const Token& opener = tokens_[open_.back()];
            problem_ = problem_at(opener, "signature.bracket_open", {{"bracket", std::string(opener.text)}});
            return;
        }
        if (!tokens_.empty() && tokens_.back().kind != TokenKind::newline && tokens_.back().kind != TokenKind::dedent) push(TokenKind::newline, 0);
        for (; indents_.size() > 1; indents_.pop_back()) push(TokenKind::dedent, 0);
        push(TokenKind::end, 0);
    }

    std::string_view source_;
    std::size_t at_ = 0;
    int line_ = 1;
    std::size_t line_start_ = 0;
    int column_ = 1;  // of column_at_
    std::size_t column_at_ = 0;
    bool is_line_start_ = true;
    std::vector<Token> tokens_;
    std::vector<std::size_t> open_;  // the tokens of the brackets that are open
    std::vector<Indent> indents_{Indent{}};
    std::optional<SourceProblem> problem_;
};

std::string with_newlines(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_return = text[at] == '\r';
        if (is_return && at + 1 < text.size() && text[at + 1] == '\n') continue;
        plain.push_back(is_return ? '\n' : text[at]);
    }
    return plain;
}

}  // namespace

tl::expected<std::vector<Token>, SourceProblem> python_tokens(std::string_view source) { return Tokenizer(source).read(); }

std::string text_of(Tokens tokens) {
    std::string text;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (at > 0 && tokens[at].offset != tokens[at - 1].end_offset()) text.push_back(' ');
        text += tokens[at].kind == TokenKind::text ? with_newlines(tokens[at].text) : std::string(tokens[at].text);
    }
    return text;
}

SourceProblem problem_at(const Token& token, std::string_view key, std::vector<std::pair<std::string, std::string>> args) {
    return {Sentence{std::string(key), std::move(args)}, token.line, token.column};
}

}  // namespace flow
