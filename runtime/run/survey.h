// Promises: of each node, without running anything: can it be run, what would it get, under which fingerprint, is its latest result still true. Kept up to date per change:
// only nodes that were touched, and those that a changed answer reaches, are looked at again.
// Must not know: runs, queued and running nodes (runtime/run/scheduler.h), sentences (runtime/run/reasons.h).
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "runtime/base/id_map.h"
#include "runtime/run/node_state.h"
#include "runtime/run/results.h"

namespace flow {

enum class Role {
    runnable,
    idle,      ///< an input that it needs has no link, or there is nothing to call
    muted,     ///< not run on purpose; a bypass without a connected input counts as this
    bypassed,  ///< stands for the value at its first connected input
};

/// A link as the node that takes it sees it, bypassed nodes resolved. It owns its names: those of the node upstream go when that one changes, which is before this one is looked at.
struct WiredInput {
    int position = 0;  ///< of the port among all parameters
    std::string port;
    bool is_variadic = false;
    NodeId source;
    std::string source_port;
};

struct Standing {
    MeaningPtr meaning;
    Role role = Role::idle;
    NodeState state = NodeState::idle;  ///< idle, muted, ok, failed, stopped, author or stale
    NodeId obstacle;                    ///< the muted or idle node upstream that keeps this one from being run
    NodeId failed_above;                ///< the failed node upstream
    std::string missing_port;           ///< of an idle node: the input without a value; "" when there is nothing to call
    std::vector<WiredInput> inputs;     ///< by port in signature order, then in the order of the links
    std::uint64_t volatile_serial = 0;
    Fingerprint key;
    Fingerprint fingerprint;  ///< that a result would have now, as far as the files that it reads are known
    NodeId passes;            ///< of a bypassed node: whose value
    std::string passes_port;
};

/// What a survey looks at.
struct SurveyGround {
    const Graph& graph;
    const std::shared_ptr<const NodeLibrary>& library;
    const Results& results;
    const EnvironmentPtr& environment;
};

class Survey {
public:
    /// The node itself, a link into it, or its record changed.
    void touch(NodeId node) { touched_.insert(node); }
    /// Anything may have changed.
    void touch_all() { is_all_touched_ = true; }
    /// The library is another one: types may have other sources now.
    void forget_meanings() {
        is_meaning_forgotten_ = true;
        touch_all();
    }
    bool is_up_to_date() const { return !is_all_touched_ && touched_.empty(); }

    /// Returns how many nodes it had to look at.
    std::size_t refresh(const SurveyGround& ground);

    /// Null for a node that is not in the graph. Valid until the next refresh.
    const Standing* find(NodeId node) const;
    const Standing& of(NodeId node) const;

    /// The nodes that are not `ok`, whatever the reason, and the volatile ones: where all that a run of the stale part may have to do begins. In no order that counts.
    std::vector<NodeId> unsettled() const { return unsettled_.ids(); }
    /// How many nodes are stale or volatile and could be called.
    std::size_t count_to_run() const { return count_to_run_; }

private:
    std::size_t look_at_all(const SurveyGround& ground);
    std::size_t look_at_touched(const SurveyGround& ground);
    /// The same from `waiting` on where they have become many: a walk along the whole order costs less than keeping them sorted.
    std::size_t look_at_waiting(const SurveyGround& ground, IdSet<NodeId> waiting);
    /// True if those that follow must be looked at again.
    bool look_at(const SurveyGround& ground, NodeId node);
    void wire(const SurveyGround& ground, NodeId node, Standing& standing) const;
    void judge_role(Standing& standing, std::string valueless) const;
    void judge_bypass(Standing& standing) const;
    void judge_result(const SurveyGround& ground, NodeId node, Standing& standing);
    void count(NodeId node, const Standing& before, const Standing& now);
    void forget(NodeId node);

    IdMap<NodeId, Standing> standings_;
    IdSet<NodeId> unsettled_;
    std::size_t count_to_run_ = 0;
    std::unordered_set<NodeId> touched_;
    bool is_all_touched_ = true;
    bool is_meaning_forgotten_ = false;
    // Kept between two looks for their room only.
    Standing fresh_;
    std::vector<KeyInput> key_inputs_;
};

/// Whether a call's use of a file is that it asked what is in a folder: the name ends with a slash ("./" is the flow's own folder).
bool is_folder_use(std::string_view name);

/// The hash of a file of the flow as it is now; "" if there is none or it is not known. Of a folder the names in it.
std::string file_hash(const Graph& graph, std::string_view name);

/// True if these files are now as they were read.
bool files_agree(const Graph& graph, const std::vector<FileUse>& files);

}  // namespace flow
