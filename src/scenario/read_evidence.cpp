#include "read_evidence.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "people.h"
#include "pressor/cohort/cast.h"
#include "words.h"

namespace pressor {
namespace {

constexpr Word<EvidenceSet> set_words[] = {{"fit", EvidenceSet::fit},
                                           {"predict", EvidenceSet::predict},
                                           {"never fitted", EvidenceSet::never_fitted}};
constexpr Word<Statistic> statistic_words[] = {
    {"mean", Statistic::mean},
    {"median", Statistic::median},
    {"sd", Statistic::sd},
    {"log_sd", Statistic::log_sd},
    {"share", Statistic::share},
    {"odds_ratio", Statistic::odds_ratio},
    {"hazard_ratio", Statistic::hazard_ratio},
};
constexpr Word<ObservableKind> pair_words[] = {{"change", ObservableKind::change},
                                               {"percent", ObservableKind::percent},
                                               {"ratio", ObservableKind::ratio},
                                               {"half_life", ObservableKind::half_life}};
constexpr Word<ObservableKind> ladder_words[] = {{"emax", ObservableKind::emax},
                                                 {"ed50", ObservableKind::ed50},
                                                 {"slope", ObservableKind::slope}};

/// How a figure came to us: seen in the source or its abstract, quoted by another page, told by the
/// people who asked for this program, worked out from seen figures, remembered.
const std::vector<std::string> marks{"READ", "READ-2", "SEED", "DERIVED", "RECALLED"};

bool is_ratio(Statistic statistic) {
  return statistic == Statistic::odds_ratio || statistic == Statistic::hazard_ratio;
}

class RowReader {
 public:
  RowReader(const QuantityNames& names, const References& references)
      : names_(names), references_(references) {}

  EvidenceRow read(Fields& in, const std::string& population) {
    row_.id = in.required("id").text();
    row_.what = in.required("what").text();
    read_source(in.required("source"));
    row_.mark = in.required("mark").one_of(marks);
    row_.population = in.optional("population").text(population);
    row_.note = in.optional("note").text();
    row_.set = in.required("set").choice(set_words, EvidenceSet::predict);
    read_reading(in.required("observable"));
    row_.statistic = in.optional("statistic").choice(statistic_words, Statistic::mean);
    row_.unit = unit_of_figure();
    read_limit(in.optional("limit"));
    row_.among = read_groups(in.optional("among"));
    read_comparison(in);
    read_published(in);
    return std::move(row_);
  }

 private:
  void read_source(const Value& source) {
    row_.source = source.text();
    if (!source.is_text() || references_.contains(row_.source)) return;
    std::vector<std::string> keys;
    for (const auto& [key, reference] : references_) keys.push_back(key);
    source.problem("no source `" + row_.source + "`", "a key of references.yaml",
                   nearest(row_.source, keys).value_or(std::string{}));
  }

  // --- what is read of a patient
  // ------------------------------------------------------------------

  void read_reading(const Value& value) {
    if (value.is_map()) return value.fields([&](Fields& in) { read_ladder(in); });
    row_.reading.text = value.text();
    if (!value.is_text()) return;
    const std::string& text = row_.reading.text;
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
    row_.reading.kind = found->value;
    read_pair(trimmed(text.substr(open + 1, comma - open - 1)),
              trimmed(text.substr(comma + 1, text.size() - comma - 2)), value);
  }

  void read_single(const std::string& name, const Value& where) {
    const auto found = names_.find(name, where);
    if (!found) return;
    row_.reading.first = found->quantity;
    row_.reading.unit = found->unit;
  }

  void read_pair(const std::string& first, const std::string& second, const Value& where) {
    const auto a = names_.find(first, where);
    const auto b = names_.find(second, where);
    if (!a || !b) return;
    if (a->unit != b->unit) {
      where.problem("`" + first + "` is in " + a->unit + " and `" + second + "` in " + b->unit,
                    "two quantities of the same unit");
    }
    Observable& reading = row_.reading;
    reading.first = a->quantity;
    reading.second = b->quantity;
    reading.apart = b->at - a->at;
    reading.unit = a->unit;
    if (reading.kind == ObservableKind::percent) reading.unit = "%";
    if (reading.kind == ObservableKind::ratio) reading.unit = "1";
    if (reading.kind != ObservableKind::half_life) return;
    reading.unit = "min";
    if (reading.apart <= 0.0) where.problem("the two moments are not one after the other");
  }

  /// `{ladder: slope, rest: map@5min, steps: [map@10min, ...], doses: [0.5 ug/kg/min, ...]}`
  void read_ladder(Fields& in) {
    Observable& reading = row_.reading;
    const Value word = in.required("ladder");
    reading.kind = word.choice(ladder_words, ObservableKind::emax);
    reading.text = word.text() + " of the ladder";
    const Value rest = in.required("rest");
    if (rest.is_text()) read_single(rest.text(), rest);
    for (const Value& step : in.required("steps").items()) {
      const auto found = names_.find(step.text(), step);
      if (found) reading.ladder.push_back(found->quantity);
    }
    const Value doses = in.required("doses");
    for (const Value& dose : doses.items()) {
      reading.doses.push_back(dose.quantity({"ug/kg/min", 1.0e-4, 1.0e4}, 1.0));
    }
    if (reading.doses.size() != reading.ladder.size()) doses.problem("not one dose a step");
    if (!std::is_sorted(reading.doses.begin(), reading.doses.end())) {
      doses.problem("doses that do not rise", "doses from low to high");
    }
    if (reading.kind == ObservableKind::ed50) reading.unit = "ug/kg/min";
    if (reading.kind == ObservableKind::slope) reading.unit = "1";
  }

  // --- how patients become a figure
  // ---------------------------------------------------------------

