#include "runtime/link/page_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace flow {
namespace {

using nlohmann::json;

class FakeCanvas final : public CanvasDoor {
public:
    std::optional<Box> widget(std::string_view name) const override {
        if (name != "canvas") return std::nullopt;
        return Box{0, 40, 800, 600, true, true};
    }
    std::vector<std::string> widget_names() const override { return {"canvas"}; }
    double zoom_percent() const override { return zoom_; }
    void zoom_to(double percent) override { zoom_ = percent; }
    void fit(const std::vector<NodeId>& nodes) override { fitted_ = nodes.size(); }
    void center(NodeId) override {}
    void center_at(double /*x*/, double /*y*/) override {}
    void set_grid(double /*step*/) override {}
    Point canvas_point(double x, double y) const override { return {x, y}; }
    void set_theme(const std::string& theme) override { theme_ = theme; }

    double zoom_ = 100;
    std::size_t fitted_ = 99;
    std::string theme_;
};

/// A page that keeps what it was told, beside a kernel that says what the test wants.
class PageLinkTest : public testing::Test {
protected:
    std::vector<json> to_kernel_;
    std::vector<json> to_page_;
    Outbox outbox_{[this](KernelNumber, std::string text) { to_kernel_.push_back(json::parse(text)); },
                   [this](std::string text) { to_page_.push_back(json::parse(text)); }};
    KernelLink kernel_{outbox_};
    Session session_{kernel_};
    FakeCanvas canvas_;
    PageLink page_{session_, kernel_, canvas_, outbox_};
    double now_ = 0;

