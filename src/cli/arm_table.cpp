#include "arm_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "pressor/scenario/describe.h"

namespace pressor::cli {
namespace {

using Row = std::vector<std::string>;

/// Whether the mean of this column (`death@28 d`) is a share of patients.
bool is_share(const Study& study, const std::string& column) {
  const std::string name = column.substr(0, column.find('@'));
  return std::any_of(study.endpoints.begin(), study.endpoints.end(), [&](const Endpoint& e) {
    const MeasureKind kind = e.measure.kind;
    return e.name == name && (kind == MeasureKind::death || kind == MeasureKind::any);
  });
}

std::string figure(double centre, std::optional<double> spread) {
  return spread ? fmt::format("{:.4g} ± {:.2g}", centre, *spread) : fmt::format("{:.4g}", centre);
}

std::string published(const Study& study, const std::string& column, const std::string& arm) {
  for (const ObservedResult& observed : study.observed) {
    if (observed.endpoint != column) continue;
    for (const auto& f : observed.arms) {
      if (f.arm == arm) return fmt::format(" [published {}]", figure(f.centre, f.spread));
    }
  }
  return {};
}

std::string cell(const ArmFigures& arm, bool share) {
  if (arm.n == 0) return "-";
  if (share) return fmt::format("{:.1f} % (n {})", 100.0 * arm.mean, arm.n);
  const auto spread = arm.n > 1 ? std::optional(arm.sd) : std::nullopt;
  return fmt::format("{} (n {})", figure(arm.mean, spread), arm.n);
}

Row row_of(const EndpointFigures& endpoint, const ResultInfo& result, const Study& study) {
  const bool share = is_share(study, endpoint.name);
  Row row{endpoint.name, share || endpoint.unit == "1" ? "" : endpoint.unit};
  for (std::size_t arm = 0; arm < endpoint.arms.size(); ++arm) {
    row.push_back(cell(endpoint.arms[arm], share) +
                  published(study, endpoint.name, result.arms[arm]));
  }
  return row;
}

/// Characters, not bytes: `±` has two.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  }));
}

std::string align(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return out;
}

}  // namespace

std::string arm_table(const ResultInfo& result, const Study& study) {
  if (result.endpoints.empty()) return {};
  std::vector<Row> rows{{"endpoint", ""}};
  rows.front().insert(rows.front().end(), result.arms.begin(), result.arms.end());
  for (const EndpointFigures& endpoint : result.endpoints) {
    rows.push_back(row_of(endpoint, result, study));
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
