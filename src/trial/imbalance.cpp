#include "pressor/trial/imbalance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "pressor/core/errors.h"
#include "same_orders.h"

namespace pressor {
namespace {

constexpr double nowhere = std::numeric_limits<double>::infinity();

/// The column that the imbalance names.
std::optional<EndpointColumn> wanted_column(const Study& study) {
  for (const EndpointColumn& column :
       endpoint_columns(study.endpoints, study_variables(study.cast))) {
    if (column.name == study.imbalance->column) return column;
  }
  return std::nullopt;
}

/// End of the ladder of the challenge that starts at `time`, min.
double ladder_end(const Study& study, double time) {
  for (const Challenge& challenge : study.arms.front().orders.challenges) {
    if (std::find(challenge.at.begin(), challenge.at.end(), time) == challenge.at.end()) continue;
    return time + challenge.baseline +
           challenge.step * static_cast<double>(challenge.ladder.size());
  }
  return time;
}

/// When the value of a column is known: at the first row of the trajectory not before it.
double known_at(const Study& study, const EndpointColumn& column) {
  const MeasureKind kind = study.endpoints[column.endpoint].measure.kind;
  const double end = is_of_challenge(kind) ? ladder_end(study, column.at) : column.at;
  const double every = study.output.every;
  return std::min(study.horizon, std::max(std::ceil(end / every - 1.0e-9), 1.0) * every);
}

/// Values of one column in all patients of a replicate, NaN where there is none.
class Prelude {
 public:
  Prelude(const Study& study, const EndpointColumn& column)
      : study_(study), column_(column), endpoint_(study.endpoints[column.endpoint]) {
    settings_ = study.settings();
    settings_.horizon = known_at(study, column);
    for (const Variable& v : study_variables(study.cast)) {
      const auto& causes = study.loss.causes;
      const bool cause = std::any_of(causes.begin(), causes.end(),
                                     [&](const MissingCause& c) { return c.variable == v.name; });
      if (cause || v.name == endpoint_.measure.variable) variables_.push_back(v);
    }
  }

  [[nodiscard]] std::vector<double> values(const Caster& caster, std::uint32_t replicate) const {
    Screening ignored;  // counted when the patients are cast for their runs
    std::vector<Patient> patients;
    for (std::uint32_t i = 0; i < study_.patients; ++i) {
      patients.push_back(caster.patient(study_.seed, replicate, i, ignored));
    }
    std::vector<Stay> stays;
    for (const Patient& p : patients) {
      stays.push_back({&p, &study_.arms.front().orders, &variables_});
    }
    const auto runs = Simulator(study_.cast, settings_, study_.seed).run(stays);
    std::vector<double> all;
    for (std::size_t i = 0; i < runs.size(); ++i) all.push_back(value(patients[i], runs[i]));
    return all;
  }

 private:
  [[nodiscard]] double value(const Patient& patient, const PatientRun& run) const {
    const bool dead = run.status == Status::died || run.status == Status::arrested;
    const double left = withdrawal_time(study_.loss, study_.seed, patient, study_.follow_up);
    const MeasuredRun measured{study_.cast,
                               variables_,
                               patient,
                               study_.arms.front().orders,
                               run,
                               settings_.every,
                               dead ? run.end : nowhere,
                               study_.seed,
                               left,
                               study_.loss};
    const EndpointValue value = measure(measured, endpoint_, column_);
    return value.missing == Missing::present ? value.value
                                             : std::numeric_limits<double>::quiet_NaN();
  }

  const Study& study_;
  const EndpointColumn& column_;
  const Endpoint& endpoint_;
  RunSettings settings_;
  std::vector<Variable> variables_;
};

/// Mean of arm 1 minus mean of arm 0; infinite when one has none.
double gap_of(const std::vector<double>& values, const std::vector<std::uint32_t>& arm) {
  std::array<double, 2> sum{};
  std::array<double, 2> n{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (arm[i] > 1 || std::isnan(values[i])) continue;
    sum.at(arm[i]) += values[i];
    n.at(arm[i]) += 1.0;
  }
  return n[0] > 0.0 && n[1] > 0.0 ? sum[1] / n[1] - sum[0] / n[0] : nowhere;
}

[[noreturn]] void declare_impossible(const ImposedImbalance& wanted, std::uint32_t replicate,
                                     double nearest) {
  throw ParameterError("imbalance: none of " + std::to_string(most_redraws) +
                       " allocations of replicate " + std::to_string(replicate) + " has a gap of " +
                       wanted.column + " within " + format_number(wanted.within) + " of " +
                       format_number(wanted.gap) + "; the nearest is " + format_number(nearest));
}

}  // namespace

std::optional<std::string> imbalance_problem(const Study& study) {
  if (!study.imbalance) return std::nullopt;
  if (study.arms.size() < 2) return "an imbalance needs two arms";
  if (study.crossover) return "in a crossover everybody is in every arm: there is no imbalance";
  if (study.compares_one_person()) return "one described person has no imbalance";
  if (!(study.imbalance->within > 0.0)) return "`within` must be positive";
  const auto column = wanted_column(study);
  if (!column) return "there is no endpoint `" + study.imbalance->column + "`";
  const MeasureKind kind = study.endpoints[column->endpoint].measure.kind;
  if (kind == MeasureKind::death || kind == MeasureKind::vasopressor_free) {
    return "`" + study.imbalance->column + "` is known only in the end";
  }
  const double until = known_at(study, *column);
  const Orders& first = study.arms.front().orders;
  const bool parted = std::any_of(study.arms.begin(), study.arms.end(), [&](const Arm& arm) {
    return !trial::same_until(first, arm.orders, until);
  });
  const bool common =
      study.loss.non_adherence <= 0.0 || trial::same_until(first, study.common, until);
  if (!parted && common) return std::nullopt;
  return "the arms part before " + study.imbalance->column + " is known, at " +
         format_number(until) + " min";
}

BalancedAllocation allocate_with_gap(const Study& study, const Caster& caster,
                                     std::uint32_t replicate) {
  const ImposedImbalance& wanted = study.imbalance.value();
  const EndpointColumn column = wanted_column(study).value();
  const std::vector<double> values = Prelude(study, column).values(caster, replicate);
  const Allocator allocator(study, caster, replicate);
  double nearest = nowhere;
  for (std::uint32_t redraw = 0; redraw < most_redraws; ++redraw) {
    Allocation allocation = allocator.draw(redraw);
    const double gap = gap_of(values, allocation.arm);
    if (std::fabs(gap - wanted.gap) <= wanted.within) return {std::move(allocation), gap, redraw};
    if (std::fabs(gap - wanted.gap) < std::fabs(nearest - wanted.gap)) nearest = gap;
  }
  declare_impossible(wanted, replicate, nearest);
}

}  // namespace pressor
