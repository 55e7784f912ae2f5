#pragma once

#include <string>
#include <vector>

#include "evidence.h"
#include "pressor/report/html.h"

/// Strip charts: some variables of some trajectories one below the other.
namespace pressor::report {

/// A line of each panel.
struct StripRow {
  std::size_t row = 0;  ///< of /trajectories
  std::string name;
  std::string look;
};

/// Which of these variables the file holds and which of them ever differ from 0 in the rows.
std::vector<std::string> present_in(const Evidence& evidence, const std::vector<std::string>& names,
                                    const std::vector<StripRow>& rows);

/// The figure; nothing without a variable.
Html strip_chart(const Evidence& evidence, const std::string& id, const std::string& caption,
                 const std::vector<std::string>& variables, const std::vector<StripRow>& rows);

}  // namespace pressor::report
