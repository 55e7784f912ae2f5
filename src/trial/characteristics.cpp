#include <algorithm>
#include <cmath>

#include "nan.h"
#include "pressor/statistics/means.h"
#include "pressor/statistics/operating.h"
#include "pressor/trial/result.h"
#include "same_orders.h"
#include "shares.h"
#include "tables.h"

/// What follows from the replicates of a trial.
namespace pressor::trial {
namespace {

constexpr double significance = 0.05;

/// On which scale an estimate is near normal, with 0 for no effect.
std::vector<double> on_scale(const std::vector<double>& estimates, Estimate kind) {
  std::vector<double> made = estimates;
  if (is_ratio(kind)) {
    for (double& x : made) x = std::log(x);
  }
  return made;
}

// --- individual effects -------------------------------------------------------------------------

/// Variances within replicates, weighted by what each knows of them.
double pooled_variance(const std::vector<double>& variances,
                       const std::vector<std::uint32_t>& pairs) {
  double sum = 0.0;
  double weight = 0.0;
  for (std::size_t r = 0; r < variances.size(); ++r) {
    if (pairs[r] < 2) continue;
    sum += (pairs[r] - 1.0) * variances[r];
    weight += pairs[r] - 1.0;
  }
  return weight > 0.0 ? sum / weight : nan;
}

void summarize(TwinEffects& twins) {
  PooledMoments pool;
  std::size_t responders = 0;
  std::vector<double> variances;
  for (std::size_t r = 0; r < twins.pairs.size(); ++r) {
    pool.add({twins.pairs[r], twins.mean[r], twins.sd[r]});
    responders += twins.responders[r];
    variances.push_back(twins.sd[r] * twins.sd[r]);
  }
  const Moments all = pool.moments();
  twins.all_pairs = all.n;
  twins.all_mean = all.mean;
  twins.all_sd = all.sd;
  twins.all_responders = share(responders, twins.all_pairs);
  twins.variance_ratio = (pooled_variance(twins.variance_treated, twins.pairs) +
                          pooled_variance(twins.variance_control, twins.pairs)) /
                         pooled_variance(variances, twins.pairs);
}

// --- operating characteristics ------------------------------------------------------------------

const TwinEffects* twins_of(const TrialTables& tables, std::size_t column, std::size_t arm) {
  const auto found = std::find_if(
      tables.twins.begin(), tables.twins.end(),
      [&](const TwinEffects& t) { return t.column == column && t.arm == arm && t.all_pairs > 0; });
  return found == tables.twins.end() ? nullptr : &*found;
}

Share significant(const std::vector<double>& p) {
  const auto count = std::count_if(p.begin(), p.end(), [](double x) { return x < significance; });
  return share(static_cast<std::size_t>(count), p.size());
}

Share coverage(const Comparisons& of, double truth) {
  std::size_t holds = 0;
  std::size_t known = 0;
  for (std::size_t r = 0; r < of.p.size(); ++r) {
    if (std::isnan(of.ci_low[r]) || std::isnan(of.ci_high[r]) || std::isnan(truth)) continue;
    ++known;
    holds += of.ci_low[r] <= truth && truth <= of.ci_high[r] ? 1U : 0U;
  }
  return share(holds, known);
}

double mean_width(const Comparisons& of, Estimate kind) {
  std::vector<double> widths;
  const std::vector<double> low = on_scale(of.ci_low, kind);
  const std::vector<double> high = on_scale(of.ci_high, kind);
  for (std::size_t r = 0; r < low.size(); ++r) widths.push_back(high[r] - low[r]);
  return centre(widths, Estimate::mean_difference).mean;
}

Operating operating(const TrialTables& tables, const Comparisons& of, bool same_orders) {
  const Estimate kind = estimate_of(test_of(of.test));
  const TwinEffects* twins = twins_of(tables, of.column, of.arm);
  const Centre middle = centre(of.estimate, kind);
  Operating made;
  made.replicates = static_cast<std::uint64_t>(
      std::count_if(of.p.begin(), of.p.end(), [](double p) { return !std::isnan(p); }));
  made.significant = significant(of.p);
  made.estimate_mean = middle.mean;
  made.estimate_sd = middle.sd;
  made.ci_width = mean_width(of, kind);
  made.null_is_true =
      same_orders || (twins != nullptr && twins->all_mean == 0.0 && twins->all_sd == 0.0);
  made.truth_from_twins = twins != nullptr && is_plain_difference(kind);
  made.truth = made.null_is_true       ? null_value(kind)
               : made.truth_from_twins ? twins->all_mean
                                       : middle.mean;
  made.coverage = coverage(of, made.truth);
  const double effect = is_ratio(kind) ? std::log(made.truth) : made.truth;
  const DesignErrors errors = design_errors(on_scale(of.estimate, kind), of.p, effect);
  made.type_s = errors.type_s;
  made.type_m = errors.type_m;
  return made;
}

std::vector<Operating> operating(const TrialTables& tables, const Study& study,
                                 const std::vector<Comparisons>& comparisons) {
  std::vector<Operating> made;
  for (const Comparisons& of : comparisons) {
    made.push_back(operating(
        tables, of, same_until(study.arms[0].orders, study.arms[of.arm].orders, for_ever)));
  }
  return made;
}

// --- published figures --------------------------------------------------------------------------

Share at_least(const std::vector<double>& replicates, double observed, bool below) {
  const auto count = std::count_if(replicates.begin(), replicates.end(),
                                   [&](double x) { return below ? x <= observed : x >= observed; });
  return share(static_cast<std::size_t>(count), replicates.size());
}

ObservedPlace place(ObservedPlace made, const std::vector<double>& replicates) {
  const PredictivePosition position = position_of(made.observed, replicates);
  const Centre middle = centre(replicates, Estimate::mean_difference);
  made.predicted = middle.mean;
  made.predicted_sd = middle.sd;
  made.percentile = position.below;
  made.tail = position.tail;
  const bool below = made.what == ObservedPlace::What::p ? true
                     : made.what == ObservedPlace::What::difference
                         ? made.observed < 0.0
                         : made.observed < made.predicted;
  made.as_extreme = at_least(replicates, made.observed, below);
  made.as_large = made.as_extreme;
  if (made.what != ObservedPlace::What::difference) return made;
  std::vector<double> sizes = replicates;
  for (double& x : sizes) x = std::fabs(x);
  made.as_large = at_least(sizes, std::fabs(made.observed), false);
  return made;
}

/// The published figures of one column, laid beside the replicates.
class Published {
 public:
  Published(const TrialTables& tables, const Study& study, const ObservedResult& observed,
            std::size_t column)
      : tables_(tables), study_(study), observed_(observed), column_(column) {}

