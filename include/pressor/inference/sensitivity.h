#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "pressor/inference/points.h"

/// Which inputs an output depends on, from evaluations at the points of a design. Inputs are
/// uniform in (0, 1); what they mean is for the caller.
namespace pressor {

enum class SensitivityMethod : std::uint8_t {
  sobol,   ///< shares of variance
  morris,  ///< elementary effects
  prcc,    ///< partial rank correlations
};

/// A figure with the interval that holds 95 % of its bootstrap.
struct WithInterval {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// What one input does to one output. Unused figures are NaN.
struct InputEffect {
  WithInterval first;  ///< sobol: S_i; morris: mu*; prcc: the coefficient
  WithInterval total;  ///< sobol: S_Ti; morris: sigma
};

/// Effects of all inputs from the first base points of a design alone.
struct NestedEffects {
  std::uint32_t points = 0;  ///< base points
  std::vector<InputEffect> effects;
};

/// Effects of all inputs on one output.
struct OutputEffects {
  std::string output;  ///< `norepinephrine@6h, dexmedetomidine`
  std::vector<InputEffect> effects;
  std::vector<NestedEffects> growth;  ///< sensitivity_growth
};

/// Where the output must be evaluated: with n base points and k axes n (k + 2) points for sobol,
/// n (k + 1) for morris (n trajectories), n for prcc.
Points sensitivity_points(SensitivityMethod method, std::uint32_t n, std::size_t axes,
                          std::uint64_t seed);

/// Effects of all axes from the outputs at sensitivity_points of the same arguments, with bootstrap
/// over base points. With A and B two halves of a Sobol sequence and AB_i the point of A with
/// coordinate i of B (Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018; Jansen 1999,
/// doi 10.1016/S0010-4655(98)00154-4):
///
///     S_i = mean(f(B) (f(AB_i) - f(A))) / V,  S_Ti = mean((f(A) - f(AB_i))^2) / 2V          (1)
///
/// Morris 1991 (doi 10.1080/00401706.1991.10484804) with four levels and steps of 2/3:
///
///     d_i = (f(x + step e_i) - f(x)) / step,  mu* = mean |d_i|,  sigma = SD(d_i)            (2)
///
/// PRCC: correlation of the ranks of input and output when those of the others are held (Marino et
/// al. 2008, doi 10.1016/j.jtbi.2008.04.011); 0 where the others leave nothing to explain, NaN with no
/// more base points than axes and one. An output that is not finite anywhere makes every figure NaN: a
/// missing value is no value.
std::vector<InputEffect> sensitivity_effects(SensitivityMethod method, std::uint32_t n,
                                             std::size_t axes, std::uint64_t seed,
                                             const std::vector<double>& outputs);

/// Whether there were enough points: the same effects from the first eighth, quarter, three
/// eighths, half and three quarters of the base points, and from all. The subsets are nested, so
/// that a figure which still moves when points are added is not known yet. Of fewer than four base
/// points nothing is told but from all of them.
std::vector<NestedEffects> sensitivity_growth(SensitivityMethod method, std::uint32_t n,
                                              std::size_t axes, std::uint64_t seed,
                                              const std::vector<double>& outputs);

}  // namespace pressor
