#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "outcomes.h"

namespace pressor::inference {

/// A reading of B against A (evidence.h), NaN where it has no value.
double combine(const Observable& reading, double a, double b);

/// What one row reads of a study, taken from each person once.
class Sample {
 public:
  /// `crossed`: every person was simulated in every arm. Otherwise a reading of two arms compares
  /// the figures of two groups of people.
  Sample(const EvidenceRow& row, const Outcomes& outcomes, bool crossed);

  /// People with a reading.
  [[nodiscard]] std::size_t size() const { return members_.size(); }
  /// The figure of everybody, NaN where it has none.
  [[nodiscard]] double figure() const { return figure(members_); }
  /// 95% percentile bootstrap interval of the figure; nothing for a single person or where more
  /// than one resample in twenty has no figure.
  [[nodiscard]] std::optional<std::array<double, 2>> interval() const;

 private:
  /// What is known of one person.
  struct Member {
    double a = 0.0;  ///< the reading; of a comparison of groups A, NaN in the other group
    double b = 0.0;  ///< of a comparison of groups B
    double x = 0.0;  ///< covariate, or 1 in the group and 0 in the reference group
  };

  [[nodiscard]] std::optional<Member> member(const Outcomes& outcomes, std::size_t person) const;
  [[nodiscard]] double reading(const Outcomes& outcomes, std::size_t person) const;
  [[nodiscard]] double figure(std::span<const Member> members) const;
  [[nodiscard]] double statistic(std::vector<double> values) const;
  [[nodiscard]] double ratio(std::span<const Member> members) const;

  const EvidenceRow& row_;
  bool groups_;  ///< compares two groups of people
  std::vector<Member> members_;
};

}  // namespace pressor::inference
