#pragma once

#include <chrono>

#include "pressor/inference/fit.h"

namespace pressor::cli {

/// Progress of a fit on standard error: a line that is rewritten on a terminal, one every ten
/// seconds elsewhere.
class FitConsole {
 public:
  FitConsole(bool quiet, unsigned starts);

  void tell(const FitProgress& progress);
  /// Takes the line away.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool quiet_;
  bool terminal_;
  bool printed_ = false;
  unsigned starts_;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace pressor::cli
