#include "model_rows.h"

namespace pressor::report {

std::vector<ModelRow> model_rows(const ResultRows& rows) {
  if (!rows.has("/model/name")) return {};
  const std::vector<std::string> names = rows.texts("/model/name");
  const std::vector<double> values = rows.numbers("/model/value");
  const std::vector<std::string> units = rows.texts("/model/unit");
  const std::vector<std::string> grades = rows.texts("/model/grade");
  const std::vector<std::string> sources = rows.texts("/model/source");
  const std::vector<std::string> dois = rows.texts("/model/doi");
  const std::vector<std::string> variations = rows.texts("/model/variation");
  const std::vector<double> spreads = rows.numbers("/model/spread");
  std::vector<ModelRow> made;
  for (std::size_t i = 0; i < names.size(); ++i) {
    made.push_back(
        {names[i], values[i], units[i], grades[i], sources[i], dois[i], variations[i], spreads[i]});
  }
  return made;
}

}  // namespace pressor::report
