#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pressor {

/// Where drugs act. A drug file names these; no C++ asks for a drug's name. The hypnotic targets
/// are effects of anaesthetics on resistance, stroke volume and reflex gain.
enum class Receptor : std::uint8_t {
  alpha1,
  alpha2a_outflow,
  alpha2a_reflex,
  alpha2b,
  beta1,
  beta1_block,
  v1a,
  at1,
  sgc_block,
  hypnotic_resistance,
  hypnotic_stroke,
  hypnotic_reflex,
};
inline constexpr std::size_t receptor_count = 12;

struct ReceptorInfo {
  Receptor receptor;
  std::string_view name;     ///< as in drug files
  std::string_view meaning;  ///< what an agonist does
};

/// Every receptor once, in the order of the enumeration.
inline constexpr std::array<ReceptorInfo, receptor_count> receptors{{
    {Receptor::alpha1, "alpha1", "constricts arterioles and veins (operational model)"},
    {Receptor::alpha2a_outflow, "alpha2A_outflow",
     "lowers sympathetic outflow, centrally and prejunctionally"},
    {Receptor::alpha2a_reflex, "alpha2A_reflex",
     "resets the baroreflex and potentiates its vagal limb"},
    {Receptor::alpha2b, "alpha2B", "constricts arterioles and veins, blunted by vasoplegia"},
    {Receptor::beta1, "beta1", "raises heart rate and contractility"},
    {Receptor::beta1_block, "beta1_block", "competes at beta-1 receptors"},
    {Receptor::v1a, "V1a", "constricts arterioles independently of alpha-1 receptors"},
    {Receptor::at1, "AT1", "constricts arterioles independently of alpha-1 receptors"},
    {Receptor::sgc_block, "sGC_block", "restores the resistance that nitric oxide took away"},
    {Receptor::hypnotic_resistance, "hypnotic_resistance", "lowers arteriolar resistance"},
    {Receptor::hypnotic_stroke, "hypnotic_stroke", "lowers stroke volume"},
    {Receptor::hypnotic_reflex, "hypnotic_reflex", "lowers the gain of the baroreflex"},
}};

/// What all drugs together offer to the receptors.
///
///     occupancy_r = sum_i C_i / K_ri          stimulus_r = sum_i e_ri C_i / K_ri
///
/// C_i effect-site concentration (ng/mL), K_ri potency (ng/mL), e_ri relative efficacy (1 full
/// agonist, 0 antagonist). Both are dimensionless and at least 0.
template <class Real>
struct Drives {
  std::array<Real, receptor_count> occupancy{};
  std::array<Real, receptor_count> stimulus{};

  [[nodiscard]] const Real& operator[](Receptor r) const {
    return stimulus[static_cast<std::size_t>(r)];
  }
  [[nodiscard]] const Real& bound(Receptor r) const {
    return occupancy[static_cast<std::size_t>(r)];
  }
};

}  // namespace pressor
