#include "read_match.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "doses.h"
#include "match_words.h"
#include "people.h"

namespace pressor {
namespace {

using FigureKind = MatchFigure::Kind;

/// A quantity of people that conditions and figures may name.
struct Asked {
  const ValueInfo* info = nullptr;
  const Drug* drug = nullptr;  ///< of a CODE_DOSE
  Range range;
};

/// What may be named in the people of a cast.
class AskedNames {
 public:
  AskedNames(const Cast& cast, const Roster& roster) : infos_(value_infos(cast)), roster_(roster) {}

  /// Notes at `where` that there is no such quantity.
  [[nodiscard]] std::optional<Asked> find(const std::string& name, const Value& where) const {
    const auto info = std::find_if(infos_.begin(), infos_.end(),
                                   [&](const ValueInfo& i) { return i.name == name; });
    if (info == infos_.end()) {
      std::vector<std::string> names;
      for (const ValueInfo& i : infos_) names.push_back(i.name);
      where.problem("no quantity `" + name + "`",
                    "such as MAP, HR, CI, lactate, saps2, NE_DOSE or a body parameter",
                    nearest(name, names).value_or(std::string{}));
      return std::nullopt;
    }
    return Asked{&*info, drug_of(name), range_of_quantity(*info)};
  }

 private:
  [[nodiscard]] const Drug* drug_of(const std::string& name) const {
    for (std::size_t d = 0; d < roster_.size(); ++d) {
      if (roster_[d].code + "_DOSE" == name) return &roster_[d];
    }
    return nullptr;
  }

  static Range range_of_quantity(const ValueInfo& info) {
    for (const auto* list : {&covariate_qualities(), &drawn_observables(), &body_observables()}) {
      if (const Quality* quality = find_quality(*list, info.name)) return quality->range;
    }
    if (const ParameterInfo* parameter = find_body_parameter(info.name)) {
      return range_of(*parameter);
    }
    return {info.unit};
  }

  std::vector<ValueInfo> infos_;
  const Roster& roster_;
};

Comparison read_asked_comparison(const Value& value, const Asked& asked) {
  return asked.drug != nullptr ? read_rate_comparison(value, *asked.drug, asked.info->unit)
                               : value.comparison(asked.info->unit);
}

/// A value of the quantity, or a distance between two of them.
double read_asked_value(const Value& value, const Asked& asked, bool distance = false) {
  if (asked.drug != nullptr) {
    const Dose dose = read_rate_limit(value, *asked.drug);
    const bool per_kg = asked.info->unit.ends_with("/kg/min");
    if (value.is_text() && dose.per_kg != per_kg) {
      value.problem("`" + value.text() + "` is " + (per_kg ? "not " : "") + "by body weight",
                    "a rate in " + asked.info->unit);
    }
    return dose.value;
  }
  Range range = asked.range;
  if (distance) range = {range.unit, 0.0, range.high - range.low};
  return value.quantity(range, 0.0);
}

class MatchReader {
 public:
  MatchReader(const Cast& cast, const Roster& roster) : names_(cast, roster), roster_(roster) {}

  PublishedFigures read(const std::vector<NamedValue>& match) {
    for (const NamedValue& item : match) {
      origin_ = item.origin;
      if (item.name != "correlations") read_quantity(item.name, item.value);
    }
    for (const NamedValue& item : match) {
      origin_ = item.origin;
      if (item.name != "correlations") continue;
      for (const Value& one : item.value.items()) read_correlation(one);
    }
    return std::move(published_);
  }

 private:
  void add(FigureKind kind, const std::string& name, double target, const Value& place) {
    MatchFigure figure;
    figure.kind = kind;
    figure.name = name;
    figure.target = target;
    published_.figures.push_back(std::move(figure));
    published_.places.push_back(place);
  }

  void read_quantity(const std::string& name, const Value& value) {
    const auto asked = names_.find(name, value);
    if (!asked) return;
    value.fields([&](Fields& in) {
      const std::size_t before = published_.figures.size();
      const bool cut = read_within(in.optional("within"), *asked);
      read_moments(in, *asked);
      read_quantiles(in, *asked);
      read_share(in, *asked);
      (void)in.optional("note").text();
      const bool figures = published_.figures.size() > before;
      const Provenance provenance = read_origin(in, in.optional("mean"), origin_, roster_.shelf());
      for (std::size_t k = before; k < published_.figures.size(); ++k) {
        published_.figures[k].provenance = provenance;
      }
      if (!figures && !cut && value.problems().problems().empty()) {
        value.problem("no figure", "`mean`, `SD`, `median`, `quartiles`, `share` or `within`");
      }
    });
  }

  /// Truncation: conditions like any other.
  bool read_within(const Value& value, const Asked& asked) {
    const auto ends = value.pair();
    if (!ends) return false;
    const double low = read_asked_value(ends->first, asked);
    const double high = read_asked_value(ends->second, asked);
    if (low >= high) value.problem("the low end is not below the high end");
    published_.conditions.push_back(
        {asked.info->name, {Relation::greater_equal, low}, ">= " + ends->first.text()});
    published_.conditions.push_back(
        {asked.info->name, {Relation::less_equal, high}, "<= " + ends->second.text()});
    return true;
  }

