// Promises: collects what others must hear about; changes of one step become one news::Changed, each node named once.
// Must not know: who listens.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runtime/session/session.h"

namespace flow {

class NewsDesk {
public:
    void graph() { mark(&news::Changed::graph); }
    void places() { mark(&news::Changed::places); }
    void states() {
        mark(&news::Changed::states);
        ++results_revision_;
    }
    void selection() {
        mark(&news::Changed::selection);
        ++selection_revision_;
    }
    void files() { mark(&news::Changed::files); }
    void history() { mark(&news::Changed::history); }
    void kernel() { mark(&news::Changed::kernel); }
    void run() { mark(&news::Changed::run); }
    void output(const std::string& node) { touch(outputs_, node); }
    void value(const std::string& node, bool has_picture) {
        touch(values_, node);
        if (has_picture) pictures_.insert(node);
    }

    void tell(News news) {
        told_.push_back(std::move(news));
        ++revision_;
    }
    void say(std::string level, Sentence sentence) { tell(news::Said{std::move(level), std::move(sentence)}); }

    /// What changed first, so that who hears of an end finds everything as it is then.
    std::vector<News> take() {
        std::vector<News> taken;
        if (has_changed_) {
            changed_.outputs.assign(outputs_.begin(), outputs_.end());
            changed_.values.assign(values_.begin(), values_.end());
            changed_.pictures.assign(pictures_.begin(), pictures_.end());
            taken.emplace_back(std::exchange(changed_, {}));
            outputs_.clear();
            values_.clear();
            pictures_.clear();
            has_changed_ = false;
        }
        taken.insert(taken.end(), std::make_move_iterator(told_.begin()), std::make_move_iterator(told_.end()));
        told_.clear();
        return taken;
    }

    std::uint64_t revision() const { return revision_; }
    std::uint64_t results_revision() const { return results_revision_; }
    std::uint64_t selection_revision() const { return selection_revision_; }

private:
    void mark(bool news::Changed::*part) {
        changed_.*part = true;
        has_changed_ = true;
        ++revision_;
    }
    void touch(std::set<std::string>& nodes, const std::string& node) {
        nodes.insert(node);
        has_changed_ = true;
        ++revision_;
        ++results_revision_;
    }

    news::Changed changed_;
    std::set<std::string> outputs_;
    std::set<std::string> values_;
    std::set<std::string> pictures_;
    std::vector<News> told_;
    bool has_changed_ = false;
    std::uint64_t revision_ = 0;
    std::uint64_t results_revision_ = 0;
    std::uint64_t selection_revision_ = 0;
};

}  // namespace flow
