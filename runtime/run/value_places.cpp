#include "runtime/run/value_places.h"

namespace flow {

KernelSet ValuePlaces::of(const std::string& key) const {
    const auto found = elsewhere_.find(key);
    return found == elsewhere_.end() ? KernelSet::of(kHome) : found->second;
}

void ValuePlaces::made_in(KernelNumber kernel, const std::string& key) { put(key, KernelSet::of(kernel)); }

void ValuePlaces::arrived_in(KernelNumber kernel, const std::string& key, bool is_elsewhere) {
    KernelSet kernels = is_elsewhere ? of(key) : KernelSet{};
    kernels.add(kernel);
    put(key, kernels);
}

void ValuePlaces::forget(const std::vector<std::string>& keys) {
    for (const std::string& key : keys) elsewhere_.erase(key);
}

void ValuePlaces::lose(KernelNumber kernel) {
    for (auto at = elsewhere_.begin(); at != elsewhere_.end();) {
        at->second.remove(kernel);
        const bool is_plain = at->second.is_empty() || at->second == KernelSet::of(kHome);
        at = is_plain ? elsewhere_.erase(at) : std::next(at);
    }
}

void ValuePlaces::put(const std::string& key, KernelSet kernels) {
    if (kernels == KernelSet::of(kHome)) {
        elsewhere_.erase(key);
    } else {
        elsewhere_[key] = kernels;
    }
}

}  // namespace flow
