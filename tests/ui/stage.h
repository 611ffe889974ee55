// Promises: an editor without a screen: a real session, a real ImGui context with a renderer that draws nothing, and a scripted mouse. Intents are applied as the page would and kept.
// Must not know: any test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "imgui.h"
#include "tests/session/session_bench.h"
#include "ui/editor.h"

namespace flow::tests {

class Stage {
public:
    /// Nodes of `text` (see graph_of) stand in a row, 300 units apart.
    explicit Stage(std::string_view text = "") : bench(text) {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
        io.DisplaySize = {1200, 800};
        double x = 40;
        for (const NodeId id : bench.session.graph().nodes()) {
            const NodeLook look = bench.session.graph().look(id);
            bench.must(intent::MoveNodes{{id}, x - look.x, 60 - look.y, true});
            x += 300;
        }
        frame();
    }
    ~Stage() { ImGui::DestroyContext(); }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// One frame; its intents are applied after it and appended to `intents`.
    void frame() {
        ImGui::GetIO().DeltaTime = 0.016f;
        input.now_ms = now_ms += 16;
        ImGui::NewFrame();
        std::vector<Intent> made = editor.draw(bench.session, input);
        ImGui::Render();
        for (ImTextureData* texture : *ImGui::GetDrawData()->Textures) {
            if (texture->Status == ImTextureStatus_WantDestroy) {
                texture->SetStatus(ImTextureStatus_Destroyed);
            } else if (texture->Status != ImTextureStatus_Destroyed) {
                texture->SetTexID(1);
                texture->SetStatus(ImTextureStatus_OK);
            }
        }
        input.scroll = {};
        input.pinch.reset();
        input.is_second_finger = false;
        input.is_delete_pressed = false;
        for (Intent& intent : made) {
            if (!is_frozen) bench.apply(intent);
            intents.push_back(std::move(intent));
        }
    }

    // --- the mouse, in pixels of the canvas element
    void move(ImVec2 to) {
        ImGui::GetIO().AddMousePosEvent(to.x, to.y);
        frame();
    }
    void press(int button = 0) {
        ImGui::GetIO().AddMouseButtonEvent(button, true);
        frame();
    }
    void release(int button = 0) {
        ImGui::GetIO().AddMouseButtonEvent(button, false);
        frame();
    }
    void click(ImVec2 at, int button = 0) {
        move(at);
        press(button);
        release(button);
    }
    void double_click(ImVec2 at) {
        wait(1000);
        click(at);
        click(at);
        input.is_double_click = true;  // the system's own count comes behind the second click
        frame();
        input.is_double_click = false;
    }
    /// In a few steps, as a hand does.
    void drag(ImVec2 from, ImVec2 to, int button = 0) {
        start_drag(from, to, button);
        release(button);
    }
    void start_drag(ImVec2 from, ImVec2 to, int button = 0) {
        move(from);
        press(button);
        for (int i = 1; i <= 4; ++i) move({from.x + (to.x - from.x) * static_cast<float>(i) / 4, from.y + (to.y - from.y) * static_cast<float>(i) / 4});
    }
    void wheel(ImVec2 at, float notches) {
        move(at);
        ImGui::GetIO().AddMouseWheelEvent(0, notches);
        frame();
    }
    void hold(ImGuiKey modifier, bool is_down) {
        ImGui::GetIO().AddKeyEvent(modifier, is_down);
        frame();
    }
    void wait(double ms) {
        now_ms += ms;
        ImGui::GetIO().DeltaTime = static_cast<float>(ms / 1000);
        ImGui::NewFrame();
        ImGui::EndFrame();
        frame();
    }

    // --- asking
    ui::WidgetPlace place(std::string_view name) const {
        const std::optional<ui::WidgetPlace> found = editor.widget(name);
        EXPECT_TRUE(found) << name;
        return found.value_or(ui::WidgetPlace{});
    }
    /// The middle of a widget, in pixels of the canvas element.
    ImVec2 at(std::string_view name) const {
        const ui::WidgetPlace found = place(name);
        return {found.x + found.width / 2 - input.page_offset.x, found.y + found.height / 2 - input.page_offset.y};
    }
    template <class T>
    std::vector<T> all() const {
        std::vector<T> found;
        for (const Intent& intent : intents) {
            if (const T* one = std::get_if<T>(&intent)) found.push_back(*one);
        }
        return found;
    }
    /// The only intent of its kind.
    template <class T>
    T only() const {
        const std::vector<T> found = all<T>();
        EXPECT_EQ(found.size(), 1u);
        return found.empty() ? T{} : found.front();
    }
    std::vector<std::string> selection() const {
        std::vector<std::string> names;
        for (const NodeId id : bench.session.selection()) names.push_back(bench.session.graph().node(id).name);
        return names;
    }
    bool is_linked(std::string_view from, std::string_view to) const {
        const PortRef a = bench.end(from), b = bench.end(to);
        return static_cast<bool>(bench.session.graph().link_between(a.node, a.port, b.node, b.port));
    }

    SessionBench bench;
    ui::Editor editor;
    ui::FrameInput input;
    std::vector<Intent> intents;
    double now_ms = 10'000;
    bool is_frozen = false;  ///< intents are kept but not applied
};

}  // namespace flow::tests
