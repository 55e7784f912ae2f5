#pragma once

#include <cmath>
#include <cstdlib>
#include <memory>

#include "explicit.h"
#include "pressor/numerics/ensemble.h"
#include "pressor/physiology/body.h"
#include "ward.h"

namespace pressor::benchmarks {

/// The ward as a problem of the ensemble engine.
template <class Pack, std::size_t directions>
class WardProblem {
 public:
  using Number = numerics::Dual<Pack, directions>;

  WardProblem(const Ward& ward, Days& out)
      : ward_(ward), out_(out), dual_(std::make_unique<Parameters<Number>>()) {}

  void rates(const Pack& time, const Pack* y, Pack* r) {
    in_.time = time;
    derivatives(ward_.model, parameters_, in_, y, r);
  }
  void rates(const Pack& time, const Number* y, Number* r) {
    Inputs<Number> in;
    in.time = Number(time);
    for (std::size_t d = 0; d < max_drugs; ++d) in.infusion[d] = Number(in_.infusion[d]);
    derivatives(ward_.model, *dual_, in, y, r);
  }
  bool begin(std::size_t l, numerics::LanePlan& plan, std::span<double> state,
             std::span<double> scale) {
    if (next_ == ward_.beds.size()) return false;
    bed_[l] = next_++;
    const BedDay& bed = this->bed(l);
    using numerics::set_lane;
    set_lane(parameters_, l, bed.baseline.parameters);
    set_lane(*dual_, l, bed.baseline.parameters);
    for (std::size_t i = 0; i < state.size(); ++i) {
      state[i] = bed.baseline.state[i];
      scale[i] = bed.scale[i];
    }
    piece_[l] = 0;
    minute_[l] = 1;
    infuse(l);
    const Response<double> rest =
        respond(ward_.model, bed.baseline.parameters, bed.baseline.state.data());
    out_.pressures[bed_[l]][0] = rest.circulation.arterial;
    plan = {0.0, 1.0};
    return true;
  }
  double next(std::size_t /*l*/, double time) { return time + 1.0; }
  void read(const numerics::Choice<Pack>& lanes, const Pack& /*time*/, const Pack* y) {
    numerics::choose(chosen_, parameters_, lanes);
    pressure_ = respond(ward_.model, chosen_, y).circulation.arterial;
  }
  numerics::Arrival arrive(std::size_t slot, std::size_t l, double time,
                           std::span<double> /*state*/) {
    out_.pressures[bed_[l]][minute_[l]++] = numerics::lane(pressure_, slot);
    if (std::fmod(time, change_every) != 0.0) return {time + 1.0, false, false};
    const std::vector<Infusions>& all = bed(l).infusions;
    if (++piece_[l] == all.size()) return {time, false, true};
    infuse(l);
    return {time + 1.0, all[piece_[l]] != all[piece_[l] - 1], false};
  }
  void fail(std::size_t /*l*/, double /*time*/, numerics::LaneFailure /*failure*/) {
    ++out_.failures;
  }

 private:
  const BedDay& bed(std::size_t l) const { return ward_.beds[bed_[l]]; }
  void infuse(std::size_t l) {
    for (std::size_t d = 0; d < max_drugs; ++d) {
      numerics::set_lane(in_.infusion[d], l, bed(l).infusions[piece_[l]][d]);
    }
  }

  const Ward& ward_;
  Days& out_;
  Parameters<Pack> parameters_{};
  Parameters<Pack> chosen_{};  ///< of a batch of readings
  Pack pressure_{};
  std::unique_ptr<Parameters<Number>> dual_;
  Inputs<Pack> in_{};
  std::size_t next_ = 0;
  std::array<std::size_t, numerics::lane_count<Pack>> bed_{};
  std::array<std::size_t, numerics::lane_count<Pack>> piece_{};
  std::array<std::size_t, numerics::lane_count<Pack>> minute_{};
};

template <class Pack>
struct Pieces {
  static constexpr std::size_t directions = 13;
  static constexpr std::size_t vectors = 64;

