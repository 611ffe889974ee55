#include "runtime/graph/graph.h"

#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/base/limits.h"
#include "runtime/graph/names.h"

namespace flow {

const JsonText* Node::param(std::string_view wanted) const {
    const auto found = std::find_if(params.begin(), params.end(), [wanted](const Param& known) { return known.name == wanted; });
    return found == params.end() ? nullptr : &found->value;
}

void Link::set_bends(Bends bends) {
    if (bends.empty() && unknown().empty()) {
        extras = {};
    } else {
        extras.edit().bends = std::move(bends);
    }
}

bool NodeLimits::is_settable() const {
    const auto within = [](const auto& value, auto most) { return !value || (*value >= 0 && *value <= most); };
    return within(time_sec, limits::kSettableSeconds) && within(output_bytes, limits::kSettableOutputBytes) && within(displays, limits::kSettableDisplays);
}

const Graph::Entry& Graph::entry(NodeId id) const {
    const Entry* found = entries_.find(id);
    FLOW_CHECK(found != nullptr, "a node that is asked for by its id exists");
    return *found;
}

Graph::Entry& Graph::own_entry(NodeId id) {
    Entry* found = entries_.edit(id);
    FLOW_CHECK(found != nullptr, "a node that is changed exists");
    return *found;
}

const Node* Graph::find(NodeId id) const {
    const Entry* found = entries_.find(id);
    return found == nullptr ? nullptr : found->node.get();
}

const Node& Graph::node(NodeId id) const { return *entry(id).node; }

std::shared_ptr<const Node> Graph::shared(NodeId id) const { return entry(id).node; }

NodeId Graph::by_name(std::string_view name) const {
    const auto found = names_.find(std::string(name));
    return found == names_.end() ? NodeId{} : found->second;
}

const Link* Graph::find(LinkId id) const { return links_.find(id); }

const Link& Graph::link(LinkId id) const {
    const Link* found = find(id);
    FLOW_CHECK(found != nullptr, "a link that is asked for by its id exists");
    return *found;
}

std::span<const LinkId> Graph::links_into(NodeId id) const { return entry(id).in; }

std::span<const LinkId> Graph::links_out_of(NodeId id) const { return entry(id).out; }

LinkId Graph::link_between(NodeId from, std::string_view from_port, NodeId to, std::string_view to_port) const {
    const Entry* target = entries_.find(to);
    if (target == nullptr) return {};
    for (const LinkId id : target->in) {
        const Link& known = link(id);
        if (known.from == from && known.from_port == from_port && known.to_port == to_port) return id;
    }
    return {};
}

const FlowFile* Graph::file(std::string_view name) const {
    const auto found = std::find_if(files_.begin(), files_.end(), [name](const FlowFile& known) { return known.name == name; });
    return found == files_.end() ? nullptr : &*found;
}

const NodeLook& Graph::look(NodeId id) const { return entry(id).look; }

std::string Graph::free_name(std::string_view wanted, const std::unordered_set<std::string>& also_taken) const {
    const std::string base = node_name_from(wanted);
    const auto numbered = [&base](std::size_t number) {
        const std::string suffix = "_" + std::to_string(number);
        return base.substr(0, limits::kNameBytes - suffix.size()) + suffix;
    };
    const auto is_free = [&](const std::string& name) { return !names_.contains(name) && !also_taken.contains(name); };
    if (is_free(base)) return base;
    // Doubling, then halving: thousands of copies of one node must not cost the square of their number.
    std::size_t taken = 1;
    std::size_t free = 2;
    while (!is_free(numbered(free))) {
        taken = free;
        free *= 2;
    }
    while (free - taken > 1) {
        const std::size_t middle = taken + (free - taken) / 2;
        (is_free(numbered(middle)) ? free : taken) = middle;
    }
    return numbered(free);
}

}  // namespace flow
