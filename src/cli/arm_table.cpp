#include "arm_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "pressor/scenario/describe.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

/// Whether the mean of this column (`death@28 d`) is a share of patients.
bool is_share(const Study& study, const std::string& column) {
  const std::string name = column.substr(0, column.find('@'));
  return std::any_of(study.endpoints.begin(), study.endpoints.end(), [&](const Endpoint& e) {
    return e.name == name && is_binary(e.measure.kind);
  });
}

bool is_rank(const Study& study, const std::string& column) {
  const std::string name = column.substr(0, column.find('@'));
  return std::any_of(study.endpoints.begin(), study.endpoints.end(), [&](const Endpoint& e) {
    return e.name == name && e.measure.kind == MeasureKind::rank;
  });
}

std::string figure(double centre, std::optional<double> spread) {
  return spread ? fmt::format("{:.4g} ± {:.2g}", centre, *spread) : fmt::format("{:.4g}", centre);
}

/// Patients without a value, over all replicates.
std::uint64_t missing(const std::vector<std::vector<ArmSummary>>& replicates, std::size_t arm) {
  std::uint64_t sum = 0;
  for (const auto& arms : replicates) {
    const auto& counts = arms.at(arm).missing;
    sum = std::accumulate(counts.begin() + 1, counts.end(), sum);
  }
  return sum;
}

std::string cell(const ArmFigures& arm, std::uint64_t missing, bool share, bool rank) {
  const std::string count = missing > 0 ? fmt::format("(n {}, {} missing)", arm.n, missing)
                                        : fmt::format("(n {})", arm.n);
  if (arm.n == 0) return missing > 0 ? fmt::format("- ({} missing)", missing) : "-";
  if (share) return fmt::format("{:.1f} % {}", 100.0 * arm.mean, count);
  if (rank) return "ranked " + count;  // a mean of ranks says nothing
  const auto spread = arm.n > 1 ? std::optional(arm.sd) : std::nullopt;
  return figure(arm.mean, spread) + " " + count;
}

const ObservedResult* published(const Study& study, const std::string& column) {
  const auto found = std::find_if(study.observed.begin(), study.observed.end(),
                                  [&](const ObservedResult& o) { return o.endpoint == column; });
  return found == study.observed.end() ? nullptr : &*found;
}

/// Below a row, what was published.
Row published_row(const ObservedResult& observed, const ResultInfo& result, bool share) {
  Row row{"  published", ""};
  for (const std::string& arm : result.arms) {
    std::string text;
    for (const auto& f : observed.arms) {
      if (f.arm != arm) continue;
      text = share ? fmt::format("{:.1f} %", 100.0 * f.centre) : figure(f.centre, f.spread);
    }
    row.push_back(text);
  }
  return row;
}

}  // namespace

std::string arm_table(const ResultInfo& result, const TrialTables& trial, const Study& study) {
  if (result.endpoints.empty()) return {};
  std::vector<Row> rows{{"endpoint", ""}};
  rows.front().insert(rows.front().end(), result.arms.begin(), result.arms.end());
  for (std::size_t c = 0; c < result.endpoints.size(); ++c) {
    const EndpointFigures& endpoint = result.endpoints[c];
    const bool share = is_share(study, endpoint.name);
    Row row{endpoint.name, share || endpoint.unit == "1" ? "" : endpoint.unit};
    for (std::size_t arm = 0; arm < endpoint.arms.size(); ++arm) {
      row.push_back(cell(endpoint.arms[arm], missing(trial.arms.at(c), arm), share,
                         is_rank(study, endpoint.name)));
    }
    rows.push_back(std::move(row));
    const ObservedResult* observed = published(study, endpoint.name);
    if (observed != nullptr) rows.push_back(published_row(*observed, result, share));
  }
  return align(rows);
}

std::string solver_line(const SolverFigures& solver) {
  if (solver.sampled == 0) return {};
  return fmt::format(
      "{} simulated again by the reference engine: MAP within {:.2g} mmHg, {} with another "
      "decision at the bedside\n",
      counted(solver.sampled, "row"), solver.map_difference, solver.flipped);
}

}  // namespace pressor::cli
