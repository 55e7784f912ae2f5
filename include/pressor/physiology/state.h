#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "pressor/core/fields.h"
#include "pressor/pharmacology/kinetics.h"

namespace pressor {

/// States of the body; drugs' states and endpoint integrals follow behind them in the vector.
template <class Real>
struct BodyState {
  Real sensed_pressure{};     ///< Pb
  Real arteriolar_tone{};     ///< Na
  Real venous_tone{};         ///< Nv
  Real rate_drive{};          ///< Hs
  Real vagal_drive{};         ///< Hv
  Real beta_occupancy{};      ///< B
  Real blood_volume{};        ///< Vb
  Real crystalloid_plasma{};  ///< Xc
  Real crystalloid_tissue{};  ///< Xi
  Real alpha1_coupling{};     ///< R
  Real vasoplegia{};          ///< v
  Real set_point_shift{};     ///< Poff
  Real steroid_effect{};      ///< s
  Real lactate{};             ///< L
  Real lactate_clearance{};   ///< CL
  Real pressure_hazard{};     ///< P
  Real hazard_correction{};   ///< J
  Real pressure_integral{};   ///< int MAP dt
};

inline constexpr std::size_t body_state_count = sizeof(BodyState<double>) / sizeof(double);

inline constexpr std::array body_state_fields{
    Field<BodyState<double>>{&BodyState<double>::sensed_pressure, "sensed_pressure", "mmHg", -50.0,
                             400.0, "Pb: pressure that the baroreceptors report"},
    Field<BodyState<double>>{&BodyState<double>::arteriolar_tone, "arteriolar_tone", "1", 0.0, 1.0,
                             "Na: sympathetic tone of arterioles"},
    Field<BodyState<double>>{&BodyState<double>::venous_tone, "venous_tone", "1", 0.0, 1.0,
                             "Nv: sympathetic tone of veins"},
    Field<BodyState<double>>{&BodyState<double>::rate_drive, "rate_drive", "1", 0.0, 1.0,
                             "Hs: sympathetic drive on the heart rate"},
    Field<BodyState<double>>{&BodyState<double>::vagal_drive, "vagal_drive", "1", 0.0, 1.0,
                             "Hv: vagal drive on the heart rate"},
    Field<BodyState<double>>{&BodyState<double>::beta_occupancy, "beta_occupancy", "1", 0.0, 1.0,
                             "B: occupied beta-1 receptors of the heart muscle"},
    Field<BodyState<double>>{&BodyState<double>::blood_volume, "blood_volume", "mL", 0.0, 2.0e4,
                             "Vb: blood volume"},
    Field<BodyState<double>>{&BodyState<double>::crystalloid_plasma, "crystalloid_plasma", "mL",
                             0.0, 2.0e4, "Xc: infused crystalloid still in plasma"},
    Field<BodyState<double>>{&BodyState<double>::crystalloid_tissue, "crystalloid_tissue", "mL",
                             0.0, 5.0e4, "Xi: infused crystalloid in tissue"},
    Field<BodyState<double>>{&BodyState<double>::alpha1_coupling, "alpha1_coupling", "1", 0.0,
                             1.0e4, "R: coupling of alpha-1 receptors"},
    Field<BodyState<double>>{&BodyState<double>::vasoplegia, "vasoplegia", "1", 0.0, 1.0,
                             "v: loss of alpha-1 efficacy, before steroid"},
    Field<BodyState<double>>{&BodyState<double>::set_point_shift, "set_point_shift", "mmHg", -200.0,
                             200.0, "Poff: resetting of the baroreflex"},
    Field<BodyState<double>>{&BodyState<double>::steroid_effect, "steroid_effect", "1", 0.0, 1.0,
                             "s: effect of a steroid on vasoplegia"},
    Field<BodyState<double>>{&BodyState<double>::lactate, "lactate", "mmol/L", 0.0, 60.0,
                             "L: blood lactate"},
    Field<BodyState<double>>{&BodyState<double>::lactate_clearance, "lactate_clearance", "L/min",
                             0.0, 20.0, "CL: lactate clearance at baseline flow"},
    Field<BodyState<double>>{&BodyState<double>::pressure_hazard, "pressure_hazard", "1", 0.0,
                             1.0e6, "P: cumulative hazard of low pressure"},
    Field<BodyState<double>>{&BodyState<double>::hazard_correction, "hazard_correction", "1",
                             -1.0e6, 1.0e6, "J: correction of the cumulative hazard"},
    Field<BodyState<double>>{&BodyState<double>::pressure_integral, "pressure_integral", "mmHg.min",
                             -1.0e9, 1.0e9, "integral of MAP"},
};

static_assert(body_state_fields.size() == body_state_count);

/// The first states of a vector as a named record, and back.
template <class Real>
BodyState<Real> load_body(const Real* state) {
  static_assert(std::is_trivially_copyable_v<Real>);
  BodyState<Real> body;
  std::memcpy(static_cast<void*>(&body), state, sizeof(body));
  return body;
}
template <class Real>
void store_body(const BodyState<Real>& body, Real* state) {
  std::memcpy(static_cast<void*>(state), &body, sizeof(body));
}

/// Signals that integrals over a limit may watch.
enum class Watched : std::uint8_t { map, heart_rate, output, right_atrial };

/// Time and area of a signal beyond a limit, carried as two states so that endpoints do not depend
/// on the output grid. The indicator rises over `edge` around the limit, so that it stays smooth.
struct Limit {
  Watched signal = Watched::map;
  double limit = 0.0;  ///< mmHg, /min, mL/min
  bool below = true;
  double edge = 0.0;  ///< same unit as limit, > 0
};

/// What all patients of a study share: which drugs, which integrals, and where each state lies.
/// State vector: body | (time, area) of each limit | each drug's amounts and effect sites.
class Model {
 public:
  Model(std::vector<DrugStructure> drugs, std::vector<Limit> limits);

  [[nodiscard]] const std::vector<DrugStructure>& drugs() const noexcept { return drugs_; }
  [[nodiscard]] const std::vector<Limit>& limits() const noexcept { return limits_; }
  [[nodiscard]] std::size_t states() const noexcept { return states_; }
  [[nodiscard]] std::size_t limit_at(std::size_t limit) const noexcept {
    return body_state_count + 2 * limit;
  }
  [[nodiscard]] std::size_t drug_at(std::size_t drug) const noexcept { return drug_at_[drug]; }
  /// Whether nothing in the patient notices this drug: it acts on no receptor, no other drug's
  /// clearance hears it, and its own kinetics hear nothing of him. Its rates are 0 here; who gives
  /// it follows it apart, in closed form, so that it steers no step of an integrator.
  [[nodiscard]] bool bystander(std::size_t drug) const noexcept { return bystander_[drug]; }
  /// Index of a drug by name or code. Throws ParameterError.
  [[nodiscard]] std::size_t drug(std::string_view name) const;

 private:
  std::vector<DrugStructure> drugs_;
  std::vector<Limit> limits_;
  std::vector<std::size_t> drug_at_;
  std::vector<bool> bystander_;
  std::size_t states_ = 0;
};

}  // namespace pressor
