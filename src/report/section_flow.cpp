#include <fmt/format.h>

#include <array>
#include <cmath>
#include <sstream>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/numbers.h"
#include "sections.h"

/// Who came, who was left out, who was treated, who was measured (CONSORT 2010).
namespace pressor::report {
namespace {

/// Counts of one thing in one arm, a trial each.
class PerTrial {
 public:
  explicit PerTrial(std::size_t trials) : counts_(trials, 0.0) {}
  void add(std::size_t trial) { counts_.at(trial) += 1.0; }

  /// `16`, or over several trials `15.9 (13 to 19)`.
  [[nodiscard]] std::string words() const {
    const Spread spread = spread_of(counts_);
    if (spread.n == 1) return fixed(spread.mean, 0);
    if (spread.low == spread.high) return fixed(spread.low, 0);
    return fixed(spread.mean, 1) + " (" + fixed(spread.low, 0) + " to " + fixed(spread.high, 0) +
           ")";
  }
  [[nodiscard]] bool any() const { return spread_of(counts_).high > 0.0; }

 private:
  std::vector<double> counts_;
};

Html box(const Html& inside) { return element("div", {{"class", "box"}}, inside); }

Html counted_line(std::string_view name, const std::string& number) {
  return element("b", name) + text(": " + number);
}

/// `NE_DOSE >= 0.25 ug/kg/min: 1169` as words, a trial each.
std::vector<std::string> exclusions(const Evidence& evidence) {
  std::vector<std::string> lines;
  const auto trials = static_cast<double>(evidence.replicates());
  const auto line = [&](const std::string& what, double count) {
    lines.push_back(what + ": " + fixed(count / trials, trials > 1.0 ? 1 : 0));
  };
  std::istringstream in(evidence.rows.note("/patients", "ineligible"));
  for (std::string reason; std::getline(in, reason);) {
    const std::size_t colon = reason.rfind(": ");
    const std::size_t blank = reason.find(' ');
    if (colon == std::string::npos || blank > colon) continue;
    if (reason.substr(colon + 2) == "0") continue;
    line("not " + variable_words(evidence.study(), reason.substr(0, blank)) +
             printed(reason.substr(blank, colon - blank)),
         std::stod(reason.substr(colon + 2)));
  }
  if (const std::string unmatched = evidence.rows.note("/patients", "unmatched");
      !unmatched.empty()) {
    line("eligible, left out to match the published table", std::stod(unmatched));
  }
  line("no steady state at these values", static_cast<double>(evidence.info.unsolvable));
  return lines;
}

Html screening_box(const Evidence& evidence) {
  const auto trials = static_cast<double>(evidence.replicates());
  const double screened = static_cast<double>(evidence.info.screened) / trials;
  return box(counted_line("Screened", fixed(screened, trials > 1.0 ? 1 : 0)));
}

Html excluded_box(const Evidence& evidence) {
  return box(element("b", "Not enrolled, by the first reason") + bullets(exclusions(evidence)));
}

/// What became of the patients of one arm.
struct ArmFlow {
  PerTrial allocated;
  PerTrial received;
  PerTrial withdrew;
  PerTrial died_early;  ///< within the horizon
  PerTrial died;        ///< within follow-up
  PerTrial failed;
  std::vector<std::pair<std::string, PerTrial>> measured;  ///< by reason, of the main endpoint
};

constexpr std::array<std::pair<const char*, const char*>, 6> reasons{{
    {"present", "measured"},
    {"died", "not measured: died before"},
    {"withdrawn", "not measured: withdrew before"},
    {"not_measured", "not measured: missed"},
    {"failed", "not measured: simulation failed"},
    {"censored", "did not happen within the window"},
}};

ArmFlow flow_of(const Evidence& evidence, std::size_t arm, std::optional<std::size_t> column) {
  const std::size_t trials = evidence.replicates();
  const PerTrial none(trials);
  ArmFlow flow{none, none, none, none, none, none, {}};
  for (const auto& [word, title] : reasons) flow.measured.emplace_back(title, PerTrial(trials));
  const std::vector<std::string> missing =
      column ? evidence.endpoint_missing(*column) : std::vector<std::string>();
  const People& people = evidence.people;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.arm[i] != arm || !people.counts(i)) continue;
    const std::size_t trial = people.replicate[i];
    flow.allocated.add(trial);
    if (people.status[i] == "failed") flow.failed.add(trial);
    if (people.adherent[i]) flow.received.add(trial);
    if (std::isfinite(people.withdrawn[i])) flow.withdrew.add(trial);
    if (people.died_by(i, evidence.study().horizon)) flow.died_early.add(trial);
    if (people.died_by(i, evidence.study().follow_up)) flow.died.add(trial);
    for (std::size_t r = 0; column && r < reasons.size(); ++r) {
      if (missing[i] == reasons.at(r).first) flow.measured[r].second.add(trial);
    }
  }
  return flow;
}

Html analysed_box(const ArmFlow& flow, std::optional<std::size_t> column) {
  if (!column) return {};
  std::vector<std::string> lines;
  for (const auto& [title, counts] : flow.measured) {
    if (counts.any()) lines.push_back(title + ": " + counts.words());
  }
  return box(element("b", "Analysed for the main comparison") + bullets(lines));
}

Html arm_column(const Evidence& evidence, std::size_t arm, std::optional<std::size_t> column) {
  const Study& study = evidence.study();
  const ArmFlow flow = flow_of(evidence, arm, column);
  Html made = box(counted_line(evidence.arms[arm], flow.allocated.words()));
  if (evidence.is_crossover()) return made + analysed_box(flow, column);
  std::vector<std::string> losses{"received what the arm gives: " + flow.received.words()};
  if (flow.withdrew.any()) losses.push_back("withdrew: " + flow.withdrew.words());
  losses.push_back("died within " + duration(study.horizon) + ": " + flow.died_early.words());
  if (study.follow_up > study.horizon) {
    losses.push_back("died within " + duration(study.follow_up) + ": " + flow.died.words());
  }
  if (flow.failed.any()) losses.push_back("simulation failed: " + flow.failed.words());
  made += box(element("b", "Followed") + bullets(losses));
  return made + analysed_box(flow, column);
}

}  // namespace

Section flow_section(const Evidence& evidence) {
  Section section{"flow", "Flow of patients", {}, "one described person, nobody was screened"};
  if (evidence.is_one_person()) return section;
  const auto primary = primary_column(evidence);
  Html columns;
  for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
    columns += element("div", {{"class", "column"}}, arm_column(evidence, arm, primary));
  }
  section.body =
      element("div", {{"class", "boxes"}},
              screening_box(evidence) + excluded_box(evidence) +
                  box(counted_line("Randomized", std::to_string(evidence.study().patients))) +
                  element("div", {{"class", "columns"}}, columns));
  section.body +=
      element("p", {{"class", "small"}},
              evidence.replicates() > 1
                  ? "Mean number a trial; in brackets the smallest and largest of all trials."
                  : "Numbers of the one trial that was simulated.");
  return section;
}

}  // namespace pressor::report
