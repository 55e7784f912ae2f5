#include "pressor/report/verify_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/page.h"
#include "pressor/report/table.h"
#include "published_figure.h"

namespace pressor {
namespace report {
namespace {

constexpr double row_height = 20.0;
constexpr double names_width = 130.0;
constexpr double plot_width = 620.0;
constexpr double plot_head = 26.0;
constexpr double foot = 52.0;
constexpr double farthest = 4.0;  // tolerances; what lies farther stands at the edge

std::string with_interval(const RowResult& result) {
  if (!result.failure.empty()) return result.failure;
  if (!result.interval) return figure_text(result.simulated);
  return fmt::format("{} ({} to {})", figure_text(result.simulated),
                     figure_text((*result.interval)[0]), figure_text((*result.interval)[1]));
}

Html counts_table(std::span<const Experiment> experiments, std::span<const RowResult> results) {
  Table table("Rows within the tolerance that was written down beforehand",
              {"Set", "Within", "Rows", "What it may be used for"});
  const auto counts = count_sets(experiments, results);
  const char* uses[] = {"may choose a parameter, and mostly did: no validation",
                        "compared and reported, never used to choose a parameter",
                        "the treated arm of ADRESS and what hangs together with it"};
  for (std::size_t set = 0; set < counts.size(); ++set) {
    table.row({set_name(static_cast<EvidenceSet>(set)), counted(counts[set].within),
               counted(counts[set].rows), uses[set]});
  }
  return table.markup();
}

/// All rows of a file on one axis, in tolerances of each.
Html distances(const std::string& file, const std::vector<EvidenceLine>& lines) {
  std::vector<EvidenceLine> drawn;
  for (const EvidenceLine& line : lines) {
    if (std::isfinite(in_tolerances(*line.row, line.result->simulated))) drawn.push_back(line);
  }
  if (drawn.empty()) return {};
  const auto rows = static_cast<double>(drawn.size());
  const double height = row_height * rows;
  Axis up{{}, 0.0, rows, {}, [](double) { return std::string(); }};
  Plot plot({names_width, plot_head, plot_width, height},
            number_axis("distance from the published figure, in tolerances of the row", -farthest,
                        farthest),
            up);
  plot.shade(-1.0, 1.0);
  plot.vertical(0.0, {}, "published");
  Html names;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const auto& [row, result] = drawn[i];
    const std::string look = result->within ? "s0" : "s1";
    const double y = rows - static_cast<double>(i) - 0.5;
    if (result->interval) {
      plot.lying_whisker(y, in_tolerances(*row, (*result->interval)[0]),
                         in_tolerances(*row, (*result->interval)[1]), look);
    }
    const double x = in_tolerances(*row, result->simulated);
    plot.dot({std::clamp(x, -farthest, farthest), y}, look, 4.5);
    names += svg_text(names_width - 10.0, plot.place_y(y) + 4.0, row->id, Anchor::end, "name");
  }
  Figure figure(
      "rows-" + file,
      "Distance of each simulated figure of " + file + " from the published one, in tolerances",
      names_width + plot_width + 20.0, plot_head + height + foot);
  figure.legend({{"within", "s0", true}, {"missed", "s1", true}});
  figure.add(plot);
  figure.add(names);
  return figure.markup(text(
      "The line at 0 is what was published, the grey strip what was said beforehand to be near "
      "enough. Bars: 95 % interval over samples of virtual patients. Rows of which only a "
      "direction was published stand in the table."));
}

std::string published_with_unit(const EvidenceRow& row) {
  const std::string unit = shown_unit(row.unit);
  return published_text(row) + (unit.empty() || !row.published ? "" : ' ' + unit);
}

/// `within`, or `MISS` with its size.
std::string verdict(const EvidenceRow& row, const RowResult& result) {
  if (result.within) return "within";
  const auto error = error_in_sds(row, result);
  return error && std::isfinite(*error) ? "MISS, " + signed_fixed(*error, 1) + " SD" : "MISS";
}

std::string basis(const EvidenceRow& row) {
  return row.source + ", " + row.mark + "; " + printed(row.tolerance) +
         (row.note.empty() ? "" : ". " + printed(row.note));
}

Html rows_table(const std::vector<EvidenceLine>& lines) {
  Table table("Published and simulated", {"Row", "What", "Published", "Simulated", "Verdict", "Set",
                                          "Source; how near is near enough"});
  std::string population;
  for (const auto& [row, result] : lines) {
    if (row->population != population) {
      population = row->population;
      table.group(printed(population));
    }
    table.row({row->id, printed(row->what), published_with_unit(*row), with_interval(*result),
               verdict(*row, *result), set_name(row->set), basis(*row)});
  }
  return table.markup();
}

/// The sources of all rows, each once.
Html sources(std::span<const Experiment> experiments, const References& references) {
  std::set<std::string> keys;
  for (const Experiment& experiment : experiments) {
    for (const EvidenceRow& row : experiment.rows) keys.insert(row.source);
  }
  Facts facts;
  for (const std::string& key : keys) {
    const auto found = references.find(key);
    if (found == references.end()) continue;
    facts.add(key, full_citation(found->second));
  }
  return facts.markup();
}

}  // namespace
}  // namespace report

double in_tolerances(const EvidenceRow& row, double figure) {
  if (!row.published) return std::numeric_limits<double>::quiet_NaN();
  const double away = figure - row.published->value;
  const double allowed =
      away >= 0.0 ? row.highest - row.published->value : row.published->value - row.lowest;
  return away == 0.0 ? 0.0 : away / allowed;
}

std::string verify_page(std::span<const Experiment> experiments, std::span<const RowResult> results,
                        const References& references) {
  using namespace report;
  std::vector<std::string> files;
  for (const RowResult& result : results) {
    const std::string& file = experiments[result.experiment].file;
    if (files.empty() || files.back() != file) files.push_back(file);
  }
  const auto within = std::count_if(results.begin(), results.end(),
                                    [](const RowResult& result) { return result.within; });
  std::vector<Section> sections;
  sections.push_back({"counts", "Counts by set", counts_table(experiments, results), {}});
  for (const std::string& file : files) {
    std::vector<EvidenceLine> lines;
    for (const RowResult& result : results) {
      const Experiment& experiment = experiments[result.experiment];
      if (experiment.file != file) continue;
      lines.push_back({&experiment.rows[result.row], &result});
    }
    std::string title = file;
    std::replace(title.begin(), title.end(), '_', ' ');
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    const Html pictures = published_figures(file, lines, references);
    sections.push_back({file, title, pictures + distances(file, lines) + rows_table(lines), {}});
  }
  sections.push_back(
      {"sources", "Sources", sources(experiments, references), "no source is known"});
  return page(
      {"The model against what was published",
       fmt::format("{} of {} published rows within their tolerance", within, results.size()),
       {}},
      sections);
}

}  // namespace pressor
