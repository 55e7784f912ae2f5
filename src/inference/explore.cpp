#include "pressor/inference/explore.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "pressor/statistics/linear_model.h"
#include "pressor/statistics/means.h"
#include "pressor/statistics/sequential.h"

namespace pressor {
namespace {

constexpr double significance = 0.05;
constexpr double unknown_effect = std::numeric_limits<double>::quiet_NaN();

double known_value(const EndpointValue& value) {
  return value.missing == Missing::present ? value.value : unknown_effect;
}

bool same_or_missing(double a, double b) { return a == b || std::isnan(a) || std::isnan(b); }

/// Keeps what is known of everybody and his endpoints in both arms.
class TwinSink final : public ResultSink {
 public:
  void begin(const Study& /*study*/, const StudyHeader& header) override { header_ = header; }
  void add(const PatientRecord& record) override {
    if (record.arm == 0) columns_.push_back(record.columns);
    std::vector<double>& values = endpoints_.emplace_back();
    for (const EndpointValue& value : record.endpoints) values.push_back(known_value(value));
  }
  void finish(const StudyTotals& /*totals*/) override {}

  [[nodiscard]] TwinPool pool(const std::string& outcome) const {
    const std::size_t out = column_of(outcome);
    const std::vector<std::size_t> before = same_in_both();
    TwinPool made;
    for (const PatientColumn& column : header_.patient_columns) {
      made.columns.push_back({column.name, column.unit});
    }
    for (const std::size_t c : before) {
      made.columns.push_back({header_.endpoint_columns[c].name, header_.endpoint_columns[c].unit});
    }
    for (std::size_t person = 0; person < columns_.size(); ++person) {
      TwinPerson one{columns_[person], {value(person, 0, out), value(person, 1, out)}};
      for (const std::size_t c : before) one.known.push_back(value(person, 0, c));
      made.people.push_back(std::move(one));
    }
    return made;
  }

 private:
  [[nodiscard]] double value(std::size_t person, std::size_t arm, std::size_t column) const {
    return endpoints_.at(2 * person + arm).at(column);
  }
  [[nodiscard]] std::size_t column_of(const std::string& name) const {
    const auto& columns = header_.endpoint_columns;
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const EndpointColumn& c) { return c.name == name; });
    if (found == columns.end()) throw ParameterError("the study does not measure " + name);
    return static_cast<std::size_t>(found - columns.begin());
  }
  /// Endpoints on which no two twins differ.
  [[nodiscard]] std::vector<std::size_t> same_in_both() const {
    std::vector<std::size_t> made;
    for (std::size_t c = 0; c < header_.endpoint_columns.size(); ++c) {
      bool same = true;
      for (std::size_t person = 0; person < columns_.size() && same; ++person) {
        same = same_or_missing(value(person, 0, c), value(person, 1, c));
      }
      if (same) made.push_back(c);
    }
    return made;
  }

  StudyHeader header_;
  std::vector<std::vector<double>> columns_;    ///< [person]
  std::vector<std::vector<double>> endpoints_;  ///< [2 person + arm]
};

std::size_t pool_column(const TwinPool& pool, const std::string& name) {
  const auto found = std::find_if(pool.columns.begin(), pool.columns.end(),
                                  [&](const TwinColumn& c) { return c.name == name; });
  if (found == pool.columns.end()) {
    throw ParameterError("`" + name + "` is not known of everybody before treatment");
  }
  return static_cast<std::size_t>(found - pool.columns.begin());
}

/// One trial: people in the order of their inclusion, and by lot in which arm each is.
struct DrawnTrial {
  std::vector<const TwinPerson*> people;
  std::vector<std::uint8_t> treated;
};

DrawnTrial draw_people(const TwinPool& pool, std::vector<std::size_t> taken, std::size_t n,
                       RandomStream& random) {
  DrawnTrial made;
  for (std::size_t i = 0; i < n; ++i) {
    const auto left = static_cast<std::uint32_t>(taken.size() - i);
    std::swap(taken[i], taken[i + random.below(left)]);
    made.people.push_back(&pool.people[taken[i]]);
    const bool first = i % 2 == 0;
    const bool lot = first ? random.uniform() < 0.5 : made.treated.back() == 0;
    made.treated.push_back(lot ? 1 : 0);
  }
  return made;
}

