#include "pressor/physiology/parameters.h"

#include <algorithm>
#include <cstring>

namespace pressor {
namespace {

using Body = BodyParameters<double>;

/// Position of one number inside the whole record.
template <class Part>
std::size_t index_of(Part Body::*part, double Part::*member) {
  const Body body{};
  const auto* whole = static_cast<const char*>(static_cast<const void*>(&body));
  const auto* number = static_cast<const char*>(static_cast<const void*>(&((body.*part).*member)));
  return static_cast<std::size_t>(number - whole) / sizeof(double);
}

template <class Part, std::size_t n>
void declare(std::vector<ParameterInfo>& all, std::string_view mechanism, Part Body::*part,
             const std::array<Field<Part>, n>& fields) {
  static_assert(n == sizeof(Part) / sizeof(double));
  for (const Field<Part>& f : fields) {
    all.push_back(
        {mechanism, f.name, f.unit, f.low, f.high, f.meaning, f.derived, index_of(part, f.member)});
  }
}

std::vector<ParameterInfo> declare_all() {
  std::vector<ParameterInfo> all;
  declare(all, "alpha1", &Body::alpha1, alpha1_fields);
  declare(all, "vessels", &Body::vessels, vessel_fields);
  declare(all, "heart", &Body::heart, heart_fields);
  declare(all, "circulation", &Body::circulation, circulation_fields);
  declare(all, "reflex", &Body::reflex, reflex_fields);
  declare(all, "fluids", &Body::fluids, fluid_fields);
  declare(all, "adaptation", &Body::adaptation, adaptation_fields);
  declare(all, "lactate", &Body::lactate, lactate_fields);
  declare(all, "survival", &Body::survival, survival_fields);
  return all;
}

}  // namespace

const std::vector<ParameterInfo>& body_parameters() {
  static const std::vector<ParameterInfo> all = declare_all();
  return all;
}

const ParameterInfo* find_body_parameter(std::string_view name) {
  const auto& all = body_parameters();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const ParameterInfo& p) { return p.name == name; });
  return found == all.end() ? nullptr : &*found;
}

double get(const BodyParameters<double>& body, std::size_t index) {
  double value = 0.0;
  std::memcpy(&value,
              static_cast<const char*>(static_cast<const void*>(&body)) + index * sizeof(double),
              sizeof value);
  return value;
}

void set(BodyParameters<double>& body, std::size_t index, double value) {
  std::memcpy(static_cast<char*>(static_cast<void*>(&body)) + index * sizeof(double), &value,
              sizeof value);
}

}  // namespace pressor
