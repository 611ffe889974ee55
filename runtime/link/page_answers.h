// Promises: answers the page's questions from a session, at once.
// Must not know: panels, promises. Changes nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/link/messages.gen.h"
#include "runtime/session/session.h"

namespace flow {

/// The canvas as the page may ask about it; implemented at the program's edge, since this layer does not know the drawing.
class CanvasDoor {
public:
    struct Box {
        double x = 0, y = 0, width = 0, height = 0;  ///< CSS pixels of the viewport
        bool is_visible = false, is_enabled = false;
    };
    CanvasDoor() = default;
    CanvasDoor(const CanvasDoor&) = delete;
    CanvasDoor& operator=(const CanvasDoor&) = delete;
    virtual ~CanvasDoor() = default;

    virtual std::optional<Box> widget(std::string_view name) const = 0;
    virtual std::vector<std::string> widget_names() const = 0;
    virtual double zoom_percent() const = 0;
    virtual void zoom_to(double percent) = 0;
    /// All nodes when `nodes` is empty.
    virtual void fit(const std::vector<NodeId>& nodes) = 0;
    virtual void center(NodeId node) = 0;
    struct Point {
        double x = 0, y = 0;
    };
    /// Canvas units in the middle of the screen.
    virtual void center_at(double x, double y) = 0;
    /// The canvas' point under a point of the viewport.
    virtual Point canvas_point(double x, double y) const = 0;
    /// What is moved by hand comes to rest on multiples of it; 0: anywhere.
    virtual void set_grid(double step) = 0;
    virtual void set_theme(const std::string& theme) = 0;
};

namespace link {

/// The answer to one question; an error for a node that does not exist.
Result<message::QuestionAnswer> answer_to(const message::Question& question, const Session& session, const CanvasDoor& canvas);

/// Where the value of an output, or of a display ("display:0"), lies; absent while there is none.
std::optional<ValueRef> value_of(const Session& session, NodeId node, const std::string& port);

}  // namespace link
}  // namespace flow
