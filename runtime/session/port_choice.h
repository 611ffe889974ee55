// Promises: which port of a new node is linked when a person drops a wire: the palette shows it, adding the node does it.
// Must not know: the palette, sessions.
#pragma once

#include <algorithm>
#include <string_view>

#include "runtime/graph/rules.h"
#include "runtime/graph/signature.h"

namespace flow {

/// The input that a value of the annotation `hint` suits best; the first of equals; null without inputs.
inline const Port* best_input(const Signature& signature, std::string_view hint) {
    const auto worse = [hint](const Port& a, const Port& b) { return fit(hint, a.annotation) < fit(hint, b.annotation); };
    const auto best = std::max_element(signature.inputs.begin(), signature.inputs.end(), worse);
    return best == signature.inputs.end() ? nullptr : &*best;
}

}  // namespace flow
