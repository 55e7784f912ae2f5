#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

/// Text files that are whole or not there.
namespace pressor {

/// Throws OutputError when `path` cannot be written to, or is there already and may not be
/// replaced.
void check_text_file(const std::filesystem::path& path, bool replace);

/// A text that is written piece by piece beside `path` and appears there when it is finished. Every
/// member throws OutputError; one that is never finished leaves nothing.
class TextFile {
 public:
  TextFile(std::filesystem::path path, bool replace);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  TextFile(TextFile&&) = delete;
  TextFile& operator=(TextFile&&) = delete;

  void add(std::string_view text);
  void finish();

 private:
  std::filesystem::path path_;
  std::ofstream stream_;
  bool finished_ = false;
};

/// Writes `content` beside `path`, syncs it and renames it into place. Throws OutputError.
void write_text_file(const std::filesystem::path& path, std::string_view content, bool replace);

}  // namespace pressor
