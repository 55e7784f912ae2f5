#include "pressor/scenario/csv.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "text_checks.h"
#include "words.h"

namespace pressor {
namespace {

constexpr std::uintmax_t largest_file = 64U << 20U;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// Cells of one line; blanks at either end say nothing.
class LineReader {
 public:
  LineReader(std::shared_ptr<const Source> source, int line)
      : source_(std::move(source)),
        line_(line),
        text_(source_->lines[static_cast<std::size_t>(line - 1)]) {}

  std::vector<Cell> cells() {
    std::vector<Cell> out{cell()};
    while (at_ < text_.size()) {
      ++at_;  // the comma
      out.push_back(cell());
    }
    return out;
  }

 private:
  [[nodiscard]] int column() const {
    return count_characters(std::string_view(text_).substr(0, at_)) + 1;
  }

  Cell cell() {
    const int from = column();
    if (at_ < text_.size() && text_[at_] == '"') return {quoted(), line_, from};
    const std::size_t end = std::min(text_.find(',', at_), text_.size());
    Cell out{trimmed(text_.substr(at_, end - at_)), line_, from};
    if (out.text.find('"') != std::string::npos) {
      fail_at(source_, line_, from, "a quote inside a cell", "quotes around the whole cell");
    }
    at_ = end;
    return out;
  }

  std::string quoted() {
    const int from = column();
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += text_[at_++];
      } else {
        break;
      }
    }
    if (at_ == text_.size()) fail_at(source_, line_, from, "a quote that is not closed");
    ++at_;
    if (at_ < text_.size() && text_[at_] != ',') {
      fail_at(source_, line_, column(), "text after a quoted cell", "a comma");
    }
    return out;
  }

  std::shared_ptr<const Source> source_;
  int line_;
  const std::string& text_;
  std::size_t at_ = 0;
};

void check_names(const Csv& csv, std::vector<Problem>& problems) {
  std::set<std::string> seen;
  for (const Cell& cell : csv.header) {
    if (cell.text.empty()) {
      problems.push_back(csv.problem_at(cell, {}, "a column without a name", "a name"));
    } else if (!seen.insert(cell.text).second) {
      problems.push_back(csv.problem_at(cell, {}, "the column `" + cell.text + "` stands twice",
                                        "names that differ"));
    }
  }
}

}  // namespace

std::size_t Csv::find(std::string_view name) const {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

Problem Csv::problem_at(const Cell& cell, std::string path, std::string what, std::string expected,
                        std::string suggestion) const {
  return {{source->name, cell.line, cell.column},
          std::move(path),
          std::move(what),
          std::move(expected),
          std::move(suggestion),
          source->lines[static_cast<std::size_t>(cell.line - 1)]};
}

Csv parse_csv(std::string text, std::string name) {
  normalise_line_ends(text);
  Csv csv{std::make_shared<const Source>(Source{std::move(name), lines_of(text)}), {}, {}, {}};
  check_characters(text, csv.source);
  if (csv.source->lines.size() < 2)
    fail_at(csv.source, 1, 1, "a table without rows", "a header line and rows below it");
  std::vector<Problem> problems;
  csv.header = LineReader(csv.source, 1).cells();
  for (const Cell& cell : csv.header) csv.names.push_back(cell.text);
  check_names(csv, problems);
  for (int line = 2; line <= static_cast<int>(csv.source->lines.size()); ++line) {
    std::vector<Cell> row = LineReader(csv.source, line).cells();
    if (row.size() != csv.header.size()) {
      problems.push_back(csv.problem_at(row.front(), {},
                                        std::to_string(row.size()) + " cells in this row",
                                        std::to_string(csv.header.size()) + ", as in the header"));
    }
    csv.rows.push_back(std::move(row));
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  return csv;
}

Csv read_csv(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) throw FileNotFound("cannot read `" + file.string() + "`");
  if (size > largest_file) throw FileNotFound("`" + file.string() + "` is larger than 64 MiB");
  return parse_csv({std::istreambuf_iterator<char>(in), {}}, file.string());
}

}  // namespace pressor
