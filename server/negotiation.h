// Promises: reads what a request says about what it would like to get: encodings, what it has already, which part it wants.
// Must not know: files, responses. Whatever is not understood counts as not said.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flow::server {

/// How much a browser wants each form, from 0 (not at all) to 1000.
struct EncodingWishes {
    int br = 0;
    int gzip = 0;
    int identity = 1000;
};

/// Reads Accept-Encoding. A field that is not there asks for the plain form.
EncodingWishes encoding_wishes(std::string_view accept_encoding);

/// Whether If-None-Match names `tag` (with its quotes), compared weakly, or is "*".
bool names_tag(std::string_view if_none_match, std::string_view tag);

/// A part of a file: `length` bytes from `offset`, inside the file and not empty.
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;

    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

struct RangeWish {
    enum class Kind { kWhole, kPart, kOutside };
    /// kWhole also for what is not understood and for several ranges; kOutside when nothing of the file is in the range.
    Kind kind = Kind::kWhole;
    ByteRange part;

    friend bool operator==(const RangeWish&, const RangeWish&) = default;
};

/// Reads Range for a file of `size` bytes.
RangeWish range_wish(std::string_view range, std::uint64_t size);

/// Reads digits only: no sign, no space, nothing that does not fit.
std::optional<std::uint64_t> whole_number(std::string_view digits);

}  // namespace flow::server
