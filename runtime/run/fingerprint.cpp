#include "runtime/run/fingerprint.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <vector>

// XXH3 is used as a header: no library to find in the browser's build.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace flow {

namespace {

Fingerprint hash_of(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

}  // namespace

std::string to_text(const Fingerprint& fingerprint) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint64_t half : {fingerprint.high, fingerprint.low}) {
        for (int shift = 60; shift >= 0; shift -= 4) text.push_back(digits[(half >> shift) & 0xfu]);
    }
    return text;
}

std::optional<Fingerprint> fingerprint_from_text(std::string_view text) {
    if (text.size() != 32) return std::nullopt;
    const auto half = [](std::string_view digits) -> std::optional<std::uint64_t> {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
        if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
        return number;
    };
    const std::optional<std::uint64_t> high = half(text.substr(0, 16));
    const std::optional<std::uint64_t> low = half(text.substr(16));
    if (!high || !low) return std::nullopt;
    return Fingerprint{*high, *low};
}

void FingerprintBuilder::append(const void* bytes, std::size_t count) {
    if (long_.empty() && used_ + count <= kShort) {
        std::memcpy(short_.data() + used_, bytes, count);
        used_ += count;
        return;
    }
    if (long_.empty()) long_.assign(short_.data(), used_);
    long_.append(static_cast<const char*>(bytes), count);
}

FingerprintBuilder& FingerprintBuilder::text(std::string_view field) {
    number(field.size());
    if (!field.empty()) append(field.data(), field.size());
    return *this;
}

FingerprintBuilder& FingerprintBuilder::number(std::uint64_t field) {
    std::array<unsigned char, 8> bytes;  // the lowest first, on every machine
    for (std::size_t at = 0; at < bytes.size(); ++at) bytes[at] = static_cast<unsigned char>(field >> (8 * at));
    append(bytes.data(), bytes.size());
    return *this;
}

FingerprintBuilder& FingerprintBuilder::print(const Fingerprint& field) { return number(field.high).number(field.low); }

Fingerprint FingerprintBuilder::finish() {
    const Fingerprint made = hash_of(long_.empty() ? std::string_view(short_.data(), used_) : std::string_view(long_));
    used_ = 0;
    long_.clear();
    return made;
}

Fingerprint fingerprint_of_source(std::string_view source) {
    if (source.find('\r') == std::string_view::npos) return hash_of(source);
    std::string plain;
    plain.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] != '\r') {
            plain.push_back(source[i]);
            continue;
        }
        plain.push_back('\n');
        if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
    }
    return hash_of(plain);
}

Fingerprint fingerprint_of_result(const Fingerprint& key, std::span<const FileUse> files) {
    std::vector<const FileUse*> sorted;
    sorted.reserve(files.size());
    for (const FileUse& file : files) sorted.push_back(&file);
    std::sort(sorted.begin(), sorted.end(), [](const FileUse* a, const FileUse* b) { return a->name < b->name; });

    FingerprintBuilder builder;
    builder.print(key).number(sorted.size());
    for (const FileUse* file : sorted) builder.text(file->name).text(file->sha256);
    return builder.finish();
}

}  // namespace flow
