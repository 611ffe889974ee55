// Promises: everything that a person (by the canvas, the panels, the page's API) can want of a session, as one variant.
// Must not know: who asked, how it is done.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/base/ids.h"
#include "runtime/graph/graph.h"
#include "runtime/run/plan.h"

namespace flow {

/// One end of a link as people write it: "filter.table".
struct PortRef {
    NodeId node;
    std::string port;
    friend bool operator==(const PortRef&, const PortRef&) = default;
};

namespace intent {

// --- undoable edits
struct AddNode {
    std::string type;
    std::string source;  ///< of a "python" node
    std::string name;    ///< "" : one is made
    std::string title;
    std::vector<Param> params;
    NodeMode mode = NodeMode::normal;
    double x = 0;
    double y = 0;
    std::optional<PortRef> connect_from;  ///< link this output to the new node's first fitting input
    std::optional<PortRef> connect_to;    ///< link the new node's first output to this input; with both ends of a link: the node comes into it
};
struct RemoveNodes {
    std::vector<NodeId> nodes;
    std::vector<std::string> areas = {};  ///< frames and notes; what a folded one hides goes along, what an open one holds stays
    bool is_dissolving = false;           ///< what was led through the nodes is connected without them; what any frame holds stays
};
struct Connect {
    PortRef from;
    PortRef to;
};
struct Disconnect {
    PortRef from;
    PortRef to;
};
/// Picks up the wire at `old_to` and puts it on `to`: one step.
struct Reconnect {
    PortRef from;
    PortRef old_to;
    PortRef to;
};
struct MoveNodes {
    std::vector<NodeId> nodes;
    double dx = 0;
    double dy = 0;
    bool is_drag_end = false;             ///< the burst is over: the next move is a step of its own
    std::vector<std::string> areas = {};  ///< frames and notes (step::take_contents says what moves along)
    LinkId into = {};                     ///< the first of `nodes` comes into this link
    bool is_nudge = false;                ///< by a key: such moves in quick succession are one step
};
/// Wires are cut, all in one step.
struct RemoveLinks {
    std::vector<LinkId> links;
};
struct SetBends {
    LinkId link;
    Bends bends;
    bool is_drag_end = true;
};
struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};
/// Of a new subflow `area.nodes` are what it is made of, and it is folded; refused where they could not be called as one (runtime/graph/rules.h).
struct AddArea {
    Area area;  ///< `name` "": one is made
};
struct SetArea {
    std::string name;
    std::optional<std::string> text = {};
    std::optional<std::string> color = {};
    std::optional<bool> is_folded = {};
    std::optional<Box> box = {};
    bool is_drag_end = true;
};
/// New places in one step: aligned, distributed, laid out.
struct Arrange {
    std::vector<std::pair<NodeId, Bend>> nodes;
    std::vector<std::pair<std::string, Box>> areas;
};
struct SetTitle {
    NodeId node;
    std::string title;
};
struct SetSource {
    NodeId node;
    std::string source;
};
struct SetParam {
    NodeId node;
    std::string name;
    std::optional<JsonText> value;  ///< absent: back to the default
};
struct SetMode {
    std::vector<NodeId> nodes;
    NodeMode mode = NodeMode::normal;
};
struct SetLimits {
    NodeId node;
    NodeLimits limits;  ///< `unknown` is kept as it is
};
/// Two links into a port that takes several change places.
struct MoveLink {
    PortRef from;
    PortRef to;
    int by = 0;
};
struct SetCollapsed {
    std::vector<NodeId> nodes;
    bool is_collapsed = false;
};
struct SetFlowTitle {
    std::string title;
};
struct SetPackages {
    std::vector<std::string> packages;
};
struct AddFile {
    FlowFile file;
};
struct RenameFile {
    std::string name;
    std::string to;
};
struct RemoveFile {
    std::string name;
};
struct Paste {
    std::string text;
    double x = 0;
    double y = 0;
};
struct Duplicate {
    std::vector<NodeId> nodes;
    std::vector<std::string> areas = {};
};
struct Open {
    std::string text;
    bool is_unsaved = false;    ///< nobody has it as a file yet: dirty from the beginning (what the browser kept over a reload)
    bool is_beginning = false;  ///< what the page begins with: there is nothing before it to go back to
    Opening opening = 0;
    std::optional<Tab> tab = {};  ///< opened beside what is open now, as the flow with this number, with a history of its own
};
// --- flows side by side; refused during a run, which belongs to the flow that is open
/// Another of them is open from now on, with its history, selection and results as it was left.
struct SwitchTab {
    Tab tab = 0;
};
/// One that is not open now goes, with its history and results.
struct CloseTab {
    Tab tab = 0;
};
// --- everything else
struct Undo {};
struct Redo {};
/// Back or forth to where so many of the history's steps are done.
struct Travel {
    std::size_t steps_done = 0;
};
struct Run {
    RunTarget target;
    bool is_untimed = false;  ///< without any limit of time, this once
};
struct Stop {};
struct Restart {};
struct Select {
    std::vector<NodeId> nodes;
    std::vector<std::string> areas = {};
};
struct Saved {};
// --- the canvas asks the page to show something (CSS pixels of the viewport; canvas units where so named)
struct ShowPalette {
    double x = 0, y = 0, canvas_x = 0, canvas_y = 0;
    std::optional<PortRef> connect_from;
    std::optional<PortRef> connect_to;
};
struct ShowMenu {
    double x = 0, y = 0, canvas_x = 0, canvas_y = 0;
    NodeId node;
    LinkId link;
    std::string area = {};
};
struct EditArea {
    std::string name;
    double x = 0, y = 0, width = 0, height = 0;
};
struct EditTitle {
    NodeId node;
    double x = 0, y = 0, width = 0, height = 0;
};
struct EditParam {
    NodeId node;
    std::string name;
    double x = 0, y = 0, width = 0, height = 0;
};
struct FocusInspector {
    NodeId node;
};
/// A sentence for the status line and the screen reader ("a cycle would close: a → b → a").
struct Say {
    Sentence sentence;
};

}  // namespace intent

using Intent =
    std::variant<intent::AddNode, intent::RemoveNodes, intent::Connect, intent::Disconnect, intent::Reconnect, intent::MoveNodes, intent::SetTitle,
                 intent::SetSource, intent::SetParam, intent::SetMode, intent::SetLimits, intent::MoveLink, intent::SetCollapsed, intent::SetFlowTitle,
                 intent::SetPackages, intent::AddFile, intent::RenameFile, intent::RemoveFile, intent::Paste, intent::Duplicate, intent::Open,
                 intent::RemoveLinks, intent::SetBends, intent::AddArea, intent::SetArea, intent::Arrange, intent::SwitchTab, intent::CloseTab, intent::Undo,
                 intent::Redo, intent::Travel, intent::Run, intent::Stop, intent::Restart, intent::Select, intent::Saved, intent::ShowPalette, intent::ShowMenu,
                 intent::EditArea, intent::EditTitle, intent::EditParam, intent::FocusInspector, intent::Say>;

/// What an intent made.
struct Made {
    std::vector<NodeId> nodes;
    std::optional<RunId> run;
    std::string area = {};  ///< the name of a new frame or note
};

}  // namespace flow
