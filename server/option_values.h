// Promises: checks values from the command line that become part of headers and policies, so that none can smuggle in more than it says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/message.h"

namespace flow::server {

/// "https://example.com:8443" in lower case; nothing for anything but scheme, host and port.
std::optional<std::string> checked_origin(std::string_view text);

/// A place for connect-src: http, https, ws or wss, a host ("*." before it is allowed), maybe a port, maybe a path.
std::optional<std::string> checked_source(std::string_view text);

/// "Name: value" as a field. Nothing for what is no field, for line breaks, and for the fields with which the server frames its messages.
std::optional<Field> checked_field(std::string_view text);

}  // namespace flow::server
