#include "ui/node_face.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "runtime/base/limits.h"
#include "runtime/session/view_model.h"
#include "ui/json_text.h"

namespace flow::ui {
namespace {

/// More than a large screen shows in full.
constexpr std::size_t kMostFaces = 2048;

Label label_of(std::string_view text, Weight weight = Weight::regular) { return Label{.text = one_line(text), .weight = weight}; }

std::string duration(const Catalogue& catalogue, double ms) {
    const auto number = [](double value, int digits) {
        std::array<char, 32> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%.*f", digits, value);
        return std::string(buffer.data());
    };
    if (ms < 999.5) return catalogue.text(Sentence{"duration.ms", {{"value", number(ms, ms < 10 ? 1 : 0)}}});
    if (ms < 59'950) return catalogue.text(Sentence{"duration.s", {{"value", number(ms / 1000, ms < 10'000 ? 2 : 1)}}});
    const double seconds = std::round(ms / 1000);
    return catalogue.text(Sentence{"duration.min", {{"minutes", number(std::floor(seconds / 60), 0)}, {"seconds", number(std::fmod(seconds, 60), 0)}}});
}

std::string shown_value(const view_model::WidgetRow& row) {
    if (row.spec.kind == WidgetKind::secret) return row.value == "\"\"" || row.value == "null" ? "" : "••••••";
    if (row.value.empty()) return row.setting.default_text;
    return shown(row.value);
}

/// The last line of an error that tells most on one line.
std::string error_line(const NodeError& error) {
    std::string text = error.type.empty() ? error.message : error.type + ": " + error.message;
    if (const std::size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
    return text;
}

/// Letters of a label, those of East Asian scripts counted twice as they are twice as wide.
float letters_of(std::string_view text) {
    float count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) count += byte >= 0xE3 ? 2.0f : 1.0f;
    }
    return count;
}

/// As many columns as can be read side by side, each as wide as what stands in it.
void add_table(PreviewItem& preview, const Glimpse& glimpse) {
    constexpr float kRoom = 33, kGap = 2, kNarrowest = 3, kWidest = 12;  // in letters
    constexpr float kHeadMost = 8;                                       // a name may be cut to make room for one more column, a cell only if it is long
    float used = 0;
    for (std::size_t column = 0; column < glimpse.columns.size(); ++column) {
        float wanted = std::min(letters_of(glimpse.columns[column]) * 1.1f, kHeadMost);
        for (std::size_t row = 0; row < glimpse.rows.size() && row < limits::kRowsOnNode; ++row) {
            if (column < glimpse.rows[row].size()) wanted = std::max(wanted, letters_of(glimpse.rows[row][column]));
        }
        wanted = std::clamp(wanted, kNarrowest, kWidest) + kGap;
        if (column > 0 && used + wanted > kRoom) break;
        used += wanted;
        preview.share.push_back(wanted);
        preview.head.push_back(label_of(glimpse.columns[column], Weight::strong));
        const std::string_view type = column < glimpse.types.size() ? std::string_view(glimpse.types[column]) : std::string_view();
        preview.is_number.push_back(type == "int" || type == "float");
    }
    for (float& share : preview.share) share /= used;
    for (std::size_t row = 0; row < glimpse.rows.size() && row < limits::kRowsOnNode; ++row) {
        const std::size_t cells = std::min(glimpse.rows[row].size(), preview.head.size());
        std::vector<Label>& labels = preview.rows.emplace_back();
        for (std::size_t cell = 0; cell < cells; ++cell) labels.push_back(label_of(glimpse.rows[row][cell]));
    }
}

/// "1461 × 6" tells enough; "7" alone does not.
std::string foot_text(const OutputSummary& output) {
    if (output.shape.empty()) return output.type;
    const bool is_count = output.shape.find_first_not_of("0123456789") == std::string::npos;
    return is_count ? output.type + " · " + output.shape : output.shape;
}

