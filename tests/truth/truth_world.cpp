#include "tests/truth/truth_world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "runtime/base/limits.h"
#include "runtime/graph/flow_file.h"

namespace flow::tests {

namespace {

constexpr unsigned kFirstNodes = 32;
constexpr unsigned kFirstLinks = 44;
const char* const kMoving = "# gives another value each time";
const char* const kMayBeRefused = "# may be refused";
const char* const kNeverRests = "# never rests";

std::string text_of(const std::string& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_FALSE(text.str().empty()) << path;
    return text.str();
}

void replace_all(std::string& text, const std::string& old, const std::string& now) {
    for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + now.size())) text.replace(at, old.size(), now);
}

bool is_moving(const std::string& source) { return source.find(kMoving) != std::string::npos; }

}  // namespace

// --- what all worlds share --------------------------------------------------------------------------------------------------------------------------------------------

TruthPrograms::TruthPrograms() : kernel(FLOW_REPOSITORY "/tests/truth/kernel_process.py"), clean(FLOW_REPOSITORY "/tests/truth/clean_process.py") {
    std::string pattern = (std::filesystem::temp_directory_path() / "truthXXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    std::filesystem::create_directory(folder + "/contents");
    std::filesystem::create_directory(folder + "/saved");
    read_sources();
    read_library();
    write_contents();
}

TruthPrograms::~TruthPrograms() { std::filesystem::remove_all(folder); }

void TruthPrograms::read_sources() {
    std::set<std::string> paths;  // in an order that is the same everywhere
    for (const auto& entry : std::filesystem::directory_iterator(FLOW_REPOSITORY "/tests/truth/nodes")) {
        if (entry.path().extension() == ".py") paths.insert(entry.path().string());
    }
    for (const std::string& path : paths) sources.push_back(text_of(path));
    EXPECT_GT(sources.size(), 25u);
}

void TruthPrograms::read_library() {
    for (const char* name : {"core.limit_rows", "core.sort_rows", "core.unique_rows", "core.concat_tables", "core.describe", "core.read_text"})
        library.emplace_back(name, text_of(std::string(FLOW_REPOSITORY "/runtime/library/") + name + ".py"));
}

void TruthPrograms::write_contents() {
    const std::pair<const char*, const char*> contents[] = {
        {"f0", "zero\n"},     {"f0", "nought,1\n"},           {"f1", "one\n"},
        {"f1", "uno\n"},      {"data/f2", "a,b\n1,2\n"},      {"data/f2", "c\n3\n"},
        {"data/f3", "three"}, {"helper.py", "TEXT = 'h1'\n"}, {"helper.py", "TEXT = ['h2']\nleft = 1\n"},
        {"out", "by hand"},
    };
    for (const auto& [name, content] : contents) {
        const std::string sha256 = kernel.ask({{"do", "keep"}, {"contents", folder + "/contents"}, {"text", content}});
        files[name].push_back(FlowFile{name, static_cast<std::int64_t>(std::string(content).size()), sha256, "", {}});
    }
}

// --- one world --------------------------------------------------------------------------------------------------------------------------------------------------------

TruthWorld::TruthWorld(TruthPrograms& programs, unsigned seed)
    : programs_(programs), seed_(seed), place_(programs.kernel, programs.folder), person_(session_, vocabulary()) {
    nlohmann::json sources = nlohmann::json::object();
    NodeLibrary library;
    for (const auto& [name, source] : programs_.library) {
        sources[name] = source;
        NodeType type;
        type.name = name;
        type.source = source;
        type.is_trusted = true;
        EXPECT_TRUE(library.add(std::move(type)));
    }
    session_.set_library(std::move(library));
    programs_.clean.ask({{"do", "begin"}, {"library", sources}, {"contents", programs_.folder + "/contents"}});
    place_.start();
    person_.reseed(seed_ * 1'000);
    for (unsigned node = 0; node < 2 * kFirstNodes && graph().nodes().size() < kFirstNodes; ++node) person_.add_node();
    for (unsigned link = 0; link < kFirstLinks; ++link) person_.connect();
    hear_all();
}

TruthWorld::~TruthWorld() { programs_.clean.ask({{"do", "end"}}); }

Vocabulary TruthWorld::vocabulary() {
    Vocabulary words;
    words.most_nodes = kFirstNodes + 8;
    for (const auto& [name, source] : programs_.library) words.types.push_back(name);
    words.is_moving = is_moving;
    words.source = [this](std::mt19937& random, const std::string& name) {
        Vocabulary::Source source{programs_.sources[random() % programs_.sources.size()], false};
        replace_all(source.text, "VERSION = 0", "VERSION = " + std::to_string(random() % 3));
        replace_all(source.text, "def node(", "def " + name + "(");
        source.is_moving = is_moving(source.text);
        return source;
    };
    words.file = [this](std::mt19937& random) {
        auto chosen = programs_.files.begin();
        std::advance(chosen, random() % programs_.files.size());
        std::optional<FlowFile> file;
        if (random() % 4 != 0) file = chosen->second[random() % chosen->second.size()];
        return std::pair(chosen->first, file);
    };
    return words;
}

std::optional<std::string> TruthWorld::step(unsigned number) {
    person_.reseed(seed_ * 1'000 + number + 1);
    person_.now(now_ms_);
    act();
    follow_replacement();
    now_ms_ += 400;
    ++count_.steps;
    return check(false);
}

void TruthWorld::act() {
    switch (person_.below(28)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
        case 5:
        case 6:
        case 7: person_.edit(); break;
        case 8:
        case 9:
        case 10:
        case 11:
        case 12: person_.start_run(); break;
        case 13:
        case 14:
        case 15: answer(); break;
        case 16:
        case 17: hear_all(); break;
        case 18: person_.stop(); break;
        case 19:
            if (person_.below(2) == 0) lose();
            break;
        case 20: now_ms_ += person_.below(2) == 0 ? 10 : limits::kStopGraceMs; break;
        case 21: place_.crowd_out(person_.below(1'000), person_.below(2) == 0); break;
        case 22: look(); break;
        default:
            for (unsigned count = 1 + person_.below(40); count > 0; --count) answer();
    }
    session_.tick(now_ms_);
}

/// A preview asks for a value.
void TruthWorld::look() {
    const NodeId node = person_.any();
    const std::vector<std::string>& outputs = graph().node(node).signature->outputs;
    if (outputs.empty()) return;
    if (const std::optional<ValueRef> value = session_.value(node, outputs.front())) session_.need(*value);
}

/// One message on its way, in one of the two directions; a new kernel where there is none.
void TruthWorld::answer() {
    if (!place_.is_alive()) return place_.start();
    const bool hears = place_.has_news() && (!place_.has_work() || person_.below(3) != 0);
    if (hears) {
        place_.hear(session_, now_ms_);
    } else {
        place_.work(1 + person_.below(24));
    }
    follow_replacement();
    session_.tick(now_ms_);
}

void TruthWorld::hear_all() {
    while (place_.has_news() || place_.has_work()) answer();
}

void TruthWorld::lose() { place_.lose(session_, now_ms_, person_.below(6)); }

void TruthWorld::follow_replacement() {
    if (place_.take_replacement()) lose();
}

std::optional<std::string> TruthWorld::settle() {
    person_.reseed(seed_ * 1'000 + 999);
    // A node that writes a file which another one reads needs another round, and one that reads what it writes itself never rests.
    for (int round = 0; round < 4; ++round) {
        if (!place_.is_alive()) place_.start();
        hear_all();
        for (int turn = 0; session_.run(); ++turn) {
            if (turn > 50) return "a run does not end although nothing is on its way";
            if (!place_.is_alive()) place_.start();
            hear_all();
            now_ms_ += limits::kStopGraceMs;
            session_.tick(now_ms_);
            follow_replacement();
        }
        (void)session_.apply(intent::Run{}, now_ms_);
        session_.tick(now_ms_);
        hear_all();
    }
    // Once more from nothing: what was evaluated before is not looked up.
    programs_.clean.ask({{"do", "forget"}});
    return check(true);
}

std::optional<std::string> TruthWorld::check(bool is_settled) {
    if (::testing::Test::HasFailure()) return "a failure was reported above";
    std::vector<ValueRef> shown;
    nlohmann::json wanted = nlohmann::json::array();
    for (const NodeId node : graph().nodes()) {
        if (session_.state(node) != NodeState::ok) continue;
        for (const std::string& port : graph().node(node).signature->outputs) {
            const std::optional<ValueRef> value = session_.value(node, port);
            const std::string name = graph().node(node).name;
            // A bypassed node has no value of its own.
            if (!value && graph().node(node).mode != NodeMode::bypass) return name + "." + port + " is shown ok but has no value";
            if (!value) continue;
            if (graph().node(node).mode == NodeMode::bypass) continue;
            shown.push_back(*value);
            wanted.push_back({name, port});
        }
    }
    const auto held = place_.shapes(shown);
    if (::testing::Test::HasFailure()) return "a failure was reported above";
    nlohmann::json given = nlohmann::json::object();
    for (const NodeId node : graph().nodes()) {
        if (is_moving(graph().node(node).source)) given[graph().node(node).name] = nullptr;
    }
    for (std::size_t at = 0; at < shown.size(); ++at) {
        const std::string name = wanted[at][0];
        if (!given.contains(name)) continue;
        if (held[at]) moving_[shown[at].key] = held[at]->substr(4);
        if (moving_.contains(shown[at].key)) given[name] = nlohmann::json::parse(moving_[shown[at].key], nullptr, false);
        if (given[name].is_discarded()) return name + " gave " + *held[at];
    }
    if (is_settled) {
        for (const NodeId node : nodes_left_out()) {
            for (const std::string& port : graph().node(node).signature->outputs) wanted.push_back({graph().node(node).name, port});
        }
    }
    if (wanted.empty()) return std::nullopt;
    const nlohmann::json right = programs_.clean.ask({{"do", "evaluate"}, {"flow", flow()}, {"given", given}, {"wanted", wanted}});
    if (::testing::Test::HasFailure()) return "a failure was reported above";
    for (std::size_t at = 0; at < shown.size(); ++at) {
        const std::string name = wanted[at][0].get<std::string>() + "." + wanted[at][1].get<std::string>();
        const std::string answer = right[at];
        if (answer == "no value: unknown") continue;
        if (!held[at]) {
            if (!place_.has_saved(shown[at].key) && !place_.has_news()) return name + " is shown ok but its value is neither in the kernel nor saved";
            continue;
        }
        if (*held[at] != answer) return name + " (" + shown[at].key + ") is shown ok as\n  " + *held[at] + "\nbut a clean run gives\n  " + answer;
        ++count_.compared;
    }
    for (std::size_t at = shown.size(); at < right.size(); ++at) {
        const std::string answer = right[at];
        if (answer.starts_with("no value: ")) continue;
        const std::string name = wanted[at][0];
        std::string why;
        for (const Why& reason : session_.status(graph().by_name(name)).why) why += " " + reason.code + " " + reason.name.value_or("");
        return name + " is not shown ok (" + why + "), but a clean run gives " + answer;
    }
    return std::nullopt;
}

/// Nodes that are not shown ok, although nothing is known that would excuse it.
std::vector<NodeId> TruthWorld::nodes_left_out() const {
    std::set<NodeId> excused;
    std::vector<NodeId> left_out;
    for (const NodeId node : graph().topology().ordered()) {
        const std::string& source = graph().node(node).source;
        // Each call of a node that writes what it reads asks for another one, and who reads the same file has to follow.
        if (source.find(kNeverRests) != std::string::npos) return {};
        const bool follows = std::any_of(graph().links_into(node).begin(), graph().links_into(node).end(),
                                         [&](LinkId link) { return excused.contains(graph().link(link).from); });
        if (follows || source.find(kMayBeRefused) != std::string::npos) {
            excused.insert(node);
        } else if (session_.state(node) != NodeState::ok && graph().node(node).mode != NodeMode::bypass) {
            left_out.push_back(node);
        }
    }
    return left_out;
}

std::string TruthWorld::flow() const { return write_flow(session_.graph()); }

TruthCount TruthWorld::count() const {
    TruthCount count = count_;
    count.calls = static_cast<unsigned>(place_.calls());
    return count;
}

}  // namespace flow::tests
