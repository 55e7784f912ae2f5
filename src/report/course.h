#pragma once

#include <string>
#include <vector>

#include "evidence.h"
#include "pressor/report/figure.h"

/// What figures over time share.
namespace pressor::report {

/// Grey strips where challenges run, from baseline to the end of the last step, and a line where the
/// course of one patient branches.
void shade_challenges(Plot& plot, const Study& study);

/// Whether a variable is the dose of a drug that is titrated in some arm.
bool is_titrated(const Study& study, const std::string& variable);

/// Whether it is that of the drug of the challenges.
bool is_challenge(const Study& study, const std::string& variable);

/// Whether a blinded report must not show a dose: that of a drug which not all arms get.
bool is_hidden(const Evidence& evidence, const std::string& variable);

/// The trajectory of a row of /trajectories.
std::vector<double> trajectory(const Evidence& evidence, const std::string& variable,
                               std::size_t row);

/// One line of the chart.
struct ChartLine {
  double time = 0.0;  ///< min
  std::string kind;
  std::string drug;  ///< or fluid; `none`
  double value = 0.0;
  std::string reason;
};

/// The chart of one patient, by row of /patients.
std::vector<ChartLine> chart_of(const Evidence& evidence, std::size_t patient);

}  // namespace pressor::report
