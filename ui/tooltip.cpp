#include "ui/tooltip.h"

#include "runtime/base/limits.h"
#include "ui/json_text.h"
#include "ui/node_face.h"

namespace flow::ui {
namespace {

void add_value(std::vector<std::string>& lines, const OutputSummary& output) {
    std::string what = output.type;
    if (!output.shape.empty()) what += "  " + output.shape;
    lines.push_back(what);
    const Glimpse& glimpse = output.glimpse;
    if (glimpse.kind == PreviewKind::table) {
        const auto joined = [](const std::vector<std::string>& cells) {
            std::string row;
            for (const std::string& cell : cells) row += (row.empty() ? "" : "   ") + one_line(cell);
            return row;
        };
        lines.push_back(joined(glimpse.columns));
        for (std::size_t i = 0; i < glimpse.rows.size() && i < limits::kRowsOnNode; ++i) lines.push_back(joined(glimpse.rows[i]));
    } else if (!output.summary.empty()) {
        lines.push_back(one_line(output.summary));
    }
}

std::vector<std::string> of_wire(const Session& session, LinkId id) {
    const Link* link = session.graph().find(id);
    if (!link) return {};
    const Graph& graph = session.graph();
    std::vector<std::string> lines = {graph.node(link->from).name + "." + link->from_port + "  →  " + graph.node(link->to).name + "." + link->to_port};
    if (const OutputSummary* output = session.output(link->from, link->from_port)) {
        add_value(lines, *output);
        if (!session.is_current(link->from)) lines.push_back(session.catalogue().text("canvas.value_is_old"));
    } else {
        lines.push_back(session.catalogue().text("canvas.no_value"));
    }
    return lines;
}

std::vector<std::string> of_port(const Session& session, const NodeItem& item, const Hit& hit) {
    const auto& ports = hit.is_output ? item.outputs : item.inputs;
    if (hit.index >= ports.size()) return {};
    const PortItem& port = ports[hit.index];
    const std::string annotation = one_line(annotation_of(session, item, hit.index, hit.is_output));
    std::vector<std::string> lines = {std::string(port.name) + (annotation.empty() ? "" : ": " + annotation)};
    if (hit.is_output) {
        if (const OutputSummary* output = session.output(item.id, port.name)) add_value(lines, *output);
    } else {
        const char* key = port.shape == PortShape::required   ? "canvas.port_required"
                          : port.shape == PortShape::optional ? "canvas.port_optional"
                                                              : "canvas.port_variadic";
        lines.push_back(session.catalogue().text(key));
    }
    return lines;
}

std::vector<std::string> of_state(const Session& session, const NodeItem& item) {
    static constexpr const char* kKeys[] = {"canvas.state.idle",    "canvas.state.queued", "canvas.state.running", "canvas.state.ok",   "canvas.state.failed",
                                            "canvas.state.stopped", "canvas.state.stale",  "canvas.state.author",  "canvas.state.muted"};
    std::vector<std::string> lines = {session.catalogue().text(kKeys[static_cast<std::size_t>(item.state)])};
    for (const Why& why : session.status(item.id).why) lines.push_back(one_line(session.catalogue().text(why.sentence)));
    if (item.error_y > 0) lines.push_back(one_line(error_of(session, item)));
    return lines;
}

}  // namespace

std::vector<std::string> tooltip_lines(const Session& session, const Scene& scene, const Hit& hit) {
    if (hit.part == Part::wire) return of_wire(session, hit.link);
    const NodeItem* item = scene.find(hit.node);
    if (!item) return {};
    switch (hit.part) {
        case Part::port: return of_port(session, *item, hit);
        case Part::state: return of_state(session, *item);
        case Part::nothing:
        case Part::setting:
        case Part::more:
        case Part::title:
        case Part::body:
        case Part::wire:
        case Part::bend:
        case Part::area:
        case Part::area_fold:
        case Part::area_corner:
        case Part::minimap: return {};
    }
    return {};
}

}  // namespace flow::ui
