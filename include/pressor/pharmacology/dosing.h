#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "pressor/pharmacology/kinetics.h"

/// Doses as a data set tells them (bolus, infusion, depot, lag, repeated, at steady state) and what
/// amounts they leave in one person.
///
///     A_d' = input_d - KA A_d                                                          (1)
///     A_1' = input_1 + KA A_d + kinetics.h (1),   A_j' = input_j + kinetics.h (2)      (2)
///     x(period) = P x + f = x                     at steady state under repeated doses (3)
///
/// | symbol  | name              | unit   | role                                               |
/// |---------|-------------------|--------|----------------------------------------------------|
/// | A_d     | depot             | ug     | state, before the compartments of kinetics.h       |
/// | KA      | absorption        | 1/min  | parameter, > 0 where there is a depot              |
/// | input   | -                 | ug/min | infusions into a compartment                       |
/// | x, P, f | -                 | ug     | state just before a dose; map of an interval onto  |
/// |         |                   |        | the next, affine because the kinetics are linear   |
///
/// Events mean what they mean to NONMEM's PREDPP (help items EVID, SS, ADDL, RATE, ALAG), with
/// these words where it leaves a choice: what falls due at the time of a record (an additional
/// dose, a lagged one, the end of an infusion) has happened when the record is read; bioavailability,
/// lag, rate and duration of a dose are those of its own record, also for its additional doses. A
/// constant infusion at steady state (SS with RATE, without AMT and II) ends at its record, and has
/// neither lag nor bioavailability. A reset leaves what the body itself makes, and nothing else.
namespace pressor {

/// Places that can be dosed: the depot and the compartments.
inline constexpr std::size_t max_dosed = max_compartments + 1;

/// The parts of a model that all people share; states are the depot, compartments, effect sites.
struct DosingModel {
  DrugStructure drug;
  bool depot = false;

  /// Index of the central compartment.
  [[nodiscard]] std::size_t central() const { return depot ? 1 : 0; }
  [[nodiscard]] std::size_t dosed() const { return central() + drug.compartments; }
  [[nodiscard]] std::size_t states() const { return central() + drug.states(); }
};

/// The numbers of one person; arrays are by place that can be dosed.
struct DosingParameters {
  DrugParameters<double> drug;
  double absorption = 0.0;                                  ///< KA, 1/min
  std::array<double, max_dosed> share{1.0, 1.0, 1.0, 1.0};  ///< bioavailability F, >= 0
  std::array<double, max_dosed> lag{};                      ///< min
  std::array<double, max_dosed> rate{};                     ///< of RATE -1, ug/min
  std::array<double, max_dosed> duration{};                 ///< of RATE -2, min
};

/// How long a dose takes.
enum class DoseForm : std::uint8_t {
  bolus,
  infusion,          ///< at DoseEvent::rate: for F amount / rate
  modelled_rate,     ///< at DosingParameters::rate
  modelled_duration  ///< for DosingParameters::duration
};

enum class SteadyDose : std::uint8_t {
  no,
  replaces,  ///< SS 1: all that was before is forgotten
  adds       ///< SS 2: comes on top
};

/// One dose with those that follow it.
struct DoseEvent {
  std::size_t place = 0;  ///< index of the state that is dosed
  DoseForm form = DoseForm::bolus;
  double amount = 0.0;           ///< ug; 0: a constant infusion at steady state
  double rate = 0.0;             ///< ug/min, of an infusion
  double interval = 0.0;         ///< min between doses; > 0 where there are several
  std::uint32_t additional = 0;  ///< doses after this one
  SteadyDose steady = SteadyDose::no;
};

/// One line of a person's history.
struct DosingRecord {
  double time = 0.0;  ///< min
  bool reset = false;
  std::optional<DoseEvent> dose;  ///< given after the reset
  DosingParameters parameters;    ///< by the covariates of this record
};

/// Whose parameters hold between two records.
enum class CovariateRule : std::uint8_t {
  carried_forward,  ///< those of the earlier one (LOCF)
  carried_backward  ///< those of the later one (NOCB)
};

enum class DosingEngine : std::uint8_t {
  exact,     ///< matrix exponentials from event to event
  reference  ///< numerics/reference.h from event to event
};

/// Most doses of one series that may be on their way at once: lag or duration over the interval.
inline constexpr double most_under_way = 10'000.0;

/// State just after each record: amounts (ug), then effect sites (ng/mL). Times rise, but where a
/// reset begins anew. Throws ParameterError for doses that make no sense, and IntegrationError.
std::vector<std::vector<double>> follow_doses(const DosingModel& model,
                                              std::span<const DosingRecord> records,
                                              CovariateRule rule, DosingEngine engine);

/// Concentration (ng/mL) in a compartment or at an effect site, by index of the state.
double dosed_concentration(const DosingModel& model, const DosingParameters& parameters,
                           const std::vector<double>& state, std::size_t index);

}  // namespace pressor
