// Intents that change the flow as a whole: its title, packages, files, what is opened.
#include <algorithm>

#include "runtime/graph/flow_file.h"
#include "runtime/graph/json_text.h"
#include "runtime/graph/widget.h"
#include "runtime/session/intents.h"

namespace flow {

namespace {

std::vector<Edit> edits_to_rename_in_params(const Graph& graph, const std::string& from_json, const std::string& to_json) {
    std::vector<Edit> edits;
    for (const NodeId id : graph.nodes()) {
        const Node& node = graph.node(id);
        for (const Setting& setting : node.signature->settings) {
            const JsonText* value = node.param(setting.name);
            if (value == nullptr || *value != from_json || widget_of(setting).kind != WidgetKind::file) continue;
            edits.emplace_back(edit::SetParam{id, setting.name, to_json});
        }
    }
    return edits;
}

bool names_file(const Graph& graph, const std::string& name) {
    const std::string as_json = json_string(name);
    const std::string_view quoted = std::string_view(as_json).substr(1, as_json.size() - 2);
    return std::any_of(graph.nodes().begin(), graph.nodes().end(), [&](NodeId id) {
        const Node& node = graph.node(id);
        const auto has_name = [&](const Param& param) { return param.value.find(quoted) != JsonText::npos; };
        return node.source.find(name) != std::string::npos || std::any_of(node.params.begin(), node.params.end(), has_name);
    });
}

/// A flow that says nothing of files finds those that wait in an empty one, as a script does in its working directory. Those of another flow stay with that, but for what it
/// names: unasked they would leave with what is saved or shared.
std::vector<FlowFile> files_found(const Graph& opened, const Graph& before) {
    if (opened.lists_files()) return {};
    std::vector<FlowFile> files = before.files();
    if (!before.nodes().empty()) std::erase_if(files, [&opened](const FlowFile& file) { return !names_file(opened, file.name); });
    return files;
}

}  // namespace

Result<Made> IntentVisitor::operator()(const intent::SetFlowTitle& wanted) {
    if (wanted.title == state_.graph.title()) return Made{};
    return perform({edit::SetFlowTitle{wanted.title}}, {"edit.flow_title", {}}, "flow_title");
}

Result<Made> IntentVisitor::operator()(const intent::SetPackages& wanted) {
    if (wanted.packages == state_.graph.packages()) return Made{};
    return perform({edit::SetPackages{wanted.packages}}, {"edit.packages", {}});
}

Result<void> Session::State::put_file(const FlowFile& file, std::string merge_key, double now_ms) {
    std::vector<FlowFile> files = graph.files();
    const auto known = std::find_if(files.begin(), files.end(), [&file](const FlowFile& other) { return other.name == file.name; });
    if (known == files.end()) {
        files.push_back(file);
    } else {
        const UnknownFields unknown = known->unknown;
        const bool is_same =
            known->bytes == file.bytes && known->sha256 == file.sha256 && !file.sha256.empty() && (file.data.empty() || file.data == known->data);
        if (is_same) return {};
        *known = file;
        if (known->unknown.empty()) known->unknown = unknown;
    }
    return perform({edit::SetFiles{std::move(files)}}, {"edit.files", {}}, std::move(merge_key), now_ms);
}

Result<Made> IntentVisitor::operator()(const intent::AddFile& wanted) {
    if (auto put = state_.put_file(wanted.file, {}, now_ms_); !put) return tl::unexpected(put.error());
    return Made{};
}

Result<Made> IntentVisitor::operator()(const intent::RenameFile& wanted) {
    if (state_.graph.file(wanted.name) == nullptr) return refuse("session.no_such_file", {{"name", wanted.name}});
    if (wanted.name == wanted.to) return Made{};
    if (state_.graph.file(wanted.to) != nullptr) return refuse("session.file_exists", {{"name", wanted.to}});
    std::vector<FlowFile> files = state_.graph.files();
    for (FlowFile& file : files) {
        if (file.name == wanted.name) file.name = wanted.to;
    }
    std::vector<Edit> edits{edit::SetFiles{std::move(files)}};
    const std::vector<Edit> in_params = edits_to_rename_in_params(state_.graph, json_string(wanted.name), json_string(wanted.to));
    edits.insert(edits.end(), in_params.begin(), in_params.end());
    return perform(edits, {"edit.files", {}});
}

Result<Made> IntentVisitor::operator()(const intent::RemoveFile& wanted) {
    if (state_.graph.file(wanted.name) == nullptr) return refuse("session.no_such_file", {{"name", wanted.name}});
    std::vector<FlowFile> files = state_.graph.files();
    std::erase_if(files, [&wanted](const FlowFile& file) { return file.name == wanted.name; });
    return perform({edit::SetFiles{std::move(files)}}, {"edit.files", {}});
}

Result<Made> IntentVisitor::operator()(const intent::Open& wanted) {
    Result<Graph> opened = read_flow(wanted.text, *state_.library);
    if (!opened) return tl::unexpected(opened.error());
    if (wanted.tab) {
        if (auto beside = state_.open_beside(*wanted.tab, *std::move(opened), wanted.opening); !beside) return tl::unexpected(beside.error());
        if (wanted.is_unsaved) state_.saved_mark = kNeverSaved;
        return Made{};
    }
    // What runs belongs to the flow that is put away: nothing more of it is started.
    state_.stop_run(now_ms_);
    std::vector<FlowFile> files = files_found(*opened, state_.graph);
    std::vector<Edit> edits{edit::ReplaceAll{std::make_shared<const Graph>(*std::move(opened)), wanted.opening}};
    if (!files.empty()) edits.emplace_back(edit::SetFiles{std::move(files)});
    auto done = state_.perform(edits, {"edit.open", {}}, {}, now_ms_);
    if (!done) return tl::unexpected(done.error());
    state_.select({});
    state_.run_log.clear();
    if (wanted.is_beginning) state_.history.forget();
    state_.saved_mark = wanted.is_unsaved ? kNeverSaved : state_.history.mark();
    return Made{};
}

}  // namespace flow
