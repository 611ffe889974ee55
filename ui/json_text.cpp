#include "ui/json_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace flow::ui {
namespace {

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

std::optional<unsigned> hex4(std::string_view text) {
    unsigned value = 0;
    if (text.size() < 4) return std::nullopt;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + 4, value, 16);
    if (problem != std::errc() || end != text.data() + 4) return std::nullopt;
    return value;
}

/// Appends the escape that stands at `at` (behind the backslash); returns how many characters it took.
std::size_t append_escape(std::string& out, std::string_view text, std::size_t at) {
    switch (text[at]) {
        case 'n':
        case 't':
        case 'r':
        case 'b':
        case 'f': out += ' '; return 1;
        case 'u': break;
        default: out += text[at]; return 1;
    }
    const auto code = hex4(text.substr(at + 1));
    if (!code) {
        out += text[at];
        return 1;
    }
    const bool is_high = *code >= 0xD800 && *code < 0xDC00;
    if (is_high && text.substr(at + 5, 2) == "\\u") {
        if (const auto low = hex4(text.substr(at + 7)); low && *low >= 0xDC00 && *low < 0xE000) {
            append_utf8(out, 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00));
            return 11;
        }
    }
    append_utf8(out, *code < 0x20 ? ' ' : *code);
    return 5;
}

}  // namespace

std::string shown(std::string_view json) {
    if (json == "null") return {};
    if (json.size() < 2 || json.front() != '"' || json.back() != '"') return one_line(json);
    const std::string_view inside = json.substr(1, json.size() - 2);
    std::string out;
    for (std::size_t at = 0; at < inside.size();) {
        if (inside[at] == '\\' && at + 1 < inside.size()) {
            at += 1 + append_escape(out, inside, at + 1);
        } else {
            out += inside[at++];
        }
    }
    return out;
}

std::optional<double> number_of(std::string_view json) {
    const std::string text(json);
    if (text.empty()) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (*end != '\0' || !std::isfinite(value)) return std::nullopt;
    return value;
}

JsonText number_text(double value, bool is_integer) {
    std::array<char, 64> buffer{};
    if (is_integer) {
        std::snprintf(buffer.data(), buffer.size(), "%lld", std::llround(value));
        return buffer.data();
    }
    // std::to_chars for doubles is missing in the oldest library that we build with.
    for (int digits = 1; digits <= 17; ++digits) {
        std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value);
        if (std::strtod(buffer.data(), nullptr) == value) break;
    }
    return buffer.data();
}

std::string one_line(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return out;
}

}  // namespace flow::ui
