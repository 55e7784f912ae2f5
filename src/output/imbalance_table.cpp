#include "row_tables.h"
#include "tables.h"

namespace pressor {
namespace {

template <class Cell>
Dataset by_replicate(std::string name, std::string unit, std::string meaning,
                     std::vector<Cell> cells) {
  return make_dataset("trial", std::move(name), std::move(unit), std::move(meaning), {"replicate"},
                      std::move(cells));
}

}  // namespace

std::vector<Dataset> imbalance_table(const Study& study, const StudyHeader& header,
                                     const ImbalanceTable& imbalance) {
  if (!study.imbalance || imbalance.gap.empty()) return {};
  const std::string& column = study.imbalance->column;
  std::string unit = "1";
  for (const EndpointColumn& c : header.endpoint_columns) {
    if (c.name == column) unit = safe_unit(c.unit);
  }
  std::vector<std::int32_t> redraws(imbalance.redraws.begin(), imbalance.redraws.end());
  return {by_replicate("imposed_gap", unit,
                       "mean of " + column + " in the second arm minus the first, as imposed",
                       imbalance.gap),
          by_replicate("redraws", "1", "allocations laid aside until the gap was met",
                       std::move(redraws))};
}

}  // namespace pressor
