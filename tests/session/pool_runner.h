// Promises: a NodeRunner with several kernels that answers late and in any order: each kernel deals with what it is asked one after the other, what it says is heard some time later, and which of all
// that happens next is decided by the test. A call's value is the hash of everything that the call was given.
// Must not know: sessions' inner life, graphs.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/session/session.h"
#include "tests/run/fake_runner.h"

namespace flow::tests {

class PoolRunner : public NodeRunner {
public:
    using Values = std::map<std::string, std::string>;  ///< of calls with one output, by key

    bool can_start(KernelNumber kernel) const override { return kernels_[kernel].is_ready && kernels_[kernel].calls == 0; }
    std::size_t calls_at_once() const override { return at_once; }
    void start(KernelNumber kernel, std::vector<NodeCall> given) override {
        EXPECT_TRUE(can_start(kernel)) << given.front().name;
        kernels_[kernel].calls += given.size();
        most_at_once = std::max(most_at_once, given.size());
        for (NodeCall& call : given) {
            EXPECT_EQ(call.is_away, kernel != kHome);
            const bool is_behind = &call != &given.front();
            kernels_[kernel].jobs.emplace_back(Call{std::move(call), is_behind});
        }
    }
    void interrupt(KernelNumber kernel) override {
        for (const auto& job : kernels_[kernel].jobs) {
            if (const auto* call = std::get_if<Call>(&job)) interrupted_.insert(call->call.key);
        }
    }
    void open(KernelNumber kernel) override { say(kernel, run_event::KernelReady{"3.14", "314.0.7", {}}); }
    void replace(KernelNumber kernel) override { replaced.push_back(kernel); }
    void drop(const std::vector<std::string>& keys) override {
        for (const std::string& key : keys) {
            for (Kernel& kernel : kernels_) kernel.values.erase(key);
            saved.erase(key);
        }
    }
    void unload(const std::vector<std::string>& keys) override {
        for (const std::string& key : keys) {
            for (Kernel& kernel : kernels_) kernel.values.erase(key);
        }
    }
    void restore(KernelNumber kernel, const std::vector<SavedValue>& values) override {
        for (const SavedValue& value : values) {
            const auto found = saved.find(value.key);
            kernels_[kernel].jobs.emplace_back(Take{value.key, found == saved.end() ? "" : found->second});
        }
    }
    void give(KernelNumber from, KernelNumber to, const std::vector<std::string>& keys) override {
        EXPECT_NE(from, to);
        for (const std::string& key : keys) kernels_[from].jobs.emplace_back(Give{key, to});
        moves += keys.size();
    }
    void set_files(KernelNumber, const std::vector<FlowFile>&) override {}

    /// One thing happens: a kernel deals with something, or the session hears something. False when there is nothing that could.
    bool happen(Session& session, double now_ms, unsigned choice) {
        std::vector<std::pair<KernelNumber, bool>> possible;
        for (KernelNumber kernel = 0; kernel < kernels_.size(); ++kernel) {
            if (!kernels_[kernel].jobs.empty()) possible.emplace_back(kernel, true);
            if (!kernels_[kernel].news.empty()) possible.emplace_back(kernel, false);
        }
        if (possible.empty()) return false;
        const auto [kernel, is_work] = possible[choice % possible.size()];
        is_work ? work(kernel) : hear(session, kernel, now_ms);
        return true;
    }

    /// The session hears everything that has been said.
    void hear_all(Session& session, double now_ms) {
        for (KernelNumber kernel = 0; kernel < kernels_.size(); ++kernel) {
            while (!kernels_[kernel].news.empty()) hear(session, kernel, now_ms);
        }
    }
    /// Everything in the kernel is gone, and what it has said is not heard any more.
    void lose(Session& session, KernelNumber kernel, double now_ms) {
        kernels_[kernel] = {};
        session.receive(run_event::KernelLost{"a test"}, now_ms, kernel);
        if (kernel == kHome) say(kernel, run_event::KernelReady{"3.14", "314.0.7", {}});
    }
    bool is_ready(KernelNumber kernel) const { return kernels_[kernel].is_ready; }

    /// What any kernel, or else the page, keeps.
    std::string value(const std::string& key) const {
        for (const Kernel& kernel : kernels_) {
            const auto found = kernel.values.find(key);
            if (found != kernel.values.end()) return found->second;
        }
        const auto found = saved.find(key);
        return found == saved.end() ? "" : found->second;
    }
    bool has(KernelNumber kernel, const std::string& key) const { return kernels_[kernel].values.contains(key); }
    std::size_t size(KernelNumber kernel) const { return kernels_[kernel].values.size(); }

