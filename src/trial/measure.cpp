#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "challenge_curve.h"
#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "track.h"

namespace pressor {
namespace {

using trial::Answer;
using trial::Point;
using trial::Track;
using trial::Window;

constexpr double same_moment = 1.0e-6;  // min

EndpointValue missing(Missing reason) { return {std::numeric_limits<double>::quiet_NaN(), reason}; }
EndpointValue present(double value) { return {value, Missing::present}; }

/// Why the patient cannot be seen at `time`, or present.
Missing seen_at(const MeasuredRun& m, double time) {
  if (time > m.withdrawn) return Missing::withdrawn;
  if (time <= m.run.end + same_moment) return Missing::present;
  return m.run.status == Status::failed ? Missing::failed : Missing::died;
}

Track track(const MeasuredRun& m, const Endpoint& endpoint) {
  return endpoint.charted ? Track(m.run.chart) : Track(m, endpoint.measure.variable);
}

/// Least amount by which X is beyond the limit: positive where the comparison holds.
double excess(const Comparison& c, double value) {
  const bool below = c.relation == Relation::less || c.relation == Relation::less_equal;
  return below ? c.limit - value : value - c.limit;
}

// --- values at a time ---------------------------------------------------------------------------

EndpointValue at_time(const MeasuredRun& m, const Endpoint& endpoint, double time) {
  if (const Missing why = seen_at(m, time); why != Missing::present) return missing(why);
  const Track x = track(m, endpoint);
  const auto now = x.at(time);
  if (!now) return missing(Missing::not_measured);
  if (endpoint.measure.kind == MeasureKind::value_at) return present(*now);
  const auto first = x.at(m.origin);
  if (!first) return missing(Missing::not_measured);
  if (endpoint.measure.kind == MeasureKind::change) return present(*now - *first);
  if (*first == 0.0) return missing(Missing::not_measured);
  return present(*now / *first);
}

// --- values over a window -----------------------------------------------------------------------

/// Integral of g(value) over the points: trapezoids, the last value held to the window's end.
double integral(const std::vector<Point>& points, const Window& window,
                const std::function<double(double)>& g) {
  double sum = 0.0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    sum +=
        0.5 * (g(points[i - 1].value) + g(points[i].value)) * (points[i].time - points[i - 1].time);
  }
  return sum + g(points.back().value) * std::max(window.to - points.back().time, 0.0);
}

/// Time and area beyond a limit, at a time, from the integral states.
double limit_integral(const MeasuredRun& m, std::size_t index, double time) {
  if (time >= m.run.end) return m.run.final_limits[index];
  const double place = time / m.every;
  const auto row = static_cast<std::size_t>(place + same_moment);
  const double* rows = m.run.limits.data() + index * m.run.rows;
  const bool last = row + 1 >= m.run.rows || std::isnan(rows[row + 1]);
  const double next_time = last ? m.run.end : static_cast<double>(row + 1) * m.every;
  const double next = last ? m.run.final_limits[index] : rows[row + 1];
  const double here = static_cast<double>(row) * m.every;
  const double share = std::clamp((time - here) / (next_time - here), 0.0, 1.0);
  return rows[row] + share * (next - rows[row]);
}

double beyond_limit(const MeasuredRun& m, const Endpoint& endpoint, const Window& lived) {
  const Measure& measure = endpoint.measure;
  const bool area =
      measure.kind == MeasureKind::area_below || measure.kind == MeasureKind::area_above;
  if (measure.limit_index != Measure::from_rows && !endpoint.charted) {
    const std::size_t index = 2 * measure.limit_index + (area ? 1 : 0);
    return limit_integral(m, index, lived.to) - limit_integral(m, index, lived.from);
  }
  const auto points = track(m, endpoint).within(lived);
  if (points.empty()) return 0.0;
  const Comparison limit = measure.limit.value();
  return integral(points, lived, [&](double x) {
    const double e = excess(limit, x);
    if (area) return std::max(e, 0.0);
    return e > 0.0 ? 1.0 : 0.0;
  });
}

EndpointValue extreme(const MeasuredRun& m, const Endpoint& endpoint, const Window& lived) {
  const auto points = track(m, endpoint).within(lived);
  if (points.empty()) return missing(Missing::not_measured);
  const auto by_value = [](const Point& a, const Point& b) { return a.value < b.value; };
  const auto [low, high] = std::minmax_element(points.begin(), points.end(), by_value);
  switch (endpoint.measure.kind) {
    case MeasureKind::maximum:
      return present(high->value);
    case MeasureKind::minimum:
      return present(low->value);
    default: {
      const double length = std::max(lived.to - points.front().time, 0.0);
      if (length == 0.0) return present(points.back().value);
      return present(integral(points, lived, [](double x) { return x; }) / length);
    }
  }
}

/// First moment at which the comparison holds, on the line between two points.
std::optional<double> first_time(const std::vector<Point>& points, const Comparison& limit) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!limit.holds(points[i].value)) continue;
    if (i == 0) return points[i].time;
    const double before = excess(limit, points[i - 1].value);
    const double now = excess(limit, points[i].value);
    const double share = now > before ? -before / (now - before) : 1.0;
    return points[i - 1].time + share * (points[i].time - points[i - 1].time);
  }
  return std::nullopt;
}