  void add_to(std::vector<ObservedPlace>& places) const {
    for (std::size_t arm = 0; arm < study_.arms.size(); ++arm) add_mean(places, arm);
    for (std::size_t arm = 1; arm < study_.arms.size(); ++arm) add_comparisons(places, arm);
  }

 private:
  [[nodiscard]] std::optional<double> figure(std::size_t arm) const {
    for (const auto& f : observed_.arms) {
      if (f.arm == study_.arms[arm].name) return f.centre;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<double> means(std::size_t arm) const {
    std::vector<double> made;
    for (const auto& replicate : tables_.arms[column_]) made.push_back(replicate[arm].mean);
    return made;
  }

  void add_mean(std::vector<ObservedPlace>& places, std::size_t arm) const {
    const auto published = figure(arm);
    if (!published) return;
    ObservedPlace made;
    made.column = column_;
    made.arm = arm;
    made.observed = *published;
    places.push_back(place(made, means(arm)));
  }

  void add_comparisons(std::vector<ObservedPlace>& places, std::size_t arm) const {
    const auto control = figure(0);
    const auto treated = figure(arm);
    const bool concerned = treated.has_value() || study_.arms.size() == 2;
    for (const Comparisons& of : tables_.comparisons) {
      if (of.column != column_ || of.arm != arm || !concerned) continue;
      ObservedPlace made;
      made.column = column_;
      made.arm = arm;
      made.test = of.test;
      const Estimate kind = estimate_of(test_of(of.test));
      if (control && treated && is_plain_difference(kind)) {
        made.what = ObservedPlace::What::difference;
        made.observed = *treated - *control;
        places.push_back(place(made, of.estimate));
      }
      if (!observed_.p) continue;
      made.what = ObservedPlace::What::p;
      made.observed = *observed_.p;
      places.push_back(place(made, of.p));
    }
  }

  const TrialTables& tables_;
  const Study& study_;
  const ObservedResult& observed_;
  std::size_t column_;
};

std::vector<ObservedPlace> places(const TrialTables& tables, const Study& study,
                                  const std::vector<EndpointColumn>& columns) {
  std::vector<ObservedPlace> made;
  for (const ObservedResult& observed : study.observed) {
    const auto column = std::find_if(columns.begin(), columns.end(), [&](const EndpointColumn& c) {
      return c.name == observed.endpoint;
    });
    if (column == columns.end()) continue;
    const auto index = static_cast<std::size_t>(column - columns.begin());
    Published(tables, study, observed, index).add_to(made);
  }
  return made;
}

}  // namespace

void summarize(TrialTables& tables, const Study& study,
               const std::vector<EndpointColumn>& columns) {
  for (TwinEffects& twins : tables.twins) summarize(twins);
  tables.operating = operating(tables, study, tables.comparisons);
  for (NestedSize& size : tables.sizes) {
    size.operating = operating(tables, study, size.comparisons);
  }
  tables.observed = places(tables, study, columns);
  if (!tables.stopping) return;
  const Comparisons& watched = tables.comparisons[tables.stopping->comparison];
  summarize(*tables.stopping, estimate_of(test_of(watched.test)));
}

}  // namespace pressor::trial
