// What panels show of a session.
#include "runtime/session/view_model.h"

#include "runtime/session/search.h"
#include "tests/session/session_bench.h"

namespace flow::tests {
namespace {

NodeType type_of(const std::string& name, const std::string& category, const std::string& en, const std::string& ja, const std::string& keywords_ja,
                 const std::string& source) {
    NodeType type;
    type.name = name;
    type.category = category;
    type.titles = {{"en", en}, {"ja", ja}};
    type.keywords = {{"en", ""}, {"ja", keywords_ja}};
    type.source = source;
    return type;
}

class ViewModel : public ::testing::Test {
protected:
    ViewModel() {
        NodeLibrary library;
        EXPECT_TRUE(library.add(type_of("core.read_csv", "input", "Read CSV", "CSVを読む", "yomikomi ファイル",
                                        "def read_csv(path: File = '') -> list[dict]:\n    \"\"\"Reads a table.\"\"\"\n    return []\n")));
        EXPECT_TRUE(library.add(type_of("core.filter_rows", "table", "Filter rows", "行を絞り込む", "しぼりこみ shiborikomi",
                                        "def filter_rows(table: list[dict], column: Column = ''):\n    return table\n")));
        EXPECT_TRUE(library.add(type_of("core.sort_rows", "table", "Sort rows", "並べ替え", "narabekae",
                                        "def sort_rows(table: list[dict], column: Column = ''):\n    return table\n")));
        EXPECT_TRUE(library.add(type_of("core.upper", "text", "Upper case", "大文字にする", "oomoji", "def upper(text: str) -> str:\n    return text\n")));
        bench.session.set_library(std::move(library));
    }

    std::vector<std::string> types(const char* query, std::optional<PortRef> from = {}, std::optional<PortRef> to = {}) {
        std::vector<std::string> found;
        for (const auto& entry : view_model::palette(bench.session, query, from, to, 20)) found.push_back(entry.type);
        return found;
    }
    NodeId add(const char* type) {
        intent::AddNode wanted;
        wanted.type = type;
        return bench.must(wanted).nodes.front();
    }

    SessionBench bench;
};

TEST_F(ViewModel, TitlesFollowTheLanguage) {
    const NodeId read = add("core.read_csv");
    const NodeId own = bench.add("own", "def my_step():\n    return 1\n");
    EXPECT_EQ(view_model::title_of(bench.session, read), "Read CSV");
    bench.session.set_catalogue(Catalogue("ja", {}));
    EXPECT_EQ(view_model::title_of(bench.session, read), "CSVを読む");
    EXPECT_EQ(view_model::title_of(bench.session, own), "my_step");
    bench.must(intent::SetTitle{own, "集計"});
    EXPECT_EQ(view_model::title_of(bench.session, own), "集計");
}

TEST_F(ViewModel, PortsInSignatureOrderWithTheirLinks) {
    bench.build("a; b");
    bench.add("n", "@outputs('x', 'y')\ndef n(first, scale=1, *rest, last: str):\n    return 1, 2\n");
    bench.connect("a.result", "n.scale");
    bench.connect("a.result", "n.rest");
    bench.connect("b.result", "n.rest");
    const std::vector<view_model::PortRow> inputs = view_model::inputs_of(bench.session, bench.id_of("n"));
    ASSERT_EQ(inputs.size(), 4u);
    EXPECT_EQ(inputs[0].name, "first");
    EXPECT_TRUE(inputs[0].is_required);
    EXPECT_EQ(inputs[1].name, "scale");
    EXPECT_FALSE(inputs[1].is_required);
    EXPECT_EQ(inputs[2].links, (Names{"a.result", "b.result"}));
    EXPECT_TRUE(inputs[2].is_variadic);
    EXPECT_EQ(inputs[3].annotation, "str");
    const std::vector<view_model::PortRow> outputs = view_model::outputs_of(bench.session, bench.id_of("n"));
    ASSERT_EQ(outputs.size(), 2u);
    EXPECT_EQ(outputs[1].name, "y");
    EXPECT_EQ(view_model::outputs_of(bench.session, bench.id_of("a"))[0].links, (Names{"n.scale", "n.rest"}));
}

TEST_F(ViewModel, WidgetsWithEffectiveValues) {
    bench.build("a");
    bench.add("n", "def n(x: float = 1, t=print, f: File = ''):\n    return x\n");
    bench.set_param("n", "x", "3");
    bench.connect("a.result", "n.t");
    bench.must(intent::AddFile{{"a.csv", 1, "aa", "", {}}});
    const std::vector<view_model::WidgetRow> rows = view_model::widgets_of(bench.session, bench.id_of("n"));
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].value, "3.0");
    EXPECT_TRUE(rows[0].is_set);
    EXPECT_FALSE(rows[0].is_linked);
    EXPECT_EQ(rows[1].value, "\"print\"");
    EXPECT_FALSE(rows[1].is_set);
    EXPECT_TRUE(rows[1].is_linked);
    EXPECT_EQ(rows[2].suggestions, (Names{"a.csv"}));
}

