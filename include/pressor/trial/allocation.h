#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/trial/study.h"

/// Who is treated where and with what. Allocation has a random stream of its own and never looks at
/// what a treatment does.
///
/// | method         | how                                                                       |
/// |----------------|---------------------------------------------------------------------------|
/// | simple         | every patient by a draw in proportion to the arms' ratios                 |
/// | permuted_block | blocks of random size, each a random order of arms; own blocks a stratum  |
/// | stratified     | the same, and strata must be named                                        |
/// | minimization   | the arm that keeps the strata's levels most even, with probability 0.8    |
///
/// In a crossover sequences are allocated instead of arms, each as often as any other.
///
/// Minimization is Pocock & Simon 1975: imbalance is the range of the counts (divided by the arms'
/// ratios) of those who share a level with the patient, summed over factors.
namespace pressor {

/// Probability that minimization takes an arm that leaves least imbalance.
inline constexpr double minimization_bias = 0.8;

/// Arm, centre and time of inclusion of each patient of one replicate.
///
/// Patients come to every centre as a Poisson process of the same rate, which is: to all centres
/// together as one process, each patient at a centre by lot.
struct Allocation {
  std::vector<std::uint32_t> arm;  ///< in a crossover the sequence
  std::vector<std::uint32_t> centre;
  std::vector<double> enrolled;  ///< min of calendar time, rising; all 0 when all come at once
};

/// Shares of the arms, or of the sequences of a crossover.
std::vector<double> group_ratios(const Study& study);

/// What is wrong with a plan for groups in these ratios, or nothing: blocks that cannot hold them,
/// minimization without strata.
std::optional<std::string> allocation_problem(const AllocationPlan& plan,
                                              const std::vector<double>& ratios);

/// Allocates the patients of one replicate, in the order of their slots, as often as it is asked
/// to.
class Allocator {
 public:
  /// Casts the patients when a stratum other than `centre` asks for what they are. `study` must
  /// outlive the allocator.
  Allocator(const Study& study, const Caster& caster, std::uint32_t replicate);

  /// Redraw 0 is the allocation of a trial whose balance is left to chance. Every redraw (below
  /// 2^24) has random numbers of its own; centres and times stay.
  [[nodiscard]] Allocation draw(std::uint32_t redraw) const;

 private:
  const Study& study_;
  std::uint32_t replicate_;
  std::vector<double> ratios_;
  std::vector<std::uint32_t> centre_;
  std::vector<double> enrolled_;
  std::vector<std::vector<double>> levels_;  ///< [patient][stratum]
};

/// The allocation of a replicate whose balance is left to chance.
Allocation allocate(const Study& study, const Caster& caster, std::uint32_t replicate);

}  // namespace pressor
