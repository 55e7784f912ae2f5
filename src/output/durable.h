#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <utility>

/// Files that are there after a power cut, or not at all. Every function throws OutputError with
/// what the system said.
namespace pressor {

/// Throws when less than `bytes` are free where `folder` stands. HDF5 reports a full disk, too, but
/// cannot close its file then.
void check_space(const std::filesystem::path& folder, std::uintmax_t bytes);

/// Appends a line with the SHA-256 of all bytes before it. HDF5 does not look behind its own end.
void seal(const std::filesystem::path& file);

/// Bytes of that line.
std::uintmax_t seal_size();

/// Throws when the last line is no seal or when a byte has changed since. HDF5 itself reads past
/// damage: some flipped bits make it crash or never return, so no damaged file is given to it.
void check_seal(const std::filesystem::path& file);

/// Syncs a finished file, renames it to `path` and syncs the folder of `path`.
void move_into_place(const std::filesystem::path& finished, const std::filesystem::path& path);

/// Throws when no file can be made in the folder of `path`, or when `path` is no file.
void check_writable(const std::filesystem::path& path);

/// Takes a file away when its writing ends in an exception.
class RemovedOnFailure {
 public:
  explicit RemovedOnFailure(std::filesystem::path path)
      : path_(std::move(path)), exceptions_(std::uncaught_exceptions()) {}
  ~RemovedOnFailure();
  RemovedOnFailure(const RemovedOnFailure&) = delete;
  RemovedOnFailure& operator=(const RemovedOnFailure&) = delete;
  RemovedOnFailure(RemovedOnFailure&&) = delete;
  RemovedOnFailure& operator=(RemovedOnFailure&&) = delete;

 private:
  std::filesystem::path path_;
  int exceptions_;
};

/// The folder in which `path` stands.
std::filesystem::path folder_of(const std::filesystem::path& path);

}  // namespace pressor
