#include "row_tables.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pressor {
namespace {

constexpr const char* row_meaning = "row of the patient in the whole run";
constexpr int no_drug_flag = -1;

/// What the value of an event counts in, kind by kind.
constexpr std::array<const char*, event_kind_count> event_units{
    "ug/min",     "ug", "mL/min",     "mmHg", "mmHg",      "ug/min",
    "mmHg|1/min", "1",  "mmHg|1/min", "1",    "mmHg|1/min"};

template <class Enum>
std::vector<std::string> names_of(std::size_t count, const char* (*name)(Enum)) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.emplace_back(name(static_cast<Enum>(i)));
  return names;
}

void flag(Dataset& dataset, std::vector<std::string> meanings, int first = 0) {
  const auto most = static_cast<std::size_t>(std::numeric_limits<std::int8_t>::max());
  if (meanings.size() > most) {
    throw OutputError(dataset.path() + " has " + std::to_string(meanings.size()) +
                      " categories; at most " + std::to_string(most) + " fit");
  }
  dataset.flags = std::move(meanings);
  dataset.first_flag = first;
}

void add_arm_column(Table& table, const Study& study) {
  flag(table.column<std::int8_t>("arm", "1", "arm in which this row was simulated"),
       arm_names(study));
}

Table trajectory_table(const Study& study, const StudyHeader& header) {
  Table table("trajectories", "patient");
  table.column<std::int64_t>("patient", "1", row_meaning);
  add_arm_column(table, study);
  table.column<std::int32_t>("replicate", "1", "replicate of the trial");
  for (const Variable& variable : header.variables) {
    Dataset& added =
        table.column<float>(variable.name, safe_unit(variable.unit), variable.long_name);
    added.dims.emplace_back("time");
    added.inner = {header.grid};
    added.notes.emplace_back("coordinates", "arm replicate");
  }
  return table;
}

/// `placebo-dexmedetomidine`
std::vector<std::string> sequence_names(const Study& study) {
  std::vector<std::string> names;
  for (const auto& sequence : williams_sequences(static_cast<std::uint32_t>(study.arms.size()))) {
    std::string name;
    for (const std::uint32_t arm : sequence)
      name += (name.empty() ? "" : "-") + study.arms[arm].name;
    names.push_back(std::move(name));
  }
  return names;
}

Table patient_table(const Study& study, const StudyHeader& header) {
  Table table("patients", "patient");
  table.column<std::int64_t>("patient", "1", row_meaning);
  table.column<std::int64_t>("id", "1", row_meaning);
  table.column<std::int32_t>("replicate", "1", "replicate of the trial");
  table.column<std::int32_t>("slot", "1", "number of the patient in the replicate");
  add_arm_column(table, study);
  flag(table.column<std::int8_t>("assigned", "1", "arm in which the trial counts the patient"),
       arm_names(study));
  if (study.crossover) {
    flag(table.column<std::int8_t>("sequence", "1", "order in which the patient got the arms"),
         sequence_names(study));
    table.column<std::int32_t>("period", "1", "period of the crossover, from 0");
  }
  table.column<std::int32_t>("centre", "1", "centre that enrolled the patient");
  table.column<std::int32_t>("attempt", "1", "draws rejected before this patient");
  table.column<double>("enrolled", "min",
                       "calendar time of inclusion, since the first centre opened");
  flag(table.column<std::int8_t>("adherent", "1", "whether the patient got what his arm gives"),
       {"no", "yes"});
  table.column<double>("withdrawn", "min", "time at which the patient left alive; infinite if not");
  flag(table.column<std::int8_t>("status", "1", "how the run ended"),
       names_of(static_cast<std::size_t>(Status::failed) + 1, status_name));
  table.column<std::string>("failure", "1", "why the run failed; empty when it did not");
  table.column<double>("end", "min", "time at which the run ended: death, failure or horizon");
  table.column<double>("death_time", "min", "time of death; infinite when alive at follow-up");
  table.column<double>("end_hazard", "1", "cumulative hazard of death at the end of the run");
  table.column<double>("end_lactate", "mmol/L", "blood lactate at the end of the run");
  for (const CastDrug& drug : study.cast.drugs) {
    table.column<double>(drug.drug.code + "_TOTAL", "ug", "delivered " + drug.drug.title);
  }
  for (const PatientColumn& column : header.patient_columns) {
    table.column<double>(column.name, safe_unit(column.unit), column.long_name);
  }
  return table;
}

