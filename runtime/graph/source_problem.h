// Promises: the place in a source where it cannot be read, with the reason.
// Must not know: Python.
#pragma once

#include "runtime/base/result.h"

namespace flow {

/// Where and why a source is no node. Lines and columns (in code points) count from 1.
struct SourceProblem {
    Sentence sentence;
    int line = 1;
    int column = 1;

    friend bool operator==(const SourceProblem&, const SourceProblem&) = default;
};

}  // namespace flow
