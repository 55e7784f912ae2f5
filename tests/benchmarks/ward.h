#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "pressor/numerics/ensemble_contract.h"
#include "pressor/numerics/sparse.h"
#include "pressor/physiology/baseline.h"

/// Patients whose infusions change every five minutes, for benchmarks of the engines.
namespace pressor::benchmarks {

using Infusions = std::array<double, max_drugs>;

inline constexpr double change_every = 5.0;  ///< min
inline constexpr std::size_t day = 1440;     ///< min, and outputs after the first

/// One patient of a day: norepinephrine by a nurse's small steps, three phenylephrine ladders,
/// dexmedetomidine from 65 min, propofol that is lowered once.
struct BedDay {
  Baseline baseline;
  std::vector<double> scale;
  std::vector<Infusions> infusions;  ///< ug/min, one each five minutes
};

struct Ward {
  Model model{{}, {}};
  std::vector<BedDay> beds;
  numerics::SparsePlan plan;
};

/// Relatives of the septic body.
Ward septic_ward(std::size_t beds);

/// MAP at each minute, from 0 on.
std::vector<double> reference_pressures(const Ward& ward, std::size_t bed, double tolerance);

/// The days of a ward by the ensemble engine.
struct Days {
  numerics::EnsembleCounts counts;
  std::size_t failures = 0;
  std::vector<std::vector<double>> pressures;  ///< [bed][minute]
};

/// The engine's pieces as compiled for one instruction set.
struct Kernel {
  std::size_t width = 1;
  /// The right-hand side of the first beds, so many times.
  void (*rates)(const Ward& ward, std::size_t times) = nullptr;
  /// The equilibrium of the circulation of the first beds, so many times, from guesses 1 % off.
  void (*roots)(const Ward& ward, std::size_t times) = nullptr;
  /// exp, log, pow of each of 64 vectors, so many times; the sum keeps the compiler honest.
  double (*exp)(std::size_t times) = nullptr;
  double (*log)(std::size_t times) = nullptr;
  double (*pow)(std::size_t times) = nullptr;
  void (*days)(const Ward& ward, const numerics::EnsembleSettings& settings, Days& out) = nullptr;
  /// The same days by an explicit method (explicit.h).
  void (*explicit_days)(const Ward& ward, const numerics::EnsembleSettings& settings,
                        Days& out) = nullptr;
};

Kernel kernel_portable();
Kernel kernel_v2();
Kernel kernel_v3();
Kernel kernel_v4();

}  // namespace pressor::benchmarks
