// Promises: reads JSON text as events with numbers as they were written; says line and column of what is no JSON; stops at the first refusal.
// Must not know: what is read. Its .cpp is the only place of the layer that knows a JSON library.
#pragma once

#include <string>
#include <string_view>

#include "runtime/base/result.h"

namespace flow {

/// Who listens to the events. Each answer false stops the reading; the listener keeps its reason.
class JsonListener {
public:
    JsonListener() = default;
    JsonListener(const JsonListener&) = delete;
    JsonListener& operator=(const JsonListener&) = delete;
    virtual ~JsonListener() = default;

    /// null, true, false or a number, in normal form.
    virtual bool on_scalar(std::string_view text) = 0;
    virtual bool on_string(std::string& text) = 0;
    virtual bool on_key(std::string& name) = 0;
    virtual bool on_start(char bracket) = 0;
    virtual bool on_end(char bracket) = 0;
};

/// True if all was read, false if the listener stopped it; an error (`file.no_json` {line} {column}, `file.too_deep`) if the text is no JSON.
Result<bool> read_json(std::string_view text, JsonListener& listener);

}  // namespace flow
