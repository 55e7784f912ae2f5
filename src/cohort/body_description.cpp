#include "pressor/cohort/body_description.h"

#include <algorithm>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

struct Observable {
  std::string name;
  std::string unit;
};

const std::vector<Observable>& observables() {
  static const std::vector<Observable> all{
      {"MAP", "mmHg"},  {"HR", "1/min"},       {"CO", "mL/min"},    {"CVP", "mmHg"},
      {"PMSF", "mmHg"}, {"lactate", "mmol/L"}, {"activation", "1"}, {"coupling", "1"},
  };
  return all;
}

}  // namespace

const std::vector<std::string>& observable_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Observable& observable : observables()) list.push_back(observable.name);
    return list;
  }();
  return names;
}

const std::string& observable_unit(const std::string& name) {
  const auto& all = observables();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Observable& o) { return o.name == name; });
  if (found == all.end()) throw ParameterError("no observable `" + name + "`");
  return found->unit;
}

PulsatileParameters pulsatile_parameters(const BodyDescription& body, double weight) {
  PulsatileParameters parameters;
  for (const auto& field : pulsatile_fields) {
    const auto found = body.pulsatile.find(std::string(field.name));
    if (found == body.pulsatile.end()) {
      throw ParameterError("body " + body.name + " has no pulsatile `" + std::string(field.name) +
                           "`");
    }
    parameters.*field.member = found->second.at(weight);
  }
  return parameters;
}

}  // namespace pressor
