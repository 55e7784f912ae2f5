#include <cmath>

#include "answers.h"
#include "json.h"

namespace pressor::live {
namespace {

const char* kind_word(Variable::Kind kind) {
  switch (kind) {
    case Variable::Kind::signal:
      return "signal";
    case Variable::Kind::dose:
      return "dose";
    case Variable::Kind::concentration:
      return "plasma";
    case Variable::Kind::effect_site:
      return "site";
  }
  return "";
}

void put_variables(Json& out, const Course& course) {
  out.key("variables").open_array();
  for (const Variable& v : course.variables()) {
    out.open_object().entry("name", v.name).entry("unit", v.unit);
    out.entry("meaning", v.long_name).entry("kind", kind_word(v.kind));
    if (v.kind != Variable::Kind::signal) {
      out.entry("drug", course.study().cast.drugs[v.index].drug.name);
    }
    out.close_object();
  }
  out.close_array();
}

/// The unit of a drug's usual doses.
DoseUnit usual_dose_unit(const Drug& drug) {
  const Dose one = parse_dose_rate("1 " + drug.usual_unit, drug.units);
  return {drug.usual_unit, one.value, one.per_kg};
}

const char* fluid_word(std::size_t fluid) {
  switch (static_cast<FluidOrder::Kind>(fluid)) {
    case FluidOrder::Kind::crystalloid:
      return "crystalloid";
    case FluidOrder::Kind::colloid:
      return "colloid";
    case FluidOrder::Kind::bleeding:
      return "bleeding";
  }
  return "";
}

void put_events(Json& out, const Course& course) {
  const auto& drugs = course.study().cast.drugs;
  const Chart& chart = course.run().chart;
  out.key("events").open_array();
  for (const Event& event : chart.events) {
    const bool of_drug = event.drug < drugs.size() && event.kind != EventKind::fluid;
    const DoseUnit unit = of_drug ? usual_dose_unit(drugs[event.drug].drug) : DoseUnit{};
    out.open_object().entry("time", event.time).entry("kind", event_kind_name(event.kind));
    if (of_drug) out.entry("drug", drugs[event.drug].drug.name);
    if (event.kind == EventKind::fluid) out.entry("drug", fluid_word(event.drug));
    out.entry("value", event.value).entry("why", reason_text(chart, event, unit)).close_object();
  }
  out.close_array();
}

void put_readings(Json& out, const Chart& chart) {
  out.key("readings").open_array();
  for (const Reading& reading : chart.readings) {
    out.open_array().number(reading.time).number(reading.map).close_array();
  }
  out.close_array();
}

void put_challenges(Json& out, const Chart& chart) {
  out.key("challenges").open_array();
  for (const ChallengeResult& challenge : chart.challenges) {
    out.open_object().entry("start", challenge.start).entry("baseline", challenge.baseline_map);
    out.entry("complete", challenge.complete).entry("stopped", challenge.stopped);
    out.entry("ratio", challenge.valid() ? challenge.ratio() : std::nan(""));
    out.key("steps").open_array();
    for (const auto& step : challenge.steps) {
      out.open_array().number(step.dose).number(step.map).close_array();
    }
    out.close_array().close_object();
  }
  out.close_array();
}

void put_endpoints(Json& out, const Course& course) {
  const auto columns = endpoint_columns(course.study().endpoints, course.variables());
  const auto values = course.endpoints();
  out.key("endpoints").open_array();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool present = values[i].missing == Missing::present;
    out.open_object().entry("name", columns[i].name).entry("unit", columns[i].unit);
    out.entry("value", present ? values[i].value : std::nan(""));
    out.entry("missing", present ? "" : missing_name(values[i].missing)).close_object();
  }
  out.close_array();
}

void put_patient(Json& out, const Course& course) {
  const Patient& patient = course.patient();
  out.key("patient").open_object();
  for (const ValueInfo& info : value_infos(course.study().cast)) {
    out.entry(info.name, info.scale * value_of(course.study().cast, patient, info.name));
  }
  out.close_object();
}

void put_texts(Json& out, const char* key, const std::vector<std::string>& texts) {
  out.key(key).open_array();
  for (const std::string& text : texts) out.text(text);
  out.close_array();
}

}  // namespace

std::string problems_answer(const std::vector<Problem>& problems) {
  Json out;
  out.open_object().entry("ok", false).key("problems").open_array();
  for (const Problem& problem : problems) {
    out.open_object().entry("what", problem.what).entry("expected", problem.expected);
    out.entry("suggestion", problem.suggestion).entry("path", problem.path);
    out.entry("file", problem.place.file).entry("line", double(problem.place.line));
    out.entry("column", double(problem.place.column)).close_object();
  }
  return out.close_array().close_object().str();
}

std::string course_answer(const Course& course) {
  const Study& study = course.study();
  const PatientRun& run = course.run();
  Json out;
  out.open_object().entry("ok", true).entry("name", study.name).entry("title", study.title);
  out.entry("horizon", study.horizon).entry("every", study.output.every);
  out.entry("rows", static_cast<double>(run.rows));
  out.entry("status", status_name(run.status)).entry("failure", run.failure).entry("end", run.end);
  put_variables(out, course);
  put_events(out, course);
  put_readings(out, run.chart);
  put_challenges(out, run.chart);
  put_endpoints(out, course);
  put_patient(out, course);
  put_texts(out, "warnings", study.warnings);
  std::vector<std::string> arms;
  for (const Arm& arm : study.arms) arms.push_back(arm.name);
  put_texts(out, "arms", arms);
  return out.close_object().str();
}

}  // namespace pressor::live
