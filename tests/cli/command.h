#pragma once

#include <filesystem>
#include <string>

/// Runs the real program and keeps what it says.
namespace pressor::testing {

struct Said {
  int code = -1;
  std::string out;  ///< standard output
  std::string err;  ///< standard error
};

/// `pressor ARGUMENTS` through a shell, in `folder`.
Said pressor(const std::string& arguments, const std::filesystem::path& folder = ".");

/// Starts it, sends SIGINT once the file or folder `once_there` has appeared in `folder`, and
/// waits.
Said pressor_interrupted(const std::string& arguments, const std::string& once_there,
                         const std::filesystem::path& folder);

/// As pressor_interrupted, but with SIGKILL.
Said pressor_killed(const std::string& arguments, const std::string& once_there,
                    const std::filesystem::path& folder);

/// An empty folder of its own for the running test.
std::filesystem::path fresh_folder();

void write_file(const std::filesystem::path& file, const std::string& text);
std::string read_file(const std::filesystem::path& file);

/// A file of the repository.
std::filesystem::path shipped(const std::string& path);

}  // namespace pressor::testing
