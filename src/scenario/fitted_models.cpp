#include <map>
#include <utility>

#include "pressor/scenario/load_calibration.h"
#include "pressor/scenario/overrides.h"
#include "words.h"

namespace pressor {
namespace {

constexpr int fitted_digits = 5;

/// What is put where a number stands.
std::vector<std::string> assignments_of(const Calibration& calibration, const FitResult& result,
                                        std::size_t j) {
  const std::string& unit = calibration.question.parameters[j].unit;
  const std::string& path = calibration.numbers[j].path;
  return {path + ".value=" + rounded(result.after.values[j], fitted_digits) +
              (unit == "1" ? "" : ' ' + unit),
          path + ".source=fitted", path + ".grade=C",
          path + ".note=calibration " + calibration.name + ", standard error " +
              rounded(result.estimates[j].standard_error, 2)};
}

}  // namespace

std::vector<FittedModel> fitted_models(const Calibration& calibration, const FitResult& result,
                                       const Library& library) {
  std::map<std::pair<ModelKind, std::string>, std::vector<std::string>> changes;
  for (std::size_t j = 0; j < calibration.numbers.size(); ++j) {
    auto& of_model = changes[{calibration.numbers[j].kind, calibration.numbers[j].model}];
    for (std::string& text : assignments_of(calibration, result, j)) {
      of_model.push_back(std::move(text));
    }
  }
  std::vector<FittedModel> fitted;
  for (const auto& [model, assignments] : changes) {
    Document document = library.find(model.first, model.second).value();
    apply_overrides(document, assignments);
    fitted.push_back({model.first, model.second, to_yaml(document.root)});
  }
  return fitted;
}

}  // namespace pressor
