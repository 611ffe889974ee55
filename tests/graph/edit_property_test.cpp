// What must hold for every sequence of edits.
#include <map>

#include <gtest/gtest.h>

#include "runtime/graph/flow_file.h"
#include "runtime/graph/history.h"
#include "tests/graph/graph_state.h"
#include "tests/graph/long_run.h"
#include "tests/graph/random_edits.h"

namespace flow {
namespace {

using tests::expect_sound;
using tests::RandomEdits;
using tests::state_of;

TEST(EditProperty, UndoAllIsTheStartAndRedoAllIsTheEnd) {
    const NodeLibrary library = RandomEdits::library();
    unsigned refused = 0;
    unsigned done = 0;
    for (unsigned seed = 0; seed < tests::rounds(25, 400); ++seed) {
        RandomEdits random(seed);
        Graph graph;
        History history;
        std::vector<std::string> states{state_of(graph)};
        for (int action = 0; action < 80; ++action) {
            const std::vector<Edit> edits = random.step(graph, library);
            const std::string before = state_of(graph);
            const std::uint64_t revisions = graph.meaning_revision() + graph.looks_revision();
            const bool is_done = history.perform(graph, library, edits, Sentence{"edit.test", {}}, "", 0).has_value();
            ASSERT_NO_FATAL_FAILURE(expect_sound(graph)) << "seed " << seed << " action " << action;
            ASSERT_GE(graph.meaning_revision() + graph.looks_revision(), revisions);
            (is_done ? done : refused) += 1;
            if (!is_done) {
                ASSERT_EQ(state_of(graph), before) << "a refused step changed something; seed " << seed << " action " << action;
            }
            if (is_done && !edits.empty()) states.push_back(state_of(graph));
        }
        for (std::size_t at = states.size() - 1; at > 0; --at) {
            ASSERT_EQ(state_of(graph), states[at]) << "seed " << seed << " step " << at;
            ASSERT_TRUE(history.undo(graph, library));
            ASSERT_NO_FATAL_FAILURE(expect_sound(graph));
        }
        ASSERT_EQ(state_of(graph), states.front()) << "seed " << seed;
        ASSERT_FALSE(history.can_undo());
        for (std::size_t at = 1; at < states.size(); ++at) {
            ASSERT_TRUE(history.redo(graph, library));
            ASSERT_EQ(state_of(graph), states[at]) << "seed " << seed << " redo " << at;
        }
        ASSERT_FALSE(history.can_redo());
    }
    EXPECT_GT(done, refused) << "most random steps should be possible, or this tests little";
    EXPECT_GT(refused, done / 50);
}

TEST(EditProperty, WanderingThroughTheHistoryComesBackToTheSameStates) {
    const NodeLibrary library = RandomEdits::library();
    for (unsigned seed = 0; seed < tests::rounds(15, 400); ++seed) {
        RandomEdits random(seed + 10'000);
        Graph graph;
        History history;
        std::map<std::uint64_t, std::string> states{{history.mark(), state_of(graph)}};
        double now_ms = 0;
        for (int action = 0; action < 120; ++action) {
            const std::size_t choice = random.below(4);
            if (choice == 0) {
                history.undo(graph, library);
            } else if (choice == 1) {
                history.redo(graph, library);
            } else {
                now_ms += static_cast<double>(random.below(800));
                const std::string key = random.below(2) == 0 ? "burst" : "";
                static_cast<void>(history.perform(graph, library, random.step(graph, library), Sentence{"edit.test", {}}, key, now_ms));
            }
            const auto [known, is_new] = states.emplace(history.mark(), state_of(graph));
            ASSERT_EQ(state_of(graph), known->second) << "seed " << seed << " action " << action << (is_new ? "" : ": the same mark, another flow");
        }
    }
}

TEST(FlowFileProperty, WrittenFlowsAreReadBackAndWrittenTheSame) {
    const NodeLibrary library = RandomEdits::library();
    for (unsigned seed = 0; seed < tests::rounds(40, 2'000); ++seed) {
        RandomEdits random(seed + 20'000);
        Graph graph;
        History history;
        for (int action = 0; action < 60; ++action)
            static_cast<void>(history.perform(graph, library, random.step(graph, library), Sentence{"edit.test", {}}, "", 0));
        const std::string once = write_flow(graph);
        const Result<Graph> read = read_flow(once, library);
        ASSERT_TRUE(read) << read.error().sentence.key << " at " << read.error().place << "\n" << once;
        ASSERT_NO_FATAL_FAILURE(expect_sound(*read));
        ASSERT_EQ(write_flow(*read), once);
        ASSERT_EQ(read->nodes().size(), graph.nodes().size());
        for (std::size_t at = 0; at < graph.nodes().size(); ++at) {
            const Node& a = graph.node(graph.nodes()[at]);
            const Node& b = read->node(read->nodes()[at]);
            ASSERT_EQ(a.name, b.name);
            ASSERT_EQ(a.title, b.title);
            ASSERT_EQ(a.source, b.source);
            ASSERT_EQ(a.params, b.params);
            ASSERT_EQ(a.mode, b.mode);
            ASSERT_EQ(a.limits.or_empty(), b.limits.or_empty());
            ASSERT_EQ(graph.look(a.id), read->look(b.id));
            if (!a.problem) {
                ASSERT_EQ(*a.signature, *b.signature);
            }
        }
    }
}

}  // namespace
}  // namespace flow
