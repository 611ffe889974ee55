// Promises: writes JSON text, piece by piece; JSON that is handed in as text is put in unread, so that numbers stay as they were written.
// Must not know: messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flow::message {

struct Json;

class JsonWriter {
public:
    void open_object() { open('{'); }
    void close_object() { close('}'); }
    void open_list() { open('['); }
    void close_list() { close(']'); }

    void name(std::string_view name) {
        text(name);
        out_ += ':';
        is_first_ = true;
    }
    void text(std::string_view value);
    void integer(std::int64_t value) { raw(std::to_string(value)); }
    /// The shortest text that reads back as the same number; infinities and NaN, which JSON lacks, as null.
    void number(double value);
    void boolean(bool value) { raw(value ? "true" : "false"); }
    /// JSON text as it is; "" is null.
    void raw(std::string_view json) {
        separate();
        out_ += json.empty() ? std::string_view("null") : json;
    }

    template <class T>
    void field(std::string_view name, const T& value);
    /// An absent field is not written.
    template <class T>
    void field(std::string_view name, const std::optional<T>& value);

    std::string take() { return std::move(out_); }

private:
    void separate() {
        if (!is_first_) out_ += ',';
        is_first_ = false;
    }
    void open(char bracket) {
        separate();
        out_ += bracket;
        is_first_ = true;
    }
    void close(char bracket) {
        out_ += bracket;
        is_first_ = false;
    }

    std::string out_;
    bool is_first_ = true;
};

inline void write(JsonWriter& out, const std::string& value) { out.text(value); }
inline void write(JsonWriter& out, std::int64_t value) { out.integer(value); }
inline void write(JsonWriter& out, double value) { out.number(value); }
inline void write(JsonWriter& out, bool value) { out.boolean(value); }
void write(JsonWriter& out, const Json& value);

template <class T>
void write(JsonWriter& out, const std::vector<T>& values) {
    out.open_list();
    for (const T& value : values) write(out, value);
    out.close_list();
}

template <class T>
void write(JsonWriter& out, const std::vector<std::pair<std::string, T>>& values) {
    out.open_object();
    for (const auto& [name, value] : values) {
        out.name(name);
        write(out, value);
    }
    out.close_object();
}

template <class T>
void JsonWriter::field(std::string_view name_text, const T& value) {
    name(name_text);
    write(*this, value);
}

template <class T>
void JsonWriter::field(std::string_view name_text, const std::optional<T>& value) {
    if (value) field(name_text, *value);
}

}  // namespace flow::message
