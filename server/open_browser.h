// Promises: asks the system to show an address in the user's browser, as far as it can; the server runs on whatever becomes of it.
// open_browser_posix.cpp and open_browser_windows.cpp implement it.
#pragma once

#include <string>

namespace flow::server {

/// Returns whether the system took the request.
bool open_browser(const std::string& url);

}  // namespace flow::server
