#include "tests/graph/graph_state.h"

#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "runtime/graph/flow_file.h"
#include "runtime/graph/rules.h"

namespace flow::tests {

std::string state_of(const Graph& graph) {
    std::ostringstream text;
    text << write_flow(graph);
    for (const NodeId id : graph.nodes()) {
        const Node& node = graph.node(id);
        text << id.value << " " << node.name << " inputs";
        for (const Port& port : node.signature->inputs) text << " " << port.name;
        text << " settings";
        for (const Setting& setting : node.signature->settings) text << " " << setting.name;
        text << " outputs";
        for (const std::string& output : node.signature->outputs) text << " " << output;
        if (node.problem) text << " problem " << node.problem->sentence.key << " " << node.problem->line;
        text << " in";
        for (const LinkId link : graph.links_into(id)) text << " " << link.value;
        text << " out";
        for (const LinkId link : graph.links_out_of(id)) text << " " << link.value;
        text << "\n";
    }
    for (const LinkId id : graph.links()) text << id.value << " ";
    return text.str();
}

void expect_sound(const Graph& graph) {
    std::map<NodeId, std::vector<LinkId>> in;
    std::map<NodeId, std::vector<LinkId>> out;
    std::set<std::pair<NodeId, std::string>> taken;
    for (const LinkId id : graph.links()) {
        const Link& link = graph.link(id);
        ASSERT_EQ(link.id, id);
        ASSERT_LE(id.value, graph.last_id());
        ASSERT_LT(graph.topology().position(link.from), graph.topology().position(link.to));
        in[link.to].push_back(id);
        out[link.from].push_back(id);
        if (takes_one_link(*graph.node(link.to).signature, link.to_port)) {
            const bool is_free = taken.emplace(link.to, link.to_port).second;
            ASSERT_TRUE(is_free) << "two links into " << graph.node(link.to).name << "." << link.to_port;
        }
        ASSERT_EQ(graph.links()[graph.index_of(id)], id);
    }
    for (const NodeId id : graph.nodes()) {
        const Node& node = graph.node(id);
        ASSERT_EQ(node.id, id);
        ASSERT_LE(id.value, graph.last_id());
        ASSERT_EQ(graph.by_name(node.name), id);
        ASSERT_NE(node.signature, nullptr);
        const auto into = graph.links_into(id);
        const auto from = graph.links_out_of(id);
        ASSERT_EQ(std::vector<LinkId>(into.begin(), into.end()), in[id]);
        ASSERT_EQ(std::vector<LinkId>(from.begin(), from.end()), out[id]);
        ASSERT_EQ(graph.nodes()[graph.index_of(id)], id);
    }
    ASSERT_EQ(graph.topology().ordered().size(), graph.nodes().size());
}

}  // namespace flow::tests
