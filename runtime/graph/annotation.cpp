#include "runtime/graph/annotation.h"

#include <algorithm>

#include "runtime/graph/names.h"
#include "runtime/graph/python_function.h"
#include "runtime/graph/python_literal.h"
#include "runtime/graph/python_tokens.h"

namespace flow {
namespace {

constexpr int kMostNesting = 20;  // of what a person would write as a type

class AnnotationReader {
public:
    explicit AnnotationReader(std::string_view text) : text_(text) {}

    Annotation read(Tokens tokens, int depth) const {
        Annotation read;
        if (tokens.empty() || depth > kMostNesting) return read;
        read.text = text_.substr(tokens.front().offset, tokens.back().end_offset() - tokens.front().offset);
        if (expression_end(tokens, 0, {"|"}) < tokens.size()) {
            read.form = Annotation::Form::alternatives;
            read.parts = parts_of(tokens, "|", depth);
            return read;
        }
        read.literal = python_literal(tokens);
        if (tokens.front().is_op("(") && tokens.back().is_op(")")) return in_parentheses(tokens, std::move(read), depth);
        if (tokens.front().kind == TokenKind::name) read_name(tokens, read, depth);
        return read;
    }

private:
    std::vector<Annotation> parts_of(Tokens tokens, std::string_view separator, int depth) const {
        std::vector<Annotation> parts;
        for (std::size_t at = 0; at < tokens.size();) {
            const std::size_t end = expression_end(tokens, at, {separator});
            parts.push_back(read(tokens.subspan(at, end - at), depth + 1));
            at = end + 1;
        }
        return parts;
    }

    Annotation in_parentheses(Tokens tokens, Annotation whole, int depth) const {
        const Tokens inner = tokens.subspan(1, tokens.size() - 2);
        if (expression_end(inner, 0, {","}) == inner.size()) return read(inner, depth + 1);
        whole.form = Annotation::Form::tuple;
        whole.parts = parts_of(inner, ",", depth);
        return whole;
    }

    void read_name(Tokens tokens, Annotation& read, int depth) const {
        std::size_t at = 1;
        while (at + 1 < tokens.size() && tokens[at].is_op(".") && tokens[at + 1].kind == TokenKind::name) at += 2;
        const std::string name(tokens[at - 1].text);
        if (at == tokens.size()) {
            read.form = Annotation::Form::name;
            read.name = name;
            return;
        }
        const bool is_subscript = tokens[at].is_op("[") && tokens.back().is_op("]");
        const bool is_call = tokens[at].is_op("(") && tokens.back().is_op(")");
        if (!is_subscript && !is_call) return;
        read.form = is_subscript ? Annotation::Form::subscript : Annotation::Form::call;
        read.name = name;
        read.parts = parts_of(tokens.subspan(at + 1, tokens.size() - at - 2), ",", depth);
    }

    std::string_view text_;
};

Tokens without_ends(const std::vector<Token>& tokens) {
    const auto end =
        std::find_if(tokens.begin(), tokens.end(), [](const Token& token) { return token.kind == TokenKind::newline || token.kind == TokenKind::end; });
    return Tokens(tokens).first(static_cast<std::size_t>(end - tokens.begin()));
}

Annotation plain_name(std::string_view text) {
    Annotation read;
    read.text = text;
    if (text == "None") read.literal = "null";
    read.form = Annotation::Form::name;
    read.name = text;
    return read;
}

}  // namespace

Annotation read_annotation(std::string_view text) {
    // Nearly all are one word, and widgets are asked for while drawing.
    if (text == "None" || is_node_name(text)) return plain_name(text);
    const auto tokens = python_tokens(text);
    if (!tokens) return {Annotation::Form::other, {}, {}, {}, text};
    const Tokens expression = without_ends(*tokens);
    const bool is_quoted = expression.size() == 1 && expression.front().kind == TokenKind::text;
    const std::string_view inner = is_quoted && text.size() > 2 ? text.substr(1, text.size() - 2) : std::string_view();
    if (!inner.empty() && inner.find_first_of("\"'\\") == std::string_view::npos) return read_annotation(inner);
    return AnnotationReader(text).read(expression, 0);
}

}  // namespace flow
