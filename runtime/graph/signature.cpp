#include "runtime/graph/signature.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/docstring.h"
#include "runtime/graph/names.h"
#include "runtime/graph/parameters.h"
#include "runtime/graph/python_function.h"
#include "runtime/graph/python_literal.h"
#include "runtime/graph/python_tokens.h"

namespace flow {
namespace {

template <class Item>
const Item* find_named(const std::vector<Item>& items, std::string_view name) {
    const auto found = std::find_if(items.begin(), items.end(), [name](const Item& item) { return item.name == name; });
    return found == items.end() ? nullptr : &*found;
}

/// The expressions between the commas of `tokens`; a comma at the end adds none.
std::vector<Tokens> split_at_commas(Tokens tokens) {
    std::vector<Tokens> parts;
    std::size_t at = 0;
    while (at < tokens.size()) {
        const std::size_t end = expression_end(tokens, at, {","});
        parts.push_back(tokens.subspan(at, end - at));
        at = end + 1;
    }
    return parts;
}

bool is_output_name(const std::string& name) { return is_identifier(name) || is_python_keyword(name); }

/// The names given to the `outputs` decorator.
tl::expected<std::vector<std::string>, SourceProblem> names_of_outputs(Tokens decorator) {
    const bool is_call = decorator.size() > 3 && decorator[1].is_op("(") && decorator.back().is_op(")");
    if (!is_call) return tl::unexpected(problem_at(decorator.front(), "signature.outputs_empty"));
    std::vector<std::string> names;
    for (const Tokens item : split_at_commas(decorator.subspan(2, decorator.size() - 3))) {
        const Token& place = item.empty() ? decorator.back() : item.front();
        const bool is_keyword = item.size() > 1 && item[1].is_op("=");
        if (is_keyword) return tl::unexpected(problem_at(decorator.front(), "signature.outputs_empty"));
        const std::optional<std::string> name = python_text(item);
        if (!name) return tl::unexpected(problem_at(place, "signature.outputs_no_text"));
        if (!is_output_name(*name) || name->size() > limits::kPortNameBytes)
            return tl::unexpected(problem_at(place, "signature.outputs_no_name", {{"name", *name}}));
        if (std::find(names.begin(), names.end(), *name) != names.end()) return tl::unexpected(problem_at(place, "signature.outputs_twice", {{"name", *name}}));
        if (names.size() >= limits::kPortsPerNode)
            return tl::unexpected(problem_at(place, "signature.too_many_ports", {{"limit", std::to_string(limits::kPortsPerNode)}}));
        names.push_back(*name);
    }
    return names;
}

tl::expected<std::vector<std::string>, SourceProblem> read_outputs(const std::vector<Tokens>& decorators) {
    for (const Tokens decorator : decorators) {
        const bool names_outputs = !decorator.empty() && decorator.front().is_name("outputs") && (decorator.size() == 1 || decorator[1].is_op("("));
        if (names_outputs) return names_of_outputs(decorator);
    }
    return std::vector<std::string>{"result"};
}

}  // namespace

const Port* Signature::input(std::string_view name) const { return find_named(inputs, name); }

const Setting* Signature::setting(std::string_view name) const { return find_named(settings, name); }

bool Signature::has_output(std::string_view name) const { return std::find(outputs.begin(), outputs.end(), name) != outputs.end(); }

std::size_t hash_of(const Signature& signature) {
    std::size_t hash = 0;
    const auto add = [&hash](std::string_view text) { hash = hash * 31 + std::hash<std::string_view>{}(text); };
    add(signature.doc);
    add(signature.returns);
    for (const Port& port : signature.inputs) {
        add(port.name);
        add(port.annotation);
    }
    for (const Setting& setting : signature.settings) {
        add(setting.name);
        add(setting.default_text);
    }
    for (const std::string& output : signature.outputs) add(output);
    return hash;
}

tl::expected<NamedSignature, SourceProblem> read_signature(std::string_view source) {
    if (source.size() > limits::kSourceBytes) {
        return tl::unexpected(SourceProblem{{"signature.source_too_long", {{"limit", std::to_string(limits::kSourceBytes)}}}, 1, 1});
    }
    const auto tokens = python_tokens(source);
    if (!tokens) return tl::unexpected(tokens.error());
    const auto function = last_function(*tokens);
    if (!function) return tl::unexpected(function.error());
    auto parameters = read_parameters(*function);
    if (!parameters) return tl::unexpected(parameters.error());
    auto outputs = read_outputs(function->decorators);
    if (!outputs) return tl::unexpected(outputs.error());
    NamedSignature signature;
    signature.function = function->name.text;
    signature.doc = clean_docstring(python_text(function->body, true).value_or(""));
    signature.inputs = std::move(parameters->inputs);
    signature.settings = std::move(parameters->settings);
    signature.outputs = *std::move(outputs);
    signature.returns = text_of(function->returns);
    signature.is_async = function->is_async;
    return signature;
}

}  // namespace flow
