#include "tables.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "pressor/statistics/means.h"
#include "pressor/statistics/proportions.h"

namespace pressor::trial {
namespace {

ArmSummary summarize(const std::vector<double>& x) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (x.empty()) return {0, nan, nan};
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0.0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  return {x.size(), mean, x.size() > 1 ? std::sqrt(squares / (n - 1.0)) : nan};
}

Events count(const std::vector<double>& x) {
  Events events;
  for (const double v : x) ++(v != 0.0 ? events.yes : events.no);
  return events;
}

TestResult carry_out(Test test, const std::vector<double>& treated,
                     const std::vector<double>& control) {
  switch (test) {
    case Test::welch:
      return welch(treated, control);
    case Test::student:
      return student(treated, control);
    case Test::chi2:
      return chi_square(count(treated), count(control));
    case Test::fisher:
      return fisher_exact(count(treated), count(control));
  }
  return {};
}

}  // namespace

TableBuilder::TableBuilder(const Study& study, const std::vector<EndpointColumn>& columns)
    : study_(study),
      columns_(columns),
      values_(columns.size(), std::vector<std::vector<double>>(study.arms.size())) {
  tables_.arms.resize(columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    for (const Test test : study.endpoints[columns[c].endpoint].compare) {
      for (std::size_t arm = 1; arm < study.arms.size(); ++arm) {
        tables_.comparisons.push_back({test_name(test), c, arm, {}, {}, {}, {}});
        tests_.push_back(test);
      }
    }
  }
}

void TableBuilder::add(const PatientRecord& record) {
  while (replicate_ < record.replicate) close_replicate();
  if (record.arm != record.assigned) return;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const EndpointValue& value = record.endpoints[c];
    if (value.missing == Missing::present) values_[c][record.arm].push_back(value.value);
  }
}

void TableBuilder::compare(Comparisons& into, Test test) {
  const auto& arms = values_[into.column];
  const TestResult result = carry_out(test, arms[into.arm], arms[0]);
  into.estimate.push_back(result.estimate);
  into.ci_low.push_back(result.ci_low);
  into.ci_high.push_back(result.ci_high);
  into.p.push_back(result.p);
}

void TableBuilder::close_replicate() {
  for (std::size_t k = 0; k < tests_.size(); ++k) compare(tables_.comparisons[k], tests_[k]);
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::vector<ArmSummary> arms;
    for (std::vector<double>& x : values_[c]) {
      arms.push_back(summarize(x));
      x.clear();
    }
    tables_.arms[c].push_back(std::move(arms));
  }
  ++replicate_;
}

TrialTables TableBuilder::finish() {
  while (replicate_ < study_.replicates) close_replicate();
  return std::move(tables_);
}

}  // namespace pressor::trial
