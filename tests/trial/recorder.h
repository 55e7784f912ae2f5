#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "pressor/trial/result.h"

namespace pressor {

/// Everything a sink is told, as bytes.
class Recorder final : public ResultSink {
 public:
  void begin(const Study&, const StudyHeader& header) override { header_ = header; }
  void add(const PatientRecord& record) override {
    records.push_back(record);
    std::string& b = rows.emplace_back();
    const auto put = [&](const auto& x) { b.append(reinterpret_cast<const char*>(&x), sizeof x); };
    put(record.id);
    put(record.arm);
    put(record.assigned);
    put(record.centre);
    put(record.attempt);
    put(record.enrolled);
    put(record.adherent);
    put(record.withdrawn);
    for (const double x : record.columns) put(x);
    for (const EndpointValue& e : record.endpoints) {
      put(e.value);
      put(e.missing);
    }
    put(record.death_time);
    put(record.run.status);
    b += record.run.failure;
    for (const float x : record.run.values) put(x);
    for (const double x : record.run.limits) put(x);
    for (const Event& e : record.run.chart.events) {
      put(e.time);
      put(e.kind);
      put(e.value);
    }
  }
  void finish(const StudyTotals& t) override { totals = t; }

  [[nodiscard]] std::string tables() const {
    std::string b;
    const auto put = [&](const auto& x) { b.append(reinterpret_cast<const char*>(&x), sizeof x); };
    put(totals.screening.screened);
    put(totals.screening.unsolvable);
    for (const auto n : totals.screening.ineligible) put(n);
    for (const auto& column : totals.trial.arms) {
      for (const auto& replicate : column) {
        for (const ArmSummary& a : replicate) {
          put(a.n);
          put(a.mean);
          put(a.sd);
        }
      }
    }
    for (const auto& c : totals.trial.comparisons) {
      for (const double p : c.p) put(p);
      for (const double e : c.estimate) put(e);
    }
    for (const auto& series : totals.summary.series) {
      for (const auto& arm : series.quantiles) {
        for (const auto& row : arm) put(row);
      }
    }
    return b;
  }

  StudyHeader header_;
  std::vector<PatientRecord> records;
  std::vector<std::string> rows;
  StudyTotals totals;
};

class Counting final : public Progress {
 public:
  explicit Counting(std::uint64_t stop_after = ~0ULL) : stop_after_(stop_after) {}
  bool rows_done(std::uint64_t done, std::uint64_t all) override {
    last = done;
    total = all;
    return done < stop_after_;
  }
  std::uint64_t last = 0;
  std::uint64_t total = 0;

 private:
  std::uint64_t stop_after_;
};

inline Recorder run_recorded(const Study& study, unsigned threads = 2) {
  Recorder recorder;
  Counting progress;
  EXPECT_TRUE(run_study(study, threads, recorder, progress));
  EXPECT_EQ(progress.last, progress.total);
  return recorder;
}

}  // namespace pressor