  void read_moments(Fields& in, const Asked& asked) {
    const Value mean = in.optional("mean");
    const Value sd = in.optional("SD");
    const double centre = read_asked_value(mean, asked);
    if (mean.present()) add(FigureKind::mean, asked.info->name, centre, mean);
    if (!sd.present()) return;
    const double spread = read_asked_value(sd, asked, true);
    if (!mean.present()) return sd.problem("`SD` without a `mean`", "both");
    if (spread <= 0.0) return sd.problem("`" + sd.text() + "` is no spread", "an SD above 0");
    add(FigureKind::sd, asked.info->name, spread, sd);
    published_.figures.back().centre = centre;
  }

  void read_quantiles(Fields& in, const Asked& asked) {
    double last = -std::numeric_limits<double>::infinity();
    const auto quantile = [&](const Value& value, double level) {
      const double target = read_asked_value(value, asked);
      if (target <= last) value.problem("quartiles and median do not rise");
      last = target;
      add(FigureKind::quantile, asked.info->name, target, value);
      published_.figures.back().level = level;
    };
    const Value median = in.optional("median");
    const auto quartiles = in.optional("quartiles").pair();
    if (quartiles) quantile(quartiles->first, 0.25);
    if (median.present()) quantile(median, 0.5);
    if (quartiles) quantile(quartiles->second, 0.75);
  }

  void read_share(Fields& in, const Asked& asked) {
    const Value share = in.optional("share");
    const Value of = in.optional("of");
    if (!share.present()) {
      if (of.present()) of.problem("`of` without a `share`", "both");
      return;
    }
    const double target = share.number(0.0, 1.0, 0.0);
    Comparison condition{Relation::greater, 0.5};
    if (of.present()) {
      condition = read_asked_comparison(of, asked);
    } else if (asked.info->name != "woman") {
      return share.problem("a share of whom", "a condition in `of`, such as \"> 4 mmol/L\"");
    }
    add(FigureKind::share, asked.info->name, target, share);
    published_.figures.back().condition = condition;
  }

  [[nodiscard]] const MatchFigure* sd_of(const std::string& name) const {
    for (const MatchFigure& figure : published_.figures) {
      if (figure.kind == FigureKind::sd && figure.name == name) return &figure;
    }
    return nullptr;
  }

  void read_correlation(const Value& item) {
    item.fields([&](Fields& in) {
      const auto of = in.required("of").pair();
      const Value value = in.required("value");
      const double target = value.number(-1.0, 1.0, 0.0);
      const Provenance provenance = read_origin(in, value, origin_, roster_.shelf());
      (void)in.optional("note").text();
      if (!of) return;
      const MatchFigure* first = correlated(of->first);
      const MatchFigure* second = correlated(of->second);
      if (first == nullptr || second == nullptr) return;
      if (first == second) return item.problem("`" + first->name + "` with itself");
      MatchFigure figure{FigureKind::correlation, first->name, target};
      figure.centre = first->centre;
      figure.spread = first->target;
      figure.other = second->name;
      figure.other_centre = second->centre;
      figure.other_spread = second->target;
      figure.provenance = provenance;
      published_.figures.push_back(std::move(figure));
      published_.places.push_back(value);
    });
  }

  /// The SD of a quantity that may be correlated.
  [[nodiscard]] const MatchFigure* correlated(const Value& name) const {
    const MatchFigure* sd = sd_of(name.text());
    if (sd == nullptr && names_.find(name.text(), name)) {
      name.problem("`" + name.text() + "` has no `SD` here", "`mean` and `SD` of both");
    }
    return sd;
  }

  AskedNames names_;
  const Roster& roster_;
  Origin origin_ = Origin::file;
  PublishedFigures published_;
};

std::string reach_text(const MatchFigure& figure, const UnreachableFigure::Reach& reach,
                       const ValueInfo& info) {
  const auto number = [&](double value) { return match_value(figure, value, info); };
  if (reach.alone) return "figures that people can have together";
  return number(reach.low) + " to " + number(reach.high) + "; among the eligible it is " +
         number(reach.own);
}

}  // namespace

std::vector<Condition> read_where(const std::vector<NamedValue>& where, const Cast& cast,
                                  const Roster& roster) {
  const AskedNames names(cast, roster);
  std::vector<Condition> conditions;
  for (const NamedValue& item : where) {
    const auto asked = names.find(item.name, item.value);
    if (!asked) continue;
    for (const Value& one : item.value.one_or_more()) {
      conditions.push_back({item.name, read_asked_comparison(one, *asked), one.text()});
    }
  }
  return conditions;
}

PublishedFigures read_match(const std::vector<NamedValue>& match, const Cast& cast,
                            const Roster& roster) {
  if (match.empty()) return {};
  return MatchReader(cast, roster).read(match);
}

void solve_match(const PublishedFigures& published, Cast& cast, const Value& population) {
  if (published.figures.empty()) return;
  try {
    cast.matching = match_population(cast, published.figures);
  } catch (const UnreachableFigure& error) {
    const MatchFigure& figure = published.figures[error.figure()];
    const ValueInfo info = match_info(cast, figure);
    const std::string together = error.reach().alone ? " together with those before it" : "";
    published.places[error.figure()].problem(
        match_label(figure, info) + ' ' + match_value(figure, figure.target, info) +
            " is out of reach of the eligible people" + together,
        reach_text(figure, error.reach(), info));
  } catch (const ParameterError& error) {
    population.problem(std::string("match: ") + error.what());
  }
}

}  // namespace pressor
