#include "wasm/fonts.h"

#include <emscripten/emscripten.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "imgui_internal.h"
#include "runtime/base/limits.h"

// clang-format off
// Draws one character in white and returns 1 if it has pixels. out: advance, left, top (from the baseline, down), width, height, is it coloured; all in pixels.
EM_JS(int, flow_draw_glyph, (int codepoint, double size, int weight, float* out, unsigned char* pixels, int room), {
    let pen = Module["glyphPen"];
    if (!pen) {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 16;
        pen = Module["glyphPen"] = canvas.getContext('2d', { willReadFrequently: true });
    }
    const font = weight + ' ' + size + 'px system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans", sans-serif';
    pen.font = font;
    const text = String.fromCodePoint(codepoint);
    const measure = pen.measureText(text);
    const at = out >> 2;
    HEAPF32[at] = measure.width;
    const left = Math.floor(-measure.actualBoundingBoxLeft) - 1, right = Math.ceil(measure.actualBoundingBoxRight) + 1;
    const top = Math.floor(-measure.actualBoundingBoxAscent) - 1, bottom = Math.ceil(measure.actualBoundingBoxDescent) + 1;
    const width = right - left, height = bottom - top;
    if (!pixels || width <= 2 || height <= 2 || width * height > room) return 0;
    if (pen.canvas.width < width || pen.canvas.height < height) { // a new size forgets the font
        pen.canvas.width = Math.max(pen.canvas.width, width);
        pen.canvas.height = Math.max(pen.canvas.height, height);
        pen.font = font;
    }
    pen.fillStyle = '#fff';
    pen.clearRect(0, 0, width, height);
    pen.fillText(text, -left, -top);
    const drawn = pen.getImageData(0, 0, width, height).data;
    let isSeen = 0, isColored = 0;
    for (let i = 0; i < drawn.length; i += 4) {
        if (drawn[i + 3] === 0) continue;
        isSeen = 1;
        if (drawn[i + 3] > 40 && (Math.abs(drawn[i] - drawn[i + 1]) > 24 || Math.abs(drawn[i + 1] - drawn[i + 2]) > 24)) isColored = 1;
    }
    HEAPU8.set(drawn, pixels);
    HEAPF32.set([left, top, width, height, isColored], at + 1);
    return isSeen;
});
// clang-format on

namespace flow::wasm {
namespace {

struct Drawn {
    float advance, left, top, width, height, is_colored;
};

int weight_of(const ImFontConfig& source) { return std::strcmp(source.Name, "strong") == 0 ? 600 : 400; }

/// Where letters stand in a line as high as the font's size: capitals and kana are in its middle.
float baseline(float size, float density) { return std::round(size * 0.86f * density) / density; }

/// Joiners and variation selectors change their neighbours only; alone they are nothing.
bool is_invisible(ImWchar character) {
    return character == 0x200B || character == 0x200C || character == 0x200D || character == 0x2060 || (character >= 0xFE00 && character <= 0xFE0F) ||
           character == 0xFEFF;
}

bool init_baked(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*) {
    baked->Ascent = baseline(baked->Size, baked->RasterizerDensity);
    baked->Descent = baked->Ascent - baked->Size;
    return true;
}

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar) { return true; }  // the browser finds a font or draws its own "missing" sign

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar codepoint, ImFontGlyph* glyph, float* advance_only) {
    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    const double size = static_cast<double>(baked->Size * density);
    const auto side = static_cast<int>(size * 3) + 16;
    static std::vector<unsigned char> pixels;
    pixels.resize(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4);
    Drawn drawn{};
    const bool is_nothing = is_invisible(codepoint);
    const bool is_seen = !is_nothing && flow_draw_glyph(static_cast<int>(codepoint), size, weight_of(*source), &drawn.advance,
                                                        advance_only ? nullptr : pixels.data(), side * side) != 0;
    if (advance_only) {
        *advance_only = drawn.advance / density;
        return true;
    }
    glyph->Codepoint = codepoint;
    glyph->AdvanceX = drawn.advance / density;
    if (!is_seen) return true;
    const auto width = static_cast<int>(drawn.width), height = static_cast<int>(drawn.height);
    const ImFontAtlasRectId place = ImFontAtlasPackAddRect(atlas, width, height);
    if (place == ImFontAtlasRectId_Invalid) return true;  // full: this character stays blank until keep_glyphs_bounded made room
    ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, place);
    const float top = baseline(baked->Size, density) + drawn.top / density;
    glyph->X0 = drawn.left / density;
    glyph->Y0 = top;
    glyph->X1 = (drawn.left + drawn.width) / density;
    glyph->Y1 = top + drawn.height / density;
    glyph->Visible = true;
    glyph->Colored = drawn.is_colored != 0;
    glyph->PackId = place;
    ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, glyph, rect, pixels.data(), ImTextureFormat_RGBA32, width * 4);
    return true;
}

const ImFontLoader& canvas_loader() {
    static const ImFontLoader loader = [] {
        ImFontLoader made;
        made.Name = "canvas";
        made.FontSrcContainsGlyph = contains_glyph;
        made.FontBakedInit = init_baked;
        made.FontBakedLoadGlyph = load_glyph;
        return made;
    }();
    return loader;
}

ImFont* add(const char* name) {
    ImFontConfig config;
    config.FontLoader = &canvas_loader();
    config.SizePixels = 13;
    config.OversampleH = config.OversampleV = 1;
    config.EllipsisChar = 0x2026;
    std::strncpy(config.Name, name, sizeof(config.Name) - 1);
    return ImGui::GetIO().Fonts->AddFont(&config);
}

}  // namespace

ui::Fonts add_system_fonts() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.SetFontLoader(&canvas_loader());
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
    atlas.TexMaxWidth = atlas.TexMaxHeight = limits::kGlyphAtlasPixels;
    atlas.TexMinWidth = atlas.TexMinHeight = 512;
    return {.regular = add("regular"), .strong = add("strong")};
}

void keep_glyphs_bounded() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    if (!atlas.Builder || !atlas.TexData || atlas.TexData->Width < limits::kGlyphAtlasPixels || atlas.TexData->Height < limits::kGlyphAtlasPixels) return;
    const int area = limits::kGlyphAtlasPixels * limits::kGlyphAtlasPixels;
    if (atlas.Builder->RectsPackedSurface > area / 4 * 3) atlas.CompactCache();
}

}  // namespace flow::wasm
