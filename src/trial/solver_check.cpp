#include "pressor/trial/solver_check.h"

#include <algorithm>
#include <cmath>

namespace pressor {
namespace {

constexpr std::uint64_t every_nth = 1000;
constexpr std::uint64_t at_least = 4;
/// Three is the largest in the scenarios that ship (engines_test).
constexpr double tolerances_allowed = 10.0;

/// Deaths and arrests lie where the integrators put them; all other events on the bedside's clock.
bool is_end(const Event& event) {
  return event.kind == EventKind::death || event.kind == EventKind::arrest;
}

bool agree(const Event& a, const Event& b) {
  if (a.kind != b.kind || a.drug != b.drug) return false;
  if (is_end(a)) return true;
  constexpr double same_time = 1.0e-6;  // min
  constexpr double same_dose = 1.0e-3;  // relative: rounding of a pump is coarser
  if (std::abs(a.time - b.time) > same_time) return false;
  return a.kind != EventKind::dose_change ||
         std::abs(a.value - b.value) <= same_dose * std::max(std::abs(a.value), std::abs(b.value));
}

/// Time of the first event that differs, or for_ever.
double first_flip(const std::vector<Event>& a, const std::vector<Event>& b) {
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), agree);
  double time = for_ever;
  if (at_a != a.end()) time = std::min(time, at_a->time);
  if (at_b != b.end()) time = std::min(time, at_b->time);
  return time;
}

/// Differences of one variable over the first `rows` rows.
SolverDifference difference(const PatientRun& run, const PatientRun& reference,
                            const Variable& variable, std::size_t v, std::size_t rows) {
  SolverDifference out{variable.name, variable.unit, variable.long_name, 0.0, 0.0, 0};
  double size = 0.0;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto a = double{run.values[v * run.rows + i]};
    const auto b = double{reference.values[v * reference.rows + i]};
    if (std::isnan(a) || std::isnan(b)) continue;
    size = std::max(size, std::abs(b));
    out.absolute = std::max(out.absolute, std::abs(a - b));
  }
  out.relative = size > 0.0 ? out.absolute / size : 0.0;
  return out;
}

}  // namespace

bool is_sampled(std::uint64_t id, std::uint64_t rows) {
  const std::uint64_t stride = std::clamp<std::uint64_t>(rows / at_least, 1, every_nth);
  return id % stride == 0;
}

void SolverCheck::add(const SolverCheck& other) {
  for (const SolverDifference& theirs : other.differences) {
    const auto mine =
        std::find_if(differences.begin(), differences.end(),
                     [&](const SolverDifference& d) { return d.variable == theirs.variable; });
    if (mine == differences.end()) {
      differences.push_back(theirs);
      continue;
    }
    mine->relative = std::max(mine->relative, theirs.relative);
    if (theirs.absolute > mine->absolute) {
      mine->absolute = theirs.absolute;
      mine->row = theirs.row;
    }
  }
  rows += other.rows;
  flipped += other.flipped;
  beyond.insert(beyond.end(), other.beyond.begin(), other.beyond.end());
}

SolverCheck compare_runs(const PatientRun& run, const PatientRun& reference,
                         std::span<const Variable> variables, double every, std::uint64_t row,
                         double tolerance) {
  SolverCheck check;
  check.rows = 1;
  const double flip = first_flip(run.chart.events, reference.chart.events);
  const double last = std::min({flip, run.end, reference.end});
  check.flipped = flip < for_ever ? 1 : 0;
  const auto rows = std::min(run.rows, static_cast<std::size_t>(last / every));
  for (std::size_t v = 0; v < variables.size(); ++v) {
    check.differences.push_back(difference(run, reference, variables[v], v, rows));
    SolverDifference& d = check.differences.back();
    d.row = row;
    if (d.variable == "MAP" && d.relative > tolerances_allowed * tolerance) {
      check.beyond.push_back(row);
    }
  }
  return check;
}

}  // namespace pressor
