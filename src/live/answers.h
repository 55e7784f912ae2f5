#pragma once

#include <string>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/live/course.h"
#include "pressor/trial/result.h"

/// What the page is told, as JSON (page.h).
namespace pressor::live {

std::string problems_answer(const std::vector<Problem>& problems);
std::string course_answer(const Course& course);
std::string moment_answer(const Course& course, double time);
std::string shares_answer(const Course& course, double from, double to);
/// Arms and endpoint columns of a trial.
std::string trial_answer(const Study& study);

/// Keeps one replicate of a trial.
class Replicate final : public ResultSink {
 public:
  void begin(const Study& study, const StudyHeader& header) override;
  void add(const PatientRecord& record) override;
  void finish(const StudyTotals& totals) override;
  [[nodiscard]] std::string answer() const;

 private:
  struct Row {
    std::uint32_t patient = 0;
    std::uint32_t arm = 0;
    std::vector<EndpointValue> values;
  };
  std::vector<EndpointColumn> columns_;
  std::vector<Row> rows_;
  std::vector<Comparisons> comparisons_;
};

}  // namespace pressor::live
