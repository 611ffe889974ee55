// Promises: the shapes that nodes are made of: soft shadows, ports, state badges, type icons, each at any size.
// Must not know: nodes, the session; colours are handed in.
#pragma once

#include "runtime/session/session.h"
#include "ui/geometry.h"
#include "ui/scene.h"
#include "ui/theme.h"

namespace flow::ui {

/// A shadow around a rounded rectangle that fades over `spread` pixels.
void paint_shadow(ImDrawList& list, const Rect& box, float rounding, float spread, ImU32 color);

/// required: filled; optional: hollow; variadic: two behind each other. `ground` fills the hollow.
void paint_port(ImDrawList& list, ImVec2 center, float radius, PortShape shape, bool is_linked, ImU32 color, ImU32 ground);

/// A state by shape and colour: hollow circle, clock, spinner, check, cross, square, dashed ring, slashed circle.
void paint_state(ImDrawList& list, ImVec2 center, float radius, NodeState state, double now_ms, const Colors& colors);

void paint_category(ImDrawList& list, ImVec2 center, float size, Category category, ImU32 color);

void paint_dashed_rect(ImDrawList& list, const Rect& box, ImU32 color, float thickness, float dash);
void paint_chevron(ImDrawList& list, ImVec2 center, float size, ImGuiDir direction, ImU32 color, float thickness);

}  // namespace flow::ui
