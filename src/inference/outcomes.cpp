#include "outcomes.h"

#include <limits>

#include "pressor/trial/result.h"

namespace pressor::inference {
namespace {

class Collector final : public ResultSink {
 public:
  explicit Collector(const Study& study) : study_(study) {}

  void begin(const Study& study, const StudyHeader& header) override {
    outcomes_.arms = study.arms.size();
    outcomes_.columns = header.endpoint_columns.size() + header.patient_columns.size();
    const std::size_t people = std::size_t{study.patients} * study.replicates;
    outcomes_.values.assign(people * outcomes_.arms * outcomes_.columns,
                            std::numeric_limits<double>::quiet_NaN());
  }

  void add(const PatientRecord& record) override {
    const std::size_t person = std::size_t{record.replicate} * study_.patients + record.patient;
    double* row = &outcomes_.values[(person * outcomes_.arms + record.arm) * outcomes_.columns];
    for (const EndpointValue& endpoint : record.endpoints) {
      *row++ = endpoint.missing == Missing::present ? endpoint.value
                                                    : std::numeric_limits<double>::quiet_NaN();
    }
    for (const double value : record.columns) *row++ = value;
  }

  void finish(const StudyTotals& /*totals*/) override {}

  [[nodiscard]] Outcomes take() { return std::move(outcomes_); }

 private:
  const Study& study_;
  Outcomes outcomes_;
};

class Unwatched final : public Progress {
 public:
  bool rows_done(std::uint64_t /*done*/, std::uint64_t /*all*/) override { return true; }
};

}  // namespace

Outcomes run(const Study& study, unsigned threads) {
  Collector collector(study);
  Unwatched nobody;
  run_study(study, threads, collector, nobody);
  return collector.take();
}

}  // namespace pressor::inference
