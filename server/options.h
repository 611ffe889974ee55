// Promises: reads the command line and the PYFLOWS_* environment into checked options, or says in a sentence what is wrong.
// Must not know: sockets, files.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/limits.h"
#include "server/message.h"

namespace flow::server {

struct Options {
    std::string folder = "dist";
    std::uint16_t port = 8000;
    /// An address of this machine, as numbers.
    std::string bind = "127.0.0.1";
    bool opens_browser = false;
    bool is_quiet = false;
    bool shows_help = false;
    bool shows_version = false;
    std::vector<Field> extra_fields;
    std::vector<std::string> allowed_origins;
    std::vector<std::string> connect_sources;
    std::chrono::milliseconds header_timeout = limits::kHeaderTimeout;
    std::chrono::milliseconds idle_timeout = limits::kIdleTimeout;
    std::chrono::milliseconds send_timeout = limits::kSendTimeout;
    std::uint64_t run_timeout_sec = 60;   ///< of a node in a flow from elsewhere
    bool is_run_timeout_for_all = false;  ///< it was asked for: then it holds for every flow
    std::uint64_t max_output_bytes = 2097152;
    std::uint64_t max_memory_bytes = 2147483648;
    std::uint64_t max_preview_bytes = 33554432;
    std::uint64_t max_message_bytes = 536870912;
    std::uint64_t saved_values_bytes = 268435456;
    std::uint64_t kept_results_bytes = 536870912;
};

/// Gives the value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// `arguments` without the program's name. The command line wins over the environment; lists add up. The error is a sentence.
tl::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments, const Environment& environment);

/// The text of --help.
std::string_view help_text();

/// The text of /config.json.
std::string config_json(const Options& options);

}  // namespace flow::server
