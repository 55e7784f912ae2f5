#pragma once

#include <map>
#include <string>
#include <vector>

#include "pressor/bedside/orders.h"
#include "read_models.h"
#include "roster.h"

/// The bedside vocabulary: what a `protocol`, an arm or a protocol file says is to be done.
///
///     sedation: {drug: propofol, infusion: 2 mg/kg/h}        runs for ever before t = 0
///     titration: nurse_65                                    or {base: nurse_65, every: 10 min},
///     or a list challenge: {base: ladder_challenge, at: [0 h, 6 h]}    or a list give:   [{drug:
///     dexmedetomidine, infusion: 1 ug/kg/h, from: 1 h, until: 7 h}, ...]
///             one of infusion (from, until, steady), bolus (at, over), target (from, until, step,
///             pump)
///     fluids: [{fluid: crystalloid, volume: 10 mL/kg, from: 0 h, over: 20 min}, ...]
///     bleed:  [{volume: 500 mL, from: 10 min, over: 15 min}, ...]
///     steroid: {from: 2 h}
///     rescue: bradycardia                                    or {when: {HR: "< 40 /min"}, stop:
///     [...], ...}, or a list
namespace pressor {

/// Orders by the key under which they stand, so that an arm can replace one of them.
struct Sections {
  std::vector<DrugOrder> sedation;
  std::vector<DrugOrder> give;
  std::vector<FluidOrder> fluids;
  std::vector<FluidOrder> bleed;
  std::vector<SteroidOrder> steroid;
  std::vector<Titration> titration;
  std::vector<Challenge> challenge;
  std::vector<Rescue> rescue;

  [[nodiscard]] Orders orders() const;
  /// Infusions that have been running for ever at t = 0, by index of the drug.
  [[nodiscard]] std::map<std::size_t, Dose> steady() const;
};

/// Reads the sections that stand in `in` over those already in `sections`. Nothing may begin after
/// `horizon` (min).
void read_sections(Fields& in, Roster& roster, double horizon, Sections& sections);

/// Appends gifts of a list to those that are there.
void add_gifts(const Value& list, Roster& roster, double horizon, std::vector<DrugOrder>& give);

/// Reads a whole protocol: the name of a file, or sections that may stand on one as `base`.
void read_protocol(const Value& value, Roster& roster, double horizon, Sections& sections);

/// The keys of a protocol file, from `schema` on.
struct ProtocolHead {
  std::string name;
  std::string title;
};
ProtocolHead read_protocol_file(Fields& in, Roster& roster, double horizon, Sections& sections);

/// Notes challenges of one arm that overlap or reach beyond `horizon`.
void check_challenges(const std::vector<Challenge>& challenges, double horizon, const Value& where);

}  // namespace pressor
