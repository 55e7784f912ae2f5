#include <system_error>

#include "csv_text.h"
#include "pressor/core/errors.h"
#include "pressor/output/export.h"
#include "pressor/output/text_file.h"

namespace pressor {
namespace {

/// Text that is gathered before it goes to the file.
constexpr std::size_t gathered = std::size_t{1} << 20U;

void put_lines(const ExportTable& table, TextFile& file) {
  std::string text;
  const auto put = [&](const std::string& cell, bool last) {
    text += csv_cell(cell);
    text += last ? '\n' : ',';
  };
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    put(table.columns[c].name, c + 1 == table.columns.size());
  }
  table.lines([&](const ExportTable::Line& line) {
    for (std::size_t c = 0; c < line.size(); ++c) put(line[c], c + 1 == line.size());
    if (text.size() < gathered) return;
    file.add(text);
    text.clear();
  });
  file.add(text);
}

}  // namespace

void write_table(const ExportTable& table, const std::filesystem::path& path, bool replace) {
  TextFile file(path, replace);
  put_lines(table, file);
  file.finish();
}

void write_tables(const std::vector<ExportTable>& tables, const std::filesystem::path& folder,
                  bool replace) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError("cannot make " + folder.string() + ": " + error.message());
  const auto path_of = [&](const ExportTable& table) { return folder / (table.name + ".csv"); };
  for (const ExportTable& table : tables) check_text_file(path_of(table), replace);
  for (const ExportTable& table : tables) write_table(table, path_of(table), replace);
}

}  // namespace pressor
