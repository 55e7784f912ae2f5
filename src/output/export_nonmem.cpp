#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "csv_text.h"
#include "export_source.h"
#include "pressor/core/errors.h"
#include "pressor/scenario/load_study.h"

namespace pressor {
namespace {

constexpr const char* nonmem_missing = ".";

/// A row of a data set before it is written.
struct DoseRow {
  double time = 0.0;
  double amount = 0.0;  ///< ug
  double rate = 0.0;    ///< ug/min
  bool steady = false;  ///< has been running for ever
};

/// One drug's events of all patients, by patient.
struct DrugEvent {
  double time = 0.0;
  bool bolus = false;
  bool running = false;  ///< since long before the start
  double value = 0.0;    ///< ug, or the new rate in ug/min
};
using EventsByPatient = std::map<double, std::vector<DrugEvent>>;

EventsByPatient events_of(const ResultRows& rows, const std::string& drug) {
  EventsByPatient events;
  const auto patient = rows.numbers("/events/patient");
  const auto time = rows.numbers("/events/time");
  const auto kind = rows.texts("/events/kind");
  const auto given = rows.texts("/events/drug");
  const auto value = rows.numbers("/events/value");
  const auto reason = rows.texts("/events/reason");
  for (std::size_t e = 0; e < patient.size(); ++e) {
    const bool bolus = kind[e] == event_kind_name(EventKind::bolus);
    if (given[e] != drug || (!bolus && kind[e] != event_kind_name(EventKind::dose_change)))
      continue;
    const bool running = reason[e] == reason_text({}, {.reason = {.cause = Cause::running}});
    events[patient[e]].push_back({time[e], bolus, running, value[e]});
  }
  return events;
}

/// Minutes that a drug takes from its pump to the vein, beside the lag of its kinetics.
double line_delay(const Study& study, std::size_t arm, std::size_t drug) {
  double line = 0.0;
  for (const Orders* orders : {&study.common, &study.arms.at(arm).orders}) {
    for (const Titration& t : orders->titrations) {
      if (t.drug == drug || (t.second && t.second->drug == drug)) {
        line = std::max(line, t.line_delay);
      }
    }
  }
  return line;
}

/// Rates that change become infusions that end; what runs at the end ends there. All `delay` later
/// than at the pump.
std::vector<DoseRow> doses_of(const std::vector<DrugEvent>& events, double end, double delay) {
  std::vector<DoseRow> doses;
  double rate = 0.0;
  double since = 0.0;
  const auto close = [&](double time) {
    if (rate > 0.0 && time > since) doses.push_back({since, rate * (time - since), rate, false});
    since = time;
  };
  for (const DrugEvent& event : events) {
    const double time = event.running ? event.time : event.time + delay;
    if (event.bolus) {
      doses.push_back({time, event.value, 0.0, false});
      continue;
    }
    close(time);
    if (event.running) doses.push_back({event.time, 0.0, event.value, true});
    rate = event.value;
  }
  close(end);
  std::stable_sort(doses.begin(), doses.end(),
                   [](const DoseRow& a, const DoseRow& b) { return a.time < b.time; });
  return doses;
}

/// Columns of /patients that describe a person or his kinetics, and what NONMEM's users call them.
std::vector<std::pair<std::string, std::string>> person_columns(const ExportSource& source,
                                                                const std::string& code) {
  constexpr std::array covariates{"weight", "height",  "age",        "woman",
                                  "saps2",  "albumin", "haematocrit"};
  constexpr std::array parameters{"V1", "CL", "V2", "Q2", "V3", "Q3"};
  std::vector<std::pair<std::string, std::string>> columns;
  const auto add = [&](const std::string& name, std::string column) {
    const std::string path = "/patients/" + name;
    if (source.has(path)) columns.emplace_back(path, std::move(column));
  };
  for (const std::string name : covariates) {
    std::string column = name;
    for (char& c : column) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    add(name, column);
  }
  for (const std::string name : parameters) add(code + '_' + name, name);
  return columns;
}

/// Lines of one patient by time. What is given at a time comes before what is observed, as in the
/// trajectory.
class PatientLines {
 public:
  using Take = std::function<void(const ExportTable::Line&)>;

  PatientLines(std::string id, ExportTable::Line person, const Take& take)
      : id_(std::move(id)), person_(std::move(person)), take_(take) {}

  void dose(const DoseRow& dose) const {
    line({id_, csv_number(dose.time), "1", csv_number(dose.amount), csv_number(dose.rate), "1", "0",
          dose.steady ? "1" : "0", "1", nonmem_missing});
  }

  void observation(double time, const std::string& value) const {
    const bool none = value == nonmem_missing;
    line({id_, csv_number(time), "0", "0", "0", "1", "0", "0", none ? "1" : "0", value});
  }

