#include "runtime/graph/json_pretty.h"

namespace flow {
namespace {

/// Where the member that begins at `at` ends: at a comma or bracket of its own level.
std::size_t member_end(std::string_view value, std::size_t at) {
    int depth = 0;
    bool in_text = false;
    for (; at < value.size(); ++at) {
        const char letter = value[at];
        if (in_text) {
            if (letter == '\\') {
                ++at;
            } else if (letter == '"') {
                in_text = false;
            }
        } else if (letter == '"') {
            in_text = true;
        } else if (letter == '[' || letter == '{') {
            ++depth;
        } else if (letter == ']' || letter == '}') {
            if (depth-- == 0) return at;
        } else if (letter == ',' && depth == 0) {
            return at;
        }
    }
    return at;
}

/// The length of `"key": ` at the beginning of an object's member.
std::size_t key_length(std::string_view member) {
    std::size_t at = 1;
    while (member[at] != '"') at += member[at] == '\\' ? 2 : 1;
    return at + 3;
}

}  // namespace

void append_pretty(std::string& out, std::string_view value, std::size_t indent, std::size_t column) {
    const bool is_container = value.size() > 2 && (value.front() == '[' || value.front() == '{');
    if (!is_container || column + value.size() <= kPrettyWidth) {
        out += value;
        return;
    }
    const std::size_t inner = indent + 2;
    out += value.front();
    for (std::size_t at = 1; at < value.size();) {
        const std::size_t end = member_end(value, at);
        const std::string_view member = value.substr(at, end - at);
        const std::size_t key = value.front() == '{' ? key_length(member) : 0;
        out += '\n';
        out.append(inner, ' ');
        out += member.substr(0, key);
        append_pretty(out, member.substr(key), inner, inner + key);
        if (value[end] != ',') break;
        out += ',';
        at = end + 2;
    }
    out += '\n';
    out.append(indent, ' ');
    out += value.back();
}

}  // namespace flow
