#include <algorithm>
#include <cmath>
#include <numeric>

#include "distributions.h"
#include "pressor/statistics/ranks.h"

namespace pressor {
namespace {

bool is_alive(const Ranked& patient) { return std::isinf(patient.death_time); }

/// Times of death, rising, each once.
std::vector<double> death_times(std::span<const Ranked> patients) {
  std::vector<double> times;
  for (const Ranked& patient : patients) {
    if (!is_alive(patient)) times.push_back(patient.death_time);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

/// Of each of `group`, the share of `others` over whom he wins and to whom he loses.
struct Shares {
  std::vector<double> wins;
  std::vector<double> losses;
};

Shares shares(std::span<const double> group, std::vector<double> others) {
  std::sort(others.begin(), others.end());
  const auto n = static_cast<double>(others.size());
  Shares out;
  for (const double x : group) {
    const auto [from, to] = std::equal_range(others.begin(), others.end(), x);
    out.wins.push_back(static_cast<double>(from - others.begin()) / n);
    out.losses.push_back(static_cast<double>(others.end() - to) / n);
  }
  return out;
}

double mean(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

/// Variance of the mean of log-scale influences wins/W - losses/L over one group.
double variance_of_log(const std::vector<double>& wins, const std::vector<double>& losses) {
  const double all_wins = mean(wins);
  const double all_losses = mean(losses);
  double squares = 0.0;
  for (std::size_t i = 0; i < wins.size(); ++i) {
    const double influence = wins[i] / all_wins - losses[i] / all_losses;
    squares += influence * influence;
  }
  const auto n = static_cast<double>(wins.size());
  return squares / (n * (n - 1.0));
}

}  // namespace

std::vector<double> composite_scores(std::span<const Ranked> patients, bool larger_is_better) {
  std::vector<double> scores;
  double worst = 0.0;  // of the living
  for (const Ranked& patient : patients) {
    scores.push_back(larger_is_better ? patient.value : -patient.value);
    if (is_alive(patient)) worst = std::min(worst, scores.back());
  }
  const std::vector<double> deaths = death_times(patients);
  for (std::size_t i = 0; i < patients.size(); ++i) {
    if (is_alive(patients[i])) continue;
    const auto place = std::lower_bound(deaths.begin(), deaths.end(), patients[i].death_time);
    scores[i] = worst - static_cast<double>(deaths.end() - place);
  }
  return scores;
}

TestResult win_ratio(std::span<const double> treated, std::span<const double> control) {
  if (treated.size() < 2 || control.size() < 2) return {};
  const Shares a = shares(treated, {control.begin(), control.end()});
  const Shares b = shares(control, {treated.begin(), treated.end()});
  const double wins = mean(a.wins);
  const double losses = mean(a.losses);
  if (wins == 0.0 || losses == 0.0) return {};
  const double variance = variance_of_log(a.wins, a.losses) + variance_of_log(b.losses, b.wins);
  return as_ratio(statistics::by_z(std::log(wins / losses), std::sqrt(variance)));
}

}  // namespace pressor
