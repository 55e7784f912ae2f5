#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pressor/scenario/csv.h"
#include "pressor/scenario/load_kinetics.h"

/// Which column of a data set is what, and in which unit.
namespace pressor {

/// Data items that have a meaning of their own.
enum class DosingItem : std::uint8_t {
  id,
  time,
  event,
  amount,
  rate,
  compartment,
  interval,
  additional,
  steady,
  missing,
  value,
};
inline constexpr std::array<std::string_view, 11> dosing_item_names{
    "ID", "TIME", "EVID", "AMT", "RATE", "CMT", "II", "ADDL", "SS", "MDV", "DV"};

/// A column with a number of the person, or of his kinetics.
struct NumberColumn {
  std::size_t column = 0;
  std::string name;     ///< as covariate_names (and `woman`), or as DosingField
  Range range;          ///< in the native unit
  double factor = 1.0;  ///< native units in one of the column's
};

struct DosingColumns {
  std::array<std::optional<std::size_t>, dosing_item_names.size()> items;
  std::vector<NumberColumn> covariates;
  std::vector<NumberColumn> parameters;
  double minutes = 1.0;        ///< in the unit of TIME and II
  double micrograms = 1.0;     ///< in the unit of AMT; RATE is AMT over TIME
  double concentration = 1.0;  ///< ng/mL in the unit of DV
  CovariateRule rule = CovariateRule::carried_forward;

  [[nodiscard]] std::optional<std::size_t> of(DosingItem item) const {
    return items[static_cast<std::size_t>(item)];
  }
};

/// Reads `units`, `covariates` and `ignore` of the settings and finds every column; notes columns
/// without meaning, numbers without unit, and items that are missing.
DosingColumns find_columns(const DosedDrug& dosed, Fields& settings, const Csv& data);

/// In capital letters.
std::string capitals(std::string_view text);

}  // namespace pressor
