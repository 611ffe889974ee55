// Promises: 128 bits that are equal exactly when what was put in is equal (XXH3, length-prefixed, so that no two lists of fields run together).
// Must not know: nodes, graphs. Not for secrets: XXH3 is no cryptographic hash; nobody gains by making two of their own results collide.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/run/preview.h"

namespace flow {

struct Fingerprint {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    /// False for the one that was never computed.
    explicit operator bool() const { return high != 0 || low != 0; }
    friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// As 32 hexadecimal digits.
std::string to_text(const Fingerprint& fingerprint);
/// Nothing for what is no such text.
std::optional<Fingerprint> fingerprint_from_text(std::string_view text);

/// Collects fields and gives the fingerprint of all of them in their order. Can be used again after `finish`.
class FingerprintBuilder {
public:
    FingerprintBuilder& text(std::string_view field);
    FingerprintBuilder& number(std::uint64_t field);
    FingerprintBuilder& print(const Fingerprint& field);
    Fingerprint finish();

private:
    void append(const void* bytes, std::size_t count);

    static constexpr std::size_t kShort = 512;
    std::array<char, kShort> short_;  ///< as long as all of it fits: most do
    std::size_t used_ = 0;
    std::string long_;
};

/// Of a source text; line ends count as LF, so that a file that went through Windows means the same.
Fingerprint fingerprint_of_source(std::string_view source);

/// Of a result: the key that it was computed under and the files that it read, as they were. The order of `files` plays no part.
Fingerprint fingerprint_of_result(const Fingerprint& key, std::span<const FileUse> files);

}  // namespace flow
