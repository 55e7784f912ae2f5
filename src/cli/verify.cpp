#include "pressor/inference/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "options.h"
#include "pressor/core/errors.h"
#include "pressor/output/text_file.h"
#include "pressor/report/verify_page.h"
#include "pressor/scenario/load_evidence.h"
#include "scenario_flags.h"

namespace pressor::cli {
namespace {

struct VerifyOptions {
  std::vector<std::string> only;
  std::string set;
  std::filesystem::path models;
  std::filesystem::path html;
  unsigned threads = 0;
  bool json = false;
  bool quiet = false;
  bool force = false;
};

/// What `--only` and `--set` leave; experiments without a row are not run.
std::vector<Experiment> chosen_rows(std::vector<Experiment> experiments,
                                    const VerifyOptions& options) {
  std::vector<std::string> words;
  const auto wanted = [&](const Experiment& experiment, const EvidenceRow& row) {
    const auto& only = options.only;
    const bool named = only.empty() || std::find(only.begin(), only.end(), row.id) != only.end() ||
                       std::find(only.begin(), only.end(), experiment.file) != only.end();
    return named && (options.set.empty() || options.set == set_name(row.set));
  };
  for (Experiment& experiment : experiments) {
    words.push_back(experiment.file);
    for (const EvidenceRow& row : experiment.rows) words.push_back(row.id);
    std::erase_if(experiment.rows,
                  [&](const EvidenceRow& row) { return !wanted(experiment, row); });
  }
  for (const std::string& word : options.only) {
    if (std::find(words.begin(), words.end(), word) != words.end()) continue;
    const auto near = nearest(word, words);
    throw FileNotFound(fmt::format("no row and no evidence file `{}`{}", word,
                                   near ? fmt::format("; did you mean \"{}\"?", *near) : ""));
  }
  std::erase_if(experiments, [](const Experiment& experiment) { return experiment.rows.empty(); });
  return experiments;
}

std::string simulated_text(const RowResult& result) {
  if (!result.failure.empty()) return "-";
  if (!result.interval) return figure_text(result.simulated);
  return fmt::format("{} ({} to {})", figure_text(result.simulated),
                     figure_text((*result.interval)[0]), figure_text((*result.interval)[1]));
}

std::string error_text(const EvidenceRow& row, const RowResult& result) {
  const auto error = error_in_sds(row, result);
  return error && std::isfinite(*error) ? fmt::format("{:+.1f}", *error) : "";
}

/// Characters, not bytes, so that `±` does not shift a column.
std::string padded(const std::string& text, std::size_t width) {
  const auto characters = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  return text + std::string(width > characters ? width - characters : 0, ' ');
}

void print_line(const std::vector<std::string>& cells) {
  constexpr std::size_t widths[] = {16, 58, 10, 24, 26, 6, 6, 0};
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += padded(cells[i], widths[i]) + ' ';
  fmt::print("{}\n", line.substr(0, line.find_last_not_of(' ') + 1));
}

void print_table(const std::vector<Experiment>& experiments,
                 const std::vector<RowResult>& results) {
  std::string file;
  for (const RowResult& result : results) {
    const Experiment& experiment = experiments[result.experiment];
    const EvidenceRow& row = experiment.rows[result.row];
    if (experiment.file != file) {
      file = experiment.file;
      fmt::print("\n{}\n", file);
      print_line({"row", "what", "unit", "published", "simulated", "error", "", "set"});
    }
    print_line({row.id, row.what, row.unit == "1" ? "" : row.unit, published_text(row),
                simulated_text(result), error_text(row, result), result.within ? "within" : "MISS",
                set_name(row.set)});
    if (!result.failure.empty()) fmt::print("{:17}{}\n", "", result.failure);
  }
}

void print_counts(const std::vector<Experiment>& experiments,
                  const std::vector<RowResult>& results) {
  const auto counts = count_sets(experiments, results);
  fmt::print(
      "\nwithin the tolerance that was written down beforehand (error: in published SDs):\n");
  for (std::size_t set = 0; set < counts.size(); ++set) {
    if (counts[set].rows == 0) continue;
    fmt::print("  {:<13} {:3} of {:3}\n", set_name(static_cast<EvidenceSet>(set)),
               counts[set].within, counts[set].rows);
  }
}

nlohmann::ordered_json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json row_json(const Experiment& experiment, const EvidenceRow& row,
                                const RowResult& result) {
  nlohmann::ordered_json json{{"id", row.id},
                              {"set", set_name(row.set)},
                              {"within", result.within},
                              {"what", row.what},
                              {"unit", row.unit},
                              {"simulated", number_or_null(result.simulated)},
                              {"tolerance", row.tolerance},
                              {"lowest", number_or_null(row.lowest)},
                              {"highest", number_or_null(row.highest)},
                              {"patients", result.patients},
                              {"source", row.source},
                              {"mark", row.mark},
                              {"population", row.population},
                              {"file", experiment.file}};
  if (row.published) {
    json["published"] = row.published->value;
    if (row.published->sd) json["published_sd"] = *row.published->sd;
    if (row.published->interval) json["published_interval"] = *row.published->interval;
    if (row.published->n) json["n"] = *row.published->n;
  } else {
    json["direction"] = row.direction;
  }
  if (result.interval) json["interval"] = *result.interval;
  if (const auto error = error_in_sds(row, result)) json["error_sd"] = number_or_null(*error);
  if (!result.failure.empty()) json["failure"] = result.failure;
  return json;
}

void print_json(const std::vector<Experiment>& experiments, const std::vector<RowResult>& results) {
  nlohmann::ordered_json json;
  json["rows"] = nlohmann::ordered_json::array();
  for (const RowResult& result : results) {
    const Experiment& experiment = experiments[result.experiment];
    json["rows"].push_back(row_json(experiment, experiment.rows[result.row], result));
  }
  const auto counts = count_sets(experiments, results);
  for (std::size_t set = 0; set < counts.size(); ++set) {
    json["counts"][set_name(static_cast<EvidenceSet>(set))] = {{"rows", counts[set].rows},
                                                               {"within", counts[set].within}};
  }
  fmt::print("{}\n", json.dump(1));
}

int run_verify(const VerifyOptions& options) {
  if (!options.html.empty()) check_text_file(options.html, options.force);
  const Library library = library_for(options.models, std::filesystem::current_path() / "any.yaml");
  const std::vector<Experiment> experiments = chosen_rows(load_all_evidence(library), options);
  const auto results =
      verify(experiments, options.threads, [&](std::size_t done_now, std::size_t all) {
        if (!options.quiet && (done_now % 10 == 0 || done_now == all)) {
          fmt::print(stderr, "pressor: {} of {} experiments\n", done_now, all);
        }
        return true;
      });
  if (options.json) {
    print_json(experiments, results);
  } else {
    print_table(experiments, results);
    print_counts(experiments, results);
  }
  if (!options.html.empty()) {
    const std::string page = verify_page(experiments, results, library.references());
    write_text_file(options.html, page, options.force);
    if (!options.json) fmt::print("page: {}\n", options.html.string());
  }
  return done;
}

}  // namespace

void add_verify(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command =
      app.add_subcommand("verify", "Run the model against every published row; misses are results");
  command->footer(
      "\nA row that is missed is a result, not an error: the exit code is 0 when all were run.\n"
      "Error: distance from the published figure in published SDs.\n"
      "\nExamples:\n  pressor verify\n  pressor verify --only T10.CI --only kinetics\n"
      "  pressor verify --set predict --json\n  pressor verify --html verify.html");
  command->add_option("--only", options->only, "Row or evidence file; may be given again")
      ->take_all()
      ->type_name("ID|FILE");
  command->add_option("--set", options->set, "Only rows of this set")
      ->check(CLI::IsMember({"fit", "predict", "never fitted"}));
  command->add_option("--threads", options->threads, "Threads, 0 for all cores")
      ->check(not_negative());
  command->add_option("--models", options->models, "Folder of models, looked in first")
      ->type_name("DIR");
  command->add_option("--html", options->html, "Also write a page with figures")
      ->type_name("OUT.html");
  command->add_flag("--force", options->force, "Replace an existing page");
  command->add_flag("--json", options->json, "JSON on standard output instead of a table");
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &chosen] { chosen = [options] { return run_verify(*options); }; });
}

}  // namespace pressor::cli
