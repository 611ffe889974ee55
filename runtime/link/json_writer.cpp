#include "runtime/link/json_writer.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "runtime/link/messages.gen.h"

namespace flow::message {
namespace {

void append_escaped(std::string& out, char character) {
    switch (character) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    if (static_cast<unsigned char>(character) >= 0x20) {
        out += character;
        return;
    }
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(character)));
    out += escaped;
}

}  // namespace

void JsonWriter::text(std::string_view value) {
    separate();
    out_ += '"';
    for (const char character : value) append_escaped(out_, character);
    out_ += '"';
}

void JsonWriter::number(double value) {
    if (!std::isfinite(value)) return raw("null");
    char digits[32];
    for (const int precision : {6, 15, 17}) {  // most numbers are short; 17 digits always read back as the same double
        std::snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (std::strtod(digits, nullptr) == value) break;
    }
    raw(digits);
}

void write(JsonWriter& out, const Json& value) { out.raw(value.text); }

}  // namespace flow::message
