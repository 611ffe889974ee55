#include "runtime/graph/utf8.h"

namespace flow {
namespace {

struct Decoded {
    char32_t code = kReplacement;
    std::size_t bytes = 1;
    bool is_valid = false;
};

unsigned byte_at(std::string_view text, std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; }

Decoded decode(std::string_view text, std::size_t at) {
    const unsigned first = byte_at(text, at);
    if (first < 0x80) return {first, 1, true};
    const std::size_t bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) return {};
    char32_t code = first & (0xffu >> (bytes + 1));
    for (std::size_t next = 1; next < bytes; ++next) {
        const unsigned byte = byte_at(text, at + next);
        if ((byte & 0xc0u) != 0x80u) return {};
        code = (code << 6u) | (byte & 0x3fu);
    }
    const bool is_overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
    if (is_overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
    return {code, bytes, true};
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
    const Decoded found = decode(text, at);
    at += found.bytes;
    return found.code;
}

void append_code_point(std::string& text, char32_t code) {
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = kReplacement;
    const auto push = [&text](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (code < 0x80) {
        push(code);
    } else if (code < 0x800) {
        push(0xc0u | (code >> 6u));
        push(0x80u | (code & 0x3fu));
    } else if (code < 0x10000) {
        push(0xe0u | (code >> 12u));
        push(0x80u | ((code >> 6u) & 0x3fu));
        push(0x80u | (code & 0x3fu));
    } else {
        push(0xf0u | (code >> 18u));
        push(0x80u | ((code >> 12u) & 0x3fu));
        push(0x80u | ((code >> 6u) & 0x3fu));
        push(0x80u | (code & 0x3fu));
    }
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        if (byte_at(text, at) < 0x80) {
            ++at;
        } else {
            next_code_point(text, at);
        }
    }
    return count;
}

std::string first_code_points(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; at < text.size() && count > 0; --count) next_code_point(text, at);
    return std::string(text.substr(0, at));
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Decoded found = decode(text, at);
        if (!found.is_valid) return false;
        at += found.bytes;
    }
    return true;
}

}  // namespace flow
