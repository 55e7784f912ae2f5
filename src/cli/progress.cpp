#include "progress.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "interrupt.h"
#include "pressor/scenario/describe.h"

namespace pressor::cli {
namespace {

using Seconds = std::chrono::duration<double>;

}  // namespace

std::string time_left(double seconds) {
  if (seconds < 90.0) return fmt::format("{:.0f} s", seconds);
  if (seconds < 5400.0) return fmt::format("{:.0f} min", seconds / 60.0);
  return fmt::format("{:.1f} h", seconds / 3600.0);
}

bool is_progress_due(bool terminal, std::chrono::steady_clock::duration since_last) {
  constexpr std::chrono::milliseconds on_terminal{200};
  constexpr std::chrono::seconds elsewhere{10};
  if (terminal) return since_last >= on_terminal;
  return since_last >= elsewhere;
}

ConsoleProgress::ConsoleProgress(bool quiet, double days)
    : quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1),
      days_(days),
      start_(Clock::now()),
      last_(start_) {}

ConsoleProgress::~ConsoleProgress() {
  if (printed_ && terminal_) std::fputs("\r\033[K", stderr);
}

void ConsoleProgress::print(std::uint64_t done, std::uint64_t all, Clock::time_point now) {
  const double elapsed = Seconds(now - start_).count();
  const double rate = static_cast<double>(done) / elapsed;
  const double left = rate > 0.0 ? static_cast<double>(all - done) / rate : 0.0;
  const std::string line = fmt::format(
      "{} of {} ({:.0f} %), {:.0f} patient-days/s, {} left", done, counted(all, "patient"),
      100.0 * static_cast<double>(done) / static_cast<double>(all), rate * days_, time_left(left));
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r\033[K" : "", line, terminal_ ? "" : "\n");
  std::fflush(stderr);
  printed_ = true;
  last_ = now;
}

bool ConsoleProgress::rows_done(std::uint64_t done, std::uint64_t all) {
  const auto now = Clock::now();
  if (!quiet_ && done < all && is_progress_due(terminal_, now - last_)) print(done, all, now);
  return !interrupted_by_user();
}

}  // namespace pressor::cli
