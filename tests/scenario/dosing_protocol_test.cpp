#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "dosing_situations.h"
#include "pressor/cohort/simulate.h"
#include "pressor/scenario/load_study.h"

namespace pressor {
namespace {

using testing::Disposition;
using testing::DosingSituation;
using testing::GivenDose;
using testing::Superposition;

/// A drug that the body does not notice (it blocks receptors to which nothing else binds), with the kinetics and the lag of a situation.
std::string tracer(const DosingSituation& s) {
  const Disposition& d = s.kinetics;
  const auto number = [](const char* name, double value, const char* unit) {
    std::ostringstream out;
    out << "      " << name << ": {value: " << value << ' ' << unit
        << ", source: assumed, grade: C}\n";
    return out.str();
  };
  std::string text =
      "schema: pressor-drug/1\nname: tracer\ntitle: Tracer\ncode: TR\n"
      "dose: {unit: ug/min}\nconcentration: {unit: ng/mL}\n"
      "default_set: {default: own}\nsets:\n  own:\n    title: As the situation\n"
      "    compartments: " +
      std::to_string(d.compartments) + "\n    lag: " + std::to_string(s.lag) +
      " min\n    parameters:\n";
  text += number("V1", d.v1, "L") + number("CL", d.cl, "L/min");
  if (d.compartments > 1) text += number("V2", d.v2, "L") + number("Q2", d.q2, "L/min");
  if (d.compartments > 2) text += number("V3", d.v3, "L") + number("Q3", d.q3, "L/min");
  return text +
         "actions:\n  - {receptor: V1a, site: plasma, efficacy: 0, potency: {value: 100 "
         "ng/mL, source: assumed, grade: C}}\n";
}

/// One line of a protocol, `shift` min later than in the situation.
std::string give_line(const GivenDose& dose, double shift) {
  std::ostringstream out;
  out.precision(17);
  const double start = dose.start + shift;
  constexpr double longest_spread = 60.0;
  out << "    - {drug: tracer, ";
  if (dose.start == testing::for_ever_before) {
    out << "infusion: " << dose.amount << " ug/min, steady: true, until: " << dose.duration + shift
        << " min}\n";
  } else if (dose.duration <= longest_spread) {
    out << "bolus: " << dose.amount << " ug, over: " << dose.duration << " min, at: " << start
        << " min}\n";
  } else {
    out << "infusion: " << dose.amount / dose.duration << " ug/min, from: " << start
        << " min, until: " << start + dose.duration << " min}\n";
  }
  return out.str();
}

class DosingByProtocol : public ::testing::TestWithParam<DosingSituation> {
 protected:
  static double shift() {
    double earliest = 0.0;
    for (const GivenDose& dose : GetParam().given) {
      if (std::isfinite(dose.start)) earliest = std::min(earliest, dose.start);
    }
    return 10.0 - earliest;
  }

  static LoadedStudy study(double horizon) {
    const std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) / ("pressor_tracer_" + GetParam().name);
    std::filesystem::create_directories(folder / "drugs");
    std::ofstream(folder / "drugs" / "tracer.yaml") << tracer(GetParam());
    std::string text =
        "schema: pressor/1\nname: twin\ntitle: The same doses at a bedside\nhorizon: " +
        std::to_string(horizon) +
        " min\npatient: {body: healthy, weight: 70 kg}\nprotocol:\n  give:\n";
    for (const GivenDose& dose : GetParam().given) text += give_line(dose, shift());
    return load_study(parse_document(text, "twin.yaml"),
                      Library({folder, PRESSOR_SOURCE_DIR "/models"}), {});
  }
};

TEST_P(DosingByProtocol, LinesOfAProtocolGiveTheSameConcentrations) {
  const auto times = testing::observation_times();
  const double horizon = shift() + times.back();
  const Study study = this->study(horizon).study;
  RunSettings settings{.horizon = horizon,
                       .every = horizon,
                       .tolerance = 1.0e-12,
                       .mortality = false,
                       .engine = EngineKind::reference};
  for (const double t : times) settings.moments.push_back(t + shift());
  Screening screening;
  const Patient patient = cast_patient(study.cast, 1, 0, 0, screening);
  const PatientRun run = simulate(study.cast, study_variables(study.cast), patient,
                                  study.arms.at(0).orders, settings, 1);
  ASSERT_EQ(run.status, Status::survived) << run.failure;
  ASSERT_EQ(run.moments.size(), times.size());
  const Superposition exact(GetParam().kinetics);
  const std::size_t at = study.cast.model.drug_at(study.cast.model.drug("tracer"));
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double expected = exact.at(times[i], GetParam().given, GetParam().lag);
    const double found = run.moments[i][at] / GetParam().kinetics.v1;
    EXPECT_NEAR(found, expected, 1.0e-8 * expected) << times[i] << " min";
  }
}

std::vector<DosingSituation> at_a_bedside() {
  std::vector<DosingSituation> all = testing::dosing_situations();
  std::erase_if(all, [](const DosingSituation& s) { return !s.bedside; });
  return all;
}

TEST(DosingSituations, AreTwentyFiveAtABedsideAndMore) {
  EXPECT_GE(at_a_bedside().size(), 25u);
  EXPECT_GE(testing::dosing_situations().size(), 40u);
}

INSTANTIATE_TEST_SUITE_P(Situations, DosingByProtocol, ::testing::ValuesIn(at_a_bedside()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace pressor
