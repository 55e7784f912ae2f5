#include "run_sweep.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <numeric>
#include <utility>
#include <vector>

#include "exit_codes.h"
#include "pressor/core/minutes.h"
#include "pressor/output/sweep_file.h"
#include "pressor/output/text_file.h"
#include "progress.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

constexpr std::size_t most_point_rows = 60;  ///< that somebody reads in a terminal

/// Means by arm of every endpoint at each point.
std::string point_table(const SweepPlan& plan, const SweepTable& table) {
  Row heading;
  for (const SweepAxis& axis : plan.axes) heading.push_back(axis.name);
  heading.emplace_back("endpoint");
  heading.insert(heading.end(), table.arms.begin(), table.arms.end());
  std::vector<Row> rows{heading};
  for (std::size_t point = 0; point < table.points.size(); ++point) {
    const auto levels = plan.levels_at(point);
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      Row row;
      for (std::size_t a = 0; a < plan.axes.size(); ++a) {
        row.push_back(column == 0 ? plan.axes[a].levels[levels[a]] : "");
      }
      row.push_back(table.columns[column].name);
      for (const StudyFigures::Arm& arm : table.points[point].arms) {
        if (arm.column == column) row.push_back(fmt::format("{:.4g}", arm.mean));
      }
      rows.push_back(std::move(row));
    }
  }
  const std::size_t all = rows.size();
  if (all > most_point_rows) rows.resize(most_point_rows);
  const std::string rest =
      all > most_point_rows ? fmt::format("... {} more rows in the result\n", all - most_point_rows)
                            : "";
  return align(rows) + rest;
}

std::uint64_t failures(const SweepTable& table) {
  return std::accumulate(
      table.points.begin(), table.points.end(), std::uint64_t{0},
      [](std::uint64_t sum, const StudyFigures& point) { return sum + point.failed; });
}

int tell(const RunOptions& options, const SweepPlan& plan, const SweepTable& table) {
  if (!options.quiet) fmt::print("{}\n", point_table(plan, table));
  fmt::print("result: {}\n", options.output.string());
  const std::uint64_t failed = failures(table);
  if (failed == 0) return done;
  const bool accepted = failed <= options.allow_failures;
  spdlog::log(accepted ? spdlog::level::warn : spdlog::level::err, "{} patients failed", failed);
  return accepted ? done : internal_error;
}

}  // namespace

int run_sweep(const RunOptions& options) {
  LoadedSweep loaded = load_points(options.scenario);
  check_sweep_path(options.output, options.force);
  if (!options.csv.empty()) check_text_file(options.csv, options.force);
  const Study& first = loaded.first;
  ConsoleProgress progress(options.quiet, first.horizon / minutes_a_day);
  const auto table = pressor::run_sweep(loaded.plan.points(), loaded.study_at, loaded.rows,
                                        options.threads, progress);
  if (!table) {
    spdlog::error("interrupted: {} was not written", options.output.string());
    return interrupted;
  }
  write_sweep(options.output, options.force, loaded.plan, *table, first,
              provenance_of(options.command_line, to_yaml(loaded.resolved.root),
                            std::move(loaded.references)));
  if (!options.csv.empty()) {
    write_text_file(options.csv, sweep_csv(loaded.plan, *table), options.force);
  }
  return tell(options, loaded.plan, *table);
}

}  // namespace pressor::cli
