#include <windows.h>
// windows.h has to come first.
#include <shellapi.h>

#include <cstdint>

#include "server/open_browser.h"

namespace flow::server {

bool open_browser(const std::string& url) {
    const auto result = ShellExecuteA(nullptr, "open", url.c_str(), nullptr, nullptr, SW_SHOWNORMAL);
    // Values above 32 say that it worked.
    return reinterpret_cast<std::intptr_t>(result) > 32;
}

}  // namespace flow::server
