#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evidence.h"

/// Endpoints as people speak of them.
namespace pressor::report {

/// One endpoint column.
struct Outcome {
  std::size_t column = 0;
  std::string title;  ///< `Highest norepinephrine dose, 0 to 6 h`
  std::string unit;
  bool share = false;                         ///< the mean is a share of patients
  const ObservedResult* published = nullptr;  ///< or nothing
};

Outcome outcome_of(const Evidence& evidence, std::size_t column);

/// A variable in words: `MAP`, `norepinephrine dose`.
std::string variable_words(const Study& study, const std::string& name);

/// The column of the primary comparison (trial/primary.h). Nothing when no endpoint is compared.
std::optional<std::size_t> primary_column(const Evidence& evidence);

/// The comparisons of a column, in the order of the study's tests.
std::vector<const Comparisons*> comparisons_of(const Evidence& evidence, std::size_t column);

/// What a comparison does over the trials; nothing where it has no p value in any of them.
const Operating* operating_of(const Evidence& evidence, const Comparisons& found);

/// A value of it with decimals that fit, without unit; a share as per cent.
std::string value_text(const Outcome& outcome, double value);
/// Mean and SD, or a share.
std::string mean_text(const Outcome& outcome, double mean, double sd);
/// A difference of two values, with sign; of shares in percentage points.
std::string difference_text(const Outcome& outcome, double difference);
/// An odds ratio, a hazard ratio: `0.90`, `12.3`.
std::string ratio_text(double ratio);
/// An estimate of that test: a ratio has no sign.
std::string estimate_text(const Outcome& outcome, const std::string& test, double estimate);

/// `+3 (−21 to +32) points`; `margin` stands before the range: `95 % CI `. A dash without estimate.
std::string estimate_range(const Outcome& outcome, const std::string& test, double middle,
                           double low, double high, const char* margin = "");

/// `Welch's t test`; what its estimate is: `difference of means`.
std::string test_words(const std::string& test);
std::string estimate_words(const std::string& test);
/// Estimate without effect: 1 for a ratio, else 0.
double no_effect(const std::string& test);
/// Whether a published difference of means or shares can be laid beside the estimate.
bool is_like_published(const std::string& test);

/// Published difference of the arm from the first one, where both are published.
std::optional<double> published_difference(const Evidence& evidence, const Outcome& outcome,
                                           std::size_t arm);
/// Published figure of an arm, or nothing.
const ObservedResult::ArmFigure* published_arm(const Evidence& evidence, const Outcome& outcome,
                                               std::size_t arm);

/// `40 simulated trials of 32 patients`.
std::string size_words(const Evidence& evidence);

}  // namespace pressor::report
