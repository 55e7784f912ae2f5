#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "dosing_superposition.h"

/// Situations in which a drug is given: as rows of a data set, and as plain single doses.
namespace pressor::testing {

struct DosingSituation {
  std::string name;
  Disposition kinetics;
  std::string extra;              ///< further lines of the kinetics file
  std::vector<std::string> rows;  ///< TIME,EVID,AMT,RATE,CMT,II,ADDL,SS of doses and other events
  std::vector<GivenDose> given;   ///< the same doses one by one, F and durations worked out
  double lag = 0.0;               ///< min between giving and arriving
  bool bedside = true;            ///< a protocol of a scenario can do it
};

inline void PrintTo(const DosingSituation& situation, std::ostream* out) { *out << situation.name; }

/// When concentrations are compared, min; no dose is given at these times.
inline std::vector<double> observation_times() {
  return {1.0, 2.0, 4.0, 7.0, 11.0, 16.0, 22.0, 31.0, 43.0, 59.0, 77.0, 101.0, 133.0, 171.0};
}

inline std::vector<DosingSituation> dosing_situations() {
  const Disposition one{.compartments = 1, .v1 = 10.0, .cl = 0.5};
  const Disposition two{.compartments = 2, .v1 = 5.0, .cl = 0.4, .v2 = 8.0, .q2 = 0.5};
  const Disposition three{
      .compartments = 3, .v1 = 4.0, .cl = 0.5, .v2 = 6.0, .q2 = 0.6, .v3 = 12.0, .q3 = 0.2};
  const auto oral = [](Disposition d, double ka) {
    d.ka = ka;
    return d;
  };
  const GivenDose push{.amount = 60'000.0};
  const auto over = [](double amount, double minutes) {
    return GivenDose{.amount = amount, .duration = minutes};
  };
  const GivenDose swallowed{.amount = 60'000.0, .depot = true};
  const auto once = [](GivenDose dose, double start = 0.0) { return train(start, 0.0, 1, dose); };

  return {
      // A bedside can give these.
      {"BolusOne", one, "", {"0,1,60000,0,1,0,0,0"}, once(push)},
      {"BolusTwo", two, "", {"0,1,60000,0,1,0,0,0"}, once(push)},
      {"BolusThree", three, "", {"0,1,60000,0,1,0,0,0"}, once(push)},
      {"InfusionOne", one, "", {"0,1,60000,2000,1,0,0,0"}, once(over(60'000, 30))},
      {"InfusionTwo", two, "", {"0,1,60000,600,1,0,0,0"}, once(over(60'000, 100))},
      {"InfusionThree", three, "", {"0,1,60000,2000,1,0,0,0"}, once(over(60'000, 30))},
      {"TwoBoluses",
       two,
       "",
       {"0,1,60000,0,1,0,0,0", "25,1,60000,0,1,0,0,0"},
       once(push) + once(push, 25)},
      {"AdditionalBoluses", two, "", {"0,1,60000,0,1,20,6,0"}, train(0, 20, 7, push)},
      {"AdditionalInfusions",
       three,
       "",
       {"0,1,60000,6000,1,25,4,0"},
       train(0, 25, 5, over(60'000, 10))},
      {"OverlappingAdditionalInfusions",
       one,
       "",
       {"0,1,60000,2000,1,20,4,0"},
       train(0, 20, 5, over(60'000, 30))},
      {"LoadingBolusWithInfusion",
       two,
       "",
       {"0,1,60000,0,1,0,0,0", "0,1,60000,1000,1,0,0,0"},
       once(push) + once(over(60'000, 60))},
      {"InfusionsBesideEachOther",
       three,
       "",
       {"0,1,60000,1200,1,0,0,0", "20,1,30000,1000,1,0,0,0", "25,1,5000,0,1,0,0,0"},
       once(over(60'000, 50)) + once(over(30'000, 30), 20) + once({.amount = 5'000}, 25)},
      {"SteadyBolus", one, "", {"0,1,60000,0,1,20,0,1"}, train(-600, 20, 31, push)},
      {"SteadyBolusGoesOn", three, "", {"0,1,60000,0,1,30,5,1"}, train(-3000, 30, 106, push)},
      {"SteadyInfusion",
       two,
       "",
       {"0,1,60000,6000,1,30,0,1"},
       train(-1500, 30, 51, over(60'000, 10))},
      {"SteadyInfusionLongerThanTheInterval",
       one,
       "",
       {"0,1,60000,1200,1,20,0,1"},
       train(-600, 20, 31, over(60'000, 50))},
      {"SteadyInfusionAsLongAsTheInterval",
       two,
       "",
       {"0,1,60000,3000,1,20,3,1"},
       train(-1500, 20, 79, over(60'000, 20))},
      {"ConstantInfusionEnds",
       three,
       "",
       {"0,1,0,900,1,0,0,1"},
       {{.start = for_ever_before, .amount = 900, .duration = 0}}},
      {"ConstantInfusionIsReplaced",
       two,
       "",
       {"0,1,0,900,1,0,0,1", "0,1,60000,400,1,0,0,0"},
       std::vector<GivenDose>{{.start = for_ever_before, .amount = 900, .duration = 0}} +
           once(over(60'000, 150))},
      {"SteadyReplacesWhatWasThere",
       one,
       "",
       {"-30,1,60000,0,1,10,9,0", "-4,1,9000,300,1,0,0,0", "0,1,60000,0,1,25,2,1"},
       train(-600, 25, 27, push)},
      {"SteadyOnTop",
       two,
       "",
       {"-20,1,60000,1000,1,0,0,0", "0,1,30000,0,1,20,0,2"},
       once(over(60'000, 60), -20) + train(-1500, 20, 76, {.amount = 30'000})},
      {"SteadyInfusionOnTop",
       one,
       "",
       {"-10,1,60000,0,1,0,0,0", "0,1,30000,3000,1,40,2,2"},
       once(push, -10) + train(-800, 40, 23, over(30'000, 10))},
      {"Lag", one, "ALAG1: 3 min", {"0,1,60000,0,1,0,0,0"}, once(push), 3},
      {"LagOfAdditionalInfusions",
       two,
       "ALAG1: 6 min",
       {"0,1,60000,6000,1,25,3,0"},
       train(0, 25, 4, over(60'000, 10)),
       6},
      {"LagAtSteadyState",
       three,
       "ALAG1: 9 min",
       {"0,1,60000,0,1,30,2,1"},
       train(-3000, 30, 103, push),
       9},
      {"LagOfASteadyInfusion",
       two,
       "ALAG1: 8 min",
       {"0,1,60000,6000,1,30,0,1"},
       train(-1500, 30, 51, over(60'000, 10)),
       8},
      {"LagLongerThanTheInterval",
       one,
       "ALAG1: 47 min",
       {"0,1,60000,4000,1,20,0,1"},
       train(-660, 20, 34, over(60'000, 15)),
       47},
      {"ShareOfABolus", one, "F1: 60 %", {"0,1,60000,0,1,0,0,0"}, once({.amount = 36'000})},
      {"ShareShortensAnInfusion",
       one,
       "F1: 60 %",
       {"0,1,60000,2000,1,0,0,0"},
       once(over(36'000, 18))},
      {"ModelledRate",
       three,
       "R1: 1500 ug/min\nF1: 50 %",
       {"0,1,60000,-1,1,0,0,0"},
       once(over(30'000, 20))},
      {"ModelledDuration",
       two,
       "D1: 40 min\nF1: 50 %",
       {"0,1,60000,-2,1,50,1,0"},
       train(0, 50, 2, over(30'000, 40))},
      {"OtherEventsChangeNothing",
       two,
       "",
       {"0,1,60000,0,1,0,0,0", "15,2,0,0,0,0,0,0"},
       once(push)},
      // These it cannot: nothing is swallowed in a scenario, and no patient is emptied.
      {"Reset",
       one,
       "",
       {"-30,1,60000,0,1,10,9,0", "-5,1,60000,600,1,0,0,0", "0,3,0,0,0,0,0,0",
        "5,1,60000,0,1,0,0,0"},
       once(push, 5),
       0,
       false},
      {"ResetAndDose",
       two,
       "",
       {"-30,1,60000,0,1,10,9,0", "0,4,60000,0,1,20,2,0"},
       train(0, 20, 3, push),
       0,
       false},
      {"DepotOne", oral(one, 0.2), "", {"0,1,60000,0,1,0,0,0"}, once(swallowed), 0, false},
      {"DepotTwo", oral(two, 0.2), "", {"0,1,60000,0,0,0,0,0"}, once(swallowed), 0, false},
      {"DepotThree", oral(three, 0.4), "", {"0,1,60000,0,1,0,0,0"}, once(swallowed), 0, false},
      {"DepotAsFastAsElimination",
       oral(one, 0.05),
       "",
       {"0,1,60000,0,1,0,0,0"},
       once(swallowed),
       0,
       false},
      {"DepotWithVein",
       oral(two, 0.1),
       "",
       {"0,1,60000,0,1,0,0,0", "10,1,60000,2000,2,0,0,0"},
       once(swallowed) + once(over(60'000, 30), 10),
       0,
       false},
      {"DepotShareAndLag",
       oral(two, 0.1),
       "F1: 40 %\nALAG1: 5 min\nF2: 90 %\nALAG2: 5 min",
       {"0,1,60000,0,1,30,3,0", "10,1,60000,0,2,0,0,0"},
       train(0, 30, 4, {.amount = 24'000, .depot = true}) + once({.amount = 54'000}, 10),
       5,
       false},
      {"DepotFilledSlowly",
       oral(one, 0.2),
       "",
       {"0,1,60000,2000,1,0,0,0"},
       once({.amount = 60'000, .duration = 30, .depot = true}),
       0,
       false},
      {"DepotModelledDuration",
       oral(three, 0.2),
       "D1: 25 min",
       {"0,1,60000,-2,1,0,0,0"},
       once({.amount = 60'000, .duration = 25, .depot = true}),
       0,
       false},
      {"DepotAtSteadyState",
       oral(two, 0.1),
       "ALAG1: 7 min",
       {"0,1,60000,0,1,25,3,1"},
       train(-1500, 25, 64, swallowed),
       7,
       false},
      {"DepotLagLongerThanTheInterval",
       oral(one, 0.2),
       "ALAG1: 62 min",
       {"0,1,60000,0,1,25,0,1"},
       train(-750, 25, 31, swallowed),
       62,
       false},
      {"DepotSteadyInfusionWithLag",
       oral(two, 0.1),
       "ALAG1: 7 min\nD1: 40 min",
       {"0,1,60000,-2,1,25,3,1"},
       train(-1500, 25, 64, {.amount = 60'000, .duration = 40, .depot = true}),
       7,
       false},
      {"DepotSteadyOnTopOfVein",
       oral(two, 0.1),
       "",
       {"-20,1,60000,1000,2,0,0,0", "0,1,60000,0,1,50,1,2"},
       once(over(60'000, 60), -20) + train(-1500, 50, 32, swallowed),
       0,
       false},
  };
}

}  // namespace pressor::testing
