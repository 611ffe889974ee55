#include "runtime/base/catalogue.h"

#include <utility>

namespace flow {
namespace {

std::string without_text(const Sentence& sentence) {
    std::string text = sentence.key;
    for (const auto& [name, value] : sentence.args) text += " " + name + "=" + value;
    return text;
}

const std::string* argument(const Sentence& sentence, std::string_view name) {
    for (const auto& [key, value] : sentence.args) {
        if (key == name) return &value;
    }
    return nullptr;
}

/// Of "node|nodes" the first for 1, else the second.
std::string_view form_for(const std::string& count, std::string_view forms) {
    const std::size_t bar = forms.find('|');
    return count == "1" || bar == std::string_view::npos ? forms.substr(0, bar) : forms.substr(bar + 1);
}

}  // namespace

Catalogue::Catalogue(std::string language, std::unordered_map<std::string, std::string> texts) : language_(std::move(language)), texts_(std::move(texts)) {}

std::string Catalogue::text(const Sentence& sentence) const {
    const auto found = texts_.find(sentence.key);
    if (found == texts_.end()) return without_text(sentence);
    const std::string& pattern = found->second;
    std::string text;
    std::size_t at = 0;
    while (at < pattern.size()) {
        const std::size_t open = pattern.find('{', at);
        const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
        if (close == std::string::npos) break;
        text.append(pattern, at, open - at);
        const std::string_view placeholder = std::string_view(pattern).substr(open + 1, close - open - 1);
        const std::size_t bar = placeholder.find('|');
        if (const std::string* value = argument(sentence, placeholder.substr(0, bar))) {
            text += bar == std::string_view::npos ? std::string_view(*value) : form_for(*value, placeholder.substr(bar + 1));
        } else {
            text.append(pattern, open, close - open + 1);  // an unfilled placeholder is better seen than lost
        }
        at = close + 1;
    }
    return text.append(pattern, at, std::string::npos);
}

}  // namespace flow
