// Promises: what is written on a node (names, settings, error, preview, foot), made when the node is seen in full, made anew when it was laid out anew, forgotten when many others are seen.
// Must not know: where it stands, colours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/graph/widget.h"
#include "runtime/session/session.h"
#include "ui/scene.h"
#include "ui/text.h"

namespace flow::ui {

struct PortFace {
    Label label;
    Label type;
};

struct SettingItem {
    std::string name;
    WidgetSpec spec;
    JsonText value;
    Label label;
    Label shown;
    bool is_set = false;
};

/// The small picture of the node's first value.
struct PreviewItem {
    PreviewKind kind = PreviewKind::none;
    std::vector<Label> lines;     ///< of a text
    std::vector<Label> head;      ///< of a table
    std::vector<bool> is_number;  ///< these columns stand to the right
    std::vector<float> share;     ///< of the table's width, a column each; 1 in all
    std::vector<std::vector<Label>> rows;
    std::string value_key;  ///< which thumbnail
};

struct NodeFace {
    std::vector<PortFace> inputs, outputs;  ///< as in NodeItem
    std::vector<SettingItem> settings;      ///< as NodeItem::settings()
    Label more;                             ///< "3 more settings"
    Label error;
    PreviewItem preview;
    Label foot, elapsed;
};

NodeFace face_of(const Session& session, const NodeItem& item);
/// The setting in this row of the node; nothing if there is no such row.
std::optional<SettingItem> setting_at(const Session& session, const NodeItem& item, std::size_t row);
/// The type of a port as far as it is known: as annotated, of an output as its value has it; "" without one.
std::string_view annotation_of(const Session& session, const NodeItem& item, std::size_t index, bool is_output);
/// The one line that tells what is wrong with the node, "" if nothing is.
std::string error_of(const Session& session, const NodeItem& item);
/// The lines of a value that is shown as text, as many as a node has room for.
std::vector<std::string_view> preview_lines(const OutputSummary& output);

/// The faces of the nodes that were seen lately.
class Faces {
public:
    /// Once a frame, before any is asked for.
    void begin(const Session& session);
    /// Valid until the next begin.
    const NodeFace& of(const NodeItem& item);
    std::size_t count() const { return kept_.size(); }

private:
    struct Kept {
        NodeFace face;
        std::uint32_t layout = 0;
        std::uint64_t seen = 0;
    };
    std::unordered_map<NodeId, Kept> kept_;
    const Session* session_ = nullptr;
    std::uint64_t frame_ = 0;
};

}  // namespace flow::ui
