#include "pressor/output/text_file.h"

#include <utility>

#include "durable.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

std::filesystem::path part_of(std::filesystem::path path) {
  path += ".part";
  return path;
}

}  // namespace

void check_text_file(const std::filesystem::path& path, bool replace) {
  check_writable(path);
  if (!replace && std::filesystem::exists(path)) {
    throw OutputError(path.string() + " exists already; --force replaces it");
  }
}

TextFile::TextFile(std::filesystem::path path, bool replace) : path_(std::move(path)) {
  check_text_file(path_, replace);
  stream_.open(part_of(path_), std::ios::binary | std::ios::trunc);
}

TextFile::~TextFile() {
  if (finished_) return;
  stream_.close();
  std::error_code error;
  std::filesystem::remove(part_of(path_), error);
}

void TextFile::add(std::string_view text) {
  stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream_) throw OutputError("cannot write " + part_of(path_).string());
}

void TextFile::finish() {
  stream_.close();
  if (!stream_) throw OutputError("cannot write " + part_of(path_).string());
  move_into_place(part_of(path_), path_);
  finished_ = true;
}

void write_text_file(const std::filesystem::path& path, std::string_view content, bool replace) {
  check_text_file(path, replace);
  check_space(folder_of(path), content.size());
  TextFile file(path, replace);
  file.add(content);
  file.finish();
}

}  // namespace pressor
