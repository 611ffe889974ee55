// Promises: reads a node's ports, settings, outputs and help from its Python source, without Python (semantics: "C++ reads the signature itself").
// Must not know: running code, widgets' looks, node types. The kernel's `ast` is the judge; both are tested over tests/corpus/signatures.json.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/base/result.h"
#include "runtime/graph/json_text.h"
#include "runtime/graph/source_problem.h"

namespace flow {

/// A parameter without a default. `position` is its index among all parameters.
struct Port {
    std::string name;
    std::string annotation;  ///< source text, "" without one
    bool is_variadic = false;
    int position = 0;

    friend bool operator==(const Port&, const Port&) = default;
};

/// A parameter with a default.
struct Setting {
    std::string name;
    std::string annotation;            ///< source text, "" without one
    std::optional<JsonText> standard;  ///< the default as JSON; absent when it is no literal that JSON can say
    std::string default_text;          ///< the default as written
    int position = 0;

    friend bool operator==(const Setting&, const Setting&) = default;
};

/// What a function takes and gives, without its name: nodes whose functions are equal in this share it.
struct Signature {
    std::string doc;  ///< docstring, dedented; "" without one
    std::vector<Port> inputs;
    std::vector<Setting> settings;
    std::vector<std::string> outputs;  ///< {"result"} or the names given to @outputs
    std::string returns;               ///< source text of the return annotation, "" without one
    bool is_async = false;

    const Port* input(std::string_view name) const;
    const Setting* setting(std::string_view name) const;
    bool has_output(std::string_view name) const;
    /// The type hint of an output: `returns`, of several outputs its part of `tuple[...]`; "" if unknown.
    std::string_view output_annotation(std::string_view name) const;

    friend bool operator==(const Signature&, const Signature&) = default;
};

/// Equal for equal signatures.
std::size_t hash_of(const Signature& signature);

struct NamedSignature : Signature {
    std::string function;
};

/// The signature of the last top-level `def` or `async def` of `source`.
tl::expected<NamedSignature, SourceProblem> read_signature(std::string_view source);

}  // namespace flow
