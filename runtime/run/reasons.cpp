#include "runtime/run/reasons.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/widget.h"

namespace flow {

namespace {

/// A value cut to what a sentence can hold, never inside a character.
std::string in_a_sentence(const std::string& value) {
    if (value.size() <= limits::kValueInSentenceBytes) return value;
    std::size_t end = limits::kValueInSentenceBytes;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xc0u) == 0x80u) --end;
    return value.substr(0, end) + "…";
}

/// Collects the differences between one call and now.
class Comparison {
public:
    Comparison(const SurveyGround& ground, const Survey& survey, const Standing& now, const Recipe& then)
        : ground_(ground), survey_(survey), now_(now), then_(then) {}

    std::vector<Why> all(const std::vector<FileUse>& files) {
        if (then_.meaning != now_.meaning) {
            compare_source();
            compare_settings();
        }
        compare_inputs();
        compare_files(files);
        compare_environment();
        if (then_.volatile_serial != now_.volatile_serial) why_.push_back({"volatile", {"why.was_volatile", {}}, {}, {}, {}});
        return std::move(why_);
    }

private:
    void compare_source() {
        const NodeMeaning& then = *then_.meaning;
        const NodeMeaning& now = *now_.meaning;
        if (then.node->name != now.node->name || then.node->type != now.node->type || !(then.source == now.source))
            why_.push_back({"source", {"why.source", {}}, {}, {}, {}});
    }

    void compare_settings() {
        std::set<std::string> names;
        for (const MeaningPtr& meaning : {then_.meaning, now_.meaning}) {
            for (const Setting& setting : meaning->signature().settings) names.insert(setting.name);
        }
        for (const std::string& name : names) {
            // A setting that a link feeds, then or now, is a matter of wiring.
            const bool is_linked =
                then_.has_input(name) || std::any_of(now_.inputs.begin(), now_.inputs.end(), [&](const WiredInput& input) { return input.port == name; });
            if (is_linked || !then_.meaning->signature().setting(name) || !now_.meaning->signature().setting(name)) continue;
            compare_setting(name, then_.meaning->effective(name), now_.meaning->effective(name));
        }
    }

    void compare_setting(const std::string& name, std::string from, std::string to) {
        if (from == to) return;
        const auto is_secret = [&name](const MeaningPtr& meaning) { return widget_of(*meaning->signature().setting(name)).kind == WidgetKind::secret; };
        if (is_secret(then_.meaning) || is_secret(now_.meaning)) {
            why_.push_back({"setting", {"why.setting_secret", {{"name", name}}}, name, {}, {}});
            return;
        }
        Sentence sentence{"why.setting", {{"name", name}, {"from", in_a_sentence(from)}, {"to", in_a_sentence(to)}}};
        why_.push_back({"setting", std::move(sentence), name, std::move(from), std::move(to)});
    }

    void compare_inputs() {
        const auto is_same_end = [this](const RecipeInput& then, const WiredInput& now) {
            return then.port == now.port && then.source_port == now.source_port && then.source_name == name_of(now.source);
        };
        if (!std::equal(then_.inputs.begin(), then_.inputs.end(), now_.inputs.begin(), now_.inputs.end(), is_same_end)) {
            why_.push_back({"wiring", {"why.wiring", {}}, {}, {}, {}});
            return;
        }
        std::set<std::string> told;
        for (std::size_t at = 0; at < then_.inputs.size(); ++at) {
            const std::string& upstream = then_.inputs[at].source_name;
            if (survey_.of(now_.inputs[at].source).fingerprint == then_.inputs[at].fingerprint || !told.insert(upstream).second) continue;
            why_.push_back(because_of_input(upstream));
        }
    }

    void compare_files(const std::vector<FileUse>& files) {
        for (const FileUse& file : files) {
            if (file_hash(ground_.graph, file.name) == file.sha256) continue;
            why_.push_back({"file", {key_of_change(file), {{"name", file.name}}}, file.name, {}, {}});
        }
    }

