#include "pressor/output/sweep_file.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "csv_text.h"
#include "durable.h"
#include "row_tables.h"
#include "whole_file.h"

namespace pressor {
namespace {

/// Makes the datasets of /sweep.
class SweepWriter {
 public:
  SweepWriter(const SweepPlan& plan, const SweepTable& table) : plan_(plan), table_(table) {
    if (plan.method == SweepMethod::grid) {
      for (const SweepAxis& axis : plan.axes) {
        dims_.push_back(axis.name);
        sizes_.push_back(axis.levels.size());
      }
    } else {
      dims_ = {"point"};
      sizes_ = {plan.points()};
      std::vector<std::int32_t> numbers(plan.points());
      for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int32_t>(i);
      add("point", "1", "point of the design", {"point"}, std::move(numbers));
    }
    for (const SweepAxis& axis : plan.axes) add_axis(axis);
    add("arm", "1", "arm of the trial", {"arm"}, table.arms);
    dims_.emplace_back("arm");
    sizes_.push_back(table.arms.size());
  }

  void arms() {
    const auto& rows = table_.points.front().arms;
    for (std::size_t column = 0; column < table_.columns.size(); ++column) {
      const EndpointColumn& of = table_.columns[column];
      std::vector<std::int64_t> n(cells(), 0);
      std::vector<double> mean(cells(), missing_number);
      std::vector<double> sd(cells(), missing_number);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].column != column) continue;
        for (std::size_t point = 0; point < table_.points.size(); ++point) {
          const StudyFigures::Arm& found = table_.points[point].arms[i];
          const std::size_t at = point * table_.arms.size() + found.arm;
          n[at] = static_cast<std::int64_t>(found.n);
          mean[at] = found.mean;
          sd[at] = found.sd;
        }
      }
      figure(of.name + ".n", "1", "patients with " + of.name, std::move(n));
      figure(of.name + ".mean", safe_unit(of.unit), "mean of " + of.name, std::move(mean));
      figure(of.name + ".sd", safe_unit(of.unit), "standard deviation of " + of.name,
             std::move(sd));
    }
  }

  void tests() {
    using Test = StudyFigures::Test;
    const auto& rows = table_.points.front().tests;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].arm != first_compared(rows, i)) continue;
      const EndpointColumn& of = table_.columns[rows[i].column];
      const std::string name = of.name + '.' + rows[i].test;
      const std::string text = " of " + of.name + " against the first arm, test " + rows[i].test;
      const std::string unit = safe_unit(estimate_unit(test_of(rows[i].test), of.unit));
      figure(name + ".estimate", unit, "mean estimate" + text, by_arm(i, &Test::estimate));
      figure(name + ".estimate_sd", unit, "SD of the estimates over replicates" + text,
             by_arm(i, &Test::estimate_sd));
      figure(name + ".significant", "1", "share of trials with p < 0.05" + text,
             by_arm(i, &Test::significant));
    }
  }

  std::vector<Dataset> take() { return std::move(made_); }

 private:
  using Tests = std::vector<StudyFigures::Test>;

  static bool same_test(const StudyFigures::Test& a, const StudyFigures::Test& b) {
    return a.column == b.column && a.test == b.test;
  }

  /// Arm of the first row with the same test of the same column.
  static std::size_t first_compared(const Tests& rows, std::size_t i) {
    return std::find_if(rows.begin(), rows.end(),
                        [&](const StudyFigures::Test& one) { return same_test(one, rows[i]); })
        ->arm;
  }

  [[nodiscard]] std::size_t cells() const { return table_.points.size() * table_.arms.size(); }

  /// One figure of all rows with the test of row `i`.
  [[nodiscard]] std::vector<double> by_arm(std::size_t i, double StudyFigures::Test::*value) const {
    std::vector<double> values(cells(), missing_number);
    for (std::size_t point = 0; point < table_.points.size(); ++point) {
      const Tests& rows = table_.points[point].tests;
      for (const StudyFigures::Test& one : rows) {
        if (same_test(one, rows[i])) values[point * table_.arms.size() + one.arm] = one.*value;
      }
    }
    return values;
  }

  void add_axis(const SweepAxis& axis) {
    const bool grid = plan_.method == SweepMethod::grid;
    const std::string meaning = axis.name + ": `" + axis.path + "` of the scenario";
    const std::string unit = axis.unit.empty() ? "1" : safe_unit(axis.unit);
    Cells cells = axis.levels;
    if (!axis.numbers.empty()) cells = axis.numbers;
    add(axis.name, unit, meaning, {grid ? axis.name : "point"}, std::move(cells));
  }

  void figure(std::string name, std::string units, std::string long_name, Cells cells) {
    add(std::move(name), std::move(units), std::move(long_name), dims_, std::move(cells));
    made_.back().inner.assign(sizes_.begin() + 1, sizes_.end());
  }

  void add(std::string name, std::string units, std::string long_name,
           std::vector<std::string> dims, Cells cells) {
    made_.push_back(make_dataset("sweep", std::move(name), std::move(units), std::move(long_name),
                                 std::move(dims), std::move(cells)));
  }

  const SweepPlan& plan_;
  const SweepTable& table_;
  std::vector<std::string> dims_;
  std::vector<std::size_t> sizes_;
  std::vector<Dataset> made_;
};

