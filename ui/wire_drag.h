// Promises: a wire in the hand: from where it came, which port it would take, whether it may and if not why, and what a drop means.
// Must not know: when a drag starts and ends (gesture.h), drawing.
#pragma once

#include <optional>
#include <string>

#include "ui/hit.h"
#include "ui/step.h"

namespace flow::ui {

class WireDrag {
public:
    /// From a port. A linked input gives its wire into the hand, held at the other end.
    void start(const Step& step, const Hit& port);
    /// From a port that was clicked: the wire goes along without a button. What is linked there stays linked.
    void carry(const Hit& port);
    /// The port that it came from is still there.
    bool is_held(const Scene& scene) const { return held_port(scene) != nullptr; }
    /// Looks for the port that would be taken now.
    void follow(const Step& step);
    /// Connects, reconnects, disconnects, asks for the palette, or says why not.
    void drop(const Step& step);

    struct View {
        ImVec2 from, to;  ///< from the output's side to the input's
        Family family = Family::any;
        bool is_refused = false;
    };
    std::optional<View> view(const Step& step) const;
    /// The port that the wire holds on to now, or the one that it came from.
    Hit near_port() const;
    LinkId picked_up() const { return picked_; }
    /// Why it may not be dropped here, in the session's language; "" if it may.
    std::string refusal(const Session& session) const;

private:
    struct Ends {
        PortRef from;
        PortRef to;
    };
    std::optional<Ends> ends(const Scene& scene) const;
    PortRef held(const Scene& scene) const;
    const PortItem* held_port(const Scene& scene) const;

    NodeId node_;
    std::size_t index_ = 0;
    bool is_output_ = true;
    LinkId picked_;
    std::optional<PortTarget> target_;
    std::optional<Error> refusal_;
};

}  // namespace flow::ui
