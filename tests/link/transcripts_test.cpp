// The recorded conversations of runtime/protocol/transcripts, seen from the session's side: everything the kernel says there is understood.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/link/kernel_link.h"

namespace flow {
namespace {

std::vector<std::filesystem::path> transcripts() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(FLOW_REPOSITORY) / "runtime/protocol/transcripts")) {
        if (entry.path().extension() == ".jsonl") found.push_back(entry.path());
    }
    return found;
}

/// What changes from run to run is "*" in a transcript; here it becomes a number where the field is one.
void fill_in(nlohmann::json& value) {
    if (value.is_object()) {
        for (const char* number : {"elapsed_ms", "bytes", "done", "total"}) {
            if (value.contains(number) && value[number] == "*") value[number] = 1;
        }
    }
    if (value.is_structured()) {
        for (auto& item : value) fill_in(item);
    }
}

TEST(Transcripts, TheSessionUnderstandsEverythingThatAKernelSaid) {
    KernelLink link{Outbox{[](KernelNumber, std::string) {}, [](std::string) {}}};
    const auto files = transcripts();
    ASSERT_FALSE(files.empty());
    int messages = 0;
    for (const auto& file : files) {
        std::ifstream in(file);
        for (std::string line; std::getline(in, line);) {
            nlohmann::json record = nlohmann::json::parse(line);
            if (!record.contains("from_kernel")) continue;
            fill_in(record["from_kernel"]);
            const auto news = link.deliver(record["from_kernel"].dump());
            EXPECT_TRUE(news) << file << ": " << line << "\n" << (news ? "" : news.error().sentence.key + " " + news.error().place);
            ++messages;
        }
    }
    EXPECT_GT(messages, 10);
}

}  // namespace
}  // namespace flow
