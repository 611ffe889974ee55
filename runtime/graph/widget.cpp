#include "runtime/graph/widget.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "runtime/graph/annotation.h"

namespace flow {
namespace {

/// What a setting takes: its control, and whether a whole number may stay one where a real number is wanted (`int | float`).
struct Wanted {
    WidgetSpec spec;
    bool keeps_integers = false;
};

WidgetSpec of_kind(WidgetKind kind) {
    WidgetSpec spec;
    spec.kind = kind;
    spec.is_integer = kind == WidgetKind::integer;
    return spec;
}

std::optional<double> number_of(const Annotation& item) {
    if (!item.literal) return std::nullopt;
    const JsonKind kind = kind_of(*item.literal);
    if (kind != JsonKind::integer && kind != JsonKind::real) return std::nullopt;
    return number_in(*item.literal);
}

/// All of them as numbers; empty if one is none.
std::vector<double> numbers_of(const std::vector<Annotation>& items) {
    std::vector<double> numbers;
    for (const Annotation& item : items) {
        const std::optional<double> number = number_of(item);
        if (!number) return {};
        numbers.push_back(*number);
    }
    return numbers;
}

/// `range(10)`, `range(1, 10)`, `range(1, 10, 3)`: the last number that it holds is the largest.
bool limit_by_range(WidgetSpec& spec, std::vector<double> numbers) {
    if (numbers.size() == 1) numbers.insert(numbers.begin(), 0);
    if (numbers.size() < 2 || numbers.size() > 3) return false;
    const double step = numbers.size() == 3 ? numbers[2] : 1;
    if (!(step > 0) || !(numbers[0] < numbers[1])) return false;
    const double steps = std::ceil((numbers[1] - numbers[0]) / step) - 1;
    spec.minimum = numbers[0];
    spec.maximum = numbers[0] + steps * step;
    spec.step = step;
    return true;
}

/// `(0, 1)`, `(0, 1, 0.05)`: both ends belong to it.
bool limit_by_ends(WidgetSpec& spec, const std::vector<double>& numbers) {
    if (numbers.size() < 2 || numbers.size() > 3 || !(numbers[0] < numbers[1])) return false;
    if (numbers.size() == 3 && !(numbers[2] > 0)) return false;
    spec.minimum = numbers[0];
    spec.maximum = numbers[1];
    if (numbers.size() == 3) {
        spec.step = numbers[2];
    } else if (spec.is_integer) {
        spec.step = 1;
    }
    return true;
}

/// The notes behind the type in `Annotated[type, …]` make a slider of a number.
void read_notes(WidgetSpec& spec, const std::vector<Annotation>& parts) {
    if (spec.kind != WidgetKind::integer && spec.kind != WidgetKind::number) return;
    const std::vector<Annotation> notes(parts.begin() + 1, parts.end());
    bool is_limited = limit_by_ends(spec, numbers_of(notes));
    for (const Annotation& note : notes) {
        if (is_limited) break;
        if (note.form == Annotation::Form::call && note.name == "range") is_limited = limit_by_range(spec, numbers_of(note.parts));
        if (note.form == Annotation::Form::tuple) is_limited = limit_by_ends(spec, numbers_of(note.parts));
    }
    if (is_limited) spec.kind = WidgetKind::slider;
}

Wanted read_type(const Annotation& type);

Wanted choices_of(const std::vector<Annotation>& parts) {
    Wanted wanted{of_kind(WidgetKind::choice)};
    for (const Annotation& part : parts) {
        if (!part.literal) return {};
        if (part.is_none()) {
            wanted.spec.is_optional = true;
        } else {
            wanted.spec.choices.push_back(*part.literal);
        }
    }
    return wanted.spec.choices.empty() ? Wanted{} : wanted;
}

Wanted read_alternatives(const std::vector<Annotation>& parts) {
    std::vector<Wanted> kinds;
    bool is_optional = false;
    for (const Annotation& part : parts) {
        if (part.is_none()) {
            is_optional = true;
        } else {
            kinds.push_back(read_type(part));
        }
    }
    const auto all = [&kinds](auto is_so) { return std::all_of(kinds.begin(), kinds.end(), is_so); };
    Wanted wanted;
    if (kinds.size() == 1) {
        wanted = std::move(kinds.front());
    } else if (!kinds.empty() && all([](const Wanted& kind) { return kind.spec.kind == WidgetKind::integer || kind.spec.kind == WidgetKind::number; })) {
        wanted.spec = of_kind(WidgetKind::number);
        wanted.keeps_integers = true;
    } else if (!kinds.empty() && all([](const Wanted& kind) { return kind.spec.kind == WidgetKind::choice; })) {
        wanted.spec = of_kind(WidgetKind::choice);
        for (const Wanted& kind : kinds) wanted.spec.choices.insert(wanted.spec.choices.end(), kind.spec.choices.begin(), kind.spec.choices.end());
    }
    wanted.spec.is_optional = wanted.spec.is_optional || is_optional;
    return wanted;
}

Wanted read_type(const Annotation& type) {
    constexpr std::pair<std::string_view, WidgetKind> kNames[] = {{"bool", WidgetKind::toggle}, {"int", WidgetKind::integer},    {"float", WidgetKind::number},
                                                                  {"str", WidgetKind::text},    {"Text", WidgetKind::multiline}, {"Column", WidgetKind::column},
                                                                  {"File", WidgetKind::file},   {"Secret", WidgetKind::secret}};
    if (type.form == Annotation::Form::alternatives) return read_alternatives(type.parts);
    if (type.form == Annotation::Form::name) {
        for (const auto& [name, kind] : kNames) {
            if (type.name == name) return {of_kind(kind)};
        }
    }
    if (type.form != Annotation::Form::subscript || type.parts.empty()) return {};
    if (type.name == "Literal") return choices_of(type.parts);
    if (type.name == "Union") return read_alternatives(type.parts);
    if (type.name == "Optional" || type.name == "Annotated") {
        Wanted wanted = read_type(type.parts.front());
        if (type.name == "Optional") {
            wanted.spec.is_optional = true;
        } else {
            read_notes(wanted.spec, type.parts);
        }
        return wanted;
    }
    return {};
}

Wanted from_default(const std::optional<JsonText>& standard) {
    if (!standard) return {};
    switch (kind_of(*standard)) {
        case JsonKind::boolean: return {of_kind(WidgetKind::toggle)};
        case JsonKind::integer: return {of_kind(WidgetKind::integer)};
        case JsonKind::real: return {of_kind(WidgetKind::number)};
        case JsonKind::string: return {of_kind(standard->find("\\n") == std::string::npos ? WidgetKind::text : WidgetKind::multiline)};
        default: return {};
    }
}

Wanted wanted_by(const Setting& setting) {
    const bool says_nothing = setting.annotation.empty() || setting.annotation == "Any" || setting.annotation == "object";
    Wanted wanted = says_nothing ? from_default(setting.standard) : read_type(read_annotation(setting.annotation));
    if (setting.standard && *setting.standard == "null") wanted.spec.is_optional = true;
    return wanted;
}

tl::unexpected<Error> refuse_value(const Setting& setting, std::string_view key, std::vector<std::pair<std::string, std::string>> args = {}) {
    args.insert(args.begin(), {"name", setting.name});
    return refuse(key, std::move(args));
}

bool is_number(const JsonText& value) { return kind_of(value) == JsonKind::integer || kind_of(value) == JsonKind::real; }

/// The text of a real number without fraction as a whole one; none if it has a fraction or is too large to be sure.
std::optional<JsonText> as_integer(const JsonText& value) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (kind_of(value) == JsonKind::integer) return value == "-0" ? "0" : value;
    const double number = number_in(value);
    if (number != std::floor(number) || !(std::abs(number) <= kExact)) return std::nullopt;
    return std::to_string(static_cast<long long>(number));
}

Result<JsonText> coerce_number(const Setting& setting, const Wanted& wanted, const JsonText& value) {
    if (!is_number(value)) return refuse_value(setting, wanted.spec.is_integer ? "graph.setting_integer" : "graph.setting_number");
    JsonText coerced = value;
    if (wanted.spec.is_integer) {
        const std::optional<JsonText> whole = as_integer(value);
        if (!whole) return refuse_value(setting, "graph.setting_integer");
        coerced = *whole;
    } else if (kind_of(value) == JsonKind::integer && !wanted.keeps_integers) {
        coerced += ".0";
    }
    const double number = number_in(coerced);
    if (wanted.spec.minimum && (number < *wanted.spec.minimum || number > *wanted.spec.maximum)) {
        return refuse_value(setting, "graph.setting_range", {{"minimum", number_text(*wanted.spec.minimum)}, {"maximum", number_text(*wanted.spec.maximum)}});
    }
    return coerced;
}

Result<JsonText> coerce_choice(const Setting& setting, const WidgetSpec& spec, const JsonText& value) {
    std::string all;
    for (const JsonText& choice : spec.choices) {
        if (choice == value || (is_number(choice) && is_number(value) && number_in(choice) == number_in(value))) return choice;
        all += (all.empty() ? "" : ", ") + choice;
    }
    return refuse_value(setting, "graph.setting_choice", {{"choices", all}});
}

}  // namespace

WidgetSpec widget_of(const Setting& setting) { return wanted_by(setting).spec; }

Result<JsonText> coerce(const Setting& setting, const JsonText& value) {
    Result<JsonText> normal = normal_json(value);
    if (!normal) return normal;
    const Wanted wanted = wanted_by(setting);
    if (*normal == "null" && (wanted.spec.is_optional || wanted.spec.kind == WidgetKind::expression)) return normal;
    switch (wanted.spec.kind) {
        case WidgetKind::toggle:
            if (kind_of(*normal) != JsonKind::boolean) return refuse_value(setting, "graph.setting_toggle");
            return normal;
        case WidgetKind::integer:
        case WidgetKind::number:
        case WidgetKind::slider: return coerce_number(setting, wanted, *normal);
        case WidgetKind::choice: return coerce_choice(setting, wanted.spec, *normal);
        case WidgetKind::text:
        case WidgetKind::multiline:
        case WidgetKind::column:
        case WidgetKind::file:
        case WidgetKind::secret:
            if (kind_of(*normal) != JsonKind::string) return refuse_value(setting, "graph.setting_text");
            return normal;
        case WidgetKind::expression: return normal;
    }
    return normal;
}

}  // namespace flow
