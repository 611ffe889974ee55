// Promises: tells, for a node that is not `ok`, what makes it so: each difference between its latest call and now, with names and values.
// Must not know: which language the sentences are read in, who asks.
#pragma once

#include <vector>

#include "runtime/run/survey.h"

namespace flow {

/// Empty for a node that is `ok` or muted on purpose. `survey` must be up to date.
std::vector<Why> reasons_of(const SurveyGround& ground, const Survey& survey, NodeId node);

/// For a plan: the node runs because it is volatile (in every run that includes it).
Why because_volatile();
/// It was true: a person wanted it called all the same.
Why because_asked();
/// For a plan: the node runs because what it takes from `upstream` will have changed.
Why because_of_input(const std::string& upstream);

}  // namespace flow
