#include "runtime/run/meaning.h"

#include <algorithm>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/graph/widget.h"

namespace flow {

namespace {

/// A value that the annotation does not take is passed on as it is: Python says what is wrong with it, in the user's own lines.
JsonText coerced(const Setting& setting, const JsonText& value) {
    Result<JsonText> fitting = coerce(setting, value);
    return fitting ? *std::move(fitting) : value;
}

std::vector<Param> settings_that_differ(const Node& node) {
    std::vector<Param> differing;
    for (const Setting& setting : node.signature->settings) {
        const JsonText* given = node.param(setting.name);
        if (given == nullptr) continue;
        JsonText value = coerced(setting, *given);
        if (setting.standard && value == coerced(setting, *setting.standard)) continue;
        differing.push_back({setting.name, std::move(value)});
    }
    std::sort(differing.begin(), differing.end(), [](const Param& a, const Param& b) { return a.name < b.name; });
    return differing;
}

}  // namespace

std::string NodeMeaning::effective(std::string_view setting) const {
    const auto given = std::find_if(settings.begin(), settings.end(), [setting](const Param& param) { return param.name == setting; });
    if (given != settings.end()) return given->value;
    const Setting* declared = signature().setting(setting);
    if (declared == nullptr) return {};
    return declared->standard ? coerced(*declared, *declared->standard) : declared->default_text;
}

MeaningPtr read_meaning(std::shared_ptr<const Node> node, const std::shared_ptr<const NodeLibrary>& library) {
    FLOW_CHECK(node != nullptr, "a meaning is read from a node");
    NodeMeaning meaning;
    if (node->type != kPythonType) meaning.type = std::shared_ptr<const NodeType>(library, library->find(node->type));
    meaning.settings = settings_that_differ(*node);
    meaning.node = std::move(node);
    if (meaning.can_be_called()) meaning.source = fingerprint_of_source(meaning.source_text());
    return std::make_shared<const NodeMeaning>(std::move(meaning));
}

}  // namespace flow
