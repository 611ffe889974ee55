#include "server/options.h"

#include <algorithm>
#include <array>
#include <limits>

#include "server/negotiation.h"
#include "server/option_values.h"

namespace flow::server {
namespace {

using Problem = std::optional<std::string>;

/// Takes a value into the options; gives what the value should have been if it is not right.
using TakeValue = Problem (*)(Options&, const std::string&);
using SetFlag = void (*)(Options&);

template <class Number>
Problem take_number(Number& to, const std::string& text, std::uint64_t least, std::uint64_t most) {
    const auto value = whole_number(text);
    if (!value || *value < least || *value > most) return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    to = static_cast<Number>(*value);
    return std::nullopt;
}

Problem take_milliseconds(std::chrono::milliseconds& to, const std::string& text) {
    constexpr std::uint64_t kHour = 3'600'000;
    std::int64_t count = 0;
    if (auto problem = take_number(count, text, 1, kHour)) return problem;
    to = std::chrono::milliseconds(count);
    return std::nullopt;
}

Problem take_port(Options& options, const std::string& text) { return take_number(options.port, text, 0, 65535); }

Problem take_bind(Options& options, const std::string& text) {
    const bool is_address = !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF.:") == text.npos;
    if (!is_address && text != "localhost") return "an address of this machine, like 127.0.0.1 or ::1";
    options.bind = text == "localhost" ? "127.0.0.1" : text;
    return std::nullopt;
}

Problem take_field(Options& options, const std::string& text) {
    auto field = checked_field(text);
    if (!field) return "a header of one line, like 'X-Name: value', and none that frames a message";
    options.extra_fields.push_back(std::move(*field));
    return std::nullopt;
}

Problem take_origin(Options& options, const std::string& text) {
    auto origin = checked_origin(text);
    if (!origin) return "an origin without a path, like https://example.com";
    options.allowed_origins.push_back(std::move(*origin));
    return std::nullopt;
}

Problem take_source(Options& options, const std::string& text) {
    auto source = checked_source(text);
    if (!source) return "an address like https://example.com or https://example.com/data/";
    options.connect_sources.push_back(std::move(*source));
    return std::nullopt;
}

Problem take_run_timeout(Options& options, const std::string& text) {
    options.is_run_timeout_for_all = true;
    return take_number(options.run_timeout_sec, text, 1, 86'400);
}

/// Up to what every JavaScript number holds exactly.
constexpr std::uint64_t kExact = 9'007'199'254'740'991u;
Problem take_max_output(Options& options, const std::string& text) { return take_number(options.max_output_bytes, text, 1, kExact); }
Problem take_max_preview(Options& options, const std::string& text) { return take_number(options.max_preview_bytes, text, 1, kExact); }
Problem take_max_message(Options& options, const std::string& text) { return take_number(options.max_message_bytes, text, 1, kExact); }
/// 0: nothing survives Python.
Problem take_kept_results(Options& options, const std::string& text) { return take_number(options.kept_results_bytes, text, 0, kExact); }
Problem take_saved_values(Options& options, const std::string& text) { return take_number(options.saved_values_bytes, text, 0, kExact); }

/// At least what Python needs to start, at most what WebAssembly can address.
Problem take_max_memory(Options& options, const std::string& text) { return take_number(options.max_memory_bytes, text, 64u << 20, 4'294'967'295u); }

struct ValueOption {
    /// Empty for one that only the environment has.
    std::string_view name;
    /// Empty for one that only the command line has.
    const char* variable;
    bool is_list;
    TakeValue take;
};

constexpr std::array kValueOptions{
    ValueOption{"--port", "PYFLOWS_PORT", false, take_port},
    ValueOption{"--bind", "PYFLOWS_BIND", false, take_bind},
    ValueOption{"--header", "", true, take_field},
    ValueOption{"--allow-origin", "PYFLOWS_ALLOWED_ORIGINS", true, take_origin},
    ValueOption{"--connect-src", "PYFLOWS_CONNECT_SRC", true, take_source},
    ValueOption{"--header-timeout-ms", "PYFLOWS_HEADER_TIMEOUT_MS", false,
                [](Options& options, const std::string& text) { return take_milliseconds(options.header_timeout, text); }},
    ValueOption{"--idle-timeout-ms", "PYFLOWS_IDLE_TIMEOUT_MS", false,
                [](Options& options, const std::string& text) { return take_milliseconds(options.idle_timeout, text); }},
    ValueOption{"--send-timeout-ms", "PYFLOWS_SEND_TIMEOUT_MS", false,
                [](Options& options, const std::string& text) { return take_milliseconds(options.send_timeout, text); }},
    ValueOption{"", "PYFLOWS_RUN_TIMEOUT_SEC", false, take_run_timeout},
    ValueOption{"", "PYFLOWS_MAX_OUTPUT_BYTES", false, take_max_output},
    ValueOption{"", "PYFLOWS_MAX_MEMORY_BYTES", false, take_max_memory},
    ValueOption{"", "PYFLOWS_MAX_PREVIEW_BYTES", false, take_max_preview},
    ValueOption{"", "PYFLOWS_MAX_MESSAGE_BYTES", false, take_max_message},
    ValueOption{"", "PYFLOWS_SAVED_VALUES_BYTES", false, take_saved_values},
    ValueOption{"", "PYFLOWS_KEPT_RESULTS_BYTES", false, take_kept_results},
};

struct FlagOption {
    std::string_view name;
    SetFlag set;
};

constexpr std::array kFlagOptions{
    FlagOption{"--open", [](Options& options) { options.opens_browser = true; }},
    FlagOption{"--quiet", [](Options& options) { options.is_quiet = true; }},
    FlagOption{"--version", [](Options& options) { options.shows_version = true; }},
    FlagOption{"--help", [](Options& options) { options.shows_help = true; }},
};

std::string wrong_value(std::string_view name, const std::string& value, const std::string& expected) {
    // The value goes to a terminal: what could move its cursor is left out.
    std::string shown;
    std::copy_if(value.begin(), value.end(), std::back_inserter(shown), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
    return std::string(name) + " needs " + expected + ", not \"" + shown + "\".";
}

Problem take_environment(Options& options, const Environment& environment) {
    for (const ValueOption& option : kValueOptions) {
        if (*option.variable == '\0') continue;
        const auto text = environment(option.variable);
        if (!text || text->empty()) continue;
        static constexpr std::string_view kSeparators = ", ";
        for (std::size_t start = 0; start < text->size();) {
            const auto end = option.is_list ? text->find_first_of(kSeparators, start) : text->npos;
            const auto value = text->substr(start, end == text->npos ? end : end - start);
            start = end == text->npos ? text->size() : end + 1;
            if (option.is_list && value.empty()) continue;
            if (const auto expected = option.take(options, value)) return wrong_value(option.variable, value, *expected);
        }
    }
    return std::nullopt;
}

/// Reads one option of the command line that starts with '-'; `next` moves past its value.
Problem take_argument(Options& options, const std::vector<std::string>& arguments, std::size_t& next) {
    const auto& argument = arguments[next++];
    const auto equals = argument.find('=');
    const auto name = std::string_view(argument).substr(0, equals);
    for (const FlagOption& option : kFlagOptions) {
        if (option.name != name) continue;
        if (equals != argument.npos) return std::string(name) + " takes no value.";
        option.set(options);
        return std::nullopt;
    }
    for (const ValueOption& option : kValueOptions) {
        if (option.name != name) continue;
        if (equals == argument.npos && next >= arguments.size()) return std::string(name) + " needs a value.";
        const auto value = equals == argument.npos ? arguments[next++] : argument.substr(equals + 1);
        if (const auto expected = option.take(options, value)) return wrong_value(name, value, *expected);
        return std::nullopt;
    }
    return wrong_value("The command line", argument, "one of the options that --help lists");
}

}  // namespace

tl::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments, const Environment& environment) {
    Options options;
    if (const auto problem = take_environment(options, environment)) return tl::unexpected(*problem);
    bool has_folder = false;
    bool takes_options = true;
    for (std::size_t next = 0; next < arguments.size();) {
        const auto& argument = arguments[next];
        if (takes_options && argument == "--") {
            takes_options = false;
            ++next;
        } else if (takes_options && argument.starts_with('-')) {
            if (const auto problem = take_argument(options, arguments, next)) return tl::unexpected(*problem);
        } else if (has_folder || argument.empty()) {
            return tl::unexpected(wrong_value("The command line", argument, "one folder to serve"));
        } else {
            options.folder = argument;
            has_folder = true;
            ++next;
        }
    }
    return options;
}

namespace {

/// Of texts that need no escaping: `checked_origin` lets nothing else through.
std::string json_list(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text.append(text.empty() ? "\"" : ", \"").append(item).append("\"");
    return "[" + text + "]";
}

}  // namespace

std::string config_json(const Options& options) {
    const std::string seconds = std::to_string(options.run_timeout_sec);
    const std::string for_all = options.is_run_timeout_for_all ? "\"node_timeout_sec\": " + seconds + ", " : "";
    return "{" + for_all + "\"run_timeout_sec\": " + seconds + ", \"max_output_bytes\": " + std::to_string(options.max_output_bytes) +
           ", \"max_memory_bytes\": " + std::to_string(options.max_memory_bytes) + ", \"max_preview_bytes\": " + std::to_string(options.max_preview_bytes) +
           ", \"max_message_bytes\": " + std::to_string(options.max_message_bytes) + ", \"saved_values_bytes\": " + std::to_string(options.saved_values_bytes) +
           ", \"kept_results_bytes\": " + std::to_string(options.kept_results_bytes) + ", \"allowed_origins\": " + json_list(options.allowed_origins) + "}\n";
}

std::string_view help_text() {
    return R"(pythonflows-server [DIR] [options]

Serves the built site in DIR (dist) to this machine. The first line of output is its address.

  --port N               port to listen on; 0 picks a free one (8000)
  --bind ADDRESS         address to listen on (127.0.0.1)
  --open                 open the address in the browser
  --quiet                do not report requests
  --header 'K: V'        add a header to every response, or replace one
  --allow-origin ORIGIN  let that origin embed and read the site; may be repeated
  --connect-src URL      let the gate, the one worker that may, reach that place too; may be repeated
  --header-timeout-ms N  time for the head of a request (10000)
  --idle-timeout-ms N    time a connection is kept for the next request (30000)
  --send-timeout-ms N    time for 64 KiB of an answer to be taken (30000)
  --version              print the version and end
  --help                 print this and end

Environment, where the command line does not say otherwise: PYFLOWS_PORT, PYFLOWS_BIND, PYFLOWS_ALLOWED_ORIGINS and
PYFLOWS_CONNECT_SRC (lists with commas), PYFLOWS_HEADER_TIMEOUT_MS, PYFLOWS_IDLE_TIMEOUT_MS, PYFLOWS_SEND_TIMEOUT_MS.
For the page, by way of /config.json: PYFLOWS_RUN_TIMEOUT_SEC (for every flow; without it 60 for
those from elsewhere), PYFLOWS_MAX_OUTPUT_BYTES (2097152),
PYFLOWS_MAX_MEMORY_BYTES (2147483648), Python's memory, PYFLOWS_MAX_PREVIEW_BYTES (33554432),
PYFLOWS_MAX_MESSAGE_BYTES (536870912), a file or saved values that Python hands to the page,
PYFLOWS_SAVED_VALUES_BYTES (268435456), what the page keeps of values when Python ends,
PYFLOWS_KEPT_RESULTS_BYTES (536870912), what the browser keeps of results for the next visit.
)";
}

}  // namespace flow::server
