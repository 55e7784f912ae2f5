#include "tables.h"

namespace pressor {

std::vector<Dataset> solver_table(const SolverCheck& check) {
  if (check.differences.empty()) return {};
  Table table("solver", "variable");
  table.column<std::string>("variable", "1", "variable of the trajectories");
  table.column<std::string>("unit", "1", "unit of the absolute difference");
  table.column<double>("absolute", "1", "largest difference from the reference engine, in `unit`");
  table.column<double>("relative", "1",
                       "the same over the largest size of the variable in its patient");
  table.column<std::int64_t>("row", "1", "row of /patients with the largest absolute difference");
  for (const SolverDifference& d : check.differences) {
    table.put(d.variable);
    table.put(d.unit);
    table.put(d.absolute);
    table.put(d.relative);
    table.put(static_cast<std::int64_t>(d.row));
  }
  return table.columns();
}

}  // namespace pressor
