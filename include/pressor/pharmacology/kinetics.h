#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "pressor/pharmacology/receptors.h"

/// Kinetics of one drug: one to three compartments and its effect sites.
///
///     A1' = input + production s - CL f C1 - sum_j Q_j (C1 - C_j)               (1)
///     A_j' = Q_j (C1 - C_j),   C_j = A_j / V_j,   j = 2, 3                       (2)
///     Ce_k' = ke0_k (C1 - Ce_k)                                                  (3)
///
/// | symbol     | name        | unit   | role                                                     |
/// |------------|-------------|--------|----------------------------------------------------------|
/// | A_j        | amount      | ug     | state, one a compartment                                 |
/// | Ce_k       | effect site | ng/mL  | state, one a site (plasma-equivalent)                    |
/// | V_j        | volume      | L      | parameter, > 0                                           |
/// | CL, Q_j    | clearance   | L/min  | parameter, >= 0                                          |
/// | production | production  | ug/min | parameter: endogenous; s scales it (sympathetic outflow) |
/// | f          | -           | 1      | clearance relative to the patient's own baseline         |
/// | input      | infusion    | ug/min | input                                                    |
///
/// Linear mammillary model; ng/mL = ug/L. Sites see plasma of the first compartment.
namespace pressor {

inline constexpr std::size_t max_compartments = 3;
inline constexpr std::size_t max_sites = 3;
inline constexpr std::size_t max_actions = 6;
inline constexpr std::size_t max_drugs = 12;
inline constexpr std::size_t plasma_site = max_sites;  ///< an action straight on plasma

/// What a drug does at one receptor.
struct Action {
  Receptor receptor = Receptor::alpha1;
  std::size_t site = plasma_site;  ///< index of an effect site, or plasma_site
  double efficacy = 1.0;           ///< relative to a full agonist; 0 blocks
};

/// Another drug's plasma concentration changes this drug's clearance: factor exp(coefficient C).
struct ClearanceInteraction {
  std::size_t drug = 0;      ///< index of the other drug in the model
  double coefficient = 0.0;  ///< mL/ng
};

/// The parts of a drug that all patients share.
struct DrugStructure {
  std::string name;
  std::string code;  ///< upper-case prefix of its variables: NE, DEX
  std::size_t compartments = 1;
  std::vector<std::string> sites;
  std::vector<Action> actions;
  double flow_exponent = 0.0;  ///< clearance follows (CO/CO0)^exponent
  std::array<double, 2> flow_bounds{0.0, 1.0e9};
  std::vector<ClearanceInteraction> interactions;
  double lag = 0.0;         ///< min, between the pump and the vein
  bool endogenous = false;  ///< the body makes it too

  [[nodiscard]] std::size_t states() const { return compartments + sites.size(); }
};

/// The numbers of one patient for one drug.
template <class Real>
struct DrugParameters {
  std::array<Real, max_compartments> volume{};    ///< L
  Real clearance{};                               ///< L/min
  std::array<Real, max_compartments - 1> flow{};  ///< Q2, Q3, L/min
  Real production{};                              ///< ug/min
  std::array<Real, max_sites> ke0{};              ///< 1/min
  std::array<Real, max_actions> potency{};        ///< ng/mL at half effect (or K)
};

/// Rates of one drug's states, (1) to (3); `state` and `rates` hold amounts, then effect sites.
template <class Real>
void kinetic_rates(const DrugStructure& drug, const DrugParameters<Real>& p, const Real& input,
                   const Real& clearance_factor, const Real& production_factor, const Real* state,
                   Real* rates) {
  const Real plasma = state[0] / p.volume[0];
  rates[0] =
      input + p.production * production_factor - p.clearance * clearance_factor * plasma;  // (1)
  for (std::size_t j = 1; j < drug.compartments; ++j) {
    const Real exchange = p.flow[j - 1] * (plasma - state[j] / p.volume[j]);
    rates[0] = rates[0] - exchange;
    rates[j] = exchange;  // (2)
  }
  for (std::size_t k = 0; k < drug.sites.size(); ++k) {
    const std::size_t at = drug.compartments + k;
    rates[at] = p.ke0[k] * (plasma - state[at]);  // (3)
  }
}

/// Concentration (ng/mL) at a site of the drug, or in plasma.
template <class Real>
Real concentration(const DrugStructure& drug, const DrugParameters<Real>& p, const Real* state,
                   std::size_t site) {
  if (site == plasma_site) return state[0] / p.volume[0];
  return state[drug.compartments + site];
}

/// Adds this drug's part to what the receptors see.
template <class Real>
void add_drives(const DrugStructure& drug, const DrugParameters<Real>& p, const Real* state,
                Drives<Real>& drives) {
  for (std::size_t a = 0; a < drug.actions.size(); ++a) {
    const Action& action = drug.actions[a];
    const Real drive = concentration(drug, p, state, action.site) / p.potency[a];
    const auto r = static_cast<std::size_t>(action.receptor);
    drives.occupancy[r] = drives.occupancy[r] + drive;
    drives.stimulus[r] = drives.stimulus[r] + drive * action.efficacy;
  }
}

/// State in which `input` (ug/min) has been running for ever; factors as in kinetic_rates.
/// Writes drug.states() values. Requires clearance > 0.
void steady_state(const DrugStructure& drug, const DrugParameters<double>& p, double input,
                  double clearance_factor, double production_factor, double* state);

}  // namespace pressor
