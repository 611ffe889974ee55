// pythonflows-server: options, folder, site, listener; nothing else.
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "server/disk_files.h"
#include "server/listener.h"
#include "server/open_browser.h"
#include "server/options.h"

namespace {

namespace server = flow::server;

constexpr int kWrongOption = 2;
constexpr int kCannotServe = 1;

int fail(int status, const std::string& sentence) {
    std::cerr << "pythonflows-server: " << sentence << '\n';
    return status;
}

std::optional<std::string> environment_value(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

int run(const server::Options& options) {
    const auto files = server::open_folder(options.folder);
    if (!files) return fail(kCannotServe, files.error());
    const server::Site site{**files, server::SecurityHeaders(options.allowed_origins, options.connect_sources), server::config_json(options),
                            options.allowed_origins, options.extra_fields};
    const server::ListenerSettings settings{options.bind, options.port, options.is_quiet, options.header_timeout, options.idle_timeout, options.send_timeout};
    const auto problem = server::serve(site, settings, [&](const std::string& url) {
        std::cout << url << std::endl;
        if (options.opens_browser && !server::open_browser(url)) std::cerr << "No browser could be opened: visit " << url << '\n';
    });
    return problem ? fail(kCannotServe, *problem) : 0;
}

}  // namespace

int main(int count, char** values) {
#ifdef SIGPIPE
    // A reader of our output that went away is no reason to stop serving.
    std::signal(SIGPIPE, SIG_IGN);
#endif
    const auto options = server::parse_options({values + 1, values + count}, environment_value);
    if (!options) return fail(kWrongOption, options.error() + " See --help.");
    if (options->shows_help) {
        std::cout << server::help_text();
        return 0;
    }
    if (options->shows_version) {
        std::cout << "pythonflows-server " << PYFLOWS_VERSION << '\n';
        return 0;
    }
    try {
        return run(*options);
    } catch (const std::exception& error) {
        // The socket library's last word, for example when the system is out of memory.
        return fail(kCannotServe, error.what());
    }
}
