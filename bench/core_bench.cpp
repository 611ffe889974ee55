// What the core costs without any Python: opening, saving, scheduling, editing, linking, memory, on flows of the wanted sizes and shapes. Each figure is a line
// {"name", "value", "unit"} on standard output; playwright/core.bench.mjs runs this program natively and in wasm and sets the figures against their baselines.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#ifndef __EMSCRIPTEN__
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>
#endif

#include "bench/flows.h"
#include "bench/heap.h"
#include "runtime/graph/flow_file.h"
#include "runtime/session/session.h"

namespace flow::bench {
namespace {

/// Natively what this program itself has used, so that a busy machine does not count; wasm has only the clock on the wall.
double now_ms() {
#ifdef __EMSCRIPTEN__
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
#else
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
#endif
}

void report(const std::string& name, double value, const char* unit = "ms") {
    std::printf("{\"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"}\n", name.c_str(), value, unit);
    std::fflush(stdout);
}

void must(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::exit(1);
}

double at_share(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}
double median(std::vector<double> values) { return at_share(std::move(values), 0.5); }

template <class Action>
double time_of(const Action& action) {
    const double begin = now_ms();
    action();
    return now_ms() - begin;
}

template <class Action>
double median_time(int rounds, const Action& action) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) times.push_back(time_of(action));
    return median(std::move(times));
}

/// A kernel that answers each call at once with one small number.
class AnsweringRunner final : public NodeRunner {
public:
    bool can_start(KernelNumber kernel) const override { return kernel == kHome && calls_.size() < 64; }
    std::size_t calls_at_once() const override { return 1; }
    void start(KernelNumber /*kernel*/, std::vector<NodeCall> given) override {
        for (const NodeCall& call : given) calls_.push_back({call.run, call.name, call.key, {{"result", "int", {}, "1", 28, {}}}, {}, 0.1});
    }
    void interrupt(KernelNumber /*kernel*/) override {}
    void open(KernelNumber /*kernel*/) override {}
    void replace(KernelNumber /*kernel*/) override {}
    void give(KernelNumber /*from*/, KernelNumber /*to*/, const std::vector<std::string>& /*keys*/) override {}
    void drop(const std::vector<std::string>& /*keys*/) override {}
    void unload(const std::vector<std::string>& /*keys*/) override {}
    void restore(KernelNumber /*kernel*/, const std::vector<SavedValue>& /*values*/) override {}
    void set_files(KernelNumber /*kernel*/, const std::vector<FlowFile>& /*files*/) override {}
    std::vector<run_event::Finished> take() { return std::exchange(calls_, {}); }

private:
    std::vector<run_event::Finished> calls_;
};

class World {
public:
    World() { session.receive(run_event::KernelReady{"3.14", "314", {}}, 0); }

    void open(const std::string& text) { must(session.apply(intent::Open{text}, 0).has_value(), "the flow opens"); }
    NodeId node(std::size_t number) const { return session.graph().nodes()[number]; }
    void run_all() {
        must(session.apply(intent::Run{}, 0).has_value(), "a run begins");
        session.tick(0);
        while (session.run()) {
            for (const run_event::Finished& event : runner.take()) session.receive(event, 0);
            session.tick(0);
        }
        session.take_news();
        must(session.count_to_run() == 0, "nothing is left to run");
    }
    std::size_t planned() const { return session.plan({})->size(); }

    AnsweringRunner runner;
    Session session{runner};
};

std::string named(const char* what, std::string_view shape, std::size_t nodes) {
    return std::string(what) + "." + std::string(shape) + "." + std::to_string(nodes);
}

void measure_opening(std::size_t nodes) {
    const std::string text = flow_text(nodes, links_of("layered", nodes));
    const int rounds = nodes > 20'000 ? 3 : 7;
    const NodeLibrary library;
    Result<Graph> graph = read_flow(text, library);
    must(graph.has_value(), "the flow is read");
    const std::string size = std::to_string(nodes);
    report("open." + size, median_time(rounds, [&] {
               World world;
               world.open(text);
           }));
    report("open.read_flow." + size, median_time(rounds, [&] { must(read_flow(text, library).has_value(), "read"); }));
    report("save." + size, median_time(rounds, [&] { must(!write_flow(*graph).empty(), "written"); }));
    nlohmann::json parsed;
    report("nlohmann.parse." + size, median_time(rounds, [&] { parsed = nlohmann::json::parse(text); }));
    report("nlohmann.dump." + size, median_time(rounds, [&] { must(!parsed.dump(2).empty(), "written"); }));
    report("text." + size, static_cast<double>(text.size()), "bytes");
}

void measure_memory() {
    constexpr std::size_t kNodes = 100'000;
    const NodeLibrary library;
    const Pairs links = links_of("layered", kNodes);
    std::size_t sources = 0;
    for (std::size_t at = 0; at < kNodes; ++at) sources += source_of(at).size();
    const std::size_t empty = heap_bytes();
    const auto held_by = [&](const Pairs& pairs) {
        const Result<Graph> graph = read_flow(flow_text(kNodes, pairs), library);
        must(graph.has_value(), "the flow is read");
        return static_cast<double>(heap_bytes() - empty);
    };
    const double without_links = held_by({});
    report("memory.node", (without_links - static_cast<double>(sources)) / kNodes, "bytes");
    report("memory.link", (held_by(links) - without_links) / static_cast<double>(links.size()), "bytes");

    World world;
    world.open(flow_text(kNodes, links));
    must(world.session.count_to_run() == kNodes, "all are stale");
    report("memory.session.node", (static_cast<double>(heap_bytes() - empty) - static_cast<double>(sources)) / kNodes, "bytes");
    world.run_all();
    report("memory.session_with_results.node", (static_cast<double>(heap_bytes() - empty) - static_cast<double>(sources)) / kNodes, "bytes");
}

