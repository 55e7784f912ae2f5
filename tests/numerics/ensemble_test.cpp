#include "pressor/numerics/ensemble.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace pressor::numerics {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// A small stiff patient: a drug (linear, 0.3/min), a follower of its square (20/min), an
/// oscillator that it drives, and an integral.
///
///     A' = input - 0.3 A,  F' = 20 (A^2/(1 + A^2) - F),  u' = v,  v' = F - w u - 0.5 v,  I' = u
enum State : std::size_t { amount, follower, place, speed, integral, states };

template <class Pack, class Number>
void small_rates(const Pack& input, const Pack& stiffness, const Number* y, Number* rates) {
  const Number square = y[amount] * y[amount];
  rates[amount] = Number(input) - y[amount] * 0.3;
  rates[follower] = (square / (square + 1.0) - y[follower]) * 20.0;
  rates[place] = y[speed];
  rates[speed] = y[follower] - y[place] * Number(stiffness) - y[speed] * 0.5;
  rates[integral] = y[place];
}

/// What happens to a patient, and what is seen of him.
struct Patient {
  double stiffness = 1.0;
  double end = 20.0;
  double every = 1.0;                ///< min between outputs
  double check = 5.0;                ///< min between stops
  std::map<double, double> inputs;   ///< from this stop on
  std::map<double, double> boluses;  ///< at this stop
  double poison_from = never;        ///< rates are not finite later on
  bool pole = false;                 ///< amount' = amount^2

  std::vector<double> outputs;  ///< place at each output time
  std::vector<double> last;
  std::string failure;
  double failed_at = -1.0;
};

template <class Pack, std::size_t directions = 3>
class SmallWard {
 public:
  explicit SmallWard(std::vector<Patient>& patients) : patients_(patients) {}

  void rates(const Pack& time, const Pack* y, Pack* r) { general_rates(time, y, r); }
  void rates(const Pack& time, const Dual<Pack, directions>* y, Dual<Pack, directions>* r) {
    general_rates(time, y, r);
  }

  bool begin(std::size_t l, LanePlan& plan, std::span<double> state, std::span<double> scale) {
    if (next_ == patients_.size()) return false;
    in_[l] = next_++;
    Patient& p = patient(l);
    set_lane(stiffness_, l, p.stiffness);
    set_lane(poison_, l, p.poison_from);
    set_lane(pole_, l, p.pole ? 1.0 : 0.0);
    set_lane(input_, l, p.inputs.count(0.0) > 0 ? p.inputs[0.0] : 0.0);
    std::fill(state.begin(), state.end(), 0.0);
    state[amount] = p.boluses.count(0.0) > 0 ? p.boluses[0.0] : 0.0;
    std::fill(scale.begin(), scale.end(), 1.0);
    p.outputs.assign(1, state[place]);
    plan = {0.0, next(l, 0.0)};
    return true;
  }
  void fail(std::size_t l, double time, LaneFailure failure) {
    patient(l).failure = failure_reason(failure);
    patient(l).failed_at = time;
  }
  /// The next output or check.
  double next(std::size_t l, double time) {
    const Patient& p = patient(l);
    const double output = p.every * (std::floor(time / p.every + 1.0e-9) + 1.0);
    const double check = p.check * (std::floor(time / p.check + 1.0e-9) + 1.0);
    return std::min({output, check, time < p.end ? p.end : never});
  }
  void read(const Choice<Pack>& /*lanes*/, const Pack& time, const Pack* y) {
    time_ = time;
    place_ = y[place];
  }
  Arrival arrive(std::size_t slot, std::size_t l, double time, std::span<double> state) {
    Patient& p = patient(l);
    EXPECT_EQ(lane(time_, slot), time);
    EXPECT_EQ(lane(place_, slot), state[place]);
    if (time >= p.every * static_cast<double>(p.outputs.size())) p.outputs.push_back(state[place]);
    const StopResult stopped = stop(l, time, state);
    return {next(l, time), stopped.changed, stopped.finished};
  }

 private:
  struct StopResult {
    bool changed = false;
    bool finished = false;
  };
  StopResult stop(std::size_t l, double time, std::span<double> state) {
    Patient& p = patient(l);
    if (time >= p.end) {
      p.last.assign(state.begin(), state.end());
      return {false, true};
    }
    StopResult result;
    if (p.inputs.count(time) > 0) {
      set_lane(input_, l, p.inputs[time]);
      result.changed = true;
    }
    if (p.boluses.count(time) > 0) {
      state[amount] += p.boluses[time];
      result.changed = true;
    }
    return result;
  }
  template <class Number>
  void general_rates(const Pack& time, const Number* y, Number* r) {
    small_rates(input_, stiffness_, y, r);
    r[amount] = select(pole_ > 0.0, y[amount] * y[amount], r[amount]);
    const Pack poison(std::numeric_limits<double>::quiet_NaN());
    r[speed] = select(time > poison_, Number(poison), r[speed]);
  }
  Patient& patient(std::size_t l) { return patients_[in_[l]]; }

