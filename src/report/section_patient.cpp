#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "course.h"
#include "outcome.h"
#include "pressor/core/quantity.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"
#include "strip.h"

/// One patient's bedside: strip chart and the log of decisions with their reasons.
namespace pressor::report {
namespace {

constexpr std::size_t most_lines = 45;

/// The first kept patient of the last arm, who usually is a treated one.
std::optional<StripRow> chosen(const Evidence& evidence) {
  const std::vector<double> patients = evidence.rows.numbers("/trajectories/patient");
  std::optional<StripRow> found;
  for (std::size_t row = 0; row < patients.size(); ++row) {
    const std::size_t arm = evidence.people.arm.at(static_cast<std::size_t>(patients[row]));
    if (!found || arm > 0) found = StripRow{row, evidence.arms[arm], "s0"};
    if (arm + 1 == evidence.arms.size()) break;
  }
  return found;
}

std::string kind_words(const std::string& kind) {
  constexpr std::array<std::array<const char*, 2>, 11> words{{
      {"dose_change", "dose"},
      {"bolus", "bolus"},
      {"fluid", "fluid"},
      {"titration", "no change"},
      {"challenge_start", "challenge begins"},
      {"challenge_step", "challenge step"},
      {"challenge_stop", "challenge stopped"},
      {"challenge_end", "challenge over"},
      {"rescue", "rescue"},
      {"death", "death"},
      {"arrest", "arrest"},
  }};
  for (const auto& [name, text] : words) {
    if (kind == name) return text;
  }
  return kind;
}

/// The new rate in the drug's usual unit.
std::string dose_words(const Evidence& evidence, const ChartLine& line, double weight) {
  for (const CastDrug& cast : evidence.study().cast.drugs) {
    if (cast.drug.name != line.drug || cast.drug.usual_unit.empty()) continue;
    const Dose one = parse_dose_rate("1 " + cast.drug.usual_unit, cast.drug.units);
    const double rate = line.value / (one.per_kg ? weight : 1.0) / one.value;
    return significant(rate, 3) + ' ' + shown_unit(cast.drug.usual_unit);
  }
  return {};
}

std::string value_words(const Evidence& evidence, const ChartLine& line, double weight) {
  if (line.kind == "dose_change" || line.kind == "challenge_step") {
    return dose_words(evidence, line, weight);
  }
  if (line.kind == "challenge_start")
    return line.value > 0.0 ? "MAP " + with_unit(line.value, "mmHg") : "";
  if (line.kind == "challenge_end") return line.value > 0.0 ? "ratio " + fixed(line.value, 2) : "";
  if (line.kind == "bolus") return significant(line.value, 3) + " µg";
  if (line.kind == "fluid") return significant(line.value, 3) + " mL/min";
  return {};
}

/// The pump's rate follows each step of the ladder: told once.
bool repeats(const ChartLine& line, const ChartLine& before) {
  return line.kind == "dose_change" && before.kind == "challenge_step" && line.time == before.time;
}

std::string clock(double minutes) {
  const auto whole = static_cast<long long>(std::floor(minutes));
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

Html log_table(const Evidence& evidence, std::size_t patient) {
  const std::vector<ChartLine> chart = chart_of(evidence, patient);
  if (chart.empty()) return {};
  const std::string path = "/patients/weight";
  const double weight = evidence.rows.has(path) ? evidence.rows.numbers(path).at(patient)
                                                : evidence.study().cast.body.covariates.weight;
  Table table(fmt::format("Decision log{}",
                          chart.size() > most_lines
                              ? fmt::format(", the first {} of {} lines", most_lines, chart.size())
                              : std::string()),
              {"h:min", "What", "Drug", "To", "Why"});
  std::size_t lines = 0;
  for (std::size_t i = 0; i < chart.size() && lines < most_lines; ++i) {
    if (i > 0 && repeats(chart[i], chart[i - 1])) continue;
    ++lines;
    table.row({clock(chart[i].time), kind_words(chart[i].kind),
               chart[i].drug == "none" ? "" : chart[i].drug,
               value_words(evidence, chart[i], weight), printed(chart[i].reason)});
  }
  return table.markup("dense log");
}

std::vector<std::string> strip_variables(const Evidence& evidence) {
  std::vector<std::string> names{"MAP", "HR"};
  for (const std::string& name : evidence.rows.names("/trajectories")) {
    if (name.ends_with("_DOSE")) names.push_back(name);
  }
  return names;
}

}  // namespace

Section patient_section(const Evidence& evidence) {
  Section section{"patient", "One patient at the bedside", {}, "no trajectory is kept"};
  if (evidence.info.kept == 0) return section;
  section.absent = "blinded: the doses of a patient would tell his arm";
  if (evidence.blinded) return section;
  const auto row = chosen(evidence);
  const auto patient =
      static_cast<std::size_t>(evidence.rows.numbers("/trajectories/patient").at(row->row));
  const std::string who = evidence.arms.size() > 1
                              ? fmt::format("Patient {}, arm {}", patient, row->name)
                              : fmt::format("Patient {}", patient);
  if (!evidence.is_one_person()) {
    section.body = strip_chart(evidence, "patient-strip", who + ". Grey: challenges.",
                               present_in(evidence, strip_variables(evidence), {*row}), {*row});
  } else if (evidence.arms.size() > 1) {
    section.body = paragraph(who + ".");
  }
  section.body += log_table(evidence, patient);
  return section;
}

}  // namespace pressor::report