    void SetUp() override {
        say({{"type", "set_language"}, {"language", "en"}, {"texts", {{"link.unknown_node", "There is no node {node}."}}}});
        from_kernel({{"type", "kernel_ready"}, {"python", "3.14.2"}, {"pyodide", "314"}, {"packages", json::object()}});
        to_kernel_.clear();
        to_page_.clear();
    }
    void step() {
        session_.tick(now_ += 1);
        page_.publish(now_);
    }
    void say(const json& message) {
        page_.deliver(message.dump(), now_ += 1);
        step();
    }
    void from_kernel(const json& message) {
        auto news = kernel_.deliver(message.dump());
        ASSERT_TRUE(news) << message;
        if (const auto* preview = std::get_if<PreviewReady>(&*news)) {
            page_.pass_on(*preview);
        } else {
            session_.receive(std::get<RunEvent>(*news), now_ += 1);
        }
        step();
    }
    json ask(const json& question) { return json::parse(page_.ask(question.dump())); }
    std::vector<json> told(const std::string& type) const {
        std::vector<json> found;
        for (const json& message : to_page_) {
            if (message["type"] == type) found.push_back(message);
        }
        return found;
    }
    /// What the kernel was asked to run, in order.
    std::vector<json> calls() const {
        std::vector<json> found;
        for (const json& message : to_kernel_) {
            if (message["type"] == "run_nodes") found.insert(found.end(), message["calls"].begin(), message["calls"].end());
        }
        return found;
    }
    void add(const char* name, const char* source) {
        say({{"type", "add_node"}, {"call", 1}, {"node", {{"id", name}, {"type", "python"}, {"source", source}}}, {"x", 0}, {"y", 0}});
    }
    void add_two() {
        add("one", "def one():\n    return 1\n");
        add("two", "def two(x, by: int = 2):\n    return x * by\n");
        say({{"type", "connect"}, {"call", 2}, {"from", "one.result"}, {"to", "two.x"}});
        page_.frame_shown();
        to_page_.clear();
    }
    static json finished(const std::string& node, const json& call) {
        const json glimpse = {{"kind", "text"}, {"text", "1"}, {"columns", json::array()}, {"types", json::array()}, {"rows", json::array()}, {"total", 0}};
        const json output = {{"port", "result"}, {"type", "int"}, {"shape", ""}, {"summary", "1"}, {"bytes", 28}, {"glimpse", glimpse}};
        return {{"type", "node_finished"}, {"run", call["run"]},     {"node", node},     {"key", call["key"]},
                {"outputs", {output}},     {"files", json::array()}, {"elapsed_ms", 2.5}};
    }
};

TEST_F(PageLinkTest, WhetherAWireMayBeIsAskedBeforeItIsMade) {
    add_two();
    EXPECT_FALSE(ask({{"type", "may_connect"}, {"from", "one.result"}, {"to", "two.by"}}).contains("refusal"));
    EXPECT_NE(ask({{"type", "may_connect"}, {"from", "two.result"}, {"to", "two.x"}})["refusal"], "");
    EXPECT_TRUE(ask({{"type", "may_connect"}, {"from", "nobody.result"}, {"to", "two.x"}}).contains("error"));
}

TEST_F(PageLinkTest, AnEditIsAnsweredWithTheFrameThatShowsIt) {
    add("one", "def one():\n    return 1\n");
    EXPECT_TRUE(told("answer").empty());
    EXPECT_TRUE(page_.waits_for_frame());
    page_.frame_shown();
    ASSERT_EQ(told("answer").size(), 1u);
    EXPECT_EQ(told("answer")[0]["value"], (json{{"id", "one"}}));
    EXPECT_FALSE(page_.waits_for_frame());
}

TEST_F(PageLinkTest, ARefusedEditIsAnsweredAtOnceWithTheReason) {
    say({{"type", "connect"}, {"call", 5}, {"from", "nobody.result"}, {"to", "two.x"}});
    ASSERT_EQ(told("refusal").size(), 1u);
    EXPECT_EQ(told("refusal")[0]["call"], 5);
    EXPECT_EQ(told("refusal")[0]["code"], "link.unknown_node");
    EXPECT_EQ(told("refusal")[0]["error"], "There is no node nobody.");
    say({{"type", "connect"}, {"call", 6}, {"from", "nobody"}, {"to", "two.x"}});
    EXPECT_EQ(told("refusal").back()["code"], "link.no_port");
}

TEST_F(PageLinkTest, ACycleIsRefused) {
    add("a", "def a(x):\n    return x\n");
    add("b", "def b(x):\n    return x\n");
    say({{"type", "connect"}, {"call", 2}, {"from", "a.result"}, {"to", "b.x"}});
    say({{"type", "connect"}, {"call", 3}, {"from", "b.result"}, {"to", "a.x"}});
    ASSERT_EQ(told("refusal").size(), 1u);
    EXPECT_EQ(told("refusal")[0]["call"], 3);
}

TEST_F(PageLinkTest, AMessageThatIsNoneIsSaidAndNothingElseHappens) {
    page_.deliver("{\"type\":", 1);
    page_.deliver(R"({"type":"select","nodes":["nobody"]})", 1);
    EXPECT_EQ(told("said").size(), 2u);
    EXPECT_EQ(session_.graph().nodes().size(), 0u);
}

TEST_F(PageLinkTest, AMessageThatIsNoneIsRefusedToWhoeverWaitsForIt) {
    page_.deliver(R"({"type":"connect","call":4})", 1);
    page_.deliver(R"({"type":"nothing","call":5})", 1);
    page_.deliver(R"({"type":"connect","call":"6"})", 1);
    ASSERT_EQ(told("refusal").size(), 2u);
    EXPECT_EQ(told("refusal")[0]["call"], 4);
    EXPECT_EQ(told("refusal")[0]["code"], "link.missing_field");
    EXPECT_EQ(told("refusal")[1]["call"], 5);
    EXPECT_EQ(told("said").size(), 1u);
}

TEST_F(PageLinkTest, ARunIsAnsweredWhenItHasEnded) {
    add_two();
    say({{"type", "run"}, {"call", 9}});
    ASSERT_EQ(calls().size(), 2u) << "both in one message: the second takes what the first will make";
    EXPECT_EQ(calls()[0]["node"], "one");
    const json first = calls()[0];
    from_kernel(finished("one", first));
    from_kernel({{"type", "node_started"}, {"run", first["run"]}, {"node", "two"}});
    EXPECT_EQ(calls()[1]["inputs"], (json{{{"port", "x"}, {"variadic", false}, {"keys", {{{"key", first["key"]}, {"port", "result"}}}}}}));
    EXPECT_TRUE(told("answer").empty());
    from_kernel(finished("two", calls()[1]));
    ASSERT_EQ(told("answer").size(), 1u);
    const json answer = told("answer")[0];
    EXPECT_EQ(answer["call"], 9);
    EXPECT_EQ(answer["value"]["ended"], "ok");
    EXPECT_EQ(answer["value"]["ran"], (json{"one", "two"}));
    const json two = ask({{"type", "state"}})["nodes"]["two"];
    EXPECT_EQ(two["state"], "ok");
    EXPECT_EQ(ask({{"type", "runs"}})["runs"][0]["calls"][1]["ownMs"], two["elapsedMs"]) << "one figure for one call, wherever it is shown";
    EXPECT_EQ(ask({{"type", "variables"}, {"offset", 0}, {"limit", 10}, {"filter", ""}})["total"], 2);
}

TEST_F(PageLinkTest, ARunThatIsOverBeforeAnybodyCouldSeeItIsToldAsOne) {
    add_two();
    say({{"type", "run"}, {"call", 9}});
    from_kernel(finished("one", calls()[0]));
    EXPECT_TRUE(to_page_.empty());
    EXPECT_TRUE(page_.held_until_ms());
    from_kernel({{"type", "node_started"}, {"run", calls()[1]["run"]}, {"node", "two"}});
    from_kernel(finished("two", calls()[1]));
    EXPECT_FALSE(page_.held_until_ms());
    EXPECT_FALSE(told("changed").empty());
    EXPECT_EQ(told("run_ended").size(), 1u);
    EXPECT_EQ(told("answer").size(), 1u);
}

TEST_F(PageLinkTest, ARunThatLastsIsToldAMomentLater) {
    add_two();
    say({{"type", "run"}, {"call", 9}});
    EXPECT_TRUE(to_page_.empty());
    now_ = *page_.held_until_ms();
    step();
    EXPECT_FALSE(page_.held_until_ms());
    ASSERT_EQ(told("changed").size(), 1u);
    EXPECT_TRUE(told("changed")[0]["run"]);
    from_kernel(finished("one", calls()[0]));
    EXPECT_EQ(told("changed").size(), 2u) << "only its beginning is held back";
}

TEST_F(PageLinkTest, WhatIsNotOfTheRunIsToldAtOnceAndInOrder) {
    add_two();
    say({{"type", "run"}, {"call", 9}});
    EXPECT_TRUE(to_page_.empty());
    say({{"type", "set_param"}, {"call", 10}, {"node", "two"}, {"name", "by"}, {"value", 3}});
    ASSERT_EQ(told("changed").size(), 2u);
    EXPECT_TRUE(told("changed")[0]["run"]);
    EXPECT_TRUE(told("changed")[1]["graph"]);
}

TEST_F(PageLinkTest, ARunThatIsRefusedIsAnsweredAtOnce) {
    add_two();
    say({{"type", "run"}, {"call", 9}});
    say({{"type", "run"}, {"call", 10}});
    ASSERT_EQ(told("refusal").size(), 1u);
    EXPECT_EQ(told("refusal")[0]["call"], 10);
}

TEST_F(PageLinkTest, APreviewGoesToTheKernelAndItsAnswerComesBackUnread) {
    add_two();
    say({{"type", "preview"}, {"call", 11}, {"node", "one"}, {"port", "result"}, {"offset", 0}, {"limit", 50}});
    ASSERT_EQ(told("answer").size(), 1u);
    EXPECT_TRUE(told("answer")[0]["value"].is_null()) << "there is no value yet";
    say({{"type", "run"}, {"call", 12}, {"up_to", {"one"}}});
    from_kernel(finished("one", calls()[0]));
    say({{"type", "preview"}, {"call", 13}, {"node", "one"}, {"port", "result"}, {"offset", 0}, {"limit", 50}});
    EXPECT_EQ(to_kernel_.back()["type"], "preview_value");
    EXPECT_EQ(to_kernel_.back()["key"], calls()[0]["key"]);
    from_kernel({{"type", "preview_ready"}, {"call", 13}, {"preview", {{"kind", "text"}, {"text", "1"}}}});
    EXPECT_EQ(told("answer").back()["value"], (json{{"kind", "text"}, {"text", "1"}}));
}

TEST_F(PageLinkTest, AResultThatCameWithTheFlowIsLookedUpInThePage) {
    add_two();
    say({{"type", "run"}, {"call", 12}, {"up_to", {"one"}}});
    from_kernel(finished("one", calls()[0]));
    json results = ask({{"type", "results"}})["results"];
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0]["node"], "one");
    json result = results[0]["result"];
    EXPECT_EQ(result["outputs"][0]["type"], "int");
    EXPECT_EQ(result["sha256"], "") << "its values stay here";

    const std::string flow = ask({{"type", "flow"}})["text"];
    say({{"type", "open"}, {"call", 13}, {"text", json{{"format", "pythonflows"}, {"version", 1}, {"nodes", json::array()}}.dump()}});
    say({{"type", "open"}, {"call", 14}, {"text", flow}});
    say({{"type", "restart"}, {"call", 15}});
    result["author"] = "4.0";
    say({{"type", "offer_results"}, {"first_serial", 100}, {"results", {result}}});
    EXPECT_EQ(ask({{"type", "state"}})["nodes"]["one"]["state"], "author");
    EXPECT_EQ(ask({{"type", "glimpse"}, {"node", "one"}})["key"], "author:4.0");
    to_kernel_.clear();
    say({{"type", "preview"}, {"call", 16}, {"node", "one"}, {"port", "result"}, {"offset", 0}, {"limit", 50}});
    EXPECT_EQ(told("answer").back()["value"], (json{{"$author", "4.0"}, {"port", "result"}}));
    EXPECT_TRUE(to_kernel_.empty());
}

