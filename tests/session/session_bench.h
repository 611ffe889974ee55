// Promises: a session over a FakeRunner with a clock of its own, for tests that say what happens in a line each.
// Must not know: any test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/session/session.h"
#include "tests/graph/graph_text.h"
#include "tests/run/fake_runner.h"

namespace flow::tests {

class SessionBench {
public:
    /// A session whose kernel is ready, with the nodes and links of `text` (see graph_of).
    explicit SessionBench(std::string_view text = "", bool is_kernel_ready = true) {
        if (is_kernel_ready) {
            kernel_ready();
        } else {
            runner.is_ready = false;
        }
        build(text);
        session.take_news();
    }

    void build(std::string_view text) {
        const Graph graph = graph_of(text);
        for (const NodeId id : graph.nodes()) {
            const Node& node = graph.node(id);
            add(node.name, node.source);
        }
        for (const LinkId id : graph.links()) {
            const Link& link = graph.link(id);
            must(intent::Connect{{id_of(graph.node(link.from).name), link.from_port}, {id_of(graph.node(link.to).name), link.to_port}});
        }
    }

    NodeId add(const std::string& name, const std::string& source) {
        intent::AddNode wanted;
        wanted.type = "python";
        wanted.name = name;
        wanted.source = source;
        const Result<Made> made = apply(wanted);
        EXPECT_TRUE(made) << name << ": " << (made ? "" : made.error().sentence.key);
        return made ? made->nodes.front() : NodeId{};
    }

    // --- asking
    NodeId id_of(std::string_view name) const { return session.graph().by_name(name); }
    NodeState state(std::string_view name) const { return session.state(id_of(name)); }
    std::vector<std::string> codes(std::string_view name) const {
        std::vector<std::string> codes;
        for (const Why& why : session.status(id_of(name)).why) codes.push_back(why.code);
        return codes;
    }
    Why only_why(std::string_view name) const {
        const std::vector<Why> why = session.status(id_of(name)).why;
        EXPECT_EQ(why.size(), 1u) << name;
        return why.empty() ? Why{} : why.front();
    }
    std::vector<NodeId> ids(const std::vector<std::string>& names) const {
        std::vector<NodeId> ids;
        for (const std::string& name : names) ids.push_back(id_of(name));
        return ids;
    }

    // --- doing
    Result<Made> apply(const Intent& intent) { return session.apply(intent, now_ms); }
    Made must(const Intent& intent) {
        const Result<Made> made = apply(intent);
        EXPECT_TRUE(made) << (made ? "" : made.error().sentence.key);
        return made.value_or(Made{});
    }
    /// The key of the sentence with which it is refused; "" if it is not.
    std::string refusal(const Intent& intent) {
        const Result<Made> made = apply(intent);
        return made ? std::string() : made.error().sentence.key;
    }
    void connect(std::string_view from, std::string_view to) { must(intent::Connect{end(from), end(to)}); }
    void disconnect(std::string_view from, std::string_view to) { must(intent::Disconnect{end(from), end(to)}); }
    void set_source(std::string_view name, const std::string& source) { must(intent::SetSource{id_of(name), source}); }
    void set_param(std::string_view name, const std::string& param, std::optional<JsonText> value) {
        must(intent::SetParam{id_of(name), param, std::move(value)});
    }
    void set_mode(std::string_view name, NodeMode mode) { must(intent::SetMode{{id_of(name)}, mode}); }
    void undo() { must(intent::Undo{}); }
    void redo() { must(intent::Redo{}); }
    PortRef end(std::string_view text) const {
        const std::size_t dot = text.find('.');
        return {id_of(text.substr(0, dot)), std::string(text.substr(dot + 1))};
    }
    void receive(const RunEvent& event) { session.receive(event, now_ms); }
    void tick() {
        session.tick(now_ms);
        if (!is_kernel_busy) begin_calls();
    }
    /// The kernel begins what it was given.
    void begin_calls() {
        for (const run_event::Started& event : runner.tell()) receive(event);
        session.tick(now_ms);
    }
    void pass(double ms) {
        now_ms += ms;
        tick();
    }

    void kernel_ready(std::vector<std::pair<std::string, std::string>> packages = {}) {
        runner.is_ready = true;
        receive(run_event::KernelReady{"3.14", "314.0.7", std::move(packages)});
    }
    void lose_kernel() {
        runner.lose();
        runner.is_ready = false;
        receive(run_event::KernelLost{"died"});
        tick();
    }

