#include "sigmoid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pressor::inference {
namespace {

/// A square of ln ED50 and ln g in which the best curve is looked for.
struct Square {
  double ed50 = 0.0;
  double slope = 0.0;
  double half_ed50 = 0.0;
  double half_slope = 0.0;
};

struct Candidate {
  Sigmoid curve;
  double error = std::numeric_limits<double>::infinity();
};

Candidate candidate(std::span<const double> doses, std::span<const double> responses, double ed50,
                    double slope) {
  const auto share = [&](double dose) { return 1.0 / (1.0 + std::pow(ed50 / dose, slope)); };
  double product = 0.0;
  double square = 0.0;
  for (std::size_t i = 0; i < doses.size(); ++i) {
    product += responses[i] * share(doses[i]);
    square += share(doses[i]) * share(doses[i]);
  }
  Candidate found{{product / square, ed50, slope}, 0.0};
  for (std::size_t i = 0; i < doses.size(); ++i) {
    const double miss = responses[i] - found.curve.emax * share(doses[i]);
    found.error += miss * miss;
  }
  return found;
}

}  // namespace

std::optional<Sigmoid> fit_sigmoid(std::span<const double> doses,
                                   std::span<const double> responses) {
  const bool usable =
      doses.size() >= 4 && std::all_of(responses.begin(), responses.end(),
                                       [](double response) { return std::isfinite(response); });
  if (!usable) return std::nullopt;
  const double low = std::log(doses.front() / 4.0);
  const double high = std::log(doses.back() * 4.0);
  const double flat = std::log(0.5);
  const double steep = std::log(8.0);
  Square square{0.5 * (low + high), 0.5 * (flat + steep), 0.5 * (high - low), 0.5 * (steep - flat)};
  constexpr int points = 10;  // to each side
  constexpr int rounds = 9;   // each five times finer
  Candidate best;
  for (int round = 0; round < rounds; ++round) {
    const Square around = square;
    for (int i = -points; i <= points; ++i) {
      for (int j = -points; j <= points; ++j) {
        const double x = std::clamp(around.ed50 + around.half_ed50 * i / points, low, high);
        const double y = std::clamp(around.slope + around.half_slope * j / points, flat, steep);
        const Candidate next = candidate(doses, responses, std::exp(x), std::exp(y));
        if (next.error >= best.error) continue;
        best = next;
        square.ed50 = x;
        square.slope = y;
      }
    }
    square.half_ed50 *= 0.2;
    square.half_slope *= 0.2;
  }
  return best.curve;
}

}  // namespace pressor::inference
