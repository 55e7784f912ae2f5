#include "fit_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "progress.h"

namespace pressor::cli {

FitConsole::FitConsole(bool quiet, unsigned starts)
    : quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1),
      starts_(starts),
      start_(Clock::now()),
      last_(start_) {}

void FitConsole::tell(const FitProgress& progress) {
  const auto now = Clock::now();
  if (quiet_ || !is_progress_due(terminal_, now - last_)) return;
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const double each = elapsed / static_cast<double>(progress.evaluations);
  const auto left = static_cast<double>(progress.most - progress.evaluations);
  const std::string part = progress.start < starts_
                               ? fmt::format("search {} of {}", progress.start + 1, starts_)
                               : std::string("curvature");
  fmt::print(stderr, "{}{}: {} evaluations, S = {:.3f}, at most {} left{}",
             terminal_ ? "\r\033[K" : "", part, progress.evaluations, progress.objective,
             time_left(left * each), terminal_ ? "" : "\n");
  std::fflush(stderr);
  printed_ = true;
  last_ = now;
}

void FitConsole::clear() {
  if (printed_ && terminal_) std::fputs("\r\033[K", stderr);
}

}  // namespace pressor::cli