TestResult compare_means(const DrawnTrial& trial, std::size_t n) {
  std::vector<double> arms[2];
  for (std::size_t i = 0; i < n; ++i) {
    const double value = trial.people[i]->outcome[trial.treated[i]];
    if (!std::isnan(value)) arms[trial.treated[i]].push_back(value);
  }
  return welch(arms[1], arms[0]);
}

TestResult compare_adjusted(const DrawnTrial& trial, std::size_t n, std::size_t covariate) {
  Adjusted data;
  data.covariates.resize(1);
  for (std::size_t i = 0; i < n; ++i) {
    data.outcome.push_back(trial.people[i]->outcome[trial.treated[i]]);
    data.treated.push_back(trial.treated[i]);
    data.covariates[0].push_back(trial.people[i]->known[covariate]);
  }
  return ancova(data);
}

/// Whether a result says what is true; a p value that does not exist says nothing.
bool tells(double p, double estimate, double truth) {
  return p < significance && (truth == 0.0 || estimate * truth > 0.0);
}

/// Boundaries of a trial that looks at each of the first sizes.
std::vector<Boundaries> looks_at_sizes(const std::vector<std::uint32_t>& sizes) {
  std::vector<Boundaries> made;
  for (std::size_t last = 0; last < sizes.size(); ++last) {
    std::vector<double> information;
    for (std::size_t i = 0; i <= last; ++i) {
      information.push_back(static_cast<double>(sizes[i]) / sizes[last]);
    }
    made.push_back(obrien_fleming(information, significance));
  }
  return made;
}

/// Counts of one test over the trials.
class TrialCounter {
 public:
  TrialCounter(const std::vector<std::uint32_t>& sizes, const std::vector<Boundaries>& looks)
      : sizes_(sizes), looks_(looks), made_(sizes.size()) {}

  void add(const std::vector<TestResult>& results, double truth) {
    std::vector<double> z;
    for (const TestResult& one : results) {
      z.push_back(std::isnan(one.p) ? 0.0 : signed_z(one.p, one.estimate));
    }
    for (std::size_t s = 0; s < results.size(); ++s) {
      const TestResult& one = results[s];
      made_[s].told += tells(one.p, one.estimate, truth) ? 1.0 : 0.0;
      const auto stop = first_stop(looks_[s], std::span(z).first(s + 1));
      const std::size_t look = stop ? stop->look : s;
      made_[s].expected += sizes_[look];
      const bool crossed = z[look] >= looks_[s].upper[look] || z[look] <= -looks_[s].upper[look];
      made_[s].told_early += crossed && (truth == 0.0 || z[look] * truth > 0.0) ? 1.0 : 0.0;
    }
  }

  [[nodiscard]] std::vector<DrawnTrials> over(std::uint32_t trials) && {
    for (DrawnTrials& one : made_) {
      one.told /= trials;
      one.told_early /= trials;
      one.expected /= trials;
    }
    made_.resize(looks_.size(), {unknown_effect, unknown_effect, unknown_effect});
    return std::move(made_);
  }

 private:
  std::vector<std::uint32_t> sizes_;
  const std::vector<Boundaries>& looks_;
  std::vector<DrawnTrials> made_;
};

PartEffect effects_of_part(const TwinPool& pool, std::size_t column,
                           std::span<const std::size_t> people) {
  PartEffect made;
  std::vector<double> effects;
  made.low = pool.people[people.front()].known[column];
  made.high = pool.people[people.back()].known[column];
  for (const std::size_t person : people) {
    const double effect = pool.people[person].effect();
    if (std::isnan(effect)) continue;
    effects.push_back(effect);
    made.above += effect > 0.0 ? 1.0 : 0.0;
  }
  const Moments of = moments(effects);
  made.n = effects.size();
  made.mean = of.mean;
  made.sd = of.sd;
  made.above = effects.empty() ? unknown_effect : made.above / static_cast<double>(effects.size());
  return made;
}

}  // namespace

