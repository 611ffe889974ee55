// Promises: in which kernels the values of a call are. Holds only what is not simply in the home kernel, so that it is empty as long as there is one kernel.
// Must not know: whose values they are, whether anybody needs them, whether they are saved (runtime/run/results.h).
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/run/kernel_set.h"

namespace flow {

class ValuePlaces {
public:
    /// Of values that some kernel has.
    KernelSet of(const std::string& key) const;
    /// They are there and nowhere else.
    void made_in(KernelNumber kernel, const std::string& key);
    /// They are there as well; `is_elsewhere` false: only there.
    void arrived_in(KernelNumber kernel, const std::string& key, bool is_elsewhere);
    void forget(const std::vector<std::string>& keys);
    /// This kernel has nothing any more.
    void lose(KernelNumber kernel);

private:
    void put(const std::string& key, KernelSet kernels);

    std::unordered_map<std::string, KernelSet> elsewhere_;
};

}  // namespace flow
