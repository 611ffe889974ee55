// Promises: the real kernel behind a KernelLink, with everything between them that takes time in a page as two queues: when the kernel takes a message in, when the session hears what it said, and
// when the kernel is lost, is decided by the test.
// Must not know: sessions' inner life, what is random.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/link/kernel_link.h"
#include "runtime/session/session.h"
#include "tests/truth/python_process.h"

namespace flow::tests {

class KernelPlace {
public:
    /// Files' and values' bytes lie in `folder`, which is the caller's.
    KernelPlace(PythonProcess& python, const std::string& folder);
    ~KernelPlace();

    KernelLink link;

    void start();
    bool is_alive() const { return is_alive_; }
    /// The kernel takes in one message, if one waits. `interrupt_after`: how many lines of a node are run before the signal comes, if somebody wants to stop it.
    void work(unsigned interrupt_after);
    /// The session hears one message, if one waits.
    void hear(Session& session, double now_ms);
    bool has_work() const { return is_alive_ && !to_kernel_.empty(); }
    bool has_news() const { return !from_kernel_.empty(); }
    /// Everything in the kernel is gone. What it had said last is heard up to `heard` messages.
    void lose(Session& session, double now_ms, std::size_t heard);
    /// True once after the session asked for another kernel.
    bool take_replacement();
    /// The page's store no longer has the values of one call; silently where `is_told` is false.
    void crowd_out(unsigned choice, bool is_told);

    /// What the kernel holds, as text; nothing for what it does not hold.
    std::vector<std::optional<std::string>> shapes(const std::vector<ValueRef>& wanted);
    bool has_saved(const std::string& key) const { return saved_.contains(key); }
    int calls() const { return calls_; }

private:
    void take(const nlohmann::json& events);

    PythonProcess& python_;
    std::string folder_;
    std::deque<std::string> to_kernel_;
    std::deque<std::string> from_kernel_;
    std::map<std::string, std::string> saved_;  ///< by key: the hash of the bytes
    bool is_alive_ = false;
    bool is_interrupt_wanted_ = false;
    bool is_replacement_wanted_ = false;
    int calls_ = 0;
};

}  // namespace flow::tests
