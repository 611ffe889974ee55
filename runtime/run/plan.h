// Promises: which nodes a run calls, in topological order, with the reason for each; a snapshot: what changes in the graph afterwards does not change it.
// Must not know: kernels, time, what has become of a run (runtime/run/scheduler.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/run/reasons.h"

namespace flow {

/// What to run (semantics: "Running"). All empty: the stale part.
struct RunTarget {
    std::vector<NodeId> up_to;
    std::vector<NodeId> only;
    std::vector<NodeId> from;
    bool all = false;
};

/// One link's end in a plan: from an earlier step, or a value that is there already.
struct PlanInput {
    std::string port;
    bool is_variadic = false;
    std::string source_name;
    std::string source_port;
    std::optional<std::size_t> step;  ///< the step whose result it is; absent: `value_key` and `fingerprint` say it
    std::string value_key;
    Fingerprint fingerprint;
};

struct PlanStep {
    NodeId node;
    MeaningPtr meaning;
    std::vector<PlanInput> inputs;
    bool is_forced = false;  ///< called even if its result turns out to be still true once its inputs are known
    std::vector<Why> why;
};

struct Plan {
    std::vector<PlanStep> steps;
    std::vector<std::string> beyond;  ///< names of nodes of the target that are not called: blocked, idle, muted, or named though they are true
};

/// Refuses unknown nodes, and for `only` a node that cannot be called now. `survey` must be up to date.
Result<Plan> make_plan(const SurveyGround& ground, const Survey& survey, const RunTarget& target);

}  // namespace flow
