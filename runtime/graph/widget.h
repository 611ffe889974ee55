// Promises: which control shows a setting, chosen from its annotation, or from its default's type without one (semantics: "Ports").
// Must not know: how a control is drawn.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/graph/signature.h"

namespace flow {

enum class WidgetKind { toggle, integer, number, slider, choice, text, multiline, column, file, secret, expression };

struct WidgetSpec {
    WidgetKind kind = WidgetKind::expression;
    bool is_integer = false;        ///< for sliders: whole steps only
    bool is_optional = false;       ///< `X | None`: the value may be null
    std::vector<JsonText> choices;  ///< for `Literal[...]`
    std::optional<double> minimum, maximum, step;

    friend bool operator==(const WidgetSpec&, const WidgetSpec&) = default;
};

WidgetSpec widget_of(const Setting& setting);

/// `value` as this setting takes it (1 for a float is 1.0; a choice must be one of the choices), or the sentence that says what is wanted.
Result<JsonText> coerce(const Setting& setting, const JsonText& value);

}  // namespace flow
