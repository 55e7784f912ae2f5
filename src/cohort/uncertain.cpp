#include "pressor/cohort/uncertain.h"

#include <algorithm>
#include <cmath>

#include "pressor/cohort/mortality.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

/// Shifts numbers by what is not known of them.
class Doubt {
 public:
  Doubt(const GradeSpreads& spreads, const UncertainDraw& draw)
      : spreads_(spreads), random_({draw.seed, draw.draw, 0, Stream::uncertainty, draw.attempt}) {}

  /// Equation (1).
  [[nodiscard]] double number(double x, const std::string& name, char grade) const {
    return x * std::exp(shift(name, grade));
  }

  /// Equation (2).
  [[nodiscard]] double share(double x, const std::string& name, char grade) const {
    if (x <= 0.0 || x >= 1.0) return x;
    return 1.0 / (1.0 + (1.0 - x) / x * std::exp(-shift(name, grade)));
  }

  /// A body parameter, in native units.
  [[nodiscard]] double parameter(const ParameterInfo& info, double x, char grade) const {
    const std::string name(info.name);
    const bool is_share = info.unit == "1" && info.low >= 0.0 && info.high <= 1.0;
    const double found = is_share ? share(x, name, grade) : number(x, name, grade);
    return std::clamp(found, std::min(info.low, x), std::max(info.high, x));
  }

  void kinetic(const Drug& drug, KineticParameter& parameter) const {
    parameter.value =
        number(parameter.value, drug.name + '.' + parameter.name, parameter.provenance.grade);
  }

 private:
  [[nodiscard]] double shift(const std::string& name, char grade) const {
    return spreads_.of(grade) * random_.normal_at(draw_number(name));
  }

  GradeSpreads spreads_;
  RandomStream random_;
};

void doubt_body(const Doubt& doubt, BodyDescription& body) {
  for (auto& [name, typical] : body.parameters) {
    const ParameterInfo* info = find_body_parameter(name);
    const char grade = typical.provenance.grade;
    if (info == nullptr) continue;
    typical.value = typical.per_kg ? doubt.number(typical.value, name, grade)
                                   : doubt.parameter(*info, typical.value, grade);
  }
}

/// A draw that replaces a parameter; one that multiplies some leaves their doubt to the body.
void doubt_draw(const Doubt& doubt, Draw& draw) {
  const ParameterInfo* info = find_body_parameter(draw.name);
  if (info == nullptr || !draw.multiplies.empty()) return;
  const char grade = draw.provenance.grade;
  const auto moved = [&](double centre) {
    return std::clamp(doubt.parameter(*info, centre, grade), std::min(draw.low, centre),
                      std::max(draw.high, centre));
  };
  draw.centre = moved(draw.centre);
  if (draw.woman) (*draw.woman)[0] = moved((*draw.woman)[0]);
}

void doubt_hypothesis(const Doubt& doubt, Hypothesis& hypothesis) {
  for (ParameterChange& change : hypothesis.changes) {
    const ParameterInfo* info = find_body_parameter(change.name);
    const char grade = change.provenance.grade;
    if (info == nullptr) continue;
    change.value = change.factor
                       ? doubt.number(change.value, hypothesis.name + '.' + change.name, grade)
                       : doubt.parameter(*info, change.value, grade);
  }
}

void doubt_drug(const Doubt& doubt, CastDrug& in_use) {
  Drug& drug = in_use.drug;
  for (KineticSet& set : drug.sets) {
    if (set.name != in_use.set) continue;
    for (KineticParameter& parameter : set.parameters) doubt.kinetic(drug, parameter);
  }
  for (EffectSite& site : drug.sites) doubt.kinetic(drug, site.ke0);
  for (DrugAction& action : drug.actions) doubt.kinetic(drug, action.potency);
}

}  // namespace

double GradeSpreads::of(char grade) const {
  if (grade == 'A') return a;
  return grade == 'B' ? b : c;
}

Cast uncertain_cast(Cast cast, const GradeSpreads& spreads, const UncertainDraw& draw,
                    double horizon) {
  const Doubt doubt(spreads, draw);
  doubt_body(doubt, cast.body);
  if (cast.population) {
    for (Draw& one : cast.population->draws) doubt_draw(doubt, one);
  }
  for (Hypothesis& hypothesis : cast.hypotheses) doubt_hypothesis(doubt, hypothesis);
  for (CastDrug& drug : cast.drugs) doubt_drug(doubt, drug);
  cast.model = model_of(cast.drugs, cast.model.limits());
  if (cast.population && cast.population->mortality) {
    const MarginalMortality wanted = *cast.population->mortality;
    cast.body.parameters.at("base_risk").value =
        MortalitySample(cast, horizon).base_risk(wanted.share, wanted.at);
  }
  return cast;
}

}  // namespace pressor
