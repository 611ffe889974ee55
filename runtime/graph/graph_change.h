// Promises: the only writer of a graph: keeps nodes, names, links, orders, topology, problems and revisions in step with each other.
// Must not know: what may be changed and how it is taken back (edit.cpp), files. Private to this layer: everybody else makes edits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/graph/graph.h"

namespace flow {

/// A flow's parts as a file gives them: ids are given, names are unique, link ends exist.
struct FlowParts {
    std::string title;
    std::vector<std::string> packages;
    std::vector<FlowFile> files;
    std::vector<Node> nodes;      ///< `problem` is that of source or type
    std::vector<NodeLook> looks;  ///< one for each node
    std::vector<Link> links;
    UnknownFields unknown;
    UnknownFields view_fields;
    std::vector<Area> areas;
    std::vector<JsonText> foreign_bends;
    bool lists_files = false;
};

/// What a node's source or type says.
struct Reading {
    std::string function;
    std::shared_ptr<const Signature> signature;
    Rare<SourceProblem> problem;

    /// A node shows this from now on.
    void give_to(Node& node) &&;
};

/// Of a "python" node the source's signature, of others the library's. Where there is none, that of `last` with the problem; `last` is shared where it is equal.
Reading read_node(const NodeLibrary& library, const std::string& type, const std::string& source, Reading last = {});

class GraphChange {
public:
    explicit GraphChange(Graph& graph) : graph_(graph) {}

    /// The id to use for a thing: the wanted one, or the next new one.
    NodeId id_for(NodeId wanted);
    LinkId id_for(LinkId wanted);

    void insert_node(Node node, NodeLook look, std::size_t index);
    void erase_node(NodeId id);
    /// False, changing nothing, if the link would close a cycle.
    bool insert_link(Link link, std::size_t index);
    void erase_link(LinkId id);

    /// Gives a node another value of the same id and name; `meaning` tells whether that is a change of more than looks.
    void replace_node(Node node, bool meaning);
    /// The same for its source and what was read of it (`problem` is that of the source): also looks at the links around it again.
    void replace_source(Node node);
    void set_look(NodeId id, NodeLook look);
    void set_bends(LinkId id, Bends bends);
    /// The area of this name is `area` from now on, or gone if that is null; `index` is its place among all, beyond the end: where it is, else at the end.
    void put_area(const std::string& name, const Area* area, std::size_t index);
    void set_title(std::string title);
    void set_packages(std::vector<std::string> packages);
    void set_files(std::vector<FlowFile> files);

    /// Puts `next` in this graph's place and gives the old one back. Ids and revisions go on counting.
    Graph exchange(Graph next, Opening opening);
    /// `graph` with all ids raised by `offset`.
    static Graph renumbered(const Graph& graph, std::uint32_t offset);
    /// A graph of these parts, which are used up; nothing, and the parts untouched, if the links hold a cycle. All ids must be given.
    static std::optional<Graph> assemble(FlowParts& parts);
    static FlowParts parts_of(const Graph& graph);

    const Rare<SourceProblem>& own_problem(NodeId id) const { return graph_.entry(id).own_problem; }

private:
    /// The looks are different; of that node alone, if it is one.
    void count_look(NodeId node);
    std::optional<SourceProblem> problem_of_link(const Link& link) const;
    std::optional<SourceProblem> problem_of_links(NodeId id) const;
    void refresh_problem(NodeId id);
    void set_problem(NodeId id, Rare<SourceProblem> problem);
    void place_node(Node node, NodeLook look, std::size_t index);  ///< everywhere but in the topology
    void place_link(const Link& link);
    void append_link(Link link);

    Graph& graph_;
};

}  // namespace flow
