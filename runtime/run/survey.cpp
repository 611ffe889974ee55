#include "runtime/run/survey.h"

#include <algorithm>
#include <queue>
#include <set>
#include <utility>

#include "runtime/base/check.h"

namespace flow {

namespace {

/// What those that follow see of a node.
bool looks_the_same(const Standing& a, const Standing& b) {
    return a.meaning == b.meaning && a.role == b.role && a.state == b.state && a.obstacle == b.obstacle && a.failed_above == b.failed_above &&
           a.fingerprint == b.fingerprint && a.passes == b.passes && a.passes_port == b.passes_port;
}

bool is_to_run(const Standing& standing) {
    return standing.role == Role::runnable && !standing.obstacle && (standing.state != NodeState::ok || standing.meaning->is_volatile());
}

/// Of the files that were read under `key` the list, if any; of a call that broke only if there is no better one.
const std::vector<FileUse>* files_read_under(const NodeRecord* record, const Fingerprint& key) {
    if (record == nullptr) return nullptr;
    if (record->result && record->result->recipe.key == key) return &record->result->files;
    if (record->broken && record->broken->recipe.key == key) return &record->broken->files;
    return nullptr;
}

Fingerprint fingerprint_with_files_now(const Graph& graph, const Fingerprint& key, const std::vector<FileUse>* read) {
    if (read == nullptr || read->empty()) return fingerprint_of_result(key, {});
    std::vector<FileUse> now;
    for (const FileUse& file : *read) now.push_back({file.name, file_hash(graph, file.name)});
    return fingerprint_of_result(key, now);
}

/// The place of a port among all parameters, and what kind it is; no place if the signature does not have it.
struct PortPlace {
    int position = -1;
    bool is_variadic = false;
    std::string_view name;
};
PortPlace place_of(const Signature& signature, std::string_view port) {
    if (const Port* input = signature.input(port)) return {input->position, input->is_variadic, input->name};
    if (const Setting* setting = signature.setting(port)) return {setting->position, false, setting->name};
    return {};
}

/// What lies in a folder ("" or ending with a slash), as the kernel writes it (pythonflows_kernel/flow_files.py, folder_list).
std::string folder_list(const Graph& graph, std::string_view folder) {
    std::set<std::string> entries;
    for (const FlowFile& file : graph.files()) {
        if (!file.name.starts_with(folder)) continue;
        const std::string_view rest = std::string_view(file.name).substr(folder.size());
        const std::size_t slash = rest.find('/');
        entries.insert(slash == std::string_view::npos ? std::string(rest) + "/" : std::string(rest.substr(0, slash)) + "//");
    }
    std::string list;
    for (const std::string& entry : entries) list += entry;
    return list;
}

}  // namespace

bool is_folder_use(std::string_view name) { return name.ends_with('/'); }

std::string file_hash(const Graph& graph, std::string_view name) {
    if (is_folder_use(name)) return folder_list(graph, name == "./" ? std::string_view() : name);
    const FlowFile* file = graph.file(name);
    return file == nullptr ? std::string() : file->sha256;
}

bool files_agree(const Graph& graph, const std::vector<FileUse>& files) {
    return std::all_of(files.begin(), files.end(), [&graph](const FileUse& file) {
        if (is_folder_use(file.name)) return file_hash(graph, file.name) == file.sha256;
        const FlowFile* now = graph.file(file.name);
        return now == nullptr ? file.sha256.empty() : now->sha256 == file.sha256;
    });
}

const Standing* Survey::find(NodeId node) const { return standings_.find(node); }

const Standing& Survey::of(NodeId node) const {
    const Standing* standing = find(node);
    FLOW_CHECK(standing != nullptr, "a node whose standing is asked for is in the graph");
    return *standing;
}

std::size_t Survey::refresh(const SurveyGround& ground) {
    const std::size_t looked_at = is_all_touched_ ? look_at_all(ground) : look_at_touched(ground);
    is_all_touched_ = false;
    is_meaning_forgotten_ = false;
    touched_.clear();
    return looked_at;
}

std::size_t Survey::look_at_all(const SurveyGround& ground) {
    for (const NodeId node : standings_.ids()) {
        if (ground.graph.find(node) == nullptr) forget(node);
    }
    const std::vector<NodeId> order = ground.graph.topology().ordered();
    for (const NodeId node : order) look_at(ground, node);
    return order.size();
}

std::size_t Survey::look_at_touched(const SurveyGround& ground) {
    // A smaller position first: when a node is looked at, all that it depends on has been.
    using Waiting = std::pair<std::int64_t, NodeId>;
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue;
    IdSet<NodeId> waiting;
    const Topology& topology = ground.graph.topology();
    for (const NodeId node : touched_) {
        if (ground.graph.find(node) != nullptr) {
            queue.emplace(topology.position(node), node);
            waiting.emplace(node, {});
        } else {
            forget(node);
        }
    }
    std::size_t looked_at = 0;
    const std::size_t many = ground.graph.nodes().size() / 8;
    while (!queue.empty()) {
        if (looked_at > many) return looked_at + look_at_waiting(ground, std::move(waiting));
        const NodeId node = queue.top().second;
        queue.pop();
        waiting.erase(node);
        ++looked_at;
        if (!look_at(ground, node)) continue;
        for (const LinkId out : ground.graph.links_out_of(node)) {
            const NodeId next = ground.graph.link(out).to;
            if (waiting.emplace(next, {}).second) queue.emplace(topology.position(next), next);
        }
    }
    return looked_at;
}

std::size_t Survey::look_at_waiting(const SurveyGround& ground, IdSet<NodeId> waiting) {
    std::size_t looked_at = 0;
    for (const NodeId node : ground.graph.topology().ordered()) {
        if (!waiting.contains(node)) continue;
        ++looked_at;
        if (!look_at(ground, node)) continue;
        for (const LinkId out : ground.graph.links_out_of(node)) waiting.emplace(ground.graph.link(out).to, {});
    }
    return looked_at;
}

bool Survey::look_at(const SurveyGround& ground, NodeId node) {
    Standing& known = standings_[node];
    std::vector<WiredInput> room = std::move(fresh_.inputs);
    room.clear();
    fresh_ = {};
    fresh_.inputs = std::move(room);
    // A node is another object as soon as anything about it has changed.
    const bool is_same_node = !is_meaning_forgotten_ && known.meaning != nullptr && known.meaning->node.get() == &ground.graph.node(node);
    fresh_.meaning = is_same_node ? known.meaning : read_meaning(ground.graph.shared(node), ground.library);
    wire(ground, node, fresh_);
    if (fresh_.role == Role::bypassed) judge_bypass(fresh_);
    if (fresh_.role == Role::muted) fresh_.state = NodeState::muted;
    if (fresh_.role == Role::runnable) judge_result(ground, node, fresh_);

    const bool is_same = looks_the_same(known, fresh_);
    count(node, known, fresh_);
    std::swap(known, fresh_);
    return !is_same;
}

void Survey::count(NodeId node, const Standing& before, const Standing& now) {
    count_to_run_ -= is_to_run(before) ? 1 : 0;
    count_to_run_ += is_to_run(now) ? 1 : 0;
    if (now.state != NodeState::ok || now.meaning->is_volatile()) {
        unsettled_.emplace(node, {});
    } else {
        unsettled_.erase(node);
    }
}

void Survey::forget(NodeId node) {
    if (const Standing* known = standings_.find(node)) count_to_run_ -= is_to_run(*known) ? 1 : 0;
    standings_.erase(node);
    unsettled_.erase(node);
}

void Survey::wire(const SurveyGround& ground, NodeId node, Standing& standing) const {
    const Signature& signature = standing.meaning->signature();
    std::string valueless;  // a port whose link leads to an output that is not there
    for (const LinkId in : ground.graph.links_into(node)) {
        const Link& link = ground.graph.link(in);
        const PortPlace place = place_of(signature, link.to_port);
        if (place.position < 0) continue;  // the port is gone from the source: the link waits for its return
        const Standing& source = of(link.from);
        WiredInput& input = standing.inputs.emplace_back(WiredInput{place.position, std::string(place.name), place.is_variadic, link.from, {}});
        if (source.role == Role::bypassed) {
            input.source = source.passes;
            input.source_port = source.passes_port;
        } else if (source.meaning->signature().has_output(link.from_port)) {
            input.source_port = link.from_port;
        }
        const bool stands_in_the_way = source.role == Role::muted || source.role == Role::idle;
        if (input.source_port.empty() && !stands_in_the_way && valueless.empty()) valueless = std::string(place.name);
        if (!standing.obstacle) standing.obstacle = stands_in_the_way ? link.from : source.obstacle;
        if (!standing.failed_above) standing.failed_above = source.state == NodeState::failed ? link.from : source.failed_above;
    }
    const auto by_position = [](const WiredInput& a, const WiredInput& b) { return a.position < b.position; };
    if (!std::is_sorted(standing.inputs.begin(), standing.inputs.end(), by_position))
        std::stable_sort(standing.inputs.begin(), standing.inputs.end(), by_position);
    judge_role(standing, std::move(valueless));
}

void Survey::judge_role(Standing& standing, std::string valueless) const {
    const NodeMode mode = standing.meaning->node->mode;
    if (mode == NodeMode::mute || (mode == NodeMode::bypass && standing.inputs.empty())) {
        standing.role = Role::muted;
        return;
    }
    if (mode == NodeMode::bypass) {
        const WiredInput& first = standing.inputs.front();
        const Role source = of(first.source).role;
        const bool has_nothing_to_pass = first.source_port.empty() && source != Role::muted && source != Role::idle;
        standing.role = has_nothing_to_pass ? Role::idle : Role::bypassed;
        if (has_nothing_to_pass) standing.missing_port = first.port;
        return;
    }
    const auto is_fed = [&](const Port& port) {
        return port.is_variadic ||
               std::any_of(standing.inputs.begin(), standing.inputs.end(), [&](const WiredInput& input) { return input.port == port.name; });
    };
    const std::vector<Port>& ports = standing.meaning->signature().inputs;
    const auto unfed = std::find_if_not(ports.begin(), ports.end(), is_fed);
    standing.missing_port = unfed != ports.end() ? unfed->name : std::move(valueless);
    const bool is_idle = !standing.meaning->can_be_called() || !standing.missing_port.empty();
    standing.role = is_idle ? Role::idle : Role::runnable;
}

void Survey::judge_bypass(Standing& standing) const {
    const WiredInput& first = standing.inputs.front();
    standing.passes = first.source;
    standing.passes_port = first.source_port;
    const Standing& source = of(first.source);
    // Only the value that it passes on counts: another input may be blocked without harm.
    const bool stands_in_the_way = source.role == Role::muted || source.role == Role::idle;
    standing.obstacle = stands_in_the_way ? first.source : source.obstacle;
    standing.failed_above = source.state == NodeState::failed ? first.source : source.failed_above;
    standing.fingerprint = source.fingerprint;
    const bool has_something = source.state == NodeState::ok || source.state == NodeState::author;
    standing.state = !standing.obstacle && has_something ? source.state : NodeState::stale;
}

void Survey::judge_result(const SurveyGround& ground, NodeId node, Standing& standing) {
    const NodeRecord* record = ground.results.find(node);
    const Recipe* latest = record == nullptr ? nullptr : record->latest();
    if (standing.meaning->is_volatile() && latest != nullptr) standing.volatile_serial = latest->volatile_serial;

    key_inputs_.clear();
    for (const WiredInput& input : standing.inputs) key_inputs_.push_back({input.port, input.source_port, of(input.source).fingerprint});
    standing.key = key_of(*standing.meaning, key_inputs_, standing.volatile_serial);
    standing.fingerprint = fingerprint_with_files_now(ground.graph, standing.key, files_read_under(record, standing.key));

    standing.state = NodeState::stale;
    if (standing.obstacle || standing.failed_above || record == nullptr) return;
    const auto holds = [&](const auto& call) {
        if (!(call.recipe.key == standing.key && files_agree(ground.graph, call.files))) return false;
        return call.recipe.environment == ground.environment || agree(*call.recipe.environment, *ground.environment);
    };
    if (record->broken && holds(*record->broken)) {
        standing.state = record->broken->was_stopped ? NodeState::stopped : NodeState::failed;
    } else if (record->result && record->result->has_values() && holds(*record->result)) {
        standing.state = NodeState::ok;
    } else if (record->result && record->result->is_authors() && !record->broken && record->result->fingerprint == standing.fingerprint) {
        standing.state = NodeState::author;  // something to look at: which Python made it does not matter, for nothing is computed with it
    }
}

}  // namespace flow
