// Promises: the pieces a frame is drawn from, each in its own file. All sizes on the screen are canvas units times the camera's zoom.
// Must not know: gestures' rules. Changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ui/frame_input.h"
#include "ui/hit.h"
#include "ui/mosaic.h"
#include "ui/node_face.h"
#include "ui/scene.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace flow::ui {

/// A picture that the page gave for a value.
struct Thumbnail {
    std::string value_key;
    ImTextureRef texture;
    int width = 0;
    int height = 0;
};
using Thumbnails = std::unordered_map<NodeId, Thumbnail>;

/// While nodes are carried the others lie still: both are drawn one after the other, the carried ones and their wires above.
enum class Layer { all, still, carried };

/// The minimap's nodes as cells, kept as long as only the carried ones are elsewhere.
struct MinimapCells {
    struct Content {
        std::uint64_t revision = 0;  ///< of the session; while nodes are carried, of the others
        unsigned looks = 0;          ///< of what the editor itself was told
        bool is_carrying = false;
        CanvasRect shown;
        float left = 0, top = 0;

        bool operator==(const Content& other) const = default;
    };
    std::optional<Content> content;
    Mosaic mosaic;
};

struct Canvas {
    ImDrawList& list;
    TextPainter& text;
    const Camera& camera;
    const Colors& colors;
    const Scene& scene;
    Faces& faces;  ///< grows by what is seen for the first time
    const Thumbnails& thumbnails;
    Mosaic& mosaic;  ///< for whoever draws more boxes than there are pixels; empty between two of them
    ImVec2 size;
    double now_ms = 0;
    Hit hover;
    LinkId chosen_link;
    LinkId hidden_link;  ///< the one whose end is being dragged
    float zoom = 1;
    Detail detail = Detail::full;
    Layer layer = Layer::all;

    bool takes(bool is_carried) const { return layer == Layer::all || is_carried == (layer == Layer::carried); }
    bool shows(const Rect& box) const { return box.min.x < size.x && box.max.x > 0 && box.min.y < size.y && box.max.y > 0; }
};

void draw_grid(const Canvas& canvas);
void draw_empty_hint(const Canvas& canvas, std::string_view text);
void draw_box_selection(const Canvas& canvas, const Rect& box);
/// `content`: what is drawn, the place aside.
void draw_minimap(const Canvas& canvas, MinimapCells& cells, MinimapCells::Content content);
/// A few lines near `at`, kept inside the canvas. The first line is strong.
void draw_tooltip(const Canvas& canvas, ImVec2 at, const std::vector<std::string>& lines, bool is_refusal);

/// Frames and notes.
void draw_areas(const Canvas& canvas);
/// Folded subflows, above the wires as nodes are.
void draw_subflows(const Canvas& canvas);
void draw_knife(const Canvas& canvas, ImVec2 from, ImVec2 to);

void draw_wires(const Canvas& canvas);
/// A wire in the hand: red if it may not be dropped there.
void draw_loose_wire(const Canvas& canvas, ImVec2 from, ImVec2 to, Family family, bool is_refused);

/// What stays where several nodes fall into one cell of a mosaic.
std::uint8_t mosaic_rank(const NodeItem& item);
/// Returns how many nodes were drawn (those outside of the screen are not).
int draw_nodes(const Canvas& canvas);
void draw_settings(const Canvas& canvas, const NodeItem& item, const NodeFace& face);
void draw_preview(const Canvas& canvas, const NodeItem& item, const NodeFace& face);

}  // namespace flow::ui
