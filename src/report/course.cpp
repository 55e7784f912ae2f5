#include "course.h"

#include <algorithm>

namespace pressor::report {
namespace {

const Drug* drug_of_dose(const Study& study, const std::string& variable) {
  for (const CastDrug& cast : study.cast.drugs) {
    if (variable == cast.drug.code + "_DOSE") return &cast.drug;
  }
  return nullptr;
}

std::size_t index_of(const Study& study, const Drug& drug) {
  for (std::size_t d = 0; d < study.cast.drugs.size(); ++d) {
    if (study.cast.drugs[d].drug.name == drug.name) return d;
  }
  return study.cast.drugs.size();
}

/// Whether these orders give the drug; a rescue that stops it does not.
bool gives(const Orders& orders, std::size_t drug) {
  const auto is = [&](const auto& order) { return order.drug == drug; };
  return std::any_of(orders.drugs.begin(), orders.drugs.end(), is) ||
         std::any_of(orders.titrations.begin(), orders.titrations.end(), is) ||
         std::any_of(orders.challenges.begin(), orders.challenges.end(), is);
}

/// Whether some arm has an order of that list about the drug of a dose variable.
template <class List>
bool any_arm(const Study& study, const std::string& variable, List Orders::*list) {
  const Drug* drug = drug_of_dose(study, variable);
  if (drug == nullptr) return false;
  const std::size_t index = index_of(study, *drug);
  return std::any_of(study.arms.begin(), study.arms.end(), [&](const Arm& arm) {
    const List& orders = arm.orders.*list;
    return std::any_of(orders.begin(), orders.end(),
                       [&](const auto& order) { return order.drug == index; });
  });
}

}  // namespace

void shade_challenges(Plot& plot, const Study& study) {
  for (const Challenge& challenge : study.arms.front().orders.challenges) {
    const double length =
        challenge.baseline + challenge.step * static_cast<double>(challenge.ladder.size());
    for (const double at : challenge.at) plot.shade(at, at + length);
  }
  if (study.fork) plot.vertical(study.fork->at, "", "null");
}

bool is_titrated(const Study& study, const std::string& variable) {
  return any_arm(study, variable, &Orders::titrations);
}

bool is_challenge(const Study& study, const std::string& variable) {
  return any_arm(study, variable, &Orders::challenges);
}

bool is_hidden(const Evidence& evidence, const std::string& variable) {
  const Study& study = evidence.study();
  const Drug* drug = drug_of_dose(study, variable);
  if (!evidence.blinded || drug == nullptr) return false;
  const std::size_t index = index_of(study, *drug);
  const bool everywhere = std::all_of(study.arms.begin(), study.arms.end(),
                                      [&](const Arm& arm) { return gives(arm.orders, index); });
  return !everywhere;
}

std::vector<double> trajectory(const Evidence& evidence, const std::string& variable,
                               std::size_t row) {
  return evidence.rows.numbers("/trajectories/" + variable, row, 1);
}

std::vector<ChartLine> chart_of(const Evidence& evidence, std::size_t patient) {
  const ResultRows& rows = evidence.rows;
  const std::vector<double> whose = rows.numbers("/events/patient");
  const std::vector<double> times = rows.numbers("/events/time");
  const std::vector<double> values = rows.numbers("/events/value");
  const std::vector<std::string> kinds = rows.texts("/events/kind");
  const std::vector<std::string> drugs = rows.texts("/events/drug");
  const std::vector<std::string> reasons = rows.texts("/events/reason");
  std::vector<ChartLine> chart;
  for (std::size_t i = 0; i < whose.size(); ++i) {
    if (whose[i] != static_cast<double>(patient)) continue;
    chart.push_back({times[i], kinds[i], drugs[i], values[i], reasons[i]});
  }
  return chart;
}

}  // namespace pressor::report
