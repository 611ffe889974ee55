#include "runtime/graph/flow_fields.h"

namespace flow {
namespace {

constexpr FieldRule kRoot[] = {
    {"format", FieldKind::text, FilePlace::root, true}, {"version", FieldKind::integer, FilePlace::root, true}, {"title", FieldKind::text},
    {"packages", FieldKind::list, FilePlace::packages}, {"nodes", FieldKind::list, FilePlace::nodes, true},     {"links", FieldKind::list, FilePlace::links},
    {"files", FieldKind::list, FilePlace::files},       {"view", FieldKind::object, FilePlace::view},
};
constexpr FieldRule kNode[] = {
    {"id", FieldKind::text, FilePlace::root, true},
    {"type", FieldKind::text, FilePlace::root, true},
    {"title", FieldKind::text},
    {"mode", FieldKind::text},
    {"source", FieldKind::text},
    {"params", FieldKind::object, FilePlace::params},
    {"limits", FieldKind::object, FilePlace::limits},
};
constexpr FieldRule kLimits[] = {{"time_sec", FieldKind::number}, {"output_bytes", FieldKind::integer}, {"displays", FieldKind::integer}};
constexpr FieldRule kLink[] = {{"from", FieldKind::text, FilePlace::root, true}, {"to", FieldKind::text, FilePlace::root, true}};
constexpr FieldRule kFile[] = {
    {"name", FieldKind::text, FilePlace::root, true}, {"bytes", FieldKind::integer}, {"sha256", FieldKind::text}, {"data", FieldKind::text}};
constexpr FieldRule kView[] = {
    {"nodes", FieldKind::object, FilePlace::view_nodes}, {"frames", FieldKind::any}, {"notes", FieldKind::any}, {"reroutes", FieldKind::any}};
constexpr FieldRule kFrame[] = {{"id", FieldKind::text},      {"title", FieldKind::text},   {"color", FieldKind::text},    {"x", FieldKind::number},
                                {"y", FieldKind::number},     {"width", FieldKind::number}, {"height", FieldKind::number}, {"folded", FieldKind::flag},
                                {"subflow", FieldKind::flag}, {"nodes", FieldKind::list},   {"areas", FieldKind::list}};
constexpr FieldRule kNote[] = {{"id", FieldKind::text},  {"text", FieldKind::text},    {"color", FieldKind::text},   {"x", FieldKind::number},
                               {"y", FieldKind::number}, {"width", FieldKind::number}, {"height", FieldKind::number}};
constexpr FieldRule kReroute[] = {{"link", FieldKind::list}, {"x", FieldKind::number}, {"y", FieldKind::number}};
constexpr FieldRule kLook[] = {
    {"x", FieldKind::number, FilePlace::root, true}, {"y", FieldKind::number, FilePlace::root, true}, {"collapsed", FieldKind::flag}};

}  // namespace

std::span<const FieldRule> fields_of(FilePlace place) {
    switch (place) {
        case FilePlace::root: return kRoot;
        case FilePlace::node: return kNode;
        case FilePlace::limits: return kLimits;
        case FilePlace::link: return kLink;
        case FilePlace::file: return kFile;
        case FilePlace::view: return kView;
        case FilePlace::look: return kLook;
        case FilePlace::frame: return kFrame;
        case FilePlace::note: return kNote;
        case FilePlace::reroute: return kReroute;
        default: return {};
    }
}

}  // namespace flow
