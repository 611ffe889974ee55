// Promises: turns a Sentence into text of the language that was chosen.
// Must not know: where catalogues come from (the page hands in the texts).
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/base/result.h"

namespace flow {

class Catalogue {
public:
    Catalogue() = default;
    Catalogue(std::string language, std::unordered_map<std::string, std::string> texts);

    /// The sentence with its {placeholders} filled in; {count|node|nodes} gives the word for one or for several. A key that the catalogue lacks is shown as the key with its arguments, so that nothing is lost.
    std::string text(const Sentence& sentence) const;
    std::string text(std::string_view key) const { return text(Sentence{std::string(key), {}}); }

    /// BCP 47 tag ("en", "ja"); "" before a catalogue was set.
    const std::string& language() const { return language_; }

private:
    std::string language_;
    std::unordered_map<std::string, std::string> texts_;
};

}  // namespace flow
