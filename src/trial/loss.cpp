#include "pressor/trial/loss.h"

#include <cmath>
#include <limits>
#include <string_view>

#include "pressor/core/random.h"

namespace pressor {
namespace {

/// Draws of Stream::protocol from here on are not the bedside's, which counts up from 0.
constexpr std::uint32_t off_bedside = 0x8000'0000U;

double draw(std::uint64_t seed, const Patient& patient, std::string_view name) {
  const RandomStream random(
      {seed, patient.replicate, patient.index, Stream::protocol, patient.attempt});
  return random.uniform_at(draw_number(name) | off_bedside);
}

}  // namespace

double withdrawal_time(const Loss& loss, std::uint64_t seed, const Patient& patient,
                       double follow_up) {
  if (draw(seed, patient, "withdrawal") >= loss.withdrawal) {
    return std::numeric_limits<double>::infinity();
  }
  return draw(seed, patient, "withdrawal time") * follow_up;
}

bool adheres(const Loss& loss, std::uint64_t seed, const Patient& patient) {
  return draw(seed, patient, "non-adherence") >= loss.non_adherence;
}

double missing_probability(const Loss& loss, const std::vector<double>& values) {
  const double p0 = loss.missed_measurement;
  if (loss.causes.empty() || p0 <= 0.0 || p0 >= 1.0) return p0;
  double logit = std::log(p0 / (1.0 - p0));
  for (std::size_t i = 0; i < loss.causes.size(); ++i) {
    const MissingCause& cause = loss.causes[i];
    logit += std::log(cause.odds_ratio) * (values[i] - cause.reference) / cause.per;
  }
  return 1.0 / (1.0 + std::exp(-logit));
}

bool is_missed(double probability, std::uint64_t seed, const Patient& patient,
               const std::string& what) {
  return probability > 0.0 && draw(seed, patient, what) < probability;
}

}  // namespace pressor
