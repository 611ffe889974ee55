// Reading: the parts of a file (flow_reader.h) become a graph. Writing is flow_writer.cpp's.
#include "runtime/graph/flow_file.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/base/limits.h"
#include "runtime/graph/flow_reader.h"
#include "runtime/graph/graph_change.h"
#include "runtime/graph/layout.h"
#include "runtime/graph/rules.h"
#include "runtime/graph/view_items.h"

namespace flow {
namespace {

std::string place(std::string_view list, std::size_t index, std::string_view field) {
    return "/" + std::string(list) + "/" + std::to_string(index) + (field.empty() ? "" : "/") + std::string(field);
}

struct LinkEnd {
    std::string_view node;
    std::string_view port;
};

/// Port names may hold dots, ids may not: the first dot splits.
LinkEnd split_end(std::string_view end) {
    const std::size_t dot = end.find('.');
    return {end.substr(0, dot), end.substr(dot + 1)};
}

class Assembly {
public:
    Assembly(RawFlow raw, const NodeLibrary& library) : raw_(std::move(raw)), library_(library) {}

    Result<Graph> build() {
        if (Result<void> nodes = add_nodes(); !nodes) return tl::unexpected(nodes.error());
        if (Result<void> links = add_links(); !links) return tl::unexpected(links.error());
        add_looks();
        add_areas(Area::Kind::frame, "frames", std::move(raw_.frames));
        add_areas(Area::Kind::note, "notes", std::move(raw_.notes));
        add_bends();
        parts_.title = std::move(raw_.title);
        parts_.packages = std::move(raw_.packages);
        parts_.files = std::move(raw_.files);
        parts_.lists_files = raw_.lists_files;
        parts_.unknown = std::move(raw_.unknown);
        const auto fields = std::make_move_iterator(raw_.view_fields.begin());
        parts_.view_fields.insert(parts_.view_fields.end(), fields, std::make_move_iterator(raw_.view_fields.end()));
        std::optional<Graph> graph = GraphChange::assemble(parts_);
        if (!graph) return tl::unexpected(cycle());
        return *std::move(graph);
    }

private:
    /// Each source is read once, and functions of equal ports share their signature.
    Reading read(std::size_t at) {
        const Node& node = parts_.nodes[at];
        if (node.type != kPythonType) return read_node(library_, node.type, node.source);
        const auto [first, is_new] = by_source_.emplace(node.source, at);
        if (!is_new) {
            const Node& same = parts_.nodes[first->second];
            return {same.function, same.signature, same.problem};
        }
        Reading reading = read_node(library_, node.type, node.source);
        reading.signature = *signatures_.insert(reading.signature).first;
        return reading;
    }

    Result<void> add_nodes() {
        parts_.nodes.reserve(raw_.nodes.size());
        by_name_.reserve(raw_.nodes.size());
        for (std::size_t at = 0; at < raw_.nodes.size(); ++at) {
            RawNode& raw = raw_.nodes[at];
            Node node;
            node.id = NodeId{++last_id_};
            node.name = std::move(raw.name);
            node.type = std::move(raw.type);
            node.title = std::move(raw.title);
            node.mode = raw.mode;
            node.params = std::move(raw.params);
            node.limits = std::move(raw.limits);
            node.unknown = std::move(raw.unknown);
            if (raw.source && node.type == kPythonType) {
                node.source = *std::move(raw.source);
            } else if (raw.source) {
                UnknownFields& unknown = node.unknown.edit();
                const auto behind = unknown.begin() + static_cast<std::ptrdiff_t>(raw.unknown_before_source);
                unknown.insert(behind, {raw.before_source, "source", json_string(*raw.source)});
            }
            parts_.nodes.push_back(std::move(node));
            read(at).give_to(parts_.nodes.back());
            const std::string& name = parts_.nodes.back().name;
            if (!by_name_.emplace(name, at).second) return refuse("graph.id_taken", {{"id", name}}, place("nodes", at, "id"));
        }
        return {};
    }

    Result<const Node*> node_at(std::string_view name, std::string where) const {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) return refuse("file.unknown_node", {{"id", std::string(name)}}, std::move(where));
        return &parts_.nodes[found->second];
    }

    Result<void> add_links() {
        parts_.links.reserve(raw_.links.size());
        std::unordered_set<std::string_view> taken;  // ends "node.port" that take one link and have it
        for (std::size_t at = 0; at < raw_.links.size(); ++at) {
            RawLink& raw = raw_.links[at];
            const LinkEnd from = split_end(raw.from);
            const LinkEnd to = split_end(raw.to);
            const Result<const Node*> source = node_at(from.node, place("links", at, "from"));
            if (!source) return tl::unexpected(source.error());
            const Result<const Node*> target = node_at(to.node, place("links", at, "to"));
            if (!target) return tl::unexpected(target.error());
            if (*source == *target) return refuse("graph.link_to_itself", {{"node", (*target)->name}}, place("links", at, ""));
            if (takes_one_link(*(*target)->signature, to.port) && !taken.insert(raw.to).second) {
                return refuse("graph.input_taken", {{"node", (*target)->name}, {"port", std::string(to.port)}}, place("links", at, "to"));
            }
            Link& link = parts_.links.emplace_back(Link{LinkId{++last_id_}, (*source)->id, std::string(from.port), (*target)->id, std::string(to.port)});
            if (raw.unknown) link.extras.edit().unknown = std::move(raw.unknown.edit());
        }
        return {};
    }

