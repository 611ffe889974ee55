#include "runtime/graph/json_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "runtime/base/check.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

/// Digits d1d2d3… and an exponent such that the value is d1.d2d3… * 10^exponent.
struct Decimal {
    bool is_negative = false;
    std::string digits;
    int exponent = 0;
};

Decimal shortest_decimal(double value) {
    std::array<char, 40> buffer{};
    for (int precision = 0; precision < 17; ++precision) {  // std::to_chars for doubles is missing in the oldest library we build with
        std::snprintf(buffer.data(), buffer.size(), "%.*e", precision, value);
        if (std::strtod(buffer.data(), nullptr) == value) break;
    }
    Decimal decimal;
    std::string_view text = buffer.data();
    if (text.front() == '-') {
        decimal.is_negative = true;
        text.remove_prefix(1);
    }
    const std::size_t mark = text.find('e');
    for (const char letter : text.substr(0, mark)) {
        if (letter >= '0' && letter <= '9') decimal.digits.push_back(letter);
    }
    decimal.exponent = std::atoi(std::string(text.substr(mark + 1)).c_str());
    while (decimal.digits.size() > 1 && decimal.digits.back() == '0') decimal.digits.pop_back();
    return decimal;
}

void append_escaped(std::string& out, unsigned char letter) {
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (letter) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out.push_back(kHex[letter >> 4u]);
            out.push_back(kHex[letter & 15u]);
    }
}

}  // namespace

JsonKind kind_of(std::string_view value) {
    FLOW_CHECK(!value.empty(), "a JSON value is not empty");
    switch (value.front()) {
        case 'n': return JsonKind::null;
        case 't':
        case 'f': return JsonKind::boolean;
        case '"': return JsonKind::string;
        case '[': return JsonKind::array;
        case '{': return JsonKind::object;
        default: return value.find_first_of(".eE") == std::string_view::npos ? JsonKind::integer : JsonKind::real;
    }
}

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t plain = 0;  // from here to `at` nothing needs a change
    std::size_t at = 0;
    while (at < text.size()) {
        const auto letter = static_cast<unsigned char>(text[at]);
        if (letter >= 0x80) {
            const std::size_t start = at;
            const char32_t code = next_code_point(text, at);
            if (code != kReplacement) continue;
            out.append(text, plain, start - plain);
            append_code_point(out, code);
            plain = at;
            continue;
        }
        if (letter < 0x20 || letter == '"' || letter == '\\') {
            out.append(text, plain, at - plain);
            append_escaped(out, letter);
            plain = at + 1;
        }
        ++at;
    }
    out.append(text, plain, std::string_view::npos);
    out.push_back('"');
}

JsonText json_string(std::string_view text) {
    JsonText quoted;
    quoted.reserve(text.size() + 2);
    append_json_string(quoted, text);
    return quoted;
}

std::string text_in(std::string_view json_string) {
    FLOW_CHECK(json_string.size() >= 2 && json_string.front() == '"', "a JSON string is asked for its text");
    std::string text;
    const std::string_view inner = json_string.substr(1, json_string.size() - 2);
    for (std::size_t at = 0; at < inner.size(); ++at) {
        if (inner[at] != '\\') {
            text.push_back(inner[at]);
            continue;
        }
        constexpr std::string_view kEscapes = "bfnrt";
        constexpr std::string_view kMeanings = "\b\f\n\r\t";
        const char escape = inner[++at];
        if (escape == 'u') {  // in normal form only control characters are written so
            text.push_back(static_cast<char>(std::strtol(std::string(inner.substr(at + 1, 4)).c_str(), nullptr, 16)));
            at += 4;
        } else {
            const std::size_t known = kEscapes.find(escape);
            text.push_back(known == std::string_view::npos ? escape : kMeanings[known]);
        }
    }
    return text;
}

std::string real_text(double value) {
    FLOW_CHECK(std::isfinite(value), "JSON has no infinities");
    const Decimal decimal = shortest_decimal(value);
    std::string text = decimal.is_negative ? "-" : "";
    const auto digits = static_cast<int>(decimal.digits.size());
    if (decimal.exponent < -4 || decimal.exponent >= 16) {
        text += decimal.digits[0];
        if (digits > 1) text += "." + decimal.digits.substr(1);
        const int magnitude = std::abs(decimal.exponent);
        return text + (decimal.exponent < 0 ? "e-" : "e+") + (magnitude < 10 ? "0" : "") + std::to_string(magnitude);
    }
    if (decimal.exponent < 0) return text + "0." + std::string(static_cast<std::size_t>(-decimal.exponent - 1), '0') + decimal.digits;
    const int whole = decimal.exponent + 1;
    if (digits <= whole) return text + decimal.digits + std::string(static_cast<std::size_t>(whole - digits), '0') + ".0";
    return text + decimal.digits.substr(0, static_cast<std::size_t>(whole)) + "." + decimal.digits.substr(static_cast<std::size_t>(whole));
}

std::string number_text(double value) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (value == std::floor(value) && std::abs(value) < kExact) return std::to_string(static_cast<long long>(value));
    return real_text(value);
}

double number_in(std::string_view value) { return std::strtod(std::string(value).c_str(), nullptr); }

}  // namespace flow
