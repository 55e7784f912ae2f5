#include <gtest/gtest.h>

#include "check_point_table.h"
#include "people.h"

// What the potencies of vasopressin (V1a), angiotensin II (AT1) and methylene blue were chosen for,
// on the shipped septic body: 80 kg, MAP 66 mmHg on norepinephrine 24 ug/min.
namespace pressor {
namespace {

constexpr double ug_per_unit = 1.887;

Person septic_with(const std::string& drug) {
  return person("septic", {{"norepinephrine", ""}, {drug, ""}});
}

/// Signals after some minutes of an infusion on top of what runs.
Signals after(const Person& patient, const std::string& code, double ug_per_min, double minutes) {
  Course course(patient);
  course.infuse(code, ug_per_min);
  course.run(minutes);
  return course.now();
}

/// Norepinephrine, ug/min, that holds MAP 66 mmHg after 4 h beside vasopressin.
double norepinephrine_beside(const Person& patient, double units_per_min) {
  double low = 0.0;
  double high = 24.0;
  for (int step = 0; step < 12; ++step) {
    const double middle = 0.5 * (low + high);
    Course course(patient);
    course.infuse("AVP", units_per_min * ug_per_unit);
    course.infuse("NE", middle);
    course.run(240.0);
    (course.now().map > 66.0 ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

/// A septic patient without any pressor, as Landry's six after vasopressin was withdrawn.
Person untreated() {
  Person patient = septic_with("vasopressin");
  patient.infusions[0] = 0.0;
  patient.seen.map = 58.0;
  patient.seen.activation = 0.11;
  return patient;
}

TEST(VasoconstrictorFit, VasopressinMeetsTwoOfFourRows) {
  CheckPointTable table("Vasopressin on the septic body (Landry 1997, Patel 2002)");
  const Person patient = septic_with("vasopressin");
  const Signals start = Course(patient).now();
  const Signals high = after(patient, "AVP", 0.04 * ug_per_unit, 60.0);
  table.add({"MAP rise at 0.04 U/min, mmHg (92/52 to 146/66)", high.map - start.map, "27.3"});
  table.add({"SVR ratio at 0.04 U/min (644 to 1187)", high.resistance / start.resistance, "1.84"});
  table.add({"norepinephrine beside 0.04 U/min, ug/min (25 to 5.3)",
             norepinephrine_beside(patient, 0.04), "5.3", "",
             "a weaker V1a that leaves a need misses the two rows above"});
  const Person bare = untreated();
  const double rise = after(bare, "AVP", 0.01 * ug_per_unit, 60.0).sbp - Course(bare).now().sbp;
  table.add({"systolic rise at 0.01 U/min alone, mmHg (83 to 115)", rise, "32", "",
             "a potency that meets it leaves no need of norepinephrine at 0.04 U/min"});
  table.add({"pulse pressure at 0.04 U/min, mmHg", high.sbp - high.dbp, "80", "",
             "stroke volume over a fixed compliance does not widen with pressure"});
}

TEST(VasoconstrictorFit, VasopressinActsWithinAQuarterOfAnHourAndFadesAsFast) {
  Course course(septic_with("vasopressin"));
  course.infuse("AVP", 0.04 * ug_per_unit);
  course.run(15.0);
  const double early = course.now().map;
  course.run(45.0);
  const double late = course.now().map;
  EXPECT_GT(early - 66.0, 0.8 * (late - 66.0));
  course.infuse("AVP", 0.0);
  course.run(60.0);
  EXPECT_LT(course.now().map - 66.0, 0.2 * (late - 66.0));
}

TEST(VasoconstrictorFit, AngiotensinRaisesPressureAsInItsTrial) {
  CheckPointTable table("Angiotensin II on the septic body (ATHOS-3)");
  const Person patient = septic_with("angiotensin2");
  table.add({"MAP rise at 20 ng/kg/min, 5 min, mmHg",
             after(patient, "ANG", 0.020 * 80.0, 5.0).map - 66.0, "12"});
}

TEST(VasoconstrictorFit, MethyleneBlueRaisesPressureByATenthInResponders) {
  Course course(septic_with("methylene_blue"));
  course.bolus("MB", 2000.0 * 80.0);
  course.run(120.0);
  EXPECT_GE(course.now().map, 1.10 * 66.0);
  EXPECT_LE(course.now().map, 1.25 * 66.0);
}

}  // namespace
}  // namespace pressor
