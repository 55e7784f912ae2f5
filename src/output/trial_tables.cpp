#include <algorithm>
#include <cmath>
#include <map>

#include "row_tables.h"
#include "tables.h"

namespace pressor {
namespace {

Dataset arm_scale(const std::string& group, const Study& study) {
  return make_dataset(group, "arm", "1", "arm of the trial", {"arm"}, arm_names(study));
}

/// Makes the datasets of /trial: [replicate][arm].
class TrialWriter {
 public:
  TrialWriter(const Study& study, const StudyHeader& header)
      : header_(header), replicates_(study.replicates), arms_(study.arms.size()) {
    std::vector<std::int32_t> numbers(replicates_);
    for (std::size_t r = 0; r < replicates_; ++r) numbers[r] = static_cast<std::int32_t>(r);
    made_.push_back(make_dataset("trial", "replicate", "1", "replicate of the trial", {"replicate"},
                                 std::move(numbers)));
    made_.push_back(arm_scale("trial", study));
    std::vector<std::string> reasons;
    for (std::size_t m = 1; m < missing_count; ++m) {
      reasons.emplace_back(missing_name(static_cast<Missing>(m)));
    }
    made_.push_back(make_dataset("trial", "reason", "1", "why a value is missing", {"reason"},
                                 std::move(reasons)));
  }

  void add_arms(std::size_t column, const std::vector<std::vector<ArmSummary>>& table) {
    std::vector<std::int64_t> n;
    std::vector<double> mean;
    std::vector<double> sd;
    std::vector<std::int32_t> missing;
    for (std::size_t r = 0; r < replicates_; ++r) {
      for (std::size_t a = 0; a < arms_; ++a) {
        const ArmSummary& cell = table.at(r).at(a);
        n.push_back(static_cast<std::int64_t>(cell.n));
        mean.push_back(cell.n > 0 ? cell.mean : missing_number);
        sd.push_back(cell.n > 1 ? cell.sd : missing_number);
        missing.insert(missing.end(), cell.missing.begin() + 1, cell.missing.end());
      }
    }
    const EndpointColumn& of = header_.endpoint_columns.at(column);
    add(of.name + ".n", "1", "patients with " + of.name, std::move(n));
    add(of.name + ".mean", safe_unit(of.unit), "mean of " + of.name, std::move(mean));
    add(of.name + ".sd", safe_unit(of.unit), "standard deviation of " + of.name, std::move(sd));
    add(of.name + ".missing", "1", "patients without " + of.name, std::move(missing));
    made_.back().dims.emplace_back("reason");
    made_.back().inner.push_back(missing_count - 1);
  }

  /// All arms of one test on one column; the first arm is what the others are compared with and has
  /// no comparison itself.
  void add_test(const std::vector<const Comparisons*>& by_arm) {
    const Comparisons& any = *by_arm.front();
    const EndpointColumn& of = header_.endpoint_columns.at(any.column);
    const std::string name = of.name + "." + any.test;
    const std::string text = " of " + of.name + " against the first arm, test " + any.test;
    const std::string unit = safe_unit(estimate_unit(test_of(any.test), of.unit));
    const std::string estimate = estimate_name(estimate_of(test_of(any.test)));
    add_figure(name + ".estimate", unit, estimate + text, by_arm, &Comparisons::estimate);
    add_figure(name + ".ci_low", unit, "lower end of the 95 % interval" + text, by_arm,
               &Comparisons::ci_low);
    add_figure(name + ".ci_high", unit, "upper end of the 95 % interval" + text, by_arm,
               &Comparisons::ci_high);
    add_figure(name + ".p", "1", "two-sided p value" + text, by_arm, &Comparisons::p);
    add_used(name + ".used", "patients of the arm in the estimate" + text, by_arm,
             &Comparisons::used);
    add_used(name + ".used_control", "patients of the first arm in the estimate" + text, by_arm,
             &Comparisons::used_control);
  }

  std::vector<Dataset> take() { return std::move(made_); }

 private:
  void add(std::string name, std::string units, std::string long_name, Cells cells) {
    made_.push_back(make_dataset("trial", std::move(name), std::move(units), std::move(long_name),
                                 {"replicate", "arm"}, std::move(cells)));
    made_.back().inner = {arms_};
  }

  void add_figure(std::string name, std::string units, std::string long_name,
                  const std::vector<const Comparisons*>& by_arm,
                  std::vector<double> Comparisons::*figure) {
    std::vector<double> values(replicates_ * arms_, missing_number);
    for (const Comparisons* comparison : by_arm) {
      const std::vector<double>& of = comparison->*figure;
      const std::size_t known = std::min(of.size(), replicates_);
      for (std::size_t r = 0; r < known; ++r) values.at(r * arms_ + comparison->arm) = of[r];
    }
    add(std::move(name), std::move(units), std::move(long_name), std::move(values));
  }

  void add_used(std::string name, std::string long_name,
                const std::vector<const Comparisons*>& by_arm,
                std::vector<std::uint32_t> Comparisons::*figure) {
    std::vector<std::int32_t> values(replicates_ * arms_, 0);
    for (const Comparisons* comparison : by_arm) {
      const std::vector<std::uint32_t>& of = comparison->*figure;
      for (std::size_t r = 0; r < std::min(of.size(), replicates_); ++r) {
        values.at(r * arms_ + comparison->arm) = static_cast<std::int32_t>(of[r]);
      }
    }
    add(std::move(name), "1", std::move(long_name), std::move(values));
  }

  const StudyHeader& header_;
  std::size_t replicates_;
  std::size_t arms_;
  std::vector<Dataset> made_;
};

}  // namespace

Dataset time_scale(const std::string& group, const StudyHeader& header) {
  std::vector<double> times(header.grid);
  for (std::size_t i = 0; i < times.size(); ++i) {
    times[i] = static_cast<double>(i) * header.every;
  }
  return make_dataset(group, "time", "min", "time from the start", {"time"}, std::move(times));
}

std::vector<Dataset> trial_tables(const Study& study, const StudyHeader& header,
                                  const TrialTables& trial) {
  TrialWriter writer(study, header);
  for (std::size_t column = 0; column < trial.arms.size(); ++column) {
    writer.add_arms(column, trial.arms[column]);
  }
  std::map<std::pair<std::size_t, std::string>, std::vector<const Comparisons*>> tests;
  for (const Comparisons& one : trial.comparisons) tests[{one.column, one.test}].push_back(&one);
  for (const auto& [key, by_arm] : tests) writer.add_test(by_arm);
  return writer.take();
}

std::vector<Dataset> summary_tables(const Study& study, const StudyHeader& header,
                                    const SummaryTable& summary) {
  std::vector<Dataset> made;
  made.push_back(arm_scale("summary", study));
  made.push_back(time_scale("summary", header));
  made.push_back(
      make_dataset("summary", "quantile", "1", "share of the patients at or below", {"quantile"},
                   std::vector<double>(SummaryTable::levels.begin(), SummaryTable::levels.end())));
  for (const SummaryTable::Series& series : summary.series) {
    std::vector<float> values;
    for (const auto& arm : series.quantiles) {
      for (const auto& quantiles : arm)
        values.insert(values.end(), quantiles.begin(), quantiles.end());
    }
    made.push_back(make_dataset("summary", series.variable, safe_unit(series.unit),
                                series.long_name + ", quantiles over patients",
                                {"arm", "time", "quantile"}, std::move(values)));
    made.back().inner = {header.grid, SummaryTable::levels.size()};
  }
  return made;
}

}  // namespace pressor
