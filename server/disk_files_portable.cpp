#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

#include "server/disk_files.h"

namespace flow::server {
namespace {

namespace fs = std::filesystem;

std::string hex(std::uint64_t value) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, 16).ptr;
    return {digits, end};
}

class StreamFile : public File {
public:
    StreamFile(std::ifstream stream, std::uint64_t size, std::int64_t modified_ns) : stream_(std::move(stream)), size_(size), modified_ns_(modified_ns) {}

    std::uint64_t size() const override { return size_; }
    std::string tag() const override { return hex(size_) + "-" + hex(static_cast<std::uint64_t>(modified_ns_)); }
    std::int64_t modified_ns() const override { return modified_ns_; }

    std::size_t read(std::uint64_t offset, char* to, std::size_t length) const override {
        stream_.clear();
        stream_.seekg(static_cast<std::streamoff>(offset));
        stream_.read(to, static_cast<std::streamsize>(length));
        return stream_.gcount() < 0 ? 0 : static_cast<std::size_t>(stream_.gcount());
    }

private:
    mutable std::ifstream stream_;
    std::uint64_t size_;
    std::int64_t modified_ns_;
};

class StreamFiles : public Files {
public:
    explicit StreamFiles(fs::path root) : root_(std::move(root)) {}

    Found find(const std::string& path) const override {
        std::error_code error;
        // The request's path is UTF-8 whatever the system's own encoding is.
        const fs::path asked(std::u8string(path.begin(), path.end()));
        const auto real_root = fs::canonical(root_, error);
        if (error) return {};
        const auto real = path.empty() ? real_root : fs::canonical(real_root / asked, error);
        if (error) return {};
        const auto inside = real == real_root ? fs::path() : real.lexically_relative(real_root);
        // Nothing leads from one drive to another.
        if (inside.empty() && real != real_root) return {};
        for (const auto& name : inside) {
            if (name.u8string().starts_with(u8'.')) return {};
        }
        const auto status = fs::symlink_status(real, error);
        if (error) return {};
        if (fs::is_directory(status)) return {Found::Kind::kFolder, nullptr};
        if (!fs::is_regular_file(status)) return {};
        return opened(real);
    }

private:
    static Found opened(const fs::path& real) {
        std::error_code error;
        const auto size = fs::file_size(real, error);
        if (error) return {};
        const auto modified = fs::last_write_time(real, error);
        if (error) return {};
        std::ifstream stream(real, std::ios::binary);
        if (!stream) return {};
        const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(modified.time_since_epoch()).count();
        return {Found::Kind::kFile, std::make_shared<StreamFile>(std::move(stream), size, ns)};
    }

    fs::path root_;
};

}  // namespace

tl::expected<std::unique_ptr<Files>, std::string> open_folder(const std::string& root) {
    std::error_code error;
    auto absolute_root = fs::absolute(root, error);
    if (!error && !fs::is_directory(absolute_root, error) && !error) error = std::make_error_code(std::errc::not_a_directory);
    if (error) return tl::unexpected("The folder \"" + root + "\" cannot be served: " + error.message() + ".");
    return std::make_unique<StreamFiles>(std::move(absolute_root));
}

}  // namespace flow::server
