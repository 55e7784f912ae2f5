#include <algorithm>
#include <array>
#include <cmath>

#include "causes.h"
#include "course.h"
#include "decomposition.h"
#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"
#include "strip.h"

/// One person: what was seen, what was in the blood and at the receptors, why the pressure moved.
namespace pressor::report {
namespace {

/// The kept trajectories, one an arm.
std::vector<StripRow> rows_of(const Evidence& evidence) {
  const std::vector<double> patients = evidence.rows.numbers("/trajectories/patient");
  std::vector<StripRow> rows;
  for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
    for (std::size_t row = 0; row < patients.size(); ++row) {
      if (evidence.people.arm.at(static_cast<std::size_t>(patients[row])) != arm) continue;
      rows.push_back({row, evidence.arms[arm], series_class(arm)});
      break;
    }
  }
  return rows;
}

std::vector<std::string> with_suffix(const Evidence& evidence, const std::string& suffix) {
  std::vector<std::string> names;
  for (const std::string& name : evidence.rows.names("/trajectories")) {
    if (name.find(suffix) != std::string::npos) names.push_back(name);
  }
  return names;
}

std::vector<std::string> seen(const Evidence& evidence) {
  std::vector<std::string> names{"MAP", "HR", "CO", "SVR"};
  const std::vector<std::string> doses = with_suffix(evidence, "_DOSE");
  names.insert(names.end(), doses.begin(), doses.end());
  return names;
}

std::vector<std::string> hidden_causes(const Evidence& evidence) {
  std::vector<std::string> names = with_suffix(evidence, "_CONC");
  for (const char* name : {"alpha1_activation", "alpha2b_activation", "sympathetic_tone",
                           "vagal_tone", "beta_occupancy", "PMSF", "blood_volume"}) {
    names.emplace_back(name);
  }
  return names;
}

std::vector<Moment> moments_of(const Evidence& evidence, std::size_t row) {
  const std::vector<double> map = trajectory(evidence, "MAP", row);
  const std::vector<double> cvp = trajectory(evidence, "CVP", row);
  const std::vector<double> svr = trajectory(evidence, "SVR", row);
  const std::vector<double> rate = trajectory(evidence, "HR", row);
  const std::vector<double> stroke = trajectory(evidence, "SV", row);
  std::vector<Moment> moments;
  for (std::size_t t = 0; t < map.size(); ++t) {
    moments.push_back({map[t], cvp[t], svr[t], rate[t], stroke[t]});
  }
  return moments;
}

struct Part {
  const char* name;
  const char* look;
  double PressureChange::*share;
};
constexpr std::array<Part, 4> parts{{{"resistance", "s0", &PressureChange::resistance},
                                     {"heart rate", "s1", &PressureChange::rate},
                                     {"stroke volume", "s2", &PressureChange::stroke},
                                     {"venous pressure", "s3", &PressureChange::venous}}};

/// The changes of one trajectory from its start.
std::vector<PressureChange> changes_of(const std::vector<Moment>& moments) {
  std::vector<PressureChange> changes;
  for (const Moment& moment : moments) changes.push_back(pressure_change(moments.front(), moment));
  return changes;
}

Axis change_axis(const std::vector<PressureChange>& changes) {
  double low = 0.0;
  double high = 0.0;
  for (const PressureChange& change : changes) {
    for (const double value :
         {change.all(), change.resistance, change.rate, change.stroke, change.venous}) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  return number_axis("", low, high, 5);
}

Plot change_plot(const std::string& title, double top, const std::vector<double>& times,
                 const std::vector<PressureChange>& changes, const Study& study) {
  Plot plot({50.0, top, 735.0, 170.0},
            time_axis("time from the start", times.front(), times.back()), change_axis(changes));
  plot.title(title);
  shade_challenges(plot, study);
  plot.horizontal(0.0, "", "null");
  const auto add = [&](const char* name, const std::string& look, const auto& value) {
    std::vector<Point> points;
    std::vector<double> values;
    for (std::size_t t = 0; t < changes.size(); ++t) {
      points.push_back({times[t], value(changes[t])});
      values.push_back(points.back().y);
    }
    plot.line(points, look);
    plot.trace(name, "mmHg", times, values, 1);
  };
  for (const Part& part : parts) {
    add(part.name, part.look, [&](const PressureChange& c) { return c.*part.share; });
  }
  add("MAP", "ink solid", [](const PressureChange& c) { return c.all(); });
  return plot;
}

/// Rows of the table: the largest rise, the largest fall, the end.
void add_moments(Table& table, const std::string& arm, const std::vector<double>& times,
                 const std::vector<PressureChange>& changes) {
  std::size_t high = 0;
  std::size_t low = 0;
  std::size_t last = 0;
  for (std::size_t t = 0; t < changes.size(); ++t) {
    const double all = changes[t].all();
    if (!std::isfinite(all)) continue;
    if (all > changes[high].all()) high = t;
    if (all < changes[low].all()) low = t;
    last = t;
  }
  const auto row = [&](const char* what, std::size_t t) {
    const PressureChange& c = changes[t];
    std::vector<std::string> cells{arm.empty() ? what : arm + ": " + what, duration(times[t])};
    for (const double value : {c.all(), c.resistance, c.rate, c.stroke, c.venous}) {
      cells.push_back(signed_fixed(value, 0));
    }
    table.row(cells);
  };
  if (changes[high].all() >= 1.0) row("highest", high);
  if (changes[low].all() <= -1.0) row("lowest", low);
  row("end", last);
}

/// Whether all that the split needs is kept.
bool can_split(const Evidence& evidence) {
  constexpr std::array<const char*, 5> needed{"MAP", "CVP", "SVR", "HR", "SV"};
  return std::all_of(needed.begin(), needed.end(), [&](const char* name) {
    return evidence.rows.has(std::string("/trajectories/") + name);
  });
}

Html split(const Evidence& evidence, const std::vector<StripRow>& rows) {
  constexpr double pitch = 260.0;
  const std::vector<double> times = evidence.rows.numbers("/trajectories/time");
  Figure figure("why", "Change of MAP from the start, split into its causes", 800.0,
                12.0 + pitch * static_cast<double>(rows.size()));
  std::vector<LegendEntry> entries{{"MAP", "ink solid", false}};
  for (const Part& part : parts) entries.push_back({part.name, part.look, false});
  figure.legend(entries);
  Table table("Change of MAP from the start and what made it, mmHg",
              {"", "at", "MAP", "resistance", "heart rate", "stroke volume", "venous pressure"});
  const bool several = rows.size() > 1;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::vector<PressureChange> changes = changes_of(moments_of(evidence, rows[i].row));
    const std::string title = std::string("change, mmHg") + (several ? ", " + rows[i].name : "");
    figure.add(change_plot(title, 52.0 + pitch * static_cast<double>(i), times, changes,
                           evidence.study()));
    add_moments(table, several ? rows[i].name : std::string(), times, changes);
  }
  return element("h3", "Why the pressure moved") +
         figure.markup(
             text("MAP = CVP + HR × SV × SVR: the change of MAP since the start is split "
                  "exactly among the four (logarithmic means). Resistance is what vessels "
                  "did; rate and stroke volume together are cardiac output.")) +
         table.markup("numbers");
}

/// When the pressure of each arm had moved most.
std::vector<CauseMoment> largest_moves(const Evidence& evidence,
                                       const std::vector<StripRow>& rows) {
  const std::vector<double> times = evidence.rows.numbers("/trajectories/time");
  std::vector<CauseMoment> moments;
  for (std::size_t arm = 0; arm < rows.size(); ++arm) {
    const std::vector<double> map = trajectory(evidence, "MAP", rows[arm].row);
    std::size_t at = 0;
    for (std::size_t t = 0; t < map.size(); ++t) {
      const bool further = std::fabs(map[t] - map[0]) > std::fabs(map[at] - map[0]);
      if (std::isfinite(map[t]) && further) at = t;
    }
    moments.push_back({arm, times[at]});
  }
  return moments;
}

}  // namespace

Section mechanism_section(const Evidence& evidence) {
  Section section{
      "mechanism", "What happened, and why", {}, "many patients: see the course over time"};
  if (!evidence.is_one_person()) return section;
  section.absent = "no trajectory is kept";
  if (evidence.info.kept == 0) return section;
  const std::vector<StripRow> rows = rows_of(evidence);
  section.body = strip_chart(evidence, "seen", "What was seen and given. Grey: challenges.",
                             present_in(evidence, seen(evidence), rows), rows);
  if (can_split(evidence)) {
    section.body +=
        split(evidence, rows) + causes_of_change(evidence, largest_moves(evidence, rows));
  }
  section.body += element("h3", "In the blood and at the receptors") +
                  strip_chart(evidence, "causes",
                              "Plasma concentrations, receptor activation (share of the largest), "
                              "nerve traffic and filling.",
                              present_in(evidence, hidden_causes(evidence), rows), rows);
  return section;
}

}  // namespace pressor::report
