#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pressor/bedside/bedside.h"
#include "pressor/cohort/cast.h"
#include "pressor/numerics/ensemble_contract.h"
#include "pressor/numerics/sparse.h"
#include "pressor/physiology/signals.h"

/// One patient at one bedside, from baseline to death or horizon.
namespace pressor {

/// A variable of the result: a signal, or the dose or concentration of a drug.
struct Variable {
  std::string name;  ///< MAP, NE_DOSE, NE_CONC, NE_CE_vessel
  std::string unit;
  std::string long_name;
  enum class Kind : std::uint8_t { signal, dose, concentration, effect_site } kind = Kind::signal;
  std::size_t index = 0;  ///< of the signal, or of the drug
  std::size_t site = 0;   ///< of an effect site
  double scale = 1.0;     ///< native value x scale = value in `unit`
  bool per_kg = false;    ///< divide by body weight
};

/// All variables of a study: signals first, then each drug's dose, plasma and effect sites.
std::vector<Variable> study_variables(const Cast& cast);

enum class EngineKind : std::uint8_t { ensemble, reference };

/// Relative tolerance of a step that an engine uses when nothing else is asked for. The ensemble's
/// keeps MAP within about 1e-4 of the reference; the reference's steps are bound by stability, so
/// that a finer one costs nothing.
constexpr double default_tolerance(EngineKind engine) {
  return engine == EngineKind::ensemble ? 1.0e-4 : 1.0e-6;
}

/// How to run.
struct RunSettings {
  double horizon = 60.0;      ///< min of haemodynamics
  double every = 1.0;         ///< min between two rows of the trajectory
  double tolerance = 1.0e-6;  ///< relative, of the integrator
  bool mortality = true;      ///< patients can die
  EngineKind engine = EngineKind::reference;
  std::uint64_t budget = 1'000'000;  ///< steps that the ensemble engine tries for one patient
  std::vector<double> moments{};     ///< whole minutes at which the state is kept; rising
};

/// Times of the rows: 0, every, 2 every ... up to horizon.
std::size_t grid_size(const RunSettings& settings);

enum class Status : std::uint8_t { survived, died, arrested, failed };
const char* status_name(Status status);

/// What one patient did. Rows after death are NaN.
struct PatientRun {
  Status status = Status::survived;
  std::string failure;  ///< reason, when failed
  double end = 0.0;     ///< min: death, failure or horizon
  std::size_t rows = 0;
  std::vector<float> values;         ///< [variable][row], in the variables' units
  std::vector<double> limits;        ///< [2 limit + (0 time, 1 area)][row]
  std::vector<double> final_limits;  ///< [2 limit + (0 time, 1 area)] at `end`
  /// State at each of RunSettings::moments that he lived to see.
  std::vector<std::vector<double>> moments;
  double hazard = 0.0;   ///< cumulative, at `end`
  double lactate = 0.0;  ///< mmol/L at `end`
  Chart chart;
};

/// An arrest: MAP below this for longer than arrest_time, read every minute ...
inline constexpr double arrest_map = 30.0;  ///< mmHg
inline constexpr double arrest_time = 5.0;  ///< min
/// ... or a heart rate below this.
inline constexpr double arrest_rate = 20.0;  ///< 1/min

/// Runs `patient` under `orders` with the reference engine. Never throws for what happens to a
/// patient: an integration that cannot go on ends in Status::failed with its reason.
PatientRun simulate(const Cast& cast, const std::vector<Variable>& variables,
                    const Patient& patient, const Orders& orders, const RunSettings& settings,
                    std::uint64_t seed);

/// One patient under his orders, and what is to be recorded of him. All must outlive the run.
struct Stay {
  const Patient* patient = nullptr;
  const Orders* orders = nullptr;
  const std::vector<Variable>* variables = nullptr;
};

/// Runs many stays with the engine of the settings; what all of them share is worked out once.
class Simulator {
 public:
  /// `cast` must outlive the simulator.
  Simulator(const Cast& cast, const RunSettings& settings, std::uint64_t seed);

  /// One run a stay, in their order. A stay's bytes do not depend on the others. Never throws for
  /// what happens to a patient. Counts the ensemble engine's work into `work` where it is given.
  [[nodiscard]] std::vector<PatientRun> run(std::span<const Stay> stays,
                                            numerics::EnsembleCounts* work = nullptr) const;
  /// Evaluates the right-hand side of the first stays `times` times in full lanes and nothing
  /// else: what an ensemble engine without any other cost would do. Returns how many patients'
  /// right-hand sides that were.
  [[nodiscard]] std::uint64_t rates_alone(std::span<const Stay> stays, std::uint64_t times) const;

 private:
  const Cast& cast_;
  RunSettings settings_;
  std::uint64_t seed_;
  numerics::SparsePlan plan_;  ///< of the ensemble engine
};

}  // namespace pressor
