#include "replicate.h"

#include <algorithm>
#include <cmath>

#include "nan.h"
#include "pressor/statistics/linear_model.h"
#include "pressor/statistics/means.h"
#include "pressor/statistics/proportions.h"
#include "pressor/statistics/ranks.h"
#include "pressor/statistics/repeated.h"
#include "pressor/statistics/survival.h"

namespace pressor::trial {
namespace {

/// Subjects of the two arms of a comparison, and what is read of them.
class Pair {
 public:
  Pair(const PlannedComparison& planned, const std::vector<std::string>& covariates,
       const Replicate& replicate, const View& view)
      : planned_(planned),
        names_(covariates),
        calendar_(view.calendar),
        two_periods_(replicate.two_periods) {
    const bool followed =
        estimate_of(planned.test.test) == Estimate::hazard_ratio || planned.test.test == Test::rmst;
    const bool by_calendar = followed && std::isfinite(calendar_);
    for (const Subject& subject : replicate.subjects) {
      const bool concerned = subject.arm == 0 || subject.arm == planned.arm;
      const bool seen = by_calendar ? subject.enrolled < calendar_ : subject.slot < view.slots;
      if (concerned && seen) all_.push_back(&subject);
    }
  }

  [[nodiscard]] Found carry_out() const {
    switch (planned_.test.test) {
      case Test::welch:
        return of_values(welch);
      case Test::student:
        return of_values(student);
      case Test::wilcoxon:
        return of_values([](auto treated, auto control) { return wilcoxon(treated, control); });
      case Test::win_ratio:
        return of_values(win_ratio);
      case Test::paired:
        return two_periods_ ? of_periods() : of_pairs();
      case Test::ancova:
        return of_covariates();
      case Test::mmrm:
        return of_visits();
      case Test::chi2:
        return of_counts(chi_square);
      case Test::fisher:
        return of_counts(fisher_exact);
      case Test::boschloo:
        return of_counts(boschloo);
      case Test::logrank:
        return of_times([](auto treated, auto control) { return logrank(treated, control); });
      case Test::cox:
        return of_hazards();
      case Test::rmst:
        return of_times([&](auto treated, auto control) {
          return restricted_mean_difference(treated, control, horizon());
        });
    }
    return {};
  }

 private:
  [[nodiscard]] static bool treated(const Subject& s) { return s.arm != 0; }
  [[nodiscard]] const EndpointValue& value(const Subject& s) const {
    return s.values[planned_.column];
  }
  [[nodiscard]] static double known(const EndpointValue& v) {
    return v.missing == Missing::present ? v.value : nan;
  }
  [[nodiscard]] double horizon() const {
    return planned_.test.time > 0.0 ? planned_.test.time : planned_.time;
  }

  template <class Compare>
  [[nodiscard]] Found of_values(const Compare& compare) const {
    std::vector<double> arms[2];
    for (const Subject* s : all_) {
      if (!s->counts || value(*s).missing != Missing::present) continue;
      arms[treated(*s) ? 1 : 0].push_back(value(*s).value);
    }
    return {compare(arms[1], arms[0]), size(arms[1]), size(arms[0])};
  }

  template <class Compare>
  [[nodiscard]] Found of_counts(const Compare& compare) const {
    Events arms[2];
    for (const Subject* s : all_) {
      if (!s->counts || value(*s).missing != Missing::present) continue;
      Events& arm = arms[treated(*s) ? 1 : 0];
      ++(value(*s).value != 0.0 ? arm.yes : arm.no);
    }
    return {compare(arms[1], arms[0]), arms[1].yes + arms[1].no, arms[0].yes + arms[0].no};
  }

  /// Nobody who was not watched at all.
  [[nodiscard]] bool watched(const Subject& s) const {
    return s.counts && (value(s).happened || value(s).watched > 0.0);
  }
  [[nodiscard]] Followed followed(const Subject& s) const {
    const double limit = calendar_ - s.enrolled - planned_.from;
    if (value(s).watched > limit) return {std::max(limit, 0.0), false};
    return {value(s).watched, value(s).happened};
  }

