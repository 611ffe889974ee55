// Promises: the fields of flow file version 1: which objects and lists there are, and which fields each knows.
// Must not know: how they are read or written.
#pragma once

#include <span>
#include <string_view>

namespace flow {

/// The places of a flow file in which a reader can be.
enum class FilePlace { root, packages, nodes, node, params, limits, links, link, files, file, view, view_nodes, look, frame, note, reroute };

/// `any`: taken as it stands, and looked at later (view_items.h): what cannot be read there is no error of the file.
enum class FieldKind { text, integer, number, flag, list, object, any };

struct FieldRule {
    std::string_view name;
    FieldKind kind;
    FilePlace inside = FilePlace::root;  ///< of a list or object
    bool is_required = false;
};

/// The fields that an object of this place knows, in the order in which they are written. Empty for lists and for the maps `params` and `view_nodes`.
std::span<const FieldRule> fields_of(FilePlace place);

inline constexpr std::string_view kFlowFormat = "pythonflows";
inline constexpr int kFlowVersion = 1;

}  // namespace flow
