#include "summary.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>

namespace pressor::trial {
namespace {

struct Range {
  std::string_view name;
  double low;
  double high;
  double scale;
};

/// Ranges in the signals' units; what lies outside counts in the outermost bin.
constexpr std::array<Range, 8> signal_ranges{{
    {"MAP", 0.0, 160.0, 0.0},
    {"HR", 0.0, 200.0, 0.0},
    {"CO", 0.0, 16.0, 0.0},
    {"SV", 0.0, 200.0, 0.0},
    {"SVR", 0.0, 4000.0, 0.0},
    {"CVP", -5.0, 35.0, 0.0},
    {"PMSF", 0.0, 50.0, 0.0},
    {"lactate", 0.0, 40.0, 0.5},
}};
/// Doses fall into bins that are equal on a log scale, from the drug's smallest usual rate to some
/// times its largest one; without usual rates, from a vasopressor's to an anaesthetic's.
const DoseRange any_dose{1.0e-3, 1.0e4, true, {}};
constexpr double beyond_usual = 4.0;

constexpr std::size_t most_counts = 25'000'000;
constexpr std::size_t most_bins = 256;  // a Tally holds bytes
constexpr std::size_t fewest_bins = 32;

const Range* range_of(const Variable& variable) {
  const auto* const found =
      std::find_if(signal_ranges.begin(), signal_ranges.end(),
                   [&](const Range& range) { return range.name == variable.name; });
  return found == signal_ranges.end() ? nullptr : &*found;
}

Bins bins_of(const Cast& cast, const Variable& variable, std::size_t count) {
  if (const Range* range = range_of(variable)) {
    return {range->low, range->high, range->scale, count};
  }
  const DoseRange usual = cast.drugs[variable.index].drug.infusion.value_or(any_dose);
  return {0.0, beyond_usual * usual.high * variable.scale, usual.low * variable.scale, count};
}

float quantile(const Bins& bins, const std::atomic<std::uint32_t>* counts, double level) {
  std::uint64_t all = 0;
  for (std::size_t b = 0; b < bins.count; ++b) all += counts[b].load(std::memory_order_relaxed);
  if (all == 0) return std::numeric_limits<float>::quiet_NaN();
  const double rank = level * static_cast<double>(all - 1);
  double before = 0.0;
  for (std::size_t b = 0; b < bins.count; ++b) {
    const auto here = static_cast<double>(counts[b].load(std::memory_order_relaxed));
    if (here > 0.0 && rank < before + here) {
      if (b == 0 && bins.scale > 0.0) return 0.0F;  // pumps that do not run
      const double share = (rank - before + 0.5) / here;
      return static_cast<float>(bins.value(static_cast<double>(b) + std::min(share, 1.0)));
    }
    before += here;
  }
  return static_cast<float>(bins.high);
}

}  // namespace

std::size_t Bins::bin(double x) const {
  double share = (x - low) / (high - low);
  if (scale > 0.0) share = std::log1p(std::max(x, 0.0) / scale) / std::log1p(high / scale);
  const double place = std::floor(share * static_cast<double>(count));
  return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(count - 1)));
}

double Bins::value(double place) const {
  const double share = place / static_cast<double>(count);
  if (scale > 0.0) return scale * std::expm1(share * std::log1p(high / scale));
  return low + share * (high - low);
}

std::vector<Variable> summary_variables(const std::vector<Variable>& all) {
  std::vector<Variable> chosen;
  for (const Variable& v : all) {
    if (range_of(v) != nullptr || v.kind == Variable::Kind::dose) chosen.push_back(v);
  }
  return chosen;
}

SummaryCounts::SummaryCounts(const Cast& cast, std::vector<Variable> variables, std::size_t arms,
                             std::size_t grid)
    : variables_(std::move(variables)),
      arms_(arms),
      grid_(grid),
      bins_per_variable_(
          std::clamp(most_counts / (arms * grid * variables_.size()), fewest_bins, most_bins)),
      counts_(arms * grid * variables_.size() * bins_per_variable_) {
  for (const Variable& v : variables_) bins_.push_back(bins_of(cast, v, bins_per_variable_));
}

Tally SummaryCounts::tally(std::uint32_t arm, const std::vector<Variable>& recorded,
                           const PatientRun& run) const {
  Tally made;
  made.arm = arm;
  const std::size_t rows = std::min(run.rows, grid_);
  made.bins.reserve(variables_.size() * rows);
  for (std::size_t v = 0; v < variables_.size(); ++v) {
    const auto found = std::find_if(recorded.begin(), recorded.end(), [&](const Variable& r) {
      return r.name == variables_[v].name;
    });
    const float* values =
        run.values.data() + static_cast<std::size_t>(found - recorded.begin()) * run.rows;
    const float* end = std::find_if(values, values + rows, [](float x) { return std::isnan(x); });
    std::transform(values, end, std::back_inserter(made.bins), [&](float x) {
      return static_cast<std::uint8_t>(bins_[v].bin(static_cast<double>(x)));
    });
    made.rows.push_back(static_cast<std::uint32_t>(end - values));
  }
  return made;
}

void SummaryCounts::add(const Tally& tally) {
  auto bin = tally.bins.begin();
  for (std::size_t v = 0; v < tally.rows.size(); ++v) {
    for (std::size_t r = 0; r < tally.rows[v]; ++r) {
      counts_[cell(tally.arm, v, r) + *bin++].fetch_add(1, std::memory_order_relaxed);
    }
  }
}

SummaryTable SummaryCounts::table() const {
  SummaryTable table;
  for (std::size_t v = 0; v < variables_.size(); ++v) {
    SummaryTable::Series series{
        variables_[v].name, variables_[v].unit, variables_[v].long_name, {}};
    series.quantiles.assign(arms_, std::vector<std::array<float, 5>>(grid_));
    for (std::size_t a = 0; a < arms_; ++a) {
      for (std::size_t r = 0; r < grid_; ++r) {
        for (std::size_t q = 0; q < SummaryTable::levels.size(); ++q) {
          series.quantiles[a][r][q] =
              quantile(bins_[v], counts_.data() + cell(a, v, r), SummaryTable::levels[q]);
        }
      }
    }
    table.series.push_back(std::move(series));
  }
  return table;
}

}  // namespace pressor::trial
