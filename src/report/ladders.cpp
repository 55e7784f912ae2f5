#include "ladders.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "course.h"

namespace pressor::report {
namespace {

/// Mean of the rows within `length` min before `end`.
double mean_before(const std::vector<double>& map, double end, double length, double every) {
  double sum = 0.0;
  double n = 0.0;
  for (std::size_t t = 0; t < map.size(); ++t) {
    const double time = static_cast<double>(t) * every;
    if (time < end - length - 1.0e-9 || time > end + 1.0e-9) continue;
    sum += map[t];
    n += 1.0;
  }
  return sum / n;  // NaN without a row
}

/// Everything of /events that concerns ladders, read once.
struct Chart {
  std::vector<double> patient;
  std::vector<double> time;
  std::vector<double> value;
  std::vector<std::string> kind;

  explicit Chart(const ResultRows& rows)
      : patient(rows.numbers("/events/patient")),
        time(rows.numbers("/events/time")),
        value(rows.numbers("/events/value")),
        kind(rows.texts("/events/kind")) {}

  /// First line of a patient; lines stand in the order of patients.
  [[nodiscard]] std::size_t first_of(std::size_t who) const {
    const auto at = std::lower_bound(patient.begin(), patient.end(), static_cast<double>(who));
    return static_cast<std::size_t>(at - patient.begin());
  }
};

/// Reads the ladders of one kept patient into `ladders`.
class PatientLadders {
 public:
  PatientLadders(const Evidence& evidence, const Challenge& challenge, double weight,
                 std::size_t arm, std::size_t row)
      : every_(evidence.study().output.every),
        challenge_(challenge),
        weight_(weight),
        arm_(arm),
        map_(trajectory(evidence, "MAP", row)) {}

  /// Only the challenges of a period of a crossover, named by the time from its start.
  void within(double from, double span) {
    from_ = from;
    span_ = span;
  }

  void read(const Chart& chart, std::size_t patient, Ladders& ladders) {
    for (std::size_t i = chart.first_of(patient); i < chart.patient.size(); ++i) {
      if (chart.patient[i] != static_cast<double>(patient)) break;
      if (chart.kind[i] == "challenge_start") {
        start_ = chart.time[i] - from_;
        put(ladders, 0.0, chart.value[i]);
      } else if (chart.kind[i] == "challenge_step" && chart.value[i] > 0.0) {
        // The step to nothing ends the ladder.
        const double end = chart.time[i] + challenge_.step;
        const double stopped = stop_after(chart, i);
        put(ladders, dose_of(chart.value[i]),
            mean_before(map_, std::min(end, stopped), challenge_.reading, every_));
      }
    }
  }

 private:
  [[nodiscard]] double dose_of(double rate) const {
    const bool per_kg = challenge_.ladder.front().per_kg;
    // The chart keeps ug/min; the ladder was ordered in round numbers.
    return std::round((per_kg ? rate / weight_ : rate) * 1.0e4) / 1.0e4;
  }

  /// When a stop rule ended the step that began at line `i`, or infinity.
  static double stop_after(const Chart& chart, std::size_t i) {
    for (std::size_t k = i + 1; k < chart.patient.size(); ++k) {
      if (chart.patient[k] != chart.patient[i]) break;
      if (chart.kind[k] == "challenge_stop") return chart.time[k];
      if (chart.kind[k] == "challenge_step") break;
    }
    return INFINITY;
  }

  void put(Ladders& ladders, double dose, double map) const {
    if (!(map > 0.0) || start_ < 0.0 || start_ >= span_) return;
    auto& arms = ladders[start_];
    if (arms.size() <= arm_) arms.resize(arm_ + 1);
    arms[arm_][dose].push_back(map);
  }

  double every_;
  const Challenge& challenge_;
  double weight_;
  std::size_t arm_;
  std::vector<double> map_;
  double start_ = 0.0;
  double from_ = 0.0;
  double span_ = std::numeric_limits<double>::infinity();
};

}  // namespace

const Challenge* challenge_of(const Study& study, std::size_t arm) {
  const auto& challenges = study.arms.at(arm).orders.challenges;
  return challenges.empty() ? nullptr : &challenges.front();
}

Ladders read_ladders(const Evidence& evidence) {
  Ladders ladders;
  const Chart chart(evidence.rows);
  const std::vector<double> patients = evidence.rows.numbers("/trajectories/patient");
  const std::vector<double> weights = evidence.rows.has("/patients/weight")
                                          ? evidence.rows.numbers("/patients/weight")
                                          : std::vector<double>();
  const std::vector<double> periods =
      evidence.is_crossover() ? evidence.rows.numbers("/patients/period") : std::vector<double>();
  for (std::size_t row = 0; row < patients.size(); ++row) {
    const auto patient = static_cast<std::size_t>(patients[row]);
    const std::size_t arm = evidence.people.arm.at(patient);
    const Challenge* challenge = challenge_of(evidence.study(), arm);
    if (challenge == nullptr || challenge->ladder.empty()) continue;
    const double weight =
        weights.empty() ? evidence.study().cast.body.covariates.weight : weights.at(patient);
    PatientLadders reader(evidence, *challenge, weight, arm, row);
    if (evidence.is_crossover()) {
      const auto period = static_cast<std::size_t>(periods.at(patient));
      reader.within(evidence.study().crossover->periods.at(period), period_span(evidence.study()));
    }
    reader.read(chart, patient, ladders);
  }
  return ladders;
}

}  // namespace pressor::report
