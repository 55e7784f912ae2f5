#include <cmath>
#include <limits>
#include <utility>

#include "pressor/inference/explore.h"

namespace pressor {
namespace {

/// Mean of a figure of each hypothesis, by weight, over those that act or over those that do not;
/// unknown where there is none.
template <class Figure>
double mean_by_weight(const ExploreFindings& of, bool acting, const Figure& figure) {
  double sum = 0.0;
  double all = 0.0;
  for (std::size_t h = 0; h < of.hypotheses.size(); ++h) {
    if ((of.acts[h] != 0) != acting) continue;
    sum += of.weights[h] * figure(h);
    all += of.weights[h];
  }
  return all > 0.0 ? sum / all : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

const DrawnTrials& ExploreFindings::at(const DesignChoice& choice, std::size_t hypothesis) const {
  const std::size_t cell =
      ((choice.design * entries.size() + choice.entry) * tests.size() + choice.test) *
          sizes.size() +
      choice.size;
  return trials[cell * hypotheses.size() + hypothesis];
}

double ExploreFindings::assurance_of(const DesignChoice& choice) const {
  return mean_by_weight(*this, true, [&](std::size_t h) { return at(choice, h).told; });
}

double ExploreFindings::false_alarms(const DesignChoice& choice) const {
  return mean_by_weight(*this, false, [&](std::size_t h) { return at(choice, h).told; });
}

double ExploreFindings::expected_of(const DesignChoice& choice) const {
  double sum = 0.0;
  for (std::size_t h = 0; h < hypotheses.size(); ++h) sum += weights[h] * at(choice, h).expected;
  return sum;
}

double ExploreFindings::asked_for_one(const DesignChoice& choice) const {
  double share = 0.0;
  for (std::size_t h = 0; h < hypotheses.size(); ++h) {
    const std::size_t cell = choice.design * entries.size() + choice.entry;
    share += weights[h] * taken[cell * hypotheses.size() + h];
  }
  return 1.0 / share;
}

double ExploreFindings::null_effect(const DesignChoice& choice) const {
  const std::size_t cell = choice.design * entries.size() + choice.entry;
  return mean_by_weight(*this, false,
                        [&](std::size_t h) { return effect[cell * hypotheses.size() + h]; });
}

std::optional<DesignChoice> ExploreFindings::largest(DesignChoice choice) const {
  for (choice.size = sizes.size(); choice.size-- > 0;) {
    if (!std::isnan(assurance_of(choice))) return choice;
  }
  return std::nullopt;
}

std::optional<DesignChoice> ExploreFindings::smallest(DesignChoice choice) const {
  for (choice.size = 0; choice.size < sizes.size(); ++choice.size) {
    if (assurance_of(choice) >= assurance) return choice;
  }
  return std::nullopt;
}

std::optional<DesignChoice> ExploreFindings::cheapest() const {
  std::optional<DesignChoice> found;
  const auto cost = [&](const DesignChoice& c) {
    return std::pair(sizes[c.size], sizes[c.size] * asked_for_one(c));
  };
  for (std::size_t d = 0; d < designs.size(); ++d) {
    for (std::size_t e = 0; e < entries.size(); ++e) {
      for (std::size_t t = 0; t < tests.size(); ++t) {
        const auto own = smallest({d, e, t, 0});
        if (own && (!found || cost(*own) < cost(*found))) found = own;
      }
    }
  }
  return found;
}

DesignChoice ExploreFindings::best() const {
  DesignChoice found;
  for (std::size_t d = 0; d < designs.size(); ++d) {
    for (std::size_t e = 0; e < entries.size(); ++e) {
      for (std::size_t t = 0; t < tests.size(); ++t) {
        for (std::size_t s = 0; s < sizes.size(); ++s) {
          const double own = assurance_of({d, e, t, s});
          if (own > assurance_of(found)) found = {d, e, t, s};
        }
      }
    }
  }
  return found;
}

}  // namespace pressor
