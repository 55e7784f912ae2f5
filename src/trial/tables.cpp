#include "tables.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nan.h"
#include "pressor/cohort/ordered.h"
#include "pressor/core/errors.h"
#include "pressor/statistics/means.h"

namespace pressor::trial {
namespace {

/// Enough work for all threads, little enough memory.
constexpr std::size_t most_waiting_replicates = 256;
constexpr std::size_t most_waiting_subjects = 20'000;

/// `centre` is no column of the patients.
constexpr std::size_t of_centre = std::numeric_limits<std::size_t>::max();

double variance(const Moments& m) { return m.sd * m.sd; }

/// Whether an individual effect makes a responder.
bool responds(const Endpoint& endpoint, double effect) {
  if (endpoint.responder) return endpoint.responder->holds(effect);
  return endpoint.better == Better::higher ? effect > 0.0 : effect < 0.0;
}

void append(Comparisons& to, const Found& found) {
  to.estimate.push_back(found.result.estimate);
  to.ci_low.push_back(found.result.ci_low);
  to.ci_high.push_back(found.result.ci_high);
  to.p.push_back(found.result.p);
  to.used.push_back(found.used);
  to.used_control.push_back(found.used_control);
}

}  // namespace

TableBuilder::TableBuilder(const Study& study, const StudyHeader& header, unsigned threads)
    : study_(study),
      columns_(header.endpoint_columns),
      threads_(threads),
      covariates_(covariates_of(study)),
      planned_(planned_comparisons(study, columns_)) {
  for (const std::string& name : covariates_) {
    const auto found =
        std::find_if(header.patient_columns.begin(), header.patient_columns.end(),
                     [&](const PatientColumn& column) { return column.name == name; });
    const bool known = found != header.patient_columns.end();
    if (!known && name != "centre") throw ParameterError("no patient has a `" + name + "`");
    places_.push_back(known ? static_cast<std::size_t>(found - header.patient_columns.begin())
                            : of_centre);
  }
  if (study.stop) monitor_.emplace(study, columns_, planned_);
  prepare_tables();
}

void TableBuilder::prepare_tables() {
  tables_.arms.resize(columns_.size());
  for (const PlannedComparison& planned : planned_) {
    Comparisons made;
    made.test = test_text(planned.test);
    made.column = planned.column;
    made.arm = planned.arm;
    tables_.comparisons.push_back(std::move(made));
  }
  for (const std::uint32_t patients : study_.sizes) {
    tables_.sizes.push_back({patients, tables_.comparisons, {}});
  }
  if (monitor_) tables_.stopping = monitor_->plan();
  if (!study_.twins) return;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (study_.endpoints[columns_[c].endpoint].measure.kind == MeasureKind::rank) continue;
    for (std::size_t arm = 1; arm < study_.arms.size(); ++arm) {
      TwinEffects made;
      made.column = c;
      made.arm = arm;
      tables_.twins.push_back(std::move(made));
    }
  }
}

void TableBuilder::add(const PatientRecord& record) {
  while (replicate_ < record.replicate) close_replicate();
  Subject subject;
  subject.slot = record.patient;
  subject.arm = record.arm;
  subject.counts = record.arm == record.assigned;
  subject.period = record.period;
  subject.enrolled = record.enrolled;
  subject.values = record.endpoints;
  for (const std::size_t place : places_) {
    subject.covariates.push_back(place == of_centre ? static_cast<double>(record.centre)
                                                    : record.columns[place]);
  }
  open_.subjects.push_back(std::move(subject));
}

void TableBuilder::close_replicate() {
  ++replicate_;
  subjects_waiting_ += open_.subjects.size();
  open_.two_periods = study_.crossover && study_.arms.size() == 2;
  waiting_.push_back(std::exchange(open_, {}));
  const bool many = waiting_.size() >= most_waiting_replicates;
  if (many || subjects_waiting_ >= most_waiting_subjects) analyse_waiting();
}

void TableBuilder::analyse_waiting() {
  run_in_order<Analysed>(
      waiting_.size(), threads_, [&](std::size_t r) { return analyse(waiting_[r]); },
      [&](std::size_t, Analysed&& analysed) {
        append(analysed);
        return true;
      });
  waiting_.clear();
  subjects_waiting_ = 0;
}

