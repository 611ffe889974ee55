// Promises: where everything that can be clicked on the canvas is, by name, so that tests and the page's API find it:
// "canvas", "node:a", "node:a.title", "node:a.state", "port:a.in.table", "port:a.out.result", "param:a.minimum", "wire:a.result>b.table" (its middle), "reroute:a.result>b.table.0", "area:frame_1", "area:frame_1.title", "area:frame_1.fold", "area:frame_1.resize", "minimap" (while there is one).
// Must not know: the session, drawing.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace flow::ui {

/// CSS pixels of the page's viewport.
struct WidgetPlace {
    float x = 0, y = 0, width = 0, height = 0;
    bool visible = false;
    bool enabled = true;
};

class WidgetMap {
public:
    void clear() { places_.clear(); }
    void add(std::string name, const WidgetPlace& place) { places_.insert_or_assign(std::move(name), place); }
    /// Null if there is no such thing.
    const WidgetPlace* find(std::string_view name) const;
    const std::map<std::string, WidgetPlace, std::less<>>& all() const { return places_; }

private:
    std::map<std::string, WidgetPlace, std::less<>> places_;
};

}  // namespace flow::ui
