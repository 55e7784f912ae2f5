#include "fork_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "text_table.h"

namespace pressor::cli {
namespace {

struct ShownSignal {
  const char* name;
  int decimals;
};
constexpr ShownSignal shown_signals[] = {
    {"MAP", 0}, {"NE_DOSE", 2}, {"CO", 1}, {"SVR", 0}, {"HR", 0}};

/// Minutes of the comparison: the fork, then an hour, six and twelve hours later, and the end.
std::vector<double> compared_times(const Study& study) {
  std::vector<double> times{study.fork->at};
  for (const double later : {60.0, 360.0, 720.0}) {
    if (study.fork->at + later < study.horizon) times.push_back(study.fork->at + later);
  }
  times.push_back(study.horizon);
  return times;
}

std::string time_words(double minutes) {
  return minutes < 120.0 ? fmt::format("{:g} min", minutes) : fmt::format("{:g} h", minutes / 60.0);
}

/// The last row at or before a time.
std::size_t row_at(const std::vector<double>& times, double time) {
  const auto after = std::upper_bound(times.begin(), times.end(), time);
  return static_cast<std::size_t>(after - times.begin()) - 1;
}

Row deaths(const ResultRows& result, std::size_t branches) {
  Row row{"death", ""};
  const auto times = result.numbers("/patients/death_time");
  for (std::size_t b = 0; b < branches; ++b) {
    row.push_back(std::isfinite(times.at(b)) ? time_words(std::round(times[b])) : "-");
  }
  return row;
}

}  // namespace

std::string fork_summary(const ResultRows& result, const Study& study) {
  if (!study.fork) return {};
  std::vector<Row> rows{{"", "at"}};
  for (const Arm& arm : study.arms) rows.front().push_back(arm.name);
  const auto times = result.numbers("/trajectories/time");
  const std::size_t branches = result.shape("/trajectories/patient").front();
  for (const ShownSignal& signal : shown_signals) {
    const std::string path = std::string("/trajectories/") + signal.name;
    if (!result.has(path)) continue;
    const auto values = result.numbers(path);
    const std::string heading = fmt::format("{}, {}", signal.name, result.note(path, "units"));
    for (const double time : compared_times(study)) {
      Row row{time == study.fork->at ? heading : "", time_words(time)};
      for (std::size_t b = 0; b < branches; ++b) {
        const double value = values.at(b * times.size() + row_at(times, time));
        row.push_back(std::isnan(value) ? "-" : fmt::format("{:.{}f}", value, signal.decimals));
      }
      rows.push_back(std::move(row));
    }
  }
  rows.push_back(deaths(result, branches));
  return fmt::format("patient {} of replicate {} in arm {}, from {} on in {} ways\n{}",
                     study.fork->patient, study.fork->replicate, study.fork->arm,
                     time_words(study.fork->at), study.arms.size(), align(rows));
}

}  // namespace pressor::cli
