// Promises: takes the fields of a flow file one by one, refuses those beyond their limits, and puts them where they belong.
// Must not know: JSON's grammar, places in the file (flow_reader.cpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/graph/flow_fields.h"
#include "runtime/graph/flow_reader.h"

namespace flow {

class RawFields {
public:
    using Refusal = std::optional<Sentence>;

    /// An object or list begins; `key` is its name in a map.
    Refusal begin(FilePlace place, const std::string& key);
    /// A known field of the object that is being read; `value` is a string's text or a scalar's JSON. `after`: the known field before it.
    Refusal set(FilePlace place, std::string_view field, const std::string& after, std::string_view value);
    Refusal add_package(std::string_view name);
    void add_param(const std::string& name, JsonText value);
    /// A member of `view` that is taken as it stands.
    void set_view(std::string_view field, JsonText value);
    void add_unknown(FilePlace place, UnknownField field);

    RawFlow take() { return std::move(flow_); }

private:
    Refusal set_root(std::string_view field, std::string_view value);
    Refusal set_node(std::string_view field, const std::string& after, std::string_view value);
    Refusal set_limit(std::string_view field, std::string_view value);
    Refusal set_link(std::string_view field, std::string_view value);
    Refusal set_file(std::string_view field, std::string_view value);
    Refusal set_look(std::string_view field, std::string_view value);

    RawFlow flow_;
    NodeLook* look_ = nullptr;  ///< the one that is being read
};

}  // namespace flow