Analysed TableBuilder::analyse(const Replicate& replicate) const {
  Analysed made;
  made.arms = summaries(replicate);
  for (const PlannedComparison& planned : planned_) {
    made.found.push_back(carry_out(planned, covariates_, replicate, {}));
  }
  for (const std::uint32_t patients : study_.sizes) {
    std::vector<Found>& found = made.found_sizes.emplace_back();
    if (patients == study_.patients) {
      found = made.found;
      continue;
    }
    for (const PlannedComparison& planned : planned_) {
      View view;
      view.slots = patients;
      found.push_back(carry_out(planned, covariates_, replicate, view));
    }
  }
  for (const TwinEffects& of : tables_.twins) made.effects.push_back(effects(replicate, of));
  if (monitor_) made.end = monitor_->end_of(covariates_, replicate);
  return made;
}

std::vector<std::vector<ArmSummary>> TableBuilder::summaries(const Replicate& replicate) const {
  std::vector<std::vector<ArmSummary>> made;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::vector<ArmSummary> arms(study_.arms.size());
    std::vector<std::vector<double>> values(study_.arms.size());
    for (const Subject& subject : replicate.subjects) {
      if (!subject.counts) continue;
      const EndpointValue& value = subject.values[c];
      ++arms[subject.arm].missing[static_cast<std::size_t>(value.missing)];
      if (value.missing == Missing::present) values[subject.arm].push_back(value.value);
    }
    for (std::size_t a = 0; a < arms.size(); ++a) {
      const Moments m = moments(values[a]);
      arms[a].n = m.n;
      arms[a].mean = m.mean;
      arms[a].sd = m.sd;
    }
    made.push_back(std::move(arms));
  }
  return made;
}

ReplicateEffects TableBuilder::effects(const Replicate& replicate, const TwinEffects& of) const {
  const Endpoint& endpoint = study_.endpoints[columns_[of.column].endpoint];
  std::vector<double> effect;
  std::vector<double> treated;
  std::vector<double> control;
  ReplicateEffects made;
  const Subject* first = nullptr;  // the patient in the first arm
  for (const Subject& subject : replicate.subjects) {
    if (subject.arm == 0) first = &subject;
    if (subject.arm != of.arm || first == nullptr || first->slot != subject.slot) continue;
    const EndpointValue& with = subject.values[of.column];
    const EndpointValue& without = first->values[of.column];
    if (with.missing != Missing::present || without.missing != Missing::present) continue;
    treated.push_back(with.value);
    control.push_back(without.value);
    effect.push_back(with.value - without.value);
    made.responders += responds(endpoint, effect.back()) ? 1U : 0U;
  }
  const Moments m = moments(effect);
  made.pairs = static_cast<std::uint32_t>(m.n);
  made.mean = m.mean;
  made.sd = m.sd;
  made.variance_treated = variance(moments(treated));
  made.variance_control = variance(moments(control));
  return made;
}

void TableBuilder::append(const Analysed& analysed) {
  for (std::size_t c = 0; c < columns_.size(); ++c) tables_.arms[c].push_back(analysed.arms[c]);
  for (std::size_t k = 0; k < planned_.size(); ++k) {
    trial::append(tables_.comparisons[k], analysed.found[k]);
    for (std::size_t s = 0; s < tables_.sizes.size(); ++s) {
      trial::append(tables_.sizes[s].comparisons[k], analysed.found_sizes[s][k]);
    }
  }
  for (std::size_t t = 0; t < tables_.twins.size(); ++t) {
    const ReplicateEffects& from = analysed.effects[t];
    TwinEffects& to = tables_.twins[t];
    to.pairs.push_back(from.pairs);
    to.mean.push_back(from.mean);
    to.sd.push_back(from.sd);
    to.responders.push_back(from.responders);
    to.variance_treated.push_back(from.variance_treated);
    to.variance_control.push_back(from.variance_control);
  }
  if (analysed.end) tables_.stopping->ends.push_back(*analysed.end);
}

TrialTables TableBuilder::finish() {
  while (replicate_ < study_.replicates) close_replicate();
  analyse_waiting();
  summarize(tables_, study_, columns_);
  return std::move(tables_);
}

}  // namespace pressor::trial
