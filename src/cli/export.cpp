#include "pressor/output/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "pressor/core/errors.h"

namespace pressor::cli {
namespace {

struct ExportOptions {
  std::filesystem::path result;
  std::filesystem::path output;
  std::string format = "tidy";
  std::string drug;
  std::string table;
  bool force = false;
};

const std::map<std::string, ExportFormat> export_formats{
    {"tidy", ExportFormat::tidy}, {"nonmem", ExportFormat::nonmem}, {"adam", ExportFormat::adam}};

std::vector<ExportTable> chosen_tables(std::vector<ExportTable> tables, const std::string& name) {
  if (name.empty()) return tables;
  std::vector<std::string> names;
  for (const ExportTable& table : tables) names.push_back(table.name);
  std::erase_if(tables, [&](const ExportTable& table) { return table.name != name; });
  if (tables.empty()) {
    throw ParameterError(
        fmt::format("no table `{}` of this format; it has {}", name, fmt::join(names, ", ")));
  }
  return tables;
}

/// What `pressor simulate` has to be told of a table of the format nonmem.
std::string units_of(const ExportTable& table) {
  std::string flags;
  for (const ExportColumn& column : table.columns) {
    const bool implied = column.name == "RATE" || column.name == "II" || column.unit == "1";
    if (!implied) flags += fmt::format(" --unit {}={}", column.name, column.unit);
  }
  return flags;
}

/// What is told of a table that was written.
std::string line_of(const ExportTable& table, ExportFormat format, const std::string& file) {
  const bool doses = format == ExportFormat::nonmem && table.name != "columns";
  return file + (doses ? " :" + units_of(table) : "") + '\n';
}

void write_one(const std::vector<ExportTable>& tables, ExportFormat format,
               const ExportOptions& options) {
  if (tables.size() != 1) {
    throw ParameterError(
        fmt::format("{} is one file and there are {} tables; name one with "
                    "--table, or a folder",
                    options.output.string(), tables.size()));
  }
  write_table(tables[0], options.output, options.force);
  fmt::print("{}", line_of(tables[0], format, options.output.string()));
}

int export_result(const ExportOptions& options) {
  const ExportFormat format = export_formats.at(options.format);
  if (!options.drug.empty() && format != ExportFormat::nonmem) {
    throw ParameterError("--drug belongs to --format nonmem");
  }
  const ResultInfo info = read_result(options.result);
  const ResultRows rows(options.result);
  std::vector<ExportTable> tables =
      chosen_tables(export_tables(info, rows, format, options.drug), options.table);
  if (options.output.extension() == ".csv") {
    write_one(tables, format, options);
    return done;
  }
  tables.push_back(column_table(tables));
  write_tables(tables, options.output, options.force);
  for (const ExportTable& table : tables) {
    fmt::print("{}", line_of(table, format, (options.output / (table.name + ".csv")).string()));
  }
  return done;
}

}  // namespace

void add_export(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand(
      "export", "Write a result as CSV: tidy tables, NONMEM columns, or after ADaM");
  command->footer(
      "\nExamples:\n"
      "  pressor export adress.h5 -o adress                       # patients, endpoints, events "
      "...\n"
      "  pressor export adress.h5 -o adress --table endpoints\n"
      "  pressor export adress.h5 -o ne.csv --format nonmem --drug norepinephrine\n"
      "  pressor export adress.h5 -o adress --format adam          # adsl, adeff, advs, adtte\n"
      "\nA table `columns` tells the unit of every column. What --format nonmem writes `pressor\n"
      "simulate` reads, with the units that are printed behind each file.");
  command->add_option("result", options->result, "Result file")->required()->type_name("OUT.h5");
  command
      ->add_option("-o,--output,--csv", options->output,
                   "Folder for the tables, or a file for one of them")
      ->required()
      ->type_name("DIR|OUT.csv");
  command->add_option("--format", options->format, "tidy, nonmem or adam; default: tidy")
      ->check(CLI::IsMember({"tidy", "nonmem", "adam"}));
  command->add_option("--table", options->table, "This table only")->type_name("NAME");
  command->add_option("--drug", options->drug, "Of the format nonmem: this drug only")
      ->type_name("DRUG");
  command->add_flag("--force", options->force, "Replace existing files");
  command->callback([options, &chosen] { chosen = [options] { return export_result(*options); }; });
}

}  // namespace pressor::cli
