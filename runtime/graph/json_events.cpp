#include "runtime/graph/json_events.h"

#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

#include "runtime/base/limits.h"
#include "runtime/graph/utf8.h"

namespace flow {
namespace {

/// The library's events as ours.
class Events {
public:
    using json = nlohmann::json;

    Events(std::string_view text, JsonListener& listener) : text_(text), listener_(listener) {}

    const std::optional<Error>& error() const { return error_; }

    bool null() { return listener_.on_scalar("null"); }
    bool boolean(bool value) { return listener_.on_scalar(value ? "true" : "false"); }
    // Only "-0" comes as a signed zero: the library knows 0 as unsigned.
    bool number_integer(std::int64_t value) { return listener_.on_scalar(value == 0 ? "-0" : std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) { return listener_.on_scalar(std::to_string(value)); }
    bool number_float(double /*value*/, const std::string& written) { return listener_.on_scalar(written); }
    bool string(std::string& text) { return listener_.on_string(text); }
    bool binary(json::binary_t& /*bytes*/) { return false; }
    bool key(std::string& name) { return listener_.on_key(name); }
    bool start_object(std::size_t /*members*/) { return start('{'); }
    bool end_object() { return end('}'); }
    bool start_array(std::size_t /*items*/) { return start('['); }
    bool end_array() { return end(']'); }

    template <class Exception>
    bool parse_error(std::size_t position, const std::string& /*token*/, const Exception& problem) {
        constexpr int kNumberOutOfRange = 406;
        error_ = at(problem.id == kNumberOutOfRange ? "file.number_too_large" : "file.no_json", position);
        return false;
    }

private:
    bool start(char bracket) {
        if (++depth_ > limits::kFileDepth) {
            error_ = Error{Sentence{"file.too_deep", {{"limit", std::to_string(limits::kFileDepth)}}}, {}};
            return false;
        }
        return listener_.on_start(bracket);
    }
    bool end(char bracket) {
        --depth_;
        return listener_.on_end(bracket);
    }

    /// `position` counts the bytes that were read, the wrong one included.
    Error at(const char* key, std::size_t position) const {
        const std::string_view before = text_.substr(0, position == 0 ? 0 : position - 1);
        std::size_t line = 1;
        std::size_t line_start = 0;
        for (std::size_t place = before.find('\n'); place != std::string_view::npos; place = before.find('\n', place + 1)) {
            ++line;
            line_start = place + 1;
        }
        const std::size_t column = count_code_points(before.substr(line_start)) + 1;
        return {Sentence{key, {{"line", std::to_string(line)}, {"column", std::to_string(column)}}}, {}};
    }

    std::string_view text_;
    JsonListener& listener_;
    std::size_t depth_ = 0;
    std::optional<Error> error_;
};

}  // namespace

Result<bool> read_json(std::string_view text, JsonListener& listener) {
    Events events(text, listener);
    const bool is_read = nlohmann::json::sax_parse(text.begin(), text.end(), &events);
    if (events.error()) return tl::unexpected(*events.error());
    return is_read;
}

}  // namespace flow
