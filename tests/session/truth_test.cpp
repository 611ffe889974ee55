// The one promise of running: whatever is edited, run in part, failed, stopped, undone, saved and lost on the way, a node that is shown `ok` holds exactly the value that a clean, full
// evaluation of the flow as it is now gives; and what is shown so is not run again.
#include <algorithm>
#include <random>
#include <set>

#include "runtime/base/limits.h"
#include "runtime/graph/flow_file.h"
#include "runtime/graph/rules.h"
#include "runtime/graph/widget.h"
#include "tests/graph/long_run.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

/// Evaluates a flow from scratch, by the rules and by nothing that the session knows of runs.
class CleanEvaluation {
public:
    CleanEvaluation(const Graph& graph, const NodeLibrary& library, const std::map<NodeId, std::string>& last_keys, const FakeRunner& runner)
        : graph_(graph), library_(library), last_keys_(last_keys), runner_(runner) {}

    /// Nothing for a node that cannot be run.
    std::optional<std::string> value(NodeId id, const std::string& port) {
        const auto known = known_.find({id, port});
        if (known != known_.end()) return known->second;
        return known_[{id, port}] = evaluate(id, port);
    }

    bool can_be_run(NodeId id) {
        const NodeMode mode = graph_.node(id).mode;
        return mode != NodeMode::mute && mode != NodeMode::bypass && value(id, graph_.node(id).signature->outputs.front()).has_value();
    }

    /// The node that makes what comes out of this one: another one where it is bypassed.
    NodeId maker(NodeId id) const {
        while (graph_.node(id).mode == NodeMode::bypass) {
            const Placed links = links_by_port(id);
            if (links.empty()) break;
            id = links.front().second->from;
        }
        return id;
    }

private:
    using Placed = std::vector<std::pair<int, const Link*>>;

    std::optional<std::string> evaluate(NodeId id, const std::string& port) {
        const Node& node = graph_.node(id);
        const Signature& signature = *node.signature;
        if (node.mode == NodeMode::mute) return std::nullopt;
        const Placed links = links_by_port(id);
        if (node.mode == NodeMode::bypass) {
            if (links.empty()) return std::nullopt;
            return value(links.front().second->from, links.front().second->from_port);
        }
        if (!signature.has_output(port)) return std::nullopt;

        std::set<std::string> linked;
        std::vector<std::pair<std::string, std::string>> inputs;
        for (const auto& [place, link] : links) {
            const std::optional<std::string> given = value(link->from, link->from_port);
            if (!given) return std::nullopt;
            inputs.emplace_back(link->to_port, *given);
            linked.insert(link->to_port);
        }
        for (const Port& input : signature.inputs) {
            if (!input.is_variadic && !linked.contains(input.name)) return std::nullopt;
        }
        const std::string& source = node.type == kPythonType ? node.source : library_.find(node.type)->source;
        if (source.find("random()") != std::string::npos) {
            // Its latest value is as good as any: it stands until the next run.
            const auto last = last_keys_.find(id);
            return last == last_keys_.end() ? "never" : runner_.ever.at({last->second, port});
        }
        std::vector<FileUse> files;
        for (const std::string& name : files_read_by(source)) {
            const FlowFile* file = graph_.file(name);
            files.push_back({name, file == nullptr ? "" : file->sha256});
        }
        return value_of_call(node.name, source, settings_of(node, linked), inputs, files, port);
    }

    Placed links_by_port(NodeId id) const {
        const Signature& signature = *graph_.node(id).signature;
        Placed placed;
        for (const LinkId in : graph_.links_into(id)) {
            const Link& link = graph_.link(in);
            if (const Port* port = signature.input(link.to_port)) placed.emplace_back(port->position, &link);
            if (const Setting* setting = signature.setting(link.to_port)) placed.emplace_back(setting->position, &link);
        }
        std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        return placed;
    }

    static std::vector<Param> settings_of(const Node& node, const std::set<std::string>& linked) {
        std::map<std::string, std::string> differing;
        for (const Setting& setting : node.signature->settings) {
            const JsonText* param = node.param(setting.name);
            if (param == nullptr || linked.contains(setting.name)) continue;
            const JsonText value = coerce(setting, *param).value();
            if (value != coerce(setting, *setting.standard).value()) differing[setting.name] = value;
        }
        std::vector<Param> settings;
        for (const auto& [name, value] : differing) settings.push_back({name, value});
        return settings;
    }

    const Graph& graph_;
    const NodeLibrary& library_;
    const std::map<NodeId, std::string>& last_keys_;
    const FakeRunner& runner_;
    std::map<std::pair<NodeId, std::string>, std::optional<std::string>> known_;
};

