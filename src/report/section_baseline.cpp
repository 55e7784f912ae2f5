#include <fmt/format.h>

#include <array>
#include <cmath>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// Table 1: who the patients were, by arm, with standardized differences.
namespace pressor::report {
namespace {

enum class Kind { normal, skewed, share };

/// One row of the table.
struct Item {
  std::string path;  ///< dataset with a value a row
  std::string title;
  std::string unit;
  Kind kind = Kind::normal;
};

struct Known {
  const char* column;
  const char* title;
  Kind kind;
};

/// What a clinician looks for, in this order.
constexpr std::array<Known, 15> known{{
    {"age", "Age", Kind::normal},
    {"woman", "Women", Kind::share},
    {"weight", "Weight", Kind::normal},
    {"saps2", "SAPS II, points", Kind::normal},
    {"MAP", "MAP", Kind::normal},
    {"HR", "Heart rate", Kind::normal},
    {"CI", "Cardiac index", Kind::normal},
    {"CVP", "CVP", Kind::normal},
    {"PMSF", "Mean systemic filling pressure", Kind::normal},
    {"lactate", "Lactate", Kind::skewed},
    {"albumin", "Albumin", Kind::normal},
    {"haematocrit", "Haematocrit", Kind::normal},
    {"vasoplegia", "Loss of alpha-1 efficacy (0 to 1)", Kind::normal},
    {"activation", "Alpha-1 activation (0 to 1)", Kind::skewed},
    {"frailty", "Frailty (standard normal)", Kind::normal},
}};

std::vector<Item> items_of(const Evidence& evidence) {
  std::vector<Item> items;
  const auto add = [&](const std::string& path, std::string title, Kind kind) {
    if (!evidence.rows.has(path)) return;
    const std::string unit = evidence.rows.note(path, "units");
    if (const std::string shown = shown_unit(unit); !shown.empty()) title += ", " + shown;
    items.push_back({path, std::move(title), unit, kind});
  };
  for (const Known& one : known) add(std::string("/patients/") + one.column, one.title, one.kind);
  for (const CastDrug& cast : evidence.study().cast.drugs) {
    const std::string path = "/patients/" + cast.drug.code + "_DOSE";
    if (!evidence.rows.has(path)) continue;
    const Spread spread = spread_of(evidence.rows.numbers(path));
    if (spread.low == spread.high) continue;
    std::string title = cast.drug.name + " dose";
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    add(path, title, Kind::skewed);
  }
  // What was measured before treatment.
  for (std::size_t c = 0; c < evidence.columns.size(); ++c) {
    const bool at_start = evidence.columns[c].at == 0.0;
    if (at_start)
      add("/endpoints/" + evidence.columns[c].name, outcome_of(evidence, c).title, Kind::normal);
  }
  return items;
}

int decimals_of(const Item& item, double mean) {
  if (item.path == "/patients/age" || item.path == "/patients/saps2") return 0;
  return decimals_for(item.unit, mean);
}

std::string cell(const Item& item, const std::vector<double>& values) {
  const Spread spread = spread_of(values);
  if (spread.n == 0) return "–";
  if (item.kind == Kind::share) return percent(spread.mean);
  const int decimals = decimals_of(item, spread.mean);
  if (item.kind == Kind::normal) {
    return fixed(spread.mean, decimals) + " ± " + fixed(spread.sd, decimals);
  }
  return fixed(quantile_of(values, 0.5), decimals) + " [" +
         fixed(quantile_of(values, 0.25), decimals) + "–" +
         fixed(quantile_of(values, 0.75), decimals) + "]";
}

/// Figures of a published table that the population is matched to.
class PublishedTable {
 public:
  explicit PublishedTable(const Evidence& evidence) : cast_(evidence.study().cast) {}

  [[nodiscard]] bool any() const { return cast_.matching.has_value(); }

  /// What was asked for in this row: `63 ± 12`, `0.24 [0.12–0.48]`, `33 %`, or a dash.
  [[nodiscard]] std::string cell(const Item& item) const {
    constexpr std::string_view folder = "/patients/";
    if (!item.path.starts_with(folder)) return "–";
    const std::string name = item.path.substr(folder.size());
    using FigureKind = MatchFigure::Kind;
    if (item.kind == Kind::share) {
      const auto share = figure(name, FigureKind::share);
      return share ? percent(*share) : "–";
    }
    const auto mean = figure(name, FigureKind::mean);
    const auto sd = figure(name, FigureKind::sd);
    const auto median = figure(name, FigureKind::quantile, 0.5);
    const auto low = figure(name, FigureKind::quantile, 0.25);
    const auto high = figure(name, FigureKind::quantile, 0.75);
    const auto number = [&](double value) { return fixed(value, decimals_of(item, value)); };
    std::string text;
    if (mean) text = number(*mean) + (sd ? " ± " + number(*sd) : "");
    if (median) text += (text.empty() ? "" : "; ") + number(*median);
    if (low && high) text += " [" + number(*low) + "–" + number(*high) + "]";
    return text.empty() ? "–" : text;
  }

