// Writes flow files (flow_file.h). The outline is always the same: the outermost object, the lists of nodes, links and files and the map of looks have a line
// for each member; below that json_pretty.h decides.
#include <algorithm>
#include <span>
#include <utility>

#include "runtime/graph/flow_fields.h"
#include "runtime/graph/flow_file.h"
#include "runtime/graph/json_pretty.h"
#include "runtime/graph/mode_names.h"
#include "runtime/graph/piece.h"

namespace flow {
namespace {

/// Goes through the fields of an object in their order: the known ones, each followed by the unknown ones that stood behind it.
template <class Known, class Unknown>
void in_order(FilePlace place, const UnknownFields& unknown, Known write_known, Unknown write_unknown) {
    const auto write_behind = [&](std::string_view known) {
        for (const UnknownField& field : unknown) {
            if (field.after == known) write_unknown(field);
        }
    };
    write_behind("");
    for (const FieldRule& rule : fields_of(place)) {
        write_known(rule.name);
        write_behind(rule.name);
    }
}

/// An object on one line, member by member.
class ObjectLine {
public:
    explicit ObjectLine(std::string& out) : out_(out) { out_ += '{'; }

    std::string& member(std::string_view name) {
        if (!is_empty_) out_ += ", ";
        is_empty_ = false;
        append_json_string(out_, name);
        return out_ += ": ";
    }
    void end() { out_ += '}'; }

    template <class Known>
    void write(FilePlace place, const UnknownFields& unknown, Known write_known) {
        in_order(place, unknown, write_known, [this](const UnknownField& field) { member(field.name) += field.value; });
        end();
    }

private:
    std::string& out_;
    bool is_empty_ = true;
};

void write_params(std::string& out, const std::vector<Param>& params) {
    ObjectLine object(out);
    for (const Param& param : params) object.member(param.name) += param.value;
    object.end();
}

void write_limits(std::string& out, const NodeLimits& limits) {
    ObjectLine object(out);
    object.write(FilePlace::limits, limits.unknown, [&](std::string_view field) {
        if (field == "time_sec" && limits.time_sec) {
            object.member(field) += number_text(*limits.time_sec);
        } else if (field == "output_bytes" && limits.output_bytes) {
            object.member(field) += std::to_string(*limits.output_bytes);
        } else if (field == "displays" && limits.displays) {
            object.member(field) += std::to_string(*limits.displays);
        }
    });
}

void write_node(std::string& out, const Node& node) {
    ObjectLine object(out);
    const auto text = [&object](std::string_view name, std::string_view value) { append_json_string(object.member(name), value); };
    object.write(FilePlace::node, node.unknown.or_empty(), [&](std::string_view field) {
        if (field == "id") {
            text(field, node.name);
        } else if (field == "type") {
            text(field, node.type);
        } else if (field == "title" && !node.title.empty()) {
            text(field, node.title);
        } else if (field == "mode" && node.mode != NodeMode::normal) {
            text(field, name_of(node.mode));
        } else if (field == "source" && !node.source.empty()) {
            text(field, node.source);
        } else if (field == "params" && !node.params.empty()) {
            write_params(object.member(field), node.params);
        } else if (field == "limits" && !node.limits.or_empty().is_empty()) {
            write_limits(object.member(field), *node.limits);
        }
    });
}

void write_link(std::string& out, const Graph& graph, const Link& link) {
    ObjectLine object(out);
    object.write(FilePlace::link, link.unknown(), [&](std::string_view field) {
        const bool is_from = field == "from";
        const Node& node = graph.node(is_from ? link.from : link.to);
        append_json_string(object.member(field), node.name + "." + (is_from ? link.from_port : link.to_port));
    });
}

void write_look(std::string& out, const NodeLook& look) {
    ObjectLine object(out);
    object.write(FilePlace::look, look.unknown.or_empty(), [&](std::string_view field) {
        if (field == "x") {
            object.member(field) += number_text(look.x);
        } else if (field == "y") {
            object.member(field) += number_text(look.y);
        } else if (look.is_collapsed) {
            object.member(field) += "true";
        }
    });
}

void write_area(std::string& out, const Graph& graph, const Area& area) {
    if (!area.foreign.empty()) {
        out += area.foreign;
        return;
    }
    ObjectLine object(out);
    const auto text = [&object](std::string_view name, std::string_view value) {
        if (!value.empty()) append_json_string(object.member(name), value);
    };
    object.write(area.kind == Area::Kind::frame ? FilePlace::frame : FilePlace::note, area.unknown, [&](std::string_view field) {
        if (field == "id") {
            text(field, area.name);
        } else if (field == "title" || field == "text") {
            text(field, area.text);
        } else if (field == "color") {
            text(field, area.color);
        } else if (field == "x") {
            object.member(field) += number_text(area.x);
        } else if (field == "y") {
            object.member(field) += number_text(area.y);
        } else if (field == "width") {
            object.member(field) += number_text(area.width);
        } else if (field == "height") {
            object.member(field) += number_text(area.height);
        } else if (field == "folded" && area.is_folded) {
            object.member(field) += "true";
        } else if (field == "subflow" && area.is_subflow) {
            object.member(field) += "true";
        } else if (field == "nodes" && area.is_folded) {
            std::string& list = object.member(field) += '[';
            for (const NodeId id : graph.nodes_in(area)) {
                if (list.back() != '[') list += ", ";
                append_json_string(list, graph.node(id).name);
            }
            list += ']';
        } else if (field == "areas" && area.is_folded && area.areas) {
            std::string& list = object.member(field) += '[';
            for (const std::string& name : graph.areas_in(area)) {
                if (list.back() != '[') list += ", ";
                append_json_string(list, name);
            }
            list += ']';
        }
    });
}

void write_bend(std::string& out, const Graph& graph, const Link& link, const Bend& bend) {
    out += "{\"link\": [";
    append_json_string(out, graph.node(link.from).name + "." + link.from_port);
    out += ", ";
    append_json_string(out, graph.node(link.to).name + "." + link.to_port);
    out += "], \"x\": " + number_text(bend.x) + ", \"y\": " + number_text(bend.y) + "}";
}

void write_file(std::string& out, const FlowFile& file) {
    ObjectLine object(out);
    object.write(FilePlace::file, file.unknown, [&](std::string_view field) {
        if (field == "name") {
            append_json_string(object.member(field), file.name);
        } else if (field == "bytes" && file.bytes != 0) {
            object.member(field) += std::to_string(file.bytes);
        } else if (field == "sha256" && !file.sha256.empty()) {
            append_json_string(object.member(field), file.sha256);
        } else if (field == "data" && !file.data.empty()) {
            append_json_string(object.member(field), file.data);
        }
    });
}

/// A list or an object with a line for each item; on one line if there is none.
class Lines {
public:
    Lines(std::string& out, char open, std::size_t indent) : out_(out), close_(open == '[' ? ']' : '}'), indent_(indent) { out_ += open; }

