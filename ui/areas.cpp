#include "ui/areas.h"

#include "ui/metrics.h"

namespace flow::ui {
namespace {

constexpr float kCorner = 18;
constexpr float kPad = 12;
constexpr float kLine = 1.45f;  // a line's height in sizes of its letters

Rect on_screen(const Camera& camera, double left, double top, double right, double bottom) {
    return {camera.to_screen(left, top), camera.to_screen(right, bottom)};
}

/// The end of the piece of `text` that must stay on one line: a word with the spaces behind it, or one letter of a script without spaces.
std::size_t end_of_word(std::string_view text) {
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    std::size_t at = 0;
    while (at < text.size() && text[at] != ' ' && byte(at) < 0xE2) ++at;
    if (at == 0 && byte(0) >= 0xE2) {
        at = 1;
        while (at < text.size() && (byte(at) & 0xC0) == 0x80) ++at;
    }
    while (at < text.size() && text[at] == ' ') ++at;
    return at;
}

class NoteLayout {
public:
    NoteLayout(std::vector<NoteRun>& runs, TextPainter& text, float width) : runs_(runs), text_(text), right_(width - kPad) {}

    void lay_out(std::string_view note) {
        while (!note.empty()) {
            const std::size_t end = std::min(note.find('\n'), note.size());
            line(note.substr(0, end));
            note.remove_prefix(std::min(end + 1, note.size()));
        }
    }

private:
    void line(std::string_view text) {
        size_ = metrics::kTextSize + 1;
        left_ = kPad;
        if (text.starts_with("```")) {
            is_code_block_ = !is_code_block_;
            return;
        }
        bool is_heading = false;
        if (!is_code_block_) {
            std::size_t level = std::min(text.find_first_not_of('#'), text.size());
            is_heading = level > 0 && level <= 3 && level < text.size() && text[level] == ' ';
            if (is_heading) {
                size_ = level == 1 ? 19.0f : level == 2 ? 16.0f : 14.0f;
                text.remove_prefix(level + 1);
            }
            const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
            const std::string_view rest = text.substr(indent);
            if (rest.starts_with("- ") || rest.starts_with("* ")) {
                left_ += 8 * static_cast<float>(indent);
                x_ = left_;
                put("•", Weight::regular, false);
                left_ += 14;
                text = rest.substr(2);
            }
        }
        x_ = left_;
        styled(text, is_heading);
        y_ += size_ * (text.empty() ? 0.7f : kLine);
    }

    /// Pieces between `**` are strong, between backticks code.
    void styled(std::string_view text, bool is_strong) {
        if (is_code_block_) return words(text, Weight::regular, true);
        bool is_bold = false, is_code = false;
        while (!text.empty()) {
            const std::size_t mark = is_code ? text.find('`') : std::min(text.find("**"), text.find('`'));
            words(text.substr(0, mark), is_bold || is_strong ? Weight::strong : Weight::regular, is_code);
            if (mark == std::string_view::npos) return;
            const bool is_tick = text[mark] == '`';
            (is_tick ? is_code : is_bold) ^= true;
            text.remove_prefix(mark + (is_tick ? 1 : 2));
        }
    }

    void words(std::string_view text, Weight weight, bool is_code) {
        std::string run;
        while (!text.empty()) {
            const std::size_t end = end_of_word(text);
            const std::string_view word = text.substr(0, end);
            if (x_ + text_.width(run, size_, weight) + text_.width(word.substr(0, word.find_last_not_of(' ') + 1), size_, weight) > right_ &&
                (x_ > left_ || !run.empty())) {
                put(run, weight, is_code);
                run.clear();
                x_ = left_;
                y_ += size_ * kLine;
            }
            run += word;
            text.remove_prefix(end);
        }
        put(run, weight, is_code);
    }

    void put(std::string_view text, Weight weight, bool is_code) {
        if (text.empty()) return;
        NoteRun run;
        run.label = {.text = std::string(text), .weight = weight};
        run.x = x_;
        run.y = y_ + size_ * kLine / 2;
        run.size = size_;
        run.width = text_.width(text, size_, weight);
        run.is_code = is_code;
        x_ += run.width;
        runs_.push_back(std::move(run));
    }

    std::vector<NoteRun>& runs_;
    TextPainter& text_;
    float right_;
    float left_ = kPad;
    float x_ = kPad;
    float y_ = kPad - 3;
    float size_ = 0;
    bool is_code_block_ = false;
};

}  // namespace

CanvasRect AreaItem::box() const {
    return {x, y, x + (is_node() ? static_cast<double>(metrics::kNodeWidth) : width), y + (is_folded ? static_cast<double>(folded_height) : height)};
}

Rect area_rect(const Camera& camera, const AreaItem& item) {
    const CanvasRect box = item.box();
    return on_screen(camera, box.left, box.top, box.right, box.bottom);
}

Rect grip_rect(const Camera& camera, const AreaItem& item) {
    Rect box = area_rect(camera, item);
    if (!item.is_note() && !item.is_node()) box.max.y = std::min(box.max.y, box.min.y + metrics::kHead * camera.scale());
    return box;
}

Rect fold_rect(const Camera& camera, const AreaItem& item) {
    const Rect bar = grip_rect(camera, item);
    return {bar.min, {bar.min.x + 28 * camera.scale(), std::min(bar.max.y, bar.min.y + metrics::kHead * camera.scale())}};
}

Rect corner_rect(const Camera& camera, const AreaItem& item) {
    const Rect box = area_rect(camera, item);
    const float size = std::max(8.0f, kCorner * camera.scale());
    return {{box.max.x - size, box.max.y - size}, {box.max.x + 4, box.max.y + 4}};
}

ImU32 hue_of(const Colors& colors, const std::string& name) {
    constexpr std::pair<std::string_view, Family> kHues[] = {{"blue", Family::table}, {"green", Family::number},      {"yellow", Family::text},
                                                             {"pink", Family::truth}, {"purple", Family::collection}, {"red", Family::picture}};
    for (const auto& [known, family] : kHues) {
        if (name == known) return colors.of(family);
    }
    return colors.of(Family::any);
}

void lay_out_note(const AreaItem& item, TextPainter& text) {
    if (item.laid_out_width == item.width) return;
    item.runs.clear();
    item.laid_out_width = item.width;
    NoteLayout(item.runs, text, static_cast<float>(item.width)).lay_out(item.text);
}

}  // namespace flow::ui
