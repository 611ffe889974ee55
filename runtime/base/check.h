// Promises: FLOW_CHECK, the statement of a promise that only a defect of ours can break; on in release builds too.
// Must not know: how the page shows it (the handler is given by the program's edge).
#pragma once

namespace flow {

/// Called once with the broken promise's sentence and place; must not return. The default prints to stderr and aborts.
using BrokenPromiseHandler = void (*)(const char* sentence, const char* file, int line);

void set_broken_promise_handler(BrokenPromiseHandler handler);

[[noreturn]] void broken_promise(const char* sentence, const char* file, int line);

}  // namespace flow

#define FLOW_CHECK(condition, sentence)                                       \
    do {                                                                      \
        if (!(condition)) flow::broken_promise(sentence, __FILE__, __LINE__); \
    } while (false)
