// Promises: what each intent does to a session, one overload each. Private to this folder: session_edits.cpp (nodes and links), session_canvas.cpp (places, frames, notes, bends), session_flow.cpp (the flow, its files and packages),
// session_paste.cpp (the clipboard), intents.cpp (everything that is no edit).
// Must not know: who wants it.
#pragma once

#include "runtime/session/session_state.h"

namespace flow {

class IntentVisitor {
public:
    IntentVisitor(Session::State& state, double now_ms) : state_(state), now_ms_(now_ms) {}

    Result<Made> operator()(const intent::AddNode& wanted);
    Result<Made> operator()(const intent::RemoveNodes& wanted);
    Result<Made> operator()(const intent::Connect& wanted);
    Result<Made> operator()(const intent::Disconnect& wanted);
    Result<Made> operator()(const intent::Reconnect& wanted);
    Result<Made> operator()(const intent::MoveNodes& wanted);
    Result<Made> operator()(const intent::SetTitle& wanted);
    Result<Made> operator()(const intent::SetSource& wanted);
    Result<Made> operator()(const intent::SetParam& wanted);
    Result<Made> operator()(const intent::SetMode& wanted);
    Result<Made> operator()(const intent::SetLimits& wanted);
    Result<Made> operator()(const intent::MoveLink& wanted);
    Result<Made> operator()(const intent::SetCollapsed& wanted);

    Result<Made> operator()(const intent::RemoveLinks& wanted);
    Result<Made> operator()(const intent::SetBends& wanted);
    Result<Made> operator()(const intent::AddArea& wanted);
    Result<Made> operator()(const intent::SetArea& wanted);
    Result<Made> operator()(const intent::Arrange& wanted);

    Result<Made> operator()(const intent::SetFlowTitle& wanted);
    Result<Made> operator()(const intent::SetPackages& wanted);
    Result<Made> operator()(const intent::AddFile& wanted);
    Result<Made> operator()(const intent::RenameFile& wanted);
    Result<Made> operator()(const intent::RemoveFile& wanted);
    Result<Made> operator()(const intent::Paste& wanted);
    Result<Made> operator()(const intent::Duplicate& wanted);
    Result<Made> operator()(const intent::Open& wanted);
    Result<Made> operator()(const intent::SwitchTab& wanted);
    Result<Made> operator()(const intent::CloseTab& wanted);

    Result<Made> operator()(const intent::Undo& wanted);
    Result<Made> operator()(const intent::Redo& wanted);
    Result<Made> operator()(const intent::Travel& wanted);
    Result<Made> operator()(const intent::Run& wanted);
    Result<Made> operator()(const intent::Stop& wanted);
    Result<Made> operator()(const intent::Restart& wanted);
    Result<Made> operator()(const intent::Select& wanted);
    Result<Made> operator()(const intent::Saved& wanted);
    Result<Made> operator()(const intent::Say& wanted);
    Result<Made> operator()(const intent::ShowPalette& wanted) { return pass_on(wanted); }
    Result<Made> operator()(const intent::ShowMenu& wanted) { return pass_on(wanted); }
    Result<Made> operator()(const intent::EditArea& wanted) { return pass_on(wanted); }
    Result<Made> operator()(const intent::EditTitle& wanted) { return pass_on(wanted); }
    Result<Made> operator()(const intent::EditParam& wanted) { return pass_on(wanted); }
    Result<Made> operator()(const intent::FocusInspector& wanted) { return pass_on(wanted); }

private:
    /// Performs the step; nothing was made.
    Result<Made> perform(const std::vector<Edit>& edits, Sentence label, std::string merge_key = {});
    /// Performs the step and selects the nodes that it adds.
    Result<Made> perform_making_nodes(const std::vector<Edit>& edits, Sentence label);
    Result<const Node*> existing(NodeId node) const;
    Result<void> all_exist(const std::vector<NodeId>& nodes) const;
    Result<void> all_exist(const std::vector<std::string>& areas) const;
    /// All moves of a drag are one step, however long it takes: they count as made when it began.
    Result<Made> perform_dragging(const std::vector<Edit>& edits, Sentence label, std::string_view what, const std::vector<NodeId>& nodes, bool is_end);
    Result<Made> pass_on(Intent wanted) {
        state_.desk.tell(news::PageIntent{std::move(wanted)});
        return Made{};
    }

    Session::State& state_;
    double now_ms_;
};

/// The title that a person knows a node by: its own, else its name.
const std::string& known_as(const Node& node);

}  // namespace flow
