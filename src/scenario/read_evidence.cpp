#include "read_evidence.h"

#include <algorithm>
#include <cmath>
#include <utility>

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
/// How a figure came to us: seen in the source or its abstract, quoted by another page, told by the
/// people who asked for this program, worked out from seen figures, remembered.
const std::vector<std::string> marks{"READ", "READ-2", "SEED", "DERIVED", "RECALLED"};

bool is_ratio(Statistic statistic) {
  return statistic == Statistic::odds_ratio || statistic == Statistic::hazard_ratio;
}

class RowReader {
 public:
  RowReader(const QuantityNames& names, const References& references, EvidenceFigures& figures)
      : names_(names), references_(references), figures_(figures) {}

  EvidenceRow read(Fields& in, const std::string& population) {
    row_.id = in.required("id").text();
    row_.what = in.required("what").text();
    read_source(in.required("source"));
    row_.mark = in.required("mark").one_of(marks);
    row_.population = in.optional("population").text(population);
    row_.note = in.optional("note").text();
    row_.set = in.required("set").choice(set_words, EvidenceSet::predict);
    row_.reading = read_observable(in.required("observable"), names_);
    row_.statistic = in.optional("statistic").choice(statistic_words, Statistic::mean);
    row_.unit = unit_of_figure();
    read_limit(in.optional("limit"));
    row_.among = read_groups(in.optional("among"));
    read_comparison(in);
    read_published(in);
    row_.place = figures_.read_place(in.optional("figure"), row_, names_);
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
    const Value step = in.optional("step");
    if (published.present() == direction.present()) {
      in.whole().problem("a row says a figure or a direction", "one of `published`, `direction`");
      return;
    }
    if (direction.present()) return read_direction(direction, tolerance, step);
    if (step.present()) step.problem("a figure has no step", "`step` beside a `direction`");
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

  void read_direction(const Value& direction, const Value& tolerance, const Value& step) {
    const std::string word = direction.one_of({"rises", "falls", "unchanged"});
    row_.direction = word;
    const double neutral = row_.unit == "1" ? 1.0 : 0.0;
    const double infinite = std::numeric_limits<double>::infinity();
    if (word == "unchanged") {
      if (step.present()) step.problem("nothing that stays unchanged makes a step");
      if (tolerance.present()) return read_own_tolerance(tolerance, neutral);
      return direction.problem("how near is unchanged?", "a `tolerance` with a reason");
    }
    if (tolerance.present()) tolerance.problem("a direction has no tolerance");
    constexpr double smallest_step = 1.0e-9;
    if (step.present()) row_.step = step.quantity({row_.unit, smallest_step}, 1.0);
    if (word == "rises") {
      allow(std::nextafter(neutral, infinite), infinite, "only the direction was published");
    }
    if (word == "falls") {
      allow(-infinite, std::nextafter(neutral, -infinite), "only the direction was published");
    }
  }

  const QuantityNames& names_;
  const References& references_;
  EvidenceFigures& figures_;
  EvidenceRow row_;
};

}  // namespace

EvidenceRow read_evidence_row(Fields& in, const QuantityNames& names, const References& references,
                              EvidenceFigures& figures, const std::string& population) {
  return RowReader(names, references, figures).read(in, population);
}

}  // namespace pressor