TEST_F(ViewModel, ColumnsOfTheIncomingTableAreSuggestedThroughABypass) {
    bench.build("load -> way");
    bench.set_mode("way", NodeMode::bypass);
    const NodeId sort = add("core.sort_rows");
    bench.must(intent::Connect{bench.end("way.result"), {sort, "table"}});
    EXPECT_EQ(view_model::widgets_of(bench.session, sort)[0].suggestions, Names{});
    bench.start();
    const NodeCall call = bench.runner.take("load");
    run_event::Finished finished = bench.runner.finish(call);
    finished.outputs.front().glimpse.kind = PreviewKind::table;
    finished.outputs.front().glimpse.columns = {"region", "amount"};
    bench.receive(finished);
    EXPECT_EQ(view_model::widgets_of(bench.session, sort)[0].suggestions, (Names{"region", "amount"}));
}

TEST_F(ViewModel, TheOutlineIsTopologicalAndElseInTheFilesOrder) {
    bench.build("z; y -> x; a -> x.b; c");
    Names names;
    for (const NodeId node : view_model::outline(bench.session)) names.push_back(bench.session.graph().node(node).name);
    EXPECT_EQ(names, (Names{"z", "y", "a", "x", "c"}));
}

TEST_F(ViewModel, VariablesAreWhatNodesGave) {
    bench.build("load -> clean");
    bench.run_up_to({"load"});
    ASSERT_EQ(view_model::variables(bench.session, "").size(), 1u);
    bench.run();
    EXPECT_EQ(view_model::variables(bench.session, "").size(), 2u);
    ASSERT_EQ(view_model::variables(bench.session, "LOAD").size(), 1u);
    bench.set_source("load", "def load():\n    return 3\n");
    EXPECT_FALSE(view_model::variables(bench.session, "load").front().is_current);
}

TEST_F(ViewModel, ThePaletteFindsByBothLanguagesAndKeywords) {
    EXPECT_EQ(types("csv"), (Names{"core.read_csv"}));
    EXPECT_EQ(types("ＣＳＶ"), (Names{"core.read_csv"})) << "full width";
    EXPECT_EQ(types("読む"), (Names{"core.read_csv"}));
    EXPECT_EQ(types("シボリ"), (Names{"core.filter_rows"})) << "katakana finds hiragana";
    EXPECT_EQ(types("narabe"), (Names{"core.sort_rows"})) << "romaji";
    EXPECT_EQ(types("rows sort"), (Names{"core.sort_rows"})) << "words in any order";
    EXPECT_EQ(types("srows").front(), "core.sort_rows") << "letters in order";
    EXPECT_EQ(types("zzz"), Names{});
    EXPECT_EQ(types("rows"), (Names{"core.filter_rows", "core.sort_rows"}));
}

TEST_F(ViewModel, WithoutAQueryThePaletteIsInTheOrderOfCategories) {
    EXPECT_EQ(types(""), (Names{"core.read_csv", "core.filter_rows", "core.sort_rows", "core.upper"}));
}

TEST_F(ViewModel, ADraggedWireShowsWhatFitsFirstAndWhatCannotTakeItNot) {
    const NodeId read = add("core.read_csv");
    const NodeId upper = add("core.upper");
    EXPECT_EQ(types("", PortRef{read, "result"}), (Names{"core.filter_rows", "core.sort_rows", "core.upper"}));
    EXPECT_EQ(types("", PortRef{upper, "result"}).front(), "core.upper");
    const auto entries = view_model::palette(bench.session, "", PortRef{read, "result"}, std::nullopt, 1);
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries.front().input, "table");
    const auto sources = view_model::palette(bench.session, "", std::nullopt, PortRef{upper, "text"}, 20);
    ASSERT_EQ(sources.size(), 4u);
    EXPECT_EQ(sources.front().type, "core.upper");
    EXPECT_EQ(sources.front().output, "result");
}

TEST_F(ViewModel, PaletteEntriesSayWhatTheyAre) {
    bench.session.set_catalogue(Catalogue("ja", {}));
    const auto entries = view_model::palette(bench.session, "csv", std::nullopt, std::nullopt, 20);
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries.front().title, "CSVを読む");
    EXPECT_EQ(entries.front().help, "Reads a table.");
    EXPECT_EQ(entries.front().category, "input");
}

TEST(Search, TheBetterFindCountsMore) {
    const auto score = [](const char* query, const char* text) { return Search(query).score({{folded(text), 1}}); };
    EXPECT_GT(score("read", "read"), score("read", "read csv"));
    EXPECT_GT(score("read", "read csv"), score("csv", "read csv"));
    EXPECT_GT(score("csv", "read csv"), score("sv", "read csv"));
    EXPECT_GT(score("sv", "read csv"), score("rcv", "read csv"));
    EXPECT_EQ(score("vsc", "read csv"), 0);
    EXPECT_EQ(score("", "anything"), 1);
}

}  // namespace
}  // namespace flow::tests