    void begin_item() {
        out_ += is_empty_ ? "\n" : ",\n";
        is_empty_ = false;
        out_.append(indent_ + 2, ' ');
    }
    void begin_member(std::string_view name) {
        begin_item();
        const std::size_t start = out_.size();
        append_json_string(out_, name);
        out_ += ": ";
        key_length_ = out_.size() - start;
    }
    /// A value in normal form for the member or item that has begun.
    void value(std::string_view text) { append_pretty(out_, text, indent_ + 2, indent_ + 2 + key_length_); }
    void end() {
        if (!is_empty_) out_.append("\n").append(indent_, ' ');
        out_ += close_;
    }

private:
    std::string& out_;
    char close_;
    std::size_t indent_;
    std::size_t key_length_ = 0;
    bool is_empty_ = true;
};

/// What is written of a graph: all of it, or a piece.
struct Extent {
    std::span<const NodeId> nodes;
    std::span<const LinkId> links;
    std::span<const std::string> areas;  ///< of a piece
    bool is_whole = true;

    bool has(const Area& area) const { return is_whole || std::find(areas.begin(), areas.end(), area.name) != areas.end(); }
};

class FlowWriter {
public:
    FlowWriter(const Graph& graph, Extent extent) : graph_(graph), extent_(extent) {}

