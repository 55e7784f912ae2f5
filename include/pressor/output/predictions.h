#pragma once

#include <string>
#include <vector>

#include "pressor/scenario/csv.h"

namespace pressor {

/// A column that is added to a data set, one number a row.
struct PredictionColumn {
  std::string name;
  std::vector<double> values;
};

/// The data set as it was read, cell by cell and in its order, with further columns behind. Throws
/// InputError where it has a column of such a name already.
std::string predictions_csv(const Csv& data, const std::vector<PredictionColumn>& columns);

}  // namespace pressor
