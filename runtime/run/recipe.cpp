#include "runtime/run/recipe.h"

#include <algorithm>

namespace flow {

namespace {

bool agree(const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; }

/// "pandas>=2" and "Pandas" name the package that a kernel reports as "pandas".
std::string bare_name(const std::string& wanted) {
    std::string name = wanted.substr(0, wanted.find_first_of(" <>=!~[;@"));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
        return c == '_' || c == '.' ? '-' : c;
    });
    return name;
}

}  // namespace

Environment environment_of(const std::vector<std::string>& flow_packages, const std::string& python, const std::string& pyodide,
                           const std::vector<std::pair<std::string, std::string>>& loaded) {
    Environment environment{python, pyodide, {}};
    for (const std::string& wanted : flow_packages) {
        const auto known =
            std::find_if(loaded.begin(), loaded.end(), [name = bare_name(wanted)](const auto& package) { return bare_name(package.first) == name; });
        environment.packages.emplace_back(wanted, known == loaded.end() ? std::string() : known->second);
    }
    std::sort(environment.packages.begin(), environment.packages.end());
    return environment;
}

bool agree(const Environment& a, const Environment& b) {
    if (!agree(a.python, b.python) || !agree(a.pyodide, b.pyodide)) return false;
    return std::equal(a.packages.begin(), a.packages.end(), b.packages.begin(), b.packages.end(),
                      [](const auto& left, const auto& right) { return left.first == right.first && agree(left.second, right.second); });
}

Fingerprint key_of(const NodeMeaning& meaning, std::span<const KeyInput> inputs, std::uint64_t volatile_serial) {
    FingerprintBuilder builder;
    builder.number(kCallRules).text(meaning.node->name).text(meaning.node->type).print(meaning.source);

    // A setting that a link feeds does not count with its stored value.
    const auto is_linked = [inputs](const std::string& setting) {
        return std::any_of(inputs.begin(), inputs.end(), [&](const KeyInput& input) { return input.port == setting; });
    };
    for (const Param& setting : meaning.settings) {
        if (!is_linked(setting.name)) builder.number(1).text(setting.name).text(setting.value);
    }
    for (const KeyInput& input : inputs) builder.number(2).text(input.port).text(input.source_port).print(input.fingerprint);
    builder.number(3).number(volatile_serial);
    return builder.finish();
}

bool Recipe::has_input(std::string_view port) const {
    return std::any_of(inputs.begin(), inputs.end(), [port](const RecipeInput& input) { return input.port == port; });
}

Fingerprint Recipe::lasting_key() const {
    if (volatile_serial == 0) return key;
    std::vector<KeyInput> ends;
    ends.reserve(inputs.size());
    for (const RecipeInput& input : inputs) ends.push_back({input.port, input.source_port, input.fingerprint});
    return key_of(*meaning, ends, 0);
}

}  // namespace flow