TEST_F(PageLinkTest, QuestionsAreAnsweredAtOnce) {
    add_two();
    EXPECT_EQ(ask({{"type", "outline"}})["nodes"].size(), 2u);
    EXPECT_FALSE(ask({{"type", "outline"}})["nodes"][0].contains("inputs")) << "of thousands of nodes only what every row needs";
    const json named = ask({{"type", "outline"}, {"nodes", {"nobody", "two"}}})["nodes"];
    ASSERT_EQ(named.size(), 1u) << "one that is gone is none";
    EXPECT_EQ(named[0]["id"], "two");
    const json details = ask({{"type", "details"}, {"nodes", {"two"}}});
    ASSERT_EQ(details["nodes"].size(), 1u);
    EXPECT_EQ(details["nodes"][0]["inputs"][0]["links"], (json{"one.result"}));
    EXPECT_EQ(ask({{"type", "details"}})["nodes"].size(), 2u);
    const json inspector = ask({{"type", "inspector"}, {"node", "two"}});
    EXPECT_EQ(inspector["inputs"][0]["links"], (json{"one.result"}));
    ASSERT_EQ(inspector["widgets"].size(), 1u);
    EXPECT_EQ(inspector["widgets"][0]["kind"], "integer");
    EXPECT_EQ(inspector["widgets"][0]["value"], 2);
    EXPECT_EQ(json::parse(ask({{"type", "flow"}})["text"].get<std::string>())["nodes"].size(), 2u);
    EXPECT_TRUE(ask({{"type", "widget"}, {"name", "canvas"}})["visible"]);
    EXPECT_FALSE(ask({{"type", "widget"}, {"name", "nothing"}})["found"]);
    EXPECT_TRUE(ask({{"type", "inspector"}, {"node", "nobody"}}).contains("error"));
    EXPECT_TRUE(ask({{"type", "nonsense"}}).contains("error"));
}

