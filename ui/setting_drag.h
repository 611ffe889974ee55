// Promises: what a press, drag and click on a control of a node does: toggles switch, numbers are dragged or stepped, sliders follow the pointer, everything with text asks the page.
// Must not know: drawing, which values are allowed (the session coerces).
#pragma once

#include <optional>

#include "ui/hit.h"
#include "ui/node_face.h"
#include "ui/step.h"

namespace flow::ui {

class SettingDrag {
public:
    void press(const Step& step, const Hit& hit);
    /// While the button is down.
    void drag(const Step& step);
    /// The button went up. `is_click`: the pointer did not move.
    void release(const Step& step, bool is_click);
    /// Puts the value back that was there before.
    void cancel(const Step& step);

    /// Asks the page for a text control over the setting's own.
    static void edit_text(const Step& step, const Hit& hit);

private:
    std::optional<SettingItem> setting(const Step& step) const;
    void set(const Step& step, double value);
    void slide(const Step& step);

    Hit hit_;
    ImVec2 start_;
    double start_value_ = 0;
    std::optional<JsonText> before_;  ///< what was set explicitly
    JsonText last_;
    bool is_moved_ = false;
};

}  // namespace flow::ui
