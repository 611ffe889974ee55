#include "runtime/graph/flow_reader.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/base/limits.h"
#include "runtime/graph/flow_fields.h"
#include "runtime/graph/flow_version.h"
#include "runtime/graph/json_builder.h"
#include "runtime/graph/json_events.h"
#include "runtime/graph/name_set.h"
#include "runtime/graph/raw_fields.h"

namespace flow {
namespace {

/// An object or list of the file that is being read.
struct Frame {
    FilePlace place = FilePlace::root;
    std::string key;                  ///< the member that is being read
    std::size_t index = 0;            ///< or the item
    std::string last_known;           ///< the known field that came last
    const FieldRule* rule = nullptr;  ///< of the member, if it is known
    std::uint32_t seen = 0;           ///< a bit for each known field
    NameSet names;                    ///< of the others
};

bool is_list(FilePlace place) { return place == FilePlace::packages || place == FilePlace::nodes || place == FilePlace::links || place == FilePlace::files; }
bool is_map(FilePlace place) { return place == FilePlace::params || place == FilePlace::view_nodes; }

/// What the items of a list or map are: objects of a place, texts (packages) or anything (params).
std::optional<FilePlace> place_of_items(FilePlace place) {
    switch (place) {
        case FilePlace::nodes: return FilePlace::node;
        case FilePlace::links: return FilePlace::link;
        case FilePlace::files: return FilePlace::file;
        case FilePlace::view_nodes: return FilePlace::look;
        default: return std::nullopt;
    }
}

std::string_view key_of(FieldKind kind) {
    switch (kind) {
        case FieldKind::text: return "file.kind_text";
        case FieldKind::integer: return "file.kind_integer";
        case FieldKind::number: return "file.kind_number";
        case FieldKind::flag: return "file.kind_flag";
        case FieldKind::list: return "file.kind_list";
        case FieldKind::object: return "file.kind_object";
        case FieldKind::any: break;
    }
    return "";
}

class FlowListener final : public JsonListener {
public:
    bool on_scalar(std::string_view text) override {
        if (verbatim_) return keep([&] { builder_.value(text); });
        if (!expects_known()) return keep([&] { builder_.value(text); });
        return store(text,
                     kind_of(text) == JsonKind::boolean   ? FieldKind::flag
                     : kind_of(text) == JsonKind::integer ? FieldKind::integer
                                                          : FieldKind::number,
                     text != "null");
    }
    bool on_string(std::string& text) override {
        if (verbatim_ || !expects_known()) return keep([&] { builder_.string(text); });
        return store(text, FieldKind::text, true);
    }
    bool on_key(std::string& name) override {
        if (verbatim_) return builder_.key(name) || fail("file.field_twice", {{"field", name}});
        Frame& frame = frames_.back();
        frame.key = name;
        const auto rules = fields_of(frame.place);
        const auto rule = std::find_if(rules.begin(), rules.end(), [&name](const FieldRule& known) { return known.name == name; });
        frame.rule = rule == rules.end() ? nullptr : &*rule;
        const std::uint32_t bit = frame.rule == nullptr ? 0u : 1u << static_cast<unsigned>(rule - rules.begin());
        const bool is_new = frame.rule == nullptr ? frame.names.insert(name) : (frame.seen & bit) == 0;
        frame.seen |= bit;
        return is_new || fail("file.field_twice", {{"field", name}});
    }
    bool on_start(char bracket) override {
        const FieldKind kind = bracket == '{' ? FieldKind::object : FieldKind::list;
        if (frames_.empty()) return kind == FieldKind::object ? enter(FilePlace::root) : fail("file.not_a_flow");
        if (verbatim_ || !expects_known()) {
            verbatim_ = true;
            builder_.start(bracket);
            return true;
        }
        const FieldKind expected = expected_kind();
        if (kind != expected) return fail_kind(expected);
        return enter(frames_.back().rule != nullptr ? frames_.back().rule->inside : *place_of_items(frames_.back().place));
    }
    bool on_end(char bracket) override {
        if (!verbatim_) return leave();
        return keep([&] { builder_.end(bracket); });
    }

    RawFlow take() { return fields_.take(); }
    const std::optional<Error>& error() const { return error_; }

private:
    template <class Append>
    bool keep(Append append) {
        append();
        if (!builder_.is_complete()) return true;
        verbatim_ = false;
        return keep_value(builder_.take());
    }

    /// Whether the value that begins here has a meaning (otherwise it is kept as it is).
    bool expects_known() const {
        if (frames_.empty()) return true;
        const Frame& frame = frames_.back();
        return frame.place != FilePlace::params &&
               (is_list(frame.place) || is_map(frame.place) || (frame.rule != nullptr && frame.rule->kind != FieldKind::any));
    }

