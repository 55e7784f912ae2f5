#include "pressor/trial/allocation.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace pressor {
namespace {

/// Draw of a patient's allocation stream that says how long after the one before he came; the
/// others are counted from 0.
constexpr std::uint32_t arrival_draw = 0x8000'0000U;

/// Stands for the whole replicate where a stream wants a patient.
constexpr std::uint32_t nobody = 0xFFFF'FFFF;

using Levels = std::vector<double>;  ///< one a stratum

double total_ratio(const std::vector<Arm>& arms) {
  double sum = 0.0;
  for (const Arm& arm : arms) sum += arm.ratio;
  return sum;
}

/// Patients of each arm in a block, when they are whole numbers.
std::optional<std::vector<std::uint32_t>> block_counts(const std::vector<Arm>& arms,
                                                       std::uint32_t size) {
  std::vector<std::uint32_t> counts;
  for (const Arm& arm : arms) {
    const double exact = size * arm.ratio / total_ratio(arms);
    if (std::fabs(exact - std::round(exact)) > 1.0e-9 || exact < 0.5) return std::nullopt;
    counts.push_back(static_cast<std::uint32_t>(std::lround(exact)));
  }
  return counts;
}

/// An endless row of permuted blocks.
class Blocks {
 public:
  Blocks(const Study& study, std::uint32_t replicate, std::uint32_t stratum)
      : study_(study), random_({study.seed, replicate, nobody, Stream::allocation, stratum}) {}

  std::uint32_t next() {
    if (left_.empty()) fill();
    const std::uint32_t arm = left_.back();
    left_.pop_back();
    return arm;
  }

 private:
  void fill() {
    const auto& sizes = study_.allocation.blocks;
    const std::uint32_t size = sizes[random_.below(static_cast<std::uint32_t>(sizes.size()))];
    const auto counts = block_counts(study_.arms, size).value();
    for (std::uint32_t arm = 0; arm < counts.size(); ++arm)
      left_.insert(left_.end(), counts[arm], arm);
    for (std::size_t i = left_.size(); i > 1; --i) {
      std::swap(left_[i - 1], left_[random_.below(static_cast<std::uint32_t>(i))]);
    }
  }

  const Study& study_;
  RandomStream random_;
  std::vector<std::uint32_t> left_;
};

std::uint32_t by_ratio(const std::vector<Arm>& arms, double uniform) {
  double left = uniform * total_ratio(arms);
  std::uint32_t arm = 0;
  while (arm + 1 < arms.size() && left >= arms[arm].ratio) left -= arms[arm++].ratio;
  return arm;
}

/// Pocock and Simon's minimization.
class Minimization {
 public:
  explicit Minimization(const Study& study)
      : study_(study), counts_(study.allocation.strata.size()) {}

  std::uint32_t next(const Levels& levels, RandomStream& random) {
    const std::uint32_t chosen = choose(levels, random);
    for (std::size_t f = 0; f < levels.size(); ++f) count(f, levels[f])[chosen] += 1.0;
    return chosen;
  }

 private:
  std::vector<double>& count(std::size_t factor, double level) {
    return counts_[factor].try_emplace(level, study_.arms.size(), 0.0).first->second;
  }

  /// Imbalance if the next patient went to `arm`.
  double imbalance(const Levels& levels, std::uint32_t arm) {
    double sum = 0.0;
    for (std::size_t f = 0; f < levels.size(); ++f) {
      std::vector<double> after = count(f, levels[f]);
      after[arm] += 1.0;
      for (std::size_t a = 0; a < after.size(); ++a) after[a] /= study_.arms[a].ratio;
      const auto [low, high] = std::minmax_element(after.begin(), after.end());
      sum += *high - *low;
    }
    return sum;
  }

  std::uint32_t choose(const Levels& levels, RandomStream& random) {
    const auto arms = static_cast<std::uint32_t>(study_.arms.size());
    std::vector<double> imbalances;
    for (std::uint32_t a = 0; a < arms; ++a) imbalances.push_back(imbalance(levels, a));
    const double least = *std::min_element(imbalances.begin(), imbalances.end());
    std::vector<std::uint32_t> best;
    std::vector<std::uint32_t> others;
    for (std::uint32_t a = 0; a < arms; ++a) {
      (imbalances[a] <= least + 1.0e-9 ? best : others).push_back(a);
    }
    if (others.empty()) return by_ratio(study_.arms, random.uniform());
    const bool follow = random.uniform() < minimization_bias;
    const auto& among = follow ? best : others;
    return among[random.below(static_cast<std::uint32_t>(among.size()))];
  }

  const Study& study_;
  std::vector<std::map<double, std::vector<double>>> counts_;  ///< [factor]{level}[arm]
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

std::optional<std::string> allocation_problem(const AllocationPlan& plan,
                                              const std::vector<Arm>& arms) {
  using Method = AllocationPlan::Method;
  for (const Arm& arm : arms) {
    if (!(arm.ratio > 0.0)) return "the ratio of arm " + arm.name + " must be positive";
  }
  const bool strata = !plan.strata.empty();
  if (plan.method == Method::stratified && !strata) return "stratified allocation needs strata";
  if (plan.method == Method::minimization && !strata) return "minimization needs strata";
  if (plan.method == Method::simple && strata) return "simple allocation has no strata";
  if (plan.method == Method::simple || plan.method == Method::minimization) return std::nullopt;
  if (plan.blocks.empty()) return "blocks need a size";
  for (const std::uint32_t size : plan.blocks) {
    if (!block_counts(arms, size)) {
      return "a block of " + std::to_string(size) + " cannot hold the arms in their ratio";
    }
  }
  return std::nullopt;
}

Allocation allocate(const Study& study, const Caster& caster, std::uint32_t replicate) {
  using Method = AllocationPlan::Method;
  Allocation out;
  std::map<Levels, Blocks> blocks;
  Minimization minimization(study);
  double calendar = 0.0;
  for (std::uint32_t i = 0; i < study.patients; ++i) {
    RandomStream random({study.seed, replicate, i, Stream::allocation, 0});
    const std::uint32_t centre = random.below(std::max(study.centres, 1U));
    out.centre.push_back(centre);
    if (study.enrolment_rate > 0.0) {
      calendar -= std::log(random.uniform_at(arrival_draw)) / study.enrolment_rate;
    }
    out.enrolled.push_back(calendar);
    if (!study.randomized()) {
      out.arm.push_back(0);
    } else if (study.allocation.method == Method::simple) {
      out.arm.push_back(by_ratio(study.arms, random.uniform()));
    } else {
      const Levels levels = levels_of(study, caster, replicate, i, centre);
      if (study.allocation.method == Method::minimization) {
        out.arm.push_back(minimization.next(levels, random));
      } else {
        const auto stratum = static_cast<std::uint32_t>(blocks.size());
        auto& row = blocks.try_emplace(levels, study, replicate, stratum).first->second;
        out.arm.push_back(row.next());
      }
    }
  }
  return out;
}

}  // namespace pressor
