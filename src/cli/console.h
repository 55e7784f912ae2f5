#pragma once

#include <string>

namespace pressor::cli {

/// Log lines go to standard error: `pressor: warning: ...`.
void log_to_console();

/// From now on only errors reach the console.
void keep_quiet();

/// Log lines also go to `file`, with time. Throws OutputError.
void log_to_file(const std::string& file);

}  // namespace pressor::cli
