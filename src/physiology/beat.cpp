#include "pressor/physiology/beat.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <optional>
#include <span>

#include "pressor/core/errors.h"
#include "pressor/numerics/reference.h"

namespace pressor {
namespace {

/// Volumes, and what is summed up over the beat.
struct BeatState {
  PulsatileVolumes volumes;
  double aorta = 0.0;         ///< mmHg.s
  double right_atrium = 0.0;  ///< mmHg.s
  double pulmonary_arteries = 0.0;
  double pulmonary_veins = 0.0;
  double ejected = 0.0;  ///< mL
  double work = 0.0;     ///< mmHg.mL
};
constexpr std::size_t beat_states = sizeof(BeatState) / sizeof(double);
using BeatVector = std::array<double, beat_states>;

BeatState load_beat(const double* from) {
  BeatState state;
  std::memcpy(static_cast<void*>(&state), from, sizeof state);
  return state;
}

BeatVector store_beat(const BeatState& state) {
  BeatVector to{};
  std::memcpy(to.data(), &state, sizeof state);
  return to;
}

/// Readings of the waveform between two of its points, for the highest and lowest pressure.
constexpr std::size_t fine_readings = 5;

class BeatRun {
 public:
  BeatRun(const PulsatileParameters& p, const PulsatileDrive& drive, const PulsatileVolumes& start,
          double tolerance)
      : p_(p), drive_(drive), times_(beat_times(p, drive)) {
    settings_.tolerance = tolerance;
    state_ = store_beat({start, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0});
  }

  /// Without a waveform; a quarter of the work of a Newton step is saved.
  BeatState run() {
    integrate({}, [](std::size_t, std::span<const double>) {});
    return load_beat(state_.data());
  }

  Beat read() {
    const std::size_t readings = fine_readings * (waveform_points - 1);
    std::vector<double> moments(readings);
    for (std::size_t i = 0; i < readings; ++i) {
      moments[i] = times_.cycle * static_cast<double>(i + 1) / static_cast<double>(readings);
    }
    note(0.0, state_.data(), true);
    std::size_t seen = 0;
    integrate(moments, [&](std::size_t, std::span<const double> state) {
      const double time = moments[seen++];
      note(time, state.data(), seen % fine_readings == 0);
    });
    finish();
    return std::move(beat_);
  }

 private:
  [[nodiscard]] PulsatileFlows flows(double time, const PulsatileVolumes& volumes) const {
    return pulsatile_flows(p_, drive_, ventricular_activation(times_, time), volumes);
  }

  /// Part by part: the activation has corners between them.
  void integrate(const std::vector<double>& moments, const numerics::Observer& observe) {
    const numerics::RightHandSide f = [this](double time, const double* state, double* rates) {
      const BeatState s = load_beat(state);
      const PulsatileFlows q = flows(time, s.volumes);
      const BeatVector out =
          store_beat({pulsatile_rates(q), q.aorta, q.right_atrium, q.pulmonary_arteries,
                      q.pulmonary_veins, q.aortic, q.left_ventricle * (q.aortic - q.mitral)});
      std::copy(out.begin(), out.end(), rates);
    };
    BeatVector scale;
    scale.fill(100.0);
    double from = 0.0;
    std::span<const double> due(moments);
    for (const double to : {times_.rise, times_.slack, times_.cycle}) {
      const auto end = std::upper_bound(due.begin(), due.end(), to);
      const auto now = static_cast<std::size_t>(end - due.begin());
      numerics::integrate_reference(f, from, to, state_, scale, due.first(now), observe, settings_);
      due = due.subspan(now);
      from = to;
    }
  }

