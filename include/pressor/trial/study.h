#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pressor/bedside/orders.h"
#include "pressor/cohort/cast.h"
#include "pressor/cohort/simulate.h"
#include "pressor/trial/crossover.h"
#include "pressor/trial/endpoint.h"
#include "pressor/trial/fork.h"
#include "pressor/trial/interim.h"
#include "pressor/trial/loss.h"
#include "pressor/trial/uncertainty.h"

/// A study as data: who, what is done in each arm, what is measured. A result is a function of
/// (study, seed).
namespace pressor {

struct Arm {
  std::string name;
  Orders orders;       ///< all that is ordered; in a crossover what only this arm gives
  double ratio = 1.0;  ///< share of the allocation
};

/// A factor by which allocation is balanced.
struct Stratum {
  std::string name;          ///< `centre` or a name that value_of knows
  std::vector<double> cuts;  ///< rising; level = number of cuts <= value. None: the value itself
};

/// How patients come to arms; `method` as in allocation.h.
struct AllocationPlan {
  enum class Method : std::uint8_t { simple, permuted_block, stratified, minimization };
  Method method = Method::permuted_block;
  std::vector<std::uint32_t> blocks{4, 6};  ///< sizes drawn at random
  std::vector<Stratum> strata;
};

/// A difference between the first two arms before treatment, made as in imbalance.h.
struct ImposedImbalance {
  std::string column;   ///< endpoint, `pe_ratio@0h`
  double gap = 0.0;     ///< mean of arm 1 minus mean of arm 0, unit of the endpoint
  double within = 0.0;  ///< largest distance from it
};

/// A published figure, shown beside the result and never fitted.
struct ObservedResult {
  std::string endpoint;  ///< `pe_ratio@6h`
  struct ArmFigure {
    std::string arm;
    double centre = 0.0;
    std::optional<double> spread;
  };
  std::vector<ArmFigure> arms;
  std::optional<double> p;
  std::string source;
};

/// Which rows of the trajectories are kept, and of which variables.
struct OutputPlan {
  static constexpr std::uint64_t everyone = std::numeric_limits<std::uint64_t>::max();
  double every = 1.0;                  ///< min
  std::uint64_t first = everyone;      ///< rows of /patients whose trajectories are kept
  bool first_given = false;            ///< false: all up to 1,000 rows, else 100
  std::vector<std::string> variables;  ///< empty: all
};

/// Virtual patients are not a sample of people: with enough of them anything is significant. Most
/// patients of a replicate that tests compare, unless asked.
inline constexpr std::uint32_t largest_sample = 10'000;

struct Study {
  std::string name;
  std::string title;
  std::uint64_t seed = 1;
  double horizon = 60.0;    ///< min
  double follow_up = 60.0;  ///< min, of survival; at least horizon
  Cast cast;
  std::vector<Arm> arms;
  Orders common;  ///< what is ordered whatever the arm: all that a patient gets who does not adhere
  std::optional<Crossover> crossover;  ///< every patient gets every arm in turn
  std::optional<Fork> fork;            ///< one patient of a study; the arms are his branches
  AllocationPlan allocation;
  std::optional<ImposedImbalance> imbalance;  ///< none: balance is left to chance
  std::uint32_t centres = 1;
  std::uint32_t patients = 1;  ///< enrolled a replicate
  /// Patients enrolled per min of calendar time, all centres together; 0: all at once.
  double enrolment_rate = 0.0;
  std::uint32_t replicates = 1;
  bool twins = false;  ///< every patient in every arm
  bool mortality = true;
  Loss loss;
  std::vector<std::uint32_t> sizes;  ///< the first so many patients are analysed too; rising
  std::optional<StopPlan> stop;
  bool allow_large_n = false;  ///< p values of more than largest_sample patients are wanted
  std::vector<Endpoint> endpoints;
  std::vector<ObservedResult> observed;
  OutputPlan output;
  UncertaintyPlan uncertainty;
  /// Whole minutes at which the pulsatile bodies of the kept rows are asked for; rising.
  std::vector<double> pulsatile_at;
  std::vector<std::string> warnings;  ///< what the loader let pass with a reason
  double tolerance = 1.0e-6;
  EngineKind engine = EngineKind::reference;

  [[nodiscard]] bool randomized() const { return arms.size() > 1; }
  /// One described person, or one patient whose course branches, in every arm: no lot is drawn, so
  /// every row counts in its own arm.
  [[nodiscard]] bool compares_one_person() const { return twins && (!cast.population || fork); }
  /// Rows of /patients for one patient: one, or one an arm with twins and in a crossover.
  [[nodiscard]] std::uint32_t rows_a_patient() const {
    return twins || crossover ? static_cast<std::uint32_t>(arms.size()) : 1;
  }
  [[nodiscard]] std::uint32_t rows_per_replicate() const { return patients * rows_a_patient(); }
  [[nodiscard]] std::uint64_t rows() const {
    return std::uint64_t{replicates} * rows_per_replicate();
  }
  /// How each of its patients is run, to the horizon; no states are kept.
  [[nodiscard]] RunSettings settings() const {
    RunSettings made;
    made.horizon = horizon;
    made.every = output.every;
    made.tolerance = tolerance;
    made.mortality = mortality;
    made.engine = engine;
    return made;
  }
};

}  // namespace pressor
