// Promises: Python source as tokens, with indentation, bracket nesting and strings (f-strings too) understood as Python 3.14 does; says where a source is no Python.
// Must not know: grammar, nodes.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/graph/source_problem.h"

namespace flow {

enum class TokenKind { name, number, text, op, newline, indent, dedent, end };

/// A token and where it begins; `text` is a part of the source. Names include keywords. `text` of a string includes its prefix and quotes.
struct Token {
    TokenKind kind = TokenKind::end;
    std::string_view text;
    std::size_t offset = 0;  ///< in bytes
    int line = 1;
    int column = 1;  ///< in code points

    bool is(TokenKind wanted, std::string_view wanted_text) const { return kind == wanted && text == wanted_text; }
    bool is_op(std::string_view wanted_text) const { return is(TokenKind::op, wanted_text); }
    bool is_name(std::string_view wanted_text) const { return is(TokenKind::name, wanted_text); }
    std::size_t end_offset() const { return offset + text.size(); }
};

using Tokens = std::span<const Token>;

/// Comments and blank lines left out; ends with a `newline` (if there is anything), the `dedent`s and one `end`. Brackets are balanced, indentation is consistent.
tl::expected<std::vector<Token>, SourceProblem> python_tokens(std::string_view source);

/// The tokens as a person wrote them, on one line: comments left out, white space between tokens collapsed, line ends inside strings as \n.
std::string text_of(Tokens tokens);

/// A problem at a token.
SourceProblem problem_at(const Token& token, std::string_view key, std::vector<std::pair<std::string, std::string>> args = {});

}  // namespace flow
