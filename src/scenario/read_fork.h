#pragma once

#include <string>
#include <vector>

#include "pressor/trial/study.h"
#include "read_orders.h"
#include "roster.h"

/// One patient of a study whose course branches:
///
///     fork:
///       patient: 7                 # slot in the replicate, from 0
///       replicate: 0
///       arm: dexmedetomidine       # that he is in until then; default: the one he was randomized to
///       at: 6 h                    # a whole minute
///       branches:
///         - {name: stopped, stop: dexmedetomidine}
///         - {name: less, give: [{drug: dexmedetomidine, infusion: 0.5 ug/kg/h}]}
///         - {name: rescued, add: [{drug: phenylephrine, infusion: 1 ug/kg/min, until: 8 h}]}
///
/// A branch replaces keys of the protocol as an arm does, `add` gives besides, `stop` takes drugs
/// out of sedation, gifts and titration; all of it from `at` on.
namespace pressor {

class ForkReader {
 public:
  ForkReader(Value fork, Roster& roster) : fork_(std::move(fork)), roster_(roster) {}

  /// Reads the branches for every arm that the patient could be in; drugs are taken on the roster.
  void read(const Study& study, const std::vector<Sections>& arms);
  /// Makes `study`, which is complete, that of the one patient: the first arm is his course as it
  /// was, the others are the branches.
  void apply(Study& study) const;

 private:
  struct Branch {
    std::string name;
    std::vector<Orders> after;  ///< by arm
    Value where;
  };

  void read_branch(Fields& in, const Study& study, const std::vector<Sections>& arms);
  [[nodiscard]] std::size_t arm_of(const Study& study) const;

  Value fork_;
  Roster& roster_;
  Fork plan_;
  Value arm_{nullptr, {}, fork_.problems()};
  std::vector<Branch> branches_;
};

}  // namespace pressor
