#include <cmath>

#include "model_rows.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// Every parameter with value, unit, spread, source and grade.
namespace pressor::report {
namespace {

/// `CV 35 %` of a lognormal, `SD 3` of a normal.
std::string variation_words(const ModelRow& row) {
  if (row.variation == "fixed" || row.variation == "bernoulli") return {};
  if (row.variation == "lognormal") {
    return "CV " + percent(std::sqrt(std::expm1(row.spread * row.spread)));
  }
  const std::string words = row.variation == "normal" ? "SD " : row.variation + ", SD ";
  return words + significant(row.spread, 3);
}

Html source_cell(const ModelRow& row) {
  if (row.doi.empty()) return text(row.source);
  return element("a", {{"href", "https://doi.org/" + row.doi}}, row.source) +
         element("span", {{"class", "doi"}}, " " + row.doi);
}

}  // namespace

Section parameters_section(const Evidence& evidence) {
  Section section{"parameters", "All parameters", {}, "the file holds no parameters"};
  const std::vector<ModelRow> model = model_rows(evidence.rows);
  if (model.empty()) return section;
  section.absent = "blinded: the parts of the model name the treatments";
  if (evidence.blinded) return section;
  Table table(counted(model.size()) + " parameters of the model",
              {"Parameter", "Value", "Unit", "Between patients", "Grade", "Source"});
  std::string part;
  for (const ModelRow& row : model) {
    if (row.part() != part) table.group(part = row.part());
    table.row(row.short_name(), {text(significant(row.value, 4)), text(shown_unit(row.unit)),
                                 text(variation_words(row)), text(row.grade), source_cell(row)});
  }
  section.body = paragraph(
                     "Typical values. Grades: A measured, B derived, C assumed or fitted; those "
                     "without a grade follow from the study or shape a distribution.") +
                 folded("show-parameters", "Show all " + counted(model.size()) + " parameters",
                        table.markup("dense"));
  return section;
}

}  // namespace pressor::report
