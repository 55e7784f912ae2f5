#include "interim.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nan.h"
#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "shares.h"

namespace pressor::trial {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

SequentialPlan sequential_plan(const StopPlan& plan, double patients) {
  SequentialPlan made;
  for (const std::uint32_t look : plan.looks) made.information.push_back(look / patients);
  made.information.push_back(1.0);
  made.efficacy = {plan.alpha / 2.0, plan.spending};
  if (plan.harm) made.harm = ErrorPlan{plan.harm_alpha, plan.harm_spending};
  if (plan.futility && !plan.conditional_power) {
    made.futility = ErrorPlan{plan.futility_error, plan.spending};
  }
  return made;
}

/// Futility where the conditional power is no more than this; at the end whatever is no benefit.
void set_futility(SequentialDesign& design, double power) {
  const double critical = design.efficacy.back();
  for (std::size_t k = 0; k + 1 < design.information.size(); ++k) {
    design.futility[k] = std::min(design.efficacy[k],
                                  z_of_conditional_power(power, design.information[k], critical));
  }
  design.futility.back() = critical;
}

/// On which scale an estimate is normal: the logarithm of ratios.
double normal_scale(Estimate kind, double x) { return is_ratio(kind) ? std::log(x) : x; }
double from_normal_scale(Estimate kind, double x) { return is_ratio(kind) ? std::exp(x) : x; }

}  // namespace

Monitor::Monitor(const Study& study, const std::vector<EndpointColumn>& columns,
                 const std::vector<PlannedComparison>& planned)
    : paced_(study.enrolment_rate > 0.0) {
  const StopPlan& plan = study.stop.value();
  const auto found =
      std::find_if(planned.begin(), planned.end(), [&](const PlannedComparison& one) {
        return columns[one.column].name == plan.column && one.test == plan.test;
      });
  if (found == planned.end() || study.arms.size() != 2) {
    throw ParameterError("a stopping rule needs two arms and a test that the endpoint compares by");
  }
  comparison_ = &*found;
  index_ = static_cast<std::size_t>(found - planned.begin());
  estimate_ = estimate_of(plan.test.test);
  direction_ = study.endpoints[found->endpoint].better == Better::higher ? 1.0 : -1.0;
  const double all = study.patients;
  SequentialDesign design = sequential_design(sequential_plan(plan, all));
  // Without a rule for benefit only the final analysis may find one, at its full error.
  if (!plan.efficacy) {
    std::fill(design.efficacy.begin(), design.efficacy.end(), infinity);
    design.efficacy.back() = normal_quantile(1.0 - plan.alpha / 2.0);
  }
  if (plan.futility && plan.conditional_power) set_futility(design, *plan.conditional_power);
  for (std::size_t k = 0; k < design.information.size(); ++k) {
    const bool last = k + 1 == design.information.size();
    looks_.push_back({last ? study.patients : plan.looks[k], design.information[k],
                      design.efficacy[k], design.futility[k], design.harm[k]});
  }
  boundaries_ = design.stops();
}

Stopping Monitor::plan() const {
  Stopping made;
  made.comparison = index_;
  made.looks = looks_;
  return made;
}

/// What is known when so many patients have been followed.
View Monitor::view_at(const Replicate& replicate, std::size_t look) const {
  View view;
  view.slots = looks_[look].patients;
  if (!paced_ || look + 1 == looks_.size()) return view;
  for (const Subject& subject : replicate.subjects) {
    if (subject.slot + 1 == view.slots) view.calendar = subject.enrolled + comparison_->time;
  }
  return view;
}

std::optional<StopReason> Monitor::reason_to_stop(double z, const Look& look) const {
  if (z >= look.efficacy) return StopReason::efficacy;
  if (z <= look.harm) return StopReason::harm;
  if (z <= look.futility) return StopReason::futility;
  return std::nullopt;
}

/// The median unbiased estimate: drift times the standard error at full information.
double Monitor::unbiased(const TestResult& found, double z, std::size_t look) const {
  const double effect = normal_scale(estimate_, found.estimate);
  const double width =
      normal_scale(estimate_, found.ci_high) - normal_scale(estimate_, found.ci_low);
  const bool by_z = std::fabs(z) > 0.01;
  const double se = by_z ? std::fabs(effect / z) : width / (2.0 * normal_quantile(0.975));
  if (!std::isfinite(se) || !std::isfinite(z)) return nan;
  const double full = se * std::sqrt(looks_[look].fraction);
  const double drift = stagewise(boundaries_, {look, z}).estimate;
  return from_normal_scale(estimate_, direction_ * drift * full);
}

TrialEnd Monitor::end_of(const std::vector<std::string>& covariates,
                         const Replicate& replicate) const {
  for (std::size_t k = 0; k < looks_.size(); ++k) {
    const View view = view_at(replicate, k);
    const Found found = carry_out(*comparison_, covariates, replicate, view);
    const double effect = normal_scale(estimate_, found.result.estimate);
    const double z = std::isnan(found.result.p) || std::isnan(effect)
                         ? 0.0
                         : signed_z(found.result.p, direction_ * effect);
    const auto reason = reason_to_stop(z, looks_[k]);
    const bool last = k + 1 == looks_.size();
    if (!reason && !last) continue;
    TrialEnd end;
    end.look = static_cast<std::uint32_t>(k + 1);
    end.reason = reason.value_or(StopReason::completed);
    end.analysed = looks_[k].patients;
    end.enrolled = end.analysed;
    end.time = view.calendar;
    end.z = z;
    end.estimate = found.result.estimate;
    end.p = found.result.p;
    end.unbiased = unbiased(found.result, z, k);
    double latest = 0.0;
    for (const Subject& subject : replicate.subjects) {
      if (subject.enrolled <= view.calendar && paced_) {
        end.enrolled = std::max(end.enrolled, subject.slot + 1);
      }
      latest = std::max(latest, subject.enrolled);
    }
    if (std::isinf(view.calendar)) end.time = latest + comparison_->time;
    return end;
  }
  return {};
}

void summarize(Stopping& stopping, Estimate estimate) {
  const auto replicates = static_cast<double>(stopping.ends.size());
  const std::size_t last = stopping.looks.size();
  std::vector<std::array<std::uint64_t, stop_reason_count>> counts(last);
  std::vector<double> early;
  std::vector<double> early_unbiased;
  std::vector<double> all;
  std::vector<double> all_unbiased;
  for (const TrialEnd& end : stopping.ends) {
    ++counts[end.look - 1][static_cast<std::size_t>(end.reason)];
    stopping.expected_analysed += end.analysed / replicates;
    stopping.expected_enrolled += end.enrolled / replicates;
    stopping.expected_time += end.time / replicates;
    all.push_back(end.estimate);
    all_unbiased.push_back(end.unbiased);
    if (end.look == last) continue;
    early.push_back(end.estimate);
    early_unbiased.push_back(end.unbiased);
  }
  stopping.stopped.resize(last);
  for (std::size_t k = 0; k < last; ++k) {
    for (std::size_t r = 0; r < stop_reason_count; ++r) {
      stopping.stopped[k][r] = share(counts[k][r], stopping.ends.size());
    }
  }
  stopping.estimate_early = centre(early, estimate).mean;
  stopping.unbiased_early = centre(early_unbiased, estimate).mean;
  stopping.estimate_mean = centre(all, estimate).mean;
  stopping.unbiased_mean = centre(all_unbiased, estimate).mean;
}

}  // namespace pressor::trial