class World {
public:
    explicit World(unsigned seed) : random_(seed) {
        NodeLibrary library;
        NodeType type;
        type.name = "core.total";
        type.source = "def total(*items, start: float = 0):\n    return sum(items, start)\n";
        type.is_trusted = true;
        EXPECT_TRUE(library.add(type));
        bench_.session.set_library(std::move(library));
        if (below(2) == 0) {
            bench_.runner.capacity = 1 + below(3);
        } else {
            bench_.runner.at_once = 2 + below(7);
        }
        for (int node = 0; node < 5; ++node) add_node();
        for (int link = 0; link < 6; ++link) connect();
    }

    void step() {
        switch (below(31)) {
            case 0: add_node(); break;
            case 1:
                if (count() > 3) (void)bench_.apply(intent::RemoveNodes{{any()}});
                break;
            case 2:
            case 3: connect(); break;
            case 4: disconnect(); break;
            case 5:
            case 6: set_param(); break;
            case 7:
            case 8: set_source(); break;
            case 9: set_mode(); break;
            case 10:
            case 11:
                (void)bench_.apply(intent::Undo{});
                if (count() == 0) (void)bench_.apply(intent::Redo{});  // without any node there is nothing left to do
                break;
            case 12: (void)bench_.apply(intent::Redo{}); break;
            case 13: (void)bench_.apply(intent::SetTitle{any(), "title " + std::to_string(below(5))}); break;
            case 14: set_file(); break;
            case 15: (void)bench_.apply(intent::SetPackages{below(2) == 0 ? Names{} : Names{"numpy"}}); break;
            case 16:
            case 17: start_run(); break;
            case 18:
            case 19:
            case 20:
            case 21: answer(); break;
            case 22: stop(); break;
            case 23:
                if (below(3) == 0) bench_.lose_kernel();
                break;
            case 24: bench_.pass(below(2) == 0 ? 10 : limits::kStopGraceMs); break;
            case 25:
            case 26:
            case 27: save(); break;
            case 28: crowd_out(); break;
            case 29: look(); break;
            default: settle(); break;
        }
        follow_replacement();
        bench_.now_ms += 400;
        check();
    }

    std::string flow() const { return write_flow(graph()); }

    void check() {
        CleanEvaluation clean(graph(), bench_.session.library(), last_keys_, bench_.runner);
        std::set<std::string> referenced;
        for (const NodeId node : graph().nodes()) {
            for (const std::string& port : graph().node(node).signature->outputs) {
                const std::optional<ValueRef> kept = bench_.session.value(node, port);
                if (kept) referenced.insert(kept->key);
                if (bench_.session.state(node) != NodeState::ok) continue;
                const std::string name = graph().node(node).name + "." + port;
                const std::optional<std::string> right = clean.value(node, port);
                ASSERT_TRUE(right) << name << " is shown ok but cannot be run";
                ASSERT_TRUE(kept) << name << " is shown ok but has no value";
                const std::optional<std::string> value = value_of(*kept);
                ASSERT_TRUE(value) << name << " is shown ok but its value was dropped";
                ASSERT_EQ(*value, *right) << name;
            }
        }
        if (bench_.session.run()) return;
        std::size_t for_undo = 0;
        for (const auto& [key, values] : bench_.runner.saved) for_undo += referenced.contains(key) || has_result_of(key) ? 0 : 1;
        ASSERT_LE(for_undo, limits::kGoneNodes) << "more is saved than nodes that are there or that undo may bring back";
        for (const auto& [kept, value] : bench_.runner.values) {
            // A port that the source no longer has is kept with its call.
            ASSERT_TRUE(referenced.contains(kept.first) || has_result_of(kept.first)) << kept.first << " is kept for nobody";
        }
    }

    void finish_everything() {
        while (bench_.session.run()) {
            if (!bench_.runner.is_ready) bench_.kernel_ready();
            bench_.tick();
            if (!bench_.runner.in_flight.empty()) finish_one();
            if (!bench_.runner.restoring.empty()) answer_restore();
            follow_replacement();
        }
    }

