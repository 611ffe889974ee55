// Promises: what a person may do to a flow at random: every kind of edit, runs of every target, stop, undo, redo. Wrong wishes are among them; the session refuses those.
// Must not know: what runs the nodes, what the sources mean.
#pragma once

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "runtime/session/session.h"

namespace flow::tests {

/// The words that a person has for flows.
struct Vocabulary {
    struct Source {
        std::string text;
        bool is_moving = false;  ///< gives another value each time: only a volatile node may have it
    };
    std::function<Source(std::mt19937&, const std::string& name)> source;
    std::function<bool(const std::string& source)> is_moving;
    std::function<std::pair<std::string, std::optional<FlowFile>>(std::mt19937&)> file;  ///< a name, and what is put there; nothing: it is removed
    std::vector<std::string> types;                                                      ///< of the library
    std::size_t most_nodes = 15;
};

class RandomPerson {
public:
    RandomPerson(Session& session, Vocabulary words) : session_(session), words_(std::move(words)) {}

    unsigned below(unsigned bound) { return static_cast<unsigned>(random() % bound); }
    /// What is drawn from now on depends on this only.
    void reseed(unsigned seed) { random.seed(seed); }
    void now(double now_ms) { now_ms_ = now_ms; }

    /// One undoable edit, or undo, or redo.
    void edit() {
        switch (below(18)) {
            case 0: add_node(); break;
            case 1:
                if (count() > 3) apply(intent::RemoveNodes{{any()}});
                break;
            case 2:
            case 3: connect(); break;
            case 4: disconnect(); break;
            case 5:
            case 6:
            case 7: set_param(); break;
            case 8:
            case 9: set_source(); break;
            case 10: set_mode(); break;
            case 11:
            case 12: apply(intent::Undo{}); break;
            case 13: apply(intent::Redo{}); break;
            case 14: apply(intent::SetTitle{any(), "title " + std::to_string(below(5))}); break;
            default: set_file(); break;
        }
    }

    void add_node() {
        if (count() >= words_.most_nodes) return;
        intent::AddNode wanted;
        if (!words_.types.empty() && below(8) == 0) {
            wanted.type = words_.types[below(static_cast<unsigned>(words_.types.size()))];
        } else {
            wanted.type = "python";
            wanted.name = graph().free_name("n" + std::to_string(below(60)));
            Vocabulary::Source source = words_.source(random, wanted.name);
            wanted.source = std::move(source.text);
            if (source.is_moving) wanted.mode = NodeMode::volatile_;
        }
        apply(wanted);
    }

    void connect() {
        NodeId from = any();
        const NodeId to = any();
        // The same value at two inputs is a case of its own.
        const auto links = graph().links_into(to);
        if (!links.empty() && below(3) == 0) from = graph().link(links.front()).from;
        const Signature& target = *graph().node(to).signature;
        std::vector<std::string> ports;
        for (const Port& port : target.inputs) ports.push_back(port.name);
        for (const Setting& setting : target.settings) ports.push_back(setting.name);
        const std::vector<std::string>& outputs = graph().node(from).signature->outputs;
        if (ports.empty() || outputs.empty()) return;
        // An input first: a flow in which most settings are linked computes nothing.
        const std::size_t choices = below(4) == 0 || target.inputs.empty() ? ports.size() : target.inputs.size();
        apply(intent::Connect{{from, outputs[below(static_cast<unsigned>(outputs.size()))]}, {to, ports[below(static_cast<unsigned>(choices))]}});
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
        apply(intent::Run{target});
    }

    void stop() { apply(intent::Stop{}); }

    NodeId any() { return graph().nodes()[below(static_cast<unsigned>(count()))]; }

    std::mt19937 random;

private:
    const Graph& graph() const { return session_.graph(); }
    std::size_t count() const { return graph().nodes().size(); }
    void apply(const Intent& intent) { (void)session_.apply(intent, now_ms_); }

    void disconnect() {
        if (graph().links().empty()) return;
        const Link link = graph().link(graph().links()[below(static_cast<unsigned>(graph().links().size()))]);
        apply(intent::Disconnect{{link.from, link.from_port}, {link.to, link.to_port}});
    }

    void set_param() {
        const NodeId node = any();
        const std::vector<Setting>& settings = graph().node(node).signature->settings;
        if (settings.empty()) return;
        std::optional<JsonText> value;
        if (below(4) != 0) value = std::to_string(below(3) + 1);
        apply(intent::SetParam{node, settings.back().name, value});
    }

    void set_source() {
        const NodeId id = any();
        const Node& node = graph().node(id);
        if (node.type != kPythonType || words_.is_moving(node.source)) return;
        Vocabulary::Source source = words_.source(random, node.name);
        if (!source.is_moving) apply(intent::SetSource{id, std::move(source.text)});
    }

    void set_mode() {
        const NodeId id = any();
        if (graph().node(id).type == kPythonType && words_.is_moving(graph().node(id).source)) return;
        constexpr NodeMode kModes[] = {NodeMode::normal, NodeMode::normal, NodeMode::mute, NodeMode::bypass, NodeMode::volatile_};
        apply(intent::SetMode{{id}, kModes[below(5)]});
    }

    void set_file() {
        auto [name, file] = words_.file(random);
        if (file) {
            apply(intent::AddFile{*std::move(file)});
        } else {
            apply(intent::RemoveFile{std::move(name)});
        }
    }

    Session& session_;
    Vocabulary words_;
    double now_ms_ = 0;
};

}  // namespace flow::tests
