#pragma once

#include <string>
#include <vector>

#include "evidence.h"
#include "model_rows.h"

/// Which conclusions lean on parameters that nobody has measured.
namespace pressor::report {

/// A kind of conclusion and the parameters that carry it, by their names in body, population and
/// drug files. Chosen by hand from the equations: no number says how much each carries; that is
/// what a sensitivity analysis is for.
struct Topic {
  const char* name;
  std::vector<std::string> parameters;
};

const std::vector<Topic>& topics();

/// A conclusion of this study with those of its parameters that have grade C or none.
struct Leaning {
  std::string conclusion;
  std::vector<std::string> weak;
  std::size_t all = 0;  ///< parameters of the topic that the study has
};

std::vector<Leaning> leanings(const Evidence& evidence, const std::vector<ModelRow>& model);

}  // namespace pressor::report
