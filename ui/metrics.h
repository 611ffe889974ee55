// Promises: the measures of a node in canvas units (pixels at 100 %), and where the levels of detail change.
// Must not know: colours, content.
#pragma once

namespace flow::ui::metrics {

inline constexpr float kNodeWidth = 208;
inline constexpr float kHead = 32;
inline constexpr float kPad = 10;
inline constexpr float kRow = 21;         // a line of ports
inline constexpr float kSettingRow = 25;  // a setting with its control
inline constexpr float kControl = 20;     // the control's height
inline constexpr float kErrorRow = 24;
inline constexpr float kTableRow = 17;
inline constexpr float kTextRow = 16;
inline constexpr float kThumbnail = 104;
inline constexpr float kFoot = 22;
inline constexpr float kRounding = 9;
inline constexpr float kField = 5;             // rounding of fields and boxes inside a node
inline constexpr float kPort = 5;              // radius
inline constexpr float kControlShare = 0.56f;  // of the row's width, the rest is the label

/// Letters smaller than this many pixels on the screen are drawn as bars, and what cannot be read cannot be clicked.
inline constexpr float kReadableFrom = 5.5f;
inline constexpr float kTitleSize = 13.5f;
inline constexpr float kTextSize = 12;
inline constexpr float kSmallSize = 11;

// Pixels on the screen around a port, a wire, that count as it. A finger is less exact than a mouse.
inline constexpr float kPortReach = 11;
inline constexpr float kPortReachTouch = 22;
inline constexpr float kWireReach = 6;
inline constexpr float kSnapReach = 28;
inline constexpr float kDragThreshold = 4;

// A node's width on the screen decides what of it is drawn (docs: levels of detail).
inline constexpr float kFullFrom = 84;
inline constexpr float kPlainFrom = 14;
/// Narrower ones are cells of a mosaic.
inline constexpr float kBlockFrom = 3;

/// A rounding on the screen. Below what the eye sees it is none at all: a square corner costs 2 triangles, a round one 50.
inline constexpr float rounded(float canvas_units, float zoom) { return canvas_units * zoom < 2.6f ? 0.0f : canvas_units * zoom; }

}  // namespace flow::ui::metrics