    std::string write() {
        Lines root(out_, '{', 0);
        in_order(
            FilePlace::root, extent_.is_whole ? graph_.unknown() : none_, [&](std::string_view field) { write_root_field(root, field); },
            [&root](const UnknownField& field) {
                root.begin_member(field.name);
                root.value(field.value);
            });
        root.end();
        out_ += '\n';
        return std::move(out_);
    }

private:
    void write_root_field(Lines& root, std::string_view field) {
        if (!is_written(field)) return;
        root.begin_member(field);
        if (field == "format") {
            append_json_string(out_, kFlowFormat);
        } else if (field == "version") {
            out_ += std::to_string(kFlowVersion);
        } else if (field == "title") {
            append_json_string(out_, graph_.title());
        } else if (field == "packages") {
            root.value(packages_text());
        } else if (field == "nodes") {
            write_list(extent_.nodes, [this](NodeId id) { write_node(line_, graph_.node(id)); });
        } else if (field == "links") {
            write_list(extent_.links, [this](LinkId id) { write_link(line_, graph_, graph_.link(id)); });
        } else if (field == "files") {
            write_list(std::span(graph_.files()), [this](const FlowFile& file) { write_file(line_, file); });
        } else {
            write_view();
        }
    }

    bool is_written(std::string_view field) const {
        if (field == "title") return extent_.is_whole && !graph_.title().empty();
        if (field == "packages") return extent_.is_whole && !graph_.packages().empty();
        if (field == "files") return extent_.is_whole && !graph_.files().empty();
        return true;
    }

    JsonText packages_text() const {
        JsonText text = "[";
        for (const std::string& name : graph_.packages()) text += (text.size() > 1 ? ", " : "") + json_string(name);
        return text + "]";
    }

    template <class Item, class Write>
    void write_list(std::span<Item> items, Write write_item) {
        Lines list(out_, '[', 2);
        for (const auto& item : items) {
            line_.clear();
            write_item(item);
            list.begin_item();
            list.value(line_);
        }
        list.end();
    }

    void write_view() {
        Lines view(out_, '{', 2);
        in_order(
            FilePlace::view, extent_.is_whole ? graph_.view_fields() : none_,
            [&](std::string_view field) {
                if (field == "nodes") {
                    view.begin_member(field);
                    write_looks();
                } else {
                    write_items(view, field);
                }
            },
            [&](const UnknownField& field) {
                if (has_items(field.name)) return;  // what could not be read as a list gives way to one
                view.begin_member(field.name);
                view.value(field.value);
            });
        view.end();
    }

    /// The lines of a list of frames, notes or reroutes.
    std::vector<std::string> items_of(std::string_view field) const {
        std::vector<std::string> items;
        if (field == "reroutes") {
            for (const LinkId id : extent_.links) {
                const Link& link = graph_.link(id);
                for (const Bend& bend : link.bends()) write_bend(items.emplace_back(), graph_, link, bend);
            }
            if (extent_.is_whole) items.insert(items.end(), graph_.foreign_bends().begin(), graph_.foreign_bends().end());
            return items;
        }
        const Area::Kind kind = field == "frames" ? Area::Kind::frame : Area::Kind::note;
        for (const Area& area : graph_.areas()) {
            if (area.kind == kind && extent_.has(area)) write_area(items.emplace_back(), graph_, area);
        }
        return items;
    }
    bool has_items(std::string_view field) const { return (field == "frames" || field == "notes" || field == "reroutes") && !items_of(field).empty(); }

    void write_items(Lines& view, std::string_view field) {
        const std::vector<std::string> items = items_of(field);
        if (items.empty()) return;
        view.begin_member(field);
        Lines list(out_, '[', 4);
        for (const std::string& item : items) {
            list.begin_item();
            list.value(item);
        }
        list.end();
    }

    void write_looks() {
        Lines looks(out_, '{', 4);
        for (const NodeId id : extent_.nodes) {
            line_.clear();
            write_look(line_, graph_.look(id));
            looks.begin_member(graph_.node(id).name);
            looks.value(line_);
        }
        looks.end();
    }

    const Graph& graph_;
    Extent extent_;
    const UnknownFields none_;
    std::string out_;
    std::string line_;  // the item that is being written
};

}  // namespace

std::string write_flow(const Graph& graph) { return FlowWriter(graph, {graph.nodes(), graph.links(), {}, true}).write(); }

std::string write_piece(const Graph& graph, const std::vector<NodeId>& nodes, const std::vector<std::string>& areas) {
    const Piece piece = piece_of(graph, nodes, areas);
    return FlowWriter(graph, {piece.nodes, piece.links, piece.areas, false}).write();
}

}  // namespace flow
