#include "server/head_scanner.h"

#include "server/limits.h"

namespace flow::server {

HeadScanner::State HeadScanner::scan(std::string_view bytes) {
    while (size_ < bytes.size()) {
        const auto state = step(bytes[size_++]);
        if (state != State::kOpen) return state;
        if (size_ >= limits::kMaxHeadBytes) return lines_ == 0 ? State::kTargetTooLong : State::kFieldsTooLong;
    }
    return State::kOpen;
}

HeadScanner::State HeadScanner::step(char c) {
    if (after_cr_) {
        after_cr_ = false;
        if (c != '\n') return State::kMalformed;
        if (line_bytes_ > 0) {
            ++lines_;
            line_bytes_ = 0;
            return State::kOpen;
        }
        if (lines_ > 0) return State::kComplete;
        // Old browsers sent an empty line after the body of a form; the standard says to bear one.
        return ++empty_lines_before_ > 1 ? State::kMalformed : State::kOpen;
    }
    if (c == '\r') {
        after_cr_ = true;
        return State::kOpen;
    }
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7f) return State::kMalformed;
    // A line that starts with a blank continues the one before, which two readers may understand in two ways.
    if (line_bytes_ == 0 && (c == ' ' || c == '\t')) return State::kMalformed;
    ++line_bytes_;
    return State::kOpen;
}

}  // namespace flow::server
