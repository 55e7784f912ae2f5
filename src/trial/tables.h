#pragma once

#include <optional>
#include <vector>

#include "interim.h"
#include "pressor/trial/result.h"
#include "replicate.h"

namespace pressor::trial {

/// Individual effects within one replicate.
struct ReplicateEffects {
  std::uint32_t pairs = 0;
  double mean = 0.0;
  double sd = 0.0;
  std::uint32_t responders = 0;
  double variance_treated = 0.0;
  double variance_control = 0.0;
};

/// All that is kept of a replicate once it has been analysed.
struct Analysed {
  std::vector<std::vector<ArmSummary>> arms;    ///< [column][arm]
  std::vector<Found> found;                     ///< [comparison]
  std::vector<std::vector<Found>> found_sizes;  ///< [size][comparison]
  std::vector<ReplicateEffects> effects;        ///< [TrialTables::twins]
  std::optional<TrialEnd> end;
};

/// Gathers rows, replicate by replicate, into the tables of /trial. A row counts in the arm to
/// which its patient was randomized. Patients are forgotten when their replicate has been analysed;
/// some hundred replicates wait and are then analysed on all threads.
class TableBuilder {
 public:
  TableBuilder(const Study& study, const StudyHeader& header, unsigned threads);

  /// Rows come in the order of their replicates.
  void add(const PatientRecord& record);
  /// Everything so far; nothing can be added afterwards.
  TrialTables finish();

 private:
  void prepare_tables();
  void close_replicate();
  void analyse_waiting();
  [[nodiscard]] Analysed analyse(const Replicate& replicate) const;
  [[nodiscard]] std::vector<std::vector<ArmSummary>> summaries(const Replicate& replicate) const;
  [[nodiscard]] ReplicateEffects effects(const Replicate& replicate, const TwinEffects& of) const;
  void append(const Analysed& analysed);

  const Study& study_;
  const std::vector<EndpointColumn>& columns_;
  unsigned threads_;
  std::vector<std::string> covariates_;
  std::vector<std::size_t> places_;  ///< of the covariates in PatientRecord::columns
  std::vector<PlannedComparison> planned_;
  std::optional<Monitor> monitor_;
  TrialTables tables_;
  Replicate open_;  ///< its patients are still coming
  std::uint32_t replicate_ = 0;
  std::vector<Replicate> waiting_;
  std::size_t subjects_waiting_ = 0;
};

/// What the comparisons do over all replicates, where published figures fall among them, what
/// individual effects and stopping rules came to: everything in the tables that follows from their
/// replicates.
void summarize(TrialTables& tables, const Study& study, const std::vector<EndpointColumn>& columns);

}  // namespace pressor::trial
