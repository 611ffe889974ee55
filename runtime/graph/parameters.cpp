#include "runtime/graph/parameters.h"

#include <string>
#include <unordered_set>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/names.h"
#include "runtime/graph/python_literal.h"

namespace flow {
namespace {

using Refusal = tl::expected<void, SourceProblem>;

class ParameterReader {
public:
    explicit ParameterReader(const FunctionParts& function) : tokens_(function.parameters), close_(function.close) {}

    tl::expected<Parameters, SourceProblem> read() {
        while (at_ < tokens_.size()) {
            if (Refusal item = read_item(); !item) return tl::unexpected(item.error());
            if (at_ < tokens_.size() && !take(",")) return tl::unexpected(expected(", or )"));
        }
        if (waits_for_keyword_) return tl::unexpected(problem_at(*waits_for_keyword_, "signature.star_alone"));
        return std::move(parameters_);
    }

private:
    const Token& now() const { return at_ < tokens_.size() ? tokens_[at_] : close_; }
    bool take(std::string_view op) {
        if (at_ >= tokens_.size() || !tokens_[at_].is_op(op)) return false;
        ++at_;
        return true;
    }
    SourceProblem expected(std::string_view what) const { return problem_at(now(), "signature.expected", {{"what", std::string(what)}}); }

    Refusal read_item() {
        const Token& first = now();
        if (first.is_op("**")) {
            const Token& name = at_ + 1 < tokens_.size() ? tokens_[at_ + 1] : close_;
            return tl::unexpected(problem_at(name, "signature.keywords", {{"name", std::string(name.text)}}));
        }
        if (take("/")) {
            if (count_ == 0 || has_slash_ || has_star_) return tl::unexpected(problem_at(first, "signature.slash"));
            has_slash_ = true;
            return {};
        }
        if (take("*")) {
            if (has_star_) return tl::unexpected(problem_at(first, "signature.star_twice"));
            has_star_ = true;
            if (at_ >= tokens_.size() || now().is_op(",")) {
                waits_for_keyword_ = first;
                return {};
            }
            return read_parameter(true);
        }
        return read_parameter(false);
    }

    Refusal read_parameter(bool is_variadic) {
        const Token name = now();
        if (at_ >= tokens_.size() || name.kind != TokenKind::name || is_python_keyword(name.text)) return tl::unexpected(expected("a name"));
        ++at_;
        if (Refusal checked = check_name(name); !checked) return checked;
        std::string annotation;
        if (take(":")) {
            const Tokens text = expression();
            if (text.empty()) return tl::unexpected(expected("an annotation"));
            annotation = text_of(text);
        }
        const int position = count_++;
        if (!is_variadic) waits_for_keyword_.reset();
        if (!take("=")) return add_port(name, std::move(annotation), is_variadic, position);
        if (is_variadic) return tl::unexpected(problem_at(name, "signature.star_default", {{"name", std::string(name.text)}}));
        has_default_ = true;
        const Tokens standard = expression();
        if (standard.empty()) return tl::unexpected(expected("a value"));
        parameters_.settings.push_back({std::string(name.text), std::move(annotation), python_literal(standard), text_of(standard), position});
        return {};
    }

    Refusal check_name(const Token& name) {
        if (name.text.size() > limits::kPortNameBytes)
            return tl::unexpected(problem_at(name, "signature.name_too_long", {{"limit", std::to_string(limits::kPortNameBytes)}}));
        if (count_ >= static_cast<int>(limits::kPortsPerNode))
            return tl::unexpected(problem_at(name, "signature.too_many_ports", {{"limit", std::to_string(limits::kPortsPerNode)}}));
        if (!names_.insert(name.text).second) return tl::unexpected(problem_at(name, "signature.parameter_twice", {{"name", std::string(name.text)}}));
        return {};
    }

    Refusal add_port(const Token& name, std::string annotation, bool is_variadic, int position) {
        if (has_default_ && !has_star_) return tl::unexpected(problem_at(name, "signature.default_order", {{"name", std::string(name.text)}}));
        parameters_.inputs.push_back({std::string(name.text), std::move(annotation), is_variadic, position});
        return {};
    }

    Tokens expression() {
        const std::size_t start = at_;
        at_ = expression_end(tokens_, at_, {",", "="});
        return tokens_.subspan(start, at_ - start);
    }

    Tokens tokens_;
    Token close_;
    std::size_t at_ = 0;
    Parameters parameters_;
    std::unordered_set<std::string_view> names_;
    int count_ = 0;
    bool has_slash_ = false;
    bool has_star_ = false;
    bool has_default_ = false;
    std::optional<Token> waits_for_keyword_;
};

}  // namespace

tl::expected<Parameters, SourceProblem> read_parameters(const FunctionParts& function) { return ParameterReader(function).read(); }

}  // namespace flow
