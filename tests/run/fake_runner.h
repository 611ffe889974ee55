// Promises: a NodeRunner that records what it is asked, keeps values as a kernel would and saves them as a page would: each call's value is the hash of everything the call was given, so that two values are
// equal exactly when the calls were. Asking for a value that was dropped is a failure of the test. Ends of calls are scripted by the test.
// Must not know: sessions, graphs.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/run/fingerprint.h"
#include "runtime/run/node_runner.h"

namespace flow::tests {

/// The value of one output: what a node of this name and source makes of these settings, inputs and files.
inline std::string value_of_call(std::string_view name, std::string_view source, const std::vector<Param>& settings,
                                 const std::vector<std::pair<std::string, std::string>>& inputs, const std::vector<FileUse>& files, std::string_view port) {
    FingerprintBuilder builder;
    builder.text(name).print(fingerprint_of_source(source));
    for (const Param& setting : settings) builder.number(1).text(setting.name).text(setting.value);
    for (const auto& [input, value] : inputs) builder.number(2).text(input).text(value);
    for (const FileUse& file : files) builder.number(3).text(file.name).text(file.sha256);
    const Fingerprint whole = builder.text(port).finish();
    return std::to_string(whole.high) + "." + std::to_string(whole.low);
}

/// Files that a source reads: each "open('NAME')" in it.
inline std::vector<std::string> files_read_by(std::string_view source) {
    std::vector<std::string> names;
    const std::string_view opening = "open('";
    for (std::size_t at = source.find(opening); at != std::string_view::npos; at = source.find(opening, at + 1)) {
        const std::size_t begin = at + opening.size();
        names.emplace_back(source.substr(begin, source.find('\'', begin) - begin));
    }
    return names;
}

class FakeRunner : public NodeRunner {
public:
    bool can_start(KernelNumber kernel) const override { return kernel == kHome && is_ready && in_flight.size() < capacity && ahead.empty(); }
    std::size_t calls_at_once() const override { return at_once; }
    void start(KernelNumber kernel, std::vector<NodeCall> given) override {
        EXPECT_TRUE(can_start(kernel)) << given.front().name;
        EXPECT_TRUE(ahead.empty()) << "what was given before is still to be begun";
        for (const NodeCall& call : given) EXPECT_TRUE(used_keys.insert(call.key).second) << "a key is never used twice: " << call.key;
        ahead.assign(given.begin() + 1, given.end());
        begin(given.front());
    }
    /// The kernel goes on with the next of the calls that it was given at once.
    run_event::Started begin_next() {
        const NodeCall call = ahead.front();
        ahead.pop_front();
        begin(call);
        untold.pop_back();
        return {call.run, call.name};
    }
    void begin(const NodeCall& call) {
        for (const InputBinding& input : call.inputs) {
            for (const ValueRef& value : input.values)
                EXPECT_TRUE(values.contains({value.key, value.port})) << call.name << " needs " << value.key << "." << value.port;
        }
        calls.push_back(call);
        in_flight.push_back(call);
        untold.push_back({call.run, call.name});
    }
    /// Says of each call that has begun since the last time that it has.
    std::vector<run_event::Started> tell() { return std::exchange(untold, {}); }
    void interrupt(KernelNumber) override { ++interrupts; }
    void open(KernelNumber) override { ADD_FAILURE() << "there is one kernel here"; }
    void replace(KernelNumber) override { ++replacements; }
    void give(KernelNumber, KernelNumber, const std::vector<std::string>&) override { ADD_FAILURE() << "there is one kernel here"; }
    void drop(const std::vector<std::string>& keys) override {
        for (const std::string& key : keys) {
            dropped.push_back(key);
            std::erase_if(values, [&key](const auto& kept) { return kept.first.first == key; });
            saved.erase(key);
        }
    }
    void unload(const std::vector<std::string>& keys) override {
        for (const std::string& key : keys) {
            std::erase_if(values, [&key](const auto& kept) { return kept.first.first == key; });
        }
    }
    void restore(KernelNumber, const std::vector<SavedValue>& wanted) override { restoring.insert(restoring.end(), wanted.begin(), wanted.end()); }
    void set_files(KernelNumber, const std::vector<FlowFile>& now) override {
        files = now;
        ++file_reports;
    }

