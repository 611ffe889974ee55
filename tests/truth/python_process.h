// Promises: a Python program as a child, asked by frames of JSON over its standard input and output; ended with this object.
// Must not know: what is asked.
#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>

namespace flow::tests {

class PythonProcess {
public:
    /// Starts `python3 script`.
    explicit PythonProcess(const std::string& script);
    ~PythonProcess();
    PythonProcess(const PythonProcess&) = delete;
    PythonProcess& operator=(const PythonProcess&) = delete;

    /// The answer. A process that is gone is a failure of the test, and the answer is null.
    nlohmann::json ask(const nlohmann::json& question);

private:
    bool write_all(const char* data, std::size_t size) const;
    bool read_all(char* data, std::size_t size) const;

    pid_t child_ = -1;
    int to_child_ = -1;
    int from_child_ = -1;
};

}  // namespace flow::tests