    std::map<std::string, int> calls;
    std::map<std::string, KernelNumber> made_in;
    std::vector<KernelNumber> replaced;
    Values saved;
    std::size_t moves = 0;
    bool saves = false;            ///< small values are saved as soon as they are made
    std::size_t at_once = 1;       ///< calls that a kernel is given together
    std::size_t most_at_once = 0;  ///< and how many it was

private:
    struct Call {
        NodeCall call;
        bool is_behind = false;  ///< another one of the same message
    };
    struct Give {
        std::string key;
        KernelNumber to;
    };
    struct Take {
        std::string key;
        std::string value;  ///< "" for one that could not be read
    };
    struct Kernel {
        bool is_ready = false;
        std::size_t calls = 0;
        std::deque<std::variant<Call, Give, Take>> jobs;
        std::deque<std::size_t> returned;  ///< how many calls, for each time it says so
        std::deque<RunEvent> news;
        Values values;
    };

    static bool is_local(const std::string& value) { return value.starts_with("local "); }
    void say(KernelNumber kernel, RunEvent event) { kernels_[kernel].news.push_back(std::move(event)); }

    void work(KernelNumber number) {
        Kernel& kernel = kernels_[number];
        const auto job = std::move(kernel.jobs.front());
        kernel.jobs.pop_front();
        if (const auto* call = std::get_if<Call>(&job)) {
            // From time to time a kernel has had enough before it begins another one.
            if (call->is_behind && ++begun_behind_ % 7 == 0) return give_back(number, call->call.run, 1);
            ++calls[call->call.name];
            made_in[call->call.name] = number;
            say(number, run_event::Started{call->call.run, call->call.name});
            if (!run(number, call->call)) give_back(number, call->call.run, 0);
            return;
        }
        if (const auto* give = std::get_if<Give>(&job)) {
            const auto found = kernel.values.find(give->key);
            if (found == kernel.values.end() || is_local(found->second)) return say(number, run_event::ValueLost{give->key});
            kernels_[give->to].jobs.emplace_back(Take{give->key, found->second});
            return;
        }
        const Take& take = std::get<Take>(job);
        if (take.value.empty() || is_local(take.value)) return say(number, run_event::ValueLost{take.key});
        kernel.values[take.key] = take.value;
        say(number, run_event::ValueRestored{take.key});
    }

    /// The calls behind are not begun, nor are `more` that were taken out already.
    void give_back(KernelNumber number, RunId run, std::size_t more) {
        auto& jobs = kernels_[number].jobs;
        std::size_t count = more;
        for (auto at = jobs.begin(); at != jobs.end();) {
            const auto* call = std::get_if<Call>(&*at);
            const bool is_of_these = call != nullptr && call->is_behind;
            if (call != nullptr && !is_of_these) break;
            count += is_of_these ? 1 : 0;
            at = is_of_these ? jobs.erase(at) : std::next(at);
        }
        if (count == 0) return;
        kernels_[number].returned.push_back(count);
        say(number, run_event::Returned{run});
    }

    /// False where it did not finish.
    bool run(KernelNumber number, const NodeCall& call) {
        Kernel& kernel = kernels_[number];
        if (interrupted_.contains(call.key)) {
            say(number, run_event::Stopped{call.run, call.name, std::nullopt, 1});
            return false;
        }
        std::vector<std::pair<std::string, std::string>> inputs;
        for (const InputBinding& input : call.inputs) {
            for (const ValueRef& value : input.values) {
                EXPECT_TRUE(kernel.values.contains(value.key)) << call.name << " needs " << value.key << " in kernel " << number;
                inputs.emplace_back(input.port, kernel.values[value.key]);
            }
        }
        std::string value = value_of_call(call.name, call.source, call.settings, inputs, {}, "result");
        if (call.source.find("local") != std::string::npos) value.insert(0, "local ");
        if (call.is_away && is_local(value)) {
            say(number, run_event::Unmovable{call.run, call.name, "Thing"});
            return false;
        }
        kernel.values[call.key] = value;
        const double elapsed_ms = call.source.find("long") != std::string::npos ? 2'000 : 1;
        say(number, run_event::Finished{call.run, call.name, call.key, {{"result", "int", "", value, 8, {}}}, {}, elapsed_ms});
        if (!saves || is_local(value)) return true;
        saved[call.key] = value;
        say(number, run_event::ValuesSaved{{{call.key, "hash", 8}}});
        return true;
    }

    void hear(Session& session, KernelNumber number, double now_ms) {
        Kernel& kernel = kernels_[number];
        const RunEvent event = std::move(kernel.news.front());
        kernel.news.pop_front();
        if (std::holds_alternative<run_event::KernelReady>(event)) kernel.is_ready = true;
        const bool is_end = std::holds_alternative<run_event::Finished>(event) || std::holds_alternative<run_event::Failed>(event) ||
                            std::holds_alternative<run_event::Stopped>(event) || std::holds_alternative<run_event::Unmovable>(event);
        if (is_end) --kernel.calls;
        if (std::holds_alternative<run_event::Returned>(event)) {
            kernel.calls -= kernel.returned.front();
            kernel.returned.pop_front();
        }
        session.receive(event, now_ms, number);
    }

    std::array<Kernel, limits::kKernels> kernels_;
    std::set<std::string> interrupted_;
    unsigned begun_behind_ = 0;
};

}  // namespace flow::tests