    /// Runs all that is stale, then again: nothing is run twice but what is volatile and what follows it.
    void settle() {
        finish_everything();
        if (!bench_.runner.is_ready) bench_.kernel_ready();
        // What somebody looked at before may turn out to be lost; the run knows of it then.
        while (!bench_.runner.restoring.empty()) answer_restore();
        bench_.start();
        finish_everything();
        if (::testing::Test::HasFailure()) return;

        CleanEvaluation clean(graph(), bench_.session.library(), last_keys_, bench_.runner);
        for (const NodeId node : graph().nodes()) {
            if (!clean.can_be_run(node)) continue;
            const std::string name = graph().node(node).name;
            ASSERT_EQ(bench_.session.state(node), NodeState::ok) << name << ": " << testing::PrintToString(bench_.codes(name));
        }
        const auto plan = bench_.session.plan({});
        ASSERT_TRUE(plan);
        std::set<NodeId> moving;
        for (const auto& [node, why] : *plan) {
            const bool follows = std::any_of(graph().links_into(node).begin(), graph().links_into(node).end(),
                                             [&](LinkId in) { return moving.contains(clean.maker(graph().link(in).from)); });
            ASSERT_TRUE(graph().node(node).mode == NodeMode::volatile_ || follows) << graph().node(node).name << " would run again";
            moving.insert(node);
        }
    }

private:
    const Graph& graph() const { return bench_.session.graph(); }
    std::size_t count() const { return graph().nodes().size(); }
    unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
    NodeId any() { return graph().nodes()[below(static_cast<unsigned>(count()))]; }

    bool has_result_of(const std::string& key) const {
        for (const NodeId node : graph().nodes()) {
            if (bench_.session.outputs(node) != nullptr && key.starts_with(graph().node(node).name + "@")) return true;
        }
        return false;
    }

    std::string source(const std::string& name, unsigned kind, unsigned version) {
        const std::string body = "    return " + std::to_string(version) + "\n";
        switch (kind) {
            case 0: return "def " + name + "():\n" + body;
            case 1: return "def " + name + "(a, s=1):\n" + body;
            case 2: return "def " + name + "(a, b, t: float = 2):\n" + body;
            case 3: return "def " + name + "(*items, s=1):\n" + body;
            case 4: return "@outputs(\"x\", \"y\")\ndef " + name + "(a, s=1):\n" + body;
            case 5: return "def " + name + "(s=1):\n    open('f" + std::to_string(version % 2) + "')\n" + body;
            default: return "def " + name + "(s=1):\n    random()\n" + body;
        }
    }

    void add_node() {
        if (count() > 14) return;
        intent::AddNode wanted;
        const std::string name = "n" + std::to_string(below(40));
        if (below(8) == 0) {
            wanted.type = "core.total";
        } else {
            const unsigned kind = below(7);
            wanted.type = "python";
            wanted.name = graph().free_name(name);
            wanted.source = source(name, kind, below(3));
            if (kind == 6) wanted.mode = NodeMode::volatile_;  // only so may a node be other each time
        }
        const Result<Made> made = bench_.apply(wanted);
        ASSERT_TRUE(made) << made.error().sentence.key;
    }

    /// What one output gave, the other one gives from now on: only the port's name is another.
    void take_other_output() {
        for (const LinkId id : graph().links()) {
            const Link link = graph().link(id);
            const Names& outputs = graph().node(link.from).signature->outputs;
            const auto other = std::find_if(outputs.begin(), outputs.end(), [&link](const std::string& name) { return name != link.from_port; });
            if (other == outputs.end() || below(3) == 0) continue;
            (void)bench_.apply(intent::Connect{{link.from, *other}, {link.to, link.to_port}});
            return;
        }
    }

    void connect() {
        if (below(2) == 0) return take_other_output();
        const NodeId from = any();
        const NodeId to = any();
        const Signature& target = *graph().node(to).signature;
        Names ports;
        for (const Port& port : target.inputs) ports.push_back(port.name);
        for (const Setting& setting : target.settings) ports.push_back(setting.name);
        const Names& outputs = graph().node(from).signature->outputs;
        if (ports.empty()) return;
        (void)bench_.apply(
            intent::Connect{{from, outputs[below(static_cast<unsigned>(outputs.size()))]}, {to, ports[below(static_cast<unsigned>(ports.size()))]}});
    }

    void disconnect() {
        if (graph().links().empty()) return;
        const Link link = graph().link(graph().links()[below(static_cast<unsigned>(graph().links().size()))]);
        (void)bench_.apply(intent::Disconnect{{link.from, link.from_port}, {link.to, link.to_port}});
    }

    void set_param() {
        const NodeId node = any();
        const std::vector<Setting>& settings = graph().node(node).signature->settings;
        if (settings.empty()) return;
        std::optional<JsonText> value;
        if (below(4) != 0) value = std::to_string(below(3) + 1);
        (void)bench_.apply(intent::SetParam{node, settings.front().name, value});
    }

    void set_source() {
        const NodeId id = any();
        const Node& node = graph().node(id);
        if (node.type != kPythonType) return;
        if (node.source.find("random()") != std::string::npos) return;
        (void)bench_.apply(intent::SetSource{id, source(node.name, below(6), below(3))});
    }

