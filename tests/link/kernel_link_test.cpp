#include "runtime/link/kernel_link.h"

#include <gtest/gtest.h>

namespace flow {
namespace {

class KernelLinkTest : public testing::Test {
protected:
    std::vector<std::string> to_kernel_;
    std::vector<std::string> to_page_;
    KernelLink link_{Outbox{[this](KernelNumber, std::string text) { to_kernel_.push_back(std::move(text)); },
                            [this](std::string text) { to_page_.push_back(std::move(text)); }}};

    void be_ready() { ASSERT_TRUE(link_.deliver(R"({"type":"kernel_ready","python":"3.14.2","pyodide":"314.0.7","packages":{}})")); }
    static NodeCall call_of(const char* name) {
        NodeCall call;
        call.run = RunId{7};
        call.name = name;
        call.key = std::string(name) + "@1";
        return call;
    }
};

TEST_F(KernelLinkTest, CannotStartBeforeTheKernelIsReady) {
    EXPECT_FALSE(link_.can_start(kHome));
    be_ready();
    EXPECT_TRUE(link_.can_start(kHome));
}

TEST_F(KernelLinkTest, TakesOneCallAtATimeAndTheNextWhenItHasEnded) {
    be_ready();
    for (const char* end :
         {R"({"type":"node_finished","run":7,"node":"a","key":"a@1","outputs":[],"files":[],"elapsed_ms":1})",
          R"({"type":"node_failed","run":7,"node":"a","error":{"kind":"python","type":"E","message":"m","traceback":"t"},"files":[],"elapsed_ms":1})",
          R"({"type":"node_stopped","run":7,"node":"a","elapsed_ms":1})"}) {
        link_.start(kHome, {call_of("a")});
        EXPECT_FALSE(link_.can_start(kHome));
        ASSERT_TRUE(link_.deliver(end));
        EXPECT_TRUE(link_.can_start(kHome));
    }
    EXPECT_EQ(to_kernel_.size(), 3u);
    EXPECT_NE(to_kernel_[0].find(R"("run":7,"node":"a")"), std::string::npos);
}

TEST_F(KernelLinkTest, SeveralCallsAreOneMessageAndEndOneByOneOrAreGivenBack) {
    be_ready();
    link_.start(kHome, {call_of("a"), call_of("b"), call_of("c")});
    ASSERT_EQ(to_kernel_.size(), 1u);
    ASSERT_TRUE(link_.deliver(R"({"type":"node_stopped","run":7,"node":"a","elapsed_ms":1})"));
    EXPECT_FALSE(link_.can_start(kHome)) << "two are left";
    const auto news = link_.deliver(R"({"type":"calls_returned","run":7,"count":2})");
    ASSERT_TRUE(news);
    EXPECT_EQ(std::get<run_event::Returned>(std::get<RunEvent>(*news)).run, RunId{7});
    EXPECT_TRUE(link_.can_start(kHome));
    for (const char* forged : {R"({"type":"calls_returned","run":7,"count":-5})", R"({"type":"calls_returned","run":7,"count":9000000000})"}) {
        link_.start(kHome, {call_of("a")});
        ASSERT_TRUE(link_.deliver(forged));
        ASSERT_TRUE(link_.deliver(R"({"type":"node_stopped","run":7,"node":"a","elapsed_ms":1})"));
        EXPECT_TRUE(link_.can_start(kHome));
    }
}

TEST_F(KernelLinkTest, AForgedSecondEndChangesNothing) {
    be_ready();
    for (int time = 0; time < 3; ++time) ASSERT_TRUE(link_.deliver(R"({"type":"node_stopped","run":7,"node":"a","elapsed_ms":1})"));
    link_.start(kHome, {call_of("a")});
    EXPECT_FALSE(link_.can_start(kHome));
}

TEST_F(KernelLinkTest, ALostKernelTakesNoMoreCallsUntilTheNextIsReady) {
    be_ready();
    link_.start(kHome, {call_of("a")});
    const auto news = link_.deliver(R"({"type":"kernel_lost","reason":"gone"})");
    ASSERT_TRUE(news);
    EXPECT_EQ(std::get<run_event::KernelLost>(std::get<RunEvent>(*news)).reason, "gone");
    EXPECT_FALSE(link_.can_start(kHome));
    link_.drop({"a@1"});
    link_.set_files(kHome, {});
    ASSERT_EQ(to_kernel_.size(), 2u) << "no files for a kernel that is gone; what was saved outside of it is dropped";
    EXPECT_EQ(to_kernel_.back(), R"({"type":"drop_values","keys":["a@1"]})");
    be_ready();
    EXPECT_TRUE(link_.can_start(kHome));
}

TEST_F(KernelLinkTest, SavedValuesAreNamedByTheirHash) {
    link_.restore(kHome, {{"a@1", "5af1", 12}});
    EXPECT_EQ(to_kernel_, (std::vector<std::string>{R"({"type":"restore_values","values":[{"key":"a@1","sha256":"5af1","bytes":12}]})"}));
    const auto saved = link_.deliver(R"({"type":"values_saved","values":[{"key":"a@1","sha256":"5af1","bytes":12}]})");
    ASSERT_TRUE(saved);
    EXPECT_EQ(std::get<run_event::ValuesSaved>(std::get<RunEvent>(*saved)).values, (std::vector<SavedValue>{{"a@1", "5af1", 12}}));
    const auto unsaved = link_.deliver(R"({"type":"value_unsaved","key":"a@1","reason":"too_large","detail":"70 MB"})");
    ASSERT_TRUE(unsaved);
    EXPECT_EQ(std::get<run_event::ValueUnsaved>(std::get<RunEvent>(*unsaved)).reason, UnsavedReason::too_large);
}

TEST_F(KernelLinkTest, InterruptAndReplacementAreThePagesWork) {
    link_.interrupt(kHome);
    link_.replace(kHome);
    EXPECT_EQ(to_page_, (std::vector<std::string>{R"({"type":"interrupt_kernel","kernel":0})", R"({"type":"replace_kernel","kernel":0})"}));
}

TEST_F(KernelLinkTest, PreviewsAreHandedOnUnread) {
    const auto news = link_.deliver(R"({"type":"preview_ready","call":12,"preview":{"kind":"text","text":"1"}})");
    ASSERT_TRUE(news);
    const auto& ready = std::get<PreviewReady>(*news);
    EXPECT_EQ(ready.call, 12);
    EXPECT_EQ(ready.preview.text, R"({"kind":"text","text":"1"})");
}

TEST_F(KernelLinkTest, EachKernelHasItsOwnTurnAndEnd) {
    be_ready();
    EXPECT_FALSE(link_.can_start(1)) << "nobody has opened it";
    link_.open(1);
    EXPECT_EQ(to_page_.back(), R"({"type":"open_kernel","kernel":1})");
    ASSERT_TRUE(link_.deliver(R"({"type":"kernel_ready","python":"3.14.2","pyodide":"314.0.7","packages":{}})", 1));
    link_.start(kHome, {call_of("a")});
    EXPECT_TRUE(link_.can_start(1));
    NodeCall away = call_of("b");
    away.is_away = true;
    link_.start(1, {away});
    EXPECT_NE(to_kernel_.back().find(R"("away":true)"), std::string::npos);
    EXPECT_EQ(to_kernel_.front().find("away"), std::string::npos) << "with one kernel the messages are what they were";
    ASSERT_TRUE(link_.deliver(R"({"type":"node_unmovable","run":7,"node":"b","detail":"Odd"})", 1));
    EXPECT_TRUE(link_.can_start(1));
    EXPECT_FALSE(link_.can_start(kHome));
    link_.give(1, kHome, {"b@1"});
    EXPECT_EQ(to_kernel_.back(), R"({"type":"give_values","to":0,"keys":["b@1"]})");
    ASSERT_TRUE(link_.deliver(R"({"type":"kernel_lost","reason":"gone"})", 1));
    EXPECT_FALSE(link_.can_start(1));
    ASSERT_TRUE(link_.deliver(R"({"type":"node_stopped","run":7,"node":"a","elapsed_ms":1})"));
    EXPECT_TRUE(link_.can_start(kHome));
}

}  // namespace
}  // namespace flow