std::optional<TwinPool> simulate_twins(const Study& study, const std::string& outcome,
                                       unsigned threads, Progress& progress) {
  if (!study.twins || study.arms.size() != 2) {
    throw ParameterError("a pool needs two arms with every patient in both");
  }
  TwinSink sink;
  if (!run_study(study, threads, sink, progress)) return std::nullopt;
  return sink.pool(outcome);
}

std::vector<TwinColumn> twin_columns(const Study& study) {
  std::vector<TwinColumn> made;
  for (const ValueInfo& info : value_infos(study.cast)) {
    if (info.varies) made.push_back({info.name, info.shown});
  }
  for (const EndpointColumn& column :
       endpoint_columns(study.endpoints, study_variables(study.cast))) {
    made.push_back({column.name, column.unit});
  }
  return made;
}

std::vector<std::size_t> people_taken(const TwinPool& pool, const EntryRule& rule) {
  std::vector<std::size_t> columns;
  for (const auto& [name, comparison] : rule.conditions) columns.push_back(pool_column(pool, name));
  std::vector<std::size_t> taken;
  for (std::size_t person = 0; person < pool.people.size(); ++person) {
    bool all = true;
    for (std::size_t i = 0; i < columns.size() && all; ++i) {
      all = rule.conditions[i].second.holds(pool.people[person].known[columns[i]]);
    }
    if (all) taken.push_back(person);
  }
  return taken;
}

const char* trial_test_name(TrialTest test) {
  return test == TrialTest::welch ? "welch" : "ancova";
}

std::vector<std::vector<DrawnTrials>> drawn_trials(const TwinPool& pool,
                                                   const std::vector<std::size_t>& taken,
                                                   const DrawPlan& plan, double truth) {
  const auto fitting = static_cast<std::size_t>(
      std::upper_bound(plan.sizes.begin(), plan.sizes.end(), taken.size()) - plan.sizes.begin());
  const std::vector<std::uint32_t> sizes(plan.sizes.begin(),
                                         plan.sizes.begin() + static_cast<std::ptrdiff_t>(fitting));
  const std::vector<Boundaries> looks = looks_at_sizes(plan.sizes);
  const std::size_t covariate = pool_column(pool, plan.covariate);
  std::vector<TrialCounter> counters(plan.tests.size(), TrialCounter(sizes, looks));
  for (std::uint32_t t = 0; t < plan.trials && fitting > 0; ++t) {
    RandomStream random({plan.seed, t, 0, Stream::design, 5});
    const DrawnTrial trial = draw_people(pool, taken, sizes.back(), random);
    for (std::size_t k = 0; k < plan.tests.size(); ++k) {
      std::vector<TestResult> results;
      for (const std::uint32_t n : sizes) {
        results.push_back(plan.tests[k] == TrialTest::welch
                              ? compare_means(trial, n)
                              : compare_adjusted(trial, n, covariate));
      }
      counters[k].add(results, truth);
    }
  }
  std::vector<std::vector<DrawnTrials>> made;
  for (TrialCounter& counter : counters) made.push_back(std::move(counter).over(plan.trials));
  return made;
}

double mean_effect(const TwinPool& pool, const std::vector<std::size_t>& taken) {
  std::vector<double> effects;
  for (const std::size_t person : taken) {
    const double effect = pool.people[person].effect();
    if (!std::isnan(effect)) effects.push_back(effect);
  }
  return moments(effects).mean;
}

std::vector<PartEffect> effects_by_thirds(const TwinPool& pool, std::size_t column) {
  std::vector<std::size_t> order;
  for (std::size_t person = 0; person < pool.people.size(); ++person) {
    if (!std::isnan(pool.people[person].known[column])) order.push_back(person);
  }
  const auto value = [&](std::size_t person) { return pool.people[person].known[column]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return value(a) < value(b); });
  if (order.size() < 3 || value(order.front()) == value(order.back())) return {};
  std::vector<PartEffect> made;
  for (std::size_t third = 0; third < 3; ++third) {
    const std::size_t from = third * order.size() / 3;
    const std::size_t to = (third + 1) * order.size() / 3;
    made.push_back(effects_of_part(pool, column, std::span(order).subspan(from, to - from)));
  }
  return made;
}

}  // namespace pressor
