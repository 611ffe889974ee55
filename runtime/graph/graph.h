// Promises: a flow as a value: nodes, links, looks, files, packages; always acyclic, always with unique names, with a topological order kept up to date.
// Must not know: JSON, running, drawing. It is changed only by edits (runtime/graph/edit.h), each of which can be undone.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/base/id_list.h"
#include "runtime/base/id_map.h"
#include "runtime/base/ids.h"
#include "runtime/base/rare.h"
#include "runtime/base/result.h"
#include "runtime/graph/file_order.h"
#include "runtime/graph/node_type.h"
#include "runtime/graph/signature.h"
#include "runtime/graph/topology.h"

namespace flow {

enum class NodeMode { normal, mute, bypass, volatile_ };

/// A field of the file that this version does not know, and the known field it stood behind ("" for the first place).
struct UnknownField {
    std::string after;
    std::string name;
    JsonText value;

    friend bool operator==(const UnknownField&, const UnknownField&) = default;
};
using UnknownFields = std::vector<UnknownField>;

struct Param {
    std::string name;
    JsonText value;

    friend bool operator==(const Param&, const Param&) = default;
};

/// What one call of a node may take, as far as the node itself says so; absent: what the session says. No part of what the node means: a result stays true.
struct NodeLimits {
    std::optional<double> time_sec;            ///< 0: as long as it takes
    std::optional<std::int64_t> output_bytes;  ///< of printed text that is kept
    std::optional<std::int64_t> displays;      ///< pictures and other things shown beside the result
    UnknownFields unknown;

    bool is_empty() const { return !time_sec && !output_bytes && !displays && unknown.empty(); }
    /// None is negative or beyond what can be kept to (runtime/base/limits.h).
    bool is_settable() const;
    friend bool operator==(const NodeLimits&, const NodeLimits&) = default;
};

/// What a node means. `name` is the file's `id`: a Python identifier that never changes.
struct Node {
    NodeId id;
    std::string name;
    std::string type;
    std::string title;   ///< "" without one of its own
    std::string source;  ///< of a "python" node; "" for others
    std::vector<Param> params;
    NodeMode mode = NodeMode::normal;
    Rare<NodeLimits> limits;
    Rare<UnknownFields> unknown;
    std::string function;                        ///< the name of the source's function, as of the last that could be read; "" without one
    std::shared_ptr<const Signature> signature;  ///< the last that could be read; never null (empty for an unknown type); shared with nodes of equal ports
    Rare<SourceProblem> problem;                 ///< why the source, the type or a link into it cannot be used now

    const JsonText* param(std::string_view name) const;
};

/// How a node looks: canvas units, x to the right, y down, of its upper left corner.
struct NodeLook {
    double x = 0;
    double y = 0;
    bool is_collapsed = false;
    Rare<UnknownFields> unknown;

    friend bool operator==(const NodeLook&, const NodeLook&) = default;
};

/// A point on the canvas through which a wire is led (canvas units). Looks only.
struct Bend {
    double x = 0;
    double y = 0;

    friend bool operator==(const Bend&, const Bend&) = default;
};
using Bends = std::vector<Bend>;

/// What few links have; one pointer in those that have none of it.
struct LinkExtras {
    UnknownFields unknown;
    Bends bends;  ///< from the output to the input

    friend bool operator==(const LinkExtras&, const LinkExtras&) = default;
};

struct Link {
    LinkId id;
    NodeId from;
    std::string from_port;
    NodeId to;
    std::string to_port;
    Rare<LinkExtras> extras = {};

    const UnknownFields& unknown() const { return extras.or_empty().unknown; }
    const Bends& bends() const { return extras.or_empty().bends; }
    void set_bends(Bends bends);
};

/// A coloured rectangle with text on the canvas: a frame round nodes, or a note. Looks only. `name` is the file's `id`.
struct Area {
    enum class Kind { frame, note };
    Kind kind = Kind::frame;
    std::string name;
    std::string text;   ///< a frame's title, a note's Markdown
    std::string color;  ///< a name that the canvas knows, or whatever the file says
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool is_folded = false;
    bool is_subflow = false;    ///< of a frame: its nodes are one step of the flow: folded they are drawn as one node, in exported code they are a function
    std::vector<NodeId> nodes;  ///< of a folded frame: what it hides
    std::optional<std::vector<std::string>> areas;  ///< the same for frames and notes; none: those within its box
    UnknownFields unknown;
    JsonText foreign;  ///< instead of all this: an item of the file that this version cannot read, kept as it is and never shown

    /// A node stands in a frame if the middle of its head does (how tall nodes are is the canvas' matter).
    bool holds(double node_x, double node_y) const;
    friend bool operator==(const Area&, const Area&) = default;
};

/// A file of the flow. `data` is its base64 as found in the flow file, "" for one that is kept by the page.
struct FlowFile {
    std::string name;
    std::int64_t bytes = 0;
    std::string sha256;  ///< lower-case hexadecimal; "" when unknown
    std::string data;
    UnknownFields unknown;

