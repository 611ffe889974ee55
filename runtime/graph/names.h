// Promises: what may be a node's name (the file's `id`), a port's name, a file's name.
// Must not know: graphs.
#pragma once

#include <string>
#include <string_view>

namespace flow {

/// One of Python's reserved words (`match`, `type` and the other soft ones are none).
bool is_python_keyword(std::string_view word);

/// `[A-Za-z_][A-Za-z0-9_]{0,63}` and no keyword.
bool is_node_name(std::string_view name);

/// Any identifier of Python, in UTF-8, that is no keyword.
bool is_identifier(std::string_view name);

/// Code points of Python identifiers; a little more than the language's tables, never less.
bool starts_identifier(char32_t code);
bool continues_identifier(char32_t code);

/// The last dotted part of a type's or function's name if it can name a node, cut to fit; "node" otherwise.
std::string node_name_from(std::string_view wanted);

/// What a package manager could be asked for, with or without a version: printable ASCII without spaces at its ends.
bool is_package_name(std::string_view name);

/// A relative path without `..`, empty parts and control characters: what may lie in the working directory.
bool is_file_name(std::string_view name);

}  // namespace flow
