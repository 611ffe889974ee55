// Promises: the page's messages and questions reach the session, and its news reach the page. Answers to `open` and to edits wait for the frame that shows them.
// Must not know: DOM, promises, drawing (beyond the CanvasDoor).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/link/kernel_link.h"
#include "runtime/link/messages.gen.h"
#include "runtime/link/page_answers.h"
#include "runtime/session/session.h"

namespace flow {

class PageLink {
public:
    /// All of them outlive the link.
    PageLink(Session& session, KernelLink& kernel, CanvasDoor& canvas, Outbox outbox);

    /// One message of the page. What is wrong with it is answered, or said, never thrown away.
    void deliver(std::string text, double now_ms);
    /// The answer to a question, or {"error": sentence}.
    std::string ask(std::string_view text) const;
    /// The kernel's answer to a preview.
    void pass_on(const PreviewReady& preview);
    /// Tells the page what has happened since the last time. That a run has just begun waits until it has ended, or for a moment: what is over before a frame could show it is told as one,
    /// and the frame that would show its beginning does not keep its end waiting.
    void publish(double now_ms);
    /// Until when what has happened waits to be told; nothing if nothing waits.
    std::optional<double> held_until_ms() const;
    /// A frame has been drawn (or none will be, because nobody sees the page): answers that waited for it go out.
    void frame_shown();
    bool waits_for_frame() const { return !waiting_.empty(); }
    /// A sentence for everybody: toast and screen reader.
    void say(const std::string& level, const Error& error);

private:
    struct RunCall {
        RunId run;
        std::int64_t call;
    };

    void apply(message::PageToSession& message, double now_ms);
    void done(const message::PageToSession& message, const Made& made);
    void preview(const message::Preview& message);
    void offer(const message::OfferResults& message);
    bool configure(const message::PageToSession& message);
    void publish(const News& news);
    void publish(const Intent& intent);
    void run_ended(const news::RunEnded& ended);
    void answer(std::int64_t call, std::string json);
    void refuse_call(std::int64_t call, const Error& error);
    void post(const message::SessionToPage& message);
    message::Json name_list(const std::vector<NodeId>& nodes) const;
    std::string name_of(NodeId node) const;

    Session& session_;
    KernelLink& kernel_;
    CanvasDoor& canvas_;
    Outbox outbox_;
    std::vector<RunCall> runs_;
    std::vector<message::SessionToPage> waiting_;
    std::vector<News> held_;
    RunId known_run_;
    double run_began_ms_ = 0;
};

}  // namespace flow