/// ug from the pump and by push within the window.
double delivered(const MeasuredRun& m, std::size_t drug, const Window& lived) {
  double sum = 0.0;
  const auto rates = trial::pump_rates(m, drug);
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const double until = i + 1 < rates.size() ? rates[i + 1].time : lived.to;
    const double length = std::min(until, lived.to) - std::max(rates[i].time, lived.from);
    sum += rates[i].value * std::max(length, 0.0);
  }
  for (const Event& event : m.run.chart.events) {
    const bool push = event.kind == EventKind::bolus && event.drug == drug;
    if (push && event.time >= lived.from && event.time < lived.to) sum += event.value;
  }
  return sum;
}

Window window_of(const Endpoint& endpoint, double end) {
  return endpoint.window ? Window{(*endpoint.window)[0], (*endpoint.window)[1]} : Window{0.0, end};
}

EndpointValue over_window(const MeasuredRun& m, const Endpoint& endpoint, double end) {
  const Window window = window_of(endpoint, end);
  if (window.to > m.withdrawn) return missing(Missing::withdrawn);
  if (const Missing why = seen_at(m, window.from); why != Missing::present) return missing(why);
  if (m.run.status == Status::failed && m.run.end < window.to) return missing(Missing::failed);
  const Window lived{window.from, std::min(window.to, m.run.end)};
  switch (endpoint.measure.kind) {
    case MeasureKind::maximum:
    case MeasureKind::minimum:
    case MeasureKind::mean:
      return extreme(m, endpoint, lived);
    case MeasureKind::dose:
      return present(delivered(m, m.cast.model.drug(endpoint.measure.variable), lived));
    default:
      return present(beyond_limit(m, endpoint, lived));
  }
}

// --- challenges ---------------------------------------------------------------------------------

const ChallengeResult* challenge_at(const Chart& chart, double time) {
  const auto found = std::find_if(
      chart.challenges.begin(), chart.challenges.end(),
      [&](const ChallengeResult& c) { return std::fabs(c.start - time) < same_moment; });
  return found == chart.challenges.end() ? nullptr : &*found;
}

std::vector<Answer> answers(const MeasuredRun& m, const ChallengeResult& challenge) {
  const std::size_t drug = m.orders.challenges[challenge.challenge].drug;
  const bool per_kg = parse_unit(m.cast.drugs[drug].drug.usual_unit).dimension.body_weight != 0;
  const double unit = per_kg ? m.patient.covariates.weight : 1.0;
  std::vector<Answer> all;
  for (const auto& step : challenge.steps) {
    all.push_back({step.dose / unit, step.map - challenge.baseline_map});
  }
  return all;
}

