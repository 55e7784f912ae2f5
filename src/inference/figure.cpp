#include "figure.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pressor/core/random.h"
#include "pressor/statistics/means.h"
#include "regression.h"
#include "sigmoid.h"

namespace pressor::inference {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

bool is_in_all(const std::vector<Group>& groups, const Outcomes& outcomes, std::size_t person) {
  return std::all_of(groups.begin(), groups.end(), [&](const Group& group) {
    return group.condition.holds(outcomes.at(person, group.of));
  });
}

double sigmoid_reading(const Observable& reading, const Outcomes& outcomes, std::size_t person) {
  const double rest = outcomes.at(person, reading.first);
  std::vector<double> rises;
  rises.reserve(reading.ladder.size());
  for (const PatientQuantity& step : reading.ladder) {
    rises.push_back(outcomes.at(person, step) - rest);
  }
  const auto curve = fit_sigmoid(reading.doses, rises);
  if (!curve) return nothing;
  if (reading.kind == ObservableKind::emax) return curve->emax;
  return reading.kind == ObservableKind::ed50 ? curve->ed50 : curve->slope;
}

bool is_ratio(Statistic statistic) {
  return statistic == Statistic::odds_ratio || statistic == Statistic::hazard_ratio;
}

}  // namespace

double combine(const Observable& reading, double a, double b) {
  switch (reading.kind) {
    case ObservableKind::change:
      return b - a;
    case ObservableKind::percent:
      return 100.0 * (b / a - 1.0);
    case ObservableKind::ratio:
      return b / a;
    case ObservableKind::half_life:
      return reading.apart * std::log(2.0) / std::log(a / b);
    default:
      return a;
  }
}

Sample::Sample(const EvidenceRow& row, const Outcomes& outcomes, bool crossed)
    : row_(row),
      groups_(!crossed &&
              (row.reading.kind == ObservableKind::change ||
               row.reading.kind == ObservableKind::percent ||
               row.reading.kind == ObservableKind::ratio) &&
              row.reading.first.arm != row.reading.second.arm) {
  for (std::size_t person = 0; person < outcomes.people(); ++person) {
    if (const auto found = member(outcomes, person)) members_.push_back(*found);
  }
}

std::optional<Sample::Member> Sample::member(const Outcomes& outcomes, std::size_t person) const {
  Member found;
  const bool in = is_in_all(row_.among, outcomes, person);
  if (row_.against.empty()) {
    if (!in) return std::nullopt;
  } else {
    if (!in && !is_in_all(row_.against, outcomes, person)) return std::nullopt;
    found.x = in ? 1.0 : 0.0;
  }
  if (groups_) {
    found.a = outcomes.at(person, row_.reading.first);
    found.b = outcomes.at(person, row_.reading.second);
    if (std::isnan(found.a) && std::isnan(found.b)) return std::nullopt;
    return found;
  }
  found.a = reading(outcomes, person);
  if (row_.covariate) found.x = outcomes.at(person, row_.covariate->of);
  if (!std::isfinite(found.a) || !std::isfinite(found.x)) return std::nullopt;
  return found;
}

double Sample::reading(const Outcomes& outcomes, std::size_t person) const {
  const Observable& reading = row_.reading;
  if (!reading.ladder.empty()) return sigmoid_reading(reading, outcomes, person);
  const double a = outcomes.at(person, reading.first);
  if (reading.kind == ObservableKind::value) return a;
  return combine(reading, a, outcomes.at(person, reading.second));
}

double Sample::figure(std::span<const Member> members) const {
  if (is_ratio(row_.statistic)) return ratio(members);
  std::vector<double> first;
  std::vector<double> second;
  for (const Member& member : members) {
    if (!std::isnan(member.a)) first.push_back(member.a);
    if (groups_ && !std::isnan(member.b)) second.push_back(member.b);
  }
  if (!groups_) return statistic(std::move(first));
  return combine(row_.reading, statistic(std::move(first)), statistic(std::move(second)));
}

double Sample::statistic(std::vector<double> values) const {
  if (values.empty()) return nothing;
  switch (row_.statistic) {
    case Statistic::median:
      return sample_quantile(values, 0.5);
    case Statistic::sd:
      return moments(values).sd;
    case Statistic::log_sd:
      if (std::any_of(values.begin(), values.end(), [](double x) { return x <= 0.0; })) {
        return nothing;
      }
      for (double& value : values) value = std::log(value);
      return moments(values).sd;
    case Statistic::share: {
      const auto held = std::count_if(values.begin(), values.end(),
                                      [&](double x) { return row_.limit.value().holds(x); });
      return 100.0 * static_cast<double>(held) / static_cast<double>(values.size());
    }
    default:
      return moments(values).mean;
  }
}

double Sample::ratio(std::span<const Member> members) const {
  std::vector<double> x;
  std::vector<double> y;
  for (const Member& member : members) {
    x.push_back(member.x);
    y.push_back(member.a);
  }
  const Link link = row_.statistic == Statistic::odds_ratio ? Link::logit : Link::cloglog;
  const auto slope = regression_slope(x, y, link);
  return slope ? std::exp(*slope * (row_.covariate ? row_.covariate->per : 1.0)) : nothing;
}

std::optional<std::array<double, 2>> Sample::interval() const {
  if (members_.size() < 2) return std::nullopt;
  constexpr std::uint64_t seed = 0x7665726966790000;  // its own: no patient is drawn from it
  constexpr std::uint32_t resamples = 400;
  std::vector<double> figures;
  std::vector<Member> drawn(members_.size());
  for (std::uint32_t k = 0; k < resamples; ++k) {
    RandomStream random({seed, k, 0, Stream::measurement});
    for (Member& member : drawn) {
      member = members_[random.below(static_cast<std::uint32_t>(members_.size()))];
    }
    const double value = figure(drawn);
    if (std::isfinite(value)) figures.push_back(value);
  }
  if (figures.size() < resamples - resamples / 20) return std::nullopt;
  return std::array<double, 2>{sample_quantile(figures, 0.025), sample_quantile(figures, 0.975)};
}

}  // namespace pressor::inference