Table endpoint_table(const Study& study, const StudyHeader& header) {
  Table table("endpoints", "patient");
  table.column<std::int64_t>("patient", "1", row_meaning);
  for (const EndpointColumn& column : header.endpoint_columns) {
    const std::string& text = study.endpoints.at(column.endpoint).measure.text;
    table.column<double>(column.name, safe_unit(column.unit), text.empty() ? column.name : text);
    flag(table.column<std::int8_t>(column.name + ".missing", "1", "why " + column.name + " is NaN"),
         names_of(missing_count, missing_name));
  }
  return table;
}

/// Drugs, then fluids, as they appear in events.
std::vector<std::string> given_names(const Study& study) {
  std::vector<std::string> names{"none"};
  for (const CastDrug& drug : study.cast.drugs) names.push_back(drug.drug.name);
  names.insert(names.end(), {"crystalloid", "colloid", "bleeding"});
  return names;
}

Table event_table(const Study& study) {
  Table table("events", "event");
  table.column<std::int64_t>("event", "1", "number of the event in the whole run");
  table.column<std::int64_t>("patient", "1", row_meaning);
  table.column<double>("time", "min", "time from the start");
  flag(table.column<std::int8_t>("kind", "1", "what happened"),
       names_of(event_kind_count, event_kind_name));
  flag(table.column<std::int8_t>("drug", "1", "drug or fluid concerned"), given_names(study),
       no_drug_flag);
  Dataset& value = table.column<double>("value", "1", "size, in the unit of its kind");
  std::string units;
  for (const char* unit : event_units) units += (units.empty() ? "" : " ") + std::string(unit);
  value.notes.emplace_back("units_by_kind", units);
  table.column<std::string>("reason", "1", "why it was done");
  return table;
}

/// In which unit the doses of a drug are told in the events: that of its dose variable.
DoseUnit dose_unit(const Drug& drug) {
  if (drug.usual_unit.empty()) return {};
  const Quantity one{1.0, parse_unit(drug.usual_unit), drug.usual_unit};
  const bool per_kg = one.unit.dimension.body_weight != 0;
  return {drug.usual_unit, in_unit(one, per_kg ? "ug/kg/min" : "ug/min", drug.units), per_kg};
}

std::vector<DoseUnit> dose_units(const Study& study) {
  std::vector<DoseUnit> units;
  for (const CastDrug& cast : study.cast.drugs) units.push_back(dose_unit(cast.drug));
  return units;
}

std::int8_t given_flag(const Event& event, std::size_t drugs) {
  if (event.drug == Event::no_drug) return no_drug_flag;
  return static_cast<std::int8_t>(event.kind == EventKind::fluid ? drugs + event.drug : event.drug);
}

}  // namespace

std::string event_unit(const std::string& kind) {
  for (std::size_t i = 0; i < event_kind_count; ++i) {
    if (event_kind_name(static_cast<EventKind>(i)) == kind) return event_units[i];
  }
  throw OutputError("/events has the kind `" + kind + "`, which is not known");
}

std::vector<std::string> arm_names(const Study& study) {
  std::vector<std::string> names;
  for (const Arm& arm : study.arms) names.push_back(arm.name);
  return names;
}

std::string safe_unit(const std::string& unit) {
  constexpr std::array<std::array<const char*, 2>, 4> mistaken{
      {{"seconds", "s"}, {"minutes", "min"}, {"hours", "h"}, {"days", "d"}}};
  for (const auto& [word, symbol] : mistaken) {
    if (unit == word) return symbol;
  }
  return unit.empty() ? "1" : unit;
}

RowTables::RowTables(const Study& study, const StudyHeader& header)
    : variables_(header.variables.size()),
      grid_(header.grid),
      columns_(header.patient_columns.size()),
      endpoint_columns_(header.endpoint_columns.size()),
      drugs_(study.cast.drugs.size()),
      crossover_(study.crossover.has_value()),
      dose_units_(dose_units(study)),
      trajectories_(trajectory_table(study, header)),
      patients_(patient_table(study, header)),
      endpoints_(endpoint_table(study, header)),
      events_(event_table(study)) {}

