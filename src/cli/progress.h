#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "pressor/trial/result.h"

namespace pressor::cli {

/// `40 s`, `12 min`, `1.5 h`.
std::string time_left(double seconds);

/// Whether so long after the last one another line may be printed: five a second on a terminal, one
/// every ten seconds elsewhere.
bool is_progress_due(bool terminal, std::chrono::steady_clock::duration since_last);

/// Progress with rate and time left on standard error: a line that is rewritten on a terminal, one
/// line every ten seconds elsewhere. Asks to stop when the user interrupts.
class ConsoleProgress final : public Progress {
 public:
  /// `days` are simulated days a row.
  ConsoleProgress(bool quiet, double days);
  ~ConsoleProgress() override;
  ConsoleProgress(const ConsoleProgress&) = delete;
  ConsoleProgress& operator=(const ConsoleProgress&) = delete;
  ConsoleProgress(ConsoleProgress&&) = delete;
  ConsoleProgress& operator=(ConsoleProgress&&) = delete;

  bool rows_done(std::uint64_t done, std::uint64_t all) override;

 private:
  using Clock = std::chrono::steady_clock;

  void print(std::uint64_t done, std::uint64_t all, Clock::time_point now);

  bool quiet_;
  bool terminal_;
  bool printed_ = false;
  double days_;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace pressor::cli
