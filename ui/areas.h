// Promises: frames and notes as they are drawn: their parts on the screen, and a note's Markdown (headings, bold, lists, code) laid out in lines.
// Must not know: the session, what a click does.
#pragma once

#include <string>
#include <vector>

#include "runtime/graph/graph.h"
#include "runtime/run/node_state.h"
#include "ui/camera.h"
#include "ui/metrics.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace flow::ui {

/// Words of one style on one line of a note; canvas units from the note's upper left corner.
struct NoteRun {
    Label label;
    float x = 0, y = 0, size = 0;
    float width = 0;
    bool is_code = false;
};

struct AreaItem {
    std::string name;
    Area::Kind kind = Area::Kind::frame;
    double x = 0, y = 0, width = 0, height = 0;
    bool is_folded = false;
    bool is_selected = false;
    bool is_hidden = false;  ///< lies in a folded frame
    bool is_subflow = false;
    std::vector<NodeId> hidden_nodes;      ///< that it hides, folded as it is
    NodeState state = NodeState::idle;     ///< of a folded subflow: what matters most of its nodes' states
    float folded_height = metrics::kHead;  ///< of a folded subflow with the rows of its ports
    Label title;                           ///< of a frame; folded with the number of nodes in it
    std::string text;                      ///< of a note
    std::string color;

    mutable std::vector<NoteRun> runs;  ///< of the text, made when it is first drawn
    mutable double laid_out_width = -1;

    bool is_note() const { return kind == Area::Kind::note; }
    /// Drawn as one node.
    bool is_node() const { return is_subflow && is_folded; }
    /// As drawn: a folded frame is its title alone, a folded subflow as large as a node.
    CanvasRect box() const;
};

Rect area_rect(const Camera& camera, const AreaItem& item);
/// A frame's bar; of a note all of it.
Rect grip_rect(const Camera& camera, const AreaItem& item);
Rect fold_rect(const Camera& camera, const AreaItem& item);
Rect corner_rect(const Camera& camera, const AreaItem& item);

ImU32 hue_of(const Colors& colors, const std::string& name);

/// Fills in `runs` for the item's width.
void lay_out_note(const AreaItem& item, TextPainter& text);

}  // namespace flow::ui
