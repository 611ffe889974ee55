#include "runtime/graph/python_blocks.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace flow {
namespace {

enum class BlockKind { function, loop, type, other };

/// The kind of block that a line begins if it ends with a colon.
BlockKind kind_of_line(Tokens line) {
    const bool is_async = line.size() > 1 && line[0].is_name("async");
    const Token& word = line[is_async ? 1 : 0];
    if (word.is_name("def")) return BlockKind::function;
    if (word.is_name("for") || word.is_name("while")) return BlockKind::loop;
    return word.is_name("class") ? BlockKind::type : BlockKind::other;
}

bool asks_for_block(Tokens line) {
    constexpr std::array<std::string_view, 12> kWords{"def", "class", "if", "elif", "else", "for", "while", "with", "try", "except", "finally", "async"};
    return !line.empty() && line.front().kind == TokenKind::name && std::find(kWords.begin(), kWords.end(), line.front().text) != kWords.end();
}

class BlockReader {
public:
    explicit BlockReader(Tokens tokens) : tokens_(tokens) {}

    std::optional<SourceProblem> read() {
        while (at_ < tokens_.size() && tokens_[at_].kind != TokenKind::end && !problem_) {
            if (tokens_[at_].kind == TokenKind::dedent) {
                open_.pop_back();
                ++at_;
            } else if (tokens_[at_].kind == TokenKind::indent) {
                read_indent();
            } else {
                read_line();
            }
        }
        return problem_;
    }

private:
    void read_indent() {
        if (!begins_block_) {
            const bool lacks_colon = asks_for_block(line_) && !line_.back().is_op(":");
            problem_ =
                lacks_colon ? problem_at(tokens_[at_ - 1], "signature.expected", {{"what", ":"}}) : problem_at(tokens_[at_], "signature.unexpected_indent");
            return;
        }
        open_.push_back(kind_of_line(line_));
        begins_block_ = false;
        ++at_;
    }

    void read_line() {
        const std::size_t start = at_;
        if (begins_block_) {
            problem_ = problem_at(tokens_[start], "signature.expected_indent");
            return;
        }
        while (tokens_[at_].kind != TokenKind::newline && tokens_[at_].kind != TokenKind::end) ++at_;
        line_ = tokens_.subspan(start, at_ - start);
        if (tokens_[at_].kind == TokenKind::newline) ++at_;
        if (line_.empty()) return;
        begins_block_ = line_.back().is_op(":");
        if (begins_block_ && tokens_[at_].kind != TokenKind::indent) problem_ = problem_at(tokens_[at_], "signature.expected_indent");
        if (!problem_) problem_ = problem_of_words(line_);
    }

    /// A loop of this function or module, not one around it.
    bool is_in_loop(Tokens line) const {
        if (kind_of_line(line) == BlockKind::loop) return true;
        const auto nearest = std::find_if(open_.rbegin(), open_.rend(), [](BlockKind kind) { return kind != BlockKind::other; });
        return nearest != open_.rend() && *nearest == BlockKind::loop;
    }

    bool is_in_function(Tokens line) const {
        if (kind_of_line(line) == BlockKind::function) return true;
        const auto nearest = std::find_if(open_.rbegin(), open_.rend(), [](BlockKind kind) { return kind == BlockKind::function || kind == BlockKind::type; });
        return nearest != open_.rend() && *nearest == BlockKind::function;
    }

    std::optional<SourceProblem> problem_of_words(Tokens line) const {
        const bool has_lambda = std::any_of(line.begin(), line.end(), [](const Token& token) { return token.is_name("lambda"); });
        for (const Token& token : line) {
            if (token.kind != TokenKind::name) continue;
            const bool needs_function = token.text == "return" || (token.text == "yield" && !has_lambda);
            const bool needs_loop = token.text == "break" || token.text == "continue";
            const bool is_lost = (needs_function && !is_in_function(line)) || (needs_loop && !is_in_loop(line));
            if (is_lost) return problem_at(token, needs_loop ? "signature.outside_loop" : "signature.outside_function", {{"word", std::string(token.text)}});
        }
        return std::nullopt;
    }

    Tokens tokens_;
    std::size_t at_ = 0;
    Tokens line_;
    bool begins_block_ = false;
    std::vector<BlockKind> open_;
    std::optional<SourceProblem> problem_;
};

}  // namespace

std::optional<SourceProblem> problem_of_blocks(Tokens tokens) { return BlockReader(tokens).read(); }

}  // namespace flow
