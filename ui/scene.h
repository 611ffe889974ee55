// Promises: what is to be drawn, kept from frame to frame: one item per node with its measures, one per link. Brought up to date from a session at a cost that follows what changed.
// Must not know: the camera, the mouse, colours. Changes nothing in the session.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/session/session.h"
#include "ui/areas.h"
#include "ui/camera.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace flow::ui {

enum class PortShape : std::uint8_t { required, optional, variadic };

/// Its texts are in NodeFace, for which PortFaces stand in the same order.
struct PortItem {
    std::string_view name;  ///< in the signature of NodeItem::node
    float y = 0;            ///< of its middle, from the node's top
    float outer_y = 0;      ///< the same on the folded subflow that hides the node; 0: not shown there
    Family family = Family::any;
    PortShape shape = PortShape::required;
    bool is_linked = false;
    bool is_toggle = false;  ///< a setting whose control is one
};

/// What every node needs in every frame, seen or not. What is written on it is made when it is seen (node_face.h).
struct NodeItem {
    NodeId id;
    std::shared_ptr<const Node> node;
    double x = 0, y = 0;
    float width = 0, height = 0;
    bool is_collapsed = false;
    bool is_selected = false;
    Category category = Category::table;
    NodeState state = NodeState::idle;
    Label title;
    std::vector<PortItem> inputs;  ///< ports first, then one per setting
    std::vector<PortItem> outputs;
    std::uint32_t first_setting = 0;  ///< its place in `inputs`
    std::uint32_t hidden_settings = 0;
    // From the node's top; 0: there is none.
    float more_y = 0, error_y = 0, preview_y = 0, preview_height = 0, foot_y = 0;
    std::optional<double> progress;
    bool is_current = true;

    std::uint32_t folded_in = 0;  ///< 0, or which folded frame hides it: it lies on that frame's bar then

    std::uint64_t wiring = 0;   ///< a hash of the ports that are linked
    std::uint64_t outcome = 0;  ///< a hash of what the latest call gave
    std::uint32_t layout = 0;   ///< another number each time it was laid out: its face is made anew then

    /// The settings that are shown.
    std::span<const PortItem> settings() const { return std::span(inputs).subspan(first_setting); }
    CanvasRect box() const { return {x, y, x + static_cast<double>(width), y + static_cast<double>(height)}; }
    CanvasPoint port(std::size_t index, bool is_output) const;
};

struct LinkItem {
    LinkId id;
    std::uint32_t from = 0, to = 0;       ///< places in Scene::nodes
    std::uint32_t output = 0, input = 0;  ///< places among their ports
    std::uint32_t bends = 0;              ///< 0, or one more than the place in Scene::bends
    CanvasRect box;                       ///< holds the wire, its thickness aside; empty if it is not shown
};

class Scene {
public:
    /// Reads what changed since the last call.
    void update(const Session& session);

    const std::vector<NodeItem>& nodes() const { return nodes_; }
    /// Where the nodes stand, in their order and close together: most of many are ruled out by these alone.
    const std::vector<CanvasRect>& boxes() const { return boxes_; }
    const std::vector<LinkItem>& links() const { return links_; }
    const NodeItem* find(NodeId id) const;
    /// The larger below the smaller.
    const std::vector<AreaItem>& areas() const { return areas_; }
    const AreaItem* find_area(std::string_view name) const;
    const Bends& bends(const LinkItem& link) const;
    /// Not between two nodes of one folded frame.
    bool shows(const LinkItem& link) const { return nodes_[link.from].folded_in == 0 || nodes_[link.from].folded_in != nodes_[link.to].folded_in; }
    /// The rectangle around these nodes (all if empty); nothing for an empty flow.
    std::optional<CanvasRect> bounds(std::span<const NodeId> which) const;
    bool has_running() const { return has_running_; }

    /// These nodes are in the person's hand; none: nothing is. To be said once a frame.
    void carry(std::span<const NodeId> nodes);
    std::span<const NodeId> carried() const { return carried_nodes_; }
    bool carries() const { return !carried_nodes_.empty(); }
    /// Places in links(): those of carried nodes.
    const std::vector<std::uint32_t>& carried_links() const { return carried_links_; }
    bool is_carried(std::size_t place) const { return is_carried_[place] != 0; }
    bool is_carried(const LinkItem& link) const { return is_carried(link.from) || is_carried(link.to); }
    /// Counts up with everything but where the carried nodes are: as long as it stays, what lies still looks the same.
    std::uint64_t still_revision() const { return still_revision_; }

private:
    /// What of the session is another than when it was read last.
    struct Changes {
        bool meaning = true, looks = true, areas = true, results = true, selection = true;
        bool labels = true;  ///< language or library
    };
    Changes take_changes(const Session& session);
    /// Fills looked_at_. `before` is the revision of the looks that was seen.
    void choose_nodes(const Session& session, const Changes& changes, std::uint64_t before);
    void update_order(const Session& session);
    void update_node(const Session& session, const Changes& changes, NodeItem& item);
    /// True if the node is folded or unfolded by it.
    bool update_place(const Session& session, NodeItem& item);
    void update_links(const Session& session);
    void update_boxes(bool has_new_links, bool is_of_carried);
    void find_carried_links();
    void update_areas(const Session& session, const Changes& changes);
    /// Gives a folded subflow its state and a row for each port of its nodes that is linked with the outside or waits for a link.
    void lay_out_subflow(const Session& session, std::uint32_t place);

    std::vector<NodeItem> nodes_;
    std::vector<CanvasRect> boxes_;
    mutable std::optional<std::optional<CanvasRect>> all_bounds_;  ///< of all there is, once asked for
    std::vector<std::uint32_t> looked_at_;                         ///< of this update: the places of all nodes, or of those alone that may be different
    std::vector<char> moved_;                                      ///< of this update: whose box or ports are elsewhere
    std::vector<NodeId> carried_nodes_;
    std::vector<char> is_carried_;  ///< by place
    std::vector<std::uint32_t> carried_links_;
    std::uint64_t still_revision_ = 0;
    std::uint32_t layouts_ = 0;
    std::unordered_map<NodeId, std::uint32_t> places_;
    std::vector<LinkItem> links_;
    std::vector<Bends> bends_;
    std::vector<AreaItem> areas_;
    std::unordered_map<NodeId, std::uint32_t> folded_;  ///< nodes that folded frames hide, by the place of the frame in areas_ and one more
    /// Revisions, the session's own first.
    struct Seen {
        std::uint64_t all = 0, meaning = 0, looks = 0, areas = 0, results = 0, selection = 0;
        std::string language;
        std::size_t types = 0;
    };
    std::optional<Seen> seen_;
    bool has_running_ = false;
};

/// Fills in title, ports and measures of a node (node_layout.cpp).
void lay_out(NodeItem& item, const Session& session);
/// Whether lay_out would give something else, and remembers that it was asked.
bool needs_layout(NodeItem& item, const Session& session);

}  // namespace flow::ui
