// Files in memory: what respond() is tested with. Remembers what was asked for, to show that a refused address touches no file.
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/files.h"

namespace flow::server {

class MemoryFile : public File {
public:
    MemoryFile(std::string content, std::int64_t modified_ns) : content_(std::move(content)), modified_ns_(modified_ns) {}

    std::uint64_t size() const override { return content_.size(); }
    std::string tag() const override { return std::to_string(content_.size()) + "-" + std::to_string(modified_ns_); }
    std::int64_t modified_ns() const override { return modified_ns_; }
    std::size_t read(std::uint64_t offset, char* to, std::size_t length) const override {
        if (offset >= content_.size()) return 0;
        const auto count = std::min(length, content_.size() - static_cast<std::size_t>(offset));
        std::memcpy(to, content_.data() + offset, count);
        return count;
    }

private:
    std::string content_;
    std::int64_t modified_ns_;
};

class MemoryFiles : public Files {
public:
    static constexpr std::int64_t kBuilt = 1'700'000'000'000'000'000;

    void add(const std::string& path, std::string content, std::int64_t modified_ns = kBuilt) {
        files_[path] = std::make_shared<MemoryFile>(std::move(content), modified_ns);
    }

    Found find(const std::string& path) const override {
        asked.push_back(path);
        if (const auto file = files_.find(path); file != files_.end()) return {Found::Kind::kFile, file->second};
        const auto prefix = path.empty() ? path : path + "/";
        const auto below = files_.lower_bound(prefix);
        const bool is_folder = below != files_.end() && below->first.starts_with(prefix);
        return {is_folder ? Found::Kind::kFolder : Found::Kind::kNothing, nullptr};
    }

    /// Every path that was looked up: a refused address must not get this far.
    mutable std::vector<std::string> asked;

private:
    std::map<std::string, std::shared_ptr<const File>> files_;
};

}  // namespace flow::server
