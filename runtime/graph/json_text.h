// Promises: JSON values kept as text, in one normal form: on one line, `, ` and `: ` as separators, strings with as few escapes as JSON allows, numbers as they were written.
// Must not know: what the values mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"

namespace flow {

/// JSON as text: `1` and `1.0`, and integers beyond 2^53, stay what they are.
using JsonText = std::string;

enum class JsonKind { null, boolean, integer, real, string, array, object };

/// The kind of a value in normal form. `1e3` and `1.0` are real, as in Python.
JsonKind kind_of(std::string_view value);

/// `text` as a JSON string, quotes included. What is no UTF-8 becomes U+FFFD.
JsonText json_string(std::string_view text);
void append_json_string(std::string& out, std::string_view text);

/// Any JSON text in normal form; refused if it is none, too deep, or an object names a member twice.
Result<JsonText> normal_json(std::string_view text);

/// The text of a JSON string value in normal form.
std::string text_in(std::string_view json_string);

/// The shortest decimal that is read back as `value`, as Python writes it: "0.1", "1.0", "1e+16". `value` must be finite.
std::string real_text(double value);
/// The same, whole numbers without ".0": "260".
std::string number_text(double value);

/// A number's value; `value` must be one.
double number_in(std::string_view value);

}  // namespace flow
