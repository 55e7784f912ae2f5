#include "pressor/trial/allocation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace pressor {
namespace {

/// Draw of a patient's allocation stream that says how long after the one before he came; the
/// others are counted from 0.
constexpr std::uint32_t arrival_draw = 0x8000'0000U;

/// Stands for the whole replicate where a stream wants a patient; redraws count down from here.
constexpr std::uint32_t nobody = 0xFFFF'FFFF;

using Levels = std::vector<double>;  ///< one a stratum

double total(const std::vector<double>& ratios) {
  return std::accumulate(ratios.begin(), ratios.end(), 0.0);
}

/// Patients of each group in a block, when they are whole numbers.
std::optional<std::vector<std::uint32_t>> block_counts(const std::vector<double>& ratios,
                                                       std::uint32_t size) {
  std::vector<std::uint32_t> counts;
  for (const double ratio : ratios) {
    const double exact = size * ratio / total(ratios);
    if (std::fabs(exact - std::round(exact)) > 1.0e-9 || exact < 0.5) return std::nullopt;
    counts.push_back(static_cast<std::uint32_t>(std::lround(exact)));
  }
  return counts;
}

/// An endless row of permuted blocks.
class Blocks {
 public:
  Blocks(const AllocationPlan& plan, const std::vector<double>& ratios, const StreamKey& key)
      : plan_(plan), ratios_(ratios), random_(key) {}

  std::uint32_t next() {
    if (left_.empty()) fill();
    const std::uint32_t group = left_.back();
    left_.pop_back();
    return group;
  }

 private:
  void fill() {
    const auto& sizes = plan_.blocks;
    const std::uint32_t size = sizes[random_.below(static_cast<std::uint32_t>(sizes.size()))];
    const auto counts = block_counts(ratios_, size).value();
    for (std::uint32_t group = 0; group < counts.size(); ++group)
      left_.insert(left_.end(), counts[group], group);
    for (std::size_t i = left_.size(); i > 1; --i) {
      std::swap(left_[i - 1], left_[random_.below(static_cast<std::uint32_t>(i))]);
    }
  }

  const AllocationPlan& plan_;
  const std::vector<double>& ratios_;
  RandomStream random_;
  std::vector<std::uint32_t> left_;
};

std::uint32_t by_ratio(const std::vector<double>& ratios, double uniform) {
  double left = uniform * total(ratios);
  std::uint32_t group = 0;
  while (group + 1 < ratios.size() && left >= ratios[group]) left -= ratios[group++];
  return group;
}

/// Pocock and Simon's minimization.
class Minimization {
 public:
  Minimization(std::size_t factors, const std::vector<double>& ratios)
      : ratios_(ratios), counts_(factors) {}

  std::uint32_t next(const Levels& levels, RandomStream& random) {
    const std::uint32_t chosen = choose(levels, random);
    for (std::size_t f = 0; f < levels.size(); ++f) count(f, levels[f])[chosen] += 1.0;
    return chosen;
  }

 private:
  std::vector<double>& count(std::size_t factor, double level) {
    return counts_[factor].try_emplace(level, ratios_.size(), 0.0).first->second;
  }

  /// Imbalance if the next patient went to `group`.
  double imbalance(const Levels& levels, std::uint32_t group) {
    double sum = 0.0;
    for (std::size_t f = 0; f < levels.size(); ++f) {
      std::vector<double> after = count(f, levels[f]);
      after[group] += 1.0;
      for (std::size_t a = 0; a < after.size(); ++a) after[a] /= ratios_[a];
      const auto [low, high] = std::minmax_element(after.begin(), after.end());
      sum += *high - *low;
    }
    return sum;
  }

  std::uint32_t choose(const Levels& levels, RandomStream& random) {
    const auto groups = static_cast<std::uint32_t>(ratios_.size());
    std::vector<double> imbalances;
    for (std::uint32_t a = 0; a < groups; ++a) imbalances.push_back(imbalance(levels, a));
    const double least = *std::min_element(imbalances.begin(), imbalances.end());
    std::vector<std::uint32_t> best;
    std::vector<std::uint32_t> others;
    for (std::uint32_t a = 0; a < groups; ++a) {
      (imbalances[a] <= least + 1.0e-9 ? best : others).push_back(a);
    }
    if (others.empty()) return by_ratio(ratios_, random.uniform());
    const bool follow = random.uniform() < minimization_bias;
    const auto& among = follow ? best : others;
    return among[random.below(static_cast<std::uint32_t>(among.size()))];
  }

