// Promises: glyphs of every script and emoji from the system's own fonts, rasterised on demand by a 2D canvas, for 0 bytes of download; an atlas that stays bounded.
// Must not know: which texts are drawn.
#pragma once

#include "ui/text.h"

namespace flow::wasm {

/// Adds the fonts to ImGui's atlas. Once, after ImGui::CreateContext and before the first frame.
ui::Fonts add_system_fonts();

/// Before each frame: throws out glyphs that are not in use once the atlas has reached its largest size.
void keep_glyphs_bounded();

}  // namespace flow::wasm
