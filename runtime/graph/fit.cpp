// How well two type hints suit each other (rules.h: fit), and the hint of an output.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/graph/annotation.h"
#include "runtime/graph/rules.h"
#include "runtime/graph/signature.h"

namespace flow {
namespace {

constexpr double kUnknown = 0.5;
constexpr double kNone = 0.0;

/// The alternatives of a hint, `Annotated` and `Optional` taken off.
std::vector<Annotation> alternatives(const Annotation& type) {
    std::vector<Annotation> all;
    const auto add_parts = [&all](const std::vector<Annotation>& parts) {
        for (const Annotation& part : parts) {
            for (Annotation& inner : alternatives(part)) all.push_back(std::move(inner));
        }
    };
    const bool is_union =
        type.form == Annotation::Form::alternatives || (type.form == Annotation::Form::subscript && (type.name == "Union" || type.name == "Optional"));
    if (is_union) {
        add_parts(type.parts);
    } else if (type.form == Annotation::Form::subscript && type.name == "Annotated" && !type.parts.empty()) {
        add_parts({type.parts.front()});
    } else if (!type.is_none()) {
        all.push_back(type);
    }
    return all;
}

/// One word for each family of types that can stand for each other.
std::string_view family(const Annotation& type) {
    constexpr std::pair<std::string_view, std::string_view> kFamilies[] = {
        {"str", "text"},          {"Text", "text"},           {"Column", "text"},    {"File", "text"},
        {"Secret", "text"},       {"DataFrame", "table"},     {"Table", "table"},    {"Records", "table"},
        {"Rows", "table"},        {"List", "list"},           {"list", "list"},      {"Sequence", "sequence"},
        {"Iterable", "sequence"}, {"Collection", "sequence"}, {"tuple", "tuple"},    {"Tuple", "tuple"},
        {"dict", "dict"},         {"Dict", "dict"},           {"Mapping", "dict"},   {"int", "int"},
        {"float", "float"},       {"bool", "bool"},           {"Figure", "picture"}, {"Image", "picture"},
        {"Chart", "picture"},     {"bytes", "bytes"},         {"set", "set"},        {"Set", "set"}};
    const bool is_list =
        type.form == Annotation::Form::subscript && (type.name == "list" || type.name == "List" || type.name == "Sequence" || type.name == "Iterable");
    if (is_list && type.parts.size() == 1 && (type.parts.front().name == "dict" || type.parts.front().name == "Dict")) return "table";
    for (const auto& [name, word] : kFamilies) {
        if (type.name == name) return word;
    }
    return type.name;
}

double fit_of(const Annotation& from, const Annotation& to) {
    const auto says_nothing = [](const Annotation& type) { return type.name == "Any" || type.name == "object" || type.form == Annotation::Form::other; };
    if (from.text == to.text) return 1;
    if (says_nothing(from) || says_nothing(to)) return kUnknown;
    const std::string_view given = family(from);
    const std::string_view taken = family(to);
    if (from.name == to.name && given == taken) return from.parts.empty() || to.parts.empty() ? 0.9 : 0.8;
    if (given == taken) return 0.8;
    if ((given == "int" && taken == "float") || (given == "bool" && taken == "int")) return 0.7;
    const bool is_many = given == "list" || given == "tuple" || given == "table" || given == "set" || given == "dict";
    if (taken == "sequence" && is_many) return 0.7;
    if ((given == "list" && taken == "table") || (given == "table" && taken == "list")) return 0.6;
    return kNone;
}

}  // namespace

double fit(std::string_view from_annotation, std::string_view to_annotation) {
    if (from_annotation.empty() || to_annotation.empty()) return kUnknown;
    double best = kNone;
    const std::vector<Annotation> given = alternatives(read_annotation(from_annotation));
    for (const Annotation& to : alternatives(read_annotation(to_annotation))) {
        for (const Annotation& from : given) best = std::max(best, fit_of(from, to));
    }
    return best;
}

std::string_view Signature::output_annotation(std::string_view name) const {
    const auto found = std::find(outputs.begin(), outputs.end(), name);
    if (found == outputs.end()) return {};
    const Annotation whole = read_annotation(returns);
    const bool is_tuple = whole.form == Annotation::Form::subscript && (whole.name == "tuple" || whole.name == "Tuple");
    if (!is_tuple || outputs.size() == 1) return outputs.size() == 1 ? std::string_view(returns) : std::string_view();
    const auto at = static_cast<std::size_t>(found - outputs.begin());
    return whole.parts.size() == outputs.size() ? whole.parts[at].text : std::string_view();
}

}  // namespace flow
