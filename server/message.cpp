#include "server/message.h"

#include <algorithm>

namespace flow::server {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view first_of(const std::vector<Field>& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return same_ignoring_case(field.name, name); });
    return found == fields.end() ? std::string_view{} : std::string_view{found->value};
}

void append_field(std::string& text, std::string_view name, std::string_view value) { text.append(name).append(": ").append(value).append("\r\n"); }

}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string ascii_lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view Request::field(std::string_view name) const { return first_of(fields, name); }

std::size_t Request::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), [&](const Field& field) { return same_ignoring_case(field.name, name); }));
}

std::string_view Response::field(std::string_view name) const { return first_of(fields, name); }

void Response::set(std::string_view name, std::string value) {
    std::erase_if(fields, [&](const Field& field) { return same_ignoring_case(field.name, name); });
    fields.push_back({std::string(name), std::move(value)});
}

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 414: return "URI Too Long";
        case 416: return "Range Not Satisfiable";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 505: return "HTTP Version Not Supported";
        default: return "Unknown";
    }
}

std::string head_text(const Response& response, bool keeps_alive, std::string_view date) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
    text.append(reason_of(response.status)).append("\r\n");
    append_field(text, "Date", date);
    for (const Field& field : response.fields) append_field(text, field.name, field.value);
    // A 304 has no body by definition, and its length would be that of another response.
    if (response.status != 304) append_field(text, "Content-Length", std::to_string(response.body.length));
    append_field(text, "Connection", keeps_alive ? "keep-alive" : "close");
    text.append("\r\n");
    return text;
}

}  // namespace flow::server
