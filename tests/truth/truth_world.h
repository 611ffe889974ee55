// Promises: one random sequence against the real kernel: a flow of at least 30 nodes, edits, files, partial runs, stops, losses, each between any two messages; after every step everything that
// is shown `ok` is what a clean evaluation in plain CPython gives. The same seed and steps give the same sequence.
// Must not know: GoogleTest's cases.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/session/session.h"
#include "tests/truth/kernel_place.h"
#include "tests/truth/random_person.h"

namespace flow::tests {

/// The two programs and what all worlds share; made once.
class TruthPrograms {
public:
    TruthPrograms();
    ~TruthPrograms();

    PythonProcess kernel;
    PythonProcess clean;
    std::string folder;
    std::vector<std::string> sources;                          ///< nodes/*.py
    std::vector<std::pair<std::string, std::string>> library;  ///< types of the library with their sources
    std::map<std::string, std::vector<FlowFile>> files;        ///< by name: what can be put there

private:
    void read_sources();
    void read_library();
    void write_contents();
};

struct TruthCount {
    unsigned steps = 0;
    unsigned calls = 0;
    unsigned compared = 0;  ///< values
};

class TruthWorld {
public:
    TruthWorld(TruthPrograms& programs, unsigned seed);
    ~TruthWorld();

    static constexpr unsigned kSteps = 70;
    /// What is wrong after the step; nothing if all is well.
    std::optional<std::string> step(unsigned number);
    /// Runs everything to its end: then nothing that can be run is stale.
    std::optional<std::string> settle();
    std::string flow() const;
    TruthCount count() const;

private:
    Vocabulary vocabulary();
    void act();
    void look();
    void answer();
    void lose();
    void follow_replacement();
    void hear_all();
    std::optional<std::string> check(bool is_settled);
    std::vector<NodeId> nodes_left_out() const;
    const Graph& graph() const { return session_.graph(); }

    TruthPrograms& programs_;
    unsigned seed_;
    KernelPlace place_;
    Session session_{place_.link};
    RandomPerson person_;
    double now_ms_ = 1'000;
    std::map<std::string, std::string> moving_;  ///< by key: values of nodes that give another one each time
    TruthCount count_;
};

}  // namespace flow::tests