    // --- runs
    RunId start(const RunTarget& target = {}) {
        const Made made = must(intent::Run{target});
        tick();
        return made.run.value_or(RunId{});
    }
    void finish(std::string_view name) {
        const NodeCall call = runner.take(name);
        receive(runner.finish(call, outputs_of(call)));
        go_on(call.run, true);
        tick();
    }
    void fail(std::string_view name) {
        const NodeCall call = runner.take(name);
        receive(run_event::Failed{call.run, call.name, {ErrorKind::python, "ValueError", "no", "Traceback", 2}, runner.files_of(call), 1});
        go_on(call.run, false);
        tick();
    }
    void stop_call(std::string_view name) {
        const NodeCall call = runner.take(name);
        receive(run_event::Stopped{call.run, call.name, std::nullopt, 1});
        go_on(call.run, false);
        tick();
    }
    /// After a call: the kernel begins the next of those that it was given at once, or gives them back; after one that did not finish it always does.
    void go_on(RunId run, bool has_finished) {
        if (runner.ahead.empty()) return;
        if (has_finished && ++went_on_ % 5 != 0) return receive(runner.begin_next());
        runner.ahead.clear();
        receive(run_event::Returned{run});
    }
    /// Answers whatever is called until nothing is in flight; nodes in `fails` fail. Returns how the run ended.
    news::RunEnded finish_all(const std::set<std::string>& fails = {}) {
        while (!runner.in_flight.empty()) {
            const std::string name = runner.in_flight.front().name;
            fails.contains(name) ? fail(name) : finish(name);
        }
        return ended();
    }
    news::RunEnded run(const RunTarget& target = {}, const std::set<std::string>& fails = {}) {
        start(target);
        return finish_all(fails);
    }
    news::RunEnded run_only(const std::vector<std::string>& names) { return run({{}, ids(names), {}, false}); }
    news::RunEnded run_up_to(const std::vector<std::string>& names) { return run({ids(names), {}, {}, false}); }
    news::RunEnded run_from(const std::vector<std::string>& names) { return run({{}, {}, ids(names), false}); }
    news::RunEnded run_all() { return run({{}, {}, {}, true}); }

    /// The latest news of a run's end; takes all news.
    news::RunEnded ended() {
        keep_news();
        EXPECT_FALSE(ends_.empty()) << "no run has ended";
        return ends_.empty() ? news::RunEnded{} : ends_.back();
    }
    std::size_t count_of_ends() {
        keep_news();
        return ends_.size();
    }
    std::vector<news::NodeErrored> errors() {
        keep_news();
        return errors_;
    }
    /// What was told to be kept for the next visit.
    std::vector<KeptResult> kept() {
        keep_news();
        return kept_;
    }
    /// Which flows came on the page, in order.
    std::vector<Opening> openings() {
        keep_news();
        return openings_;
    }
    std::vector<news::Said> said() {
        keep_news();
        return said_;
    }

    FakeRunner runner;
    Session session{runner};
    double now_ms = 1'000;
    bool is_kernel_busy = false;  ///< with somebody else's calls: it begins nothing by itself

private:
    std::vector<std::string> outputs_of(const NodeCall& call) const {
        const auto signature = read_signature(call.source);
        return signature ? signature->outputs : std::vector<std::string>{"result"};
    }
    void keep_news() {
        for (const News& item : session.take_news()) {
            if (const auto* end_of_run = std::get_if<news::RunEnded>(&item)) ends_.push_back(*end_of_run);
            if (const auto* error = std::get_if<news::NodeErrored>(&item)) errors_.push_back(*error);
            if (const auto* keep = std::get_if<news::ResultsToKeep>(&item)) kept_.insert(kept_.end(), keep->results.begin(), keep->results.end());
            if (const auto* opened = std::get_if<news::FlowOpened>(&item)) openings_.push_back(opened->opening);
            if (const auto* sentence = std::get_if<news::Said>(&item)) said_.push_back(*sentence);
        }
    }

    unsigned went_on_ = 0;
    std::vector<news::RunEnded> ends_;
    std::vector<news::NodeErrored> errors_;
    std::vector<news::Said> said_;
    std::vector<KeptResult> kept_;
    std::vector<Opening> openings_;
};

using Names = std::vector<std::string>;

}  // namespace flow::tests