    /// The sentence about a cycle that the links hold.
    Error cycle() const {
        std::vector<NodeId> nodes;
        std::vector<std::pair<NodeId, NodeId>> links;
        for (const Node& node : parts_.nodes) nodes.push_back(node.id);
        for (const Link& link : parts_.links) links.emplace_back(link.from, link.to);
        const std::vector<NodeId> path = Topology::find_cycle(nodes, links);
        FLOW_CHECK(!path.empty(), "links that have no order hold a cycle");
        // Ids were given in the file's order from 1.
        const auto name_of = [this](NodeId id) { return parts_.nodes[id.value - 1].name; };
        const auto closes = [&path](const std::pair<NodeId, NodeId>& link) {
            const auto from = std::find(path.begin(), path.end(), link.first);
            return from != path.end() && link.second == (std::next(from) == path.end() ? path.front() : *std::next(from));
        };
        const auto last = std::find_if(links.rbegin(), links.rend(), closes);
        const auto at = static_cast<std::size_t>(std::distance(last, links.rend())) - 1;
        return Error{Sentence{"graph.cycle", {{"path", cycle_text(path, name_of)}}}, place("links", at, "")};
    }

    void add_looks() {
        std::vector<bool> has_look(parts_.nodes.size(), false);
        parts_.looks.resize(parts_.nodes.size());
        for (auto& [name, look] : raw_.looks) {
            const auto found = by_name_.find(name);
            if (found == by_name_.end()) continue;
            has_look[found->second] = true;
            parts_.looks[found->second] = std::move(look);
        }
        place_missing(parts_.nodes, parts_.links, has_look, parts_.looks);
    }

    /// A member of `view` that is no list is kept as it stands.
    void keep_view_field(const char* name, JsonText value) { parts_.view_fields.push_back({"nodes", name, std::move(value)}); }

    void add_areas(Area::Kind kind, const char* field, JsonText list) {
        std::optional<std::vector<Area>> areas = read_areas(kind, list, [this](std::string_view name) {
            const auto found = by_name_.find(name);
            return found == by_name_.end() ? NodeId{} : parts_.nodes[found->second].id;
        });
        if (!areas) return keep_view_field(field, std::move(list));
        const std::string start = kind == Area::Kind::frame ? "frame_" : "note_";
        for (Area& area : *areas) area_names_.insert(area.name);
        std::size_t number = 0;
        std::unordered_set<std::string> used;
        for (const Area& area : parts_.areas) used.insert(area.name);
        for (Area& area : *areas) {
            if (area.foreign.empty() && (area.name.empty() || used.contains(area.name))) {
                do {
                    area.name = start + std::to_string(++number);
                } while (!area_names_.insert(area.name).second);
            }
            used.insert(area.name);
            parts_.areas.push_back(std::move(area));
        }
    }

    void add_bends() {
        std::optional<std::vector<Reroute>> reroutes = read_reroutes(raw_.reroutes);
        if (!reroutes) return keep_view_field("reroutes", std::move(raw_.reroutes));
        if (reroutes->empty()) return;
        std::unordered_map<std::string, std::size_t> links;
        for (std::size_t at = 0; at < parts_.links.size(); ++at) links.emplace(raw_.links[at].from + ">" + raw_.links[at].to, at);
        for (Reroute& one : *reroutes) {
            const auto found = one.foreign.empty() ? links.find(one.from + ">" + one.to) : links.end();
            if (found != links.end() && parts_.links[found->second].bends().size() < limits::kBendsPerLink) {
                parts_.links[found->second].extras.edit().bends.push_back(one.at);
            } else if (!one.foreign.empty()) {
                parts_.foreign_bends.push_back(std::move(one.foreign));
            }
        }
    }

    RawFlow raw_;
    const NodeLibrary& library_;
    FlowParts parts_;
    std::uint32_t last_id_ = 0;
    std::unordered_map<std::string_view, std::size_t> by_name_;  // into parts_.nodes, which stay where they are
    std::unordered_map<std::string_view, std::size_t> by_source_;
    std::unordered_set<std::string> area_names_;

    using SignaturePtr = std::shared_ptr<const Signature>;
    struct HashOfSignature {
        std::size_t operator()(const SignaturePtr& signature) const { return hash_of(*signature); }
    };
    struct SameSignature {
        bool operator()(const SignaturePtr& a, const SignaturePtr& b) const { return *a == *b; }
    };
    std::unordered_set<SignaturePtr, HashOfSignature, SameSignature> signatures_;
};

}  // namespace

Result<Graph> read_flow(std::string_view text, const NodeLibrary& library) {
    Result<RawFlow> raw = read_raw_flow(text);
    if (!raw) return tl::unexpected(raw.error());
    return Assembly(*std::move(raw), library).build();
}

}  // namespace flow
