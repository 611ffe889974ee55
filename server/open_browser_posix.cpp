#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <csignal>

#include "server/open_browser.h"

extern char** environ;

namespace flow::server {

bool open_browser(const std::string& url) {
#ifdef __APPLE__
    std::string program = "open";
#else
    std::string program = "xdg-open";
#endif
    // Nobody waits for the opener; the system forgets it when it ends.
    std::signal(SIGCHLD, SIG_IGN);
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return false;
    // What it prints must not come before or between our own lines.
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::string address = url;
    char* const arguments[] = {program.data(), address.data(), nullptr};
    pid_t child = 0;
    const int failed = posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0;
}

}  // namespace flow::server
