// Promises: single-line labels, sharp at every zoom: sizes are rounded to a bounded set, positions to device pixels, what does not fit ends in an ellipsis.
// Must not know: where fonts come from (set_fonts), what is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ui/geometry.h"
#include "ui/metrics.h"

namespace flow::ui {

enum class Weight { regular, strong };
enum class Align { left, center, right };

/// The fonts of the canvas. Until they are set ImGui's default font stands in.
struct Fonts {
    ImFont* regular = nullptr;
    ImFont* strong = nullptr;
};

/// A text that is drawn again and again; remembers where it was cut.
struct Label {
    std::string text;
    Weight weight = Weight::regular;

    mutable float cut_size = 0;
    mutable float cut_room = -1;
    mutable float width = 0;
    mutable std::uint32_t shown = 0;
    mutable bool is_cut = false;
};

class TextPainter {
public:
    void set_fonts(Fonts fonts) { fonts_ = fonts; }
    /// Once a frame, before drawing.
    void begin(ImDrawList* list);

    /// Below this size (pixels) letters cannot be read: a bar of the text's length is drawn instead.
    static constexpr float kSmallestSize = metrics::kReadableFrom;

    /// Writes on the line whose middle is `middle_y`, inside [left, right]. Returns the x behind the last letter.
    float write(const Label& label, float left, float right, float middle_y, float size, ImU32 color, Align align = Align::left);
    float write(std::string_view text, float left, float right, float middle_y, float size, ImU32 color, Align align = Align::left,
                Weight weight = Weight::regular);
    float width(std::string_view text, float size, Weight weight = Weight::regular);

    /// The size in which a wanted size is really rasterised: whole pixels when small, coarser steps above, so that the atlas stays bounded.
    static float rasterised(float size);

private:
    ImFont* font(Weight weight) const;
    ImFontBaked* baked(Weight weight, float size, float& scale) const;
    void measure(const Label& label, float size, float room) const;
    void emit(std::string_view text, ImFontBaked* baked, float scale, ImVec2 at, ImU32 color);

    Fonts fonts_;
    ImDrawList* list_ = nullptr;
    float density_ = 1;
};

}  // namespace flow::ui
