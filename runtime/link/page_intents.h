// Promises: what the page's messages want, as intents, with the names of nodes looked up.
// Must not know: how an intent is done, JSON.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/graph/graph.h"
#include "runtime/link/messages.gen.h"
#include "runtime/session/intent.h"
#include "runtime/session/session.h"

namespace flow::link {

/// The call number of a message that is answered; absent for one that is not.
std::optional<std::int64_t> call_of(const message::PageToSession& message);

/// The intent of a message; absent for a message that is none (a preview, a language, a zoom); an error for a node that does not exist.
/// Takes the text of a flow that is to be opened out of the message.
Result<std::optional<Intent>> intent_of(const Graph& graph, message::PageToSession& message);

Result<NodeId> node_named(const Graph& graph, std::string_view name);
Result<std::vector<NodeId>> nodes_named(const Graph& graph, const std::vector<std::string>& names);

/// What the page wants to hold for every node; what is 0 or less and no time keeps its standard.
SessionLimits limits_from(const message::SetLimits& message);

/// "a.table": the node's name ends at the first dot.
Result<PortRef> port_named(const Graph& graph, std::string_view text);
/// `port_named` for a text that may be absent.
Result<std::optional<PortRef>> port_if_named(const Graph& graph, const std::optional<std::string>& text);

/// What to run, from the four lists of names of the public interface.
Result<RunTarget> target_of(const Graph& graph, const std::optional<std::vector<std::string>>& up_to, const std::optional<std::vector<std::string>>& only,
                            const std::optional<std::vector<std::string>>& from, std::optional<bool> all);

}  // namespace flow::link
