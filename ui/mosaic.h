// Promises: many boxes of a few pixels as runs of equal cells: never more quads than the area has cells, however many boxes there are.
// Must not know: what the boxes stand for.
#pragma once

#include <cstdint>
#include <vector>

#include "ui/geometry.h"

namespace flow::ui {

class Mosaic {
public:
    /// Empties it. `cell` in pixels.
    void begin(const Rect& area, float cell);
    /// Fills the cells that the box begins in or covers; where several meet the highest rank stays.
    void put(const Rect& box, ImU32 color, std::uint8_t rank);
    void draw(ImDrawList& list) const;

private:
    struct Cell {
        ImU32 color = 0;
        std::uint8_t rank = 0;  ///< 0: empty
    };
    std::vector<Cell> cells_;
    Rect area_;
    float cell_ = 1;
    int columns_ = 0, rows_ = 0;
};

}  // namespace flow::ui
