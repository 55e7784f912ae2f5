#pragma once

#include <cstdint>
#include <string_view>

namespace pressor {

/// What a random number is for. Numbers are part of the file format: never renumber.
enum class Stream : std::uint32_t {
  covariates = 0,
  kinetics = 1,
  dynamics = 2,
  measurement = 3,
  allocation = 4,
  protocol = 5,
  outcome = 6,
  frailty = 7,
  uncertainty = 8,
  design = 9,
  matching = 10,
};

/// Names a sequence of random numbers; two different keys never share a number.
struct StreamKey {
  std::uint64_t seed = 0;
  std::uint32_t replicate = 0;
  std::uint32_t patient = 0;
  Stream stream = Stream::covariates;
  std::uint32_t attempt = 0;  ///< redraws of a rejected patient; < 2^24
};

/// Counter-based random numbers (Philox4x32-10, Salmon 2011): key = seed,
/// counter = (draw, stream + 256 attempt, patient, replicate). Draw n is the same whoever asks and
/// in whatever order.
class RandomStream {
 public:
  explicit RandomStream(const StreamKey& key) : key_(key) {}

  /// Draw number `draw` of this stream, uniform in the open interval (0, 1): the odd multiples of
  /// 2^-53.
  [[nodiscard]] double uniform_at(std::uint32_t draw) const;
  /// The same draw as a standard normal deviate, by inversion (Wichura 1988, AS 241).
  [[nodiscard]] double normal_at(std::uint32_t draw) const;

  double uniform() { return uniform_at(next_++); }
  double normal() { return normal_at(next_++); }
  /// Integer uniform in 0..n-1, n > 0; one draw, each value within a share of n 2^-52 of 1/n.
  std::uint32_t below(std::uint32_t n);

 private:
  StreamKey key_;
  std::uint32_t next_ = 0;
};

/// Draw number of a thing by its name (FNV-1a, Fowler, Noll and Vo 1991), so that its random number
/// stays the same whatever else is drawn from the stream.
constexpr std::uint32_t draw_number(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

/// Standard normal quantile, |relative error| < 1e-15 (Wichura 1988, AS 241); 0 < p < 1.
double normal_quantile(double p);
/// Standard normal distribution function.
double normal_cdf(double x);

}  // namespace pressor
