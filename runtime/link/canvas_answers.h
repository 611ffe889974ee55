// Promises: answers about what is on the canvas beside nodes, about what is selected, and about the history.
// Must not know: panels. Changes nothing.
#pragma once

#include "runtime/link/messages.gen.h"
#include "runtime/session/session.h"

namespace flow::link {

message::answer::Selection selection_of(const Session& session);
message::answer::Areas areas_of(const Session& session);
message::answer::History history_of(const Session& session);

}  // namespace flow::link
