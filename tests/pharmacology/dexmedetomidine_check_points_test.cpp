#include <gtest/gtest.h>

#include <cmath>

#include "check_point_table.h"
#include "shipped_drugs.h"

// Check points D1 to D13 of the drug review: label regimens, published observations, and an
// independent 4th-order integration of the same parameter sets ("derived").
namespace pressor {
namespace {

/// A dose rate in ug/kg/h for some minutes.
struct Piece {
  double minutes;
  double rate;
};

Covariates adult(double weight) {
  Covariates p;
  p.weight = weight;
  p.age = 27.0;
  p.albumin = 43.0;
  return p;
}

ExactKinetics typical(const std::string& set, double weight, const RandomEffects& etas = {}) {
  return shipped_kinetics("dexmedetomidine", set, adult(weight), etas);
}

/// The derived figures were made with ICU sets that know no weight: doses by weight, kinetics of
/// 70 kg.
ExactKinetics for_regimen(const std::string& set, double weight) {
  return typical(set, set == "icu" ? 70.0 : weight);
}

/// Plasma concentration at rising times of a regimen.
std::vector<double> profile(ExactKinetics k, double weight, const std::vector<Piece>& regimen,
                            const std::vector<double>& times) {
  std::vector<double> out;
  double now = 0.0;
  double start = 0.0;
  std::size_t piece = 0;
  for (const double time : times) {
    while (now < time) {
      const bool running = piece < regimen.size();
      const double end = running ? std::min(start + regimen[piece].minutes, time) : time;
      k.run(end - now, running ? regimen[piece].rate * weight / 60.0 : 0.0);
      now = end;
      if (running && now >= start + regimen[piece].minutes) {
        start += regimen[piece].minutes;
        ++piece;
      }
    }
    out.push_back(k.plasma());
  }
  return out;
}

struct LabelRegimen {
  std::string name;
  std::vector<Piece> pieces;
  std::string target;
};

const std::vector<LabelRegimen> label{
    {"D1 3 ug/kg/h x 10 min + 0.17, 24 h", {{10.0, 3.0}, {1430.0, 0.17}}, "0.3"},
    {"D2 6 ug/kg/h x 10 min + 0.33, 24 h", {{10.0, 6.0}, {1430.0, 0.33}}, "0.6"},
    {"D3 3.7 ug/kg/h x 35 min + 0.70, 24 h", {{35.0, 3.7}, {1405.0, 0.70}}, "1.25"},
};

TEST(DexmedetomidineCheckPoints, LabelRegimensReachTheirTargets) {
  CheckPointTable table("Dexmedetomidine, label regimens, 72 kg, ng/mL");
  const std::vector<std::pair<std::string, std::vector<std::string>>> derived{
      {"hannivoort", {"0.29", "0.57", "1.20"}}, {"talke", {"0.27", "0.52", "1.10"}},
      {"icu", {"0.32", "0.62", "1.31"}},        {"valitalo", {"0.31", "0.61", "1.29"}},
      {"iirola", {"0.21", "0.42", "0.88"}},
  };
  for (const auto& [set, figures] : derived) {
    for (std::size_t i = 0; i < label.size(); ++i) {
      const auto k = for_regimen(set, 72.0);
      const double model = profile(k, 72.0, label[i].pieces, {1440.0})[0];
      const char* reason = set == "iirola" ? "clearance 57 L/h in long ICU infusions" : "";
      table.add({label[i].name + ", " + set, model, label[i].target, figures[i], reason});
    }
  }
}

TEST(DexmedetomidineCheckPoints, InfusionsWithoutALoadRiseAsDerived) {
  CheckPointTable table("Dexmedetomidine without a load, 70 kg, ng/mL");
  const std::vector<std::string> d4_times{"1 h", "6 h", "24 h"};
  const std::vector<std::string> d5_times{"1 h", "6 h", "12 h"};
  const auto rows = [&](const std::string& set, std::vector<std::string> d4,
                        std::vector<std::string> d5) {
    table.add_profile("D4 0.7 ug/kg/h, " + set, d4_times,
                      profile(typical(set, 70.0), 70.0, {{1440.0, 0.7}}, {60.0, 360.0, 1440.0}), {},
                      d4);
    table.add_profile("D5 1.0 ug/kg/h, " + set, d5_times,
                      profile(typical(set, 70.0), 70.0, {{1440.0, 1.0}}, {60.0, 360.0, 720.0}), {},
                      d5);
  };
  rows("hannivoort", {"0.62", "1.08", "1.19"}, {"0.89", "1.55", "1.68"});
  rows("icu", {"0.62", "1.06", "1.27"}, {"0.88", "1.51", "1.74"});
  rows("iirola", {"0.38", "0.77", "0.86"}, {"0.54", "1.10", "1.21"});
}

/// Hannivoort's set with the clearance of ICU patients.
RandomEffects slower_clearance() { return {{"CL", std::log(0.65 / 0.686)}}; }

TEST(DexmedetomidineCheckPoints, LoadsPeakAsDerived) {
  CheckPointTable table("Dexmedetomidine, loads, ng/mL");
  const std::vector<double> d6{5.0, 10.0, 15.0, 30.0, 60.0};
  const std::vector<std::string> d6_times{"5 min", "10 min", "15 min", "30 min", "60 min"};
  const std::vector<Piece> load{{10.0, 6.0}, {120.0, 0.7}};
  table.add_profile("D6 1 ug/kg in 10 min + 0.7, 80 kg, icu", d6_times,
                    profile(for_regimen("icu", 80.0), 80.0, load, d6), {},
                    {"1.30", "2.32", "1.95", "1.34", "1.01"});
  table.add_profile("D6 same, talke", d6_times, profile(typical("talke", 80.0), 80.0, load, d6), {},
                    {"1.81", "2.58", "1.45", "0.98", "0.94"});
  table.add_profile("D6 same, hannivoort with CL 0.65", d6_times,
                    profile(typical("hannivoort", 80.0, slower_clearance()), 80.0, load, d6), {},
                    {"2.16", "2.65", "1.18", "1.08", "1.01"});
  const std::vector<double> d7{2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 120.0};
  const std::vector<std::string> d7_times{"2 min",  "3 min",  "5 min",  "10 min",
                                          "30 min", "60 min", "120 min"};
  const std::vector<Piece> bloor{{2.0, 60.0}};
  table.add_profile("D7 2 ug/kg in 2 min, 75 kg, hannivoort", d7_times,
                    profile(typical("hannivoort", 75.0), 75.0, bloor, d7), {},
                    {"17.8", "3.6", "2.1", "1.8", "1.2", "0.72", "0.39"});
  table.add_profile("D7 same, talke", d7_times, profile(typical("talke", 75.0), 75.0, bloor, d7),
                    {}, {"9.4", "7.6", "5.1", "2.5", "1.05", "0.69", "0.41"});
  table.add_profile(
      "D8 2 ug/kg in 5 min, 80 kg, hannivoort", {"5 min", "10 min", "20 min", "30 min", "60 min"},
      profile(typical("hannivoort", 80.0), 80.0, {{5.0, 24.0}}, {5.0, 10.0, 20.0, 30.0, 60.0}), {},
      {"8.6", "1.9", "1.5", "1.2", "0.74"});
}

/// Area under the curve from 0 to 12 h, ng h/mL.
double area(ExactKinetics k, const std::vector<Piece>& regimen) {
  double elapsed = 0.0;
  for (const Piece& piece : regimen) {
    k.run(piece.minutes, piece.rate * 70.0 / 60.0);
    elapsed += piece.minutes;
  }
  return k.run(720.0 - elapsed, 0.0).area() / 60.0;
}

TEST(DexmedetomidineCheckPoints, ExposureOfKoreanVolunteersIsMetByTheirOwnSet) {
  CheckPointTable table("Dexmedetomidine, D9: area under the curve to 12 h, 70 kg, ng h/mL");
  const std::vector<Piece> low{{10.0, 3.0}, {50.0, 0.17}};
  const std::vector<Piece> middle{{10.0, 6.0}, {50.0, 0.34}};
  const std::vector<Piece> high{{35.0, 3.7}, {25.0, 0.7}};
  table.add({"D9 3 ug/kg/h x 10 min + 0.17 x 50 min, lee", area(typical("lee", 70.0), low), "1.10",
             "1.31", ""});
  table.add({"D9 6 x 10 min + 0.34 x 50 min, lee", area(typical("lee", 70.0), middle), "2.64",
             "2.62", ""});
  table.add({"D9 3.7 x 35 min + 0.7 x 25 min, lee", area(typical("lee", 70.0), high), "5.60",
             "5.00", ""});
  for (const std::string set : {"hannivoort", "talke", "icu"}) {
    table.add({"D9 third regimen, " + set, area(typical(set, 70.0), high), "5.60", "",
               "clears faster than Korean volunteers did"});
  }
}

TEST(DexmedetomidineCheckPoints, TerminalHalfLivesAreThoseOfTheSets) {
  CheckPointTable table("Dexmedetomidine, D10: terminal half-life, 70 kg, h");
  const auto half_life = [](const std::string& set) {
    return std::log(2.0) / typical(set, 70.0).rate_constants().front() / 60.0;
  };
  table.add({"D10 volunteers (label), hannivoort", half_life("hannivoort"), "2", "2.2", ""});
  table.add({"D10 volunteers (label), talke", half_life("talke"), "2", "1.5",
             "15-min infusion: the samples see little of the slow phase"});
  table.add({"D10 ICU (Venn), icu", half_life("icu"), "3.1", "3.2", ""});
  table.add({"D10 ICU (Venn), iirola", half_life("iirola"), "3.1", "2.0",
             "clearance 57 L/h in long ICU infusions"});
}

TEST(DexmedetomidineCheckPoints, ConcentrationFallsAsDerivedAfterAStop) {
  CheckPointTable table("Dexmedetomidine, D11: 0.7 ug/kg/h for 24 h, then none, 80 kg, ng/mL");
  const std::vector<double> times{1440.0, 1470.0, 1500.0};
  const std::vector<std::string> names{"stop", "30 min", "60 min"};
  table.add_profile("D11 icu", names,
                    profile(for_regimen("icu", 80.0), 80.0, {{1440.0, 0.7}}, times), {},
                    {"1.45", "0.91", "0.75"});
  table.add_profile(
      "D11 hannivoort with CL 0.65", names,
      profile(typical("hannivoort", 80.0, slower_clearance()), 80.0, {{1440.0, 0.7}}, times), {},
      {"1.30", "0.81", "0.65"});
}

/// Clearance relative to baseline at a cardiac output relative to baseline, as the structure says.
double flow_factor(const std::string& set, double output) {
  const Drug drug = shipped_drug("dexmedetomidine");
  const DrugStructure s = structure_of(drug, drug.set(set, ""), {});
  return std::clamp(std::pow(output, s.flow_exponent), s.flow_bounds[0], s.flow_bounds[1]);
}

TEST(DexmedetomidineCheckPoints, ClearanceFollowsCardiacOutputWhereItIsLinked) {
  CheckPointTable table("Dexmedetomidine, D12 and D13: linearity and cardiac output");
  const double at_low = profile(typical("icu", 70.0), 70.0, {{720.0, 0.2}}, {720.0})[0];
  const double at_high = profile(typical("icu", 70.0), 70.0, {{720.0, 2.5}}, {720.0})[0];
  table.add({"D12 level at 2.5 / level at 0.2 ug/kg/h, icu", at_high / at_low, "12.5", "12.5", ""});
  table.add({"D12 clearance at CO 4.5 against 5.6 L/min, icu", flow_factor("icu", 4.5 / 5.6), "",
             "1.00", ""});
  table.add({"D12 same, icu_flow (-10 to -20 %)", flow_factor("icu_flow", 4.5 / 5.6), "0.85",
             "0.88", ""});
  table.add(
      {"D13 CL at 0 ng/mL, CO 5.6, L/h", 40.0 * flow_factor("icu_flow", 1.0), "40", "40", ""});
  table.add({"D13 CL at 0.6 ng/mL, CO 5.1, L/h", 40.0 * flow_factor("icu_flow", 5.1 / 5.6), "38",
             "37.8", ""});
  table.add({"D13 CL at 1.2 ng/mL, CO 4.5, L/h", 40.0 * flow_factor("icu_flow", 4.5 / 5.6), "35",
             "35.1", ""});
  EXPECT_DOUBLE_EQ(flow_factor("icu_flow", 0.01), 0.5);
  EXPECT_DOUBLE_EQ(flow_factor("icu_flow", 5.0), 1.3);
}

}  // namespace
}  // namespace pressor
