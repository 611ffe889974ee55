// Whatever a person does, in whatever order: undo of all of it is the flow at the beginning, redo of all of it the flow at the end, byte for byte.
#include <map>

#include "tests/graph/long_run.h"
#include "tests/session/hands.h"

namespace flow::tests {
namespace {

void work(unsigned seed, int actions) {
    SessionBench bench;
    const Session& session = bench.session;
    Hands hands(bench, seed);
    const std::string start = write_flow(session.graph());
    std::map<std::uint64_t, std::size_t> texts;  // hashes of the flow at each mark of the history
    const auto now = [&] { return std::hash<std::string>{}(write_flow(session.graph())); };
    texts.emplace(session.history().mark(), now());
    int done = 0;
    for (int action = 0; action < actions; ++action) {
        bench.now_ms += static_cast<double>(hands.below(900));
        const std::uint64_t before = session.history().mark();
        const std::size_t text = now();
        const bool is_done = bench.apply(hands.next()).has_value();
        done += is_done ? 1 : 0;
        if (!is_done) {
            ASSERT_EQ(session.history().mark(), before) << "what is refused is no step; action " << action;
            ASSERT_EQ(now(), text) << "what is refused changes nothing; action " << action;
        }
        const auto [known, is_new] = texts.emplace(session.history().mark(), now());
        ASSERT_EQ(known->second, now()) << "the same mark, another flow; seed " << seed << " action " << action;
        for (const NodeId node : session.selection()) ASSERT_NE(session.graph().find(node), nullptr);
        for (const std::string& area : session.selected_areas()) ASSERT_NE(session.graph().area(area), nullptr);
        const Result<Graph> read = read_flow(write_flow(session.graph()), {});
        ASSERT_TRUE(read) << read.error().sentence.key << " " << read.error().place;
        ASSERT_EQ(write_flow(*read), write_flow(session.graph())) << "action " << action;
    }
    EXPECT_GT(done, actions / 2);
    while (bench.apply(intent::Redo{})) {
    }
    const std::string end = write_flow(session.graph());
    while (session.history().can_undo()) {
        bench.undo();
        ASSERT_EQ(texts.at(session.history().mark()), now()) << "seed " << seed;
    }
    ASSERT_EQ(write_flow(session.graph()), start) << "seed " << seed;
    while (session.history().can_redo()) {
        bench.redo();
        ASSERT_EQ(texts.at(session.history().mark()), now()) << "seed " << seed;
    }
    ASSERT_EQ(write_flow(session.graph()), end) << "seed " << seed;
}

TEST(RandomIntents, UndoOfAllIsTheBeginningAndRedoOfAllIsTheEnd) {
    for (unsigned seed = 0; seed < rounds(2, 4); ++seed) ASSERT_NO_FATAL_FAILURE(work(seed, is_long_run() ? 5'000 : 500));
}

}  // namespace
}  // namespace flow::tests
