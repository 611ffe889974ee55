// Promises: the members `frames`, `notes` and `reroutes` of a flow file's `view` as values and back. An item that cannot be read is no error of the file: it is kept as it stands.
// Must not know: where the items go.
//
//   "frames":   [{"id": "frame_1", "title": "Clean", "color": "blue", "x": 0, "y": 0, "width": 500, "height": 300, "folded": true, "subflow": true, "nodes": ["a", "b"], "areas": ["note_1"]}]
//   "notes":    [{"id": "note_1", "text": "# Sales\n- **north**", "color": "yellow", "x": 0, "y": 0, "width": 240, "height": 160}]
//   "reroutes": [{"link": ["a.result", "b.table"], "x": 120, "y": 40}]
//
// `x`, `y`, `width` and `height` must be there; `nodes` and `areas` (frames and notes; without it those within its box) are those that a folded frame hides (an open one holds what
// stands in it). A frame with `subflow` is drawn as one node
// while it is folded, and is a function in exported code. The points of one wire stand in the order from its
// output to its input. Colours: blue, green, yellow, pink, purple, red; any other text is kept and shown as grey.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/graph.h"

namespace flow {

/// Lists and objects in normal form: the texts of their items or members, without the brackets.
std::vector<std::string_view> split_json(std::string_view container);

/// The areas of the list; an item that cannot be read is `Area::foreign`. Nothing if that is no list. Ids that are missing or no names are "".
std::optional<std::vector<Area>> read_areas(Area::Kind kind, const JsonText& list, const std::function<NodeId(std::string_view)>& node_named);

struct Reroute {
    std::string from;
    std::string to;
    Bend at;
    JsonText foreign;  ///< instead of all this
};
std::optional<std::vector<Reroute>> read_reroutes(const JsonText& list);

}  // namespace flow
