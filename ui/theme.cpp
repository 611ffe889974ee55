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

double linear(ImU32 channel) {
    const double value = static_cast<double>(channel & 0xFF) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(ImU32 color) { return 0.2126 * linear(color) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color >> 16); }

}  // namespace

const Colors& colors_of(Theme theme) { return theme == Theme::dark ? kDark : kLight; }

ImU32 faded(ImU32 color, float alpha) {
    const float own = static_cast<float>(color >> 24);
    return (color & 0x00FFFFFF) | (static_cast<ImU32>(own * alpha + 0.5f) << 24);
}

ImU32 mixed(ImU32 ground, ImU32 top, float share) {
    ImU32 out = ground & 0xFF000000;
    for (unsigned shift = 0; shift < 24; shift += 8) {
        const float g = static_cast<float>((ground >> shift) & 0xFF);
        const float t = static_cast<float>((top >> shift) & 0xFF);
        out |= static_cast<ImU32>(g + (t - g) * share + 0.5f) << shift;
    }
    return out;
}

ImU32 head_ground(const Colors& colors, Category category) { return mixed(colors.node, colors.of(category), 0.14f); }

double contrast(ImU32 a, ImU32 b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace flow::ui
