// Promises: finds the end of a request's head in the bytes of a connection, and refuses early what only looks like one.
// Each byte is looked at once, however they drip in.
// Must not know: sockets, what the fields mean.
#pragma once

#include <cstddef>
#include <string_view>

namespace flow::server {

class HeadScanner {
public:
    enum class State {
        /// More bytes are needed.
        kOpen,
        /// The head ends at size().
        kComplete,
        /// Not a head: control characters, line ends that are not CR LF, a folded field. Answered with 400.
        kMalformed,
        /// Over limits::kMaxHeadBytes, in the first line (414) or after it (431).
        kTargetTooLong,
        kFieldsTooLong,
    };

    /// Goes on where it stopped; `bytes` is all that has arrived since the scanner was made.
    State scan(std::string_view bytes);
    /// How many bytes belong to the head so far, the empty lines before it (at most one is allowed) included.
    std::size_t size() const { return size_; }

private:
    State step(char c);

    std::size_t size_ = 0;
    std::size_t lines_ = 0;
    std::size_t line_bytes_ = 0;
    std::size_t empty_lines_before_ = 0;
    bool after_cr_ = false;
};

}  // namespace flow::server
