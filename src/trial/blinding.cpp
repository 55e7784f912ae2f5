#include "pressor/trial/blinding.h"

#include <utility>

#include "pressor/core/random.h"

namespace pressor {

std::vector<std::string> blinded_labels(std::uint64_t seed, std::size_t arms) {
  constexpr std::uint32_t whole_study = 0xFFFF'FFFF;
  RandomStream random({seed, whole_study, whole_study, Stream::allocation, 0});
  std::vector<std::string> labels;
  for (std::size_t arm = 0; arm < arms; ++arm) {
    labels.emplace_back(1, static_cast<char>('A' + static_cast<char>(arm)));
  }
  for (std::size_t i = arms; i > 1; --i) {
    std::swap(labels[i - 1], labels[random.below(static_cast<std::uint32_t>(i))]);
  }
  return labels;
}

}  // namespace pressor