  template <class Compare>
  [[nodiscard]] Found of_times(const Compare& compare) const {
    std::vector<Followed> arms[2];
    for (const Subject* s : all_) {
      if (watched(*s)) arms[treated(*s) ? 1 : 0].push_back(followed(*s));
    }
    return {compare(arms[1], arms[0]), size(arms[1]), size(arms[0])};
  }

  [[nodiscard]] Found of_hazards() const {
    CoxData data;
    data.covariates.resize(1);
    Found found;
    for (const Subject* s : all_) {
      if (!watched(*s) || lacks_covariate(*s)) continue;
      data.followed.push_back(followed(*s));
      data.covariates[0].push_back(treated(*s) ? 1.0 : 0.0);
      add_covariates(*s, data.covariates, 1, data.stratum);
      ++(treated(*s) ? found.used : found.used_control);
    }
    if (found.used == 0 || found.used_control == 0) return found;
    found.result = as_ratio(cox(data).coefficients.front());
    return found;
  }

  [[nodiscard]] Found of_covariates() const {
    Adjusted data;
    Found found;
    for (const Subject* s : all_) {
      const double outcome = known(value(*s));
      const double first = known(s->values[planned_.first_column]);
      const bool lacks = std::isnan(outcome) || (planned_.test.baseline && std::isnan(first));
      if (!s->counts || lacks || lacks_covariate(*s)) continue;
      data.outcome.push_back(outcome);
      data.treated.push_back(treated(*s) ? 1 : 0);
      std::size_t column = 0;
      if (planned_.test.baseline) put(data.covariates, column++, first);
      add_covariates(*s, data.covariates, column, data.stratum);
      ++(treated(*s) ? found.used : found.used_control);
    }
    if (found.used == 0 || found.used_control == 0) return found;
    found.result = ancova(data);
    return found;
  }

  /// Every time after the first is a visit, the first is the baseline.
  [[nodiscard]] Found of_visits() const {
    Repeated data;
    Found found;
    for (const Subject* s : all_) {
      const double first = known(s->values[planned_.first_column]);
      std::vector<double> visits;
      for (std::size_t c = planned_.first_column + 1; c <= planned_.column; ++c) {
        visits.push_back(known(s->values[c]));
      }
      const bool blank =
          std::all_of(visits.begin(), visits.end(), [](double v) { return std::isnan(v); });
      if (!s->counts || blank || std::isnan(first) || lacks_covariate(*s)) continue;
      data.outcome.push_back(std::move(visits));
      data.treated.push_back(treated(*s) ? 1 : 0);
      data.baseline.push_back(first);
      for (std::size_t k = 0; k < planned_.covariates.size(); ++k) {
        put(data.covariates, k, s->covariates[planned_.covariates[k]]);
      }
      ++(treated(*s) ? found.used : found.used_control);
    }
    if (found.used == 0 || found.used_control == 0) return found;
    const RepeatedModel model = repeated_measures(data);
    if (model.converged) found.result = model.at.back();
    return found;
  }

  /// Calls use(treated, control) for each patient with a value in both arms, whichever he was
  /// assigned to.
  template <class Use>
  void each_pair(const Use& use) const {
    const Subject* rows[2] = {nullptr, nullptr};
    for (const Subject* s : all_) {
      rows[treated(*s) ? 1 : 0] = s;  // rows of one patient stand side by side
      const bool both = rows[0] != nullptr && rows[1] != nullptr && rows[0]->slot == rows[1]->slot;
      if (!both) continue;
      const bool known_both = value(*rows[0]).missing == Missing::present &&
                              value(*rows[1]).missing == Missing::present;
      if (known_both) use(*rows[1], *rows[0]);
    }
  }