    friend bool operator==(const FlowFile&, const FlowFile&) = default;
};

/// One time that somebody opened a flow: a number of theirs, by which they know again which flow undo and redo bring back. 0 is the empty one at the beginning.
using Opening = std::int64_t;
/// Which of the flows that are open side by side: a number of whoever shows them. The first one is 0.
using Tab = std::int64_t;

class Graph {
public:
    // --- meaning
    /// In the file's order.
    std::span<const NodeId> nodes() const { return node_order_.ids(); }
    std::span<const LinkId> links() const { return link_order_.ids(); }
    const Node* find(NodeId id) const;
    const Node& node(NodeId id) const;  ///< the node must exist
    /// A node as it is now, kept alive by the caller while the graph goes on changing: the plan's snapshot.
    std::shared_ptr<const Node> shared(NodeId id) const;
    NodeId by_name(std::string_view name) const;  ///< none if there is no such node
    const Link* find(LinkId id) const;
    const Link& link(LinkId id) const;
    std::span<const LinkId> links_into(NodeId id) const;  ///< in the file's order
    std::span<const LinkId> links_out_of(NodeId id) const;
    LinkId link_between(NodeId from, std::string_view from_port, NodeId to, std::string_view to_port) const;
    const Topology& topology() const { return topology_; }

    const std::string& title() const { return title_; }
    const std::vector<std::string>& packages() const { return packages_; }
    const std::vector<FlowFile>& files() const { return files_; }
    /// The flow file that it was read from said which files it has, if only that it has none.
    bool lists_files() const { return lists_files_; }
    const FlowFile* file(std::string_view name) const;
    const UnknownFields& unknown() const { return unknown_; }
    /// No part of the flow.
    Opening opening() const { return opening_; }

    // --- looks
    const NodeLook& look(NodeId id) const;
    /// Frames and notes, each kind in the file's order.
    const std::vector<Area>& areas() const { return areas_; }
    const Area* area(std::string_view name) const;
    /// "frame_1", "note_2" …: one that is free.
    std::string free_area_name(Area::Kind kind) const;
    /// The nodes that a frame holds, in the file's order: those that it hides when it is folded.
    std::vector<NodeId> nodes_in(const Area& area) const;
    /// The frames and notes that it holds, in the same way.
    std::vector<std::string> areas_in(const Area& area) const;
    /// Reroute points of the file that belong to no wire, verbatim.
    const std::vector<JsonText>& foreign_bends() const { return foreign_bends_; }
    /// Members of `view` that this version does not know, verbatim.
    const UnknownFields& view_fields() const { return view_fields_; }

    /// Counts up with each change of meaning (nodes, links, params, files, packages) and of looks (positions, titles). Never goes back, undo included.
    std::uint64_t meaning_revision() const { return meaning_revision_; }
    std::uint64_t looks_revision() const { return looks_revision_; }
    /// Which node's look alone became another with that revision of the looks; none: it was something else, or it is too long ago to be known.
    NodeId looked_different(std::uint64_t looks_revision) const {
        return looks_revision_ - looks_revision < recent_looks_.size() ? recent_looks_[looks_revision % recent_looks_.size()] : NodeId{};
    }
    /// The same for frames, notes and bends of wires (each change of them is one of looks too).
    std::uint64_t areas_revision() const { return areas_revision_; }

    /// A free name made from `wanted` (a type's or function's name, of "core.read_csv" the last part; "node" if that is no ASCII identifier).
    /// Names in `also_taken` are not free either: for several new nodes in one step.
    std::string free_name(std::string_view wanted, const std::unordered_set<std::string>& also_taken = {}) const;

    /// Ids greater than this were never used: a step of several edits may name the nodes and links that it makes by the ids that follow.
    std::uint32_t last_id() const { return last_id_; }

    /// The place in the file's order.
    std::size_t index_of(NodeId id) const { return node_order_.index_of(id); }
    std::size_t index_of(LinkId id) const { return link_order_.index_of(id); }
    /// Which of two stands first in the file.
    bool before(NodeId a, NodeId b) const { return node_order_.before(a, b); }
    bool before(LinkId a, LinkId b) const { return link_order_.before(a, b); }

private:
    friend class GraphChange;  // graph_change.h: the only writer

    struct Entry {
        std::shared_ptr<const Node> node;
        NodeLook look;
        Rare<SourceProblem> own_problem;  ///< of source or type; `node->problem` may be that of a link instead
        IdList<LinkId> in;
        IdList<LinkId> out;
    };

    const Entry& entry(NodeId id) const;
    Entry& own_entry(NodeId id);

    IdMap<NodeId, Entry> entries_;
    std::unordered_map<std::string, NodeId> names_;
    IdMap<LinkId, Link> links_;
    FileOrder<NodeId> node_order_;
    FileOrder<LinkId> link_order_;
    Topology topology_;
    std::string title_;
    std::vector<std::string> packages_;
    std::vector<FlowFile> files_;
    bool lists_files_ = false;
    Opening opening_ = 0;
    UnknownFields unknown_;
    UnknownFields view_fields_;
    std::vector<Area> areas_;
    std::vector<JsonText> foreign_bends_;
    std::uint64_t meaning_revision_ = 0;
    std::uint64_t looks_revision_ = 0;
    std::array<NodeId, 32> recent_looks_{};  ///< by the revision's remainder
    std::uint64_t areas_revision_ = 0;
    std::uint32_t last_id_ = 0;
};

}  // namespace flow
