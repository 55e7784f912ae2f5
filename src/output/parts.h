#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace pressor {

/// PATH.parts: where what is finished of a result waits.
inline std::filesystem::path parts_folder(const std::filesystem::path& path) {
  return path.string() + ".parts";
}

/// Number of a file among the parts, so that names sort as numbers do: `000042`.
inline std::string part_number(std::size_t number) {
  constexpr std::size_t digits = 6;
  std::string text = std::to_string(number);
  return text.insert(0, text.size() < digits ? digits - text.size() : 0, '0');
}

}  // namespace pressor
