// Promises: what a request and a response are, as plain values.
// Must not know: sockets, files on a disk, how either looks on the wire.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/files.h"

namespace flow::server {

/// One header field. Names are compared without regard to case.
struct Field {
    std::string name;
    std::string value;

    friend bool operator==(const Field&, const Field&) = default;
};

/// Whether two field names, tokens or file names are the same but for the case of ASCII letters.
bool same_ignoring_case(std::string_view a, std::string_view b);
/// `text` with its ASCII letters in lower case.
std::string ascii_lower(std::string_view text);
/// `text` without the spaces and tabs around it.
std::string_view trimmed(std::string_view text);

/// A request whose head was read completely.
struct Request {
    std::string method;
    std::string target;
    /// 10 for HTTP/1.0, 11 for HTTP/1.1.
    int version = 11;
    std::vector<Field> fields;
    /// The sender wants to use the connection for another request.
    bool keeps_alive = true;

    /// The value of the first field of that name; empty when there is none.
    std::string_view field(std::string_view name) const;
    /// How many fields have that name.
    std::size_t count(std::string_view name) const;
};

/// What follows the head: text, or `length` bytes of a file from `offset` on. At most one of both.
struct Body {
    std::string text;
    std::shared_ptr<const File> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct Response {
    int status = 200;
    /// Without Content-Length, Connection and Date, which depend on the connection.
    std::vector<Field> fields;
    Body body;
    /// False for HEAD and 304: the body is described but not sent.
    bool sends_body = true;
    /// The connection cannot be used after this response.
    bool closes = false;

    /// The value of the first field of that name; empty when there is none.
    std::string_view field(std::string_view name) const;
    /// Replaces every field of that name.
    void set(std::string_view name, std::string value);
};

/// The words that go with a status code.
std::string_view reason_of(int status);

/// The head of a response as it is sent, up to and with the empty line.
std::string head_text(const Response& response, bool keeps_alive, std::string_view date);

}  // namespace flow::server
