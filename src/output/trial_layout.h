#pragma once

#include <string>

#include "pressor/trial/trial_tables.h"

/// The tables of /trial that hold one row a comparison, effect, look or published figure: their
/// columns declared once, for the writer and the reader. A visitor has
///
///     number(name, long_name, double&)   count(name, long_name, integer&)
///     flag(name, long_name, bool&)       category(name, long_name, enum&, count, name_of)
///     share(name, long_name, Share&)
///
/// NAME, NAME_low, NAME_high, NAME_count and NAME_of make a share.
namespace pressor {

template <class Visitor>
void visit(Visitor& v, Operating& o) {
  v.count("replicates", "replicates with a p value", o.replicates);
  v.share("significant", "share of the replicates with p < 0.05", o.significant);
  v.number("estimate_mean", "mean estimate; of ratios the geometric mean", o.estimate_mean);
  v.number("estimate_sd", "SD of the estimates over replicates; of ratios of their logarithm",
           o.estimate_sd);
  v.number("ci_width", "mean width of the 95 % interval; of ratios of their logarithm", o.ci_width);
  v.number("truth", "true effect", o.truth);
  v.flag("truth_from_twins", "whether the truth is the mean individual effect of twins",
         o.truth_from_twins);
  v.flag("null_is_true", "whether no effect is real: then `significant` is the type I error",
         o.null_is_true);
  v.share("coverage", "share of the intervals that hold the truth", o.coverage);
  v.number("type_s", "of the significant estimates, share with the wrong sign", o.type_s);
  v.number("type_m", "mean size of the significant estimates over that of the truth", o.type_m);
}

template <class Visitor>
void visit(Visitor& v, TwinEffects& t) {
  v.count("pairs", "patients with a value in both arms", t.all_pairs);
  v.number("mean", "mean individual effect", t.all_mean);
  v.number("sd", "SD of the individual effects", t.all_sd);
  v.share("responders", "share of the patients who respond", t.all_responders);
  v.number("variance_ratio", "variance of an unpaired difference over that of twins",
           t.variance_ratio);
}

template <class Visitor>
void visit(Visitor& v, Look& l) {
  v.count("patients", "patients followed to the time of the endpoint", l.patients);
  v.number("fraction", "share of all patients", l.fraction);
  v.number("efficacy", "stops for benefit at or above this z", l.efficacy);
  v.number("futility", "stops for futility at or below this z", l.futility);
  v.number("harm", "stops for harm at or below this z", l.harm);
}

template <class Visitor>
void visit(Visitor& v, TrialEnd& e) {
  v.count("look", "look at which the trial ended, from 1; the last is the final analysis", e.look);
  v.category("reason", "why it ended", e.reason, stop_reason_count, stop_reason_name);
  v.count("analysed", "patients in the last analysis", e.analysed);
  v.count("enrolled", "patients enrolled by then", e.enrolled);
  v.number("time", "min of calendar time since the first centre opened", e.time);
  v.number("z", "test statistic, positive in favour of the treatment", e.z);
  v.number("estimate", "estimate as if nobody had looked before", e.estimate);
  v.number("p", "p value as if nobody had looked before", e.p);
  v.number("unbiased", "median unbiased estimate, stagewise ordering", e.unbiased);
}

/// The rule over all replicates.
template <class Visitor>
void visit(Visitor& v, Stopping& s) {
  v.number("expected_analysed", "mean number of patients in the last analysis",
           s.expected_analysed);
  v.number("expected_enrolled", "mean number of patients enrolled", s.expected_enrolled);
  v.number("expected_time", "mean duration, min of calendar time", s.expected_time);
  v.number("estimate_early", "mean estimate of the trials that ended early", s.estimate_early);
  v.number("unbiased_early", "mean bias-adjusted estimate of these", s.unbiased_early);
  v.number("estimate_mean", "mean estimate of all trials", s.estimate_mean);
  v.number("unbiased_mean", "mean bias-adjusted estimate of all", s.unbiased_mean);
}

template <class Visitor>
void visit(Visitor& v, ObservedPlace& o) {
  v.category("what", "what was published", o.what, observed_what_count, observed_what_name);
  v.number("observed", "published figure; a difference is that of the published arms", o.observed);
  v.number("predicted", "mean over replicates", o.predicted);
  v.number("predicted_sd", "SD over replicates", o.predicted_sd);
  v.number("percentile", "share of the replicates below the published figure", o.percentile);
  v.number("tail", "two-sided tail share of the published figure", o.tail);
  v.share("as_extreme", "share of the replicates at least as extreme", o.as_extreme);
  v.share("as_large", "share of the replicates at least as large in either direction", o.as_large);
}

}  // namespace pressor
