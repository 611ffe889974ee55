#include "runtime/graph/python_function.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "runtime/graph/names.h"
#include "runtime/graph/python_blocks.h"
#include "runtime/graph/python_neighbours.h"

namespace flow {
namespace {

tl::unexpected<SourceProblem> wrong(const Token& token, std::string_view key, std::vector<std::pair<std::string, std::string>> args = {}) {
    return tl::unexpected(problem_at(token, key, std::move(args)));
}

tl::unexpected<SourceProblem> expected_here(const Token& token, std::string_view what) {
    return wrong(token, "signature.expected", {{"what", std::string(what)}});
}

bool opens(const Token& token) { return token.is_op("(") || token.is_op("[") || token.is_op("{"); }
bool closes(const Token& token) { return token.is_op(")") || token.is_op("]") || token.is_op("}"); }

/// Where the last top-level function is: its first token (`async` or `def`) and its decorators.
struct Place {
    std::size_t start = 0;
    std::vector<Tokens> decorators;
};

std::optional<Place> find_last(Tokens tokens) {
    std::optional<Place> last;
    std::vector<Tokens> decorators;
    int depth = 0;
    bool begins_statement = true;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const Token& token = tokens[at];
        if (token.kind == TokenKind::indent) ++depth;
        if (token.kind == TokenKind::dedent) --depth;
        if (begins_statement && depth == 0 && (token.kind == TokenKind::name || token.kind == TokenKind::op)) {
            if (token.is_op("@")) {
                const auto end = std::find_if(tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.end(),
                                              [](const Token& next) { return next.kind == TokenKind::newline; });
                decorators.push_back(tokens.subspan(at + 1, static_cast<std::size_t>(end - tokens.begin()) - at - 1));
            } else {
                const bool is_async = token.is_name("async") && tokens[at + 1].is_name("def");
                if (is_async || token.is_name("def")) last = Place{at, decorators};
                decorators.clear();
            }
        }
        begins_statement = token.kind == TokenKind::newline || token.kind == TokenKind::dedent || token.kind == TokenKind::indent;
    }
    return last;
}

/// Reads the head of one function: `async def name[types](parameters) -> returns: body`.
class HeadReader {
public:
    HeadReader(Tokens tokens, Place place) : tokens_(tokens), at_(place.start) { parts_.decorators = std::move(place.decorators); }

    tl::expected<FunctionParts, SourceProblem> read() {
        parts_.is_async = take_name("async");
        take_name("def");
        if (now().kind != TokenKind::name || is_python_keyword(now().text)) return expected_here(now(), "a name");
        parts_.name = tokens_[at_++];
        if (now().is_op("[")) at_ = after_bracket(at_);
        if (!now().is_op("(")) return expected_here(now(), "(");
        const std::size_t open = at_;
        at_ = after_bracket(open);
        parts_.parameters = tokens_.subspan(open + 1, at_ - open - 2);
        parts_.close = tokens_[at_ - 1];
        if (now().is_op("->")) {
            const std::size_t start = ++at_;
            at_ = expression_end(tokens_, at_, {":"});
            if (at_ == start) return expected_here(now(), "an annotation");
            parts_.returns = tokens_.subspan(start, at_ - start);
        }
        if (!now().is_op(":")) return expected_here(now(), ":");
        ++at_;
        read_first_statement();
        return std::move(parts_);
    }

private:
    const Token& now() const { return tokens_[at_]; }

    bool take_name(std::string_view name) {
        if (!now().is_name(name)) return false;
        ++at_;
        return true;
    }

    /// Behind the bracket that closes the one at `at`; the tokenizer saw to it that there is one.
    std::size_t after_bracket(std::size_t at) const {
        int depth = 0;
        do {
            depth += opens(tokens_[at]) ? 1 : closes(tokens_[at]) ? -1 : 0;
            ++at;
        } while (depth > 0);
        return at;
    }

    void read_first_statement() {
        while (now().kind == TokenKind::newline || now().kind == TokenKind::indent) ++at_;
        std::size_t end = at_;
        while (tokens_[end].kind != TokenKind::newline && tokens_[end].kind != TokenKind::end && !tokens_[end].is_op(";")) ++end;
        parts_.body = tokens_.subspan(at_, end - at_);
    }

    Tokens tokens_;
    std::size_t at_;
    FunctionParts parts_;
};

}  // namespace

std::size_t expression_end(Tokens tokens, std::size_t at, std::initializer_list<std::string_view> stops) {
    int depth = 0;
    int lambdas = 0;  // that wait for their colon
    for (; at < tokens.size() && tokens[at].kind != TokenKind::newline && tokens[at].kind != TokenKind::end; ++at) {
        const Token& token = tokens[at];
        if (depth == 0 && lambdas == 0 && token.kind == TokenKind::op && std::find(stops.begin(), stops.end(), token.text) != stops.end()) return at;
        if (depth == 0 && token.is_name("lambda")) ++lambdas;
        if (depth == 0 && lambdas > 0 && token.is_op(":")) --lambdas;
        depth += opens(token) ? 1 : closes(token) ? -1 : 0;
    }
    return at;
}

tl::expected<FunctionParts, SourceProblem> last_function(Tokens tokens) {
    if (std::optional<SourceProblem> problem = problem_of_blocks(tokens)) return tl::unexpected(*std::move(problem));
    std::optional<Place> place = find_last(tokens);
    if (!place) return tl::unexpected(SourceProblem{{"signature.no_function", {}}, 1, 1});
    auto parts = HeadReader(tokens, *std::move(place)).read();
    if (!parts) return parts;
    if (std::optional<SourceProblem> problem = problem_of_neighbours(tokens)) return tl::unexpected(*std::move(problem));
    return parts;
}

}  // namespace flow
