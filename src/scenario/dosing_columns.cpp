#include "dosing_columns.h"

#include <algorithm>
#include <map>
#include <set>

namespace pressor {
namespace {

constexpr Word<CovariateRule> covariate_rules[] = {{"locf", CovariateRule::carried_forward},
                                                   {"nocb", CovariateRule::carried_backward}};

/// A covariate, its columns, and what people are like.
struct CovariateField {
  std::string_view name;
  std::string_view also;
  Range range;
};
constexpr CovariateField covariate_fields[] = {
    {"weight", "WT", {"kg", 0.3, 500.0}},    {"height", "HT", {"cm", 20.0, 260.0}},
    {"age", "", {"1", 0.0, 120.0}},          {"woman", "", {"1", 0.0, 1.0}},
    {"saps2", "", {"1", 0.0, 163.0}},        {"albumin", "ALB", {"g/L", 3.0, 90.0}},
    {"haematocrit", "HCT", {"1", 0.05, 0.8}}};

/// `TIME` of `time`.
bool is_called(const std::string& column, std::string_view name) {
  return !name.empty() && column == capitals(name);
}

class ColumnFinder {
 public:
  ColumnFinder(const DosedDrug& dosed, Fields& settings, const Csv& data)
      : dosed_(dosed), data_(data), problems_(settings.whole().problems()) {
    columns_.rule =
        settings.optional("covariates").choice(covariate_rules, CovariateRule::carried_forward);
    for (const Value& name : settings.optional("ignore").one_or_more()) ignore(name);
    const Value units = settings.optional("units");
    for (const auto& [name, unit] : units.pairs()) {
      if (!units_.emplace(capitals(name), unit).second) unit.problem("a second unit of " + name);
    }
  }

  DosingColumns find() {
    columns_.minutes = factor("TIME", "min");
    columns_.micrograms = factor("AMT", "ug");
    columns_.concentration = factor("DV", "ng/mL");
    for (std::size_t c = 0; c < data_.names.size(); ++c) place(c);
    for (const DosingItem item : {DosingItem::id, DosingItem::time, DosingItem::amount}) {
      if (columns_.of(item)) continue;
      const std::string name(dosing_item_names[static_cast<std::size_t>(item)]);
      note(0, "no column " + name, "the columns ID, TIME and AMT at least");
    }
    check_parameters();
    check_unused_units();
    return std::move(columns_);
  }

 private:
  void note(std::size_t column, std::string what, std::string expected,
            std::string suggestion = {}) {
    problems_.add(data_.problem_at(data_.header[column], {}, std::move(what), std::move(expected),
                                   std::move(suggestion)));
  }

  void ignore(const Value& name) {
    const std::string column = capitals(name.text());
    const bool there = std::any_of(data_.names.begin(), data_.names.end(),
                                   [&](const auto& other) { return capitals(other) == column; });
    if (!there)
      name.problem("no column `" + name.text() + "`", "one of " + list_words(data_.names));
    ignored_.insert(column);
  }

  /// Native units in one of the unit that was told for a column.
  double factor(const std::string& column, std::string_view native) {
    const auto told = units_.find(column);
    if (told == units_.end()) {
      if (native != "1") refuse_bare(column, std::string(native));
      return 1.0;
    }
    used_.insert(column);
    const Value& unit = told->second;
    try {
      const std::string text = unit.text();
      return in_unit({1.0, parse_unit(text), "1 " + text}, native, dosed_.drug.units);
    } catch (const QuantityError& error) {
      unit.problem(error.what(), error.expected(), error.suggestion());
      return 1.0;
    }
  }

  void refuse_bare(const std::string& column, const std::string& unit) {
    std::size_t at = 0;
    while (at + 1 < data_.names.size() && capitals(data_.names[at]) != column) ++at;
    if (capitals(data_.names[at]) != column) at = 0;
    note(at, "no unit of " + column,
         "`units: {" + column + ": " + unit + "}` under `data` in the model file, or --unit " +
             column + "=" + unit);
  }

  void place(std::size_t c) {
    const std::string name = capitals(data_.names[c]);
    if (!seen_.insert(name).second) {
      return note(c, "the column `" + name + "` stands twice", "names that differ");
    }
    if (ignored_.contains(name)) return;
    if (place_item(name, c) || place_covariate(name, c) || place_parameter(name, c)) return;
    const auto known = known_names();
    note(c, "unknown column `" + data_.names[c] + "`",
         list_words(known) + "; a column that means nothing here goes under `ignore`",
         nearest(name, known).value_or(std::string{}));
  }

  bool place_item(const std::string& name, std::size_t c) {
    const auto found = std::find(dosing_item_names.begin(), dosing_item_names.end(), name);
    if (found == dosing_item_names.end()) return false;
    columns_.items[static_cast<std::size_t>(found - dosing_item_names.begin())] = c;
    return true;
  }

  bool place_covariate(const std::string& name, std::size_t c) {
    for (const CovariateField& field : covariate_fields) {
      if (!is_called(name, field.name) && !is_called(name, field.also)) continue;
      add(columns_.covariates, c, name, std::string(field.name), field.range);
      return true;
    }
    return false;
  }

  bool place_parameter(const std::string& name, std::size_t c) {
    for (const DosingField& field : dosed_.fields()) {
      if (!is_called(name, field.name) && !is_called(name, field.also)) continue;
      add(columns_.parameters, c, name, field.name, field.range);
      return true;
    }
    return false;
  }

  void add(std::vector<NumberColumn>& columns, std::size_t c, const std::string& column,
           std::string name, const Range& range) {
    const auto same = [&](const NumberColumn& other) { return other.name == name; };
    if (std::any_of(columns.begin(), columns.end(), same)) {
      note(c, "a second column of " + name, "one of them");
    }
    columns.push_back({c, std::move(name), range, factor(column, range.unit)});
  }

  [[nodiscard]] std::vector<std::string> known_names() const {
    std::vector<std::string> names(dosing_item_names.begin(), dosing_item_names.end());
    for (const CovariateField& field : covariate_fields) names.push_back(capitals(field.name));
    for (const DosingField& field : dosed_.fields()) names.push_back(field.name);
    return names;
  }

  /// What the file does not say must stand in a column.
  void check_parameters() {
    for (const DosingField& field : dosed_.fields()) {
      if (!field.required) continue;
      const auto same = [&](const auto& other) { return other.name == field.name; };
      const auto& in_file = dosed_.set.parameters;
      const auto& in_data = columns_.parameters;
      if (std::any_of(in_file.begin(), in_file.end(), same) ||
          std::any_of(in_data.begin(), in_data.end(), same)) {
        continue;
      }
      note(0, "neither the model nor a column gives " + field.name,
           "`" + field.name + "` in the model file, or a column of that name");
    }
  }

  void check_unused_units() {
    for (const auto& [name, unit] : units_) {
      if (used_.contains(name)) continue;
      unit.problem("no column with a unit is called `" + name + "`",
                   "TIME, AMT, DV, or a covariate or parameter of the data");
    }
  }

  const DosedDrug& dosed_;
  const Csv& data_;
  ProblemList& problems_;
  DosingColumns columns_;
  std::map<std::string, Value> units_;
  std::set<std::string> ignored_;
  std::set<std::string> seen_;
  std::set<std::string> used_;
};

}  // namespace

std::string capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

DosingColumns find_columns(const DosedDrug& dosed, Fields& settings, const Csv& data) {
  return ColumnFinder(dosed, settings, data).find();
}

}  // namespace pressor
