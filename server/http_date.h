// Promises: a point in time as HTTP writes it. Must not know: the clock; the time is passed in.
#pragma once

#include <chrono>
#include <string>

namespace flow::server {

/// "Sun, 06 Nov 1994 08:49:37 GMT", whatever the machine's language is.
std::string http_date(std::chrono::sys_seconds time);

}  // namespace flow::server