    /// Takes the call out of what is in flight.
    NodeCall take(std::string_view name) {
        for (std::size_t at = 0; at < in_flight.size(); ++at) {
            if (in_flight[at].name != name) continue;
            NodeCall call = in_flight[at];
            in_flight.erase(in_flight.begin() + static_cast<std::ptrdiff_t>(at));
            return call;
        }
        ADD_FAILURE() << name << " is not in flight";
        return {};
    }

    std::vector<FileUse> files_of(const NodeCall& call) const {
        std::vector<FileUse> uses;
        for (const std::string& name : files_read_by(call.source)) {
            std::string sha256;
            for (const FlowFile& file : files) {
                if (file.name == name) sha256 = file.sha256;
            }
            uses.push_back({name, sha256});
        }
        return uses;
    }

    /// Runs the call as a kernel would and keeps its values. A source with "random()" in it gives another value each time.
    run_event::Finished finish(const NodeCall& call, const std::vector<std::string>& outputs = {"result"}) {
        std::vector<std::pair<std::string, std::string>> inputs;
        for (const InputBinding& input : call.inputs) {
            for (const ValueRef& value : input.values) inputs.emplace_back(input.port, values[{value.key, value.port}]);
        }
        run_event::Finished event{call.run, call.name, call.key, {}, files_of(call), 1.5};
        for (const std::string& port : outputs) {
            std::string value = value_of_call(call.name, call.source, call.settings, inputs, event.files, port);
            if (call.source.find("random()") != std::string::npos) value += "/" + call.key;
            values[{call.key, port}] = value;
            ever[{call.key, port}] = value;
            event.outputs.push_back({port, "int", "", value, 8, {}});
        }
        last_key[call.name] = call.key;
        return event;
    }

    /// Saves the values of one call outside of the kernel.
    run_event::ValuesSaved save(const std::string& key) {
        for (const auto& [place, value] : values) {
            if (place.first == key) saved[key][place.second] = value;
        }
        EXPECT_TRUE(saved.contains(key)) << key << " is not in the kernel";
        lasting["hash of " + key] = saved[key];
        return {{{key, "hash of " + key, 8}}};
    }

    /// Answers the oldest request to take in saved values: they are back, or (what is not saved any more, or `is_damaged`) lost.
    RunEvent answer_restore(bool is_damaged = false) {
        const SavedValue wanted = restoring.front();
        restoring.erase(restoring.begin());
        const bool is_of_this_visit = wanted.sha256 == "hash of " + wanted.key;
        const auto& store = is_of_this_visit ? saved : lasting;
        const auto found = store.find(is_of_this_visit ? wanted.key : wanted.sha256);
        if (is_damaged || found == store.end()) return run_event::ValueLost{wanted.key};
        for (const auto& [port, value] : found->second) values[{wanted.key, port}] = value;
        return run_event::ValueRestored{wanted.key};
    }

    /// The kernel is gone.
    void lose() {
        in_flight.clear();
        ahead.clear();
        untold.clear();
        restoring.clear();
        values.clear();
    }

    std::vector<std::string> called() const {
        std::vector<std::string> names;
        for (const NodeCall& call : calls) names.push_back(call.name);
        return names;
    }

    bool is_ready = true;
    std::size_t capacity = 1;
    std::size_t at_once = 1;     ///< calls that it is given together
    std::deque<NodeCall> ahead;  ///< of these, those that it has not begun
    std::vector<NodeCall> calls;
    std::vector<NodeCall> in_flight;
    std::vector<run_event::Started> untold;
    std::vector<std::string> dropped;
    std::vector<FlowFile> files;
    int interrupts = 0;
    int replacements = 0;
    int file_reports = 0;
    std::map<std::pair<std::string, std::string>, std::string> values;  ///< by (key, port): what the kernel keeps
    std::map<std::pair<std::string, std::string>, std::string> ever;    ///< the same, never dropped: for the test's own account
    std::map<std::string, std::string> last_key;                        ///< by node name, of the latest finished call
    std::map<std::string, std::map<std::string, std::string>> saved;    ///< key -> port -> value: what survives the kernel
    std::map<std::string, std::map<std::string, std::string>> lasting;  ///< hash -> port -> value: what survives the page, never dropped
    std::vector<SavedValue> restoring;                                  ///< asked for and not answered
    std::set<std::string> used_keys;
};

}  // namespace flow::tests
