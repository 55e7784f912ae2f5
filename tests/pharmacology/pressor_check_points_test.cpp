#include <gtest/gtest.h>

#include <cmath>

#include "check_point_table.h"
#include "shipped_drugs.h"

// Check points N1 to N8, F1 to F5, E1, E2, V1, C1, S1 of the drug review: published figures, and an
// independent calculation with the same parameter sets ("derived"). F4 is haemodynamics.
namespace pressor {
namespace {

Covariates person(double saps2, double weight = 70.0, double age = 35.0) {
  Covariates p;
  p.weight = weight;
  p.age = age;
  p.saps2 = saps2;
  return p;
}

constexpr double for_ever = 1.0e5;  ///< min

double norepinephrine_level(const std::string& set, const Covariates& p, double dose) {
  return shipped_kinetics("norepinephrine", set, p).run(for_ever, dose * p.weight).plasma();
}

/// nmol/L of norepinephrine in one ng/mL.
constexpr double nmol = 1000.0 / 169.18;

TEST(NorepinephrineCheckPoints, VolunteersMeetTheirLevels) {
  CheckPointTable table("Norepinephrine in volunteers, 70 kg, 35 years, set li2024");
  const auto level = [](double dose, double age = 35.0) {
    return norepinephrine_level("li2024", person(20.0, 70.0, age), dose);
  };
  table.add({"N1 baseline, pg/mL", 1000.0 * level(0.0), "199", "237", ""});
  table.add({"N2 0.2 ug/kg/min (Ensinger), ng/mL", level(0.2), "7.48", "6.90", ""});
  table.add({"N2 same, nmol/L", nmol * level(0.2), "44.2", "40.8", ""});
  table.add({"N3 0.05 ug/kg/min, ng/mL", level(0.05), "", "1.90", ""});
  table.add({"N3 0.1", level(0.1), "", "3.57", ""});
  table.add({"N3 0.5", level(0.5), "", "16.9", ""});
  table.add({"N3 1.0", level(1.0), "", "33.6", ""});
  table.add({"N3 0.1 at 65 years", level(0.1, 65.0), "", "3.96", ""});
}

TEST(NorepinephrineCheckPoints, LevelsRiseWithSeverity) {
  CheckPointTable table("Norepinephrine by SAPS II, 70 kg, infused part, ng/mL");
  const std::vector<double> saps{20.0, 30.0, 40.0, 50.0, 60.0, 80.0};
  const std::vector<std::string> low{"2.3", "3.5", "4.7", "5.9", "7.0", "9.4"};
  const std::vector<std::string> high{"5.9", "8.8", "11.7", "14.7", "17.6", "23.5"};
  for (std::size_t i = 0; i < saps.size(); ++i) {
    const std::string at = ", SAPS II " + format_number(saps[i]);
    const Covariates p = person(saps[i]);
    table.add({"N4 0.1 ug/kg/min, beloeil" + at, norepinephrine_level("beloeil", p, 0.1), "",
               low[i], ""});
    table.add({"N4 same, severity" + at, norepinephrine_level("severity", p, 0.1), low[i], "", ""});
    table.add({"N5 0.25 ug/kg/min, beloeil" + at, norepinephrine_level("beloeil", p, 0.25), "",
               high[i], ""});
    table.add(
        {"N5 same, severity" + at, norepinephrine_level("severity", p, 0.25), high[i], "", ""});
  }
}

double half_life(const std::string& set, double saps2, bool terminal) {
  const auto rates = shipped_kinetics("norepinephrine", set, person(saps2)).rate_constants();
  return std::log(2.0) / (terminal ? rates.front() : rates.back());
}

/// Minutes until the effect site has made `share` of its way to a steady infusion.
double time_to(const std::string& set, double share) {
  auto k = shipped_kinetics("norepinephrine", set, person(20.0));
  const double start = k.site(0);
  auto end = k;
  const double aim = start + share * (end.run(for_ever, 7.0).site(0) - start);
  double minutes = 0.0;
  while (k.site(0) < aim) {
    k.run(0.02, 7.0);
    minutes += 0.02;
  }
  return minutes;
}

TEST(NorepinephrineCheckPoints, HalfLivesAndPaceAreThoseOfTheSources) {
  CheckPointTable table("Norepinephrine: half-lives and pace, min");
  table.add(
      {"N6 half-life at SAPS II 20, severity", half_life("severity", 20.0, true), "2", "", ""});
  table.add({"N6 at SAPS II 60, severity", half_life("severity", 60.0, true), "6.8", "", ""});
  table.add({"N6 at SAPS II 20, beloeil", half_life("beloeil", 20.0, true), "2", "2.1", ""});
  table.add({"N6 at SAPS II 60, beloeil", half_life("beloeil", 60.0, true), "6.8", "6.2", ""});
  table.add({"N6 terminal, SAPS II 30, hybrid", half_life("hybrid", 30.0, true), "", "5.6", ""});
  table.add({"N6 terminal, SAPS II 50, hybrid", half_life("hybrid", 50.0, true), "", "6.8", ""});
  table.add({"N6 terminal, SAPS II 64, hybrid", half_life("hybrid", 64.0, true), "", "7.7", ""});
  table.add(
      {"N8 first phase, li2024 (0.6 to 1.0)", half_life("li2024", 20.0, false), "", "0.6", ""});
  table.add({"N8 first phase, SAPS II 64, hybrid (0.6 to 1.0)", half_life("hybrid", 64.0, false),
             "", "1.0", ""});
  table.add({"N8 effect site at 80 % (steady pressure by 5 min), li2024", time_to("li2024", 0.80),
             "5", "", "sooner, as the effect follows within seconds (Joachim 2024)"});
  table.add({"N8 same, severity", time_to("severity", 0.80), "5", "", ""});
}

TEST(NorepinephrineCheckPoints, SepticProductionMakesTheSepticLevel) {
  CheckPointTable table("Norepinephrine, endogenous level in septic shock, nmol/L");
  table.add({"N7 SAPS II 50, hybrid", nmol * norepinephrine_level("hybrid", person(50.0), 0.0),
             "8.8", "8.4", ""});
}

TEST(NorepinephrineCheckPoints, PropofolSlowsClearance) {
  const Drug drug = shipped_drug("norepinephrine");
  const auto s = structure_of(drug, drug.set("li2024", ""), {"propofol"});
  ASSERT_EQ(s.interactions.size(), 1u);
  EXPECT_NEAR(std::exp(s.interactions[0].coefficient * 3530.0), 1.0 - 0.118, 0.001);
}

TEST(PhenylephrineCheckPoints, LevelsFollowTheReanalysis) {
  CheckPointTable table("Phenylephrine, 70 kg, set fda, ng/mL");
  auto k = shipped_kinetics("phenylephrine", "fda", person(20.0));
  const std::vector<double> steps{5.0, 5.0, 10.0, 40.0, 180.0, for_ever};
  const std::vector<std::string> rise{"9.4", "12.3", "14.7", "20.0", "26.9", "27.7"};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    k.run(steps[i], 70.0);
    table.add(
        {"F1 1 ug/kg/min, + " + format_number(steps[i]) + " min", k.plasma(), "", rise[i], ""});
  }
  auto stopped = shipped_kinetics("phenylephrine", "fda", person(20.0)).run(20.0, 70.0);
  const std::vector<double> pauses{0.0, 2.0, 3.0, 5.0, 10.0, 20.0};
  const std::vector<std::string> fall{"14.7", "9.7", "6.1", "4.0", "3.0", "2.3"};
  for (std::size_t i = 0; i < pauses.size(); ++i) {
    stopped.run(pauses[i], 0.0);
    table.add({"F2 stop after 20 min, + " + format_number(pauses[i]) + " min", stopped.plasma(), "",
               fall[i], ""});
  }
  const auto after = [](double minutes) {
    return shipped_kinetics("phenylephrine", "fda", person(20.0)).bolus(100.0).run(minutes, 0.0);
  };
  table.add({"F3 100 ug bolus, 1 min", after(1.0).plasma(), "", "3.7", ""});
  table.add({"F3 2 min", after(2.0).plasma(), "", "2.9", "",
             "the biexponential of this set gives 2.839; 2.9 would be a bolus of 3 s"});
  table.add({"F3 5 min", after(5.0).plasma(), "", "1.3", ""});
  table.add({"F3 10 min", after(10.0).plasma(), "", "0.5", ""});
}

/// Minutes at which the effect site peaks after a bolus, and its share left 3 min after the bolus.
std::pair<double, double> bolus_shape(const std::string& set) {
  auto k = shipped_kinetics("phenylephrine", set, person(20.0)).bolus(100.0);
  double peak = 0.0;
  double at = 0.0;
  double at_three = 0.0;
  for (int i = 1; i <= 300; ++i) {
    k.run(0.01, 0.0);
    if (k.site(0) > peak) {
      peak = k.site(0);
      at = 0.01 * i;
    }
    at_three = k.site(0);
  }
  return {at, at_three / peak};
}

TEST(PhenylephrineCheckPoints, FrontEndShapesTheBolus) {
  CheckPointTable table("Phenylephrine, 100 ug bolus (Okoshi): effect site");
  const auto [front_peak, front_left] = bolus_shape("front_end");
  const auto [flat_peak, flat_left] = bolus_shape("fda");
  table.add({"F3 peak, min, front_end (after 12 s of transit)", front_peak + 0.2, "0.62", "",
             "peak at 48 s: pulls against the size of the bolus in the fit"});
  table.add({"F3 peak, min, fda", flat_peak + 0.2, "0.62", "", "too flat: V1 20.4 L"});
  EXPECT_LT(front_left, 0.6);
  EXPECT_GT(flat_left, front_left);
}

/// Ratio of dose rates (PE : NE) that drive alpha-1 receptors equally after 15 min.
double infusion_potency(const std::string& pe_set, const std::string& ne_set) {
  const auto drive = [](const std::string& drug, const std::string& set) {
    const Drug file = shipped_drug(drug);
    auto k = shipped_kinetics(drug, set, person(20.0));
    const double rest = k.site(0);
    return (k.run(15.0, 7.0).site(0) - rest) / file.actions.at(0).potency.value;
  };
  return drive("norepinephrine", ne_set) / drive("phenylephrine", pe_set);
}

TEST(PhenylephrineCheckPoints, InfusionPotencyIsPartlyKinetic) {
  CheckPointTable table(
      "Phenylephrine against norepinephrine: infusion potency at alpha-1, 15 min");
  table.add({"F5 front_end against severity", infusion_potency("front_end", "severity"), "6", "",
             "alpha-1 alone; the rest is norepinephrine's beta-1 share and the reflex"});
}

TEST(FurtherCheckPoints, EpinephrineLevelsRiseWithSeverity) {
  CheckPointTable table("Epinephrine, set abboud, infused part");
  const auto infused = [](double dose, const Covariates& p) {
    auto k = shipped_kinetics("epinephrine", "abboud", p);
    const double own = k.plasma();
    return k.run(for_ever, dose * p.weight).plasma() - own;
  };
  const std::vector<std::pair<double, std::string>> rows{
      {30.0, "2.35"}, {50.0, "3.31"}, {64.0, "3.90"}, {80.0, "4.53"}};
  for (const auto& [saps, derived] : rows) {
    table.add({"E1 0.1 ug/kg/min, SAPS II " + format_number(saps) + ", ng/mL",
               infused(0.1, person(saps)), "", derived, ""});
  }
  table.add({"E2 0.52 ug/kg/min, 68 kg, SAPS II 64, nmol/L (95 to 110)",
             infused(0.52, person(64.0, 68.0)) / 0.1832, "102.5", "", ""});
}

TEST(FurtherCheckPoints, VasopressinLevelsAreThoseOfLandry) {
  CheckPointTable table("Vasopressin, 70 kg, above the own level, pg/mL");
  const auto level = [](double units) {
    return 1000.0 * shipped_kinetics("vasopressin", "label", person(58.0))
                        .run(for_ever, units * 1.887)
                        .plasma();
  };
  table.add({"V1 0.01 U/min", level(0.01), "30", "27", ""});
  table.add({"V1 0.03 U/min", level(0.03), "", "81", ""});
  table.add({"V1 0.04 U/min", level(0.04), "", "108", ""});
}

TEST(FurtherCheckPoints, ClonidineLevelIsMetAtTheStart) {
  CheckPointTable table("Clonidine 50 ug/h, 70 kg, ng/mL");
  auto k = shipped_kinetics("clonidine", "cloesmeijer", person(58.0));
  table.add({"C1 steady state at the first clearance", k.run(for_ever, 50.0 / 60.0).plasma(), "",
             "2.94", ""});
  auto days = shipped_kinetics("clonidine", "cloesmeijer", person(58.0));
  table.add({"C1 after 4 days", days.run(4.0 * 1440.0, 50.0 / 60.0).plasma(), "2.45", "", ""});
  std::printf("C1 published level falls to 2.45: a clearance that drifts with time is left out\n");
}

TEST(FurtherCheckPoints, EsmololIsSteadySoonWithALoadAndLaterWithout) {
  CheckPointTable table("Esmolol, 70 kg, set label, ng/mL");
  const auto fresh = [] { return shipped_kinetics("esmolol", "label", person(58.0)); };
  table.add({"S1 50 ug/kg/min", fresh().run(for_ever, 3500.0).plasma(), "", "175", ""});
  table.add({"S1 100 ug/kg/min", fresh().run(for_ever, 7000.0).plasma(), "", "351", ""});
  table.add({"S1 200 ug/kg/min", fresh().run(for_ever, 14000.0).plasma(), "", "702", ""});
  table.add({"S1 50, 30 min without a load", fresh().run(30.0, 3500.0).plasma(), "175", "", ""});
  table.add({"S1 50, 5 min after 500 ug/kg in 1 min",
             fresh().run(1.0, 35000.0).run(4.0, 3500.0).plasma(), "175", "", ""});
}

TEST(FurtherCheckPoints, PropofolSedationReachesTheDerivedLevel) {
  CheckPointTable table("Propofol, set eleveld_opioid, ug/mL");
  Covariates p = person(58.0, 80.0, 65.0);
  p.height = 172.0;
  auto k = shipped_kinetics("propofol", "eleveld_opioid", p);
  table.add({"2 mg/kg/h, 80 kg, 65 years, steady",
             k.run(for_ever, 160000.0 / 60.0).plasma() / 1000.0, "", "1.6", ""});
}

}  // namespace
}  // namespace pressor
