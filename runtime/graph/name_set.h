// Promises: the names that were seen, cheap for the few of an ordinary object and quick for the many of a large one.
// Must not know: what the names are.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

namespace flow {

class NameSet {
public:
    /// False if the name was there.
    bool insert(const std::string& name) {
        if (!many_.empty()) return many_.insert(name).second;
        if (std::find(few_.begin(), few_.end(), name) != few_.end()) return false;
        few_.push_back(name);
        if (few_.size() > kFew) many_.insert(few_.begin(), few_.end());
        return true;
    }

    bool contains(const std::string& name) const { return many_.empty() ? std::find(few_.begin(), few_.end(), name) != few_.end() : many_.contains(name); }

private:
    static constexpr std::size_t kFew = 16;

    std::vector<std::string> few_;
    std::unordered_set<std::string> many_;
};

}  // namespace flow