    const char* key_of_change(const FileUse& file) const {
        if (is_folder_use(file.name)) return "why.folder";
        if (ground_.graph.file(file.name) == nullptr) return "why.file_gone";
        return file.sha256.empty() ? "why.file_new" : "why.file";
    }

    void compare_environment() {
        if (!agree(*then_.environment, *ground_.environment)) why_.push_back({"packages", {"why.packages", {}}, {}, {}, {}});
    }

    std::string_view name_of(NodeId id) const {
        const Node* node = ground_.graph.find(id);
        return node == nullptr ? std::string_view() : std::string_view(node->name);
    }

    const SurveyGround& ground_;
    const Survey& survey_;
    const Standing& now_;
    const Recipe& then_;
    std::vector<Why> why_;
};

std::string name_in(const SurveyGround& ground, NodeId node) { return ground.graph.node(node).name; }

std::vector<Why> reasons_of_idle(const Standing& standing) {
    if (standing.missing_port.empty()) {
        const Rare<SourceProblem>& problem = standing.meaning->node->problem;
        return {{"source", problem ? problem->sentence : Sentence{"why.nothing_to_call", {}}, {}, {}, {}}};
    }
    const std::string port(standing.missing_port);
    return {{"input", {"why.unconnected", {{"port", port}}}, port, {}, {}}};
}

Why because_blocked(const std::string& obstacle, bool has_failed) {
    return {"blocked", {has_failed ? "why.blocked_by_failed" : "why.blocked", {{"node", obstacle}}}, obstacle, {}, {}};
}

Why because_never_ran() { return {"never_ran", {"why.never_ran", {}}, {}, {}, {}}; }

std::vector<Why> reasons_of_stale(const SurveyGround& ground, const Survey& survey, const Standing& standing, const NodeRecord* record) {
    if (record == nullptr || record->latest() == nullptr) return {because_never_ran()};
    // The result is what a person still sees, so that its differences are told; only without one those of the failed call.
    const Recipe& then = record->result ? record->result->recipe : record->broken->recipe;
    std::vector<Why> why = Comparison(ground, survey, standing, then).all(record->result ? record->result->files : record->broken->files);
    if (!why.empty() || !record->result || record->result->has_values()) return why;
    return {record->result->is_authors() ? because_never_ran() : Why{"evicted", {"why.evicted", {}}, {}, {}, {}}};
}

}  // namespace

Why because_volatile() { return {"volatile", {"why.volatile", {}}, {}, {}, {}}; }

Why because_asked() { return {"asked", {"why.asked", {}}, {}, {}, {}}; }

Why because_of_input(const std::string& upstream) { return {"input", {"why.input", {{"node", upstream}}}, upstream, {}, {}}; }

std::vector<Why> reasons_of(const SurveyGround& ground, const Survey& survey, NodeId node) {
    const Standing& standing = survey.of(node);
    if (standing.role == Role::idle) return reasons_of_idle(standing);
    if (standing.role == Role::muted || standing.state == NodeState::ok) return {};
    if (standing.state == NodeState::failed) return {{"failed", {"why.failed", {}}, {}, {}, {}}};
    if (standing.state == NodeState::author) return {{"never_ran", {"why.author", {}}, {}, {}, {}}};
    if (standing.state == NodeState::stopped) return {{"stopped", {"why.stopped", {}}, {}, {}, {}}};

    std::vector<Why> why;
    if (standing.obstacle) why.push_back(because_blocked(name_in(ground, standing.obstacle), false));
    if (standing.failed_above && standing.failed_above != standing.obstacle) why.push_back(because_blocked(name_in(ground, standing.failed_above), true));
    if (standing.role == Role::bypassed) {
        if (why.empty()) why.push_back(because_of_input(name_in(ground, standing.passes)));
        return why;
    }
    std::vector<Why> own = reasons_of_stale(ground, survey, standing, ground.results.find(node));
    why.insert(why.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    return why;
}

}  // namespace flow
