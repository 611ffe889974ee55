#include "runtime/graph/view_items.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/flow_fields.h"
#include "runtime/graph/json_text.h"
#include "runtime/graph/names.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

FieldKind field_kind_of(std::string_view value) {
    switch (kind_of(value)) {
        case JsonKind::string: return FieldKind::text;
        case JsonKind::boolean: return FieldKind::flag;
        case JsonKind::integer:
        case JsonKind::real: return FieldKind::number;
        case JsonKind::array: return FieldKind::list;
        default: return FieldKind::object;
    }
}

/// Where a JSON string that begins at `at` ends (behind its closing quote).
std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return at + 1;
}

/// Goes through the members of an object. False if it is none, or if a known member is not of its kind.
template <class Known, class Unknown>
bool read_members(std::string_view item, FilePlace place, Known known, Unknown unknown) {
    if (item.front() != '{') return false;
    std::string last_known;
    for (const std::string_view member : split_json(item)) {
        const std::size_t colon = end_of_string(member, 0);
        std::string name = text_in(member.substr(0, colon));
        const std::string_view value = member.substr(colon + 2);
        const auto rules = fields_of(place);
        const auto rule = std::find_if(rules.begin(), rules.end(), [&name](const FieldRule& one) { return one.name == name; });
        if (rule == rules.end()) {
            unknown(UnknownField{last_known, std::move(name), JsonText(value)});
        } else {
            if (field_kind_of(value) != rule->kind) return false;
            last_known = name;
            known(name, value);
        }
    }
    return true;
}

bool is_on_canvas(double number) { return std::abs(number) <= limits::kCanvasUnits; }

double plain_number(std::string_view value) {
    const double number = number_in(value);
    return number == 0 ? 0 : number;  // no negative zero
}

std::vector<NodeId> nodes_in_list(std::string_view list, const std::function<NodeId(std::string_view)>& node_named) {
    std::vector<NodeId> nodes;
    for (const std::string_view item : split_json(list)) {
        const NodeId node = kind_of(item) == JsonKind::string ? node_named(text_in(item)) : NodeId{};
        if (node) nodes.push_back(node);
    }
    return nodes;
}

/// Each once.
std::vector<std::string> texts_in_list(std::string_view list) {
    std::vector<std::string> texts;
    for (const std::string_view item : split_json(list)) {
        if (kind_of(item) != JsonKind::string) continue;
        std::string text = text_in(item);
        if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
    }
    return texts;
}

Area read_area(Area::Kind kind, std::string_view item, const std::function<NodeId(std::string_view)>& node_named) {
    Area area;
    area.kind = kind;
    unsigned places = 0;
    const auto known = [&](std::string_view field, std::string_view value) {
        const auto place = [&](double Area::*member, unsigned bit) {
            area.*member = plain_number(value);
            places |= bit;
        };
        if (field == "id") {
            area.name = text_in(value);
        } else if (field == "title" || field == "text") {
            area.text = text_in(value);
        } else if (field == "color") {
            area.color = text_in(value);
        } else if (field == "folded") {
            area.is_folded = value == "true";
        } else if (field == "subflow") {
            area.is_subflow = value == "true";
        } else if (field == "nodes") {
            area.nodes = nodes_in_list(value, node_named);
        } else if (field == "areas") {
            area.areas = texts_in_list(value);
        } else if (field == "x") {
            place(&Area::x, 1);
        } else if (field == "y") {
            place(&Area::y, 2);
        } else if (field == "width") {
            place(&Area::width, 4);
        } else {
            place(&Area::height, 8);
        }
    };
    const bool is_read = read_members(item, kind == Area::Kind::frame ? FilePlace::frame : FilePlace::note, known,
                                      [&area](UnknownField field) { area.unknown.push_back(std::move(field)); });
    const bool is_placed = places == 15 && is_on_canvas(area.x) && is_on_canvas(area.y) && area.width > 0 && is_on_canvas(area.width) && area.height > 0 &&
                           is_on_canvas(area.height);
    const bool is_short = kind == Area::Kind::note ? area.text.size() <= limits::kNoteBytes : count_code_points(area.text) <= limits::kTitleCharacters;
    if (!is_read || !is_placed || !is_short) {
        area = {};
        area.kind = kind;
        area.foreign = item;
        return area;
    }
    if (!is_node_name(area.name)) area.name.clear();
    if (!area.is_folded) {
        area.nodes.clear();
        area.areas.reset();
    }
    return area;
}

Reroute read_reroute(std::string_view item) {
    Reroute read;
    unsigned fields = 0;
    const auto known = [&](std::string_view field, std::string_view value) {
        if (field == "link") {
            const std::vector<std::string_view> ends = split_json(value);
            if (ends.size() != 2 || kind_of(ends[0]) != JsonKind::string || kind_of(ends[1]) != JsonKind::string) return;
            read.from = text_in(ends[0]);
            read.to = text_in(ends[1]);
            fields |= 1;
        } else if (field == "x") {
            read.at.x = plain_number(value);
            fields |= 2;
        } else {
            read.at.y = plain_number(value);
            fields |= 4;
        }
    };
    // One with more than it needs is somebody else's: as a point it would lose that.
    const bool is_read = read_members(item, FilePlace::reroute, known, [&fields](const UnknownField&) { fields |= 8; });
    if (!is_read || fields != 7 || !is_on_canvas(read.at.x) || !is_on_canvas(read.at.y)) read.foreign = item;
    return read;
}

}  // namespace

std::vector<std::string_view> split_json(std::string_view container) {
    std::vector<std::string_view> items;
    const std::string_view inner = container.substr(1, container.size() - 2);
    std::size_t depth = 0;
    std::size_t start = 0;
    std::size_t at = 0;
    while (at < inner.size()) {
        const char letter = inner[at];
        if (letter == '"') {
            at = end_of_string(inner, at);
            continue;
        }
        if (letter == '[' || letter == '{') ++depth;
        if (letter == ']' || letter == '}') --depth;
        if (letter == ',' && depth == 0) {
            items.push_back(inner.substr(start, at - start));
            start = at + 2;
        }
        ++at;
    }
    if (start < inner.size()) items.push_back(inner.substr(start));
    return items;
}

std::optional<std::vector<Area>> read_areas(Area::Kind kind, const JsonText& list, const std::function<NodeId(std::string_view)>& node_named) {
    std::vector<Area> areas;
    if (list.empty()) return areas;
    if (list.front() != '[') return std::nullopt;
    const std::vector<std::string_view> items = split_json(list);
    if (items.size() > limits::kAreas) return std::nullopt;
    for (const std::string_view item : items) areas.push_back(read_area(kind, item, node_named));
    return areas;
}

std::optional<std::vector<Reroute>> read_reroutes(const JsonText& list) {
    std::vector<Reroute> reroutes;
    if (list.empty()) return reroutes;
    if (list.front() != '[') return std::nullopt;
    for (const std::string_view item : split_json(list)) reroutes.push_back(read_reroute(item));
    return reroutes;
}

}  // namespace flow
