// Results of earlier visits and those that came with the flow: which of them are still true, and which of today's the next visit may want.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/session/session_state.h"

namespace flow {

namespace {

/// In any order that is the same everywhere.
std::pair<std::uint64_t, std::uint64_t> place_of(const Fingerprint& key) { return {key.high, key.low}; }

/// What is shown of a result, and what it was made from; without its values. Of `output` only what this result's call printed.
KeptResult shown_of(const NodeResult& result, const NodeOutput* output) {
    KeptResult one;
    one.key = result.recipe.lasting_key();
    one.volatile_serial = result.recipe.volatile_serial;
    one.files = result.files;
    one.environment = *result.recipe.environment;
    one.outputs = result.outputs;
    one.elapsed_ms = result.elapsed_ms;
    // Output of a later call that failed is none of this result's.
    if (output == nullptr || output->value_key != result.value_key) return one;
    one.dropped = output->dropped;
    one.dropped_lines = output->dropped_lines;
    one.out_gap = output->out_gap;
    one.err_gap = output->err_gap;
    const bool is_small = output->out.size() + output->err.size() <= limits::kKeptOutputBytes;
    for (auto [text, kept_text, gap] : {std::tuple(&output->out, &one.out, &one.out_gap), std::tuple(&output->err, &one.err, &one.err_gap)}) {
        if (is_small) {
            *kept_text = *text;
        } else if (!text->empty()) {
            one.dropped += static_cast<std::int64_t>(text->size());
            one.dropped_lines += std::count(text->begin(), text->end(), '\n');
            *gap = 0;
        }
    }
    return one;
}

}  // namespace

void Session::State::keep(const std::vector<std::string>& value_keys) {
    std::vector<KeptResult> kept;
    for (const std::string& value_key : value_keys) {
        const NodeResult* result = results.with_values(value_key);
        // What belongs to a flow in another tab is kept for that one, when it is back.
        if (result == nullptr || !result->saved || is_aside(results.node_of(value_key))) continue;
        KeptResult& one = kept.emplace_back(shown_of(*result, outputs.find(results.node_of(value_key))));
        one.sha256 = result->saved->sha256;
        one.bytes = result->saved->bytes;
    }
    if (!kept.empty()) desk.tell(news::ResultsToKeep{std::move(kept)});
}

std::vector<std::pair<NodeId, KeptResult>> Session::State::results_to_save() {
    std::vector<std::pair<NodeId, KeptResult>> shown;
    for (const NodeId node : graph.nodes()) {
        const Standing& standing = current_survey().of(node);
        const NodeRecord* record = results.find(node);
        if (standing.role != Role::runnable || standing.state != NodeState::ok || record == nullptr || !record->result) continue;
        const NodeOutput* output = outputs.find(node);
        shown.emplace_back(node, shown_of(*record->result, output));
        if (output != nullptr && output->value_key == record->result->value_key) shown.back().second.displays = output->displays;
    }
    return shown;
}

bool Session::State::shows_authors(NodeId node) {
    const Standing* standing = current_survey().find(node);
    return standing != nullptr && standing->role == Role::runnable && standing->state == NodeState::author;
}

void Session::State::offer(std::vector<KeptResult> kept, std::uint64_t first_serial) {
    scheduler.begin_serials_at(first_serial);
    std::multimap<std::pair<std::uint64_t, std::uint64_t>, const KeptResult*> by_key;
    for (const KeptResult& one : kept) by_key.emplace(place_of(one.key), &one);  // of the same key in the order of the offer: one's own before the author's

    // What was carried over from the flow before belongs to this one now.
    std::vector<std::string> carried;
    // Downwards: a node's key holds the fingerprints of what is above it.
    for (const NodeId node : graph.topology().ordered()) {
        const NodeRecord* record = results.find(node);
        const bool is_known = record != nullptr && (record->broken || (record->result && record->result->has_values()));
        if (is_known) {
            if (record->result && record->result->saved) carried.push_back(record->result->value_key);
            if (record->result && has_picture(record->result->outputs)) desk.value(graph.node(node).name, true);  // those of the flow before are forgotten
            continue;
        }
        const Standing& standing = current_survey().of(node);
        if (standing.role != Role::runnable) continue;
        const auto [first, last] = by_key.equal_range(place_of(standing.key));
        for (auto found = first; found != last; ++found) {
            if (!files_agree(graph, found->second->files)) continue;
            adopt(node, *found->second);
            break;
        }
    }
    keep(carried);
}

void Session::State::adopt(NodeId node, const KeptResult& kept) {
    const Standing& standing = current_survey().of(node);
    NodeResult result;
    result.recipe.meaning = standing.meaning;
    std::vector<KeyInput> ends;
    for (const WiredInput& input : standing.inputs) {
        const Fingerprint& fingerprint = current_survey().of(input.source).fingerprint;
        ends.push_back({input.port, input.source_port, fingerprint});
        result.recipe.inputs.push_back({input.port, graph.node(input.source).name, input.source_port, fingerprint});
    }
    result.recipe.volatile_serial = standing.meaning->is_volatile() ? kept.volatile_serial : 0;
    result.recipe.environment = std::make_shared<const Environment>(kept.environment);
    result.recipe.key = key_of(*standing.meaning, ends, result.recipe.volatile_serial);
    result.files = kept.files;
    result.fingerprint = fingerprint_of_result(result.recipe.key, result.files);
    const bool is_authors = !kept.author.empty();
    result.value_key = is_authors ? std::string(kAuthorPrefix) + kept.author : graph.node(node).name + "@" + std::to_string(scheduler.take_serial());
    result.outputs = kept.outputs;
    result.elapsed_ms = kept.elapsed_ms;
    result.is_in_kernel = false;
    if (!is_authors) result.saved = SavedValue{result.value_key, kept.sha256, kept.bytes};

    NodeOutput output;
    output.out = kept.out;
    output.err = kept.err;
    output.value_key = result.value_key;
    output.dropped = kept.dropped;
    output.dropped_lines = kept.dropped_lines;
    output.out_gap = kept.out_gap;
    output.err_gap = kept.err_gap;
    output.elapsed_ms = kept.elapsed_ms;
    output.displays = kept.displays;
    outputs.take(node, std::move(output));
    results.record(node, std::move(result));
    survey.touch(node);
    const std::string& name = graph.node(node).name;
    desk.value(name, has_picture(kept.outputs));
    desk.output(name);
    desk.states();
}

}  // namespace flow
