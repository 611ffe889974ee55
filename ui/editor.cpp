#include "ui/editor.h"

#include <utility>

#include "ui/metrics.h"
#include "ui/tooltip.h"

namespace flow::ui {
namespace {

constexpr double kSpinnerMs = 100;  // ten pictures a second are enough for "it works" and leave the processor to Python
constexpr double kTooltipMs = 350;  // long enough not to flicker under a passing pointer
constexpr float kFitMargin = 48;

}  // namespace

std::vector<Intent> Editor::draw(const Session& session, const FrameInput& input) {
    std::vector<Intent> intents;
    const ImGuiIO& io = ImGui::GetIO();
    size_ = io.DisplaySize;
    page_offset_ = input.page_offset;
    now_ms_ = input.now_ms;
    is_reader_ = input.is_read_only;
    scene_.update(session);
    faces_.begin(session);
    follow_results(session);

    const Step step{.session = session, .scene = scene_, .camera = camera_, .input = input, .mouse = io.MousePos, .size = size_, .intents = intents};
    gesture_.step(step);
    if (gesture_.hover() != rested_on_) {
        rested_on_ = gesture_.hover();
        rested_since_ms_ = now_ms_;
    }
    scene_.carry(gesture_.carried());
    ImGui::SetMouseCursor(gesture_.cursor());

    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size_);
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus;
    if (ImGui::Begin("canvas", nullptr, kFlags)) draw_frame(session, step);
    ImGui::End();
    ImGui::PopStyleVar(2);
    return intents;
}

void Editor::follow_results(const Session& session) {
    const std::uint64_t results = session.results_revision();
    if (std::exchange(followed_results_, results) == results || !is_reader_ || fitted_view_ != camera_.revision()) return;
    fit(session, {});
}

Canvas Editor::canvas_on(ImDrawList& list, const Camera& camera, ImVec2 size) {
    text_.begin(&list);
    return {.list = list,
            .text = text_,
            .camera = camera,
            .colors = colors_of(theme_),
            .scene = scene_,
            .faces = faces_,
            .thumbnails = thumbnails_,
            .mosaic = mosaic_,
            .size = size,
            .now_ms = now_ms_,
            .hover = {},
            .chosen_link = gesture_.chosen_link(),
            .hidden_link = {},
            .zoom = camera.scale(),
            .detail = detail_at(camera.zoom())};
}

int Editor::draw_scene(const Canvas& canvas) {
    draw_grid(canvas);
    const int ground = canvas.list.VtxBuffer.Size;
    draw_areas(canvas);
    draw_wires(canvas);
    draw_subflows(canvas);
    nodes_drawn_ = draw_nodes(canvas);
    return canvas.list.VtxBuffer.Size - ground;
}

