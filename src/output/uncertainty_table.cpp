#include <algorithm>

#include "row_tables.h"
#include "tables.h"

namespace pressor {
namespace {

/// Makes the datasets of /uncertainty: [draw][arm].
class UncertaintyWriter {
 public:
  UncertaintyWriter(const Study& study, std::size_t draws)
      : draws_(draws), arms_(study.arms.size()) {
    std::vector<std::int32_t> numbers(draws);
    for (std::size_t d = 0; d < draws; ++d) numbers[d] = static_cast<std::int32_t>(d);
    add("draw", "1", "draw of all numbers of the model", {"draw"}, std::move(numbers));
    add("arm", "1", "arm of the trial", {"arm"}, arm_names(study));
  }

  void rejected(const std::vector<std::uint32_t>& counts) {
    add("rejected", "1", "draws before this one that made no patients", {"draw"},
        std::vector<std::int32_t>(counts.begin(), counts.end()));
  }

  /// One arm of a figure; arms that nobody tells of are NaN.
  void figure(const std::string& name, const std::string& units, const std::string& long_name,
              std::size_t arm, const std::vector<double>& values) {
    auto found = std::find_if(made_.begin(), made_.end(),
                              [&](const Dataset& one) { return one.name == name; });
    if (found == made_.end()) {
      add(name, units, long_name, {"draw", "arm"},
          std::vector<double>(draws_ * arms_, missing_number));
      made_.back().inner = {arms_};
      found = made_.end() - 1;
    }
    auto& cells = std::get<std::vector<double>>(found->cells);
    for (std::size_t d = 0; d < draws_; ++d) cells[d * arms_ + arm] = values[d];
  }

  std::vector<Dataset> take() { return std::move(made_); }

 private:
  void add(const std::string& name, const std::string& units, const std::string& long_name,
           std::vector<std::string> dims, Cells cells) {
    made_.push_back(
        make_dataset("uncertainty", name, units, long_name, std::move(dims), std::move(cells)));
  }

  std::size_t draws_;
  std::size_t arms_;
  std::vector<Dataset> made_;
};

}  // namespace

std::vector<Dataset> uncertainty_tables(const Study& study, const StudyHeader& header,
                                        const UncertaintyTable& table) {
  if (table.rejected.empty()) return {};
  UncertaintyWriter writer(study, table.rejected.size());
  writer.rejected(table.rejected);
  for (const UncertaintyTable::ArmMean& row : table.arms) {
    const EndpointColumn& of = header.endpoint_columns.at(row.column);
    writer.figure(of.name + ".mean", safe_unit(of.unit), "mean of " + of.name, row.arm, row.mean);
  }
  for (const UncertaintyTable::Estimate& row : table.estimates) {
    const EndpointColumn& of = header.endpoint_columns.at(row.column);
    const std::string name = of.name + '.' + row.test;
    const std::string text = " of " + of.name + " against the first arm, test " + row.test;
    const std::string unit = safe_unit(estimate_unit(test_of(row.test), of.unit));
    writer.figure(name + ".estimate", unit, "mean estimate" + text, row.arm, row.estimate);
    writer.figure(name + ".significant", "1", "share of trials with p < 0.05" + text, row.arm,
                  row.significant);
  }
  return writer.take();
}

}  // namespace pressor
