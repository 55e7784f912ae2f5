#pragma once

namespace pressor::cli {

/// What the program tells a shell, after sysexits.h where that has a word for it.
enum ExitCode : int {
  done = 0,
  wrong_usage = 2,
  bad_input = 65,       ///< scenario, data or model file
  file_not_found = 66,  ///< a named input does not exist
  internal_error = 70,  ///< or a patient failed without --allow-failures
  io_error = 74,        ///< disk full, no permission
  interrupted = 130,
};

}  // namespace pressor::cli
