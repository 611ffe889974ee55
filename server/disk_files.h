// Promises: the files below a folder of this machine, as files.h describes them.
// Two implementations: disk_files_posix.cpp, and disk_files_portable.cpp for systems without openat (Windows).
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "server/files.h"

namespace flow::server {

/// The files below `root`. Its name is looked up anew each time, so that a site which was built beside it and moved into its place is
/// served at once. Whoever can replace `root` itself decides what is served. The error is a sentence.
tl::expected<std::unique_ptr<Files>, std::string> open_folder(const std::string& root);

}  // namespace flow::server