  const std::vector<double>& ratios_;
  std::vector<std::map<double, std::vector<double>>> counts_;  ///< [factor]{level}[group]
};

double level_of(const Stratum& stratum, double value) {
  if (stratum.cuts.empty()) return value;
  return static_cast<double>(std::upper_bound(stratum.cuts.begin(), stratum.cuts.end(), value) -
                             stratum.cuts.begin());
}

Levels levels_of(const Study& study, const Caster& caster, std::uint32_t replicate,
                 std::uint32_t index, std::uint32_t centre) {
  const auto& strata = study.allocation.strata;
  std::optional<Patient> patient;
  Levels levels;
  for (const Stratum& stratum : strata) {
    double value = centre;
    if (stratum.name != "centre") {
      Screening ignored;  // counted when the patient is cast for his run
      if (!patient) patient = caster.patient(study.seed, replicate, index, ignored);
      value = value_of(study.cast, *patient, stratum.name);
    }
    levels.push_back(level_of(stratum, value));
  }
  return levels;
}

}  // namespace

std::vector<double> group_ratios(const Study& study) {
  if (study.crossover) {
    const auto arms = static_cast<std::uint32_t>(study.arms.size());
    return std::vector<double>(williams_sequences(arms).size(), 1.0);
  }
  std::vector<double> ratios;
  for (const Arm& arm : study.arms) ratios.push_back(arm.ratio);
  return ratios;
}

std::optional<std::string> allocation_problem(const AllocationPlan& plan,
                                              const std::vector<double>& ratios) {
  using Method = AllocationPlan::Method;
  const bool positive = std::all_of(ratios.begin(), ratios.end(), [](double r) { return r > 0.0; });
  if (!positive) return "the ratio of every arm must be positive";
  const bool strata = !plan.strata.empty();
  if (plan.method == Method::stratified && !strata) return "stratified allocation needs strata";
  if (plan.method == Method::minimization && !strata) return "minimization needs strata";
  if (plan.method == Method::simple && strata) return "simple allocation has no strata";
  if (plan.method == Method::simple || plan.method == Method::minimization) return std::nullopt;
  if (plan.blocks.empty()) return "blocks need a size";
  for (const std::uint32_t size : plan.blocks) {
    if (!block_counts(ratios, size)) {
      return "a block of " + std::to_string(size) + " cannot hold the arms in their ratio";
    }
  }
  return std::nullopt;
}

Allocator::Allocator(const Study& study, const Caster& caster, std::uint32_t replicate)
    : study_(study), replicate_(replicate), ratios_(group_ratios(study)) {
  double calendar = 0.0;
  for (std::uint32_t i = 0; i < study.patients; ++i) {
    RandomStream random({study.seed, replicate, i, Stream::allocation, 0});
    const std::uint32_t centre = random.below(std::max(study.centres, 1U));
    centre_.push_back(centre);
    if (study.enrolment_rate > 0.0) {
      calendar -= std::log(random.uniform_at(arrival_draw)) / study.enrolment_rate;
    }
    enrolled_.push_back(calendar);
    levels_.push_back(study.randomized() ? levels_of(study, caster, replicate, i, centre)
                                         : Levels{});
  }
}

Allocation Allocator::draw(std::uint32_t redraw) const {
  Allocation out{{}, centre_, enrolled_};
  const AllocationPlan& plan = study_.allocation;
  std::map<Levels, Blocks> blocks;
  Minimization minimization(plan.strata.size(), ratios_);
  for (std::uint32_t i = 0; i < study_.patients; ++i) {
    RandomStream random({study_.seed, replicate_, i, Stream::allocation, redraw});
    (void)random.uniform();  // the draw of the centre
    if (!study_.randomized()) {
      out.arm.push_back(0);
    } else if (plan.method == AllocationPlan::Method::simple) {
      out.arm.push_back(by_ratio(ratios_, random.uniform()));
    } else if (plan.method == AllocationPlan::Method::minimization) {
      out.arm.push_back(minimization.next(levels_[i], random));
    } else {
      const StreamKey key{study_.seed, replicate_, nobody - redraw, Stream::allocation,
                          static_cast<std::uint32_t>(blocks.size())};
      out.arm.push_back(blocks.try_emplace(levels_[i], plan, ratios_, key).first->second.next());
    }
  }
  return out;
}

Allocation allocate(const Study& study, const Caster& caster, std::uint32_t replicate) {
  return Allocator(study, caster, replicate).draw(0);
}

}  // namespace pressor
