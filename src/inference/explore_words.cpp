#include <algorithm>
#include <cmath>
#include <optional>

#include "pressor/core/quantity.h"
#include "pressor/inference/evidence.h"
#include "pressor/inference/explore.h"

namespace pressor {
namespace {

std::string share_text(double share) {
  return std::isnan(share) ? "not known" : format_number(std::round(100.0 * share)) + " %";
}

std::string choice_text(const ExploreFindings& of, const DesignChoice& choice) {
  return format_number(of.sizes[choice.size]) + " patients, " + of.designs[choice.design] +
         ", entry: " + of.entries[choice.entry] + ", by " + of.tests[choice.test];
}

std::string first_words(const ExploreFindings& of) {
  const DesignChoice first = of.as_it_was();
  return "A trial of " + choice_text(of, first) + " tells with probability " +
         share_text(of.assurance_of(first)) + ", if there is an effect of the drug on " +
         of.outcome + " to be found.";
}

std::string asked_words(const ExploreFindings& of, const DesignChoice& choice) {
  const double asked = of.asked_for_one(choice);
  if (!(asked > 1.005)) return "";
  return "; " + format_number(std::round(of.sizes[choice.size] * asked)) +
         " people must be looked at for them";
}

std::string cheapest_words(const ExploreFindings& of) {
  const std::string wanted = share_text(of.assurance);
  if (const auto choice = of.cheapest()) {
    return "The fewest patients with which a trial tells in " + wanted + ": " +
           choice_text(of, *choice) + " (" + share_text(of.assurance_of(*choice)) +
           asked_words(of, *choice) + "). With looks at each smaller size it stops after " +
           format_number(std::round(of.expected_of(*choice))) + " on average.";
  }
  const DesignChoice best = of.best();
  return "No design here tells in " + wanted + "; the best comes to " +
         share_text(of.assurance_of(best)) + ": " + choice_text(of, best) + ".";
}

std::string alarm_words(const ExploreFindings& of) {
  const DesignChoice choice = of.cheapest().value_or(of.best());
  const double alarms = of.false_alarms(choice);
  if (std::isnan(alarms)) return "";
  const double effect = of.null_effect(choice);
  return "Where nothing is to be found (mean effect " + std::string(effect > 0.0 ? "+" : "") +
         figure_text(effect) + "), that trial is significant in " + share_text(alarms) + ".";
}

/// Mean effect of a third over hypotheses with an effect, by weight.
double third_effect(const ExploreFindings& of, const BenefitTable& table, std::size_t third) {
  double sum = 0.0;
  double all = 0.0;
  for (std::size_t h = 0; h < of.hypotheses.size(); ++h) {
    if (of.acts[h] == 0 || table.parts[h].size() != 3) continue;
    sum += of.weights[h] * table.parts[h][third].mean;
    all += of.weights[h];
  }
  return all > 0.0 ? sum / all : 0.0;
}

/// By which column the outer thirds differ most.
std::string benefit_words(const ExploreFindings& of) {
  const BenefitTable* widest = nullptr;
  double gap = 0.0;
  for (const BenefitTable& table : of.benefit) {
    const double own = std::abs(third_effect(of, table, 2) - third_effect(of, table, 0));
    if (own > gap) {
      gap = own;
      widest = &table;
    }
  }
  if (widest == nullptr) return "";
  const auto text = [&](std::size_t third) {
    const double value = third_effect(of, *widest, third);
    return (value > 0.0 ? "+" : "") + figure_text(value);
  };
  return "Effects of single patients differ most by " + widest->column.name + ": " + text(0) +
         " on average in the lowest third, " + text(2) + " in the highest.";
}

}  // namespace

std::vector<std::string> explore_verdict(const ExploreFindings& findings) {
  std::vector<std::string> told;
  for (std::string sentence : {first_words(findings), cheapest_words(findings),
                               alarm_words(findings), benefit_words(findings)}) {
    if (!sentence.empty()) told.push_back(std::move(sentence));
  }
  return told;
}

}  // namespace pressor