void Editor::draw_frame(const Session& session, const Step& step) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool is_carrying = scene_.carries();
    const std::uint64_t revision = is_carrying ? scene_.still_revision() : session.revision();
    picture_.begin_frame(camera_,
                         {.revision = revision,
                          .looks = looks_,
                          .is_carrying = is_carrying,
                          .chosen_link = gesture_.chosen_link(),
                          .size = size_,
                          .density = ImGui::GetIO().DisplayFramebufferScale.x},
                         !gesture_.only_looks() && !is_carrying, now_ms_);
    const auto draw_picture = [this, is_carrying](ImDrawList& into, const Camera& camera, ImVec2 size) {
        Canvas canvas = canvas_on(into, camera, size);
        if (is_carrying) canvas.layer = Layer::still;
        draw_scene(canvas);
    };
    const bool is_picture = picture_.show(list, camera_, colors_of(theme_).canvas, draw_picture);

    const WireDrag* wire = gesture_.wire();
    Canvas canvas = canvas_on(list, camera_, size_);
    canvas.hover = gesture_.hover();
    if (wire) {
        canvas.hidden_link = wire->picked_up();
        canvas.hover = wire->near_port();
    }
    if (const LinkId link = gesture_.link_to_enter()) canvas.hover = {.part = Part::wire, .node = {}, .link = link};
    if (!is_picture) {
        picture_.drawn(draw_scene(canvas));
    } else if (is_carrying) {
        canvas.layer = Layer::carried;
        draw_wires(canvas);
        draw_nodes(canvas);
    }
    // Not for the moment before the page has opened anything, nor to who cannot add a node.
    const bool is_empty = scene_.nodes().empty() && scene_.areas().empty() && session.graph().opening() != 0;
    if (is_empty && !step.input.is_read_only) draw_empty_hint(canvas, session.catalogue().text("canvas.empty"));
    if (const auto view = wire ? wire->view(step) : std::nullopt) {
        draw_loose_wire(canvas, view->from, view->to, view->family, view->is_refused);
        if (view->is_refused) draw_tooltip(canvas, step.mouse, {wire->refusal(session)}, true);
    }
    if (const auto box = gesture_.box(camera_, step.mouse)) draw_box_selection(canvas, *box);
    if (const auto from = gesture_.knife_from(camera_)) draw_knife(canvas, *from, step.mouse);
    draw_minimap(canvas, minimap_, {.revision = revision, .looks = looks_, .is_carrying = is_carrying, .shown = {}});

    is_tooltip_due_ = false;
    if (gesture_.is_busy() || wire) return;
    const std::vector<std::string> lines = tooltip_lines(session, scene_, gesture_.hover());
    if (lines.empty()) return;
    is_tooltip_due_ = now_ms_ - rested_since_ms_ < kTooltipMs;
    if (!is_tooltip_due_) draw_tooltip(canvas, step.mouse, lines, false);
}

std::optional<double> Editor::next_frame_in_ms() const {
    if (wants_frame()) return 0;
    if (is_tooltip_due_) return std::max(0.0, kTooltipMs - (now_ms_ - rested_since_ms_));
    std::optional<double> next = picture_.settles_in_ms(now_ms_);
    if (scene_.has_running()) next = std::min(next.value_or(kSpinnerMs), kSpinnerMs);
    return next;
}

void Editor::fit(const Session& session, std::span<const NodeId> nodes) {
    scene_.update(session);
    if (const auto bounds = scene_.bounds(nodes)) camera_.fit(*bounds, size_, std::min(kFitMargin, size_.x / 10));
    fitted_view_ = nodes.empty() ? std::optional(camera_.revision()) : std::nullopt;
}

void Editor::zoom_to(double percent) { camera_.zoom_to(percent / 100, {size_.x / 2, size_.y / 2}); }

void Editor::center(const Session& session, NodeId node) {
    scene_.update(session);
    if (const NodeItem* item = scene_.find(node))
        camera_.center_on(item->x + static_cast<double>(item->width) / 2, item->y + static_cast<double>(item->height) / 2, size_);
}

void Editor::center_at(CanvasPoint at) { camera_.center_on(at.x, at.y, size_); }

void Editor::set_thumbnail(NodeId node, std::string_view value_key, ImTextureRef texture, int width, int height) {
    thumbnails_.insert_or_assign(node, Thumbnail{.value_key = std::string(value_key), .texture = texture, .width = width, .height = height});
    ++looks_;
}

NodeId Editor::nearest(const Session& session, NodeId from, Direction direction) const {
    const Graph& graph = session.graph();
    if (!graph.find(from)) return graph.nodes().empty() ? NodeId{} : graph.nodes().front();
    const NodeLook& start = graph.look(from);
    NodeId best;
    double best_cost = 0;
    for (const NodeId id : graph.nodes()) {
        if (id == from) continue;
        const double dx = graph.look(id).x - start.x, dy = graph.look(id).y - start.y;
        const double along = direction == Direction::left ? -dx : direction == Direction::right ? dx : direction == Direction::up ? -dy : dy;
        const double across = direction == Direction::left || direction == Direction::right ? std::abs(dy) : std::abs(dx);
        if (along <= 0) continue;
        const double cost = along + 2 * across;  // straight ahead counts more than near
        if (!best || cost < best_cost) {
            best = id;
            best_cost = cost;
        }
    }
    return best;
}

}  // namespace flow::ui