  static void days(const Ward& ward, const numerics::EnsembleSettings& settings, Days& out) {
    WardProblem<Pack, directions> problem(ward, out);
    numerics::Ensemble<Pack, WardProblem<Pack, directions>, directions> ensemble(ward.plan, problem,
                                                                                 settings);
    ensemble.run();
    out.counts = ensemble.counts();
  }

  static void explicit_days(const Ward& ward, const numerics::EnsembleSettings& settings,
                            Days& out) {
    WardProblem<Pack, directions> problem(ward, out);
    ExplicitEnsemble<Pack, WardProblem<Pack, directions>> ensemble(ward.plan.size, problem,
                                                                   settings.tolerance);
    ensemble.run();
    out.counts = ensemble.counts();
  }

  /// The working point of the circulation, from the pressure that the baroreceptors report.
  static void roots(const Ward& ward, std::size_t times) {
    using numerics::set_lane;
    const auto parameters = std::make_unique<Parameters<Pack>>();
    std::vector<Pack> state(ward.model.states());
    for (std::size_t l = 0; l < numerics::lane_count<Pack>; ++l) {
      const Baseline& baseline = ward.beds[l].baseline;
      set_lane(*parameters, l, baseline.parameters);
      for (std::size_t i = 0; i < state.size(); ++i) set_lane(state[i], l, baseline.state[i]);
    }
    const BodyParameters<Pack>& p = parameters->body;
    const BodyState<Pack> s = load_body(state.data());
    const Response<Pack> r = respond(ward.model, *parameters, state.data());
    Pack guess = s.sensed_pressure;
    for (std::size_t k = 0; k < times; ++k) {
      const auto c =
          circulation(p.circulation, p.heart, r.heart, r.vessels, s.blood_volume, 1.01 * guess);
      guess = c.arterial;
    }
    if (!numerics::all(guess > 0.0)) std::abort();
  }

  static void rates(const Ward& ward, std::size_t times) {
    using numerics::set_lane;
    const auto parameters = std::make_unique<Parameters<Pack>>();
    Inputs<Pack> in{};
    std::vector<Pack> state(ward.model.states());
    std::vector<Pack> result(state.size());
    for (std::size_t l = 0; l < numerics::lane_count<Pack>; ++l) {
      const Baseline& baseline = ward.beds[l].baseline;
      set_lane(*parameters, l, baseline.parameters);
      for (std::size_t i = 0; i < state.size(); ++i) set_lane(state[i], l, baseline.state[i]);
    }
    for (std::size_t k = 0; k < times; ++k) {
      // Each call waits for the one before, as in an integrator.
      in.time = in.time + result[0];
      derivatives(ward.model, *parameters, in, state.data(), result.data());
    }
  }

  template <class F>
  static double each(std::size_t times, const F& f) {
    std::array<Pack, vectors> x;
    for (std::size_t i = 0; i < vectors; ++i) x[i] = Pack(0.1 + 0.03 * static_cast<double>(i));
    Pack sum(0.0);
    for (std::size_t k = 0; k < times; ++k) {
      for (std::size_t i = 0; i < vectors; ++i) sum = sum + f(x[i]);
      x[k % vectors] = x[k % vectors] + 1.0e-9 * sum;
    }
    return numerics::lane(sum, 0);
  }
  static double exp(std::size_t times) {
    return each(times, [](const Pack& x) { return numerics::exp(x); });
  }
  static double log(std::size_t times) {
    return each(times, [](const Pack& x) { return numerics::log(x); });
  }
  static double pow(std::size_t times) {
    return each(times, [](const Pack& x) { return numerics::pow(x, Pack(1.4)); });
  }

  static Kernel kernel() {
    return {numerics::lane_count<Pack>, &rates, &roots, &exp, &log, &pow, &days, &explicit_days};
  }
};

}  // namespace pressor::benchmarks