    FieldKind expected_kind() const {
        if (frames_.empty()) return FieldKind::object;
        const Frame& frame = frames_.back();
        if (frame.rule != nullptr) return frame.rule->kind;
        return place_of_items(frame.place) ? FieldKind::object : FieldKind::text;
    }

    bool store(std::string_view value, FieldKind kind, bool is_of_kind) {
        if (frames_.empty()) return fail("file.not_a_flow");
        const FieldKind expected = expected_kind();
        if (!is_of_kind || (kind != expected && !(kind == FieldKind::integer && expected == FieldKind::number))) return fail_kind(expected);
        Frame& frame = frames_.back();
        if (frame.place == FilePlace::packages) {
            if (!accept(fields_.add_package(value))) return false;
        } else if (!accept(fields_.set(frame.place, frame.rule->name, frame.last_known, value))) {
            return false;
        }
        after_value();
        return true;
    }

    /// A value without a meaning here: a param, or a field that is not known.
    bool keep_value(JsonText value) {
        Frame& frame = frames_.back();
        if (frame.place == FilePlace::params) {
            fields_.add_param(frame.key, std::move(value));
        } else if (frame.rule != nullptr) {
            fields_.set_view(frame.rule->name, std::move(value));
        } else {
            fields_.add_unknown(frame.place, {frame.last_known, frame.key, std::move(value)});
        }
        after_value();
        return true;
    }

    void after_value() {
        Frame& frame = frames_.back();
        if (is_list(frame.place)) ++frame.index;
        if (frame.rule != nullptr) frame.last_known = frame.rule->name;
    }

    bool enter(FilePlace place) {
        if (!accept(fields_.begin(place, frames_.empty() ? std::string() : frames_.back().key))) return false;
        frames_.emplace_back().place = place;
        return true;
    }

    bool leave() {
        const Frame& frame = frames_.back();
        std::uint32_t bit = 1;
        for (const FieldRule& rule : fields_of(frame.place)) {
            if (rule.is_required && (frame.seen & bit) == 0) {
                error_ = Error{Sentence{"file.field_missing", {{"field", std::string(rule.name)}}}, pointer_to(frames_.size() - 1)};
                return false;
            }
            bit <<= 1u;
        }
        frames_.pop_back();
        if (!frames_.empty()) after_value();
        return true;
    }

    /// The JSON Pointer of what the first `depth` frames are reading.
    std::string pointer_to(std::size_t depth) const {
        std::string pointer;
        for (std::size_t at = 0; at < depth; ++at) {
            const Frame& frame = frames_[at];
            pointer += is_list(frame.place) ? "/" + std::to_string(frame.index) : pointer_step(frame.key);
        }
        return pointer;
    }

    bool accept(const std::optional<Sentence>& refusal) {
        if (!refusal) return true;
        error_ = Error{*refusal, pointer_to(frames_.size())};
        return false;
    }
    bool fail(std::string_view key, std::vector<std::pair<std::string, std::string>> args = {}) { return accept(Sentence{std::string(key), std::move(args)}); }
    bool fail_kind(FieldKind expected) { return fail(key_of(expected)); }

    std::vector<Frame> frames_;
    bool verbatim_ = false;
    JsonTextBuilder builder_;
    RawFields fields_;
    std::optional<Error> error_;
};

}  // namespace

std::string pointer_step(std::string_view name) {
    std::string step = "/";
    for (const char letter : name) {
        if (letter == '~') {
            step += "~0";
        } else if (letter == '/') {
            step += "~1";
        } else {
            step += letter;
        }
    }
    return step;
}

Result<RawFlow> read_raw_flow(std::string_view text) {
    if (text.size() > limits::kFileBytes) return refuse("file.too_large", {{"limit", std::to_string(limits::kFileBytes >> 20u)}});
    FlowListener listener;
    const Result<bool> is_read = read_json(text, listener);
    if (is_read && *is_read) return listener.take();
    if (!is_read && is_read.error().sentence.key != "file.too_deep") return tl::unexpected(is_read.error());
    // What looks wrong may be right in another format or a later version: that is the better sentence.
    if (std::optional<Error> other = problem_of_version(text)) return tl::unexpected(*std::move(other));
    if (!is_read) return tl::unexpected(is_read.error());
    FLOW_CHECK(listener.error().has_value(), "a reader that stops says why");
    return tl::unexpected(*listener.error());
}

}  // namespace flow