  void note(double time, const double* state, bool point) {
    const PulsatileVolumes v = load_beat(state).volumes;
    const PulsatileFlows q = flows(time, v);
    BeatReadings& r = beat_.readings;
    const bool first = beat_.waveform.empty();
    r.sbp = first ? q.aorta : std::max(r.sbp, q.aorta);
    r.dbp = first ? q.aorta : std::min(r.dbp, q.aorta);
    const double lv = v.left_ventricle;
    r.end_diastolic_volume = first ? lv : std::max(r.end_diastolic_volume, lv);
    r.end_systolic_volume = first ? lv : std::min(r.end_systolic_volume, lv);
    if (point) beat_.waveform.push_back({time, q.aorta, q.left_ventricle, lv, q.aortic});
  }

  void finish() {
    constexpr double per_litre = 1000.0;
    const BeatState s = load_beat(state_.data());
    BeatReadings& r = beat_.readings;
    r.map = s.aorta / times_.cycle;
    r.cvp = s.right_atrium / times_.cycle;
    r.pulmonary_arterial = s.pulmonary_arteries / times_.cycle;
    r.pulmonary_venous = s.pulmonary_veins / times_.cycle;
    r.stroke_volume = s.ejected;
    r.output = s.ejected * drive_.rate / per_litre;
    r.stroke_work = s.work;
    beat_.end = s.volumes;
  }

  const PulsatileParameters& p_;
  const PulsatileDrive& drive_;
  BeatTimes times_;
  numerics::ReferenceSettings settings_;
  BeatVector state_{};
  Beat beat_;
};

using Unknowns = Eigen::VectorXd;
constexpr auto volume_count = static_cast<Eigen::Index>(pulsatile_volume_count);
/// The veins: their own balance follows from the others', so that another equation takes its place.
constexpr Eigen::Index veins_at = 2;

PulsatileVolumes volumes_of(const Unknowns& x) {
  PulsatileVolumes volumes;
  std::memcpy(static_cast<void*>(&volumes), x.data(), sizeof volumes);
  return volumes;
}

Unknowns unknowns_of(const PulsatileVolumes& volumes, Eigen::Index further) {
  Unknowns x = Unknowns::Zero(volume_count + further);
  std::memcpy(x.data(), &volumes, sizeof volumes);
  return x;
}

/// What each compartment gained in a beat.
Unknowns gains(const PulsatileVolumes& start, const PulsatileVolumes& end, Eigen::Index further) {
  return unknowns_of(end, further) - unknowns_of(start, further);
}

using Residual = std::function<Unknowns(const Unknowns&)>;

Eigen::MatrixXd jacobian(const Residual& residual, const Unknowns& x, const Unknowns& at_x) {
  Eigen::MatrixXd j(x.size(), x.size());
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    // A hundredth of a mL, or of a percent of the elastance: far above the integrator's error.
    const double step = i < volume_count ? 1.0e-2 : 1.0e-4;
    Unknowns moved = x;
    moved[i] += step;
    j.col(i) = (residual(moved) - at_x) / step;
  }
  return j;
}

/// Longest part of a Newton step in which no volume changes by more than a third of what is usual,
/// and no elastance by more than a third.
double step_share(const Unknowns& x, const Unknowns& step) {
  constexpr double largest_share = 1.0 / 3.0;
  constexpr double usual = 100.0;  // mL
  double share = 1.0;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const double most = largest_share * (i < volume_count ? std::max(usual, x[i]) : 1.0);
    share = std::min(share, most / std::max(std::fabs(step[i]), most));
  }
  return share;
}

/// Newton's method; valves make the residual piecewise smooth, so steps are halved until it falls.
Unknowns newton(const Residual& residual, Unknowns x) {
  constexpr int most_steps = 40;
  constexpr int most_halvings = 6;
  Unknowns r = residual(x);
  for (int k = 0; k < most_steps; ++k) {
    if (!(r.allFinite())) break;
    if (r.lpNorm<Eigen::Infinity>() < periodicity) return x;
    const Unknowns step = jacobian(residual, x, r).fullPivLu().solve(-r);
    double share = step_share(x, step);
    Unknowns next = x + share * step;
    Unknowns at_next = residual(next);
    for (int h = 0; h < most_halvings && !(at_next.norm() < r.norm()); ++h) {
      share *= 0.5;
      next = x + share * step;
      at_next = residual(next);
    }
    x = std::move(next);
    r = std::move(at_next);
  }
  throw ParameterError("no beat of the pulsatile body repeats itself at these values");
}

