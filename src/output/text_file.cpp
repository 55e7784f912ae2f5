#include "pressor/output/text_file.h"

#include <fstream>

#include "durable.h"
#include "pressor/core/errors.h"

namespace pressor {

void check_text_file(const std::filesystem::path& path, bool replace) {
  check_writable(path);
  if (!replace && std::filesystem::exists(path)) {
    throw OutputError(path.string() + " exists already; --force replaces it");
  }
}

void write_text_file(const std::filesystem::path& path, std::string_view content, bool replace) {
  check_text_file(path, replace);
  check_space(folder_of(path), content.size());
  std::filesystem::path part = path;
  part += ".part";
  const RemovedOnFailure guard(part);
  std::ofstream stream(part, std::ios::binary | std::ios::trunc);
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
  stream.close();
  if (!stream) throw OutputError("cannot write " + part.string());
  move_into_place(part, path);
}

}  // namespace pressor