EndpointValue of_challenge(const MeasuredRun& m, MeasureKind kind, double time) {
  if (const Missing why = seen_at(m, time); why != Missing::present) return missing(why);
  const ChallengeResult* challenge = challenge_at(m.run.chart, time);
  if (challenge == nullptr || !challenge->valid()) {
    if (m.run.status == Status::failed) return missing(Missing::failed);
    const bool unfinished = challenge != nullptr && !challenge->complete;
    const bool dead = m.run.status == Status::died || m.run.status == Status::arrested;
    return missing(unfinished && dead ? Missing::died : Missing::not_measured);
  }
  if (kind == MeasureKind::challenge_ratio) return present(challenge->ratio());
  if (kind == MeasureKind::challenge_rise) return present(challenge->rise());
  const std::vector<Answer> steps = answers(m, *challenge);
  if (kind == MeasureKind::challenge_slope) return present(trial::slope(steps).value());
  const auto curve = trial::fit_emax(steps);
  if (!curve) return missing(Missing::not_measured);
  return present(kind == MeasureKind::challenge_emax ? curve->emax : curve->ed50);
}

// --- outcome ------------------------------------------------------------------------------------

/// When something was first seen to happen, and until when it would have been seen.
struct Occurrence {
  std::optional<double> at;
  double watched = 0.0;
};

/// Until when the patient can be asked whether he lives.
double followed_until(const MeasuredRun& m, double time) {
  const double known =
      m.run.status == Status::failed ? m.run.end : std::numeric_limits<double>::infinity();
  return std::min({time, m.withdrawn, known});
}

Occurrence death_within(const MeasuredRun& m, const Window& window) {
  const double until = followed_until(m, window.to);
  if (m.death_time <= until) return {m.death_time, m.death_time};
  return {std::nullopt, until};
}

Occurrence crossing_within(const MeasuredRun& m, const Track& x, const Comparison& limit,
                           const Window& window) {
  const double until = std::min(followed_until(m, window.to), m.run.end);
  const auto first = first_time(x.within({window.from, until}), limit);
  return {first, first.value_or(until)};
}

/// The earliest of the parts; without one, watched for as long as every part was.
Occurrence part_within(const MeasuredRun& m, const Measure& measure, const Window& window) {
  Occurrence first{std::nullopt, followed_until(m, window.to)};
  for (const Measure& part : measure.parts) {
    const Occurrence own =
        part.kind == MeasureKind::death
            ? death_within(m, window)
            : crossing_within(m, Track(m, part.variable), part.limit.value(), window);
    if (own.at && (!first.at || *own.at < *first.at)) first = own;
  }
  return first;
}

Occurrence occurrence(const MeasuredRun& m, const Endpoint& endpoint, const Window& window) {
  if (endpoint.measure.kind == MeasureKind::death) return death_within(m, window);
  if (endpoint.measure.kind == MeasureKind::any_of) return part_within(m, endpoint.measure, window);
  return crossing_within(m, track(m, endpoint), endpoint.measure.limit.value(), window);
}

/// Why what did not happen is not known not to have happened by `time`; present when it is.
Missing unseen(const MeasuredRun& m, double time) {
  if (time > m.withdrawn) return Missing::withdrawn;
  if (m.run.status == Status::failed && time > m.run.end + same_moment) return Missing::failed;
  return Missing::present;
}

EndpointValue event_by(const MeasuredRun& m, const Endpoint& endpoint, double time) {
  const Window window = window_of(endpoint, time);
  const bool outcome = is_of_moment(endpoint.measure.kind);
  if (const Missing why = seen_at(m, window.from); !outcome && why != Missing::present) {
    return missing(why);
  }
  const Occurrence seen = occurrence(m, endpoint, window);
  const bool timed = endpoint.measure.kind == MeasureKind::time_to;
  EndpointValue value;
  if (seen.at) {
    value = present(timed ? *seen.at - window.from : 1.0);
  } else if (const Missing why = unseen(m, window.to); why != Missing::present) {
    value = missing(why);
  } else if (timed) {
    value = missing(m.run.end < window.to - same_moment ? Missing::died : Missing::censored);
  } else {
    value = present(0.0);
  }
  value.happened = seen.at.has_value();
  value.watched = std::max(seen.watched - window.from, 0.0);
  return value;
}

