#include "tests/truth/python_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>

extern char** environ;

namespace flow::tests {

PythonProcess::PythonProcess(const std::string& script) {
    signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (pipe(in.data()) != 0 || pipe(out.data()) != 0) {
        ADD_FAILURE() << "no pipes";
        return;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    for (const int end : {in[0], in[1], out[0], out[1]}) posix_spawn_file_actions_addclose(&actions, end);
    // A set's order and so a node's value must be the same in both processes, and nothing is written beside the sources.
    std::string hash_seed = "PYTHONHASHSEED=0";
    std::string no_bytecode = "PYTHONDONTWRITEBYTECODE=1";
    std::vector<char*> environment{hash_seed.data(), no_bytecode.data()};
    for (char** entry = environ; *entry != nullptr; ++entry) environment.push_back(*entry);
    environment.push_back(nullptr);
    std::string program = "python3";
    std::string path = script;
    std::array<char*, 3> arguments{program.data(), path.data(), nullptr};
    const int failure = posix_spawnp(&child_, "python3", &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    to_child_ = in[1];
    from_child_ = out[0];
    if (failure != 0) {
        child_ = -1;
        ADD_FAILURE() << "python3 cannot be started: " << failure;
    }
}

PythonProcess::~PythonProcess() {
    close(to_child_);
    close(from_child_);
    if (child_ > 0) waitpid(child_, nullptr, 0);
}

nlohmann::json PythonProcess::ask(const nlohmann::json& question) {
    const std::string text = question.dump();
    const auto size = static_cast<std::uint32_t>(text.size());
    std::uint32_t answer_size = 0;
    std::string answer;
    bool is_well = write_all(reinterpret_cast<const char*>(&size), sizeof size) && write_all(text.data(), text.size()) &&
                   read_all(reinterpret_cast<char*>(&answer_size), sizeof answer_size);
    if (is_well) {
        answer.resize(answer_size);
        is_well = read_all(answer.data(), answer.size());
    }
    if (!is_well) {
        ADD_FAILURE() << "the Python process is gone; asked was " << text.substr(0, 2'000);
        return nullptr;
    }
    return nlohmann::json::parse(answer);
}

bool PythonProcess::write_all(const char* data, std::size_t size) const {
    while (size > 0) {
        const ssize_t written = write(to_child_, data, size);
        if (written <= 0) return false;
        data += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

bool PythonProcess::read_all(char* data, std::size_t size) const {
    while (size > 0) {
        const ssize_t got = read(from_child_, data, size);
        if (got <= 0) return false;
        data += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace flow::tests
