// Results of earlier visits: which of them are still true, and which of today's the next visit may want.
#include <map>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/session/session_state.h"

namespace flow {

namespace {

/// In any order that is the same everywhere.
std::pair<std::uint64_t, std::uint64_t> place_of(const Fingerprint& key) { return {key.high, key.low}; }

}  // namespace

void Session::State::keep(const std::vector<std::string>& value_keys) {
    std::vector<KeptResult> kept;
    for (const std::string& value_key : value_keys) {
        const NodeResult* result = results.with_values(value_key);
        if (result == nullptr || !result->saved) continue;
        const NodeOutput* output = outputs.find(results.node_of(value_key));
        KeptResult& one = kept.emplace_back(KeptResult{result->recipe.lasting_key(),
                                                       result->recipe.volatile_serial,
                                                       result->files,
                                                       *result->recipe.environment,
                                                       result->outputs,
                                                       result->elapsed_ms,
                                                       result->saved->sha256,
                                                       result->saved->bytes,
                                                       {},
                                                       {},
                                                       0});
        // Output of a later call that failed is none of this result's.
        if (output == nullptr || output->value_key != value_key) continue;
        one.dropped = output->dropped;
        if (output->out.size() + output->err.size() <= limits::kKeptOutputBytes) {
            one.out = output->out;
            one.err = output->err;
        } else {
            one.dropped += static_cast<std::int64_t>(output->out.size() + output->err.size());
        }
    }
    if (!kept.empty()) desk.tell(news::ResultsToKeep{std::move(kept)});
}

void Session::State::offer(std::vector<KeptResult> kept, std::uint64_t first_serial) {
    scheduler.begin_serials_at(first_serial);
    std::multimap<std::pair<std::uint64_t, std::uint64_t>, const KeptResult*> by_key;
    for (const KeptResult& one : kept) by_key.emplace(place_of(one.key), &one);

    // What was carried over from the flow before belongs to this one now.
    std::vector<std::string> carried;
    // Downwards: a node's key holds the fingerprints of what is above it.
    for (const NodeId node : graph.topology().ordered()) {
        const NodeRecord* record = results.find(node);
        if (record != nullptr) {
            if (record->result && record->result->saved) carried.push_back(record->result->value_key);
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
    result.value_key = graph.node(node).name + "@" + std::to_string(scheduler.take_serial());
    result.outputs = kept.outputs;
    result.elapsed_ms = kept.elapsed_ms;
    result.is_in_kernel = false;
    result.saved = SavedValue{result.value_key, kept.sha256, kept.bytes};

    outputs.begin(node, result.value_key, {limits::kKeptOutputBytes, 0});
    outputs.print(node, OutputStream::out, kept.out, kept.dropped);
    outputs.print(node, OutputStream::err, kept.err, 0);
    outputs.end(node, kept.elapsed_ms, std::nullopt);
    results.record(node, std::move(result));
    survey.touch(node);
    const std::string& name = graph.node(node).name;
    desk.value(name);
    desk.output(name);
    desk.states();
}

}  // namespace flow
