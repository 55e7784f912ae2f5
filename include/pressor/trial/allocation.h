#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/trial/study.h"

/// Who is treated where and with what. Allocation has a random stream of its own and never looks at
/// what a treatment does.
///
/// | method         | how |
/// |----------------|------------------------------------------------------------------------------|
/// | simple         | every patient by a draw in proportion to the arms' ratios | | permuted_block
/// | blocks of random size, each a random order of arms; own blocks a stratum     | | stratified |
/// the same, and strata must be named                                           | | minimization |
/// the arm that keeps the strata's levels most even, with probability 0.8       |
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
  std::vector<std::uint32_t> arm;
  std::vector<std::uint32_t> centre;
  std::vector<double> enrolled;  ///< min of calendar time, rising; all 0 when all come at once
};

/// What is wrong with a plan for these arms, or nothing: blocks that cannot hold the ratios,
/// minimization without strata.
std::optional<std::string> allocation_problem(const AllocationPlan& plan,
                                              const std::vector<Arm>& arms);

/// Allocates the patients of a replicate in the order of their slots. Casts them when a stratum
/// other than `centre` asks for what they are.
Allocation allocate(const Study& study, const Caster& caster, std::uint32_t replicate);

}  // namespace pressor
