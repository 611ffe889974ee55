#include "runtime/graph/raw_fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/base64.h"
#include "runtime/graph/flow_version.h"
#include "runtime/graph/mode_names.h"
#include "runtime/graph/names.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

/// Enough of a wrong value to know it again.
std::string quoted(std::string_view value) { return first_code_points(value, 100); }

Sentence limit_sentence(std::string_view key, std::size_t limit) { return {std::string(key), {{"limit", std::to_string(limit)}}}; }

bool is_sha256(std::string_view text) {
    return text.size() == 64 &&
           std::all_of(text.begin(), text.end(), [](char letter) { return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f'); });
}

bool is_title(std::string_view text) { return text.size() <= limits::kTitleCharacters || count_code_points(text) <= limits::kTitleCharacters; }

/// "node.port": both there, the node's name one that a node can have.
bool is_link_end(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && is_node_name(text.substr(0, dot)) && dot + 1 < text.size() && text.size() - dot - 1 <= limits::kPortNameBytes;
}

}  // namespace

RawFields::Refusal RawFields::begin(FilePlace place, const std::string& key) {
    switch (place) {
        case FilePlace::node:
            if (flow_.nodes.size() >= limits::kNodes) return limit_sentence("graph.too_many_nodes", limits::kNodes);
            flow_.nodes.emplace_back();
            return std::nullopt;
        case FilePlace::link:
            if (flow_.links.size() >= limits::kLinks) return limit_sentence("graph.too_many_links", limits::kLinks);
            flow_.links.emplace_back();
            return std::nullopt;
        case FilePlace::files: flow_.lists_files = true; return std::nullopt;
        case FilePlace::file:
            if (flow_.files.size() >= limits::kFilesPerFlow) return limit_sentence("graph.too_many_files", limits::kFilesPerFlow);
            flow_.files.emplace_back();
            return std::nullopt;
        case FilePlace::look:
            if (flow_.looks.size() >= limits::kNodes) return limit_sentence("graph.too_many_nodes", limits::kNodes);
            look_ = &flow_.looks.emplace_back(key, NodeLook{}).second;
            return std::nullopt;
        default: return std::nullopt;
    }
}

RawFields::Refusal RawFields::set(FilePlace place, std::string_view field, const std::string& after, std::string_view value) {
    switch (place) {
        case FilePlace::root: return set_root(field, value);
        case FilePlace::node: return set_node(field, after, value);
        case FilePlace::limits: return set_limit(field, value);
        case FilePlace::link: return set_link(field, value);
        case FilePlace::file: return set_file(field, value);
        case FilePlace::look: return set_look(field, value);
        default: return std::nullopt;
    }
}

RawFields::Refusal RawFields::set_root(std::string_view field, std::string_view value) {
    if (field == "format") return problem_of_format(value);
    if (field == "version") return problem_of_version_number(value);
    if (!is_title(value)) return limit_sentence("graph.title_too_long", limits::kTitleCharacters);
    flow_.title = value;
    return std::nullopt;
}

RawFields::Refusal RawFields::set_node(std::string_view field, const std::string& after, std::string_view value) {
    RawNode& node = flow_.nodes.back();
    if (field == "id") {
        if (is_python_keyword(value)) return Sentence{"graph.id_is_keyword", {{"id", std::string(value)}}};
        if (!is_node_name(value)) return Sentence{"graph.bad_id", {{"id", quoted(value)}}};
        node.name = value;
    } else if (field == "type") {
        if (value.empty() || value.size() > limits::kPortNameBytes) return Sentence{"file.bad_type", {}};
        node.type = value;
    } else if (field == "title") {
        if (!is_title(value)) return limit_sentence("graph.title_too_long", limits::kTitleCharacters);
        node.title = value;
    } else if (field == "mode") {
        const std::optional<NodeMode> mode = mode_named(value);
        if (!mode) return Sentence{"file.unknown_mode", {{"mode", quoted(value)}}};
        node.mode = *mode;
    } else {
        if (value.size() > limits::kSourceBytes) return limit_sentence("graph.source_too_long", limits::kSourceBytes);
        node.source = value;
        node.before_source = after;
        node.unknown_before_source = node.unknown.or_empty().size();
    }
    return std::nullopt;
}

RawFields::Refusal RawFields::set_limit(std::string_view field, std::string_view value) {
    NodeLimits& own = flow_.nodes.back().limits.edit();
    const double number = number_in(value);
    if (!(number >= 0 && number <= limits::kSettableSeconds)) return Sentence{"graph.bad_limit", {}};
    if (field == "time_sec") {
        own.time_sec = number == 0 ? 0 : number;  // no negative zero
    } else {
        (field == "output_bytes" ? own.output_bytes : own.displays) = static_cast<std::int64_t>(number);
    }
    if (!own.is_settable()) return Sentence{"graph.bad_limit", {}};
    return std::nullopt;
}

RawFields::Refusal RawFields::set_link(std::string_view field, std::string_view value) {
    if (!is_link_end(value)) return Sentence{"file.bad_link_end", {{"end", quoted(value)}}};
    RawLink& link = flow_.links.back();
    (field == "from" ? link.from : link.to) = value;
    return std::nullopt;
}

RawFields::Refusal RawFields::set_file(std::string_view field, std::string_view value) {
    FlowFile& file = flow_.files.back();
    if (field == "name") {
        if (!is_file_name(value)) return Sentence{"graph.bad_file_name", {{"name", quoted(value)}}};
        const bool is_taken = std::any_of(flow_.files.begin(), flow_.files.end(), [value](const FlowFile& known) { return known.name == value; });
        if (is_taken) return Sentence{"graph.file_exists", {{"name", std::string(value)}}};
        file.name = value;
    } else if (field == "bytes") {
        constexpr double kExact = 9007199254740992.0;  // 2^53: what the page's numbers can say
        const double bytes = number_in(value);
        if (!(bytes >= 0 && bytes <= kExact)) return Sentence{"file.bad_bytes", {}};
        file.bytes = static_cast<std::int64_t>(bytes);
    } else if (field == "sha256") {
        if (!value.empty() && !is_sha256(value)) return Sentence{"file.bad_sha256", {}};
        file.sha256 = value;
    } else {
        const std::optional<std::size_t> bytes = base64_bytes(value);
        if (!bytes) return Sentence{"file.bad_base64", {}};
        file.data = value;
        if (file.bytes == 0) file.bytes = static_cast<std::int64_t>(*bytes);
    }
    return std::nullopt;
}

RawFields::Refusal RawFields::set_look(std::string_view field, std::string_view value) {
    if (field == "collapsed") {
        look_->is_collapsed = value == "true";
        return std::nullopt;
    }
    const double number = number_in(value);
    if (!(std::abs(number) <= limits::kCanvasUnits)) return Sentence{"graph.position_out_of_range", {}};
    (field == "x" ? look_->x : look_->y) = number == 0 ? 0 : number;  // no negative zero
    return std::nullopt;
}

RawFields::Refusal RawFields::add_package(std::string_view name) {
    if (flow_.packages.size() >= limits::kPackagesPerFlow) return limit_sentence("graph.too_many_packages", limits::kPackagesPerFlow);
    if (!is_package_name(name)) return Sentence{"graph.bad_package", {{"name", quoted(name)}}};
    flow_.packages.emplace_back(name);
    return std::nullopt;
}

void RawFields::add_param(const std::string& name, JsonText value) { flow_.nodes.back().params.push_back({name, std::move(value)}); }

void RawFields::set_view(std::string_view field, JsonText value) {
    (field == "frames" ? flow_.frames : field == "notes" ? flow_.notes : flow_.reroutes) = std::move(value);
}

void RawFields::add_unknown(FilePlace place, UnknownField field) {
    switch (place) {
        case FilePlace::node: flow_.nodes.back().unknown.edit().push_back(std::move(field)); break;
        case FilePlace::limits: flow_.nodes.back().limits.edit().unknown.push_back(std::move(field)); break;
        case FilePlace::link: flow_.links.back().unknown.edit().push_back(std::move(field)); break;
        case FilePlace::file: flow_.files.back().unknown.push_back(std::move(field)); break;
        case FilePlace::look: look_->unknown.edit().push_back(std::move(field)); break;
        case FilePlace::view: flow_.view_fields.push_back(std::move(field)); break;
        default: flow_.unknown.push_back(std::move(field));
    }
}

}  // namespace flow
