// Promises: one function made of several, for std::visit: a message's type chooses which is called.
// Must not know: messages.
#pragma once

namespace flow {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace flow
