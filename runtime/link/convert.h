// Promises: the same things said in the session's types and in the protocol's.
// Must not know: JSON, who sends what.
#pragma once

#include <string>
#include <vector>

#include "runtime/base/catalogue.h"
#include "runtime/link/messages.gen.h"
#include "runtime/session/session.h"
#include "runtime/session/view_model.h"

namespace flow::link {

flow::Glimpse from_message(message::Glimpse glimpse);
flow::OutputSummary from_message(message::OutputSummary summary);
flow::NodeError from_message(message::NodeError error);
flow::FlowFile from_message(message::FileRef file);
NodeMode from_message(message::NodeMode mode);
UnsavedReason from_message(message::UnsavedReason reason);
flow::SavedValue from_message(message::SavedValue value);

/// Refused if its key is none.
Result<flow::KeptResult> from_message(message::KeptResult kept);

message::KeptResult to_message(const flow::KeptResult& kept);
message::OutputSummary to_message(const flow::OutputSummary& summary);
message::NodeError to_message(const flow::NodeError& error);
message::FileRef to_message(const flow::FlowFile& file);
message::SavedValue to_message(const flow::SavedValue& value);
message::NodeState to_message(NodeState state);
message::NodeMode to_message(NodeMode mode);
message::KernelStatus to_message(KernelState state);
message::RunEnd to_message(RunEnd ended);
message::WidgetKind to_message(WidgetKind kind);

/// Reasons with their text in the catalogue's language.
std::vector<message::Why> to_message(const std::vector<Why>& reasons, const Catalogue& catalogue);
std::vector<message::Problem> to_message(const std::vector<SourceProblem>& problems, const Catalogue& catalogue);
std::vector<message::PortView> to_message(const std::vector<view_model::PortRow>& rows);

}  // namespace flow::link
