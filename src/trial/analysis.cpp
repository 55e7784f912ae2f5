#include "pressor/trial/analysis.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "pressor/core/quantity.h"

namespace pressor {
namespace {

/// What there is to know of a test.
struct TestInfo {
  std::string_view word;
  std::string_view title;
  Estimate estimate;
  std::string_view missing;  ///< what is done with patients without a value
};

constexpr std::string_view left_out =
    "Patients without a value are left out, also those who died before it: the estimate speaks of "
    "survivors.";
constexpr std::string_view of_death =
    "Patients who left before the time are left out; the dead count.";
constexpr std::string_view censored =
    "Patients who left, or whom death kept from the event, are censored at that time.";

constexpr std::array<TestInfo, test_count> tests{{
    {"welch", "Welch's t test", Estimate::mean_difference, left_out},
    {"student", "Student's t test", Estimate::mean_difference, left_out},
    {"paired", "paired t test", Estimate::mean_difference,
     "Patients without a value in both arms are left out, also those who died before it."},
    {"ancova", "analysis of covariance", Estimate::adjusted_difference, left_out},
    {"mmrm", "mixed model for repeated measures", Estimate::adjusted_difference,
     "Patients count with the values that they have; the others are taken as missing at random, "
     "which a death is not."},
    {"wilcoxon", "Wilcoxon's rank sum test", Estimate::location_shift,
     "Patients without a value are left out; of rank(death, X) the dead count, below all "
     "survivors."},
    {"win_ratio", "win ratio", Estimate::win_ratio,
     "Patients without a value are left out; of rank(death, X) the dead count, below all "
     "survivors."},
    {"chi2", "chi-square test without continuity correction", Estimate::risk_difference, of_death},
    {"fisher", "Fisher's exact test", Estimate::odds_ratio, of_death},
    {"boschloo", "Boschloo's exact test", Estimate::risk_difference, of_death},
    {"logrank", "log-rank test", Estimate::hazard_ratio, censored},
    {"cox", "Cox's proportional hazards", Estimate::hazard_ratio, censored},
    {"rmst", "restricted mean survival time", Estimate::survival_difference, censored},
}};

const TestInfo& info(Test test) { return tests[static_cast<std::size_t>(test)]; }

/// What stands between the parentheses.
std::string adjustments(const PlannedTest& test) {
  std::string text = test.baseline ? "baseline" : "";
  for (const std::string& name : test.covariates) text += (text.empty() ? "" : ", ") + name;
  if (test.time > 0.0) {
    text += (text.empty() ? "" : ", ") + format_number(test.time / minutes_an_hour) + " h";
  }
  return text;
}

}  // namespace

const char* test_name(Test test) { return info(test).word.data(); }

std::string test_text(const PlannedTest& test) {
  const std::string inside = adjustments(test);
  const std::string word = test_name(test.test);
  return inside.empty() ? word : word + "(" + inside + ")";
}

Test test_of(const std::string& text) {
  const std::string word = text.substr(0, text.find('('));
  const auto* const found =
      std::find_if(tests.begin(), tests.end(), [&](const TestInfo& t) { return t.word == word; });
  if (found == tests.end()) throw ParameterError("there is no test `" + text + "`");
  return static_cast<Test>(found - tests.begin());
}

std::string test_title(const std::string& text) {
  const std::size_t open = text.find('(');
  const std::string title(info(test_of(text)).title);
  return open == std::string::npos ? title : title + " " + text.substr(open);
}

Estimate estimate_of(Test test) { return info(test).estimate; }

const char* estimate_name(Estimate estimate) {
  constexpr std::array<const char*, estimate_count> names{"difference of means",
                                                          "adjusted difference of means",
                                                          "location shift",
                                                          "risk difference",
                                                          "odds ratio",
                                                          "hazard ratio",
                                                          "difference of restricted mean times",
                                                          "win ratio"};
  return names[static_cast<std::size_t>(estimate)];
}

bool is_ratio(Estimate estimate) {
  return estimate == Estimate::odds_ratio || estimate == Estimate::hazard_ratio ||
         estimate == Estimate::win_ratio;
}

double null_value(Estimate estimate) { return is_ratio(estimate) ? 1.0 : 0.0; }

bool is_plain_difference(Estimate estimate) {
  return estimate == Estimate::mean_difference || estimate == Estimate::adjusted_difference ||
         estimate == Estimate::risk_difference;
}

std::string estimate_unit(Test test, const std::string& unit) {
  const Estimate estimate = estimate_of(test);
  if (estimate == Estimate::survival_difference) return "min";
  return is_ratio(estimate) || estimate == Estimate::risk_difference ? "1" : unit;
}

std::string missing_rule(Test test) { return std::string(info(test).missing); }

}  // namespace pressor
