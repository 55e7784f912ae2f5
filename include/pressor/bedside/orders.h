#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pressor/core/quantity.h"

/// What is ordered for a patient, as data. Times are minutes from the start; doses are ug/min or
/// ug/kg/min, amounts ug or ug/kg, of the base. Drugs are indices into the study's model.
namespace pressor {

inline constexpr double for_ever = std::numeric_limits<double>::infinity();

/// A drug given by schedule. A pump has one rate: among the infusions and targets of a drug that
/// are due at a moment the one that began last decides; when it ends an earlier one that is still
/// due goes on, else what has been running for ever. A bolus comes on top.
struct DrugOrder {
  enum class Kind : std::uint8_t {
    infusion,  ///< `dose` as a rate from `from` until `until`
    bolus,     ///< `dose` as an amount at `from`, spread over `duration` (0: a push)
    target,    ///< target-controlled infusion: plasma at `target` from `from` until `until`
  };
  std::size_t drug = 0;
  Kind kind = Kind::infusion;
  Dose dose{};
  double from = 0.0;
  double until = for_ever;
  double duration = 0.0;  ///< min, of a bolus
  double target = 0.0;    ///< ng/mL in plasma
  double step = 1.0;      ///< min between two settings of a target-controlled pump
  bool steady = false;    ///< has been running for ever at t = 0 (infusion only)
  /// The pump aims with the typical patient of this covariate set (as real pumps do), not with the
  /// patient's own kinetics.
  bool typical_pump = true;
};

/// Fluid in, or blood out.
struct FluidOrder {
  enum class Kind : std::uint8_t { crystalloid, colloid, bleeding };
  Kind kind = Kind::crystalloid;
  double volume = 0.0;  ///< mL, or mL/kg
  bool per_kg = false;
  double from = 0.0;
  double duration = 10.0;  ///< min
};

/// What a steroid course does: only its being there counts (adaptation.h).
struct SteroidOrder {
  double from = 0.0;
  double until = for_ever;
};

/// One line of a titration rule: the first whose condition holds decides.
struct TitrationStep {
  Comparison when;               ///< on charted MAP, mmHg
  double factor = 1.0;           ///< new dose = factor x old dose
  std::optional<Dose> at_least;  ///< smallest size of that change
  std::optional<Dose> at_most;   ///< largest size of that change
  double sustained = 0.0;        ///< min for which every reading must have come to this line
  double lockout = 0.0;  ///< min after a change in this direction before the next by this line
};

/// Drug that is added when the first one alone takes too much.
struct SecondAgent {
  std::size_t drug = 0;
  Dose dose;
  Dose start_above;          ///< of the first drug
  double start_after = 0.0;  ///< min above
  Dose stop_below;           ///< of the first drug
  double stop_after = 0.0;   ///< min below
};

/// Titration of one drug to charted MAP. Checks are at from, from + every, from + 2 every ... The
/// titration owns the drug's pump from `from` until `until`, starting from the rate then running
/// and leaving its last rate; schedules of that drug (but boluses) do not count meanwhile. A change
/// is at least one step of the rounding.
struct Titration {
  std::size_t drug = 0;
  double low = 65.0;   ///< mmHg, band that is wanted (for reports; the steps decide)
  double high = 70.0;  ///< mmHg
  std::vector<TitrationStep> steps;
  double every = 5.0;          ///< min between checks
  double cuff_time = 1.0;      ///< min over which the cuff averages
  double cuff_noise = 0.0;     ///< mmHg, SD of a reading
  double cuff_rounding = 1.0;  ///< mmHg
  double missed = 0.0;         ///< probability that a check is missed
  Dose smallest;               ///< bounds of the dose
  Dose largest;
  double rounding = 0.0;  ///< of the dose, in its own unit (ug/kg/min); 0: none
  bool rounding_per_kg = true;
  Dose start;               ///< when the drug is off and a step asks for more
  double pump_delay = 0.0;  ///< min between decision and pump
  double line_delay = 0.0;  ///< min between pump and vein
  double from = 0.0;
  double until = for_ever;
  std::optional<SecondAgent> second;
};

/// A ladder of infusion steps on top of a frozen background: from the first minute of the baseline
/// to the end of the wash-out titrations rest, and infusions, boluses and fluids that fall due are
/// held until its end. What is already running runs on (a pump that holds a target goes on holding
/// it), and bleeding does not ask. A challenge that falls due during another one is left out.
struct Challenge {
  std::size_t drug = 0;
  std::vector<double> at;  ///< min
  std::vector<Dose> ladder;
  double step = 5.0;                    ///< min a step
  double baseline = 2.0;                ///< min of baseline before the first step
  double reading = 1.0;                 ///< min at the end of a step over which MAP is read
  double wash_out = 30.0;               ///< min after the last step
  std::optional<Comparison> stop_map;   ///< on true MAP, mmHg, seen each minute
  std::optional<Comparison> stop_rate;  ///< on HR, /min
};

/// What is done when a limit is crossed. The monitor shows true HR and the mean of true MAP since
/// the last look. A rescue ends a running challenge.
struct Rescue {
  enum class Sign : std::uint8_t { map, heart_rate };
  std::string name;  ///< for the log: `bradycardia`
  Sign sign = Sign::heart_rate;
  Comparison when;
  double every = 1.0;             ///< min between two looks at the monitor
  double sustained = 0.0;         ///< min
  std::vector<std::size_t> stop;  ///< drugs that are stopped
  double hold = for_ever;         ///< min for which they stay stopped
  std::optional<DrugOrder> give;  ///< a bolus; its `from` counts from the trigger
  std::optional<FluidOrder> fluid;
  double lockout = 60.0;  ///< min before it may act again
};

/// All that is ordered for one arm.
struct Orders {
  std::vector<DrugOrder> drugs;
  std::vector<FluidOrder> fluids;
  std::vector<SteroidOrder> steroids;
  std::vector<Titration> titrations;
  std::vector<Challenge> challenges;
  std::vector<Rescue> rescues;
};

/// Throws ParameterError for an order that cannot be carried out: an unknown drug, an interval that
/// is not positive, a ladder without steps, a rescue that gives anything but a bolus.
void check_orders(const Orders& orders, std::size_t drugs);

}  // namespace pressor
