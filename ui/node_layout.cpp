// What a node shows and how high it is: head, ports, settings, error, preview, foot, from top to bottom.
#include <algorithm>

#include "runtime/base/limits.h"
#include "runtime/graph/widget.h"
#include "runtime/session/view_model.h"
#include "ui/json_text.h"
#include "ui/metrics.h"
#include "ui/node_face.h"
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

PortItem port_item(std::string_view name, Family family, PortShape shape, bool is_linked) {
    return {.name = name, .family = family, .shape = shape, .is_linked = is_linked};
}

float add_ports(NodeItem& item, const Session& session, float y) {
    const Signature& signature = *item.node->signature;
    item.inputs.clear();
    item.outputs.clear();
    item.inputs.reserve(signature.inputs.size() + std::min(signature.settings.size(), limits::kSettingsOnNode));
    item.outputs.reserve(signature.outputs.size());
    for (const Port& port : signature.inputs) {
        const Family family = port.annotation.empty() ? family_of(port.name) : family_of(port.annotation);
        item.inputs.push_back(
            port_item(port.name, family, port.is_variadic ? PortShape::variadic : PortShape::required, is_linked_into(session, item.id, port.name)));
    }
    for (const std::string& name : signature.outputs) {
        const OutputSummary* summary = session.output(item.id, name);
        const bool is_table = summary && summary->glimpse.kind == PreviewKind::table;
        const Family family = is_table ? Family::table : family_of(summary ? std::string_view(summary->type) : std::string_view());
        item.outputs.push_back(port_item(name, family, PortShape::required, is_linked_from(session, item.id, name)));
    }
    const std::size_t rows = std::max(item.inputs.size(), item.outputs.size());
    for (std::size_t row = 0; row < rows; ++row) {
        const float middle = y + metrics::kRow * (static_cast<float>(row) + 0.5f);
        if (row < item.inputs.size()) item.inputs[row].y = middle;
        if (row < item.outputs.size()) item.outputs[row].y = middle;
    }
    item.first_setting = static_cast<std::uint32_t>(item.inputs.size());
    return y + metrics::kRow * static_cast<float>(rows);
}

float add_settings(NodeItem& item, const Session& session, float y) {
    item.hidden_settings = 0;
    item.more_y = 0;
    if (item.node->signature->settings.empty()) return y;
    y += 3;
    for (const Setting& setting : item.node->signature->settings) {
        const bool is_linked = is_linked_into(session, item.id, setting.name);
        // A hidden setting that is linked is shown all the same: its wire needs a place to end.
        if (item.settings().size() >= limits::kSettingsOnNode && !is_linked) {
            ++item.hidden_settings;
            continue;
        }
        PortItem port = port_item(setting.name, family_of(setting.annotation), PortShape::optional, is_linked);
        port.y = y + metrics::kSettingRow / 2;
        port.is_toggle = widget_of(setting).kind == WidgetKind::toggle;
        item.inputs.push_back(port);
        y += metrics::kSettingRow;
    }
    if (item.hidden_settings > 0) {
        item.more_y = y + metrics::kRow / 2;
        y += metrics::kRow;
    }
    return y + 3;
}

float add_error(NodeItem& item, const Session& session, float y) {
    item.error_y = 0;
    if (error_of(session, item).empty()) return y;
    item.error_y = y + 4 + metrics::kErrorRow / 2;
    return y + metrics::kErrorRow + 8;
}

float preview_height(const OutputSummary& output) {
    switch (output.glimpse.kind) {
        case PreviewKind::none: return 0;
        case PreviewKind::table: return metrics::kTableRow * static_cast<float>(std::min(output.glimpse.rows.size(), limits::kRowsOnNode) + 1);
        case PreviewKind::image:
        case PreviewKind::chart: return metrics::kThumbnail;
        default: {
            const std::size_t lines = preview_lines(output).size();
            return lines == 0 ? 0 : metrics::kTextRow * static_cast<float>(lines) + 8;
        }
    }
}

float add_preview(NodeItem& item, const Session& session, float y) {
    item.preview_y = item.preview_height = item.foot_y = 0;
    item.is_current = session.is_current(item.id);
    const auto* outputs = session.outputs(item.id);
    if (!outputs || outputs->empty()) return y;
    item.preview_height = preview_height(outputs->front());
    if (item.preview_height > 0) {
        item.preview_y = y + 5;
        y = item.preview_y + item.preview_height;
    }
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
    item.title = {.text = one_line(view_model::title_of(session, item.id)), .weight = Weight::strong};
    item.width = metrics::kNodeWidth;
    float y = metrics::kHead + 4;
    y = add_ports(item, session, y);
    y = add_settings(item, session, y);
    y = add_error(item, session, y);
    y = add_preview(item, session, y);
    item.height = item.is_collapsed ? metrics::kHead : y + 5;
}

}  // namespace flow::ui
