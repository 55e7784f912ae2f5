#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bed.h"
#include "pressor/bedside/bedside.h"
#include "target_pump.h"

namespace pressor::bedside {

/// The pumps of a bed, one a drug: who sets them, what leaves them (ledger and chart), and when it
/// reaches the vein (drug lag and line delay later).
class Pumps {
 public:
  Pumps(Bed& bed, const BedPatient& patient);

  [[nodiscard]] std::span<const double> rates() const { return rates_; }
  /// The infusion that was last asked for, ug/min: a setting may be under way.
  [[nodiscard]] double asked(std::size_t drug) const { return pumps_[drug].asked; }
  /// Titration that owns the pump, or nobody.
  static constexpr int nobody = -1;
  [[nodiscard]] int owner(std::size_t drug) const { return pumps_[drug].owner; }
  [[nodiscard]] bool held(std::size_t drug) const { return bed_.now < pumps_[drug].held_until; }

  /// A titration takes the pump over or gives it back at its last rate.
  void own(std::size_t drug, int titration) { pumps_[drug].owner = titration; }
  void hand_back(std::size_t drug);
  /// Gives the pump back to the schedule: what the last owner set is forgotten.
  void release(std::size_t drug, const Reason& reason);

  /// Asks for an infusion rate that the pump takes up after `delay` min.
  void ask(std::size_t drug, double rate, double delay, const Reason& reason);
  void take_up(std::size_t drug, std::uint32_t number, double rate);
  /// Sets the pump by the schedule now due; an owned or held pump does not care.
  void follow_schedule(std::size_t drug, Cause cause);
  /// A step of the target-controlled infusion `order`, when it is the one that decides.
  void target_step(std::size_t order);

  void give_bolus(const DrugOrder& order);
  void end_spread(std::size_t drug, std::uint32_t number, double rate);
  void set_ladder(std::size_t drug, double rate, const Reason& reason);

  /// Stops a drug for `hold` min, its running boluses too.
  void stop(std::size_t drug, double hold, const Reason& reason);
  void close();

  void arrive(std::size_t drug, double rate);

 private:
  struct Pump {
    double infusion = 0.0;     ///< ug/min
    double spread = 0.0;       ///< ug/min, boluses that are being given
    double ladder = 0.0;       ///< ug/min, of a challenge
    double asked = 0.0;        ///< ug/min, infusion with what is under way
    double base = 0.0;         ///< ug/min, infusion where no order decides ...
    double base_from = never;  ///< ... and since when
    double transport = 0.0;    ///< min from pump to vein
    double settled = 0.0;      ///< min up to which the ledger is right
    double held_until = never;
    int owner = nobody;
    std::uint32_t generation = 0;  ///< of settings and boluses under way; old ones do not count
    std::uint32_t boluses = 0;     ///< that are being given
    std::optional<TargetPump> model;
  };
  /// A setting under way keeps its reason.
  struct Setting {
    std::uint32_t generation = 0;
    bool used = false;
    Reason reason;
  };

  void find_transport();
  void find_base(const BedPatient& patient);
  void find_models(const BedPatient& patient);
  [[nodiscard]] const DrugOrder* deciding(std::size_t drug) const;
  [[nodiscard]] bool told_per_kg(std::size_t drug) const;
  void set_infusion(std::size_t drug, double rate, const Reason& reason);
  void settle(std::size_t drug);
  void refresh(std::size_t drug, const Reason& reason);
  void push(std::size_t drug, double amount);

  Bed& bed_;
  std::vector<Pump> pumps_;
  std::vector<double> rates_;
  std::vector<Setting> settings_;
};

}  // namespace pressor::bedside
