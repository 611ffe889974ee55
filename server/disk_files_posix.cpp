#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "server/disk_files.h"

namespace flow::server {
namespace {

/// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }

    bool is_open() const { return fd_ >= 0; }
    int get() const { return fd_; }

private:
    int fd_;
};

std::int64_t nanoseconds(const timespec& time) { return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

timespec modification_time(const struct stat& status) {
#ifdef __APPLE__
    return status.st_mtimespec;
#else
    return status.st_mtim;
#endif
}

std::string hex(std::uint64_t value) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, 16).ptr;
    return {digits, end};
}

class DiskFile : public File {
public:
    DiskFile(Descriptor descriptor, const struct stat& status)
        : descriptor_(std::move(descriptor)), size_(static_cast<std::uint64_t>(status.st_size)), modified_ns_(nanoseconds(modification_time(status))) {}

    std::uint64_t size() const override { return size_; }
    std::string tag() const override { return hex(size_) + "-" + hex(static_cast<std::uint64_t>(modified_ns_)); }
    std::int64_t modified_ns() const override { return modified_ns_; }

    std::size_t read(std::uint64_t offset, char* to, std::size_t length) const override {
        ssize_t count = 0;
        do {
            count = ::pread(descriptor_.get(), to, length, static_cast<off_t>(offset));
        } while (count < 0 && errno == EINTR);
        return count < 0 ? 0 : static_cast<std::size_t>(count);
    }

private:
    Descriptor descriptor_;
    std::uint64_t size_;
    std::int64_t modified_ns_;
};

class DiskFiles : public Files {
public:
    explicit DiskFiles(std::filesystem::path root) : root_(std::move(root)) {}

    /// First asks where the path really leads, then walks there without following any link: if one is put in between the two, the walk fails.
    Found find(const std::string& path) const override {
        std::error_code error;
        const auto real_root = std::filesystem::canonical(root_, error);
        if (error) return {};
        const auto real = path.empty() ? real_root : std::filesystem::canonical(real_root / path, error);
        if (error) return {};
        const auto inside = real == real_root ? std::filesystem::path() : real.lexically_relative(real_root);
        // Nothing leads from one drive to another.
        if (inside.empty() && real != real_root) return {};
        for (const auto& name : inside) {
            if (name.native().starts_with('.')) return {};
        }
        auto opened = walk(real_root, inside);
        struct stat status {};
        if (!opened.is_open() || ::fstat(opened.get(), &status) != 0) return {};
        if (S_ISDIR(status.st_mode)) return {Found::Kind::kFolder, nullptr};
        if (!S_ISREG(status.st_mode)) return {};
        return {Found::Kind::kFile, std::make_shared<DiskFile>(std::move(opened), status)};
    }

private:
    static Descriptor walk(const std::filesystem::path& real_root, const std::filesystem::path& inside) {
        // Opening a pipe would wait for its writer without O_NONBLOCK.
        constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
        Descriptor here(::open(real_root.c_str(), kFlags | O_DIRECTORY));
        for (const auto& name : inside) {
            if (!here.is_open()) break;
            here = Descriptor(::openat(here.get(), name.c_str(), kFlags));
        }
        return here;
    }

    std::filesystem::path root_;
};

}  // namespace

tl::expected<std::unique_ptr<Files>, std::string> open_folder(const std::string& root) {
    std::error_code error;
    auto absolute_root = std::filesystem::absolute(root, error);
    if (!error && !std::filesystem::is_directory(absolute_root, error) && !error) error = std::make_error_code(std::errc::not_a_directory);
    if (error) return tl::unexpected("The folder \"" + root + "\" cannot be served: " + error.message() + ".");
    return std::make_unique<DiskFiles>(std::move(absolute_root));
}

}  // namespace flow::server
