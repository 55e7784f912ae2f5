#pragma once

#include <filesystem>
#include <string_view>

/// Text files that are whole or not there.
namespace pressor {

/// Throws OutputError when `path` cannot be written to, or is there already and may not be
/// replaced.
void check_text_file(const std::filesystem::path& path, bool replace);

/// Writes `content` beside `path`, syncs it and renames it into place. Throws OutputError.
void write_text_file(const std::filesystem::path& path, std::string_view content, bool replace);

}  // namespace pressor
