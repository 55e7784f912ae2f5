#include "pressor/report/table.h"

#include <utility>

namespace pressor::report {

Table::Table(std::string caption, const std::vector<std::string>& headings)
    : caption_(std::move(caption)), columns_(headings.size()) {
  for (const std::string& heading : headings) {
    head_ += element("th", {{"scope", "col"}}, heading);
  }
}

void Table::row(const std::vector<std::string>& cells) {
  std::vector<Html> rest;
  for (std::size_t i = 1; i < cells.size(); ++i) rest.push_back(text(cells[i]));
  row(cells.empty() ? std::string() : cells.front(), rest);
}

void Table::row(const std::string& heading, const std::vector<Html>& cells) {
  Html made = element("th", {{"scope", "row"}}, heading);
  for (std::size_t i = 0; i + 1 < columns_; ++i) {
    made += element("td", i < cells.size() ? cells[i] : Html());
  }
  body_ += element("tr", made);
}

void Table::group(std::string_view words) {
  body_ +=
      element("tr", {{"class", "group"}},
              element("th", {{"scope", "colgroup"}, {"colspan", std::to_string(columns_)}}, words));
}

Html Table::markup(const std::string& look) const {
  const Html inside = element("caption", caption_) + element("thead", element("tr", head_)) +
                      element("tbody", body_);
  return element("div", {{"class", "scroll"}}, element("table", {{"class", look}}, inside));
}

void Facts::add(std::string_view name, std::string_view words) { add(name, text(words)); }

void Facts::add(std::string_view name, const Html& markup) {
  inside_ += element("dt", name) + element("dd", markup);
}

Html Facts::markup() const { return element("dl", inside_); }

}  // namespace pressor::report
