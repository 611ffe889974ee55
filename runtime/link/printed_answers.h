// Promises: answers what a node has printed, said and failed with.
// Must not know: panels. Changes nothing.
#pragma once

#include <optional>

#include "runtime/link/messages.gen.h"
#include "runtime/session/output_log.h"
#include "runtime/session/session.h"

namespace flow::link {

/// Who follows a flood asks for what is new since the last `mark`, a bounded piece at a time: megabytes of text in one answer would hold a frame up.
message::answer::Output printed_by(const Session& session, NodeId node, const message::ask::Output& question);

std::optional<message::NodeError> error_of(const NodeOutput& output);

}  // namespace flow::link
