// Promises: the sockets of the server. Reads heads, asks respond(), sends what it says; bounds everything in time and size.
// listener.cpp is the only file that knows the HTTP and socket library.
// Must not know: what is answered, and why.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/limits.h"
#include "server/respond.h"

namespace flow::server {

struct ListenerSettings {
    std::string bind;
    std::uint16_t port = 0;
    bool is_quiet = false;
    std::chrono::milliseconds header_timeout = limits::kHeaderTimeout;
    std::chrono::milliseconds idle_timeout = limits::kIdleTimeout;
    std::chrono::milliseconds send_timeout = limits::kSendTimeout;
};

/// Reads a complete head (HeadScanner says where it ends). The error is the status to refuse it with.
tl::expected<Request, int> parse_head(std::string_view head);

/// Listens, calls `ready` with the address as soon as connections are accepted, and serves on this thread until SIGINT or SIGTERM.
/// Then it answers what is in flight and returns. Gives a sentence when it cannot listen, nothing when it ended as asked.
std::optional<std::string> serve(const Site& site, const ListenerSettings& settings, const std::function<void(const std::string& url)>& ready);

}  // namespace flow::server
