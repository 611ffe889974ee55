// Promises: the words in which a node's state and its reasons are told, the same for the core, the page and the public interface.
// Must not know: how they are found out (runtime/run/survey.h), how they are shown.
#pragma once

#include <optional>
#include <string>

#include "runtime/base/result.h"

namespace flow {

/// author: never called here, but the flow came with a result of this call to look at; for a run it is stale.
enum class NodeState { idle, queued, running, ok, failed, stopped, stale, author, muted };

/// Why a node is as it is. `sentence` is the text; the others are the codes of the public interface.
struct Why {
    std::string code;  ///< never_ran source setting input wiring file packages volatile failed stopped evicted blocked asked
    Sentence sentence;
    std::optional<std::string> name, from, to;
    friend bool operator==(const Why&, const Why&) = default;
};

}  // namespace flow