/// Every drug that a titration may turn up or down.
std::vector<std::size_t> titrated(const Orders& orders) {
  std::vector<std::size_t> drugs;
  for (const Titration& t : orders.titrations) {
    drugs.push_back(t.drug);
    if (t.second) drugs.push_back(t.second->drug);
  }
  return drugs;
}

EndpointValue days_free(const MeasuredRun& m, double time) {
  if (time > m.withdrawn) return missing(Missing::withdrawn);
  if (m.run.status == Status::failed && time > m.run.end) return missing(Missing::failed);
  const double end = std::min(time, m.run.end);
  std::vector<double> moments{0.0, end};
  std::vector<std::vector<Point>> pumps;
  for (const std::size_t drug : titrated(m.orders)) {
    pumps.push_back(trial::pump_rates(m, drug));
    for (const Point& p : pumps.back()) moments.push_back(std::clamp(p.time, 0.0, end));
  }
  std::sort(moments.begin(), moments.end());
  const auto runs_at = [](const std::vector<Point>& rates, double t) {
    double rate = 0.0;
    for (const Point& p : rates) rate = p.time <= t ? p.value : rate;
    return rate > 0.0;
  };
  double free = 0.0;
  for (std::size_t i = 1; i < moments.size(); ++i) {
    const bool running = std::any_of(pumps.begin(), pumps.end(), [&](const auto& rates) {
      return runs_at(rates, moments[i - 1]);
    });
    if (!running) free += moments[i] - moments[i - 1];
  }
  return present(free / minutes_a_day);
}

/// The dead lie below every value that a variable can have, later deaths above earlier ones.
EndpointValue composite(const MeasuredRun& m, const Endpoint& endpoint, double time) {
  constexpr double bottom = -1.0e12;
  if (m.death_time <= time && m.death_time <= m.withdrawn) return present(bottom + m.death_time);
  Endpoint alive = endpoint;
  alive.measure.kind = MeasureKind::value_at;
  return at_time(m, alive, time);
}

EndpointValue measured(const MeasuredRun& m, const Endpoint& endpoint, double time) {
  switch (endpoint.measure.kind) {
    case MeasureKind::value_at:
    case MeasureKind::change:
    case MeasureKind::ratio:
      return at_time(m, endpoint, time);
    case MeasureKind::challenge_ratio:
    case MeasureKind::challenge_rise:
    case MeasureKind::challenge_slope:
    case MeasureKind::challenge_emax:
    case MeasureKind::challenge_ed50:
      return of_challenge(m, endpoint.measure.kind, time);
    case MeasureKind::death:
    case MeasureKind::any:
    case MeasureKind::any_of:
    case MeasureKind::time_to:
      return event_by(m, endpoint, time);
    case MeasureKind::vasopressor_free:
      return days_free(m, time);
    case MeasureKind::rank:
      return composite(m, endpoint, time);
    default:
      return over_window(m, endpoint, time);
  }
}

/// A measurement may be missed, more often where its causes say so.
bool missed(const MeasuredRun& m, const EndpointColumn& column) {
  std::vector<double> values;
  for (const MissingCause& cause : m.loss.causes) {
    values.push_back(Track(m, cause.variable).at(column.at).value_or(cause.reference));
  }
  return is_missed(missing_probability(m.loss, values), m.seed, m.patient, column.name);
}

}  // namespace

EndpointValue measure(const MeasuredRun& run, const Endpoint& endpoint,
                      const EndpointColumn& column) {
  const EndpointValue value = measured(run, endpoint, column.at);
  const bool by_hand = !is_followed_up(endpoint.measure);
  if (by_hand && value.missing == Missing::present && missed(run, column)) {
    return missing(Missing::not_measured);
  }
  return value;
}

}  // namespace pressor
