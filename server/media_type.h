// Promises: the Content-Type of a file, by the ending of its name.
#pragma once

#include <string_view>

namespace flow::server {

/// "application/octet-stream" for an ending that is not known: nothing is ever guessed from the content.
std::string_view media_type_of(std::string_view path);

/// The ending without its dot, as it is written: "js" of "a/b.min.js"; empty when there is none.
std::string_view ending_of(std::string_view path);

/// The last name of a path.
std::string_view file_name_of(std::string_view path);

}  // namespace flow::server
