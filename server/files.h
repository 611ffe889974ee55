// Promises: the read-only view of files that the server answers from. Tests give one in memory.
// Must not know: HTTP, how a path was written in a request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace flow::server {

/// One regular file, open for reading. What it says of itself holds for the bytes it gives, whatever happens to its name meanwhile.
class File {
public:
    virtual ~File() = default;

    /// In bytes, at the time it was opened.
    virtual std::uint64_t size() const = 0;
    /// Text without quotes or spaces that changes whenever the content does.
    virtual std::string tag() const = 0;
    /// When it was last written, in nanoseconds since some fixed time.
    virtual std::int64_t modified_ns() const = 0;
    /// Reads up to `length` bytes at `offset` into `to`. Returns how many; 0 at the end and when reading fails.
    virtual std::size_t read(std::uint64_t offset, char* to, std::size_t length) const = 0;
};

/// What lies at a path.
struct Found {
    enum class Kind { kNothing, kFolder, kFile };
    Kind kind = Kind::kNothing;
    /// Set for kFile only.
    std::shared_ptr<const File> file;
};

class Files {
public:
    virtual ~Files() = default;

    /// Looks up a path of names joined by '/', relative to the root ("" is the root itself). Never gives anything that lies outside
    /// the root or whose real path has a name that starts with a dot, by whatever links it is reached; only folders and regular files.
    virtual Found find(const std::string& path) const = 0;
};

}  // namespace flow::server