    void set_mode() {
        const NodeId id = any();
        if (graph().node(id).type == kPythonType && graph().node(id).source.find("random()") != std::string::npos) return;
        constexpr NodeMode kModes[] = {NodeMode::normal, NodeMode::normal, NodeMode::mute, NodeMode::bypass, NodeMode::volatile_};
        (void)bench_.apply(intent::SetMode{{id}, kModes[below(5)]});
    }

    void set_file() {
        const std::string name = "f" + std::to_string(below(2));
        switch (below(4)) {
            case 0: (void)bench_.apply(intent::RemoveFile{name}); break;
            case 1: bench_.receive(run_event::FileWritten{{name, 1, "sha" + std::to_string(below(3)), "", {}}}); break;
            default: (void)bench_.apply(intent::AddFile{{name, 1, "sha" + std::to_string(below(3)), "", {}}}); break;
        }
    }

    void start_run() {
        RunTarget target;
        switch (below(6)) {
            case 0: target.up_to = {any()}; break;
            case 1: target.only = {any()}; break;
            case 2: target.from = {any()}; break;
            case 3: target.all = true; break;
            default: break;
        }
        (void)bench_.apply(intent::Run{target});
        bench_.tick();
    }

    void finish_one() {
        const std::string name = bench_.runner.in_flight[below(static_cast<unsigned>(bench_.runner.in_flight.size()))].name;
        for (const NodeCall& call : bench_.runner.in_flight) {
            if (call.name == name) last_keys_[call.node] = call.key;
        }
        bench_.finish(name);
    }

    /// What a node would be given: the kernel's value, or the saved one.
    std::optional<std::string> value_of(const ValueRef& kept) const {
        const auto in_kernel = bench_.runner.values.find({kept.key, kept.port});
        if (in_kernel != bench_.runner.values.end()) return in_kernel->second;
        const auto saved = bench_.runner.saved.find(kept.key);
        if (saved == bench_.runner.saved.end() || !saved->second.contains(kept.port)) return std::nullopt;
        return saved->second.at(kept.port);
    }

    void save() {
        if (bench_.runner.values.empty() || !bench_.runner.is_ready) return;
        auto chosen = bench_.runner.values.begin();
        std::advance(chosen, below(static_cast<unsigned>(bench_.runner.values.size())));
        const std::string key = chosen->first.first;
        if (!bench_.runner.saved.contains(key)) bench_.receive(bench_.runner.save(key));
    }

    /// The page's budget is used up, or (not told) its store has lost something.
    void crowd_out() {
        if (bench_.runner.saved.empty()) return;
        auto chosen = bench_.runner.saved.begin();
        std::advance(chosen, below(static_cast<unsigned>(bench_.runner.saved.size())));
        const std::string key = chosen->first;
        bench_.runner.saved.erase(chosen);
        bench_.receive(run_event::ValueUnsaved{key, UnsavedReason::crowded_out, ""});
    }

    /// A preview asks for a value.
    void look() {
        const NodeId node = any();
        if (const auto value = bench_.session.value(node, graph().node(node).signature->outputs.front())) bench_.session.need(*value);
        if (!bench_.runner.restoring.empty() && bench_.runner.is_ready) answer_restore();
    }

    void answer_restore() {
        bench_.receive(bench_.runner.answer_restore(below(5) == 0));
        bench_.tick();
    }

    void answer() {
        if (!bench_.runner.restoring.empty() && bench_.runner.is_ready) return answer_restore();
        if (bench_.runner.in_flight.empty()) {
            if (!bench_.runner.is_ready && below(2) == 0) bench_.kernel_ready();
            bench_.tick();
            return;
        }
        const unsigned how = below(8);
        const std::string name = bench_.runner.in_flight[below(static_cast<unsigned>(bench_.runner.in_flight.size()))].name;
        if (how == 0) {
            bench_.fail(name);
        } else if (how == 1) {
            bench_.stop_call(name);
        } else {
            finish_one();
        }
    }

    void stop() {
        (void)bench_.apply(intent::Stop{});
        bench_.tick();
    }

    /// A kernel that was told to go is gone.
    void follow_replacement() {
        if (bench_.runner.replacements == replaced_) return;
        replaced_ = bench_.runner.replacements;
        bench_.lose_kernel();
    }

    SessionBench bench_;
    std::mt19937 random_;
    std::map<NodeId, std::string> last_keys_;
    int replaced_ = 0;
};

TEST(Truth, WhatIsShownOkIsWhatACleanEvaluationGives) {
    const unsigned worlds = rounds(300, 5'000);
    for (unsigned seed = 1; seed <= worlds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        World world(seed);
        for (int step = 0; step < 120; ++step) {
            SCOPED_TRACE("step " + std::to_string(step));
            world.step();
            if (HasFailure()) FAIL() << world.flow();
        }
        world.settle();
        world.check();
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace flow::tests
