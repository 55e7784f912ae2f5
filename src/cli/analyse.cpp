#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "pressor/scenario/load_analysis.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

using Json = nlohmann::ordered_json;

struct AnalyseOptions {
  std::filesystem::path data;
  std::filesystem::path plan;
  bool json = false;
};

std::string number(double x) { return std::isnan(x) ? "-" : fmt::format("{:.4g}", x); }

std::string figure(const TableFigures& f, TableType type) {
  switch (type) {
    case TableType::binary:
      return f.n == 0 ? "-" : fmt::format("{:.0f} ({:.1f} %)", f.events, 100.0 * f.mean);
    case TableType::time_to_event:
      return fmt::format("{:.0f} events, median {}", f.events, number(f.median));
    default:
      return fmt::format("{} ± {}", number(f.mean), number(f.sd));
  }
}

std::string column_of(const TableEndpoint& e, std::size_t column) {
  return e.columns.size() > 1 ? e.name + " " + e.columns[column] : e.name;
}

std::string title_of(const TableComparison& c) {
  std::string title = test_title(test_name(c.test));
  if (c.test == Test::rmst) return title + fmt::format(" to {:g}", c.horizon);
  if (!c.adjusted_for.empty()) title += fmt::format(" ({})", fmt::join(c.adjusted_for, ", "));
  return title;
}

std::string figures_table(const TrialTable& table, const TableAnalysis& analysis) {
  std::vector<Row> rows{{"endpoint", "arm", "n", "missing", "mean ± SD, or events"}};
  for (const TableFigures& f : analysis.figures) {
    const TableEndpoint& e = table.endpoints[f.endpoint];
    rows.push_back({column_of(e, f.column), table.arms[f.arm], std::to_string(f.n),
                    std::to_string(f.missing), figure(f, e.type)});
  }
  return align(rows);
}

std::string results_table(const TrialTable& table, const TableAnalysis& analysis) {
  std::vector<Row> rows{{"endpoint", fmt::format("against {}", table.arms[0]), "n", "test",
                         "estimate", "95% interval", "p", ""}};
  for (const TableResult& r : analysis.results) {
    const TableEndpoint& e = table.endpoints[r.endpoint];
    const TableComparison& c = e.comparisons[r.comparison];
    rows.push_back({r.visit.empty() ? e.name : e.name + " " + r.visit, table.arms[r.arm],
                    fmt::format("{} v {}", r.treated, r.control), title_of(c),
                    number(r.result.estimate),
                    fmt::format("{} to {}", number(r.result.ci_low), number(r.result.ci_high)),
                    number(r.result.p), estimate_name(estimate_of(c.test))});
  }
  return align(rows);
}

/// JSON has neither infinity nor NaN.
Json json_number(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

Json figures_json(const TrialTable& table, const TableFigures& f) {
  const TableEndpoint& e = table.endpoints[f.endpoint];
  Json out{{"endpoint", e.name},
           {"column", e.columns[f.column]},
           {"arm", table.arms[f.arm]},
           {"n", f.n},
           {"missing", f.missing}};
  if (e.type == TableType::binary || e.type == TableType::time_to_event) out["events"] = f.events;
  if (e.type == TableType::time_to_event) {
    out["median"] = json_number(f.median);
  } else {
    out["mean"] = json_number(f.mean);
  }
  if (!std::isnan(f.sd)) out["sd"] = f.sd;
  return out;
}

Json result_json(const TrialTable& table, const TableResult& r) {
  const TableEndpoint& e = table.endpoints[r.endpoint];
  const TableComparison& c = e.comparisons[r.comparison];
  Json out{{"endpoint", e.name},       {"test", test_name(c.test)},
           {"title", title_of(c)},     {"estimate_of", estimate_name(estimate_of(c.test))},
           {"arm", table.arms[r.arm]}, {"control", table.arms[0]}};
  if (!r.visit.empty()) out["visit"] = r.visit;
  out["n_treated"] = r.treated;
  out["n_control"] = r.control;
  out["estimate"] = json_number(r.result.estimate);
  out["ci_low"] = json_number(r.result.ci_low);
  out["ci_high"] = json_number(r.result.ci_high);
  out["p"] = json_number(r.result.p);
  return out;
}

void print_json(const TrialTable& table, const TableAnalysis& analysis) {
  Json out{{"title", table.title},
           {"patients", table.arm.size()},
           {"figures", Json::array()},
           {"results", Json::array()}};
  for (const TableFigures& f : analysis.figures) out["figures"].push_back(figures_json(table, f));
  for (const TableResult& r : analysis.results) out["results"].push_back(result_json(table, r));
  fmt::print("{}\n", out.dump(2));
}

int analyse_table(const AnalyseOptions& options) {
  const Csv data = read_csv(options.data);
  const TrialTable table = load_analysis(read_document(options.plan), data);
  const TableAnalysis analysis = analyse(table);
  if (options.json) {
    print_json(table, analysis);
    return done;
  }
  if (!table.title.empty()) fmt::print("{}\n", table.title);
  fmt::print("{} patients in {} arms\n\n{}\n{}", table.arm.size(), table.arms.size(),
             figures_table(table, analysis), results_table(table, analysis));
  return done;
}

}  // namespace

void add_analyse(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<AnalyseOptions>();
  CLI::App* command = app.add_subcommand(
      "analyse", "Analyse a table of patients from elsewhere with the tests of simulated trials");
  command->footer(
      "\nExamples:\n"
      "  pressor analyse trial.csv --plan plan.yaml\n"
      "  pressor analyse trial.csv --plan plan.yaml --json\n"
      "\nThe plan, in YAML:\n"
      "  schema: pressor-plan/1\n"
      "  arm: {column: arm, control: placebo}\n"
      "  endpoints:\n"
      "    - {name: pe_ratio, column: pe_6h, type: continuous, baseline: pe_0h, strata: [centre],\n"
      "       compare: [welch, ancova(baseline), wilcoxon]}\n"
      "    - {name: death, column: dead, type: binary, compare: [chi2, fisher, boschloo]}\n"
      "    - {name: survival, column: days, event: died, type: time_to_event,\n"
      "       compare: [logrank, cox, rmst(28)]}\n"
      "    - {name: course, columns: [pe_6h, pe_12h], type: repeated, baseline: pe_0h,\n"
      "       compare: [mmrm(baseline)]}\n"
      "A missing value is empty, `.` or `NA`.");
  command->add_option("data", options->data, "Table with a header and a row for each patient")
      ->required()
      ->type_name("DATA.csv");
  command->add_option("--plan", options->plan, "What is compared and how")
      ->required()
      ->type_name("PLAN.yaml");
  command->add_flag("--json", options->json, "Machine-readable");
  command->callback([options, &chosen] { chosen = [options] { return analyse_table(*options); }; });
}

}  // namespace pressor::cli
