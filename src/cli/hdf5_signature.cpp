#include "hdf5_signature.h"

#include <fstream>
#include <string>
#include <string_view>

namespace pressor::cli {

bool is_hdf5(const std::filesystem::path& file) {
  constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
  std::string start(signature.size(), '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  return stream && start == signature;
}

}  // namespace pressor::cli
