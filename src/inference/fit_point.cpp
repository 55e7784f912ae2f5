#include <algorithm>
#include <array>
#include <cmath>

#include "fit_errors.h"
#include "pressor/core/errors.h"
#include "simulate_rows.h"

namespace pressor {
namespace {

constexpr double normal_95 = 1.959963984540054;  ///< half a 95% interval in SDs
constexpr double normal_75 = 0.674489750196082;  ///< half the distance of the quartiles in SDs

double sum_of_squares(const std::vector<double>& terms) {
  double sum = 0.0;
  for (const double term : terms) sum += term * term;
  return sum;
}

/// Last guard: readers of calibrations refuse such rows with their place.
void check_sets(const FitQuestion& question) {
  for (const Experiment& experiment : question.experiments) {
    for (const EvidenceRow& row : experiment.rows) {
      if (row.set == EvidenceSet::fit) continue;
      throw ParameterError("the row `" + row.id + "` is of the set `" + set_name(row.set) +
                           "` and may choose no parameter");
    }
  }
}

/// A direction that is clear by a step costs nothing; what is missing counts in steps.
double step_error(const EvidenceRow& row, const RowResult& result) {
  const bool rises = row.direction == "rises";
  const double neutral = rises ? row.lowest : row.highest;
  const double change = (result.simulated - neutral) / *row.step;
  if (!std::isfinite(change)) return failed_error;
  return rises ? std::min(change - 1.0, 0.0) : std::max(change + 1.0, 0.0);
}

std::vector<RowResult> rows_at(const FitQuestion& question, const std::vector<double>& values,
                               unsigned threads) {
  const auto simulate = [&](std::size_t i, unsigned own_threads) {
    const Experiment& experiment = question.experiments[i];
    try {
      return inference::simulate_rows(experiment, question.study(i, values), own_threads,
                                      inference::Detail::figure);
    } catch (const InputError& error) {
      return inference::failed_rows(experiment, error.what());
    } catch (const ParameterError& error) {
      return inference::failed_rows(experiment, error.what());
    }
  };
  return inference::simulate_all(question.experiments, threads, simulate,
                                 [](std::size_t, std::size_t) { return true; });
}

}  // namespace

double FreeParameter::coordinate(double x) const {
  return (logarithmic ? std::log(x / prior) : x - prior) / prior_sd;
}

double FreeParameter::value(double z) const {
  return logarithmic ? prior * std::exp(prior_sd * z) : prior + prior_sd * z;
}

std::optional<double> row_weight_sd(const EvidenceRow& row) {
  if (row.step) return row.step;
  if (row.published && row.published->sd && *row.published->sd > 0.0) return row.published->sd;
  if (row.published && row.published->interval) {
    const auto& [low, high] = *row.published->interval;
    return 0.5 * (high - low) / (row.published->quartiles ? normal_75 : normal_95);
  }
  const double tolerance = 0.5 * (row.highest - row.lowest);
  return std::isfinite(tolerance) && tolerance > 0.0 ? std::optional(tolerance) : std::nullopt;
}

std::optional<double> weighted_error(const EvidenceRow& row, const RowResult& result) {
  const auto sd = row_weight_sd(row);
  if (!sd) return std::nullopt;
  if (row.step) return step_error(row, result);
  const double aim = row.published ? row.published->value : 0.5 * (row.lowest + row.highest);
  const double error = (result.simulated - aim) / *sd;
  return std::isfinite(error) ? error : failed_error;
}

FitPoint fit_point(const FitQuestion& question, const std::vector<double>& values,
                   unsigned threads) {
  check_sets(question);
  FitPoint point;
  point.values = values;
  point.rows = rows_at(question, values, threads);
  point.misfit = sum_of_squares(inference::row_errors(question, point));
  point.penalty = sum_of_squares(inference::coordinates(question, values));
  return point;
}

namespace inference {

std::vector<double> row_errors(const FitQuestion& question, const FitPoint& point) {
  std::vector<double> errors;
  for (const RowResult& result : point.rows) {
    const EvidenceRow& row = question.experiments[result.experiment].rows[result.row];
    errors.push_back(weighted_error(row, result).value_or(0.0));
  }
  return errors;
}

std::vector<double> coordinates(const FitQuestion& question, const std::vector<double>& values) {
  std::vector<double> z;
  for (std::size_t j = 0; j < values.size(); ++j) {
    z.push_back(question.parameters[j].coordinate(values[j]));
  }
  return z;
}

std::vector<double> values_at(const FitQuestion& question, const std::vector<double>& z) {
  std::vector<double> values;
  for (std::size_t j = 0; j < z.size(); ++j) values.push_back(question.parameters[j].value(z[j]));
  return values;
}

}  // namespace inference
}  // namespace pressor
