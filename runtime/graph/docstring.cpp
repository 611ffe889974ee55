#include "runtime/graph/docstring.h"

#include <algorithm>
#include <vector>

#include "runtime/graph/utf8.h"

namespace flow {
namespace {

/// Tabs as spaces up to the next multiple of 8 characters.
std::string expand_tabs(std::string_view text) {
    std::string plain;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = next_code_point(text, at);
        if (code == U'\t') {
            const std::size_t width = 8 - column % 8;
            plain.append(width, ' ');
            column += width;
        } else {
            plain.append(text, start, at - start);
            column = code == U'\n' || code == U'\r' ? 0 : column + 1;
        }
    }
    return plain;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t start = 0;
    while (true) {
        const std::size_t end = text.find('\n', start);
        lines.push_back(text.substr(start, end - start));
        if (end == std::string::npos) return lines;
        start = end + 1;
    }
}

std::size_t indentation(const std::string& line) { return std::min(line.find_first_not_of(' '), line.size()); }

}  // namespace

std::string clean_docstring(std::string_view text) {
    std::vector<std::string> lines = lines_of(expand_tabs(text));
    std::size_t margin = std::string::npos;
    for (std::size_t at = 1; at < lines.size(); ++at) {
        const std::size_t indent = indentation(lines[at]);
        if (indent < lines[at].size()) margin = std::min(margin, indent);
    }
    lines.front().erase(0, indentation(lines.front()));
    if (margin != std::string::npos) {
        for (std::size_t at = 1; at < lines.size(); ++at) lines[at].erase(0, margin);
    }
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    const auto first = std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return !line.empty(); });
    std::string clean;
    for (auto line = first; line != lines.end(); ++line) clean += (line == first ? "" : "\n") + *line;
    return clean;
}

}  // namespace flow
