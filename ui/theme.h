// Promises: every colour of the canvas, in four tables (dark, light, and both with more contrast) whose texts can be read on their grounds (WCAG contrast of 4.5:1 at least, tested).
// Must not know: what is drawn where.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "imgui.h"

namespace flow::ui {

enum class Theme { dark, light, contrast_dark, contrast_light };

/// What a value is, roughly: the colour of ports and wires.
enum class Family { any, table, number, text, truth, collection, picture, model };
inline constexpr int kFamilies = 8;

/// What a node is for: the colour and icon of its head.
enum class Category { python, source, rows, columns, combine, table, query, chart, sink, number, text };
inline constexpr int kCategories = 11;

/// Colours as ImGui packs them (alpha, blue, green, red).
struct Colors {
    ImU32 canvas, dot, dot_strong;
    ImU32 node, node_border, node_border_hover, shadow;
    ImU32 text, text_muted, text_faint;
    ImU32 field, field_border, field_hover, field_fill;
    ImU32 accent, accent_soft, on_accent;
    ImU32 idle, queued, running, ok, failed, stopped, stale, author, muted;
    ImU32 failed_ground, failed_text;
    ImU32 tooltip, tooltip_border;
    ImU32 table_head;
    ImU32 family[kFamilies];
    ImU32 category[kCategories];

    ImU32 of(Family which) const { return family[static_cast<int>(which)]; }
    ImU32 of(Category which) const { return category[static_cast<int>(which)]; }
};

const Colors& colors_of(Theme theme);
/// As the page names it ("contrast_light"); dark for any other name.
Theme theme_named(std::string_view name);

/// The same colour with its alpha multiplied by `alpha` (0 … 1).
ImU32 faded(ImU32 color, float alpha);
/// `top` over `ground`, `share` of the way (0: ground, 1: top); the alpha of `ground`.
ImU32 mixed(ImU32 ground, ImU32 top, float share);
/// The ground of a node's head: its category's colour laid thinly over the node's own.
ImU32 head_ground(const Colors& colors, Category category);

/// WCAG 2 contrast ratio of two opaque colours, 1 … 21.
double contrast(ImU32 a, ImU32 b);

}  // namespace flow::ui