/// Makes the datasets of /sensitivity.
class SensitivityWriter {
 public:
  SensitivityWriter(const SweepPlan& plan, const SensitivityFindings& findings)
      : findings_(findings), axes_(plan.axes.size()) {
    std::vector<std::string> axes;
    std::vector<std::string> outputs;
    std::vector<std::int32_t> points;
    for (const SweepAxis& axis : plan.axes) axes.push_back(axis.name);
    for (const OutputEffects& one : findings.outputs) outputs.push_back(one.output);
    for (const NestedEffects& one : findings.outputs.front().growth) {
      points.push_back(static_cast<std::int32_t>(one.points));
    }
    sizes_ = points.size();
    add("output", "what was found", {"output"}, std::move(outputs));
    made_.back().notes = {{"method", findings.method}};
    add("axis", "what was varied", {"axis"}, std::move(axes));
    add("points", "base points, from the first", {"points"}, std::move(points));
  }

  void figure(const std::string& name, WithInterval InputEffect::*figure) {
    const std::pair<const char*, double WithInterval::*> parts[] = {
        {"", &WithInterval::value}, {".low", &WithInterval::low}, {".high", &WithInterval::high}};
    const char* const ends[] = {"", ", 2.5 % of the bootstrap", ", 97.5 % of the bootstrap"};
    for (std::size_t i = 0; i < std::size(parts); ++i) {
      const auto& [ending, part] = parts[i];
      const std::string meaning = name + " order or its like (sensitivity.h)" + ends[i];
      add_all(name + ending, meaning, figure, part);
      add_growth(name + ".growth" + ending, meaning + ", of the first points alone", figure, part);
    }
  }

  std::vector<Dataset> take() { return std::move(made_); }

 private:
  using Figure = WithInterval InputEffect::*;
  using Part = double WithInterval::*;

  void add_all(std::string name, std::string meaning, Figure figure, Part part) {
    std::vector<double> values;
    for (const OutputEffects& one : findings_.outputs) {
      for (const InputEffect& effect : one.effects) values.push_back(effect.*figure.*part);
    }
    add(std::move(name), std::move(meaning), {"output", "axis"}, std::move(values));
    made_.back().inner = {axes_};
  }

  void add_growth(std::string name, std::string meaning, Figure figure, Part part) {
    std::vector<double> values;
    for (const OutputEffects& one : findings_.outputs) {
      for (std::size_t axis = 0; axis < axes_; ++axis) {
        for (const NestedEffects& nested : one.growth) {
          values.push_back(nested.effects[axis].*figure.*part);
        }
      }
    }
    add(std::move(name), std::move(meaning), {"output", "axis", "points"}, std::move(values));
    made_.back().inner = {axes_, sizes_};
  }

  void add(std::string name, std::string meaning, std::vector<std::string> dims, Cells cells) {
    made_.push_back(make_dataset("sensitivity", std::move(name), "1", std::move(meaning),
                                 std::move(dims), std::move(cells)));
  }

  const SensitivityFindings& findings_;
  std::size_t axes_;
  std::size_t sizes_ = 0;
  std::vector<Dataset> made_;
};

}  // namespace

void check_sweep_path(const std::filesystem::path& path, bool replace) {
  check_writable(path);
  if (!replace && std::filesystem::exists(path)) {
    throw OutputError(path.string() + " exists already; --force replaces it");
  }
}

void write_sweep(const std::filesystem::path& path, bool replace, const SweepPlan& plan,
                 const SweepTable& table, const Study& first, const ResultProvenance& provenance,
                 const SensitivityFindings& findings) {
  check_sweep_path(path, replace);
  SweepWriter writer(plan, table);
  writer.arms();
  writer.tests();
  std::vector<GroupPlan> groups{{"sweep", nullptr, 0, writer.take()}};
  if (!findings.outputs.empty()) {
    SensitivityWriter found(plan, findings);
    found.figure("first", &InputEffect::first);
    found.figure("total", &InputEffect::total);
    groups.push_back({"sensitivity", nullptr, 0, found.take()});
  }
  write_whole_file(path, groups,
                   {first.title.empty() ? first.name : first.title, sweep_schema, first.seed},
                   provenance);
}

std::string sweep_csv(const SweepPlan& plan, const SweepTable& table) {
  std::string out;
  for (const SweepAxis& axis : plan.axes) {
    const bool unit = !axis.numbers.empty() && !axis.unit.empty();
    out += csv_cell(unit ? axis.name + " [" + axis.unit + "]" : axis.name) + ',';
  }
  out += "arm,endpoint,test,n,value,sd,significant\n";
  for (std::size_t point = 0; point < table.points.size(); ++point) {
    std::string where;
    const auto levels = plan.levels_at(point);
    for (std::size_t a = 0; a < plan.axes.size(); ++a) {
      const SweepAxis& axis = plan.axes[a];
      where += csv_cell(axis.numbers.empty() ? axis.levels[levels[a]]
                                             : format_number(axis.numbers[levels[a]])) +
               ',';
    }
    const StudyFigures& found = table.points[point];
    for (const StudyFigures::Arm& arm : found.arms) {
      out += where + csv_cell(table.arms[arm.arm]) + ',' +
             csv_cell(table.columns[arm.column].name) + ",," + std::to_string(arm.n) + ',' +
             csv_number(arm.mean) + ',' + csv_number(arm.sd) + ",\n";
    }
    for (const StudyFigures::Test& test : found.tests) {
      out += where + csv_cell(table.arms[test.arm]) + ',' +
             csv_cell(table.columns[test.column].name) + ',' + csv_cell(test.test) + ",," +
             csv_number(test.estimate) + ',' + csv_number(test.estimate_sd) + ',' +
             csv_number(test.significant) + '\n';
    }
  }
  return out;
}

}  // namespace pressor
