#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "pressor/scenario/load_study.h"
#include "recorder.h"

/// A drug without any effect changes nothing: twins under it and without it are one patient.
namespace pressor {
namespace {

namespace fs = std::filesystem;

/// ADRESS with dexmedetomidine as an infusion that begins and ends inside a minute, pushes and a
/// plasma target, while norepinephrine is titrated and phenylephrine challenges; its base hazard is
/// raised so that some of the patients die.
Study twins(const std::string& engine, const std::string& effect) {
  const std::vector<std::string> changes{
      "engine=" + engine,
      "effects.dexmedetomidine=" + effect,
      "horizon=9 h",
      "endpoints[death].at=[8 h]",
      "observed=",
      "parameters.base_risk=3",
      "design.twins=true",
      "design.enrol=12",
      "design.replicates=1",
      "output.trajectories=all",
      "protocol.challenge.at=[0 h, 6 h]",
      "endpoints[pe_ratio].at=[0 h, 6 h]",
      "endpoints[hypotension].window=[0 h, 8 h]",
      "design.arms[dexmedetomidine].give=["
      "{drug: dexmedetomidine, infusion: 1 ug/kg/h, from: 65.4 min, until: 200.7 min}, "
      "{drug: dexmedetomidine, bolus: 0.5 ug/kg, over: 10 min, at: 90.3 min}, "
      "{drug: dexmedetomidine, bolus: 0.2 ug/kg, at: 150.45 min}, "
      "{drug: dexmedetomidine, target: 0.6 ng/mL, from: 240.2 min, until: 500 min}]"};
  const Library library({fs::path(PRESSOR_SOURCE_DIR) / "models"});
  return load_study(read_document(PRESSOR_SOURCE_DIR "/scenarios/adress.yaml"), library,
                    {changes, true})
      .study;
}

struct Pair {
  const PatientRecord& without;
  const PatientRecord& with;
};

std::vector<Pair> pairs(const Recorder& recorder) {
  std::vector<Pair> found;
  for (std::size_t i = 0; i + 1 < recorder.records.size(); i += 2) {
    found.push_back({recorder.records[i], recorder.records[i + 1]});
    EXPECT_EQ(found.back().without.patient, found.back().with.patient);
  }
  return found;
}

bool belongs_to_the_drug(const std::string& variable) { return variable.rfind("DEX_", 0) == 0; }

/// Bits of every variable but the drug's own.
std::vector<float> trajectories(const Recorder& recorder, const PatientRecord& record) {
  std::vector<float> all;
  const auto& variables = recorder.header_.variables;
  for (std::size_t v = 0; v < variables.size(); ++v) {
    if (belongs_to_the_drug(variables[v].name)) continue;
    const auto from = record.run.values.begin() + static_cast<std::ptrdiff_t>(v * record.run.rows);
    std::transform(from, from + static_cast<std::ptrdiff_t>(record.run.rows),
                   std::back_inserter(all), [](float x) { return std::isnan(x) ? -1.0e30F : x; });
  }
  return all;
}

/// Time and value of what was done, the drug's own doses apart.
std::vector<double> decisions(const Study& study, const PatientRecord& record) {
  std::vector<double> all;
  for (const Event& event : record.run.chart.events) {
    const bool dose = event.kind == EventKind::dose_change || event.kind == EventKind::bolus;
    if (dose && event.drug == study.cast.model.drug("dexmedetomidine")) continue;
    all.push_back(event.time);
    all.push_back(event.value);
  }
  return all;
}

std::vector<double> endpoints(const PatientRecord& record) {
  std::vector<double> all;
  for (const EndpointValue& e : record.endpoints) {
    all.push_back(e.missing == Missing::present ? e.value : -1.0e30);
  }
  all.push_back(record.death_time);
  return all;
}

class Twins : public ::testing::TestWithParam<const char*> {};

TEST_P(Twins, AreOnePatientToTheLastBitWhenTheDrugHasNoEffect) {
  const Study study = twins(GetParam(), "0");
  const Recorder recorder = run_recorded(study);
  std::size_t died = 0;
  for (const Pair& pair : pairs(recorder)) {
    SCOPED_TRACE(pair.with.patient);
    EXPECT_EQ(trajectories(recorder, pair.without), trajectories(recorder, pair.with));
    EXPECT_EQ(decisions(study, pair.without), decisions(study, pair.with));
    EXPECT_EQ(endpoints(pair.without), endpoints(pair.with));
    EXPECT_EQ(pair.without.run.end, pair.with.run.end);
    EXPECT_EQ(pair.without.run.hazard, pair.with.run.hazard);
    EXPECT_EQ(pair.without.run.limits.size(), pair.with.run.limits.size());
    EXPECT_EQ(pair.without.run.final_limits, pair.with.run.final_limits);
    died += static_cast<std::size_t>(pair.with.run.status != Status::survived);
    const std::size_t d = study.cast.model.drug("dexmedetomidine");
    EXPECT_EQ(pair.without.run.chart.delivered[d], 0.0);
    EXPECT_GT(pair.with.run.chart.delivered[d], 0.0);
  }
  EXPECT_GT(died, 0U);
  EXPECT_LT(died, pairs(recorder).size());
}

INSTANTIATE_TEST_SUITE_P(BothEngines, Twins, ::testing::Values("ensemble", "reference"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST(TwinsUnderADrug, DifferAsSoonAsItHasAnEffect) {
  const Study study = twins("ensemble", "0.001");
  const Recorder recorder = run_recorded(study);
  for (const Pair& pair : pairs(recorder)) {
    EXPECT_NE(trajectories(recorder, pair.without), trajectories(recorder, pair.with));
  }
}

/// The closed form that follows a drug without effect, against the reference integrator. A share of
/// 0.01 is next to no effect, and small enough a one that its error is still held: an integrator
/// measures the error of a drug's states by the concentrations that matter.
TEST(TwinsUnderADrug, HaveItsConcentrationsWhetherItActsOrNot) {
  const Recorder none = run_recorded(twins("reference", "0"));
  const Recorder some = run_recorded(twins("reference", "0.01"));
  const auto& variables = none.header_.variables;
  for (std::size_t i = 1; i < none.records.size(); i += 2) {
    const PatientRun& a = none.records[i].run;
    const PatientRun& b = some.records[i].run;
    for (std::size_t v = 0; v < variables.size(); ++v) {
      if (!belongs_to_the_drug(variables[v].name)) continue;
      for (std::size_t r = 0; r < a.rows; ++r) {
        const double x = a.values[v * a.rows + r];
        const double y = b.values[v * b.rows + r];
        if (std::isnan(x) || std::isnan(y)) continue;
        EXPECT_NEAR(x, y, 1.0e-4 * (0.1 + std::abs(x))) << variables[v].name << " at row " << r;
      }
    }
  }
}

}  // namespace
}  // namespace pressor
