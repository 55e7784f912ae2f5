#include "dosing_situations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "pressor/pharmacology/dosing.h"
#include "pressor/scenario/load_dosing.h"

namespace pressor {
namespace {

using testing::Disposition;
using testing::DosingSituation;
using testing::Superposition;

std::string kinetics_file(const DosingSituation& s) {
  const Disposition& d = s.kinetics;
  std::ostringstream out;
  out.precision(17);
  out << "schema: pressor-kinetics/1\nname: drug\ntitle: Drug\ncompartments: " << d.compartments
      << "\nV1: " << d.v1 << " L\nCL: " << d.cl << " L/min\n";
  if (d.compartments > 1) out << "V2: " << d.v2 << " L\nQ2: " << d.q2 << " L/min\n";
  if (d.compartments > 2) out << "V3: " << d.v3 << " L\nQ3: " << d.q3 << " L/min\n";
  if (d.ka > 0.0) out << "depot: true\nKA: " << d.ka << " /min\n";
  out << s.extra << "\ndata: {units: {TIME: min, AMT: ug, DV: ng/mL}}\n";
  return out.str();
}

/// The situation's rows and an observation at each time, by time; at one time doses come first.
Csv data_of(const DosingSituation& s) {
  std::vector<std::pair<double, std::string>> rows;
  for (const std::string& row : s.rows) rows.emplace_back(std::stod(row), row);
  for (const double t : testing::observation_times()) {
    rows.emplace_back(t, std::to_string(t) + ",0,0,0,0,0,0,0");
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text = "ID,TIME,EVID,AMT,RATE,CMT,II,ADDL,SS\n";
  for (const auto& [time, row] : rows) text += "1," + row + '\n';
  return parse_csv(text, "data.csv");
}

class Dosing : public ::testing::TestWithParam<DosingSituation> {
 protected:
  /// Predictions at the observation times.
  [[nodiscard]] static std::vector<double> predicted(DosingEngine engine) {
    const Document model = parse_document(kinetics_file(GetParam()), "model.yaml");
    const DosingData data =
        load_dosing(load_kinetics(model), data_settings(model), data_of(GetParam()));
    const DosingPerson& person = data.people.at(0);
    const auto states = follow_doses(data.model, person.records, data.rule, engine);
    std::vector<double> found;
    const auto times = testing::observation_times();
    for (std::size_t i = 0; i < states.size(); ++i) {
      const DosingRecord& record = person.records[i];
      if (record.dose || record.reset) continue;
      if (std::find(times.begin(), times.end(), record.time) == times.end()) continue;
      found.push_back(
          dosed_concentration(data.model, record.parameters, states[i], person.shown[i]));
    }
    return found;
  }

  static void expect_superposition(DosingEngine engine) {
    const Superposition exact(GetParam().kinetics);
    const auto times = testing::observation_times();
    const std::vector<double> found = predicted(engine);
    ASSERT_EQ(found.size(), times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
      const double expected = exact.at(times[i], GetParam().given, GetParam().lag);
      EXPECT_NEAR(found[i], expected, 1.0e-8 * expected) << times[i] << " min";
    }
  }
};

TEST_P(Dosing, ExactSolutionIsTheSuperpositionOfItsDoses) {
  expect_superposition(DosingEngine::exact);
}

TEST_P(Dosing, IntegratorGivesTheSuperpositionOfItsDoses) {
  expect_superposition(DosingEngine::reference);
}

INSTANTIATE_TEST_SUITE_P(Situations, Dosing, ::testing::ValuesIn(testing::dosing_situations()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace pressor
