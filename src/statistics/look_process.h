#pragma once

#include <cstddef>
#include <vector>

#include "distributions.h"
#include "pressor/statistics/sequential.h"

/// The statistic of a trial from look to look, while it has not stopped.
///
///     h_k(z) dz = P(no stop before look k, Z_k in dz)  without drift
///     h_{k+1}(y) = int h_k(z) phi((y sqrt(t') - z sqrt(t)) / sqrt(t' - t)) sqrt(t'/(t' - t)) dz
///     (1) h_k(z; drift) = h_k(z) exp(drift z sqrt(t_k) - drift^2 t_k / 2) (2)
///
/// The integral runs over the region of continuation, by Gauss's rule of ten points on panels not
/// wider than 1.5 standard deviations of the step before or after. (2) gives every drift from one
/// integration.
namespace pressor::statistics {

class LookProcess {
 public:
  /// No drift larger than `largest_drift` in size may be asked for.
  LookProcess(std::vector<double> information, double largest_drift);
  /// All looks but the last with their regions of continuation.
  LookProcess(const Boundaries& boundaries, double largest_drift);

  /// Goes on after the next look when its z lies between.
  void go_on_between(double low, double high);

  /// P(no stop before `look`, Z there >= z); looks up to the one before have their regions.
  [[nodiscard]] double above(std::size_t look, double z, double drift) const;
  /// P(no stop before `look`, Z there <= z).
  [[nodiscard]] double below(std::size_t look, double z, double drift) const;
  /// E(Z at `look`; no stop before, Z >= z), and the same for Z <= z.
  [[nodiscard]] double mean_above(std::size_t look, double z, double drift) const;
  [[nodiscard]] double mean_below(std::size_t look, double z, double drift) const;

  /// Where P(.. Z >= z), P(.. Z <= z) is `probability`; infinite where that is next to nothing.
  [[nodiscard]] double upper_for(std::size_t look, double probability, double drift) const;
  [[nodiscard]] double lower_for(std::size_t look, double probability, double drift) const;

 private:
  struct Point {
    double z = 0.0;
    double mass = 0.0;
  };
  using Grid = std::vector<Point>;

  [[nodiscard]] double step_to(std::size_t look) const;
  [[nodiscard]] double panel_width(std::size_t look) const;
  [[nodiscard]] double density(std::size_t look, double z) const;
  /// Sum over where the trial was at the look before, of f(weight, mean, sd) of Z at `look`.
  template <class Function>
  [[nodiscard]] double sum(std::size_t look, double drift, const Function& f) const;

  std::vector<double> t_;
  double largest_drift_;
  std::vector<Grid> grids_;
};

}  // namespace pressor::statistics
