#include <optional>
#include <utility>

#include "runtime/graph/json_builder.h"
#include "runtime/graph/json_events.h"
#include "runtime/graph/json_text.h"

namespace flow {
namespace {

class Normaliser final : public JsonListener {
public:
    bool on_scalar(std::string_view text) override {
        builder_.value(text);
        return true;
    }
    bool on_string(std::string& text) override {
        builder_.string(text);
        return true;
    }
    bool on_key(std::string& name) override {
        if (builder_.key(name)) return true;
        doubled_ = name;
        return false;
    }
    bool on_start(char bracket) override {
        builder_.start(bracket);
        return true;
    }
    bool on_end(char bracket) override {
        builder_.end(bracket);
        return true;
    }

    JsonText take() { return builder_.take(); }
    const std::optional<std::string>& doubled() const { return doubled_; }

private:
    JsonTextBuilder builder_;
    std::optional<std::string> doubled_;
};

}  // namespace

Result<JsonText> normal_json(std::string_view text) {
    Normaliser normaliser;
    const Result<bool> is_read = read_json(text, normaliser);
    if (!is_read) return tl::unexpected(is_read.error());
    if (normaliser.doubled()) return refuse("file.field_twice", {{"field", *normaliser.doubled()}});
    return normaliser.take();
}

}  // namespace flow
