#include "pressor/trial/analyse.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "pressor/statistics/means.h"
#include "pressor/statistics/proportions.h"
#include "pressor/statistics/ranks.h"
#include "pressor/statistics/repeated.h"
#include "pressor/statistics/survival.h"

namespace pressor {
namespace {

/// One arm and the control arm, the patients of whom a test knows enough; values by patient.
struct Pair {
  std::vector<std::size_t> treated;
  std::vector<std::size_t> control;

  [[nodiscard]] std::vector<std::size_t> all() const {
    std::vector<std::size_t> both = treated;
    both.insert(both.end(), control.begin(), control.end());
    return both;
  }
};

template <class T>
std::vector<T> pick(const std::vector<T>& values, const std::vector<std::size_t>& patients) {
  std::vector<T> out;
  if (values.empty()) return out;
  for (const std::size_t i : patients) out.push_back(values[i]);
  return out;
}

Columns pick(const Columns& columns, const std::vector<std::size_t>& patients) {
  Columns out;
  for (const auto& column : columns) out.push_back(pick(column, patients));
  return out;
}

std::vector<std::uint8_t> treatment(const Pair& pair) {
  std::vector<std::uint8_t> out(pair.treated.size(), 1);
  out.resize(pair.treated.size() + pair.control.size(), 0);
  return out;
}

Events count(const std::vector<double>& x) {
  Events events;
  for (const double v : x) ++(v != 0.0 ? events.yes : events.no);
  return events;
}

std::vector<Followed> followed(const TableEndpoint& e, const std::vector<std::size_t>& patients) {
  std::vector<Followed> out;
  for (const std::size_t i : patients) out.push_back({e.values[0][i], e.event[i] != 0.0});
  return out;
}

/// Whether enough is known of a patient for a test: of repeated measures one visit suffices.
bool is_known(const TableEndpoint& e, const TableComparison& c, std::size_t patient) {
  const auto missing = [patient](const std::vector<double>& column) {
    return !column.empty() && std::isnan(column[patient]);
  };
  const bool seen = !std::all_of(e.values.begin(), e.values.end(), missing);
  const bool adjusted = !(c.baseline && missing(e.baseline)) &&
                        std::none_of(c.covariates.begin(), c.covariates.end(), missing);
  return seen && adjusted && !missing(e.event);
}

Pair pair_of(const TrialTable& table, const TableEndpoint& e, const TableComparison& c,
             std::uint32_t arm) {
  Pair pair;
  for (std::size_t i = 0; i < table.arm.size(); ++i) {
    if (!is_known(e, c, i)) continue;
    if (table.arm[i] == arm) pair.treated.push_back(i);
    if (table.arm[i] == 0) pair.control.push_back(i);
  }
  return pair;
}

/// The rows of both arms that belong together, in one order; a pair without its other half is left
/// out.
Pair matched(const Pair& all, const TableEndpoint& e) {
  std::map<std::uint32_t, std::size_t> control;
  for (const std::size_t i : all.control) control[e.pair[i]] = i;
  Pair both;
  for (const std::size_t i : all.treated) {
    const auto other = control.find(e.pair[i]);
    if (other == control.end()) continue;
    both.treated.push_back(i);
    both.control.push_back(other->second);
  }
  return both;
}

TestResult covariance_analysis(const TableEndpoint& e, const TableComparison& c, const Pair& pair) {
  const auto all = pair.all();
  Adjusted data{pick(e.values[0], all), treatment(pair), pick(c.covariates, all),
                pick(e.stratum, all)};
  if (c.baseline) data.covariates.push_back(pick(e.baseline, all));
  return ancova(data);
}

TestResult stratified_logrank(const TableEndpoint& e, const Pair& pair) {
  std::map<std::uint32_t, SurvivalArms> strata;
  const auto level = [&](std::size_t i) { return e.stratum.empty() ? 0U : e.stratum[i]; };
  for (const std::size_t i : pair.treated) {
    strata[level(i)].treated.push_back({e.values[0][i], e.event[i] != 0.0});
  }
  for (const std::size_t i : pair.control) {
    strata[level(i)].control.push_back({e.values[0][i], e.event[i] != 0.0});
  }
  std::vector<SurvivalArms> all;
  for (auto& [key, stratum] : strata) all.push_back(std::move(stratum));
  return logrank(all);
}

TestResult hazard_ratio(const TableEndpoint& e, const TableComparison& c, const Pair& pair) {
  const auto all = pair.all();
  CoxData data{followed(e, all), {}, pick(e.stratum, all)};
  const auto treated = treatment(pair);
  data.covariates.emplace_back(treated.begin(), treated.end());
  for (auto& column : pick(c.covariates, all)) data.covariates.push_back(std::move(column));
  return as_ratio(cox(data).coefficients[0]);
}

RepeatedModel visits_model(const TableEndpoint& e, const TableComparison& c, const Pair& pair) {
  const auto all = pair.all();
  Repeated data;
  for (const std::size_t i : all) {
    auto& row = data.outcome.emplace_back();
    for (const auto& visit : e.values) row.push_back(visit[i]);
  }
  data.treated = treatment(pair);
  if (c.baseline) data.baseline = pick(e.baseline, all);
  data.covariates = pick(c.covariates, all);
  return repeated_measures(data);
}

TestResult carry_out(const TableEndpoint& e, const TableComparison& c, const Pair& pair) {
  std::vector<double> a = pick(e.values[0], pair.treated);
  std::vector<double> b = pick(e.values[0], pair.control);
  switch (c.test) {
    case Test::welch:
      return welch(a, b);
    case Test::student:
      return student(a, b);
    case Test::ancova:
      return covariance_analysis(e, c, pair);
    case Test::wilcoxon:
      return wilcoxon(a, b);
    case Test::win_ratio:
      return e.larger_is_better ? win_ratio(a, b) : win_ratio(b, a);
    case Test::chi2:
      return chi_square(count(a), count(b));
    case Test::fisher:
      return fisher_exact(count(a), count(b));
    case Test::boschloo:
      return boschloo(count(a), count(b));
    case Test::logrank:
      return stratified_logrank(e, pair);
    case Test::cox:
      return hazard_ratio(e, c, pair);
    case Test::rmst:
      return restricted_mean_difference(followed(e, pair.treated), followed(e, pair.control),
                                        c.horizon);
    case Test::paired:
      return paired_t(a, b);
    case Test::mmrm:  // several results, see add_results
      break;
  }
  return {};
}

void add_results(const TrialTable& table, std::size_t endpoint, std::size_t comparison,
                 std::uint32_t arm, std::vector<TableResult>& out) {
  const TableEndpoint& e = table.endpoints[endpoint];
  const TableComparison& c = e.comparisons[comparison];
  Pair pair = pair_of(table, e, c, arm);
  if (c.test == Test::paired) pair = matched(pair, e);
  TableResult row{endpoint, comparison, arm, {}, pair.treated.size(), pair.control.size(), {}};
  if (c.test != Test::mmrm) {
    row.result = carry_out(e, c, pair);
    out.push_back(row);
    return;
  }
  const RepeatedModel model = visits_model(e, c, pair);
  for (std::size_t v = 0; v < e.columns.size(); ++v) {
    row.visit = e.columns[v];
    row.result = v < model.at.size() ? model.at[v] : TestResult{};
    out.push_back(row);
  }
}

TableFigures figures_of(const TrialTable& table, std::size_t endpoint, std::size_t column,
                        std::size_t arm) {
  const TableEndpoint& e = table.endpoints[endpoint];
  TableFigures out{endpoint, column, arm};
  std::vector<double> known;
  std::vector<Followed> watched;
  for (std::size_t i = 0; i < table.arm.size(); ++i) {
    if (table.arm[i] != arm) continue;
    const double v = e.values[column][i];
    const bool event_known = e.event.empty() || !std::isnan(e.event[i]);
    if (std::isnan(v) || !event_known) {
      ++out.missing;
      continue;
    }
    known.push_back(v);
    if (e.type == TableType::binary) out.events += v;
    if (e.type != TableType::time_to_event) continue;
    out.events += e.event[i];
    watched.push_back({v, e.event[i] != 0.0});
  }
  out.n = known.size();
  const Moments m = moments(known);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  out.mean = e.type == TableType::time_to_event ? nan : m.mean;
  out.sd = e.type == TableType::continuous || e.type == TableType::repeated ? m.sd : nan;
  out.median = median_time(kaplan_meier(watched)).estimate;
  return out;
}

}  // namespace

TableType table_type(Test test) {
  switch (test) {
    case Test::chi2:
    case Test::fisher:
    case Test::boschloo:
      return TableType::binary;
    case Test::logrank:
    case Test::cox:
    case Test::rmst:
      return TableType::time_to_event;
    case Test::mmrm:
      return TableType::repeated;
    default:
      return TableType::continuous;
  }
}

TableAnalysis analyse(const TrialTable& table) {
  TableAnalysis out;
  for (std::size_t k = 0; k < table.endpoints.size(); ++k) {
    const TableEndpoint& e = table.endpoints[k];
    for (std::size_t column = 0; column < e.columns.size(); ++column) {
      for (std::size_t arm = 0; arm < table.arms.size(); ++arm) {
        out.figures.push_back(figures_of(table, k, column, arm));
      }
    }
    for (std::size_t c = 0; c < e.comparisons.size(); ++c) {
      for (std::uint32_t arm = 1; arm < table.arms.size(); ++arm) {
        add_results(table, k, c, arm, out.results);
      }
    }
  }
  return out;
}

}  // namespace pressor
