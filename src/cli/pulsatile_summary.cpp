#include "pulsatile_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "text_table.h"

namespace pressor::cli {
namespace {

/// Lines of the table; the rest stands in the result.
constexpr std::size_t most_lines = 24;
constexpr std::size_t most_reasons = 4;

struct PulsatileColumns {
  std::vector<double> patient, time, map, map_averaged, sbp, dbp, output, output_averaged;
  std::vector<std::string> failure;
};

PulsatileColumns read_columns(const ResultRows& result) {
  const auto read = [&](const char* name) {
    return result.numbers(std::string("/pulsatile/") + name);
  };
  return {read("patient"),      read("time"),        read("MAP"),
          read("MAP_averaged"), read("SBP"),         read("DBP"),
          read("CO"),           read("CO_averaged"), result.texts("/pulsatile/failure")};
}

double percent_off(double value, double from) { return 100.0 * (value / from - 1.0); }

Row line_of(const PulsatileColumns& c, std::size_t i) {
  const std::size_t times = c.time.size();
  Row row{fmt::format("{:.0f}", c.patient[i / times]), fmt::format("{:g}", c.time[i % times])};
  row.push_back(std::isnan(c.map_averaged[i]) ? "-" : fmt::format("{:.1f}", c.map_averaged[i]));
  if (std::isnan(c.map[i])) {
    row.insert(row.end(), 4, "-");
    return row;
  }
  row.push_back(
      fmt::format("{:.1f} ({:+.1f} %)", c.map[i], percent_off(c.map[i], c.map_averaged[i])));
  row.push_back(fmt::format("{:.0f}/{:.0f}", c.sbp[i], c.dbp[i]));
  row.push_back(fmt::format("{:.2f}", c.output_averaged[i]));
  row.push_back(fmt::format("{:.2f}", c.output[i]));
  return row;
}

/// Why beats are missing, each reason once.
std::string reasons_of(const PulsatileColumns& c) {
  std::vector<std::string> told;
  std::string out;
  for (const std::string& reason : c.failure) {
    if (reason.empty() || std::find(told.begin(), told.end(), reason) != told.end()) continue;
    if (told.size() < most_reasons) out += "no beat: " + reason + '\n';
    told.push_back(reason);
  }
  return out;
}

}  // namespace

std::string pulsatile_summary(const ResultRows& result) {
  if (!result.has("/pulsatile/MAP")) return {};
  const PulsatileColumns c = read_columns(result);
  std::vector<Row> rows{{"pulsatile body", "min", "MAP averaged", "pulsatile", "SBP/DBP",
                         "CO averaged", "pulsatile"}};
  double largest = 0.0;
  std::size_t without = 0;
  for (std::size_t i = 0; i < c.map.size(); ++i) {
    if (i < most_lines) rows.push_back(line_of(c, i));
    if (std::isnan(c.map[i])) {
      ++without;
    } else {
      largest = std::max(largest, std::abs(percent_off(c.map[i], c.map_averaged[i])));
    }
  }
  return align(rows) + reasons_of(c) +
         fmt::format("MAP of the two bodies differs by at most {:.1f} % in {} of {} beats\n",
                     largest, c.map.size() - without, c.map.size());
}

}  // namespace pressor::cli
