// Promises: everything that a call's result depends on, kept beside the result, so that "is it still true?" is one comparison of fingerprints and "why not?" can be told in detail.
// Must not know: where results are kept, states, Python.
//
// The key is input-addressed: the node's own meaning, which outputs feed which inputs, and the fingerprints of those results. The environment (kernel and packages with
// their versions) belongs to it too but is compared beside the hash: a package's version is known only once the kernel has loaded it, which is after the first call was made.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/run/fingerprint.h"
#include "runtime/run/meaning.h"

namespace flow {

/// What a flow's calls run in.
struct Environment {
    std::string python;  ///< "" while no kernel has said
    std::string pyodide;
    std::vector<std::pair<std::string, std::string>> packages;  ///< those that the flow names, sorted; the version is "" while unknown
    friend bool operator==(const Environment&, const Environment&) = default;
};
using EnvironmentPtr = std::shared_ptr<const Environment>;

/// The flow's packages with the versions that a kernel reported.
Environment environment_of(const std::vector<std::string>& flow_packages, const std::string& python, const std::string& pyodide,
                           const std::vector<std::pair<std::string, std::string>>& loaded);

/// False if a result made in one need not be the same in the other. What is unknown on either side contradicts nothing.
bool agree(const Environment& a, const Environment& b);

/// Counts up when the kernel's own rules change so that a call would give something else under the same key: how random numbers are seeded, what is copied, how settings are coerced.
inline constexpr std::uint64_t kCallRules = 1;

/// One link's end as the key sees it; lives no longer than what it points to.
struct KeyInput {
    std::string_view port;
    std::string_view source_port;
    Fingerprint fingerprint;  ///< of the result that the value is part of
};

/// The static key: without files and environment. `inputs`: by port in signature order, then in the order of the links.
/// `volatile_serial` tells the calls of a volatile node apart; 0 for others.
Fingerprint key_of(const NodeMeaning& meaning, std::span<const KeyInput> inputs, std::uint64_t volatile_serial);

/// One link's end as the called node saw it.
struct RecipeInput {
    std::string port;
    std::string source_name;  ///< the node that made the value (bypassed ones are not in the way)
    std::string source_port;
    Fingerprint fingerprint;
};

/// What one call was made from.
struct Recipe {
    MeaningPtr meaning;
    std::vector<RecipeInput> inputs;
    std::uint64_t volatile_serial = 0;
    EnvironmentPtr environment;
    Fingerprint key;

    bool has_input(std::string_view port) const;
    /// The key without the serial of a volatile node: what a result of an earlier visit is found by.
    Fingerprint lasting_key() const;
};

}  // namespace flow
