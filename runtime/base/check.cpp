#include "runtime/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace flow {
namespace {

BrokenPromiseHandler handler_ = nullptr;

}  // namespace

void set_broken_promise_handler(BrokenPromiseHandler handler) { handler_ = handler; }

void broken_promise(const char* sentence, const char* file, int line) {
    if (handler_ != nullptr) handler_(sentence, file, line);
    std::fprintf(stderr, "broken promise: %s (%s:%d)\n", sentence, file, line);
    std::abort();
}

}  // namespace flow