TEST_F(PageLinkTest, WhatIsPrintedIsReadOnFromAMark) {
    add_two();
    say({{"type", "run"}, {"call", 9}, {"only", {"one"}}});
    const auto print = [&](const std::string& text, int dropped) {
        from_kernel({{"type", "node_printed"}, {"run", 1}, {"node", "one"}, {"stream", "stdout"}, {"text", text}, {"dropped", dropped}, {"dropped_lines", 0}});
    };
    const auto read_on = [&](const json& after, int limit) { return ask({{"type", "output"}, {"node", "one"}, {"after", after}, {"limit", limit}}); };
    print("héllo", 0);
    json answer = ask({{"type", "output"}, {"node", "one"}, {"limit", 2}});
    EXPECT_EQ(answer["stdout"], "h");  // not half of a character
    EXPECT_EQ(answer["rest"], 5);
    answer = read_on(answer["mark"], 100);
    EXPECT_EQ(answer["stdout"], "éllo");
    EXPECT_EQ(answer["rest"], 0);
    EXPECT_EQ(read_on(answer["mark"], 100)["stdout"], "");

    print("é|tail", 7);
    answer = read_on(answer["mark"], 2);
    EXPECT_EQ(answer["stdout"], "é");
    EXPECT_EQ(answer["stdoutGap"], 0);
    answer = read_on(answer["mark"], 100);
    EXPECT_EQ(answer["stdout"], "|tail");
    EXPECT_FALSE(answer.contains("stdoutGap"));
    EXPECT_EQ(ask({{"type", "output"}, {"node", "one"}})["stdoutGap"], 5);

    // Another call has other texts.
    from_kernel({{"type", "node_stopped"}, {"run", 1}, {"node", "one"}, {"elapsed_ms", 1}});
    say({{"type", "run"}, {"call", 10}, {"only", {"one"}}});
    from_kernel({{"type", "node_printed"}, {"run", 2}, {"node", "one"}, {"stream", "stdout"}, {"text", "hello, world"}, {"dropped", 0}, {"dropped_lines", 0}});
    EXPECT_EQ(read_on(answer["mark"], 100)["stdout"], "hello, world");
}

TEST_F(PageLinkTest, TheCanvasIsSteeredThroughItsDoor) {
    add_two();
    say({{"type", "zoom"}, {"percent", 50}});
    say({{"type", "fit"}});
    say({{"type", "set_theme"}, {"theme", "dark"}});
    EXPECT_EQ(canvas_.zoom_, 50);
    EXPECT_EQ(canvas_.fitted_, 0u);
    EXPECT_EQ(canvas_.theme_, "dark");
    EXPECT_EQ(ask({{"type", "status"}})["zoom"], 50);
}

TEST_F(PageLinkTest, OpeningADamagedFlowLeavesWhatIsOpen) {
    add_two();
    say({{"type", "open"}, {"call", 20}, {"text", R"({"format":"pythonflows","version":2})"}});
    ASSERT_EQ(told("refusal").size(), 1u);
    EXPECT_EQ(session_.graph().nodes().size(), 2u);
}

}  // namespace
}  // namespace flow
