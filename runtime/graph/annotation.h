// Promises: the text of a type annotation as a tree: `Annotated[int, range(0, 10)] | None` is a union of two, the first with two arguments.
// Must not know: what a widget or a port makes of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/json_text.h"

namespace flow {

struct Annotation {
    enum class Form { name, subscript, call, tuple, alternatives, other };

    Form form = Form::other;
    std::string name;                 ///< the last dotted part of a name: "Literal" of `typing.Literal["a"]`; "" for tuple, alternatives and other
    std::vector<Annotation> parts;    ///< arguments, items or alternatives
    std::optional<JsonText> literal;  ///< set if the expression is a literal
    std::string_view text;            ///< its part of the text that was read

    bool is_none() const { return literal && *literal == "null"; }
};

/// What cannot be read has the form `other`. Quoted annotations are read like others; `text` must outlive the result.
Annotation read_annotation(std::string_view text);

}  // namespace flow
