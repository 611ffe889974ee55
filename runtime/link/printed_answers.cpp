#include "runtime/link/printed_answers.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/link/convert.h"

namespace flow::link {
namespace {

/// How long a text is for JavaScript.
std::int64_t utf16_length(std::string_view text) {
    std::int64_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0u) != 0x80u) units += byte >= 0xf0u ? 2 : 1;
    }
    return units;
}

/// A piece of what a stream printed, and where in it something is missing.
struct PrintedPiece {
    std::string text;
    std::optional<std::int64_t> gap;
    std::int64_t end = 0;   ///< where it ends in the whole, in bytes
    std::int64_t rest = 0;  ///< bytes behind it
};

PrintedPiece piece_of(const std::string& whole, const std::optional<std::size_t>& gap, std::int64_t after, std::size_t limit) {
    const std::size_t begin = std::min(whole.size(), static_cast<std::size_t>(std::max<std::int64_t>(after, 0)));
    const std::string_view text = whole_characters(std::string_view(whole).substr(begin), limit);
    const std::size_t end = begin + text.size();
    PrintedPiece piece{std::string(text), std::nullopt, static_cast<std::int64_t>(end), static_cast<std::int64_t>(whole.size() - end)};
    if (gap && *gap >= begin && *gap <= end) piece.gap = utf16_length(text.substr(0, *gap - begin));
    return piece;
}

}  // namespace

message::answer::Output printed_by(const Session& session, NodeId node, const message::ask::Output& question) {
    const NodeOutput* found = session.output(node);
    if (found == nullptr) return {};
    const auto text = static_cast<std::int64_t>(found->text);
    const message::PrintedMark after = question.after && question.after->text == text ? *question.after : message::PrintedMark{text, 0, 0};
    const std::size_t limit = question.limit ? static_cast<std::size_t>(std::max<std::int64_t>(*question.limit, 0)) : std::string::npos;
    PrintedPiece out = piece_of(found->out, found->out_gap, after.stdout_, limit);
    PrintedPiece err = piece_of(found->err, found->err_gap, after.stderr_, limit - std::min(limit, out.text.size()));
    message::answer::Output answer;
    answer.stdout_ = std::move(out.text);
    answer.stderr_ = std::move(err.text);
    answer.mark = {text, out.end, err.end};
    answer.rest = out.rest + err.rest;
    answer.displays = found->displays;
    answer.error = error_of(*found);
    answer.dropped = found->dropped;
    answer.dropped_lines = found->dropped_lines;
    answer.dropped_displays = found->dropped_displays;
    answer.stdout_gap = out.gap;
    answer.stderr_gap = err.gap;
    answer.elapsed_ms = found->elapsed_ms;
    return answer;
}

std::optional<message::NodeError> error_of(const NodeOutput& output) {
    if (!output.error) return std::nullopt;
    return to_message(*output.error);
}

}  // namespace flow::link
