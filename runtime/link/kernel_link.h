// Promises: calls of Python become messages to the kernel, and the kernel's messages become run events. Keeps nothing but which kernels are ready and how many calls are in flight there.
// Must not know: frames, workers, promises (the page has the only promise map), Python's values.
#pragma once

#include <array>
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
    std::function<void(KernelNumber, std::string)> to_kernel;
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

    /// One message of that kernel, checked; an error names what is wrong with it. Which kernel it is is the word of whoever delivers, never the message's own.
    Result<KernelNews> deliver(std::string_view text, KernelNumber kernel = kHome);

    bool can_start(KernelNumber kernel) const override;
    std::size_t calls_at_once() const override;
    void start(KernelNumber kernel, std::vector<NodeCall> calls) override;
    void interrupt(KernelNumber kernel) override;
    void open(KernelNumber kernel) override;
    void replace(KernelNumber kernel) override;
    void drop(const std::vector<std::string>& keys) override;
    void unload(const std::vector<std::string>& keys) override;
    void restore(KernelNumber kernel, const std::vector<SavedValue>& values) override;
    void give(KernelNumber from, KernelNumber to, const std::vector<std::string>& keys) override;
    void set_files(KernelNumber kernel, const std::vector<FlowFile>& files) override;

    void preview(KernelNumber kernel, std::int64_t call, const ValueRef& value, std::int64_t offset, std::int64_t limit,
                 std::optional<std::vector<std::string>> columns);
    /// Asks Python's own parser about a source; SourceJudged follows. Nothing is asked while there is no kernel.
    void judge(const std::string& node, const std::string& source);

private:
    struct Kernel {
        bool is_ready = false;
        std::size_t in_flight = 0;
    };

    void send(KernelNumber kernel, const message::SessionToKernel& message);
    void tell_page(const message::SessionToPage& message);
    static void watch(const message::KernelToSession& message, Kernel& kernel);

    Outbox outbox_;
    std::array<Kernel, limits::kKernels> kernels_;
};

}  // namespace flow
