// Promises: the normal form of a JSON value from the events of a parser; notices a member that is named twice.
// Must not know: the parser.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/graph/json_text.h"
#include "runtime/graph/name_set.h"

namespace flow {

class JsonTextBuilder {
public:
    /// A value that is no container, in normal form.
    void value(std::string_view text) {
        separate();
        text_ += text;
    }
    void string(std::string_view text) {
        separate();
        append_json_string(text_, text);
    }
    /// False if the object has such a member already.
    bool key(const std::string& name) {
        separate();
        append_json_string(text_, name);
        text_ += ": ";
        levels_.back().waits_for_value = true;
        return levels_.back().keys.insert(name);
    }
    void start(char bracket) {
        separate();
        text_ += bracket;
        levels_.emplace_back();
    }
    void end(char bracket) {
        text_ += bracket;
        levels_.pop_back();
    }

    bool is_complete() const { return levels_.empty() && !text_.empty(); }
    /// How many containers are open.
    std::size_t depth() const { return levels_.size(); }
    /// The finished value; the builder is empty then.
    JsonText take() { return std::exchange(text_, {}); }

private:
    struct Level {
        bool is_empty = true;
        bool waits_for_value = false;
        NameSet keys;
    };

    void separate() {
        if (levels_.empty()) return;
        Level& level = levels_.back();
        if (!level.is_empty && !level.waits_for_value) text_ += ", ";
        level.is_empty = false;
        level.waits_for_value = false;
    }

    JsonText text_;
    std::vector<Level> levels_;
};

}  // namespace flow
