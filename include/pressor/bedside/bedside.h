#pragma once

#include <memory>
#include <span>
#include <vector>

#include "pressor/bedside/chart.h"
#include "pressor/bedside/orders.h"
#include "pressor/core/random.h"
#include "pressor/physiology/body.h"

namespace pressor {

/// Who lies in the bed, as far as doses need to know.
struct BedPatient {
  double weight = 70.0;           ///< kg
  std::vector<double> infusions;  ///< ug/min of each drug, running for ever at t = 0
  /// Typical parameters that a target-controlled pump assumes for this patient; one a drug.
  std::vector<DrugParameters<double>> pump_models;
};

/// What a monitor shows of a state.
struct Sight {
  double map = 0.0;         ///< mmHg
  double heart_rate = 0.0;  ///< /min
};

/// Everything that is done to one patient, from event to event. An engine asks for the next stop,
/// integrates to it with `inputs()` held constant, hands over the state, and so on:
///
///     while (now < horizon) { t = min(bed.next_stop(), horizon); integrate(now, t, bed.inputs());
///                             bed.act(t, state); now = t; }
///
/// Between two stops inputs are constant; a push bolus is added to the state by act(). Random
/// numbers (cuff noise, missed checks) are counted by check, so that a twin in another arm reads
/// the same noise at the same check. Deterministic: a result is a function of orders, patient and
/// key. The first stop may be at 0. Times are kept on a grid of 2^-30 min, so that what is due
/// together is one stop.
class Bedside {
 public:
  /// `key` names patient and replicate; its stream is set here (measurement, protocol). Model,
  /// parameters and orders must outlive the bedside. Throws ParameterError as check_orders does.
  Bedside(const Model& model, const Parameters<double>& parameters, const Orders& orders,
          const BedPatient& patient, const StreamKey& key);
  ~Bedside();
  Bedside(const Bedside&) = delete;
  Bedside& operator=(const Bedside&) = delete;
  Bedside(Bedside&&) noexcept;
  Bedside& operator=(Bedside&&) noexcept;

  /// Time (min) of the next event, never before the last one handled; for_ever when there is none.
  /// Doses of drugs that nothing in the patient notices (Model::bystander) are no stops.
  [[nodiscard]] double next_stop() const;

  /// Handles all that is due at `time`, which is next_stop() or any earlier moment; reads `state`
  /// and may add a bolus to it.
  void act(double time, std::span<double> state);
  /// The same where the monitor has just been read: `sight` belongs to `state`.
  void act(double time, std::span<double> state, const Sight& sight);

  /// Gives what is due of bystanders up to `time`, before next_stop().
  void pass(double time);
  /// Amounts, then effect sites, of a bystander at `time`, up to which all that was due has been
  /// handled; never goes back. No engine's state has them.
  [[nodiscard]] std::span<const double> bystander(std::size_t drug, double time);

  /// What reaches the patient now; `time` is not filled in.
  [[nodiscard]] const Inputs<double>& inputs() const;

  /// Pump rates now, ug/min, one a drug: what a chart shows (before line delay).
  [[nodiscard]] std::span<const double> pump_rates() const;

  /// The patient has died or the run has ended: doses stop, an open challenge closes.
  void close(double time);

  [[nodiscard]] const Chart& chart() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pressor
