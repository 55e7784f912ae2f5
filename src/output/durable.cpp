#include "durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "digest.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* doing, const fs::path& path) {
  throw OutputError(std::string("cannot ") + doing + " " + path.string() + ": " +
                    std::generic_category().message(errno));
}

/// An open file of the system.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, const char* doing)
      : path_(path), number_(::open(path.c_str(), flags | O_CLOEXEC)) {  // NOLINT(*-vararg): POSIX
    if (number_ < 0) fail(doing, path);
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  void sync() const {
    if (::fsync(number_) != 0) fail("sync", path_);
  }
  /// A close can be the first to tell of a failed write.
  void close() {
    const int number = number_;
    number_ = -1;
    if (::close(number) != 0) fail("close", path_);
  }

 private:
  fs::path path_;
  int number_;
};

constexpr std::string_view seal_mark = "\npressor seal, SHA-256 of all bytes before this line: ";
constexpr std::size_t hash_length = 64;

std::string seal_line(const std::string& hash) { return std::string(seal_mark) + hash + '\n'; }

/// Hex SHA-256 of the first `count` bytes.
std::string hash_of(const fs::path& file, std::uintmax_t count) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> piece(std::size_t{1} << 20);
  Sha256 sum;
  while (count > 0 && stream) {
    stream.read(piece.data(),
                static_cast<std::streamsize>(std::min<std::uintmax_t>(count, piece.size())));
    const auto read = static_cast<std::size_t>(stream.gcount());
    sum.add(piece.data(), read);
    count -= read;
  }
  if (count > 0) fail("read", file);
  return sum.hex();
}

void sync_path(const fs::path& path, int flags) {
  Descriptor descriptor(path, flags, "open");
  descriptor.sync();
  descriptor.close();
}

}  // namespace

std::filesystem::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

RemovedOnFailure::~RemovedOnFailure() {
  if (std::uncaught_exceptions() > exceptions_) ::unlink(path_.c_str());
}

void check_space(const fs::path& folder, std::uintmax_t bytes) {
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  if (error || space.available >= bytes) return;  // what cannot be asked will be seen
  throw OutputError("cannot write into " + folder.string() + ": No space left on device (" +
                    std::to_string(bytes) + " bytes needed, " + std::to_string(space.available) +
                    " free)");
}

void seal(const fs::path& file) {
  const std::string line = seal_line(hash_of(file, fs::file_size(file)));
  std::ofstream stream(file, std::ios::binary | std::ios::app);
  stream << line;
  stream.close();
  if (!stream) fail("write", file);
}

std::uintmax_t seal_size() { return seal_line({}).size() + hash_length; }

void check_seal(const fs::path& file) {
  const std::uintmax_t size = fs::file_size(file);
  const std::size_t length = seal_size();
  std::ifstream stream(file, std::ios::binary);
  std::string line(length, '\0');
  if (size >= length) {
    stream.seekg(static_cast<std::streamoff>(size - length));
    stream.read(line.data(), static_cast<std::streamsize>(length));
  }
  if (line.rfind(seal_mark, 0) != 0) {
    throw OutputError(file.string() +
                      " is not as this program wrote it: the seal at its end is missing");
  }
  if (line != seal_line(hash_of(file, size - length))) {
    throw OutputError(file.string() + " is damaged: its bytes have changed since it was written");
  }
}

void move_into_place(const fs::path& finished, const fs::path& path) {
  sync_path(finished, O_RDONLY);
  if (::rename(finished.c_str(), path.c_str()) != 0) fail("rename to", path);
  sync_path(folder_of(path), O_RDONLY | O_DIRECTORY);
}

void check_writable(const fs::path& path) {
  std::error_code error;
  if (!path.has_filename()) throw OutputError("`" + path.string() + "` is no file name");
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw OutputError(path.string() + " is there and is no regular file");
  }
  const fs::path folder = folder_of(path);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) fail("write into", folder);
}

}  // namespace pressor