 private:
  /// In the unit of the table.
  [[nodiscard]] std::optional<double> figure(const std::string& name, MatchFigure::Kind kind,
                                             double level = 0.5) const {
    for (const MatchFigure& figure : cast_.matching->figures) {
      if (figure.name != name || figure.kind != kind || figure.level != level) continue;
      return figure.target * scale_of(name);
    }
    return std::nullopt;
  }

  [[nodiscard]] double scale_of(const std::string& name) const {
    for (const ValueInfo& info : value_infos(cast_)) {
      if (info.name == name) return info.scale;
    }
    return 1.0;
  }

  const Cast& cast_;
};

/// Values of the rows that count, by replicate and arm.
using ByTrial = std::vector<std::vector<std::vector<double>>>;

ByTrial by_trial(const Evidence& evidence, const std::vector<double>& values) {
  ByTrial sorted(evidence.replicates(), std::vector<std::vector<double>>(evidence.arms.size()));
  const People& people = evidence.people;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.counts(i)) sorted.at(people.replicate[i]).at(people.arm[i]).push_back(values[i]);
  }
  return sorted;
}

double difference_in(const ByTrial& sorted, std::size_t trial, std::size_t arm) {
  return standardized_difference(spread_of(sorted[trial][arm]), spread_of(sorted[trial][0]));
}

/// Size of the standardized differences over the trials: median and the size that one in twenty
/// exceeds.
std::string usual_imbalance(const ByTrial& sorted, std::size_t arm) {
  std::vector<double> sizes;
  for (std::size_t r = 0; r < sorted.size(); ++r)
    sizes.push_back(std::fabs(difference_in(sorted, r, arm)));
  return fixed(quantile_of(sizes, 0.5), 2) + " (" + fixed(quantile_of(sizes, 0.95), 2) + ")";
}

std::vector<std::string> headings(const Evidence& evidence) {
  std::vector<std::string> names{""};
  if (PublishedTable(evidence).any()) names.emplace_back("Asked for");
  if (evidence.is_crossover()) {
    names.emplace_back("All");
    return names;
  }
  const bool many = evidence.replicates() > 1;
  if (many) names.emplace_back("All");
  for (const std::string& arm : evidence.arms) {
    names.push_back(many ? arm + ", first trial" : arm);
  }
  for (std::size_t arm = 1; arm < evidence.arms.size(); ++arm) {
    const std::string which = evidence.arms.size() > 2 ? " " + evidence.arms[arm] : std::string();
    names.push_back("Std. diff." + which + (many ? ", first trial" : ""));
    if (many) names.push_back("Its size, all trials" + which);
  }
  return names;
}

std::vector<std::string> row_of(const Evidence& evidence, const Item& item) {
  const std::vector<double> values = evidence.rows.numbers(item.path);
  std::vector<std::string> row{item.title};
  if (const PublishedTable published(evidence); published.any())
    row.push_back(published.cell(item));
  if (evidence.is_crossover()) {
    row.push_back(cell(item, values));
    return row;
  }
  const ByTrial sorted = by_trial(evidence, values);
  const bool many = evidence.replicates() > 1;
  if (many) row.push_back(cell(item, values));
  for (const auto& arm : sorted.front()) row.push_back(cell(item, arm));
  for (std::size_t arm = 1; arm < evidence.arms.size(); ++arm) {
    row.push_back(signed_fixed(difference_in(sorted, 0, arm), 2));
    if (many) row.push_back(usual_imbalance(sorted, arm));
  }
  return row;
}

}  // namespace

Section baseline_section(const Evidence& evidence) {
  Section section{"baseline", "Patients at the start", {}, "one described person; see parameters"};
  if (evidence.is_one_person()) return section;
  Table table("Table 1. Baseline by arm", headings(evidence));
  for (const Item& item : items_of(evidence)) table.row(row_of(evidence, item));
  section.body = table.markup("numbers");
  if (evidence.arms.size() > 1 && !evidence.is_crossover()) {
    section.body += element(
        "p", {{"class", "small"}},
        "Mean ± SD, median [quartiles] or share. Standardized difference: difference of the means "
        "over the root of the mean variance; about 0.1 is small, 0.5 large. Over all trials: "
        "median size, in brackets the size that one trial in twenty exceeds by chance alone.");
  }
  return section;
}

}  // namespace pressor::report
