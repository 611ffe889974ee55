// Promises: the parameters of a function as ports and settings.
// Must not know: decorators, bodies, widgets.
#pragma once

#include <vector>

#include <tl/expected.hpp>

#include "runtime/graph/python_function.h"
#include "runtime/graph/signature.h"

namespace flow {

struct Parameters {
    std::vector<Port> inputs;
    std::vector<Setting> settings;
};

tl::expected<Parameters, SourceProblem> read_parameters(const FunctionParts& function);

}  // namespace flow
