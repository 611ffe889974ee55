#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace flow::ui {
namespace {

constexpr ImU32 rgb(std::uint32_t hex, ImU32 alpha = 255) { return (alpha << 24) | ((hex & 0xFF) << 16) | (hex & 0xFF00) | (hex >> 16); }

constexpr Colors kDark = {
    .canvas = rgb(0x14161B),
    .dot = rgb(0x2E3440),
    .dot_strong = rgb(0x3A4150),
    .node = rgb(0x20242D),
    .node_border = rgb(0x363D4A),
    .node_border_hover = rgb(0x566072),
    .shadow = rgb(0x000000, 130),
    .text = rgb(0xE8ECF3),
    .text_muted = rgb(0xA3ADBD),
    .text_faint = rgb(0x8D97A8),
    .field = rgb(0x171A21),
    .field_border = rgb(0x343B48),
    .field_hover = rgb(0x1D212A),
    .field_fill = rgb(0x2C4A75),
    .accent = rgb(0x6CA8FF),
    .accent_soft = rgb(0x6CA8FF, 36),
    .on_accent = rgb(0x0B1220),
    .idle = rgb(0x7D8797),
    .queued = rgb(0x93A4C4),
    .running = rgb(0x6CA8FF),
    .ok = rgb(0x4CC38A),
    .failed = rgb(0xFF6B6B),
    .stopped = rgb(0xF2A15F),
    .stale = rgb(0xE8BD4E),
    .author = rgb(0xB9A3FF),
    .muted = rgb(0x8D97A8),
    .failed_ground = rgb(0x3A2228),
    .failed_text = rgb(0xFFB4B4),
    .tooltip = rgb(0x2B303B),
    .tooltip_border = rgb(0x4A5364),
    .table_head = rgb(0x282D38),
    .family = {rgb(0x96A1B3), rgb(0x5AA9FF), rgb(0x54CFA0), rgb(0xF0B45A), rgb(0xE27DB4), rgb(0xA78BFA), rgb(0xF2836B), rgb(0x3CC8D8)},
    .category = {rgb(0xF2C14E), rgb(0x4CC38A), rgb(0x5AA9FF), rgb(0x9AA5FF), rgb(0xC792EA), rgb(0x5AA9FF), rgb(0x3CC8D8), rgb(0xF2836B), rgb(0xE27DB4),
                 rgb(0xA78BFA), rgb(0xF0B45A)},
};

constexpr Colors kLight = {
    .canvas = rgb(0xF3F5F9),
    .dot = rgb(0xCAD2DF),
    .dot_strong = rgb(0xBAC3D2),
    .node = rgb(0xFFFFFF),
    .node_border = rgb(0xCFD6E1),
    .node_border_hover = rgb(0x9AA6B8),
    .shadow = rgb(0x1B2A44, 44),
    .text = rgb(0x1A2130),
    .text_muted = rgb(0x545F70),
    .text_faint = rgb(0x677183),
    .field = rgb(0xF4F6FA),
    .field_border = rgb(0xD5DBE5),
    .field_hover = rgb(0xEBEFF6),
    .field_fill = rgb(0xC5DBFB),
    .accent = rgb(0x2166E0),
    .accent_soft = rgb(0x2166E0, 28),
    .on_accent = rgb(0xFFFFFF),
    .idle = rgb(0x7B8697),
    .queued = rgb(0x5C6F93),
    .running = rgb(0x2166E0),
    .ok = rgb(0x178A55),
    .failed = rgb(0xD63A3A),
    .stopped = rgb(0xC2641A),
    .stale = rgb(0xA9780A),
    .author = rgb(0x7A4FD6),
    .muted = rgb(0x7B8697),
    .failed_ground = rgb(0xFDECEC),
    .failed_text = rgb(0xA81E1E),
    .tooltip = rgb(0xFFFFFF),
    .tooltip_border = rgb(0xC3CCD9),
    .table_head = rgb(0xEDF1F7),
    .family = {rgb(0x77839A), rgb(0x2B7DE0), rgb(0x17936A), rgb(0xBE7A0B), rgb(0xC24A8C), rgb(0x7A5AE0), rgb(0xCF5A3C), rgb(0x0F8FA3)},
    .category = {rgb(0xA47205), rgb(0x178A55), rgb(0x2B7DE0), rgb(0x5B62D6), rgb(0x8E4EC6), rgb(0x2B7DE0), rgb(0x0F8096), rgb(0xCF5A3C), rgb(0xC24A8C),
                 rgb(0x7A5AE0), rgb(0xA9690A)},
};

/// Each channel of `color`, `share` of the way to `end`.
constexpr ImU32 towards(ImU32 color, ImU32 end, float share) {
    ImU32 out = color & 0xFF000000;
    for (unsigned shift = 0; shift < 24; shift += 8) {
        const auto from = static_cast<float>((color >> shift) & 0xFF);
        out |= static_cast<ImU32>(from + (static_cast<float>((end >> shift) & 0xFF) - from) * share + 0.5f) << shift;
    }
    return out;
}

/// A theme for weak eyes: one ground, one ink, lines as strong as letters, and every colour nearer to the ink.
constexpr Colors sharpened(Colors c, ImU32 ground, ImU32 ink, float share) {
    for (ImU32* same : {&c.canvas, &c.node, &c.field, &c.tooltip}) *same = ground;
    for (ImU32* same : {&c.node_border, &c.node_border_hover, &c.text, &c.text_muted, &c.text_faint, &c.field_border, &c.tooltip_border}) *same = ink;
    for (ImU32* soft : {&c.field_hover, &c.table_head}) *soft = towards(ground, ink, 0.1f);
    c.dot = towards(ground, ink, 0.3f);
    c.dot_strong = towards(ground, ink, 0.45f);
    c.field_fill = towards(c.accent, ground, 0.6f);
    c.failed_ground = towards(c.failed, ground, 0.85f);
    c.failed_text = ink;
    c.on_accent = ground;
    for (ImU32* sign : {&c.accent, &c.idle, &c.queued, &c.running, &c.ok, &c.failed, &c.stopped, &c.stale, &c.author, &c.muted})
        *sign = towards(*sign, ink, share);
    for (ImU32& each : c.family) each = towards(each, ink, share);
    for (ImU32& each : c.category) each = towards(each, ink, share);
    return c;
}

constexpr Colors kContrastDark = sharpened(kDark, rgb(0x000000), rgb(0xFFFFFF), 0.25f);
constexpr Colors kContrastLight = sharpened(kLight, rgb(0xFFFFFF), rgb(0x000000), 0.35f);

double linear(ImU32 channel) {
    const double value = static_cast<double>(channel & 0xFF) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(ImU32 color) { return 0.2126 * linear(color) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color >> 16); }

}  // namespace

const Colors& colors_of(Theme theme) {
    switch (theme) {
        case Theme::light: return kLight;
        case Theme::contrast_dark: return kContrastDark;
        case Theme::contrast_light: return kContrastLight;
        case Theme::dark: break;
    }
    return kDark;
}

Theme theme_named(std::string_view name) {
    if (name == "light") return Theme::light;
    if (name == "contrast_light") return Theme::contrast_light;
    return name == "contrast_dark" ? Theme::contrast_dark : Theme::dark;
}

ImU32 faded(ImU32 color, float alpha) {
    const float own = static_cast<float>(color >> 24);
    return (color & 0x00FFFFFF) | (static_cast<ImU32>(own * alpha + 0.5f) << 24);
}

ImU32 mixed(ImU32 ground, ImU32 top, float share) { return towards(ground, top, share); }

ImU32 head_ground(const Colors& colors, Category category) { return mixed(colors.node, colors.of(category), 0.14f); }

double contrast(ImU32 a, ImU32 b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace flow::ui
