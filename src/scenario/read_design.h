#pragma once

#include <map>
#include <vector>

#include "pressor/trial/study.h"
#include "read_orders.h"
#include "roster.h"

/// The design of a study: arms and how patients come to them.
namespace pressor {

class DesignReader {
 public:
  DesignReader(Value protocol, Value design, Roster& roster)
      : protocol_(std::move(protocol)), design_(std::move(design)), roster_(roster) {}

  /// Reads `protocol` and `design` into arms, allocation and sizes. The horizon and the people are
  /// known; drugs are taken on the roster.
  void read(Study& study);
  /// What names quantities of people and variables, once the drugs are known: factors of
  /// allocation, causes of missing measurements. Judges the whole plan.
  void read_quantities(Study& study) const;
  /// The gap that allocation is to have, once the endpoints are known.
  void read_imbalance(Study& study) const;
  /// Nested sizes and the stopping rule, once the endpoints are known.
  void read_analysis(Study& study) const;
  /// What each arm orders, section by section; of a study without arms that of everybody.
  [[nodiscard]] const std::vector<Sections>& arm_sections() const { return arm_sections_; }

 private:
  void read_keys(Fields& in, Study& study);
  void read_crossover(Fields& in, Study& study) const;
  void read_arms(const Value& arms, Study& study);
  void add_arm(Fields& in, Study& study);
  void read_allocation(const Value& allocation, Study& study);
  void check_allocation(const Study& study) const;
  void read_ratio(const Value& ratio, Study& study) const;
  void read_sizes(Fields& in, Study& study) const;
  void read_enrolment(const Value& enrol, Study& study) const;
  void read_loss(Fields& in, Loss& loss);
  void read_strata(Study& study) const;
  void read_causes(Study& study) const;
  void take_steady(const Sections& sections, const Value& where, Study& study);

  Value protocol_;
  Value design_;
  Roster& roster_;
  Sections common_;
  std::vector<Sections> arm_sections_;
  std::optional<std::map<std::size_t, Dose>> steady_;  ///< of the first arm
  Value strata_{nullptr, {}, protocol_.problems()};
  Value imbalance_{nullptr, {}, protocol_.problems()};
  Value missed_{nullptr, {}, protocol_.problems()};
  Value sizes_{nullptr, {}, protocol_.problems()};
  Value stop_{nullptr, {}, protocol_.problems()};
};

}  // namespace pressor
