#include "ward.h"

#include <algorithm>

#include "../physiology/people.h"
#include "kernel.h"
#include "pressor/core/random.h"
#include "pressor/numerics/reference.h"

namespace pressor::benchmarks {
namespace {

std::vector<Infusions> a_day(const Person& person, std::uint32_t number) {
  constexpr std::array ladder{0.5, 1.0, 2.0, 4.0, 6.0, 8.0};  // ug/kg/min
  constexpr std::size_t per_hour = 12;
  RandomStream random({7, 0, number, Stream::protocol, 0});
  std::vector<Infusions> day_of;
  double norepinephrine = person.infusions[0];
  for (std::size_t k = 0; k < day / 5; ++k) {
    Infusions now{};
    bool challenge = false;
    for (const std::size_t hour : {0U, 6U, 12U}) {
      const std::size_t first = hour * per_hour + 1;
      if (k < first || k >= first + 2 * ladder.size()) continue;
      challenge = true;
      if (k < first + ladder.size()) now[1] = ladder[k - first] * person.weight;
    }
    const double u = random.uniform();
    if (!challenge && u < 0.5) norepinephrine *= u < 0.25 ? 1.1 : 0.9;
    norepinephrine =
        std::clamp(norepinephrine, 0.3 * person.infusions[0], 3.0 * person.infusions[0]);
    now[0] = norepinephrine;
    if (k >= 13) now[2] = person.weight / 60.0;                     // 1 ug/kg/h
    now[3] = (k < 60 ? 1.0 : 0.7) * 1000.0 * person.weight / 60.0;  // mg/kg/h
    day_of.push_back(now);
  }
  return day_of;
}

template <class Number>
numerics::Pattern pattern_of(const Model& model) {
  const auto blank = std::make_unique<Parameters<Number>>();
  return numerics::jacobian_pattern(model.states(), [&](const Number* y, Number* r) {
    derivatives(model, *blank, Inputs<Number>{}, y, r);
  });
}

}  // namespace

Ward septic_ward(std::size_t beds) {
  const Person typical = person(
      "septic",
      {{"norepinephrine", ""}, {"phenylephrine", ""}, {"dexmedetomidine", ""}, {"propofol", ""}},
      {{Watched::map, 65.0, true, 1.0}, {Watched::heart_rate, 40.0, true, 1.0}});
  Ward ward;
  ward.model = typical.model;
  ward.plan = numerics::plan_sparse(pattern_of<numerics::Dependence>(ward.model));
  for (std::uint32_t i = 0; i < beds; ++i) {
    const Person one = relative(typical, i);
    BedDay bed{one.baseline(), {}, a_day(one, i)};
    bed.scale = state_scales(ward.model, bed.baseline.parameters);
    ward.beds.push_back(bed);
  }
  return ward;
}

std::vector<double> reference_pressures(const Ward& ward, std::size_t bed, double tolerance) {
  const BedDay& b = ward.beds[bed];
  const Parameters<double>& p = b.baseline.parameters;
  std::vector<double> state = b.baseline.state;
  const auto pressure = [&](std::span<const double> y) {
    return respond(ward.model, p, y.data()).circulation.arterial;
  };
  std::vector<double> found{pressure(state)};
  Inputs<double> in;
  const numerics::RightHandSide f = [&](double time, const double* y, double* r) {
    in.time = time;
    derivatives(ward.model, p, in, y, r);
  };
  for (std::size_t k = 0; k < b.infusions.size(); ++k) {
    in.infusion = b.infusions[k];
    const double from = change_every * static_cast<double>(k);
    const std::array times{from + 1.0, from + 2.0, from + 3.0, from + 4.0, from + 5.0};
    numerics::integrate_reference(
        f, from, from + change_every, state, b.scale, times,
        [&](std::size_t, std::span<const double> y) { found.push_back(pressure(y)); },
        {.tolerance = tolerance});
  }
  return found;
}

Kernel kernel_portable() { return Pieces<double>::kernel(); }

}  // namespace pressor::benchmarks
