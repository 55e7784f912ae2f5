#include "read_observable.h"

#include <algorithm>

#include "people.h"
#include "pressor/cohort/cast.h"
#include "words.h"

namespace pressor {
namespace {

constexpr Word<ObservableKind> pair_words[] = {{"change", ObservableKind::change},
                                               {"percent", ObservableKind::percent},
                                               {"ratio", ObservableKind::ratio},
                                               {"half_life", ObservableKind::half_life}};
constexpr Word<ObservableKind> ladder_words[] = {{"emax", ObservableKind::emax},
                                                 {"ed50", ObservableKind::ed50},
                                                 {"slope", ObservableKind::slope}};

class ObservableReader {
 public:
  explicit ObservableReader(const QuantityNames& names) : names_(names) {}

  Observable read(const Value& value) {
    read_reading(value);
    return std::move(reading_);
  }

 private:
  void read_reading(const Value& value) {
    if (value.is_map()) return value.fields([&](Fields& in) { read_ladder(in); });
    reading_.text = value.text();
    if (!value.is_text()) return;
    const std::string& text = reading_.text;
    const std::size_t open = text.find('(');
    if (open == std::string::npos) return read_single(trimmed(text), value);
    const std::size_t comma = text.find(',', open);
    const std::string word = trimmed(text.substr(0, open));
    const auto* found = std::find_if(std::begin(pair_words), std::end(pair_words),
                                     [&](const auto& pair) { return pair.name == word; });
    if (found == std::end(pair_words) || comma == std::string::npos || text.back() != ')') {
      return value.problem("`" + text + "` is no observable",
                           "`map@1h`, or `change(A, B)`, `percent(A, B)`, `ratio(A, B)` or "
                           "`half_life(A, B)` of two of these");
    }
    reading_.kind = found->value;
    read_pair(trimmed(text.substr(open + 1, comma - open - 1)),
              trimmed(text.substr(comma + 1, text.size() - comma - 2)), value);
  }

  void read_single(const std::string& name, const Value& where) {
    const auto found = names_.find(name, where);
    if (!found) return;
    reading_.first = found->quantity;
    reading_.unit = found->unit;
  }

  void read_pair(const std::string& first, const std::string& second, const Value& where) {
    const auto a = names_.find(first, where);
    const auto b = names_.find(second, where);
    if (!a || !b) return;
    if (a->unit != b->unit) {
      where.problem("`" + first + "` is in " + a->unit + " and `" + second + "` in " + b->unit,
                    "two quantities of the same unit");
    }
    reading_.first = a->quantity;
    reading_.second = b->quantity;
    reading_.apart = b->at - a->at;
    reading_.unit = a->unit;
    if (reading_.kind == ObservableKind::percent) reading_.unit = "%";
    if (reading_.kind == ObservableKind::ratio) reading_.unit = "1";
    if (reading_.kind != ObservableKind::half_life) return;
    reading_.unit = "min";
    if (reading_.apart <= 0.0) where.problem("the two moments are not one after the other");
  }

  /// `{ladder: slope, rest: map@5min, steps: [map@10min, ...], doses: [0.5 ug/kg/min, ...]}`
  void read_ladder(Fields& in) {
    const Value word = in.required("ladder");
    reading_.kind = word.choice(ladder_words, ObservableKind::emax);
    reading_.text = word.text() + " of the ladder";
    const Value rest = in.required("rest");
    if (rest.is_text()) read_single(rest.text(), rest);
    for (const Value& step : in.required("steps").items()) {
      const auto found = names_.find(step.text(), step);
      if (found) reading_.ladder.push_back(found->quantity);
    }
    const Value doses = in.required("doses");
    for (const Value& dose : doses.items()) {
      reading_.doses.push_back(dose.quantity({"ug/kg/min", 1.0e-4, 1.0e4}, 1.0));
    }
    if (reading_.doses.size() != reading_.ladder.size()) doses.problem("not one dose a step");
    if (!std::is_sorted(reading_.doses.begin(), reading_.doses.end())) {
      doses.problem("doses that do not rise", "doses from low to high");
    }
    if (reading_.kind == ObservableKind::ed50) reading_.unit = "ug/kg/min";
    if (reading_.kind == ObservableKind::slope) reading_.unit = "1";
  }

  const QuantityNames& names_;
  Observable reading_;
};

}  // namespace

QuantityNames::QuantityNames(const Study& study) {
  for (const Arm& arm : study.arms) arms_.push_back(arm.name);
  for (const EndpointColumn& column :
       endpoint_columns(study.endpoints, study_variables(study.cast))) {
    columns_.push_back({column.name, column.unit, column.at});
  }
  for (const ValueInfo& info : value_infos(study.cast)) {
    if (info.varies) columns_.push_back({info.name, info.shown, 0.0});
  }
}

std::optional<QuantityNames::Found> QuantityNames::find(const std::string& name,
                                                        const Value& where) const {
  Found found;
  std::string column = name;
  if (arms_.size() > 1) {
    const std::size_t dot = name.find('.');
    const auto arm = std::find(arms_.begin(), arms_.end(), name.substr(0, dot));
    if (dot == std::string::npos || arm == arms_.end()) {
      where.problem("`" + name + "` names no arm of this study",
                    "`ARM." + name + "` with one of the arms " + list_words(arms_));
      return std::nullopt;
    }
    found.quantity.arm = static_cast<std::size_t>(arm - arms_.begin());
    column = name.substr(dot + 1);
  }
  const auto known = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const Column& c) { return c.name == column; });
  if (known == columns_.end()) {
    std::vector<std::string> names;
    for (const Column& c : columns_) names.push_back(c.name);
    refuse_name(where, "quantity of this study", column, names);
    return std::nullopt;
  }
  found.quantity.column = static_cast<std::size_t>(known - columns_.begin());
  found.unit = known->unit;
  found.at = known->at;
  return found;
}

Observable read_observable(const Value& value, const QuantityNames& names) {
  return ObservableReader(names).read(value);
}

}  // namespace pressor
