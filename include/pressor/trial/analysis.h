#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// How arms are compared: tests as words of a scenario, and what their estimates mean.
namespace pressor {

/// Tests of a treated arm against the first arm. Words as in scenarios and the result file.
///
/// | word      | test, as in reports                             | estimate                    |
/// |-----------|-------------------------------------------------|-----------------------------|
/// | welch     | Welch's t test                                  | difference of means         |
/// | student   | Student's t test                                | difference of means         |
/// | paired    | t test within patients: twins, crossover of two | mean difference             |
/// | ancova    | analysis of covariance                          | adjusted difference         |
/// | mmrm      | mixed model for repeated measures, unstructured | difference at the last time |
/// | wilcoxon  | Wilcoxon's rank sum test                        | Hodges-Lehmann shift        |
/// | win_ratio | win ratio of all pairs                          | win ratio                   |
/// | chi2      | chi-square test without continuity correction   | risk difference             |
/// | fisher    | Fisher's exact test                             | conditional odds ratio      |
/// | boschloo  | Boschloo's exact test                           | risk difference             |
/// | logrank   | log-rank test                                   | hazard ratio (Peto)         |
/// | cox       | Cox's proportional hazards, ties by Efron       | hazard ratio                |
/// | rmst      | restricted mean survival time                   | difference of means, min    |
///
/// `paired` of a crossover is free of an effect of period.
enum class Test : std::uint8_t {
  welch,
  student,
  paired,
  ancova,
  mmrm,
  wilcoxon,
  win_ratio,
  chi2,
  fisher,
  boschloo,
  logrank,
  cox,
  rmst,
};
inline constexpr std::size_t test_count = 13;

/// Word of a test.
const char* test_name(Test test);

/// A test with what it is adjusted for.
struct PlannedTest {
  // Not explicit: `compare = {Test::welch}` says all that there is to say of most tests.
  PlannedTest(Test of = Test::welch) : test(of) {}  // NOLINT(google-explicit-constructor)

  Test test;
  bool baseline = false;  ///< adjusted for the same measure at the endpoint's first time
  std::vector<std::string> covariates;  ///< patient columns; `centre` is a factor
  double time = 0.0;                    ///< min, up to which rmst counts; 0: the column's time
  friend bool operator==(const PlannedTest&, const PlannedTest&) = default;
};

/// `ancova(baseline, saps2)`: as a scenario writes it, and the name of its datasets.
std::string test_text(const PlannedTest& test);

/// The test whose text this is. Throws ParameterError.
Test test_of(const std::string& text);

/// `analysis of covariance (baseline, saps2)`: as a report names the test of a text.
std::string test_title(const std::string& text);

/// What the estimate of a test is.
enum class Estimate : std::uint8_t {
  mean_difference,
  adjusted_difference,
  location_shift,
  risk_difference,
  odds_ratio,
  hazard_ratio,
  survival_difference,
  win_ratio,
};
inline constexpr std::size_t estimate_count = 8;

Estimate estimate_of(Test test);
/// `difference of means`, as a report names it.
const char* estimate_name(Estimate estimate);
/// True for ratios, whose value without an effect is 1 and which count on a log scale.
bool is_ratio(Estimate estimate);
/// Value without an effect: 0 or 1.
double null_value(Estimate estimate);
/// Whether a published difference of means or shares can be laid beside the estimate.
bool is_plain_difference(Estimate estimate);
/// Unit of the estimate of a test on a column of unit `unit`.
std::string estimate_unit(Test test, const std::string& unit);

/// What a test does with patients who have no value, death first: a sentence for reports.
std::string missing_rule(Test test);

}  // namespace pressor
