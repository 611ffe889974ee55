#include "tests/truth/kernel_place.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <utility>
#include <variant>

namespace flow::tests {

KernelPlace::KernelPlace(PythonProcess& python, const std::string& folder)
    : link(Outbox{[this](KernelNumber, std::string text) {
                      to_kernel_.push_back(text);  // while there is no kernel it waits for the next one
                      const nlohmann::json message = nlohmann::json::parse(text);
                      if (message["type"] != "drop_values") return;
                      for (const std::string key : message["keys"]) saved_.erase(key);
                  },
                  [this](std::string text) {
                      const std::string type = nlohmann::json::parse(text)["type"];
                      if (type == "interrupt_kernel") is_interrupt_wanted_ = true;
                      if (type == "replace_kernel") is_replacement_wanted_ = true;
                  }}),
      python_(python),
      folder_(folder) {}

KernelPlace::~KernelPlace() {
    if (is_alive_) python_.ask({{"do", "lose"}});
}

void KernelPlace::start() {
    is_alive_ = true;
    is_interrupt_wanted_ = false;
    take(python_.ask({{"do", "begin"}, {"contents", folder_ + "/contents"}, {"saved", folder_ + "/saved"}}));
}

void KernelPlace::work(unsigned interrupt_after) {
    if (!has_work()) return;
    const std::string text = std::move(to_kernel_.front());
    to_kernel_.pop_front();
    const nlohmann::json message = nlohmann::json::parse(text);
    nlohmann::json request{{"do", "handle"}, {"text", text}};
    if (message["type"] == "set_files") request["files"] = message["files"];
    if (message["type"] == "run_nodes") {
        calls_ += static_cast<int>(message["calls"].size());
        if (std::exchange(is_interrupt_wanted_, false)) request["interrupt_after"] = interrupt_after;
    }
    take(python_.ask(request));
}

void KernelPlace::take(const nlohmann::json& events) {
    for (const nlohmann::json& event : events) {
        if (event.contains("saved")) {
            saved_[event["saved"]["key"]] = event["saved"]["sha256"];
            from_kernel_.push_back(nlohmann::json{{"type", "values_saved"}, {"values", {event["saved"]}}}.dump());
        } else {
            from_kernel_.push_back(event["message"]);
        }
    }
}

void KernelPlace::hear(Session& session, double now_ms) {
    if (from_kernel_.empty()) return;
    const std::string text = std::move(from_kernel_.front());
    from_kernel_.pop_front();
    Result<KernelNews> news = link.deliver(text);
    ASSERT_TRUE(news) << text;
    if (const auto* event = std::get_if<RunEvent>(&*news)) session.receive(*event, now_ms);
    session.tick(now_ms);
}

void KernelPlace::lose(Session& session, double now_ms, std::size_t heard) {
    if (!is_alive_) return;
    for (; heard > 0 && has_news(); --heard) hear(session, now_ms);
    // The page tells what it keeps before it tells of the loss.
    std::deque<std::string> unheard = std::exchange(from_kernel_, {});
    for (std::string& text : unheard) {
        const std::string type = nlohmann::json::parse(text)["type"];
        if (type == "values_saved" || type == "value_unsaved") from_kernel_.push_back(std::move(text));
    }
    python_.ask({{"do", "lose"}});
    is_alive_ = false;
    is_interrupt_wanted_ = false;
    to_kernel_.clear();
    from_kernel_.push_back(R"({"type": "kernel_lost", "reason": "a test"})");
    while (has_news()) hear(session, now_ms);
}

bool KernelPlace::take_replacement() { return std::exchange(is_replacement_wanted_, false); }

void KernelPlace::crowd_out(unsigned choice, bool is_told) {
    if (saved_.empty()) return;
    auto chosen = saved_.begin();
    std::advance(chosen, choice % saved_.size());
    const auto [key, sha256] = *chosen;
    std::filesystem::remove(folder_ + "/saved/" + sha256);
    if (!is_told) return;
    saved_.erase(key);
    from_kernel_.push_back(nlohmann::json{{"type", "value_unsaved"}, {"key", key}, {"reason", "crowded_out"}, {"detail", ""}}.dump());
}

std::vector<std::optional<std::string>> KernelPlace::shapes(const std::vector<ValueRef>& wanted) {
    std::vector<std::optional<std::string>> found(wanted.size());
    if (!is_alive_ || wanted.empty()) return found;
    nlohmann::json question{{"do", "shapes"}, {"wanted", nlohmann::json::array()}};
    for (const ValueRef& value : wanted) question["wanted"].push_back({value.key, value.port});
    const nlohmann::json answer = python_.ask(question);
    for (std::size_t at = 0; at < wanted.size() && at < answer.size(); ++at) {
        if (answer[at].is_string()) found[at] = answer[at].get<std::string>();
    }
    return found;
}

}  // namespace flow::tests
