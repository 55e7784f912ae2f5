#include "pressor/trial/trial_tables.h"

#include <cmath>

#include "nan.h"

namespace pressor {

const char* stop_reason_name(StopReason reason) {
  constexpr std::array<const char*, stop_reason_count> names{"completed", "efficacy", "futility",
                                                             "harm"};
  return names[static_cast<std::size_t>(reason)];
}

const char* observed_what_name(ObservedPlace::What what) {
  constexpr std::array<const char*, observed_what_count> names{"mean", "difference", "p"};
  return names[static_cast<std::size_t>(what)];
}

/// Means and squares are merged replicate by replicate (Chan, Golub and LeVeque 1979).
ArmSummary pooled(const std::vector<std::vector<ArmSummary>>& replicates, std::size_t arm) {
  ArmSummary made;
  double n = 0.0;
  double mean = 0.0;
  double squares = 0.0;
  for (const auto& arms : replicates) {
    const ArmSummary& one = arms[arm];
    if (one.n == 0) continue;
    const auto more = static_cast<double>(one.n);
    const double gap = one.mean - mean;
    n += more;
    mean += gap * more / n;
    squares += gap * gap * more * (n - more) / n;
    if (one.n > 1) squares += one.sd * one.sd * (more - 1.0);
    made.n += one.n;
  }
  made.mean = made.n > 0 ? mean : trial::nan;
  made.sd = made.n > 1 ? std::sqrt(squares / (n - 1.0)) : trial::nan;
  return made;
}

}  // namespace pressor