/// A beat from volumes that a search tries; one that cannot be integrated is no solution.
std::optional<BeatState> try_beat(const PulsatileParameters& p, const PulsatileDrive& drive,
                                  const PulsatileVolumes& start) {
  try {
    return BeatRun(p, drive, start, beat_tolerance).run();
  } catch (const IntegrationError&) {
    return std::nullopt;
  }
}

/// A few beats bring volumes near enough for Newton's method.
PulsatileVolumes after_beats(const PulsatileParameters& p, const PulsatileDrive& drive,
                             PulsatileVolumes volumes) {
  constexpr int beats = 10;
  for (int k = 0; k < beats; ++k) {
    const auto beat = try_beat(p, drive, volumes);
    if (!beat) break;
    volumes = beat->volumes;
  }
  return volumes;
}

Unknowns no_solution(Eigen::Index size) {
  return Unknowns::Constant(size, std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

Beat run_beat(const PulsatileParameters& p, const PulsatileDrive& drive,
              const PulsatileVolumes& start, double tolerance) {
  return BeatRun(p, drive, start, tolerance).read();
}

PulsatileVolumes rough_volumes(const PulsatileParameters& p, const PulsatileDrive& drive,
                               double arterial, double right_atrial) {
  constexpr double ventricle = 110.0;      // mL
  constexpr double pulmonary = 20.0;       // mmHg, transmural
  constexpr double pulmonary_vein = 12.0;  // mmHg, transmural
  PulsatileVolumes v;
  v.left_ventricle = v.right_ventricle = ventricle;
  v.arteries = drive.arterial_compliance * arterial;
  v.right_atrium = p.right_atrial_compliance * (right_atrial - drive.intrathoracic_pressure);
  v.pulmonary_arteries = p.pulmonary_arterial_compliance * pulmonary;
  v.pulmonary_veins = p.pulmonary_venous_compliance * pulmonary_vein;
  v.veins = drive.stressed_volume - total_volume(v);
  return v;
}

PulsatileVolumes steady_start(const PulsatileParameters& p, const PulsatileDrive& drive,
                              const PulsatileVolumes& near) {
  PulsatileVolumes first = near;
  first.veins += drive.stressed_volume - total_volume(near);
  const Residual residual = [&](const Unknowns& x) {
    const PulsatileVolumes start = volumes_of(x);
    const auto beat = try_beat(p, drive, start);
    if (!beat) return no_solution(x.size());
    Unknowns r = gains(start, beat->volumes, 0);
    r[veins_at] = total_volume(start) - drive.stressed_volume;
    return r;
  };
  return volumes_of(newton(residual, unknowns_of(after_beats(p, drive, first), 0)));
}

SteadySolution steady_start_for(const PulsatileParameters& p, const PulsatileDrive& drive,
                                const PulsatileVolumes& near, const SteadyGoal& goal) {
  const auto contracting = [&](double log_factor) {
    PulsatileDrive changed = drive;
    changed.inotropy *= std::exp(log_factor);
    return changed;
  };
  const double cycle = beat_times(p, drive).cycle;
  const Residual residual = [&](const Unknowns& x) {
    const PulsatileVolumes start = volumes_of(x);
    const auto beat = try_beat(p, contracting(x[volume_count]), start);
    if (!beat) return no_solution(x.size());
    Unknowns r = gains(start, beat->volumes, 1);
    r[veins_at] = beat->right_atrium / cycle - goal.cvp;
    r[volume_count] = beat->ejected - goal.stroke_volume;
    return r;
  };
  const Unknowns x = newton(residual, unknowns_of(after_beats(p, drive, near), 1));
  return {std::exp(x[volume_count]), volumes_of(x)};
}

}  // namespace pressor