  std::vector<Patient>& patients_;
  std::size_t next_ = 0;
  std::array<std::size_t, lane_count<Pack>> in_{};
  Pack input_{};
  Pack stiffness_{};
  Pack poison_{};
  Pack pole_{};
  Pack time_{};
  Pack place_{};
};

SparsePlan small_plan() {
  return plan_sparse(jacobian_pattern(states, [](const Dependence* y, Dependence* r) {
    small_rates(Dependence(), Dependence(), y, r);
    r[amount] = r[amount] + y[amount];
  }));
}

template <class Pack>
EnsembleCounts run(std::vector<Patient>& patients, const EnsembleSettings& settings = {}) {
  const SparsePlan plan = small_plan();
  SmallWard<Pack> ward(patients);
  Ensemble<Pack, SmallWard<Pack>, 3> ensemble(plan, ward, settings);
  ensemble.run();
  return ensemble.counts();
}

std::vector<Patient> some_patients(std::size_t count) {
  std::vector<Patient> patients(count);
  for (std::size_t i = 0; i < count; ++i) {
    Patient& p = patients[i];
    const auto x = static_cast<double>(i);
    p.stiffness = 1.0 + 0.3 * x;
    p.end = 10.0 + 5.0 * static_cast<double>(i % 5);
    p.inputs = {{0.0, 0.2 + 0.05 * x}, {5.0 * static_cast<double>(1 + i % 3), 0.6}};
    if (i % 2 == 0) p.boluses[5.0] = 1.0 + 0.1 * x;
  }
  return patients;
}

/// Places of a patient by the same method with a tolerance that leaves only rounding.
std::vector<double> exact_places(const Patient& patient) {
  std::vector<Patient> one{patient};
  run<double>(one, {.tolerance = 1.0e-11, .largest_step = 0.01, .rounds = 100'000'000});
  return one[0].outputs;
}

double worst(const std::vector<double>& a, const std::vector<double>& b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    largest = std::max(largest, std::fabs(a[i] - b[i]));
  }
  return largest;
}

TEST(Ensemble, ALinearPatientFollowsHisClosedSolution) {
  std::vector<Patient> one(1);
  one[0].boluses = {{0.0, 2.0}, {10.0, 1.0}};
  one[0].inputs = {{5.0, 0.3}};
  run<double>(one, {.tolerance = 1.0e-6});
  double exact = 2.0 * std::exp(-0.3 * 5.0);
  exact = 1.0 + (exact - 1.0) * std::exp(-0.3 * 5.0) + 1.0;
  exact = 1.0 + (exact - 1.0) * std::exp(-0.3 * 10.0);
  ASSERT_EQ(one[0].last.size(), std::size_t{states});
  EXPECT_NEAR(one[0].last[amount], exact, 2.0e-6);
}

TEST(Ensemble, TheErrorFollowsTheTolerance) {
  const std::vector<Patient> patients = some_patients(3);
  for (const Patient& patient : patients) {
    const std::vector<double> exact = exact_places(patient);
    for (const double tolerance : {1.0e-3, 1.0e-4, 1.0e-5, 1.0e-6}) {
      std::vector<Patient> one{patient};
      run<double>(one, {.tolerance = tolerance});
      EXPECT_LT(worst(one[0].outputs, exact), 10.0 * tolerance);
    }
  }
}

TEST(Ensemble, TheMethodIsOfThirdOrderEvenWithAnOldJacobian) {
  // Steps of equal length: the largest step rules, the tolerance never.
  const auto error_of = [](double step, std::uint32_t jacobian_every) {
    std::vector<Patient> one(1);
    one[0].boluses = {{0.0, 2.0}};
    one[0].check = 20.0;
    std::vector<Patient> exact{one[0]};
    run<double>(exact, {.tolerance = 1.0e-11, .largest_step = 0.001, .rounds = 100'000'000});
    run<double>(one, {.tolerance = 1.0e9, .largest_step = step, .jacobian_every = jacobian_every});
    return std::fabs(one[0].last[place] - exact[0].last[place]);
  };
  for (const std::uint32_t jacobian_every : {1U, 16U}) {
    const double order = std::log2(error_of(0.02, jacobian_every) / error_of(0.01, jacobian_every));
    EXPECT_GT(order, 2.7) << jacobian_every;
  }
}

