#pragma once

#include <string>
#include <vector>

#include "pressor/pharmacology/dosing.h"
#include "pressor/scenario/csv.h"
#include "pressor/scenario/load_kinetics.h"

/// From a NONMEM-style data set to doses and parameters of each person.
///
/// Columns, in capital or small letters: ID TIME AMT, and as far as they are there EVID RATE CMT II
/// ADDL SS MDV DV; covariates (WEIGHT or WT, HEIGHT or HT, AGE, WOMAN, SAPS2, ALBUMIN or ALB,
/// HAEMATOCRIT or HCT); parameters (CL V1 KA F1 ALAG1 ...), which go before what the model says.
/// Any other column is an error unless the settings name it:
///
///     units: {TIME: h, AMT: mg, DV: ng/mL, WT: kg, CL: L/h}   # of every column with a dimension
///     covariates: locf                                        # or nocb
///     ignore: [STUDY]
///
/// `.`, `NA` and nothing mean missing. Without EVID a row with AMT or RATE is a dose. A covariate
/// or parameter that is missing in a row is carried over from a neighbour by the same rule.
namespace pressor {

/// One person's history, row by row of the data set.
struct DosingPerson {
  std::string id;
  std::vector<std::size_t> rows;  ///< of the data set
  std::vector<DosingRecord> records;
  std::vector<std::size_t> shown;  ///< by record: state whose concentration is predicted
};

struct DosingData {
  DosingModel model;
  CovariateRule rule = CovariateRule::carried_forward;
  double concentration = 1.0;  ///< ng/mL in one of DV's unit
  std::vector<DosingPerson> people;
  std::vector<std::string> warnings;
};

/// Throws InputError with every problem of the data set and of its settings.
DosingData load_dosing(const DosedDrug& dosed, const Document& settings, const Csv& data);

}  // namespace pressor
