#include <cmath>

#include "answers.h"
#include "json.h"

namespace pressor::live {

std::string trial_answer(const Study& study) {
  Json out;
  out.open_object().entry("ok", true).entry("name", study.name).entry("title", study.title);
  out.entry("patients", double(study.patients)).entry("twins", study.twins);
  out.key("arms").open_array();
  for (const Arm& arm : study.arms) out.text(arm.name);
  out.close_array().key("columns").open_array();
  for (const auto& column : endpoint_columns(study.endpoints, study_variables(study.cast))) {
    out.open_object().entry("name", column.name).entry("unit", column.unit).close_object();
  }
  return out.close_array().close_object().str();
}

void Replicate::begin(const Study& /*study*/, const StudyHeader& header) {
  columns_ = header.endpoint_columns;
}

void Replicate::add(const PatientRecord& record) {
  rows_.push_back({record.patient, record.arm, record.endpoints});
}

void Replicate::finish(const StudyTotals& totals) { comparisons_ = totals.trial.comparisons; }

std::string Replicate::answer() const {
  Json out;
  out.open_object().entry("ok", true).key("rows").open_array();
  for (const Row& row : rows_) {
    out.open_object().entry("patient", double(row.patient)).entry("arm", double(row.arm));
    out.key("values").open_array();
    for (const EndpointValue& value : row.values) {
      out.number(value.missing == Missing::present ? value.value : std::nan(""));
    }
    out.close_array().close_object();
  }
  out.close_array().key("tests").open_array();
  for (const Comparisons& test : comparisons_) {
    out.open_object().entry("test", test.test).entry("column", columns_[test.column].name);
    out.entry("estimate", test.estimate.front()).entry("low", test.ci_low.front());
    out.entry("high", test.ci_high.front()).entry("p", test.p.front()).close_object();
  }
  return out.close_array().close_object().str();
}

}  // namespace pressor::live