 private:
  void line(ExportTable::Line cells) const {
    cells.insert(cells.end(), person_.begin(), person_.end());
    take_(cells);
  }

  std::string id_;
  ExportTable::Line person_;
  const Take& take_;
};

std::vector<ExportColumn> nonmem_columns(const std::string& unit) {
  return {{"ID", "1", "row of the patient in the whole run"},
          {"TIME", "min", "time from the start"},
          {"EVID", "1", "0 observation, 1 dose"},
          {"AMT", "ug", "dose of the base, at the end of the line"},
          {"RATE", "ug/min", "rate of an infusion; 0 for a bolus"},
          {"CMT", "1", "1: central compartment"},
          {"II", "min", "interval between doses: none"},
          {"SS", "1", "1: RATE has been running for ever"},
          {"MDV", "1", "1: no value"},
          {"DV", unit, "plasma concentration"}};
}

/// A column as `pressor simulate` takes it: years are plain numbers there.
ExportColumn person_column(const ExportSource& source, const std::string& path,
                           const std::string& name) {
  ExportColumn column = source.column(path, name);
  if (column.unit == "year") {
    column.meaning += ", years";
    column.unit = "1";
  }
  return column;
}

ExportTable nonmem_table(const ResultInfo& info, const ResultRows& rows, const Study& study,
                         std::size_t index) {
  const Drug& drug = study.cast.drugs[index].drug;
  const ExportSource source(info, rows, nonmem_missing);
  const std::string concentration = drug.code + "_CONC";
  if (!source.has("/trajectories/" + concentration)) {
    throw OutputError("the trajectories do not hold " + concentration +
                      "; the scenario's output.variables leaves it out");
  }
  const auto people = person_columns(source, drug.code);
  ExportTable table{"nonmem_" + drug.code, nonmem_columns(drug.concentration_unit), {}};
  for (const auto& [path, name] : people)
    table.columns.push_back(person_column(source, path, name));
  std::vector<double> delays;
  for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
    delays.push_back(line_delay(study, arm, index));
  }
  table.lines = [source, people, concentration, name = drug.name, delays](const auto& take) {
    const EventsByPatient events = events_of(source.rows(), name);
    const auto ids = source.rows().numbers("/trajectories/patient");
    const auto ends = source.rows().numbers("/patients/end");
    const auto arms = source.rows().numbers("/patients/arm");
    std::vector<std::vector<std::string>> columns;
    for (const auto& person : people) columns.push_back(source.cells(person.first));
    TrajectoryReader reader(source.rows(), {concentration});
    for (std::size_t p = 0; p < ids.size(); ++p) {
      const auto row = static_cast<std::size_t>(ids[p]);
      ExportTable::Line person;
      for (const auto& column : columns) person.push_back(column.at(row));
      const auto own = events.find(ids[p]);
      const double delay = delays.at(static_cast<std::size_t>(arms.at(row)));
      const auto doses =
          own == events.end() ? std::vector<DoseRow>{} : doses_of(own->second, ends.at(row), delay);
      const PatientLines::Take taken = take;
      const PatientLines lines(csv_number(ids[p]), person, taken);
      std::size_t next = 0;
      for (std::size_t t = 0; t < reader.times().size(); ++t) {
        const double time = reader.times()[t];
        while (next < doses.size() && doses[next].time <= time) {
          lines.dose(doses[next++]);
        }
        lines.observation(time,
                          source.number("/trajectories/" + concentration, reader.at(0, p, t)));
      }
      while (next < doses.size()) lines.dose(doses[next++]);
    }
  };
  return table;
}

bool is_given(const ResultRows& rows, const std::string& drug) {
  const auto given = rows.texts("/events/drug");
  return std::find(given.begin(), given.end(), drug) != given.end();
}

}  // namespace

std::vector<ExportTable> nonmem_tables(const ResultInfo& info, const ResultRows& rows,
                                       const std::string& drug) {
  if (info.kept == 0) {
    throw OutputError(
        "the result keeps no trajectories, which hold the concentrations; run the "
        "scenario with `output: {trajectories: all}`");
  }
  const Study study = load_resolved(info.scenario_yaml).study;
  std::vector<ExportTable> tables;
  std::vector<std::string> names;
  for (std::size_t d = 0; d < study.cast.drugs.size(); ++d) {
    const Drug& each = study.cast.drugs[d].drug;
    names.push_back(each.name);
    const bool wanted =
        drug.empty() ? is_given(rows, each.name) : drug == each.name || drug == each.code;
    if (wanted) tables.push_back(nonmem_table(info, rows, study, d));
  }
  if (!drug.empty() && tables.empty()) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    throw ParameterError("no drug `" + drug + "` in this result; it has " + all);
  }
  return tables;
}

}  // namespace pressor
