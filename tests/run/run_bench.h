// Promises: a graph with its results, survey and scheduler over a FakeRunner, without a session: what the layer itself promises.
// Must not know: any test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/edit.h"
#include "runtime/run/scheduler.h"
#include "tests/graph/graph_text.h"
#include "tests/run/fake_runner.h"

namespace flow::tests {

using Names = std::vector<std::string>;

class RunBench {
public:
    explicit RunBench(std::string_view text) : graph(graph_of(text)) {}

    SurveyGround ground() const { return {graph, library, results, environment}; }
    NodeId id(std::string_view name) const { return node_of(graph, name); }
    NodeState state(std::string_view name) {
        survey.refresh(ground());
        return survey.of(id(name)).state;
    }
    void edit(const Edit& wanted) { EXPECT_TRUE(apply(graph, *library, wanted)); }

    Result<Plan> plan(const RunTarget& target = {}) {
        survey.refresh(ground());
        return make_plan(ground(), survey, target);
    }
    Names planned(const RunTarget& target = {}) {
        Names names;
        const Result<Plan> made = plan(target);
        EXPECT_TRUE(made);
        for (const PlanStep& step : made->steps) names.push_back(step.meaning->node->name);
        return names;
    }

    void begin(const RunTarget& target = {}) {
        Result<Plan> made = plan(target);
        ASSERT_TRUE(made);
        scheduler.begin(RunId{++last_run}, *std::move(made), {});
        scheduler.tick(ground());
    }
    void finish(std::string_view name) {
        const NodeCall call = runner.take(name);
        scheduler.finished(call.key, runner.finish(call, read_signature(call.source)->outputs), results, environment);
        survey.touch(call.node);
        scheduler.tick(ground());
    }
    void fail(std::string_view name) {
        const NodeCall call = runner.take(name);
        scheduler.broke(call.key, false, {}, 1, results, environment);
        survey.touch(call.node);
        scheduler.tick(ground());
    }
    /// The kernel begins the next of the calls that it was given at once; whether the scheduler takes it for one.
    bool go_on() {
        const run_event::Started event = runner.begin_next();
        return scheduler.began(event.run, event.node, kHome, environment, 0) != nullptr;
    }
    /// The kernel gives the others back.
    void give_back() {
        runner.ahead.clear();
        scheduler.returned(RunId{last_run}, kHome);
        scheduler.tick(ground());
    }
    RunReport run(const RunTarget& target = {}) {
        begin(target);
        while (!runner.in_flight.empty()) finish(runner.in_flight.front().name);
        return scheduler.end();
    }

    Graph graph;
    std::shared_ptr<const NodeLibrary> library = std::make_shared<const NodeLibrary>();
    EnvironmentPtr environment = std::make_shared<const Environment>();
    Results results;
    Survey survey;
    FakeRunner runner;
    Scheduler scheduler{runner};
    std::uint32_t last_run = 0;
};

}  // namespace flow::tests
