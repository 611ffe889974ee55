#include "server/negotiation.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "server/limits.h"
#include "server/message.h"

namespace flow::server {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> items;
    while (!text.empty() && items.size() < limits::kMaxListItems) {
        const auto end = text.find(separator);
        items.push_back(trimmed(text.substr(0, end)));
        text = end == text.npos ? std::string_view{} : text.substr(end + 1);
    }
    return items;
}

/// "0.75" as 750. A weight that is not written as the standard has it counts as a refusal.
int weight_of(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    if (text.size() > 1 && text[1] != '.') return 0;
    int thousandths = (text[0] - '0') * 1000;
    int place = 100;
    for (std::size_t i = 2; i < text.size(); ++i, place /= 10) {
        if (text[i] < '0' || text[i] > '9') return 0;
        thousandths += (text[i] - '0') * place;
    }
    return std::min(thousandths, 1000);
}

struct WeightedCoding {
    std::string_view name;
    int weight = 1000;
};

WeightedCoding weighted_coding(std::string_view item) {
    const auto parts = split(item, ';');
    if (parts.empty()) return {};
    WeightedCoding result{parts.front()};
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (parts[i].size() > 2 && same_ignoring_case(parts[i].substr(0, 2), "q=")) result.weight = weight_of(parts[i].substr(2));
    }
    return result;
}

/// A tag without the mark of a weak one.
std::string_view opaque_tag(std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; }

}  // namespace

EncodingWishes encoding_wishes(std::string_view accept_encoding) {
    std::optional<int> br, gzip, identity, rest;
    for (const auto item : split(accept_encoding, ',')) {
        const auto coding = weighted_coding(item);
        if (same_ignoring_case(coding.name, "br")) br = coding.weight;
        if (same_ignoring_case(coding.name, "gzip") || same_ignoring_case(coding.name, "x-gzip")) gzip = coding.weight;
        if (same_ignoring_case(coding.name, "identity")) identity = coding.weight;
        if (coding.name == "*") rest = coding.weight;
    }
    // Whoever lists codings without naming the plain form would take it, but likes any named one better.
    const int plain = rest == 0 ? 0 : 1;
    const bool is_said = br || gzip || identity || rest;
    return {br.value_or(rest.value_or(0)), gzip.value_or(rest.value_or(0)), identity.value_or(is_said ? plain : 1000)};
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    if (trimmed(if_none_match) == "*") return true;
    // Our tags have no commas, so that splitting at commas cannot cut one of them.
    const auto items = split(if_none_match, ',');
    return std::any_of(items.begin(), items.end(), [&](std::string_view item) { return opaque_tag(item) == opaque_tag(tag); });
}

std::optional<std::uint64_t> whole_number(std::string_view digits) {
    std::uint64_t value = 0;
    if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

RangeWish range_wish(std::string_view range, std::uint64_t size) {
    static constexpr std::string_view kUnit = "bytes=";
    if (range.size() <= kUnit.size() || !same_ignoring_case(range.substr(0, kUnit.size()), kUnit)) return {};
    const auto spec = trimmed(range.substr(kUnit.size()));
    const auto dash = spec.find('-');
    if (dash == spec.npos || spec.find(',') != spec.npos) return {};

    const auto first_text = spec.substr(0, dash);
    const auto last_text = spec.substr(dash + 1);
    const auto first = whole_number(first_text);
    const auto last = whole_number(last_text);
    if (first_text.empty()) {
        if (!last) return {};
        const auto length = std::min(*last, size);
        return length == 0 ? RangeWish{RangeWish::Kind::kOutside, {}} : RangeWish{RangeWish::Kind::kPart, {size - length, length}};
    }
    if (!first || (!last && !last_text.empty()) || (last && *last < *first)) return {};
    if (*first >= size) return {RangeWish::Kind::kOutside, {}};
    const auto end = last ? std::min(*last, size - 1) : size - 1;
    return {RangeWish::Kind::kPart, {*first, end - *first + 1}};
}

}  // namespace flow::server
