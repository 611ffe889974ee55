#include "runtime/graph/python_neighbours.h"

#include "runtime/graph/names.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

bool is_value_word(const Token& token) {
    if (token.kind != TokenKind::name) return false;
    return !is_python_keyword(token.text) || token.text == "None" || token.text == "True" || token.text == "False";
}

bool ends_value(const Token& token) {
    return is_value_word(token) || token.kind == TokenKind::number || token.kind == TokenKind::text || token.is_op(")") || token.is_op("]") || token.is_op("}");
}

bool begins_value(const Token& token) { return is_value_word(token) || token.kind == TokenKind::number || token.kind == TokenKind::text; }

/// `match x:`, `case x:` and `type X = …` begin with a word that is a name elsewhere.
bool is_soft_keyword(const Token& token) { return token.is_name("match") || token.is_name("case") || token.is_name("type"); }

bool begins_statement(Tokens tokens, std::size_t at) {
    if (at == 0) return true;
    const Token& before = tokens[at - 1];
    return before.kind == TokenKind::newline || before.kind == TokenKind::indent || before.kind == TokenKind::dedent || before.is_op(";") || before.is_op(":");
}

}  // namespace

std::optional<SourceProblem> problem_of_neighbours(Tokens tokens) {
    for (std::size_t at = 1; at < tokens.size(); ++at) {
        const Token& left = tokens[at - 1];
        const Token& right = tokens[at];
        if (!ends_value(left) || !begins_value(right)) continue;
        if (left.kind == TokenKind::text && right.kind == TokenKind::text) continue;  // strings side by side are one
        if (is_soft_keyword(left) && begins_statement(tokens, at - 1)) continue;
        return problem_at(right, "signature.side_by_side", {{"left", first_code_points(left.text, 40)}, {"right", first_code_points(right.text, 40)}});
    }
    return std::nullopt;
}

}  // namespace flow
