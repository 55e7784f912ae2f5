#pragma once

#include <string>
#include <vector>

#include "pressor/inference/fit.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/library.h"

namespace pressor {

/// Where in the model files a free number stands.
struct CalibratedNumber {
  ModelKind kind = ModelKind::body;
  std::string model;  ///< name of its file
  std::string path;   ///< in the file, to the mapping that has the key `value`
};

/// A calibration file (models/calibrations), ready to be searched.
struct Calibration {
  std::string name;
  std::string title;
  FitQuestion question;
  std::vector<CalibratedNumber> numbers;  ///< one a parameter of the question
};

/// Reads a calibration file: rows of the set `fit` and the numbers that they may choose. Throws
/// InputError with every problem of the file and of the evidence: a row of another set, a row or a
/// number that is not there, a prior outside its bounds.
Calibration load_calibration(const Document& document, const Library& library);

/// Ids of the rows, in their order.
std::vector<std::string> row_names(const FitQuestion& question);

/// A model file with other numbers.
struct FittedModel {
  ModelKind kind = ModelKind::body;
  std::string name;
  std::string yaml;
};

/// The model files of a calibration with what was found, rounded to five digits: `source: fitted`,
/// `grade: C` and a note with the name of the calibration and the standard error.
std::vector<FittedModel> fitted_models(const Calibration& calibration, const FitResult& result,
                                       const Library& library);

}  // namespace pressor
