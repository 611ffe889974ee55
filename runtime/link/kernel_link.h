// Promises: calls of Python become messages to the kernel, and the kernel's messages become run events. Keeps nothing but how many calls are in flight.
// Must not know: frames, workers, promises (the page has the only promise map), Python's values.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/link/messages.gen.h"
#include "runtime/run/node_runner.h"

namespace flow {

/// The way out, given by the program's edge. Texts are messages of runtime/protocol/protocol.json.
struct Outbox {
    std::function<void(std::string)> to_kernel;
    std::function<void(std::string)> to_page;
};

/// The kernel's answer to a preview that the page asked for: passed on to it unread.
struct PreviewReady {
    std::int64_t call = 0;
    message::Json preview;
};

using KernelNews = std::variant<RunEvent, PreviewReady>;

class KernelLink final : public NodeRunner {
public:
    explicit KernelLink(Outbox outbox);

    /// One message of the kernel, checked; an error names what is wrong with it.
    Result<KernelNews> deliver(std::string_view text);

    bool can_start() const override;
    void start(const NodeCall& call) override;
    void interrupt() override;
    void replace() override;
    void drop(const std::vector<std::string>& keys) override;
    void unload(const std::vector<std::string>& keys) override;
    void restore(const std::vector<SavedValue>& values) override;
    void set_files(const std::vector<FlowFile>& files) override;

    void preview(std::int64_t call, const ValueRef& value, std::int64_t offset, std::int64_t limit, std::optional<std::vector<std::string>> columns);
    /// Asks Python's own parser about a source; SourceJudged follows. Nothing is asked while there is no kernel.
    void judge(const std::string& node, const std::string& source);

private:
    void send(const message::SessionToKernel& message);
    void watch(const message::KernelToSession& message);

    Outbox outbox_;
    bool is_ready_ = false;
    std::size_t in_flight_ = 0;
};

}  // namespace flow
