// Promises: what resting the pointer on something tells: a wire's value, a port's type, why a node is in its state, an error in full.
// Must not know: drawing, time.
#pragma once

#include <string>
#include <vector>

#include "runtime/session/session.h"
#include "ui/hit.h"

namespace flow::ui {

/// Empty: nothing to tell.
std::vector<std::string> tooltip_lines(const Session& session, const Scene& scene, const Hit& hit);

}  // namespace flow::ui