  [[nodiscard]] Found of_pairs() const {
    std::vector<double> with;
    std::vector<double> without;
    each_pair([&](const Subject& treated_row, const Subject& control_row) {
      with.push_back(value(treated_row).value);
      without.push_back(value(control_row).value);
    });
    return {paired_t(with, without), size(with), size(without)};
  }

  /// Differences of the first period minus the second, by which of the two was treated.
  [[nodiscard]] Found of_periods() const {
    std::vector<double> treated_first;
    std::vector<double> control_first;
    each_pair([&](const Subject& with, const Subject& without) {
      const double difference = value(with).value - value(without).value;
      if (with.period < without.period) {
        treated_first.push_back(difference);
      } else {
        control_first.push_back(-difference);
      }
    });
    const std::uint32_t pairs = size(treated_first) + size(control_first);
    return {crossover(treated_first, control_first), pairs, pairs};
  }

  [[nodiscard]] bool lacks_covariate(const Subject& s) const {
    return std::any_of(planned_.covariates.begin(), planned_.covariates.end(),
                       [&](std::size_t k) { return std::isnan(s.covariates[k]); });
  }

  /// Covariates behind the `first` columns that are there; the centre becomes the stratum.
  void add_covariates(const Subject& s, Columns& columns, std::size_t first,
                      std::vector<std::uint32_t>& stratum) const {
    for (const std::size_t k : planned_.covariates) {
      if (names_[k] == "centre") {
        stratum.push_back(static_cast<std::uint32_t>(s.covariates[k]));
      } else {
        put(columns, first++, s.covariates[k]);
      }
    }
  }

  static void put(Columns& columns, std::size_t column, double x) {
    if (columns.size() <= column) columns.resize(column + 1);
    columns[column].push_back(x);
  }
  template <class Values>
  static std::uint32_t size(const Values& values) {
    return static_cast<std::uint32_t>(values.size());
  }

  const PlannedComparison& planned_;
  const std::vector<std::string>& names_;
  double calendar_;
  bool two_periods_;
  std::vector<const Subject*> all_;
};

std::size_t place_of(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

std::vector<std::string> covariates_of(const Study& study) {
  std::vector<std::string> names;
  for (const Endpoint& endpoint : study.endpoints) {
    for (const PlannedTest& test : endpoint.compare) {
      for (const std::string& name : test.covariates) {
        if (place_of(names, name) == names.size()) names.push_back(name);
      }
    }
  }
  return names;
}

std::vector<PlannedComparison> planned_comparisons(const Study& study,
                                                   const std::vector<EndpointColumn>& columns) {
  const std::vector<std::string> names = covariates_of(study);
  std::vector<PlannedComparison> all;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::size_t endpoint = columns[c].endpoint;
    const auto first = static_cast<std::size_t>(
        std::find_if(columns.begin(), columns.end(),
                     [&](const EndpointColumn& of) { return of.endpoint == endpoint; }) -
        columns.begin());
    const bool last = c + 1 == columns.size() || columns[c + 1].endpoint != endpoint;
    for (const PlannedTest& test : study.endpoints[endpoint].compare) {
      if ((test.baseline && c == first) || (test.test == Test::mmrm && !last)) continue;
      std::vector<std::size_t> covariates;
      for (const std::string& name : test.covariates) {
        covariates.push_back(place_of(names, name));
      }
      for (std::size_t arm = 1; arm < study.arms.size(); ++arm) {
        const auto& window = study.endpoints[endpoint].window;
        all.push_back({test, endpoint, c, first, arm, window ? (*window)[0] : 0.0, columns[c].at,
                       covariates});
      }
    }
  }
  return all;
}

Found carry_out(const PlannedComparison& planned, const std::vector<std::string>& covariates,
                const Replicate& replicate, const View& view) {
  return Pair(planned, covariates, replicate, view).carry_out();
}

}  // namespace pressor::trial
