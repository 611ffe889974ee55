// What a node shows and how high it is: head, ports, settings, error, preview, foot, from top to bottom.
#include <array>
#include <cmath>
#include <cstdio>

#include "runtime/base/limits.h"
#include "runtime/session/view_model.h"
#include "ui/json_text.h"
#include "ui/metrics.h"
#include "ui/scene.h"
#include "ui/type_family.h"

namespace flow::ui {
namespace {

/// FNV-1a: only to see that something changed.
class Digest {
public:
    void add(std::string_view text) {
        for (const char c : text) step(static_cast<unsigned char>(c));
        step(0xFF);
    }
    void add(std::uint64_t number) {
        for (unsigned shift = 0; shift < 64; shift += 8) step((number >> shift) & 0xFF);
    }
    std::uint64_t value() const { return value_; }

private:
    void step(std::uint64_t byte) { value_ = (value_ ^ byte) * 0x100000001B3u; }
    std::uint64_t value_ = 0xCBF29CE484222325u;
};

std::uint64_t wiring_of(const Session& session, NodeId id) {
    Digest digest;
    for (const LinkId link : session.graph().links_into(id)) digest.add(session.graph().link(link).to_port);
    digest.add(std::uint64_t{0});
    for (const LinkId link : session.graph().links_out_of(id)) digest.add(session.graph().link(link).from_port);
    return digest.value();
}

std::uint64_t outcome_of(const Session& session, const NodeItem& item) {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(item.state));
    digest.add(static_cast<std::uint64_t>(session.is_current(item.id)));
    if (const NodeOutput* output = session.output(item.id)) {
        digest.add(static_cast<std::uint64_t>(output->elapsed_ms.value_or(-1) * 1000));
        digest.add(output->value_key);
        if (output->error) digest.add(output->error->message);
    }
    if (const auto* outputs = session.outputs(item.id)) {
        for (const OutputSummary& output : *outputs) {
            digest.add(output.type);
            digest.add(output.shape);
            digest.add(output.glimpse.text);
            for (const auto& row : output.glimpse.rows) {
                for (const std::string& cell : row) digest.add(cell);
            }
        }
    }
    return digest.value();
}

Label label_of(std::string_view text, Weight weight = Weight::regular) { return Label{.text = one_line(text), .weight = weight}; }

std::string duration(const Catalogue& catalogue, double ms) {
    const auto number = [](double value, int digits) {
        std::array<char, 32> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%.*f", digits, value);
        return std::string(buffer.data());
    };
    if (ms < 999.5) return catalogue.text(Sentence{"duration.ms", {{"value", number(ms, ms < 10 ? 1 : 0)}}});
    if (ms < 59'950) return catalogue.text(Sentence{"duration.s", {{"value", number(ms / 1000, 1)}}});
    const double seconds = std::round(ms / 1000);
    return catalogue.text(Sentence{"duration.min", {{"minutes", number(std::floor(seconds / 60), 0)}, {"seconds", number(std::fmod(seconds, 60), 0)}}});
}

bool is_linked_into(const Session& session, NodeId id, std::string_view port) {
    for (const LinkId link : session.graph().links_into(id)) {
        if (session.graph().link(link).to_port == port) return true;
    }
    return false;
}

bool is_linked_from(const Session& session, NodeId id, std::string_view port) {
    for (const LinkId link : session.graph().links_out_of(id)) {
        if (session.graph().link(link).from_port == port) return true;
    }
    return false;
}

PortItem port_item(std::string_view name, std::string_view annotation, PortShape shape) {
    return {.name = std::string(name),
            .annotation = std::string(annotation),
            .label = label_of(name),
            .type = label_of(annotation),
            .family = family_of(annotation),
            .shape = shape};
}

float add_ports(NodeItem& item, const Session& session, float y) {
    const Signature& signature = *item.node->signature;
    item.inputs.clear();
    item.outputs.clear();
    for (const Port& port : signature.inputs) {
        PortItem made = port_item(port.name, port.annotation, port.is_variadic ? PortShape::variadic : PortShape::required);
        if (made.family == Family::any && port.annotation.empty()) made.family = family_of(port.name);
        made.is_linked = is_linked_into(session, item.id, port.name);
        item.inputs.push_back(std::move(made));
    }
    for (const std::string& name : signature.outputs) {
        const OutputSummary* summary = session.output(item.id, name);
        PortItem made = port_item(name, summary ? std::string_view(summary->type) : std::string_view(), PortShape::required);
        if (summary && summary->glimpse.kind == PreviewKind::table) made.family = Family::table;
        made.is_linked = is_linked_from(session, item.id, name);
        item.outputs.push_back(std::move(made));
    }
    const std::size_t rows = std::max(item.inputs.size(), item.outputs.size());
    for (std::size_t row = 0; row < rows; ++row) {
        const float middle = y + metrics::kRow * (static_cast<float>(row) + 0.5f);
        if (row < item.inputs.size()) item.inputs[row].y = middle;
        if (row < item.outputs.size()) item.outputs[row].y = middle;
    }
    return y + metrics::kRow * static_cast<float>(rows);
}

std::string shown_value(const view_model::WidgetRow& row) {
    if (row.spec.kind == WidgetKind::secret) return row.value == "\"\"" || row.value == "null" ? "" : "••••••";
    if (row.value.empty()) return row.setting.default_text;
    return shown(row.value);
}

float add_settings(NodeItem& item, const Session& session, float y) {
    item.settings.clear();
    item.hidden_settings = 0;
    if (item.node->signature->settings.empty()) return y;
    y += 3;
    for (view_model::WidgetRow& row : view_model::widgets_of(session, item.id)) {
        // A hidden setting that is linked is shown all the same: its wire needs a place to end.
        if (item.settings.size() >= limits::kSettingsOnNode && !row.is_linked) {
            ++item.hidden_settings;
            continue;
        }
        PortItem port = port_item(row.setting.name, row.setting.annotation, PortShape::optional);
        port.is_linked = row.is_linked;
        port.y = y + metrics::kSettingRow / 2;
        item.inputs.push_back(std::move(port));
        SettingItem made{.setting = std::move(row.setting),
                         .spec = std::move(row.spec),
                         .value = row.value,
                         .label = {},
                         .shown = {},
                         .is_set = row.is_set,
                         .port = item.inputs.size() - 1,
                         .y = y + metrics::kSettingRow / 2};
        made.label = label_of(made.setting.name);
        made.shown = label_of(shown_value(view_model::WidgetRow{
            .setting = made.setting, .spec = made.spec, .value = made.value, .is_set = made.is_set, .is_linked = false, .suggestions = {}}));
        item.settings.push_back(std::move(made));
        y += metrics::kSettingRow;
    }
    if (item.hidden_settings > 0) {
        item.more = label_of(session.catalogue().text(Sentence{"canvas.more_settings", {{"count", std::to_string(item.hidden_settings)}}}));
        item.more_y = y + metrics::kRow / 2;
        y += metrics::kRow;
    }
    return y + 3;
}

/// The last line of an error that tells most on one line.
std::string error_line(const NodeError& error) {
    std::string text = error.type.empty() ? error.message : error.type + ": " + error.message;
    if (const std::size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
    return text;
}

float add_error(NodeItem& item, const Session& session, float y) {
    item.error = {};
    if (item.node->problem) {
        item.error = label_of(session.catalogue().text(item.node->problem->sentence));
    } else if (item.state == NodeState::failed) {
        if (const NodeOutput* output = session.output(item.id); output && output->error) item.error = label_of(error_line(*output->error));
    }
    if (item.error.text.empty()) return y;
    item.error_y = y + 4 + metrics::kErrorRow / 2;
    return y + metrics::kErrorRow + 8;
}

void add_text_lines(PreviewItem& preview, std::string_view text) {
    while (!text.empty() && preview.lines.size() < limits::kLinesOnNode) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        preview.lines.push_back(label_of(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
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

float height_of(const PreviewItem& preview) {
    switch (preview.kind) {
        case PreviewKind::none: return 0;
        case PreviewKind::table: return metrics::kTableRow * static_cast<float>(preview.rows.size() + 1);
        case PreviewKind::image:
        case PreviewKind::chart: return metrics::kThumbnail;
        default: return preview.lines.empty() ? 0 : metrics::kTextRow * static_cast<float>(preview.lines.size()) + 8;
    }
}

/// "1461 × 6" tells enough; "7" alone does not.
std::string foot_text(const OutputSummary& output) {
    if (output.shape.empty()) return output.type;
    const bool is_count = output.shape.find_first_not_of("0123456789") == std::string::npos;
    return is_count ? output.type + " · " + output.shape : output.shape;
}

float add_preview(NodeItem& item, const Session& session, float y) {
    item.preview = {};
    item.foot = {};
    item.elapsed = {};
    item.preview_height = 0;
    item.is_current = session.is_current(item.id);
    const auto* outputs = session.outputs(item.id);
    if (!outputs || outputs->empty()) return y;
    const OutputSummary& first = outputs->front();
    item.preview.kind = first.glimpse.kind;
    if (first.glimpse.kind == PreviewKind::table) {
        add_table(item.preview, first.glimpse);
    } else {
        add_text_lines(item.preview, first.glimpse.text.empty() ? first.summary : first.glimpse.text);
    }
    if (first.glimpse.width && first.glimpse.height) item.preview.pixels = {*first.glimpse.width, *first.glimpse.height};
    if (const auto value = session.value(item.id, first.port)) item.preview.value_key = value->key;
    item.preview_height = height_of(item.preview);
    if (item.preview_height > 0) {
        item.preview_y = y + 5;
        y = item.preview_y + item.preview_height;
    }
    item.foot = label_of(foot_text(first));
    if (const auto elapsed = session.status(item.id).elapsed_ms) item.elapsed = label_of(duration(session.catalogue(), *elapsed));
    item.foot_y = y + metrics::kFoot / 2 + 1;
    return y + metrics::kFoot;
}

}  // namespace

bool needs_layout(NodeItem& item, const Session& session) {
    const auto node = session.graph().shared(item.id);
    const std::uint64_t wiring = wiring_of(session, item.id);
    const std::uint64_t outcome = outcome_of(session, item);
    if (item.node == node && item.wiring == wiring && item.outcome == outcome) return false;
    item.node = node;
    item.wiring = wiring;
    item.outcome = outcome;
    return true;
}

void lay_out(NodeItem& item, const Session& session) {
    const NodeType* type = session.library().find(item.node->type);
    item.category = category_of(item.node->type, type ? std::string_view(type->category) : std::string_view());
    item.title = label_of(view_model::title_of(session, item.id), Weight::strong);
    item.width = metrics::kNodeWidth;
    float y = metrics::kHead + 4;
    y = add_ports(item, session, y);
    y = add_settings(item, session, y);
    y = add_error(item, session, y);
    y = add_preview(item, session, y);
    item.height = item.is_collapsed ? metrics::kHead : y + 5;
}

}  // namespace flow::ui