void measure_scheduling(std::string_view shape, std::size_t nodes, const Pairs& links) {
    World world;
    world.open(flow_text(nodes, links));
    world.run_all();
    const int rounds = nodes > 20'000 ? 7 : 15;

    report(named("rerun", shape, nodes), median_time(rounds, [&] {
               must(world.session.apply(intent::Run{}, 0).has_value(), "a run begins");
               world.session.tick(0);
               must(!world.session.run().has_value(), "and ends");
           }));
    // A kernel that says less of itself contradicts nothing, but every node is looked at again.
    bool is_named = true;
    const auto look_at_all = [&] {
        is_named = !is_named;
        world.session.receive(run_event::KernelReady{"3.14", is_named ? "314" : "", {}}, 0);
        return world.planned();
    };
    report(named("rekey", shape, nodes), median_time(rounds, [&] { must(look_at_all() == 0, "nothing has changed"); }));

    int edits = 0;
    const auto edit_at = [&](std::size_t number) {
        std::size_t planned = 0;
        std::vector<double> times;
        for (int round = 0; round < rounds; ++round) {
            const std::string source = source_of(number, " + " + std::to_string(++edits));
            times.push_back(time_of([&] {
                must(world.session.apply(intent::SetSource{world.node(number), source}, 10'000.0 * edits).has_value(), "edited");
                planned = world.planned();
            }));
        }
        must(planned > 0, "an edit makes something stale");
        world.session.take_news();
        return std::pair{median(std::move(times)), planned};
    };
    const auto [end, end_planned] = edit_at(nodes - 1);
    report(named("edit.end", shape, nodes), end);
    world.run_all();
    const auto [worst, worst_planned] = edit_at(0);
    report(named("edit.worst", shape, nodes), worst);
    report(named("rekey.worst", shape, nodes), median_time(rounds, [&, wanted = worst_planned] { must(look_at_all() == wanted, "the same is stale"); }));
    report(named("edit.worst.planned", shape, nodes), static_cast<double>(worst_planned), "nodes");
}

#ifndef __EMSCRIPTEN__
void measure_sorting(std::string_view shape, std::size_t nodes, const Pairs& links) {
    using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
    BoostGraph graph(nodes);
    for (const auto& [from, to] : links) boost::add_edge(from, to, graph);
    std::vector<std::size_t> order;
    report(named("boost.topological_sort", shape, nodes), median_time(7, [&] {
               order.clear();
               order.reserve(nodes);
               boost::topological_sort(graph, std::back_inserter(order));
           }));
}
#endif

void measure_scheduling_of(std::string_view shape, std::size_t nodes, const Pairs& links) {
    measure_scheduling(shape, nodes, links);
#ifndef __EMSCRIPTEN__
    measure_sorting(shape, nodes, links);
#endif
}

void measure_linking(std::size_t nodes) {
    World world;
    world.open(flow_text(nodes, links_of("layered", nodes)));
    std::mt19937 random(11);
    std::vector<double> times;
    for (int at = 0; at < 2'000; ++at) {
        const NodeId from = world.node(random() % nodes);
        const NodeId to = world.node(random() % nodes);
        if (from == to) continue;
        bool is_made = false;
        times.push_back(time_of([&] { is_made = world.session.apply(intent::Connect{{from, "result"}, {to, "values"}}, at * 2'000.0).has_value(); }));
        if (!is_made) times.pop_back();  // refused: the sentence names the whole cycle
        world.session.take_news();
    }
    report("link.p50." + std::to_string(nodes), at_share(times, 0.5));
    report("link.p99." + std::to_string(nodes), at_share(times, 0.99));
    report("link.made." + std::to_string(nodes), static_cast<double>(times.size()), "links");
}

/// A graph from elsewhere: "0-3 1-3 3-4".
int measure_given(const std::string& name, const std::string& text) {
    Pairs links;
    std::size_t nodes = 0;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const std::size_t dash = word.find('-');
        must(dash != std::string::npos, "a link is written as from-to");
        links.emplace_back(std::stoul(word.substr(0, dash)), std::stoul(word.substr(dash + 1)));
        must(links.back().first < links.back().second, "links lead from smaller to larger numbers");
        nodes = std::max(nodes, links.back().second + 1);
    }
    measure_scheduling_of(name, nodes, links);
    return 0;
}

int measure(const std::string& what) {
    const auto wants = [&what](const char* part) { return what.empty() || what == part; };
    if (wants("opening")) {
        for (const std::size_t nodes : {std::size_t{10'000}, std::size_t{100'000}}) measure_opening(nodes);
    }
    if (wants("scheduling")) {
        for (const std::string_view shape : kShapes) {
            for (const std::size_t nodes : {std::size_t{10'000}, std::size_t{100'000}}) {
                measure_scheduling_of(shape, nodes, links_of(shape, nodes));
            }
        }
    }
    if (wants("linking")) measure_linking(100'000);
    if (wants("memory")) measure_memory();
    return 0;
}

}  // namespace
}  // namespace flow::bench

int main(int count, char** words) {
    if (count > 3 && std::string_view(words[1]) == "graph") return flow::bench::measure_given(words[2], words[3]);
    return flow::bench::measure(count > 1 ? words[1] : "");
}
