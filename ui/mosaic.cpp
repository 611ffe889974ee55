#include "ui/mosaic.h"

#include <algorithm>
#include <cmath>

namespace flow::ui {

void Mosaic::begin(const Rect& area, float cell) {
    area_ = area;
    cell_ = cell;
    columns_ = std::max(1, static_cast<int>(std::ceil(area.width() / cell)));
    rows_ = std::max(1, static_cast<int>(std::ceil(area.height() / cell)));
    cells_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), Cell{});
}

void Mosaic::put(const Rect& box, ImU32 color, std::uint8_t rank) {
    const auto at = [this](float pixels, int count) { return std::clamp(static_cast<int>(pixels / cell_), 0, count - 1); };
    const int left = at(box.min.x - area_.min.x, columns_), top = at(box.min.y - area_.min.y, rows_);
    // A cell whose beginning alone is covered belongs to the gap behind the box: rows and columns stay apart as long as there is a cell between them.
    const int right = std::max(left, at(box.max.x - area_.min.x - cell_ / 2, columns_)), bottom = std::max(top, at(box.max.y - area_.min.y - cell_ / 2, rows_));
    for (int row = top; row <= bottom; ++row) {
        Cell* const line = cells_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
        for (int column = left; column <= right; ++column) {
            if (line[column].rank < rank) line[column] = {color, rank};
        }
    }
}

void Mosaic::draw(ImDrawList& list) const {
    for (int row = 0; row < rows_; ++row) {
        const Cell* const line = cells_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
        const float top = area_.min.y + static_cast<float>(row) * cell_;
        for (int from = 0; from < columns_;) {
            int to = from + 1;
            while (to < columns_ && line[to].color == line[from].color && line[to].rank == line[from].rank) ++to;
            if (line[from].rank > 0) {
                list.PrimReserve(6, 4);
                list.PrimRect({area_.min.x + static_cast<float>(from) * cell_, top}, {area_.min.x + static_cast<float>(to) * cell_, top + cell_},
                              line[from].color);
            }
            from = to;
        }
    }
}

}  // namespace flow::ui
