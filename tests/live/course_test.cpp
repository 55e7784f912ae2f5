#include "pressor/live/course.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/trial/result.h"
#include "shipped.h"

namespace pressor {
namespace {

using testing::shipped_text;
using ::testing::SizeIs;
using testing::study_of;

/// What the command keeps of each row.
class Kept final : public ResultSink {
 public:
  void begin(const Study& /*study*/, const StudyHeader& /*header*/) override {}
  void add(const PatientRecord& record) override { records.push_back(record); }
  void finish(const StudyTotals& /*totals*/) override {}
  std::vector<PatientRecord> records;
};

class Silent final : public Progress {
 public:
  bool rows_done(std::uint64_t /*done*/, std::uint64_t /*all*/) override { return true; }
};

std::vector<PatientRecord> command_run(const Study& study) {
  Kept kept;
  Silent progress;
  run_study(study, 1, kept, progress, SolverSample::none);
  return kept.records;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

/// A patient in septic shock as a page has him; `orders` are lines of the protocol.
std::string bedside_scenario(const std::string& orders) {
  return "schema: pressor/1\nname: session\ntitle: A session\nhorizon: 3 h\ntolerance: 1e-6\n"
         "patient: {body: septic, weight: 80 kg}\nprotocol:\n  titration: {base: nurse_65}\n" +
         orders + "output: {every: 5 s}\n";
}

const std::string first_orders =
    "  give:\n    - {drug: phenylephrine, bolus: 100 ug, at: 634 s}\n"
    "    - {drug: norepinephrine, infusion: 0 ug/kg/min, from: 0 s, until: 1 s}\n";

double map_row(const Course& course, double time) {
  const auto& variables = course.variables();
  const auto map = std::find_if(variables.begin(), variables.end(),
                                [](const Variable& v) { return v.name == "MAP"; });
  const auto at = static_cast<std::size_t>(std::llround(time / course.study().output.every));
  return double{
      course.run()
          .values[static_cast<std::size_t>(map - variables.begin()) * course.run().rows + at]};
}

TEST(Course, IsToTheLastBitWhatTheCommandRuns) {
  for (const std::string name : {"norepinephrine_start", "propofol_stopped",
                                 "haemorrhage_and_fluids", "phenylephrine_ladder_severe"}) {
    const Study study = study_of(shipped_text("scenarios/" + name + ".yaml"));
    const auto records = command_run(study);
    ASSERT_THAT(records, SizeIs(study.arms.size()));
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
      const Course course(study, arm);
      EXPECT_TRUE(same_bits(course.run().values, records[arm].run.values)) << name << ' ' << arm;
      const auto endpoints = course.endpoints();
      ASSERT_EQ(endpoints.size(), records[arm].endpoints.size());
      for (std::size_t i = 0; i < endpoints.size(); ++i) {
        EXPECT_EQ(endpoints[i].missing, records[arm].endpoints[i].missing);
        if (endpoints[i].missing != Missing::present) continue;
        EXPECT_EQ(endpoints[i].value, records[arm].endpoints[i].value) << name << ' ' << i;
      }
    }
  }
}

TEST(Course, LaterOrdersLeaveThePastAsItWas) {
  const Course before(study_of(bedside_scenario(first_orders)), 0);
  const Course after(
      study_of(bedside_scenario(first_orders +
                                "    - {drug: vasopressin, infusion: 0.03 U/min, from: 5400 s}\n"
                                "  fluids: [{fluid: colloid, volume: 500 mL, from: 6000 s}]\n")),
      0);
  for (double time = 0.0; time < 90.0; time += 0.5) {
    ASSERT_NEAR(map_row(after, time), map_row(before, time), 0.01) << time;
  }
  EXPECT_GT(std::abs(map_row(after, 120.0) - map_row(before, 120.0)), 0.5);
}

TEST(Course, WorksWhereItsCurvesMeet) {
  const Course course(study_of(bedside_scenario(first_orders)), 0);
  const Moment moment = course.moment(12.25);
  const auto after = std::find_if(moment.curves.begin(), moment.curves.end(), [](const auto& p) {
    return p.venous_return <= p.cardiac_output;
  });
  ASSERT_NE(after, moment.curves.end());
  ASSERT_NE(after, moment.curves.begin());
  EXPECT_LE(std::prev(after)->right_atrial, moment.seen.cvp);
  EXPECT_GE(after->right_atrial, moment.seen.cvp);
  EXPECT_GE(std::prev(after)->venous_return, moment.seen.output);
  EXPECT_LE(after->venous_return, moment.seen.output);
}

TEST(Course, SharesOfAlpha1AddUpToItsDrive) {
  const Course course(study_of(bedside_scenario(first_orders)), 0);
  const Moment moment = course.moment(12.0);
  double drive = moment.nerve_drive;
  for (const ReceptorShare& share : moment.shares) {
    if (share.receptor == Receptor::alpha1) drive += share.occupancy;
  }
  EXPECT_NEAR(drive, moment.seen.arteriolar_drive, 1e-12);
  EXPECT_GT(moment.nerve_drive, 0.0);
}

TEST(Course, ExplainsAllOfAChange) {
  const Course course(study_of(bedside_scenario(first_orders)), 0);
  double sum = 0.0;
  double largest = 0.0;
  for (const CauseShare& share : course.explain(10.0, 12.0)) {
    sum += share.map;
    largest = std::max(largest, std::abs(share.map));
  }
  EXPECT_NEAR(sum, course.moment(12.0).seen.map - course.moment(10.0).seen.map, 1e-9);
  EXPECT_GT(largest, 0.05);
}

TEST(Course, ShowsTheLastStateAfterTheEnd) {
  const Course course(study_of(bedside_scenario(first_orders)), 0);
  EXPECT_EQ(course.state(1000.0), course.state(180.0));
  EXPECT_EQ(course.state(-5.0), course.state(0.0));
}

TEST(Course, RefusesAnArmThatIsNotThere) {
  EXPECT_THROW(Course(study_of(bedside_scenario(first_orders)), 1), ParameterError);
}

}  // namespace
}  // namespace pressor