void RowTables::add(const PatientRecord& record) {
  if (record.columns.size() != columns_ || record.endpoints.size() != endpoint_columns_ ||
      record.run.values.size() % std::max<std::size_t>(variables_ * record.run.rows, 1) != 0) {
    throw OutputError("patient " + std::to_string(record.id) + " does not fit the header");
  }
  add_patient(record);
  add_endpoints(record);
  add_events(record);
  if (!record.run.values.empty()) add_trajectory(record);
}

void RowTables::add_patient(const PatientRecord& record) {
  const PatientRun& run = record.run;
  patients_.put(static_cast<std::int64_t>(record.id));
  patients_.put(static_cast<std::int64_t>(record.id));
  patients_.put(static_cast<std::int32_t>(record.replicate));
  patients_.put(static_cast<std::int32_t>(record.patient));
  patients_.put(static_cast<std::int8_t>(record.arm));
  patients_.put(static_cast<std::int8_t>(record.assigned));
  if (crossover_) {
    patients_.put(static_cast<std::int8_t>(record.sequence));
    patients_.put(static_cast<std::int32_t>(record.period));
  }
  patients_.put(static_cast<std::int32_t>(record.centre));
  patients_.put(static_cast<std::int32_t>(record.attempt));
  patients_.put(record.enrolled);
  patients_.put(static_cast<std::int8_t>(record.adherent ? 1 : 0));
  patients_.put(record.withdrawn);
  patients_.put(static_cast<std::int8_t>(run.status));
  patients_.put(run.failure);
  patients_.put(run.end);
  patients_.put(record.death_time);
  patients_.put(run.hazard);
  patients_.put(run.lactate);
  for (std::size_t d = 0; d < drugs_; ++d) {
    patients_.put(d < run.chart.delivered.size() ? run.chart.delivered[d] : missing_number);
  }
  for (const double value : record.columns) patients_.put(value);
}

void RowTables::add_endpoints(const PatientRecord& record) {
  endpoints_.put(static_cast<std::int64_t>(record.id));
  for (const EndpointValue& endpoint : record.endpoints) {
    endpoints_.put(endpoint.missing == Missing::present ? endpoint.value : missing_number);
    endpoints_.put(static_cast<std::int8_t>(endpoint.missing));
  }
}

void RowTables::add_events(const PatientRecord& record) {
  for (const Event& event : record.run.chart.events) {
    events_.put(next_event_++);
    events_.put(static_cast<std::int64_t>(record.id));
    events_.put(event.time);
    events_.put(static_cast<std::int8_t>(event.kind));
    events_.put(given_flag(event, drugs_));
    events_.put(event.value);
    const bool drug = event.kind != EventKind::fluid && event.drug < dose_units_.size();
    events_.put(reason_text(record.run.chart, event, drug ? dose_units_[event.drug] : DoseUnit{}));
  }
}

void RowTables::add_trajectory(const PatientRecord& record) {
  const PatientRun& run = record.run;
  trajectories_.put(static_cast<std::int64_t>(record.id));
  trajectories_.put(static_cast<std::int8_t>(record.arm));
  trajectories_.put(static_cast<std::int32_t>(record.replicate));
  const std::size_t known = std::min(run.rows, grid_);
  for (std::size_t v = 0; v < variables_; ++v) {
    std::vector<float>& values = trajectories_.next<float>();
    const auto first = run.values.begin() + static_cast<std::ptrdiff_t>(v * run.rows);
    values.insert(values.end(), first, first + static_cast<std::ptrdiff_t>(known));
    values.resize(values.size() + grid_ - known, std::numeric_limits<float>::quiet_NaN());
  }
}

void RowTables::clear() {
  for (Table* table : {&trajectories_, &patients_, &endpoints_, &events_}) table->clear();
}

std::size_t RowTables::bytes() const {
  return trajectories_.bytes() + patients_.bytes() + endpoints_.bytes() + events_.bytes();
}

}  // namespace pressor
