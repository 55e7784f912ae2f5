#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>

#include "people.h"

/// The calibration record: what the throw-away prototype gave with these equations and parameters,
/// what this code gives, and what was published. Where the protocol is unambiguous (steady state at
/// held concentrations or doses) the two models must agree; nothing is asserted about the published
/// figure, which a model may miss. All rows are printed.
namespace pressor {
namespace {

struct Published {
  double centre = 0.0;
  double spread = 0.0;  ///< SD, or 20 % of the centre where none is published
};

/// Prints one row; where `tolerance` is given, ours must be as near to the prototype's.
void row(const std::string& what, double prototype, double ours,
         std::optional<double> tolerance = {}, std::optional<Published> published = {}) {
  std::printf("| %-58s | %9.2f | %9.2f | %-13s | %-18s |\n", what.c_str(), prototype, ours,
              !tolerance                                 ? "not asserted"
              : std::abs(ours - prototype) <= *tolerance ? "agrees"
                                                         : "DIFFERS",
              !published ? "-"
                         : (std::to_string(published->centre).substr(0, 6) +
                            (std::abs(ours - published->centre) <= published->spread ? " inside"
                                                                                     : " outside"))
                               .c_str());
  if (tolerance) {
    EXPECT_NEAR(ours, prototype, *tolerance) << what;
  }
}

void heading(const char* title) {
  std::printf("\n%s\n| %-58s | %9s | %9s | %-13s | %-18s |\n", title, "row", "prototype", "ours",
              "models", "published");
}

Published share(double centre) { return {centre, 0.2 * std::abs(centre)}; }

/// Agreement to 1 %, as for the record's closing figures: one point of a change in per cent.
constexpr double one_percent = 0.01;
constexpr double point = 1.0;

/// Reflex resetting takes a day: "steady" means the state before it.
Person without_resetting(Person who) {
  who.given.body.reflex.resetting = 0.0;
  return who;
}

struct Change {
  double map, rate, output, stroke, resistance, cvp, pmsf;
};

Change change(const Signals& now, const Signals& before) {
  return {percent(now.map, before.map),
          percent(now.heart_rate, before.heart_rate),
          percent(now.output, before.output),
          percent(now.stroke_volume, before.stroke_volume),
          percent(now.resistance, before.resistance),
          now.cvp - before.cvp,
          percent(now.pmsf, before.pmsf)};
}

using Order = std::function<void(Course&)>;

/// Change from baseline to `minutes` after an order.
Change after(const Person& who, const Order& order, double minutes = 40.0) {
  Course course(without_resetting(who), 1.0e-6);
  const Signals before = course.now();
  order(course);
  course.run(minutes);
  return change(course.now(), before);
}

Order held(const char* drug, double concentration) {
  return [=](Course& course) { course.hold(drug, concentration); };
}

Order infused(const char* drug, double rate) {
  return [=](Course& course) { course.infuse(drug, rate); };
}

/// Concentration or rate at which a rising response reaches `aim`.
double solve(const std::function<double(double)>& response, double aim, double high) {
  double low = 0.0;
  for (int k = 0; k < 25; ++k) {
    const double middle = 0.5 * (low + high);
    (response(middle) < aim ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Steady read-outs of a septic patient at a norepinephrine dose, ug/kg/min.
Signals septic_on(double dose) {
  Course course(without_resetting(prototype_person("septic")), 1.0e-6);
  course.hold("NE", dose * 80.0 / course.parameters.drugs[0].clearance);
  course.run(40.0);
  return course.now();
}

double dose_for(double pressure) {
  return solve([](double dose) { return septic_on(dose).map; }, pressure, 3.0);
}

/// Septic default held at 66 mmHg by another dose.
Person septic_held_by(double dose) {
  Person who = prototype_person("septic");
  who.infusions[0] = dose * who.weight;
  return who;
}

TEST(Record, HealthyOnVasopressors) {
  heading("Healthy on vasopressors (MAP 88, HR 66, CO 5.4)");
  const Person healthy = prototype_person("healthy");
  const Change pe = after(healthy, held("PE", 16.4));
  row("PE 16.4 ng/mL: MAP %", 34, pe.map, point);
  row("  HR %", -21, pe.rate, point, share(-24));
  row("  SV %", 12, pe.stroke, point, share(18));
  row("  CO %", -12, pe.output, point, share(-10));
  row("  SVR %", 46, pe.resistance, 2.0 * point, share(62));
  const Change low = after(healthy, held("NE", 4.0));
  row("NE 4 ng/mL: MAP %", 20, low.map, point);
  row("  HR %", -10, low.rate, point);
  row("  CO %", 2, low.output, point);
  const Change high = after(healthy, held("NE", 7.5));
  row("NE 7.5 ng/mL: MAP %", 38, high.map, point);
  row("  HR %", -17, high.rate, point);
  row("  CO %", 2, high.output, point);
  Person trauma = healthy;
  trauma.seen.map = 65.0;
  trauma.given.body.reflex.gain = 0.5;
  const Change injured = after(trauma, held("NE", 7.0));
  row("trauma body (MAP 65, G 0.5), NE 7.0 ng/mL: MAP mmHg", 38, injured.map * 0.65, point,
      share(49));
  const auto rise = [&](const char* drug) {
    return solve([&](double dose) { return after(healthy, infused(drug, 75.0 * dose), 15.0).map; },
                 20.0, 3.0);
  };
  row("infusion potency PE:NE, +20 % MAP at 15 min", 4.0, rise("PE") / rise("NE"), {}, share(6));
}

/// Sigmoid rise = Emax d^g / (ED50^g + d^g), least squares: Emax follows from g and ED50.
struct Sigmoid {
  double largest = 0.0;
  double slope = 0.0;
  double half = 0.0;
  double error = 1.0e300;
};

constexpr std::array ladder{0.5, 1.0, 2.0, 4.0, 6.0, 8.0};  // ug/kg/min

Sigmoid sigmoid_at(const std::array<double, 6>& rises, double slope, double half) {
  Sigmoid fit{0.0, slope, half, 0.0};
  double product = 0.0;
  double square = 0.0;
  const auto share_of = [&](double dose) { return 1.0 / (1.0 + std::pow(half / dose, slope)); };
  for (std::size_t k = 0; k < ladder.size(); ++k) {
    product += rises[k] * share_of(ladder[k]);
    square += share_of(ladder[k]) * share_of(ladder[k]);
  }
  fit.largest = product / square;
  for (std::size_t k = 0; k < ladder.size(); ++k) {
    const double miss = rises[k] - fit.largest * share_of(ladder[k]);
    fit.error += miss * miss;
  }
  return fit;
}

Sigmoid fitted(const std::array<double, 6>& rises) {
  Sigmoid best;
  for (double slope = 0.8; slope < 5.0; slope += 0.02) {
    for (double half = 0.5; half < 8.0; half += 0.02) {
      const Sigmoid fit = sigmoid_at(rises, slope, half);
      if (fit.error < best.error) best = fit;
    }
  }
  return best;
}

/// Rises of pressure over a ladder of phenylephrine, 5 min a step, last minute of each.
std::array<double, 6> climb(Course& course, double weight) {
  const double before = course.now().map;
  std::array<double, 6> rises{};
  for (std::size_t k = 0; k < ladder.size(); ++k) {
    course.infuse("PE", ladder[k] * weight);
    course.run(4.0);
    rises[k] = course.mean_pressure(1.0) - before;
  }
  return rises;
}

TEST(Record, PhenylephrineLadderInHealthAndInSepsisWithoutNorepinephrine) {
  heading("Phenylephrine ladder, 5 min a step (sigmoid fitted over the steps)");
  Person volunteer = prototype_person("healthy");
  volunteer.seen.map = 73.0;
  Course control(volunteer);
  const auto rises = climb(control, volunteer.weight);
  const Sigmoid health = fitted(rises);
  row("control, MAP 73: rise at 1 ug/kg/min, mmHg", 19, rises[1], point, share(20));
  row("  Emax, mmHg", 78, health.largest, {}, Published{84.0, 18.0});
  row("  slope", 1.6, health.slope, {}, Published{1.3, 0.3});
  Person untreated = prototype_person("septic");
  untreated.infusions[0] = 0.0;
  untreated.seen.map = 58.0;
  untreated.seen.activation = 0.11;
  Course off(untreated);
  const Sigmoid sepsis = fitted(climb(off, untreated.weight));
  row("septic, untreated, MAP 58, A0 0.11: Emax, mmHg", 49, sepsis.largest, {},
      Published{39.0, 17.0});
  row("  slope", 2.7, sepsis.slope, {}, Published{3.5, 1.8});
  row("  ED50 against control", 0.71, sepsis.half / health.half, {}, share(1.0));
}

void dexmedetomidine_row(double concentration, const Change& expected, bool resistance) {
  const Change c = after(prototype_person("healthy"), held("DEX", concentration));
  const std::string name = "dex " + std::to_string(concentration).substr(0, 3) + " ng/mL: ";
  row(name + "MAP %", expected.map, c.map, point);
  row("  HR %", expected.rate, c.rate, point);
  row("  CO %", expected.output, c.output, point);
  if (resistance) row("  SVR %", expected.resistance, c.resistance, 2.0 * point);
}

TEST(Record, HealthyOnSteadyDexmedetomidine) {
  heading("Healthy on steady dexmedetomidine");
  dexmedetomidine_row(0.5, {-16, -4, -10, 0, 0, 0, 0}, false);
  dexmedetomidine_row(0.8, {-16, -7, -15, 0, 0, 0, 0}, false);
  dexmedetomidine_row(2.0, {-6, -17, -26, 0, 28, 0, 0}, true);
  dexmedetomidine_row(5.0, {10, -28, -35, 0, 72, 0, 0}, true);
  dexmedetomidine_row(8.0, {15, -31, -38, 0, 89, 0, 0}, true);
  const Person healthy = prototype_person("healthy");
  const auto stepped = [&](double minutes) {
    return after(healthy, held("DEX", 0.7), minutes).map;
  };
  row("dex 0.7 ng/mL for 40 min (Ebert, first steps): MAP %", -16, stepped(40.0), {}, share(-13));
}

TEST(Record, HealthyAfterADexmedetomidineBolus) {
  heading("Healthy, dexmedetomidine 2 ug/kg in 2 min (Hannivoort kinetics)");
  Course course(prototype_person("healthy", {{"dexmedetomidine", "hannivoort"}}));
  const Signals before = course.now();
  course.infuse("DEX", 75.0);
  double peak = 0.0;
  Change least{};
  for (int k = 0; k < 150; ++k) {
    if (k == 20) course.infuse("DEX", 0.0);
    course.run(0.1);
    const Change now = change(course.now(), before);
    peak = std::max(peak, course.now().map - before.map);
    least.output = std::min(least.output, now.output);
    least.rate = std::min(least.rate, now.rate);
    least.resistance = std::max(least.resistance, now.resistance);
  }
  course.run(60.0 - course.time());
  row("peak MAP mmHg", 18, peak, point, Published{24.0, 10.0});
  row("lowest CO %", -36, least.output, point, share(-41));
  row("lowest HR %", -29, least.rate, point, share(-22));
  row("largest SVR, x", 1.9, 1.0 + 0.01 * least.resistance, 0.05, share(2.0));
  row("MAP % at 60 min", -19, change(course.now(), before).map, point, share(-27));
}

/// Volume given or taken at once, without refill; 10 min later.
Change moved(Person who, double volume) {
  who.given.body.fluids.refill_rate = 0.0;
  return after(
      who,
      [=](Course& course) {
        BodyState<double> body = course.body();
        body.blood_volume += volume;
        store_body(body, course.state.data());
      },
      10.0);
}

TEST(Record, BleedingAndColloid) {
  heading("Blood volume changed at once, 10 min later, no refill");
  const Person healthy = prototype_person("healthy");
  row("healthy, -500 mL: MAP %", -10, moved(healthy, -500.0).map, point);
  row("  CO %", -18, moved(healthy, -500.0).output, point);
  row("healthy, -1000 mL: MAP %", -27, moved(healthy, -1000.0).map, point);
  row("  CO %", -42, moved(healthy, -1000.0).output, point);
  row("healthy, +500 mL: MAP mmHg", 5, moved(healthy, 500.0).map * 0.88, point);
  row("  CO %", 9, moved(healthy, 500.0).output, point);
  const Person septic = prototype_person("septic");
  row("septic, +500 mL: CO %", 16, moved(septic, 500.0).output, point, Published{24.5, 1.5});
  row("septic, -500 mL: CO %", -29, moved(septic, -500.0).output, point);
}

TEST(Record, SepticOnNorepinephrine) {
  heading("Septic on norepinephrine (0.3 ug/kg/min, MAP 66, HR 105, CO 6.6, Pmsf 19)");
  const Change more = after(prototype_person("septic"), infused("NE", 1.2 * 24.0));
  const Change less = after(prototype_person("septic"), infused("NE", 0.8 * 24.0));
  const auto elasticity = [](double up, double down) {
    return std::log((100.0 + up) / (100.0 + down)) / std::log(1.2 / 0.8);
  };
  row("elasticity of MAP, dose +-20 % for 40 min", 0.52, elasticity(more.map, less.map), 0.01,
      share(0.5));
  row("elasticity of Pmsf", 0.44, elasticity(more.pmsf, less.pmsf), 0.01, share(0.5));
  const Change from54 = change(septic_on(dose_for(76.0)), septic_on(dose_for(54.0)));
  row("MAP 54 to 76: CI %", 15, from54.output, point, share(12.5));
  row("  SVI %", 16, from54.stroke, point, share(14.7));
  row("  HR /min", -1, from54.rate * 1.05, point);
  const Change from65 = change(septic_on(dose_for(85.0)), septic_on(dose_for(65.0)));
  row("MAP 65 to 85: CO %", 8, from65.output, point, Published{14.0, 4.5});
  row("  CVP mmHg", 2, from65.cvp, 0.5, share(2.0));
  row("  HR %", -2, from65.rate, point);
  row("dose for MAP 60, ug/kg/min", 0.16, dose_for(60.0), {}, Published{0.18, 0.18});
  row("dose for MAP 90, ug/kg/min", 0.40, dose_for(90.0), {}, Published{0.41, 0.26});
  const Change weaned = change(septic_on(0.81 * 0.3), septic_on(0.3));
  row("NE -19 %: MAP %", -10, weaned.map, point, Published{-10.0, 6.5});
  row("  Pmsf %", -9, weaned.pmsf, point, Published{-9.0, 7.5});
}

TEST(Record, SepticChallengedByPhenylephrine) {
  heading("Septic, phenylephrine ladder and switch");
  for (const auto& [dose, ratio] : {std::pair{0.3, 1.52}, {0.5, 1.44}, {0.8, 1.33}}) {
    const Person who = septic_held_by(dose);
    Course course(who);
    const Signals before = course.now();
    const double ours = 1.0 + climb(course, who.weight).back() / before.map;
    row("ladder on NE " + std::to_string(dose).substr(0, 3) + ": ratio", ratio, ours,
        one_percent * ratio, Published{1.45, 0.26});
    if (dose == 0.3) {
      row("  CO %", 3, change(course.now(), before).output, point);
      row("  HR /min", -5, course.now().heart_rate - before.heart_rate, point);
    }
  }
  Person on = septic_held_by(0.82);
  on.seen.map = 70.0;
  const double clearance = on.given.drugs[1].clearance;
  const auto switched = [&](double dose) {
    return after(on, [&](Course& course) {
      course.hold("NE", 0.0);
      course.hold("PE", dose * 80.0 / clearance);
    });
  };
  const double dose = solve([&](double d) { return switched(d).map; }, 0.0, 20.0);
  const Change at = switched(dose);
  row("NE 0.82 to PE at MAP 70, steady: ug/kg/min", 4.8, dose, {}, Published{4.39, 5.23});
  row("  dose, x", 5.8, dose / 0.82, one_percent * 5.8, share(5.4));
  row("  HR /min", -8.5, at.rate * 1.05, point, share(-4.0));
  row("  SVI %", -4.5, at.stroke, point);
  row("  CI %", -13, at.output, point);
}

TEST(Record, SepticOnDexmedetomidine) {
  heading("Septic on dexmedetomidine at fixed norepinephrine 0.3");
  struct Row {
    double concentration;
    Change change;
  };
  const std::array<Row, 4> rows{{{0.3, {-5.5, -6.5, -5, 0, 0, 0, 0}},
                                 {0.6, {-4.6, -9, -7, 0, 0, 0, 0}},
                                 {1.0, {-1.5, -11, -9, 0, 0, 0, 0}},
                                 {2.0, {6, -13, -12, 0, 0, 0, 0}}}};
  for (const auto& [concentration, expected] : rows) {
    const Change c = after(prototype_person("septic"), held("DEX", concentration));
    row("dex " + std::to_string(concentration).substr(0, 3) + " ng/mL: MAP %", expected.map, c.map,
        point);
    row("  HR %", expected.rate, c.rate, point, Published{-11.0 / 1.05, 6.0 / 1.05});
    row("  CO %", expected.output, c.output, point);
  }
  for (const auto& [dose, expected] : {std::pair{0.3, -9.0}, {0.8, -6.0}}) {
    Person harmed = septic_held_by(dose);
    harmed.given.body.vessels.blunting_vasoplegia = 1.0;
    harmed.given.body.vessels.blunting_coupling = 1.0;
    row("dex 0.9 with full blunting, NE " + std::to_string(dose).substr(0, 3) + ": MAP %", expected,
        after(harmed, held("DEX", 0.9)).map, point);
  }
}

TEST(Record, SepticUnderBetaBlock) {
  heading("Septic under beta block, MAP kept by norepinephrine");
  Person blocked = prototype_person("septic", {{"norepinephrine", ""}, {"esmolol", ""}});
  const auto steady = [&](double dose, double esmolol) {
    return after(blocked, [&](Course& course) {
      course.hold("NE", dose * 80.0 / course.parameters.drugs[0].clearance);
      course.hold("ESM", esmolol);
    });
  };
  const auto needed = [&](double esmolol) {
    return solve([&](double dose) { return steady(dose, esmolol).map; }, 0.0, 3.0);
  };
  const double esmolol = solve([&](double c) { return -steady(needed(c), c).rate; }, 20.0, 20000.0);
  row("esmolol that lowers HR by 20 %: NE x", 1.5, needed(esmolol) / 0.3, {}, Published{1.6, 0.5});
}

}  // namespace
}  // namespace pressor
