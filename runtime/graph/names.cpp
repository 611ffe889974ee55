#include "runtime/graph/names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

// By their first letter: a word is compared with those of its own only.
constexpr std::array<std::string_view, 35> kKeywords{"False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
                                                     "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
                                                     "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
                                                     "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

bool is_ascii_letter(char32_t code) { return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') || code == U'_'; }
bool is_ascii_digit(char32_t code) { return code >= U'0' && code <= U'9'; }

// Blocks beyond ASCII that hold spaces, punctuation, symbols and private use, and letters among them. The tables of Unicode would weigh more than the rest of the reader;
// what slips through here is told by the kernel's judge.
constexpr std::array<std::pair<char32_t, char32_t>, 34> kNoLetters{{
    {0x80, 0xa9},     {0xab, 0xb4},     {0xb6, 0xb6},     {0xb8, 0xb9},     {0xbb, 0xbf},     {0xd7, 0xd7},       {0xf7, 0xf7},
    {0x2000, 0x203e}, {0x2041, 0x2053}, {0x2055, 0x2070}, {0x2072, 0x207e}, {0x2080, 0x208f}, {0x20a0, 0x20cf},   {0x2190, 0x2bff},
    {0x2e00, 0x2fff}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030}, {0x3036, 0x3037}, {0x303d, 0x3040},   {0x30fb, 0x30fb},
    {0x3200, 0x33ff}, {0xe000, 0xf8ff}, {0xfe10, 0xfe1f}, {0xfe30, 0xfe32}, {0xfe35, 0xfe4c}, {0xfe50, 0xfe6f},   {0xfeff, 0xff0f},
    {0xff1a, 0xff20}, {0xff3b, 0xff3e}, {0xff40, 0xff40}, {0xff5b, 0xff65}, {0xffe0, 0xffff}, {0x1f000, 0x1faff},
}};

bool is_letter_beyond_ascii(char32_t code) {
    if (code < 0x80 || code >= 0xe0000) return false;
    const auto block = std::find_if(kNoLetters.begin(), kNoLetters.end(), [code](const auto& range) { return code <= range.second; });
    return block == kNoLetters.end() || code < block->first;
}

}  // namespace

bool is_python_keyword(std::string_view word) {
    if (word.empty()) return false;
    const auto* known = kKeywords.begin();
    while (known != kKeywords.end() && known->front() < word.front()) ++known;
    for (; known != kKeywords.end() && known->front() == word.front(); ++known) {
        if (*known == word) return true;
    }
    return false;
}

bool is_node_name(std::string_view name) {
    if (name.empty() || name.size() > limits::kNameBytes || is_ascii_digit(static_cast<unsigned char>(name.front()))) return false;
    const bool is_plain = std::all_of(name.begin(), name.end(), [](char letter) {
        const auto code = static_cast<unsigned char>(letter);
        return is_ascii_letter(code) || is_ascii_digit(code);
    });
    return is_plain && !is_python_keyword(name);
}

bool starts_identifier(char32_t code) { return is_ascii_letter(code) || is_letter_beyond_ascii(code); }
bool continues_identifier(char32_t code) {
    const bool is_variation_selector = code >= 0xe0100 && code <= 0xe01ef;
    const bool is_joiner =
        code == 0xb7 || code == 0x200c || code == 0x200d || code == 0x30fb || code == 0xff65;  // since Unicode 15.1 also the dots between Japanese words
    return starts_identifier(code) || is_ascii_digit(code) || is_joiner || is_variation_selector;
}

bool is_identifier(std::string_view name) {
    if (name.empty() || is_python_keyword(name)) return false;
    std::size_t at = 0;
    if (!starts_identifier(next_code_point(name, at))) return false;
    while (at < name.size()) {
        if (!continues_identifier(next_code_point(name, at))) return false;
    }
    return true;
}

std::string node_name_from(std::string_view wanted) {
    const std::size_t dot = wanted.rfind('.');
    if (dot != std::string_view::npos) wanted.remove_prefix(dot + 1);
    wanted = wanted.substr(0, limits::kNameBytes);
    return is_node_name(wanted) ? std::string(wanted) : "node";
}

bool is_package_name(std::string_view name) {
    constexpr std::size_t kMostBytes = 200;  // a name, extras and a version
    if (name.empty() || name.size() > kMostBytes || name.front() == ' ' || name.back() == ' ') return false;
    return std::all_of(name.begin(), name.end(), [](char letter) { return letter >= 0x20 && letter < 0x7f; });
}

bool is_file_name(std::string_view name) {
    constexpr std::size_t kMostBytes = 1'024;  // what file systems of the kernel take
    if (name.empty() || name.size() > kMostBytes) return false;
    if (std::any_of(name.begin(), name.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f || letter == '\\'; }))
        return false;
    while (true) {
        const std::size_t slash = name.find('/');
        const std::string_view part = name.substr(0, slash);
        if (part.empty() || part == "." || part == "..") return false;
        if (slash == std::string_view::npos) return true;
        name.remove_prefix(slash + 1);
    }
}

}  // namespace flow