PortFace port_face(std::string_view name, std::string_view annotation) { return {.label = label_of(name), .type = label_of(annotation)}; }

SettingItem setting_item(const Session& session, NodeId node, const Setting& setting) {
    const view_model::WidgetRow row = view_model::widget_row(session, node, setting);
    return {
        .name = setting.name, .spec = row.spec, .value = row.value, .label = label_of(setting.name), .shown = label_of(shown_value(row)), .is_set = row.is_set};
}

void add_preview(NodeFace& face, const Session& session, const NodeItem& item) {
    const auto* outputs = session.outputs(item.id);
    if (!outputs || outputs->empty()) return;
    const OutputSummary& first = outputs->front();
    face.preview.kind = first.glimpse.kind;
    if (first.glimpse.kind == PreviewKind::table) {
        add_table(face.preview, first.glimpse);
    } else {
        for (const std::string_view line : preview_lines(first)) face.preview.lines.push_back(label_of(line));
    }
    if (const auto value = session.value(item.id, first.port)) face.preview.value_key = value->key;
    face.foot = label_of(foot_text(first));
    if (const auto elapsed = session.status(item.id).elapsed_ms) face.elapsed = label_of(duration(session.catalogue(), *elapsed));
}

}  // namespace

NodeFace face_of(const Session& session, const NodeItem& item) {
    NodeFace face;
    for (std::size_t at = 0; at < item.inputs.size(); ++at) face.inputs.push_back(port_face(item.inputs[at].name, annotation_of(session, item, at, false)));
    for (std::size_t at = 0; at < item.outputs.size(); ++at) face.outputs.push_back(port_face(item.outputs[at].name, annotation_of(session, item, at, true)));
    for (const PortItem& port : item.settings()) face.settings.push_back(setting_item(session, item.id, *item.node->signature->setting(port.name)));
    if (item.hidden_settings > 0)
        face.more = label_of(session.catalogue().text(Sentence{"canvas.more_settings", {{"count", std::to_string(item.hidden_settings)}}}));
    face.error = label_of(error_of(session, item));
    add_preview(face, session, item);
    return face;
}

std::optional<SettingItem> setting_at(const Session& session, const NodeItem& item, std::size_t row) {
    if (row >= item.settings().size()) return std::nullopt;
    return setting_item(session, item.id, *item.node->signature->setting(item.settings()[row].name));
}

std::string_view annotation_of(const Session& session, const NodeItem& item, std::size_t index, bool is_output) {
    if (is_output) {
        const OutputSummary* summary = session.output(item.id, item.outputs[index].name);
        return summary ? std::string_view(summary->type) : std::string_view();
    }
    const Signature& signature = *item.node->signature;
    return index < item.first_setting ? signature.inputs[index].annotation : signature.setting(item.inputs[index].name)->annotation;
}

std::string error_of(const Session& session, const NodeItem& item) {
    if (item.node->problem) return session.catalogue().text(item.node->problem->sentence);
    const NodeOutput* output = item.state == NodeState::failed ? session.output(item.id) : nullptr;
    return output && output->error ? error_line(*output->error) : std::string();
}

std::vector<std::string_view> preview_lines(const OutputSummary& output) {
    std::string_view text = output.glimpse.text.empty() ? output.summary : output.glimpse.text;
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < limits::kLinesOnNode) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

void Faces::begin(const Session& session) {
    session_ = &session;
    ++frame_;
    if (kept_.size() <= kMostFaces) return;
    for (auto at = kept_.begin(); at != kept_.end();) at = at->second.seen + 1 < frame_ ? kept_.erase(at) : std::next(at);
}

const NodeFace& Faces::of(const NodeItem& item) {
    Kept& kept = kept_[item.id];
    kept.seen = frame_;
    if (kept.layout != item.layout) {
        kept.face = face_of(*session_, item);
        kept.layout = item.layout;
    }
    return kept.face;
}

}  // namespace flow::ui
