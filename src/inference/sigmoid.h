#pragma once

#include <optional>
#include <span>

/// The curve of a dose-response ladder:
///
///     E(d) = Emax d^g / (ED50^g + d^g)                                                    (1)
namespace pressor::inference {

/// | symbol | member | unit         | bounds                            |
/// |--------|--------|--------------|-----------------------------------|
/// | Emax   | emax   | of responses |                                   |
/// | ED50   | ed50   | of doses     | lowest dose / 4 .. 4 x highest    |
/// | g      | slope  | 1            | 0.5 .. 8                          |
struct Sigmoid {
  double emax = 0.0;
  double ed50 = 0.0;
  double slope = 0.0;
};

/// The least-squares curve through the responses above baseline; nothing with less than four steps
/// or a response that is not finite. Emax follows from the other two, which are searched on a grid
/// that closes in on the best.
std::optional<Sigmoid> fit_sigmoid(std::span<const double> doses,
                                   std::span<const double> responses);

}  // namespace pressor::inference
