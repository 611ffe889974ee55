// Promises: what panels show, computed from a session: plain structs of text and numbers.
// Must not know: JSON, DOM, drawing. Changes nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/graph/widget.h"
#include "runtime/session/session.h"

namespace flow::view_model {

/// A node's title as shown: its own, else its type's in the session's language, else its function's name.
std::string title_of(const Session& session, NodeId node);

struct PortRow {
    std::string name;
    std::string annotation;
    std::vector<std::string> links;  ///< "a.result"
    bool is_required = true;
    bool is_variadic = false;
};

/// Input ports in signature order (settings that are linked among them), then outputs.
std::vector<PortRow> inputs_of(const Session& session, NodeId node);
std::vector<PortRow> outputs_of(const Session& session, NodeId node);

struct WidgetRow {
    Setting setting;
    WidgetSpec spec;
    JsonText value;  ///< the effective one
    bool is_set = false;
    bool is_linked = false;
    std::vector<std::string> suggestions;  ///< columns of the incoming table, files of the flow
};
/// Without suggestions, which cost a look at what is linked.
WidgetRow widget_row(const Session& session, NodeId node, const Setting& setting);
std::vector<WidgetRow> widgets_of(const Session& session, NodeId node);

/// Node ids in topological order (ties: the file's order).
std::vector<NodeId> outline(const Session& session);

struct Variable {
    NodeId node;
    std::string node_name;
    std::string title;
    OutputSummary summary;
    bool is_current = true;
};
std::vector<Variable> variables(const Session& session, std::string_view filter);

struct PaletteEntry {
    std::string type;
    std::string title;
    std::string category;
    std::string help;
    std::optional<std::string> input;   ///< the port that a dragged output would be linked to
    std::optional<std::string> output;  ///< the port that would feed a dragged input
    double score = 0;
};
/// Node types by fuzzy search over titles (all languages), keywords and type names; those that fit the dragged port first, those that cannot take it left out.
std::vector<PaletteEntry> palette(const Session& session, std::string_view query, const std::optional<PortRef>& from, const std::optional<PortRef>& to,
                                  std::size_t limit);

}  // namespace flow::view_model
