#include "runtime/graph/flow_version.h"

#include <string>

#include "runtime/graph/flow_fields.h"
#include "runtime/graph/json_events.h"
#include "runtime/graph/json_text.h"

namespace flow {
namespace {

/// Listens for the two fields of the outermost object that say what a file is.
class HeadListener final : public JsonListener {
public:
    bool on_scalar(std::string_view text) override {
        if (depth_ == 1 && key_ == "version" && kind_of(text) == JsonKind::integer) version = text;
        return true;
    }
    bool on_string(std::string& text) override {
        if (depth_ == 1 && key_ == "format") format = text;
        return true;
    }
    bool on_key(std::string& name) override {
        if (depth_ == 1) key_ = name;
        return true;
    }
    bool on_start(char bracket) override {
        is_object = is_object || (depth_ == 0 && bracket == '{');
        ++depth_;
        return true;
    }
    bool on_end(char /*bracket*/) override {
        --depth_;
        return true;
    }

    std::optional<std::string> format;
    std::optional<std::string> version;
    bool is_object = false;

private:
    int depth_ = 0;
    std::string key_;
};

}  // namespace

std::optional<Sentence> problem_of_format(std::string_view format) {
    if (format == kFlowFormat) return std::nullopt;
    return Sentence{"file.not_a_flow", {}};
}

std::optional<Sentence> problem_of_version_number(std::string_view number) {
    if (number == std::to_string(kFlowVersion)) return std::nullopt;
    const bool is_later = number.front() != '-' && number != "0";
    return Sentence{is_later ? "file.later_version" : "file.bad_version", {{"version", std::string(number)}, {"known", std::to_string(kFlowVersion)}}};
}

std::optional<Error> problem_of_version(std::string_view text) {
    HeadListener head;
    const Result<bool> is_read = read_json(text, head);  // even half of a file may have its head
    if (!head.is_object) return is_read ? std::optional(Error{Sentence{"file.not_a_flow", {}}, ""}) : std::nullopt;
    if (!head.format && is_read) return Error{Sentence{"file.not_a_flow", {}}, ""};
    if (head.format) {
        if (std::optional<Sentence> wrong = problem_of_format(*head.format)) return Error{*std::move(wrong), "/format"};
    }
    if (head.version) {
        if (std::optional<Sentence> wrong = problem_of_version_number(*head.version)) return Error{*std::move(wrong), "/version"};
    }
    return std::nullopt;
}

}  // namespace flow
