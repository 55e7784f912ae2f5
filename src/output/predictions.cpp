#include "pressor/output/predictions.h"

#include "csv_text.h"

namespace pressor {

std::string predictions_csv(const Csv& data, const std::vector<PredictionColumn>& columns) {
  std::string out;
  for (const Cell& name : data.header) out += csv_cell(name.text) + ',';
  for (const PredictionColumn& column : columns) {
    const std::size_t at = data.find(column.name);
    if (at < data.header.size()) {
      throw InputError({data.problem_at(data.header[at], {}, "a column " + column.name,
                                        "none: the predictions go there")});
    }
    out += csv_cell(column.name) + ',';
  }
  out.back() = '\n';
  for (std::size_t r = 0; r < data.rows.size(); ++r) {
    for (const Cell& cell : data.rows[r]) out += csv_cell(cell.text) + ',';
    for (const PredictionColumn& column : columns) out += csv_number(column.values[r]) + ',';
    out.back() = '\n';
  }
  return out;
}

}  // namespace pressor
