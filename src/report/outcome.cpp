#include "outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "pressor/core/minutes.h"
#include "pressor/report/numbers.h"
#include "pressor/trial/primary.h"

namespace pressor::report {
namespace {

bool is_ratio_test(const std::string& test) { return is_ratio(estimate_of(test_of(test))); }

/// A difference of restricted survival times counts in min.
bool is_time_test(const std::string& test) {
  return estimate_of(test_of(test)) == Estimate::survival_difference;
}

/// A difference of shares, told in percentage points.
bool in_points(const Outcome& outcome, const std::string& test) {
  return outcome.share && !is_ratio_test(test) && !is_time_test(test);
}

std::string capital(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words;
}

std::string relation_words(Relation relation) {
  constexpr std::array<const char*, 4> signs{"<", "≤", ">", "≥"};
  return signs.at(static_cast<std::size_t>(relation));
}

std::string limit_words(const Study& study, const Measure& measure) {
  std::string unit = "1";
  for (const Variable& variable : study_variables(study.cast)) {
    if (variable.name == measure.variable) unit = variable.unit;
  }
  std::string words = variable_words(study, measure.variable);
  if (!measure.limit) return words;
  return words + ' ' + relation_words(measure.limit->relation) + ' ' +
         with_unit(measure.limit->limit, unit);
}

std::string below_words(const Study& study, const Measure& measure, const char* relation) {
  std::string words = limit_words(study, measure);
  for (const char* sign : {" < ", " ≤ ", " > ", " ≥ "}) {
    const std::size_t at = words.find(sign);
    if (at != std::string::npos) words.replace(at, std::string(sign).size(), relation);
  }
  return words;
}

/// The drug of the challenges.
std::string challenge_drug(const Study& study) {
  for (const Arm& arm : study.arms) {
    for (const Challenge& challenge : arm.orders.challenges) {
      return study.cast.drugs.at(challenge.drug).drug.name;
    }
  }
  return "challenge";
}

std::string measure_words(const Study& study, const Measure& measure) {
  const std::string of = variable_words(study, measure.variable);
  switch (measure.kind) {
    case MeasureKind::value_at:
      return capital(of);
    case MeasureKind::change:
      return "Change of " + of;
    case MeasureKind::ratio:
      return capital(of) + " relative to the start";
    case MeasureKind::maximum:
      return "Highest " + of;
    case MeasureKind::minimum:
      return "Lowest " + of;
    case MeasureKind::mean:
      return "Mean " + of;
    case MeasureKind::time_below:
      return "Time with " + below_words(study, measure, " below ");
    case MeasureKind::time_above:
      return "Time with " + below_words(study, measure, " above ");
    case MeasureKind::area_below:
      return "Area of " + below_words(study, measure, " below ");
    case MeasureKind::area_above:
      return "Area of " + below_words(study, measure, " above ");
    case MeasureKind::time_to:
      return "Time to " + limit_words(study, measure);
    case MeasureKind::any:
      return "Any " + limit_words(study, measure);
    case MeasureKind::dose:
      return "Dose of " + measure.variable + " given";
    case MeasureKind::challenge_ratio:
    case MeasureKind::challenge_rise:
    case MeasureKind::challenge_slope:
    case MeasureKind::challenge_emax:
    case MeasureKind::challenge_ed50:
      return capital(challenge_drug(study)) + " response";
    case MeasureKind::death:
      return "Death";
    case MeasureKind::vasopressor_free:
      return "Days alive without vasopressor";
    case MeasureKind::rank:
      return capital(of) + ", the dead ranked below all";
    default:
      return measure.text;
  }
}

/// Which number of the response, behind the time.
std::string number_words(MeasureKind kind) {
  switch (kind) {
    case MeasureKind::challenge_ratio:
      return " (MAP ratio)";
    case MeasureKind::challenge_rise:
      return " (MAP rise)";
    case MeasureKind::challenge_slope:
      return " (slope over dose)";
    case MeasureKind::challenge_emax:
      return " (fitted largest rise)";
    case MeasureKind::challenge_ed50:
      return " (fitted dose of half the rise)";
    default:
      return {};
  }
}

std::string when_words(const Endpoint& endpoint, double at) {
  if (endpoint.measure.kind == MeasureKind::death) return " by " + duration(at);
  if (endpoint.window) {
    return ", " + ((*endpoint.window)[0] == 0.0 ? "0" : duration((*endpoint.window)[0])) + " to " +
           duration((*endpoint.window)[1]);
  }
  return " at " + duration(at);
}

}  // namespace

std::string variable_words(const Study& study, const std::string& name) {
  for (const CastDrug& cast : study.cast.drugs) {
    const Drug& drug = cast.drug;
    if (name == drug.code + "_DOSE") return drug.name + " dose";
    if (name == drug.code + "_CONC") return drug.name + " in plasma";
    if (name.rfind(drug.code + "_CE_", 0) == 0) {
      return drug.name + " at site " + name.substr(drug.code.size() + 4);
    }
  }
  const bool abbreviation =
      std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (abbreviation) return name;
  for (const Variable& variable : study_variables(study.cast)) {
    if (variable.name == name) return variable.long_name;
  }
  return name;
}

Outcome outcome_of(const Evidence& evidence, std::size_t column) {
  const Study& study = evidence.study();
  const EndpointColumn& of = evidence.columns.at(column);
  const Endpoint& endpoint = study.endpoints.at(of.endpoint);
  Outcome made{column,
               measure_words(study, endpoint.measure) + when_words(endpoint, of.at) +
                   number_words(endpoint.measure.kind),
               of.unit, is_binary(endpoint.measure.kind), nullptr};
  for (const ObservedResult& observed : study.observed) {
    if (observed.endpoint == of.name) made.published = &observed;
  }
  return made;
}

std::vector<const Comparisons*> comparisons_of(const Evidence& evidence, std::size_t column) {
  std::vector<const Comparisons*> found;
  for (const Comparisons& one : evidence.trial.comparisons) {
    if (one.column == column) found.push_back(&one);
  }
  return found;
}

std::optional<std::size_t> primary_column(const Evidence& evidence) {
  const auto chosen =
      primary_comparison(evidence.study(), evidence.columns, evidence.trial.comparisons);
  if (!chosen) return std::nullopt;
  return evidence.trial.comparisons[*chosen].column;
}

const Operating* operating_of(const Evidence& evidence, const Comparisons& found) {
  const auto index = static_cast<std::size_t>(&found - evidence.trial.comparisons.data());
  const Operating& operating = evidence.trial.operating.at(index);
  return operating.replicates == 0 ? nullptr : &operating;
}

std::string value_text(const Outcome& outcome, double value) {
  return outcome.share ? percent(value) : fixed(value, decimals_for(outcome.unit, value));
}

std::string mean_text(const Outcome& outcome, double mean, double sd) {
  return outcome.share ? percent(mean) : mean_sd(mean, sd, outcome.unit);
}

std::string difference_text(const Outcome& outcome, double difference) {
  if (outcome.share) return signed_fixed(100.0 * difference, 0) + " points";
  // As exact as values of usual size: a difference of nothing needs no further digits.
  return signed_fixed(difference, std::max(decimals_for(outcome.unit, 1.0), 1));
}

std::string ratio_text(double ratio) {
  return std::fabs(ratio) < 9.995 ? fixed(ratio, 2) : significant(ratio, 3);
}

std::string estimate_text(const Outcome& outcome, const std::string& test, double estimate) {
  if (is_ratio_test(test)) return ratio_text(estimate);
  if (is_time_test(test)) return signed_fixed(estimate / minutes_a_day, 1) + " d";
  return difference_text(outcome, estimate);
}

std::string estimate_range(const Outcome& outcome, const std::string& test, double middle,
                           double low, double high, const char* margin) {
  if (std::isnan(middle)) return "–";
  const bool points = in_points(outcome, test);
  const auto text = [&](double value) {
    return points ? signed_fixed(100.0 * value, 0) : estimate_text(outcome, test, value);
  };
  return fmt::format("{} ({}{} to {}){}", text(middle), margin, text(low), text(high),
                     points ? " points" : "");
}

std::string test_words(const std::string& test) { return test_title(test); }
std::string estimate_words(const std::string& test) {
  return estimate_name(estimate_of(test_of(test)));
}
double no_effect(const std::string& test) { return null_value(estimate_of(test_of(test))); }
bool is_like_published(const std::string& test) {
  return is_plain_difference(estimate_of(test_of(test)));
}

const ObservedResult::ArmFigure* published_arm(const Evidence& evidence, const Outcome& outcome,
                                               std::size_t arm) {
  if (outcome.published == nullptr) return nullptr;
  for (const auto& figure : outcome.published->arms) {
    if (figure.arm == evidence.info.arms.at(arm)) return &figure;
  }
  return nullptr;
}

std::optional<double> published_difference(const Evidence& evidence, const Outcome& outcome,
                                           std::size_t arm) {
  const auto* treated = published_arm(evidence, outcome, arm);
  const auto* control = published_arm(evidence, outcome, 0);
  if (treated == nullptr || control == nullptr) return std::nullopt;
  return treated->centre - control->centre;
}

std::string size_words(const Evidence& evidence) {
  const std::size_t trials = evidence.replicates();
  return fmt::format("{} simulated {} of {} patients", trials, trials == 1 ? "trial" : "trials",
                     evidence.study().patients);
}

}  // namespace pressor::report
