// A scene that is brought up to date from change to change is the one that would be made anew.
#include "ui/scene.h"

#include "tests/graph/long_run.h"
#include "tests/session/hands.h"
#include "tests/ui/stage.h"
#include "ui/node_face.h"

namespace flow::tests {
namespace {

std::string ports_of(const std::vector<ui::PortItem>& ports, const std::vector<ui::PortFace>& faces) {
    std::string text;
    for (std::size_t at = 0; at < ports.size(); ++at) {
        const ui::PortItem& port = ports[at];
        text += std::string(port.name) + "=" + faces[at].label.text + ":" + faces[at].type.text + (port.is_linked ? "+" : "-") + std::to_string(port.y) + "/" +
                std::to_string(port.outer_y) + " ";
    }
    return text;
}

/// Everything that is drawn of a node, as a text.
std::string text_of(const ui::NodeItem& item, const ui::NodeFace& face) {
    std::string text = std::to_string(item.id.value) + " " + item.node->name + " \"" + item.title.text + "\" at " + std::to_string(item.x) + "," +
                       std::to_string(item.y) + " " + std::to_string(item.width) + "x" + std::to_string(item.height) + " state " +
                       std::to_string(static_cast<int>(item.state)) + (item.is_selected ? " selected" : "") + (item.is_collapsed ? " collapsed" : "") + " in " +
                       std::to_string(item.folded_in);
    text += " | " + ports_of(item.inputs, face.inputs) + "| " + ports_of(item.outputs, face.outputs) + "| " + face.error.text + " | " + face.foot.text + " | " +
            face.elapsed.text + " " + face.more.text;
    for (const float y : {item.more_y, item.error_y, item.preview_y, item.preview_height, item.foot_y}) text += " " + std::to_string(y);
    for (const ui::Label& line : face.preview.lines) text += " " + line.text;
    for (const ui::SettingItem& setting : face.settings) text += " " + setting.label.text + "=" + setting.shown.text;
    if (item.state == NodeState::running) text += " " + std::to_string(item.progress.value_or(-1));
    return text;
}

void expect_same(const Session& session, const ui::Scene& kept, ui::Faces& faces, const ui::Scene& fresh, const std::string& when) {
    ASSERT_EQ(kept.nodes().size(), fresh.nodes().size()) << when;
    faces.begin(session);
    for (std::size_t i = 0; i < kept.nodes().size(); ++i) {
        const ui::NodeItem &a = kept.nodes()[i], &b = fresh.nodes()[i];
        ASSERT_EQ(text_of(a, faces.of(a)), text_of(b, face_of(session, b))) << when;
    }
    ASSERT_EQ(kept.boxes(), fresh.boxes()) << when;
    ASSERT_EQ(kept.links().size(), fresh.links().size()) << when;
    for (std::size_t i = 0; i < kept.links().size(); ++i) {
        const ui::LinkItem &a = kept.links()[i], &b = fresh.links()[i];
        ASSERT_TRUE(a.id == b.id && a.from == b.from && a.to == b.to && a.output == b.output && a.input == b.input && a.box == b.box) << when;
        ASSERT_EQ(kept.bends(a), fresh.bends(b)) << when;
    }
    ASSERT_EQ(kept.areas().size(), fresh.areas().size()) << when;
    for (std::size_t i = 0; i < kept.areas().size(); ++i) {
        const ui::AreaItem &a = kept.areas()[i], &b = fresh.areas()[i];
        ASSERT_EQ(a.name + a.title.text + a.text + a.color, b.name + b.title.text + b.text + b.color) << when;
        ASSERT_TRUE(a.x == b.x && a.y == b.y && a.is_folded == b.is_folded && a.is_hidden == b.is_hidden && a.is_selected == b.is_selected &&
                    a.state == b.state)
            << when;
    }
    ASSERT_EQ(kept.has_running(), fresh.has_running()) << when;
}

/// What the kernel works at comes to an end.
void answer(SessionBench& bench, bool has_failed) {
    if (bench.runner.in_flight.empty()) return;
    const std::string name = bench.runner.in_flight.front().name;
    has_failed ? bench.fail(name) : bench.finish(name);
}

void work(unsigned seed, int actions) {
    Stage stage;
    SessionBench& bench = stage.bench;
    Hands hands(bench, seed);
    ui::Scene kept;
    ui::Faces faces;
    for (int action = 0; action < actions; ++action) {
        bench.now_ms += 300;
        // Several changes may come between two frames.
        for (std::size_t changes = 1 + hands.below(3); changes > 0; --changes) {
            switch (hands.below(12)) {
                case 0:
                    bench.apply(intent::Run{});
                    bench.tick();
                    break;
                case 1:
                case 2: answer(bench, hands.below(5) == 0); break;
                case 3:
                    if (hands.below(6) == 0) {
                        bench.lose_kernel();
                        bench.kernel_ready();
                    }
                    break;
                default: bench.apply(hands.next());
            }
        }
        kept.update(bench.session);
        ui::Scene fresh;
        fresh.update(bench.session);
        ASSERT_NO_FATAL_FAILURE(expect_same(bench.session, kept, faces, fresh, "seed " + std::to_string(seed) + ", action " + std::to_string(action)));
    }
}

TEST(Scene, WhatIsKeptUpToDateIsWhatWouldBeMadeAnew) {
    for (unsigned seed = 0; seed < rounds(6, 60); ++seed) ASSERT_NO_FATAL_FAILURE(work(seed, 300));
}

TEST(Faces, OfManyNodesOnlyThoseThatWereSeenLatelyAreKept) {
    Stage stage;
    constexpr std::size_t kNodes = 3000;
    for (std::size_t at = 0; at < kNodes; ++at)
        stage.bench.apply(intent::AddNode{
            .type = "python", .source = "def f(a):\n    return a\n", .name = {}, .title = {}, .params = {}, .connect_from = {}, .connect_to = {}});
    ui::Scene scene;
    scene.update(stage.bench.session);
    ui::Faces faces;
    faces.begin(stage.bench.session);
    for (const ui::NodeItem& item : scene.nodes()) EXPECT_EQ(faces.of(item).inputs.front().label.text, "a");
    faces.begin(stage.bench.session);
    faces.of(scene.nodes().back());
    EXPECT_EQ(faces.count(), kNodes);
    faces.begin(stage.bench.session);
    EXPECT_EQ(faces.count(), 1u);
}

TEST(Scene, ANodesTimeIsSaidAsInThePanels) {
    SessionBench bench("a");
    bench.session.set_catalogue(Catalogue("en", {{"duration.s", "{value} s"}}));
    for (const auto& [ms, said] : {std::pair(1'250.0, "1.25 s"), std::pair(12'340.0, "12.3 s")}) {
        bench.start({{}, {}, {}, true});
        const NodeCall call = bench.runner.take("a");
        run_event::Finished done = bench.runner.finish(call);
        done.elapsed_ms = ms;
        bench.receive(done);
        bench.tick();
        ui::Scene scene;
        scene.update(bench.session);
        ui::Faces faces;
        faces.begin(bench.session);
        EXPECT_EQ(faces.of(scene.nodes().front()).elapsed.text, said);
    }
}

}  // namespace
}  // namespace flow::tests
