#include "runtime/link/canvas_answers.h"

#include <algorithm>

namespace flow::link {

message::answer::Selection selection_of(const Session& session) {
    message::answer::Selection answer;
    for (const NodeId node : session.selection()) answer.nodes.push_back(session.graph().node(node).name);
    answer.areas = session.selected_areas();
    return answer;
}

message::answer::Areas areas_of(const Session& session) {
    const Graph& graph = session.graph();
    message::answer::Areas answer;
    const std::vector<std::string>& selected = session.selected_areas();
    for (const Area& area : graph.areas()) {
        if (!area.foreign.empty()) continue;
        message::AreaView view{area.name,
                               area.kind == Area::Kind::frame ? message::AreaKind::frame : message::AreaKind::note,
                               area.text,
                               area.color,
                               area.x,
                               area.y,
                               area.width,
                               area.height,
                               area.is_folded,
                               area.is_subflow,
                               std::find(selected.begin(), selected.end(), area.name) != selected.end(),
                               {}};
        for (const NodeId node : graph.nodes_in(area)) view.nodes.push_back(graph.node(node).name);
        answer.areas.push_back(std::move(view));
    }
    for (const LinkId id : graph.links()) {
        const Link& link = graph.link(id);
        if (link.bends().empty()) continue;
        message::Reroutes reroutes{graph.node(link.from).name + "." + link.from_port, graph.node(link.to).name + "." + link.to_port, {}};
        for (const Bend& bend : link.bends()) reroutes.points.push_back({bend.x, bend.y});
        answer.reroutes.push_back(std::move(reroutes));
    }
    return answer;
}

message::answer::History history_of(const Session& session) {
    const History& history = session.history();
    message::answer::History answer;
    for (std::size_t step = 0; step < history.steps(); ++step) answer.steps.push_back(session.catalogue().text(history.label(step)));
    answer.done = static_cast<std::int64_t>(history.steps_done());
    return answer;
}

}  // namespace flow::link
