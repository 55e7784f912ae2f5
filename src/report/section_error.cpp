#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// How exact the numbers are: of the solver, and of a finite number of trials.
namespace pressor::report {
namespace {

Html solver_part(const Evidence& evidence) {
  const SolverFigures& solver = evidence.info.solver;
  if (solver.sampled == 0) {
    return paragraph(
        "The reference engine ran the study itself: there is no second computation to "
        "compare with.");
  }
  Html made = paragraph(fmt::format(
      "{} of {} rows were simulated again by the reference engine (Boost.Odeint, tolerance 1e-8). "
      "Largest difference of MAP: {} mmHg. {} of them had another decision at the bedside (a "
      "reading "
      "just beside a limit) and are compared up to it.",
      solver.sampled, counted(evidence.info.patients), significant(solver.map_difference, 2),
      solver.flipped == 0 ? "None" : counted(solver.flipped)));
  const std::vector<std::string> names = evidence.rows.texts("/solver/variable");
  const std::vector<std::string> units = evidence.rows.texts("/solver/unit");
  const std::vector<double> absolute = evidence.rows.numbers("/solver/absolute");
  const std::vector<double> relative = evidence.rows.numbers("/solver/relative");
  Table table("Largest difference from the reference engine",
              {"Variable", "Difference", "Relative"});
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string shown = shown_unit(units[i]);
    table.row({names[i], significant(absolute[i], 2) + (shown.empty() ? "" : " " + shown),
               relative[i] == 0.0 ? "0" : fmt::format("{:.0e}", relative[i])});
  }
  return made + folded("show-solver", "Show all variables", table.markup("dense"));
}

/// Variance of one trial's being significant, with two trials of either kind added (Agresti and Coull
/// 1998): that none or all were is no proof that none or all will be.
double variance_of(const Share& share) {
  const double p = (static_cast<double>(share.count) + 2.0) / (static_cast<double>(share.of) + 4.0);
  return p * (1.0 - p);
}

/// Trials that make a share as exact as one percentage point (standard error).
std::size_t trials_for_a_point(double variance) {
  return static_cast<std::size_t>(std::ceil(variance / 1.0e-4));
}

Html trials_part(const Evidence& evidence) {
  const auto primary = primary_column(evidence);
  if (!primary || evidence.replicates() < 2) return {};
  const Outcome outcome = outcome_of(evidence, *primary);
  Table table("Monte Carlo error of the main comparison",
              {"", "Mean estimate", "its error", "p < 0.05", "its error", "Trials for ± 1 point"});
  for (const Comparisons* found : comparisons_of(evidence, *primary)) {
    const Spread spread = spread_of(found->estimate);
    const Operating* operating = operating_of(evidence, *found);
    if (spread.n < 2 || operating == nullptr) continue;
    const Share& share = operating->significant;
    const double variance = variance_of(share);
    const auto n = static_cast<double>(spread.n);
    const std::string who =
        evidence.arms.size() > 2 ? ", " + evidence.arms[found->arm] : std::string();
    table.row({test_words(found->test) + who, estimate_text(outcome, found->test, spread.mean),
               "± " + significant(spread.sd / std::sqrt(n), 2), percent(share.value),
               "± " + percent(std::sqrt(variance / (static_cast<double>(share.of) + 4.0))),
               counted(trials_for_a_point(variance))});
  }
  if (table.empty()) return {};
  return element("h3", "A finite number of trials") + table.markup("numbers") +
         element(
             "p", {{"class", "small"}},
             "Standard errors over independent trials; of a share with two trials of either kind "
             "added (Agresti and Coull). They say how exactly the simulation "
             "knows its own answer, not how true the model is.");
}

}  // namespace

Section error_section(const Evidence& evidence) {
  Section section{"error", "How exact the numbers are", {}, {}};
  section.body = solver_part(evidence) + trials_part(evidence);
  return section;
}

}  // namespace pressor::report
