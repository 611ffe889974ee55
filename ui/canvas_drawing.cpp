// What lies under and over the nodes: the dotted grid, the box of a selection, the minimap, tooltips, a hint on an empty canvas.
#include "ui/drawing.h"
#include "ui/minimap.h"

namespace flow::ui {
namespace {

void draw_dots(const Canvas& canvas, double step, ImU32 color, float size) {
    const CanvasRect view = canvas.camera.view(canvas.size);
    const auto quad = [&](ImVec2 at) { canvas.list.PrimRect({at.x - size / 2, at.y - size / 2}, {at.x + size / 2, at.y + size / 2}, color); };
    const auto first_x = static_cast<long>(std::floor(view.left / step)), last_x = static_cast<long>(std::ceil(view.right / step));
    const auto first_y = static_cast<long>(std::floor(view.top / step)), last_y = static_cast<long>(std::ceil(view.bottom / step));
    const int count = static_cast<int>((last_x - first_x + 1) * (last_y - first_y + 1));
    canvas.list.PrimReserve(count * 6, count * 4);
    for (long x = first_x; x <= last_x; ++x) {
        for (long y = first_y; y <= last_y; ++y) quad(canvas.camera.to_screen(static_cast<double>(x) * step, static_cast<double>(y) * step));
    }
}

/// So many nodes of the minimap are drawn one by one.
constexpr std::size_t kCrowded = 1000;

/// A line of a tooltip takes at most so many lines of it.
constexpr std::size_t kMostPieces = 3;

/// The line in pieces that are no wider than `room`, broken at spaces where there are any.
std::vector<std::string> wrapped(const Canvas& canvas, std::string_view line, float size, Weight weight, float room) {
    std::vector<std::string> pieces;
    while (!line.empty() && pieces.size() < kMostPieces) {
        std::size_t fits = 0, at_space = 0;
        while (fits < line.size()) {
            std::size_t next = fits + 1;
            while (next < line.size() && (static_cast<unsigned char>(line[next]) & 0xC0) == 0x80) ++next;
            if (fits > 0 && canvas.text.width(line.substr(0, next), size, weight) > room) break;
            if (line[fits] == ' ') at_space = fits;
            fits = next;
        }
        const bool is_last = fits == line.size();
        const std::size_t end = is_last || at_space == 0 ? fits : at_space;
        // What is too much even so ends in an ellipsis when it is written.
        pieces.emplace_back(pieces.size() + 1 == kMostPieces ? line : line.substr(0, end));
        line.remove_prefix(end);
        while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    }
    return pieces;
}

}  // namespace

void draw_grid(const Canvas& canvas) {
    double step = 24;
    while (step * canvas.camera.zoom() < 20) step *= 2;  // as many dots at every zoom
    draw_dots(canvas, step, canvas.colors.dot, std::clamp(1.6f * canvas.zoom, 1.4f, 2.4f));
}

void draw_empty_hint(const Canvas& canvas, std::string_view text) {
    canvas.text.write(text, 20, canvas.size.x - 20, canvas.size.y / 2, 15, canvas.colors.text_muted, Align::center);
}

void draw_box_selection(const Canvas& canvas, const Rect& box) {
    canvas.list.AddRectFilled(box.min, box.max, canvas.colors.accent_soft, 3);
    canvas.list.AddRect(box.min, box.max, faded(canvas.colors.accent, 0.8f), 3);
}

void draw_minimap(const Canvas& canvas, MinimapCells& cells, MinimapCells::Content content) {
    const Scene& scene = canvas.scene;
    const auto map = minimap_of(scene, canvas.camera, canvas.size);
    if (!map) return;
    // Nodes below it are seen through it, until the pointer is on it.
    const bool is_seen_through = canvas.hover.part != Part::minimap && map->is_over_nodes(scene, canvas.camera);
    canvas.list.AddRectFilled(map->frame.min, map->frame.max, faded(canvas.colors.node, is_seen_through ? 0.8f : 0.95f), 7);
    canvas.list.AddRect(map->frame.min, map->frame.max, canvas.colors.node_border, 7);
    const auto box_of = [&map](const NodeItem& item) {
        const Rect box = map->place(item.box());
        return Rect{box.min, {std::max(box.max.x, box.min.x + 2), std::max(box.max.y, box.min.y + 2)}};
    };
    const auto color_of = [&canvas](const NodeItem& item) {
        return item.state == NodeState::failed    ? canvas.colors.failed
               : item.is_selected                 ? canvas.colors.accent
               : item.state == NodeState::running ? canvas.colors.running
                                                  : faded(canvas.colors.of(item.category), 0.75f);
    };
    const auto draw = [&](const NodeItem& item) {
        const Rect box = box_of(item);
        canvas.list.AddRectFilled(box.min, box.max, color_of(item));
    };
    // A rectangle is a quad; in the mosaic it is one a row of pixels, and all cells are looked at: dearer until there are more nodes than rows of them can be told apart.
    if (scene.nodes().size() > kCrowded) {
        content.shown = map->shown;
        content.left = map->frame.min.x;
        content.top = map->frame.min.y;
        if (cells.content != content) {
            cells.content = content;
            cells.mosaic.begin(map->frame, 1);
            for (std::size_t at = 0; at < scene.nodes().size(); ++at) {
                const NodeItem& item = scene.nodes()[at];
                if (!scene.is_carried(at)) cells.mosaic.put(box_of(item), color_of(item), mosaic_rank(item));
            }
        }
        cells.mosaic.draw(canvas.list);
        for (const NodeId node : scene.carried()) {
            if (const NodeItem* item = scene.find(node)) draw(*item);
        }
    } else {
        for (const NodeItem& item : scene.nodes()) draw(item);
    }
    const Rect seen = map->place(canvas.camera.view(canvas.size));
    canvas.list.AddRectFilled(seen.min, seen.max, canvas.colors.accent_soft, 2);
    canvas.list.AddRect(seen.min, seen.max, faded(canvas.colors.accent, 0.9f), 2);
}

void draw_tooltip(const Canvas& canvas, ImVec2 at, const std::vector<std::string>& told, bool is_refusal) {
    if (told.empty()) return;
    constexpr float kSize = 12, kLine = 17, kPad = 9, kMost = 420;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < told.size(); ++i) {
        const float room = std::min(kMost, canvas.size.x - 4 * kPad);
        for (std::string& piece : wrapped(canvas, told[i], kSize, i == 0 ? Weight::strong : Weight::regular, room)) lines.push_back(std::move(piece));
    }
    float width = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) width = std::max(width, canvas.text.width(lines[i], kSize, i == 0 ? Weight::strong : Weight::regular));
    width = std::min(width, std::min(kMost, canvas.size.x - 4 * kPad)) + 1;
    const ImVec2 size = {width + 2 * kPad, kLine * static_cast<float>(lines.size()) + 2 * kPad - 3};
    ImVec2 corner = at + ImVec2{14, 16};
    if (corner.x + size.x > canvas.size.x - 4) corner.x = std::max(4.0f, canvas.size.x - 4 - size.x);
    if (corner.y + size.y > canvas.size.y - 4) corner.y = std::max(4.0f, at.y - 12 - size.y);
    canvas.list.AddRectFilled(corner, corner + size, is_refusal ? canvas.colors.failed_ground : canvas.colors.tooltip, 7);
    canvas.list.AddRect(corner, corner + size, is_refusal ? canvas.colors.failed : canvas.colors.tooltip_border, 7);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const ImU32 color = is_refusal ? canvas.colors.failed_text : i == 0 ? canvas.colors.text : canvas.colors.text_muted;
        const float y = corner.y + kPad - 1.5f + kLine * (static_cast<float>(i) + 0.5f);
        canvas.text.write(lines[i], corner.x + kPad, corner.x + kPad + width, y, kSize, color, Align::left, i == 0 ? Weight::strong : Weight::regular);
    }
}

}  // namespace flow::ui
