#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "pressor/physiology/adaptation.h"
#include "pressor/physiology/alpha1.h"
#include "pressor/physiology/circulation.h"
#include "pressor/physiology/fluids.h"
#include "pressor/physiology/heart.h"
#include "pressor/physiology/lactate.h"
#include "pressor/physiology/reflex.h"
#include "pressor/physiology/survival.h"
#include "pressor/physiology/vessels.h"

namespace pressor {

/// Every number of one body, mechanism by mechanism. Only Reals: one patient or eight lanes.
template <class Real>
struct BodyParameters {
  Alpha1Parameters<Real> alpha1;
  VesselParameters<Real> vessels;
  HeartParameters<Real> heart;
  CirculationParameters<Real> circulation;
  ReflexParameters<Real> reflex;
  FluidParameters<Real> fluids;
  AdaptationParameters<Real> adaptation;
  LactateParameters<Real> lactate;
  SurvivalParameters<Real> survival;
};

inline constexpr std::size_t body_parameter_count = sizeof(BodyParameters<double>) / sizeof(double);

/// Declaration of one body parameter, whatever mechanism it belongs to.
struct ParameterInfo {
  std::string_view mechanism;
  std::string_view name;
  std::string_view unit;
  double low = 0.0;
  double high = 0.0;
  std::string_view meaning;
  bool derived = false;
  std::size_t index = 0;  ///< position among the body_parameter_count numbers
};

/// All body parameters in the order of their index.
const std::vector<ParameterInfo>& body_parameters();

/// The declaration of `name`, or nullptr.
const ParameterInfo* find_body_parameter(std::string_view name);

/// Reads and writes by index.
double get(const BodyParameters<double>& body, std::size_t index);
void set(BodyParameters<double>& body, std::size_t index, double value);

}  // namespace pressor