template <class Pack>
void expect_same_bytes(const std::vector<Patient>& expected) {
  std::vector<Patient> patients = some_patients(expected.size());
  run<Pack>(patients);
  for (std::size_t i = 0; i < patients.size(); ++i) {
    EXPECT_EQ(patients[i].outputs, expected[i].outputs) << i;
    EXPECT_EQ(patients[i].last, expected[i].last) << i;
  }
}

TEST(Ensemble, APatientsBytesDependOnNothingButThePatient) {
  std::vector<Patient> alone = some_patients(23);
  for (Patient& patient : alone) {
    std::vector<Patient> one{patient};
    run<double>(one);
    patient = one[0];
    EXPECT_EQ(patient.outputs.size(), static_cast<std::size_t>(patient.end) + 1);
  }
  expect_same_bytes<double>(alone);
  expect_same_bytes<Lanes<2>>(alone);
  expect_same_bytes<Lanes<4>>(alone);
  expect_same_bytes<Lanes<8>>(alone);
}

TEST(Ensemble, StopsThatChangeNothingLeaveNoTrace) {
  std::vector<Patient> few(1);
  few[0].boluses = {{0.0, 2.0}};
  few[0].check = 20.0;
  std::vector<Patient> many = few;
  many[0].check = 0.25;
  run<double>(few);
  run<double>(many);
  EXPECT_EQ(few[0].outputs, many[0].outputs);
  EXPECT_EQ(few[0].last, many[0].last);
}

TEST(Ensemble, AShortInfusionIsNeverMissed) {
  std::vector<Patient> patients(8);
  for (std::size_t i = 0; i < patients.size(); ++i) {
    patients[i].check = 0.25;
    patients[i].end = 20.0;
    const double from = 6.0 + 0.25 * static_cast<double>(i);
    patients[i].inputs = {{from, 4.0}, {from + 0.25, 0.0}};
    patients[i].every = 20.0;
  }
  run<Lanes<4>>(patients, {.tolerance = 1.0e-6});
  for (std::size_t i = 0; i < patients.size(); ++i) {
    const double since = 14.0 - 0.25 * static_cast<double>(i);
    const double exact =
        4.0 / 0.3 * (1.0 - std::exp(-0.3 * 0.25)) * std::exp(-0.3 * (since - 0.25));
    EXPECT_NEAR(patients[i].last[amount], exact, 1.0e-5);
  }
}

/// Three sick among eleven; the others must not notice.
template <class Spoil>
void expect_neighbours_unharmed(const Spoil& spoil, const std::string& reason,
                                const EnsembleSettings& settings = {}) {
  std::vector<Patient> healthy = some_patients(11);
  run<Lanes<4>>(healthy, settings);
  std::vector<Patient> mixed = some_patients(11);
  for (const std::size_t sick : {0U, 5U, 6U}) spoil(mixed[sick]);
  run<Lanes<4>>(mixed, settings);
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    if (i == 0 || i == 5 || i == 6) {
      EXPECT_EQ(mixed[i].failure, reason);
    } else {
      EXPECT_EQ(mixed[i].failure, "");
      EXPECT_EQ(mixed[i].outputs, healthy[i].outputs) << i;
      EXPECT_EQ(mixed[i].last, healthy[i].last) << i;
    }
  }
}

TEST(Ensemble, AnInfiniteRateFailsItsPatientOnly) {
  expect_neighbours_unharmed([](Patient& p) { p.poison_from = 3.2; },
                             failure_reason(LaneFailure::not_finite));
  expect_neighbours_unharmed([](Patient& p) { p.poison_from = -1.0; },
                             failure_reason(LaneFailure::not_finite));
}

TEST(Ensemble, APoleFailsItsPatientOnlyAndNearThePole) {
  std::vector<Patient> one(1);
  one[0].pole = true;
  one[0].boluses = {{0.0, 0.5}};
  run<double>(one);
  EXPECT_NEAR(one[0].failed_at, 2.0, 0.01);
  expect_neighbours_unharmed(
      [](Patient& p) {
        p.pole = true;
        p.boluses[0.0] = 0.5;
      },
      one[0].failure);
}

TEST(Ensemble, ASpentBudgetFailsItsPatientOnly) {
  expect_neighbours_unharmed(
      [](Patient& p) {
        p.end = 1.0e6;
        p.every = 1.0e6;
        p.stiffness = 400.0;
        for (int i = 1; i < 4000; ++i) p.boluses[5.0 * i] = 1.0;
      },
      failure_reason(LaneFailure::budget), {.rounds = 400});
}

TEST(Ensemble, NoPatientsIsNoWork) {
  std::vector<Patient> nobody;
  EXPECT_EQ(run<Lanes<8>>(nobody).rounds, 0U);
}

}  // namespace
}  // namespace pressor::numerics
