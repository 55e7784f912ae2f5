#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "outcome.h"
#include "pressor/report/numbers.h"
#include "sections.h"

/// Methods in the words that a paper would need.
namespace pressor::report {
namespace {

constexpr const char* model_words =
    "Each patient is a system of differential equations: kinetics of each drug with its effect "
    "sites, receptor activation by an operational model, resistance, unstressed volume, rate and "
    "contractility that follow from it, Guyton's equilibrium of venous return and cardiac output, "
    "the baroreflex, fluid exchange, lactate and a hazard of death. Patients are drawn as a "
    "clinician would describe them (pressure, rate, output, filling pressures, vasopressor dose, "
    "age, weight, severity, lactate); what cannot be seen is calculated back so that time 0 is an "
    "exact steady state at these values.";

constexpr const char* bedside_words =
    "Doses are given as ordered. Titration reads a cuff pressure (averaged, with noise, rounded) "
    "at "
    "its checks and follows its rule; endpoints read the true signal unless the scenario says "
    "otherwise.";

constexpr const char* people_method =
    "Virtual patients are not a sample of people. Intervals and p values say what trials of this "
    "size would report if the model were true; they say nothing about whether it is.";

constexpr const char* lactate_words =
    "Lactate is prognostic, not causal, in this model: a patient with a high lactate dies more "
    "often, but a treatment that only lowers lactate has not been shown to save anyone. An effect "
    "on "
    "survival that runs through lactate is to be read in that light.";

constexpr const char* missing_words =
    "Missing values: a measurement is missing when the patient had died, had left or was missed; "
    "the reason is kept, and nothing is imputed. A death before a measurement is informative.";

bool has_population(const Evidence& evidence) { return !evidence.is_one_person(); }

std::string tests_words(const Evidence& evidence) {
  std::set<std::string> names;
  for (const Comparisons& found : evidence.trial.comparisons) names.insert(test_words(found.test));
  if (names.empty()) return {};
  std::string words;
  for (const std::string& name : names) words += (words.empty() ? "" : "; ") + name;
  return "Tests, all two-sided, without correction for several endpoints: " + words +
         ". A ratio of the challenge is MAP over the last minute of the highest step over MAP of "
         "the "
         "two minutes before.";
}

/// What each kind of test does with those who have no value.
std::string missing_rules(const Evidence& evidence) {
  std::map<std::string, std::string> tests;
  for (const Comparisons& found : evidence.trial.comparisons) {
    std::string& names = tests[missing_rule(test_of(found.test))];
    const std::string name = test_words(found.test);
    if (names.find(name) == std::string::npos) names += (names.empty() ? "" : ", ") + name;
  }
  std::string words = missing_words;
  for (const auto& [rule, names] : tests) words.append(" ").append(names).append(": ").append(rule);
  return words;
}

std::string engine_words(const Evidence& evidence) {
  const bool reference = evidence.study().engine == EngineKind::reference;
  return std::string("Equations were solved by the ") +
         (reference ? "reference engine (Boost.Odeint)"
                    : "ensemble engine (Rosenbrock method, eight patients at a time)") +
         fmt::format(" with a relative tolerance of {:g}. ", evidence.study().tolerance) +
         "Random numbers (Philox4x32-10) depend on seed, trial and patient only, so that the "
         "result "
         "is the same for any number of threads, and allocation shares no random number with "
         "physiology.";
}

std::string survival_words(const Study& study) {
  return "A patient dies when the cumulative hazard (severity, age, frailty, lactate, time spent "
         "below the pressure threshold) reaches his own random limit, or by an arrest. Beyond " +
         duration(study.horizon) +
         " the hazard goes on without its pressure term and with lactate fading.";
}

std::string allowed_words(const Evidence& evidence) {
  std::string words = evidence.info.warnings;
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words.empty() ? words : "Let pass with a reason: " + words;
}

}  // namespace

Section methods_section(const Evidence& evidence) {
  Section section{"methods", "Methods", {}, {}};
  const bool people = has_population(evidence);
  std::vector<std::string> words{model_words, bedside_words};
  if (people) words.emplace_back(people_method);
  if (people) words.push_back(tests_words(evidence));
  if (people) words.push_back(missing_rules(evidence));
  if (people && evidence.study().mortality) {
    words.push_back(survival_words(evidence.study()));
    words.emplace_back(lactate_words);
  }
  words.push_back(engine_words(evidence));
  words.push_back(allowed_words(evidence));
  for (const std::string& paragraph_words : words) {
    if (!paragraph_words.empty()) section.body += paragraph(paragraph_words);
  }
  return section;
}

}  // namespace pressor::report
