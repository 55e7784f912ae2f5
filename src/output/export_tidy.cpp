#include "export_source.h"
#include "pressor/core/errors.h"
#include "row_tables.h"

namespace pressor {
namespace {

constexpr const char* tidy_missing = "NA";

/// A group whose datasets all have one value a row, as it is.
ExportTable plain_table(const ResultInfo& info, const ResultRows& rows, const std::string& name) {
  const ExportSource source(info, rows, tidy_missing);
  ExportTable table{name, {}, {}};
  std::vector<std::string> paths;
  for (const std::string& column : source.names('/' + name)) {
    paths.push_back('/' + name + '/' + column);
    table.columns.push_back(source.column(paths.back(), column));
  }
  table.lines = [source, paths](const auto& take) {
    std::vector<std::vector<std::string>> columns;
    for (const std::string& path : paths) columns.push_back(source.cells(path));
    ExportTable::Line line(columns.size());
    for (std::size_t r = 0; !columns.empty() && r < columns[0].size(); ++r) {
      for (std::size_t c = 0; c < columns.size(); ++c) line[c] = columns[c][r];
      take(line);
    }
  };
  return table;
}

/// Events with the unit of each value beside it.
ExportTable events_table(const ResultInfo& info, const ResultRows& rows) {
  ExportTable table = plain_table(info, rows, "events");
  const auto place_of = [&](const std::string& name) {
    std::size_t at = 0;
    while (at < table.columns.size() && table.columns[at].name != name) ++at;
    return at;
  };
  const std::size_t value = place_of("value");
  const std::size_t kind = place_of("kind");
  table.columns[value].unit = "as in `unit`";
  table.columns.insert(table.columns.begin() + static_cast<std::ptrdiff_t>(value) + 1,
                       {"unit", "", "unit of the value"});
  table.lines = [plain = table.lines, value, kind](const auto& take) {
    plain([&](ExportTable::Line line) {
      const std::string unit = event_unit(line[kind]);
      line.insert(line.begin() + static_cast<std::ptrdiff_t>(value) + 1, unit);
      take(line);
    });
  };
  return table;
}

ExportTable endpoints_table(const ResultInfo& info, const ResultRows& rows) {
  const ExportSource source(info, rows, tidy_missing);
  ExportTable table{"endpoints",
                    {{"patient", "1", "row of the patient in the whole run"},
                     {"replicate", "1", "replicate of the trial"},
                     {"arm", "", "arm in which this row was simulated"},
                     {"assigned", "", "arm in which the trial counts the patient"},
                     {"endpoint", "", "name of the endpoint"},
                     {"at", "", "its time, where it has one"},
                     {"value", "as in `unit`", "the value"},
                     {"unit", "", "unit of the value"},
                     {"missing", "", "why there is no value; `present` where there is one"},
                     {"measure", "", "what was measured"}},
                    {}};
  table.lines = [source](const auto& take) {
    const auto patient = source.cells("/endpoints/patient");
    const auto replicate = source.cells("/patients/replicate");
    const auto arm = source.cells("/patients/arm");
    const auto assigned = source.cells("/patients/assigned");
    for (const std::string& name : source.names("/endpoints")) {
      const std::string path = "/endpoints/" + name;
      if (!source.has(path + ".missing")) continue;
      const ExportColumn column = source.column(path, name);
      const auto values = source.cells(path);
      const auto missing = source.cells(path + ".missing");
      const std::size_t at = name.find('@');
      for (std::size_t r = 0; r < values.size(); ++r) {
        take({patient[r], replicate[r], arm[r], assigned[r], name.substr(0, at),
              at == std::string::npos ? "" : name.substr(at + 1), values[r], column.unit,
              missing[r], column.meaning});
      }
    }
  };
  return table;
}

ExportTable trajectories_table(const ResultInfo& info, const ResultRows& rows) {
  const ExportSource source(info, rows, tidy_missing);
  ExportTable table{"trajectories", {}, {}};
  std::vector<std::string> heads;
  std::vector<std::string> variables;
  for (const std::string& name : source.names("/trajectories")) {
    if (name == "time") continue;
    const bool curve = rows.shape("/trajectories/" + name).size() > 1;
    (curve ? variables : heads).push_back(name);
  }
  const auto add = [&](const std::string& name) {
    table.columns.push_back(source.column("/trajectories/" + name, name));
  };
  for (const std::string& name : heads) add(name);
  add("time");
  for (const std::string& name : variables) add(name);
  table.lines = [source, heads, variables](const auto& take) {
    std::vector<std::vector<std::string>> columns;
    for (const std::string& name : heads) columns.push_back(source.cells("/trajectories/" + name));
    const auto times = source.cells("/trajectories/time");
    TrajectoryReader reader(source.rows(), variables);
    ExportTable::Line line;
    for (std::size_t p = 0; p < reader.patients(); ++p) {
      for (std::size_t t = 0; t < times.size(); ++t) {
        line.clear();
        for (const auto& column : columns) line.push_back(column[p]);
        line.push_back(times[t]);
        for (std::size_t v = 0; v < variables.size(); ++v) {
          line.push_back(source.number("/trajectories/" + variables[v], reader.at(v, p, t)));
        }
        take(line);
      }
    }
  };
  return table;
}

}  // namespace

std::vector<ExportTable> tidy_tables(const ResultInfo& info, const ResultRows& rows) {
  std::vector<ExportTable> tables{plain_table(info, rows, "patients"), endpoints_table(info, rows),
                                  events_table(info, rows)};
  if (info.kept > 0) tables.push_back(trajectories_table(info, rows));
  return tables;
}

}  // namespace pressor
