#include "dataset.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace pressor {
namespace {

std::size_t bytes_of(const Cells& cells) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&cells)) {
    return std::accumulate(texts->begin(), texts->end(), std::size_t{0},
                           [](std::size_t sum, const std::string& text) {
                             return sum + sizeof(std::string) + text.size();
                           });
  }
  return cell_size(cells) * std::visit([](const auto& values) { return values.size(); }, cells);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

Dataset make_dataset(std::string group, std::string name, std::string units, std::string long_name,
                     std::vector<std::string> dims, Cells cells, std::vector<std::size_t> inner) {
  Dataset made;
  made.group = std::move(group);
  made.name = std::move(name);
  made.units = std::move(units);
  made.long_name = std::move(long_name);
  made.dims = std::move(dims);
  made.inner = std::move(inner);
  made.cells = std::move(cells);
  return made;
}

std::size_t Dataset::width() const {
  return std::accumulate(inner.begin(), inner.end(), std::size_t{1}, std::multiplies<>());
}

std::size_t Dataset::size() const {
  return std::visit([](const auto& values) { return values.size(); }, cells);
}

const char* type_name(const Cells& cells) {
  constexpr const char* names[] = {"float32", "float64", "int8", "int32", "int64", "string"};
  static_assert(std::size(names) == std::variant_size_v<Cells>);
  return names[cells.index()];
}

std::size_t cell_size(const Cells& cells) {
  return std::visit(
      [](const auto& values) -> std::size_t {
        using Cell = typename std::decay_t<decltype(values)>::value_type;
        return std::is_same_v<Cell, std::string> ? sizeof(char*) : sizeof(Cell);
      },
      cells);
}

void check_name(const Dataset& dataset) {
  const std::string& name = dataset.name;
  const bool bad = name.empty() || name == "." || name.find('/') != std::string::npos ||
                   std::any_of(name.begin(), name.end(), is_control);
  if (bad) throw OutputError("`" + name + "` cannot be the name of a dataset in /" + dataset.group);
}

std::string one_word(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ' ' || is_control(c); }, '_');
  return text.empty() ? "_" : text;
}

std::size_t Table::bytes() const {
  return std::accumulate(columns_.begin(), columns_.end(), std::size_t{0},
                         [](std::size_t sum, const Dataset& c) { return sum + bytes_of(c.cells); });
}

void Table::clear() {
  for (Dataset& column : columns_) {
    std::visit([](auto& values) { values.clear(); }, column.cells);
  }
}

}  // namespace pressor
