#include "server/disk_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#ifndef _WIN32
#include <sys/stat.h>
#endif

namespace flow::server {
namespace {

namespace fs = std::filesystem;

using Kind = Found::Kind;

void write_file(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

class DiskFiles : public testing::Test {
protected:
    DiskFiles()
        : base_(fs::path(testing::TempDir()) / ("pythonflows_files_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + unique_name())) {
        fs::remove_all(base_);
        write_file(base_ / "root" / "index.html", "page");
        write_file(base_ / "root" / "sub" / "deep.txt", "deep");
        write_file(base_ / "root" / ".env", "secret");
        write_file(base_ / "root" / ".git" / "config", "secret");
        write_file(base_ / "outside" / "secret.txt", "secret");
        write_file(base_ / "root_sibling" / "secret.txt", "secret");
        files_ = std::move(*open_folder((base_ / "root").string()));
    }
    ~DiskFiles() override { fs::remove_all(base_); }

    /// Each case is a process of its own under ctest, and they run side by side.
    static std::string unique_name() {
        const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
        return std::string(info->name()) + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
    }

    std::string content_of(const std::string& path) const {
        const auto found = files_->find(path);
        if (found.kind != Kind::kFile) return "(no file)";
        std::string text(found.file->size(), '\0');
        text.resize(found.file->read(0, text.data(), text.size()));
        return text;
    }

    Kind kind_of(const std::string& path) const { return files_->find(path).kind; }

    fs::path base_;
    std::unique_ptr<Files> files_;
};

TEST_F(DiskFiles, FindsFilesAndFolders) {
    EXPECT_EQ(content_of("index.html"), "page");
    EXPECT_EQ(content_of("sub/deep.txt"), "deep");
    EXPECT_EQ(kind_of(""), Kind::kFolder);
    EXPECT_EQ(kind_of("sub"), Kind::kFolder);
    EXPECT_EQ(kind_of("nothing"), Kind::kNothing);
    EXPECT_EQ(kind_of("sub/nothing"), Kind::kNothing);
    EXPECT_EQ(kind_of("index.html/deeper"), Kind::kNothing);
}

TEST_F(DiskFiles, StaysInsideWhateverThePathSays) {
    // resolve_path() refuses these already; this is the second lock on the same door.
    for (const std::string path :
         {"..", "../outside/secret.txt", "sub/../../outside/secret.txt", "../root_sibling/secret.txt", ".env", ".git/config", "sub/../.env"}) {
        EXPECT_EQ(kind_of(path), Kind::kNothing) << path;
    }
    EXPECT_EQ(kind_of((base_ / "outside" / "secret.txt").string()), Kind::kNothing);
}

TEST_F(DiskFiles, ReadsParts) {
    const auto found = files_->find("index.html");
    ASSERT_EQ(found.kind, Kind::kFile);
    char bytes[8] = {};
    EXPECT_EQ(found.file->read(1, bytes, 2), 2u);
    EXPECT_EQ(std::string(bytes, 2), "ag");
    EXPECT_EQ(found.file->read(2, bytes, 8), 2u);
    EXPECT_EQ(found.file->read(4, bytes, 8), 0u);
    EXPECT_EQ(found.file->read(400, bytes, 8), 0u);
    EXPECT_EQ(found.file->read(0, bytes, 4), 4u);
}

TEST_F(DiskFiles, TheTagFollowsTheContent) {
    const auto tag = files_->find("index.html").file->tag();
    EXPECT_EQ(files_->find("index.html").file->tag(), tag);
    EXPECT_EQ(tag.find_first_of(" \",\r\n"), std::string::npos);
    const auto path = base_ / "root" / "index.html";
    const auto written = fs::last_write_time(path);
    write_file(path, "longer page");
    fs::last_write_time(path, written);
    EXPECT_NE(files_->find("index.html").file->tag(), tag) << "another size";
    write_file(path, "PAGE");
    fs::last_write_time(path, written + std::chrono::milliseconds(1));
    EXPECT_NE(files_->find("index.html").file->tag(), tag) << "another time";
}

TEST_F(DiskFiles, AFolderThatCannotBeServedIsASentence) {
    const auto missing = open_folder((base_ / "nowhere").string());
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().find("nowhere"), std::string::npos);
    EXPECT_FALSE(open_folder((base_ / "root" / "index.html").string()));
}

TEST_F(DiskFiles, ASiteThatIsMovedIntoPlaceIsServed) {
    write_file(base_ / "root.new" / "index.html", "new page");
    fs::rename(base_ / "root", base_ / "root.old");
    EXPECT_EQ(kind_of("index.html"), Kind::kNothing);
    fs::rename(base_ / "root.new", base_ / "root");
    EXPECT_EQ(content_of("index.html"), "new page");
}

#ifndef _WIN32
TEST_F(DiskFiles, LinksLeadOnlyToWhereOneMayGo) {
    const auto root = base_ / "root";
    fs::create_symlink("../outside/secret.txt", root / "relative.txt");
    fs::create_symlink(base_ / "outside" / "secret.txt", root / "absolute.txt");
    fs::create_symlink("/etc/passwd", root / "passwd");
    fs::create_directory_symlink("../outside", root / "folder");
    fs::create_directory_symlink("../root_sibling", root / "sibling");
    fs::create_symlink(".env", root / "env.txt");
    fs::create_directory_symlink(".git", root / "git");
    fs::create_symlink("loop", root / "loop");
    fs::create_symlink("gone", root / "dangling");
    fs::create_directory_symlink("/", root / "slash");
    fs::create_symlink("folder/secret.txt", root / "by_folder.txt");
    for (const std::string path : {"relative.txt", "absolute.txt", "passwd", "folder", "folder/secret.txt", "sibling/secret.txt", "env.txt", "git",
                                   "git/config", "loop", "dangling", "slash", "slash/etc/passwd", "by_folder.txt"}) {
        EXPECT_EQ(kind_of(path), Kind::kNothing) << path;
    }
    fs::create_symlink("sub/deep.txt", root / "inside.txt");
    fs::create_symlink(root / "sub" / "deep.txt", root / "inside_absolute.txt");
    fs::create_directory_symlink("sub", root / "alias");
    fs::create_directory_symlink("../root", root / "self");
    EXPECT_EQ(content_of("inside.txt"), "deep");
    EXPECT_EQ(content_of("inside_absolute.txt"), "deep");
    EXPECT_EQ(content_of("alias/deep.txt"), "deep");
    EXPECT_EQ(content_of("self/index.html"), "page");
}

TEST_F(DiskFiles, GivesNeitherPipesNorDevices) {
    // Opening a pipe that nobody writes to would otherwise stop the server for good.
    ASSERT_EQ(mkfifo((base_ / "root" / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(kind_of("pipe"), Kind::kNothing);
}

TEST_F(DiskFiles, AnOpenFileOutlivesItsName) {
    const auto found = files_->find("index.html");
    fs::remove(base_ / "root" / "index.html");
    char bytes[4];
    EXPECT_EQ(found.file->read(0, bytes, 4), 4u);
    EXPECT_EQ(kind_of("index.html"), Kind::kNothing);
}

TEST_F(DiskFiles, TheRootMayBeALink) {
    fs::create_directory_symlink("root", base_ / "current");
    const auto files = open_folder((base_ / "current").string());
    ASSERT_TRUE(files);
    EXPECT_EQ((*files)->find("index.html").kind, Kind::kFile);
    EXPECT_EQ((*files)->find(".env").kind, Kind::kNothing);
}

TEST_F(DiskFiles, AFolderWhosePathHasADotMayBeServed) {
    write_file(base_ / ".cache" / "site" / "index.html", "page");
    const auto files = open_folder((base_ / ".cache" / "site").string());
    ASSERT_TRUE(files);
    EXPECT_EQ((*files)->find("index.html").kind, Kind::kFile);
}
#endif

}  // namespace
}  // namespace flow::server
