#include <fmt/format.h>

#include <map>

#include "leaning.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// How well the model's numbers are founded, and what leans on those that are not.
namespace pressor::report {
namespace {

struct Grades {
  std::size_t a = 0;
  std::size_t b = 0;
  std::size_t weak = 0;
  void add(const ModelRow& row) { ++(row.grade == "A" ? a : row.grade == "B" ? b : weak); }
};

Html grade_table(const std::vector<ModelRow>& model) {
  std::map<std::string, Grades> parts;
  std::vector<std::string> order;
  for (const ModelRow& row : model) {
    if (parts.find(row.part()) == parts.end()) order.push_back(row.part());
    parts[row.part()].add(row);
  }
  Table table("Parameters by grade", {"Part of the model", "A, measured", "B, derived",
                                      "C, assumed or fitted, or no grade"});
  for (const std::string& part : order) {
    const Grades& grades = parts[part];
    table.row({part, counted(grades.a), counted(grades.b), counted(grades.weak)});
  }
  return table.markup("numbers");
}

Html leaning_table(const Evidence& evidence, const std::vector<ModelRow>& model) {
  Table table("What leans on grade C", {"Conclusion", "Grade C or none", "Which"});
  for (const Leaning& one : leanings(evidence, model)) {
    std::string names;
    for (const std::string& name : one.weak) names += (names.empty() ? "" : ", ") + name;
    table.row({one.conclusion, fmt::format("{} of {}", one.weak.size(), one.all), names});
  }
  return table.empty() ? Html() : table.markup();
}

}  // namespace

Section grades_section(const Evidence& evidence) {
  Section section{"grades", "How well the numbers are founded", {}, "the file holds no parameters"};
  const std::vector<ModelRow> model = model_rows(evidence.rows);
  if (model.empty()) return section;
  section.absent = "blinded: the parts of the model name the treatments";
  if (evidence.blinded) return section;
  section.body = leaning_table(evidence, model) +
                 element("p", {{"class", "small"}},
                         "Main parameters of each conclusion, chosen from the equations. The table "
                         "counts; it does not weigh. A conclusion that leans on grade C is a "
                         "hypothesis about the model, and another value may turn it.") +
                 grade_table(model);
  return section;
}

}  // namespace pressor::report
