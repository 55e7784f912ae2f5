#include "evidence.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "blind.h"

namespace pressor::report {
namespace {

std::vector<std::size_t> counts_of(const ResultRows& rows, const std::string& path) {
  const std::vector<double> numbers = rows.numbers(path);
  std::vector<std::size_t> counts(numbers.size());
  std::transform(numbers.begin(), numbers.end(), counts.begin(),
                 [](double number) { return static_cast<std::size_t>(number); });
  return counts;
}

People people_of(const ResultRows& rows) {
  People people{counts_of(rows, "/patients/replicate"), counts_of(rows, "/patients/slot"),
                counts_of(rows, "/patients/arm"),       counts_of(rows, "/patients/assigned"),
                rows.texts("/patients/status"),         rows.numbers("/patients/death_time"),
                rows.numbers("/patients/withdrawn"),    {}};
  for (const double adherent : rows.numbers("/patients/adherent")) {
    people.adherent.push_back(adherent > 0.0);
  }
  return people;
}

/// In a crossover an arm holds what it adds; here it holds all that is ordered, as elsewhere.
void add_common_orders(Study& study) {
  if (!study.crossover) return;
  const auto append = [](auto& to, const auto& more) {
    to.insert(to.end(), more.begin(), more.end());
  };
  for (Arm& arm : study.arms) {
    append(arm.orders.drugs, study.common.drugs);
    append(arm.orders.titrations, study.common.titrations);
    append(arm.orders.challenges, study.common.challenges);
    append(arm.orders.fluids, study.common.fluids);
    append(arm.orders.rescues, study.common.rescues);
  }
}

std::string title_of(const Evidence& evidence, const ReportOptions& options) {
  if (!options.title.empty()) return options.title;
  // A title usually names the treatment.
  return options.blinded ? "Blinded report of a simulated trial" : evidence.info.title;
}

}  // namespace

std::vector<double> Evidence::endpoint(std::size_t column) const {
  return rows.numbers("/endpoints/" + columns.at(column).name);
}

std::vector<std::string> Evidence::endpoint_missing(std::size_t column) const {
  return rows.texts("/endpoints/" + columns.at(column).name + ".missing");
}

Evidence open_evidence(const std::filesystem::path& result, const ReportOptions& options) {
  ResultInfo info = read_result(result);
  LoadedStudy loaded = load_resolved(info.scenario_yaml);
  Evidence made{
      std::move(info), ResultRows(result), std::move(loaded), {}, {}, {}, {}, {}, {}, false};
  add_common_orders(made.loaded.study);
  made.columns = endpoint_columns(made.study().endpoints, study_variables(made.study().cast));
  made.trial = read_trial(made.rows);
  made.people = people_of(made.rows);
  made.arms = made.info.arms;
  made.order.resize(made.arms.size());
  std::iota(made.order.begin(), made.order.end(), std::size_t{0});
  made.title = title_of(made, options);
  if (options.blinded) blind(made);
  return made;
}

}  // namespace pressor::report
