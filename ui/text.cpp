#include "ui/text.h"

#include "imgui_internal.h"

namespace flow::ui {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// The next character of `text` at `at`, which moves behind it.
ImWchar next_character(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) {
        ++at;
        return first;
    }
    unsigned int code = 0;
    at += static_cast<std::size_t>(ImTextCharFromUtf8(&code, text.data() + at, text.data() + text.size()));
    return static_cast<ImWchar>(code);
}

}  // namespace

void TextPainter::begin(ImDrawList* list) {
    list_ = list;
    density_ = std::max(1.0f, ImGui::GetIO().DisplayFramebufferScale.x);
}

float TextPainter::rasterised(float size) {
    if (size <= 20) return std::max(1.0f, std::round(size));
    const float step = size <= 40 ? 4.0f : 16.0f;
    return std::min(96.0f, std::ceil(size / step) * step);
}

ImFont* TextPainter::font(Weight weight) const {
    ImFont* chosen = weight == Weight::strong && fonts_.strong ? fonts_.strong : fonts_.regular;
    return chosen ? chosen : ImGui::GetFont();
}

ImFontBaked* TextPainter::baked(Weight weight, float size, float& scale) const {
    const float raster = rasterised(size);
    scale = raster <= 20 ? 1.0f : size / raster;  // small sizes are drawn as rasterised: sharp beats exact
    return font(weight)->GetFontBaked(raster);
}

float TextPainter::width(std::string_view text, float size, Weight weight) {
    float scale = 1;
    ImFontBaked* glyphs = baked(weight, size, scale);
    float sum = 0;
    for (std::size_t at = 0; at < text.size();) sum += glyphs->GetCharAdvance(next_character(text, at));
    return sum * scale;
}

void TextPainter::measure(const Label& label, float size, float room) const {
    if (label.cut_size == size && (label.is_cut ? label.cut_room == room : label.width <= room)) return;
    float scale = 1;
    ImFontBaked* glyphs = baked(label.weight, size, scale);
    const float ellipsis = glyphs->GetCharAdvance(0x2026) * scale;
    const std::string_view text = label.text;
    float sum = 0;
    float fitting_width = 0;
    std::size_t fitting = 0;
    bool is_cut = false;
    for (std::size_t at = 0; at < text.size();) {
        sum += glyphs->GetCharAdvance(next_character(text, at)) * scale;
        if (sum + ellipsis <= room) {
            fitting = at;
            fitting_width = sum;
        }
        if (sum > room) {
            is_cut = true;
            break;
        }
    }
    label.cut_size = size;
    label.cut_room = room;
    label.is_cut = is_cut;
    label.shown = static_cast<std::uint32_t>(is_cut ? fitting : text.size());
    label.width = is_cut ? fitting_width + ellipsis : sum;
}

float TextPainter::write(const Label& label, float left, float right, float middle_y, float size, ImU32 color, Align align) {
    if (label.text.empty() || right <= left) return left;
    if (size < kSmallestSize) {
        const float length = std::min(right - left, static_cast<float>(label.text.size()) * size * 0.45f);
        const float x = align == Align::right ? right - length : align == Align::center ? (left + right - length) / 2 : left;
        list_->AddRectFilled({x, middle_y - size * 0.2f}, {x + length, middle_y + size * 0.2f}, (color & 0x00FFFFFF) | 0x50000000);
        return x + length;
    }
    const float room = right - left;
    measure(label, size, room);
    float scale = 1;
    ImFontBaked* glyphs = baked(label.weight, size, scale);
    const float x = align == Align::right ? right - label.width : align == Align::center ? left + (room - label.width) / 2 : left;
    const float top = middle_y - glyphs->Size * scale / 2;
    emit(std::string_view(label.text).substr(0, label.shown), glyphs, scale, {x, top}, color);
    if (label.is_cut) emit(kEllipsis, glyphs, scale, {x + label.width - glyphs->GetCharAdvance(0x2026) * scale, top}, color);
    return x + label.width;
}

float TextPainter::write(std::string_view text, float left, float right, float middle_y, float size, ImU32 color, Align align, Weight weight) {
    const Label label{.text = std::string(text), .weight = weight};
    return write(label, left, right, middle_y, size, color, align);
}

void TextPainter::emit(std::string_view text, ImFontBaked* glyphs, float scale, ImVec2 at, ImU32 color) {
    // First all glyphs are made, then drawn: making one may rebuild the atlas, which must not happen between reserving and writing vertices.
    int visible = 0;
    for (std::size_t i = 0; i < text.size();) visible += glyphs->FindGlyph(next_character(text, i))->Visible ? 1 : 0;
    if (visible == 0) return;
    list_->PrimReserve(visible * 6, visible * 4);
    float x = std::round(at.x * density_) / density_;
    const float y = std::round(at.y * density_) / density_;
    for (std::size_t i = 0; i < text.size();) {
        const ImFontGlyph* glyph = glyphs->FindGlyph(next_character(text, i));
        if (glyph->Visible) {
            const ImU32 tint = glyph->Colored ? color | 0x00FFFFFF : color;
            list_->PrimRectUV({x + glyph->X0 * scale, y + glyph->Y0 * scale}, {x + glyph->X1 * scale, y + glyph->Y1 * scale}, {glyph->U0, glyph->V0},
                              {glyph->U1, glyph->V1}, tint);
        }
        x += glyph->AdvanceX * scale;
    }
}

}  // namespace flow::ui