  [[nodiscard]] std::string unit_of_figure() const {
    if (row_.statistic == Statistic::share) return "%";
    const bool plain = row_.statistic == Statistic::log_sd || is_ratio(row_.statistic);
    return plain ? "1" : row_.reading.unit;
  }

  void read_limit(const Value& limit) {
    if (limit.present()) row_.limit = limit.comparison(row_.reading.unit);
    const bool share = row_.statistic == Statistic::share;
    if (share && !limit.present()) limit.problem("a share needs a `limit`", "such as `< -15 %`");
    if (!share && limit.present()) limit.problem("only a share has a limit", "`statistic: share`");
  }

  [[nodiscard]] std::vector<Group> read_groups(const Value& value) const {
    std::vector<Group> groups;
    for (const auto& [name, conditions] : value.pairs()) {
      const auto found = names_.find(name, conditions);
      if (!found) continue;
      for (const Value& condition : conditions.one_or_more()) {
        groups.push_back({found->quantity, condition.comparison(found->unit)});
      }
    }
    return groups;
  }

  /// What a ratio compares: a group with another, or by a covariate.
  void read_comparison(Fields& in) {
    const Value against = in.optional("against");
    const Value per = in.optional("per");
    row_.against = read_groups(against);
    for (const auto& [name, step] : per.pairs()) {
      const auto found = names_.find(name, step);
      if (found) row_.covariate = {found->quantity, step.quantity({found->unit}, 1.0)};
    }
    const bool one = row_.against.empty() != !row_.covariate.has_value();
    if (is_ratio(row_.statistic) && !one) {
      in.whole().problem("a ratio compares nothing or too much", "one of `against` and `per`");
    }
    if (!is_ratio(row_.statistic) && (against.present() || per.present())) {
      in.whole().problem("`against` and `per` belong to ratios", "`statistic: odds_ratio`");
    }
  }

  // --- what was published
  // -------------------------------------------------------------------------

  void read_published(Fields& in) {
    const Value published = in.optional("published");
    const Value direction = in.optional("direction");
    const Value tolerance = in.optional("tolerance");
    const Value ci = in.optional("ci");
    const Value iqr = in.optional("iqr");
    const Value n = in.optional("n");
    if (published.present() == direction.present()) {
      in.whole().problem("a row says a figure or a direction", "one of `published`, `direction`");
      return;
    }
    if (direction.present()) return read_direction(direction, tolerance);
    Published figure;
    const Spread spread = published.spread(row_.unit);
    figure.value = spread.centre;
    figure.sd = spread.spread;
    if (n.present()) figure.n = n.integer(1, 10'000'000, 1);
    figure.quartiles = iqr.present();
    const Value& interval = iqr.present() ? iqr : ci;
    if (const auto ends = interval.pair()) {
      figure.interval = {ends->first.quantity({row_.unit}, 0.0),
                         ends->second.quantity({row_.unit}, 0.0)};
    }
    row_.published = figure;
    if (!tolerance.present()) {
      return in.whole().problem("the key `tolerance` is missing",
                                "`one SD`, `CI`, `IQR`, `20 %` or {within: ..., reason: ...}");
    }
    read_tolerance(tolerance);
  }

  void allow(double low, double high, std::string words) {
    row_.lowest = low;
    row_.highest = high;
    row_.tolerance = std::move(words);
  }

  void allow_around(double centre, double distance, std::string words) {
    allow(centre - distance, centre + distance, std::move(words));
  }

  void read_tolerance(const Value& value) {
    const Published& figure = *row_.published;
    if (value.is_map()) return read_own_tolerance(value, figure.value);
    const std::string text = value.text();
    if (text == "one SD" && figure.sd) {
      return allow_around(figure.value, *figure.sd, "one published SD");
    }
    if (figure.interval && text == (figure.quartiles ? "IQR" : "CI")) {
      return allow(
          (*figure.interval)[0], (*figure.interval)[1],
          figure.quartiles ? "inside the published quartiles" : "inside the published 95% CI");
    }
    if (text == "20 %") {
      return allow_around(figure.value, 0.2 * std::abs(figure.value),
                          "20 % of the figure: no spread of it was published");
    }
    value.problem("`" + text + "` is no tolerance of this row",
                  "`one SD` beside a spread, `CI` beside a ci, `IQR` beside an iqr, `20 %`, or "
                  "{within: ..., reason: ...}");
  }

  void read_own_tolerance(const Value& value, double centre) {
    value.fields([&](Fields& in) {
      const double distance = in.required("within").quantity({row_.unit, 0.0}, 0.0);
      const std::string reason = in.required("reason").text();
      allow_around(centre, distance, "within " + rounded(distance, 3) + ": " + reason);
    });
  }

  void read_direction(const Value& direction, const Value& tolerance) {
    const std::string word = direction.one_of({"rises", "falls", "unchanged"});
    row_.direction = word;
    const double neutral = row_.unit == "1" ? 1.0 : 0.0;
    const double infinite = std::numeric_limits<double>::infinity();
    if (word == "unchanged") {
      if (tolerance.present()) return read_own_tolerance(tolerance, neutral);
      return direction.problem("how near is unchanged?", "a `tolerance` with a reason");
    }
    if (tolerance.present()) tolerance.problem("a direction has no tolerance");
    if (word == "rises")
      allow(std::nextafter(neutral, infinite), infinite, "only the direction was published");
    if (word == "falls") {
      allow(-infinite, std::nextafter(neutral, -infinite), "only the direction was published");
    }
  }

  const QuantityNames& names_;
  const References& references_;
  EvidenceRow row_;
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

EvidenceRow read_evidence_row(Fields& in, const QuantityNames& names, const References& references,
                              const std::string& population) {
  return RowReader(names, references).read(in, population);
}

}  // namespace pressor
