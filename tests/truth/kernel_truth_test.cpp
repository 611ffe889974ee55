// The one promise of running, with the real kernel: what is shown `ok` is what a clean run in plain CPython gives (tests/session/truth_test.cpp says the same of the core alone).
// A sequence that fails is made shorter and printed; PYFLOWS_TRUTH_SEEDS=n or from-to runs these alone.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

#include "tests/graph/long_run.h"
#include "tests/truth/truth_world.h"

namespace flow::tests {
namespace {

using Steps = std::set<unsigned>;

/// What goes wrong in this sequence, and the flow at that moment.
std::optional<std::string> play(TruthPrograms& programs, unsigned seed, const Steps& steps, TruthCount& count) {
    TruthWorld world(programs, seed);
    const auto told = [&](const std::string& what, const std::string& when) { return when + ": " + what + "\n" + world.flow(); };
    for (const unsigned step : steps) {
        if (const auto wrong = world.step(step)) return told(*wrong, "after step " + std::to_string(step));
    }
    const auto wrong = world.settle();
    const TruthCount played = world.count();
    count.steps += played.steps;
    count.calls += played.calls;
    count.compared += played.compared;
    if (wrong) return told(*wrong, "at the end");
    return std::nullopt;
}

/// Leaves out what can be left out.
Steps shortened(TruthPrograms& programs, unsigned seed, Steps steps) {
    TruthCount ignored;
    for (std::size_t piece = steps.size() / 2; piece > 0; piece /= 2) {
        for (auto at = steps.begin(); at != steps.end();) {
            auto end = at;
            for (std::size_t count = 0; count < piece && end != steps.end(); ++count) ++end;
            const unsigned next = end == steps.end() ? ~0u : *end;
            Steps fewer(steps.begin(), at);
            fewer.insert(end, steps.end());
            if (play(programs, seed, fewer, ignored)) steps = std::move(fewer);
            at = steps.lower_bound(next);
        }
    }
    return steps;
}

void play_seeds(unsigned first, unsigned last) {
    TruthPrograms programs;
    TruthCount count;
    for (unsigned seed = first; seed <= last; ++seed) {
        Steps steps;
        for (unsigned step = 0; step < TruthWorld::kSteps; ++step) steps.insert(step);
        const std::optional<std::string> wrong = play(programs, seed, steps, count);
        if (!wrong) continue;
        std::cout << "seed " << seed << " " << wrong->substr(0, wrong->find("\n{")) << "\nmade shorter …" << std::endl;
        if (::testing::Test::HasFailure()) FAIL() << "seed " << seed;
        steps = shortened(programs, seed, std::move(steps));
        std::string text;
        for (const unsigned step : steps) text += " " + std::to_string(step);
        FAIL() << "seed " << seed << ", of its steps only" << text << "\n" << play(programs, seed, steps, count).value_or("(only once)");
    }
    std::cout << "seeds " << first << " to " << last << ": " << count.steps << " steps, " << count.calls << " calls, " << count.compared
              << " values compared\n";
}

constexpr unsigned kShares = 12;
constexpr unsigned kOrdinary = 300;

/// Several tests, so that they run beside each other.
class KernelTruth : public ::testing::TestWithParam<unsigned> {};

TEST_P(KernelTruth, WhatIsShownOkIsWhatACleanRunGives) {
    const unsigned share = rounds(kOrdinary, 2'400) / kShares;
    play_seeds(GetParam() * share + 1, (GetParam() + 1) * share);
}

INSTANTIATE_TEST_SUITE_P(Seeds, KernelTruth, ::testing::Range(0u, kShares));

TEST(KernelTruthAlone, TheSeedsThatWereAskedFor) {
    const char* asked = std::getenv("PYFLOWS_TRUTH_SEEDS");
    if (asked == nullptr) return;  // nobody did
    char* end = nullptr;
    const unsigned long first = std::strtoul(asked, &end, 10);
    const unsigned long last = *end == '-' ? std::strtoul(end + 1, nullptr, 10) : first;
    play_seeds(static_cast<unsigned>(first), static_cast<unsigned>(last));
}

}  // namespace
}  // namespace flow::tests
