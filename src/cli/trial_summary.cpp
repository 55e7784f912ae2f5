#include "trial_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "pressor/trial/primary.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

constexpr std::size_t most_trial_rows = 40;

std::string number(double x) {
  if (std::isnan(x)) return "-";
  if (std::fabs(x) >= 1000.0 && std::fabs(x) < 1.0e7) return fmt::format("{:.0f}", x);
  return fmt::format("{:.3g}", x == 0.0 ? 0.0 : x);
}
std::string p_text(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "< 0.001" : fmt::format("{:.2g}", p);
}
std::string percent(double share) {
  if (std::isnan(share)) return "-";
  const double value = 100.0 * share;
  const int digits = value > 0.0 && value < 10.0 ? 1 : 0;
  return fmt::format("{:.{}f} %", value, digits);
}
/// `4.9 % (4.5 to 5.3)`
std::string with_limits(const Share& share) {
  if (share.of == 0) return "-";
  const int digits = share.high < 0.1 ? 1 : 0;
  return fmt::format("{} ({:.{}f} to {:.{}f})", percent(share.value), 100.0 * share.low, digits,
                     100.0 * share.high, digits);
}
std::string unit_text(const std::string& unit) { return unit == "1" ? "" : " " + unit; }

/// A line that lists one thing for several tests.
class Sentence {
 public:
  /// The start is said once.
  void add(const std::string& start, const std::string& part) {
    parts_.push_back(parts_.empty() ? start + part : part);
  }
  /// Lines of at most 96 characters, indented, broken between parts.
  [[nodiscard]] std::string wrapped() const {
    constexpr std::size_t most = 96;
    std::string out;
    std::string line = "  ";
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const std::string part = parts_[i] + (i + 1 < parts_.size() ? ", " : "");
      if (i > 0 && line.size() + part.size() > most) {
        out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
        line = "    ";
      }
      line += part;
    }
    return parts_.empty() ? "" : out + line + '\n';
  }

 private:
  std::vector<std::string> parts_;
};

class Summary {
 public:
  Summary(const TrialTables& trial, const Study& study)
      : trial_(trial),
        study_(study),
        columns_(endpoint_columns(study.endpoints, study_variables(study.cast))) {}

  std::string write() {
    if (!trial_.comparisons.empty()) {
      out_ += '\n';
      write_primary(primary());
      write_table();
      write_published();
      write_sizes(primary());
    }
    if (trial_.stopping) write_stops(*trial_.stopping);
    write_twins();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool one() const { return study_.replicates == 1; }
  [[nodiscard]] const std::string& name(std::size_t column) const { return columns_[column].name; }
  [[nodiscard]] const std::string& arm(std::size_t index) const { return study_.arms[index].name; }
  [[nodiscard]] static Estimate kind(const Comparisons& of) {
    return estimate_of(test_of(of.test));
  }
  [[nodiscard]] std::string unit(const Comparisons& of) const {
    return unit_text(estimate_unit(test_of(of.test), columns_[of.column].unit));
  }

  void line(const std::string& text) { out_ += text + '\n'; }

  [[nodiscard]] std::size_t primary() const {
    return primary_comparison(study_, columns_, trial_.comparisons).value_or(0);
  }

  void write_primary(std::size_t k) {
    const Comparisons& of = trial_.comparisons[k];
    const Operating& operating = trial_.operating[k];
    line(fmt::format("{}{}: {} against {}, {}", names_primary(study_) ? "primary, " : "",
                     name(of.column), arm(of.arm), arm(0), test_title(of.test)));
    if (one()) {
      line(fmt::format("  {} {}{} (95 % interval {} to {}), p {}; {} against {} patients",
                       estimate_name(kind(of)), number(of.estimate[0]), unit(of),
                       number(of.ci_low[0]), number(of.ci_high[0]), p_text(of.p[0]), of.used[0],
                       of.used_control[0]));
    } else {
      line(fmt::format("  {} {}{} (SD {} over {} replicates)", estimate_name(kind(of)),
                       number(operating.estimate_mean), unit(of), number(operating.estimate_sd),
                       study_.replicates));
      line(fmt::format("  p < 0.05 in {} of them: {}", with_limits(operating.significant),
                       operating.null_is_true ? "type I error, the arms do the same" : "power"));
    }
  }

  void write_table() {
    std::vector<Row> rows{
        one() ? Row{"comparison", "", "estimate", "95 % interval", "p", "n"}
              : Row{"comparison", "", "estimate (SD)", "p < 0.05 in", "type S", "type M"}};
    std::size_t before = columns_.size();
    for (std::size_t k = 0; k < trial_.comparisons.size() && rows.size() <= most_trial_rows; ++k) {
      const Comparisons& of = trial_.comparisons[k];
      Row row{of.column == before ? "" : name(of.column)};
      row.push_back(study_.arms.size() > 2 ? of.test + ", " + arm(of.arm) : of.test);
      add_figures(row, k);
      rows.push_back(std::move(row));
      before = of.column;
    }
    out_ += '\n' + align(rows);
    if (trial_.comparisons.size() > most_trial_rows) {
      line(fmt::format("and {} more in /trial/comparisons",
                       trial_.comparisons.size() - most_trial_rows));
    }
  }

  void add_figures(Row& row, std::size_t k) const {
    const Comparisons& of = trial_.comparisons[k];
    const Operating& operating = trial_.operating[k];
    const std::string ratio = kind(of) == Estimate::odds_ratio     ? "OR "
                              : kind(of) == Estimate::hazard_ratio ? "HR "
                              : is_ratio(kind(of))                 ? "ratio "
                                                                   : "";
    if (one()) {
      row.push_back(ratio + number(of.estimate[0]) + unit(of));
      row.push_back(number(of.ci_low[0]) + " to " + number(of.ci_high[0]));
      row.push_back(p_text(of.p[0]));
      row.push_back(fmt::format("{} + {}", of.used[0], of.used_control[0]));
      return;
    }
    const std::string log = ratio.empty() ? "" : "log ";
    row.push_back(fmt::format("{}{}{} ({}{})", ratio, number(operating.estimate_mean), unit(of),
                              log, number(operating.estimate_sd)));
    row.push_back(with_limits(operating.significant));
    row.push_back(percent(operating.type_s));
    row.push_back(number(operating.type_m));
  }

  /// One sentence a published column: how often the replicates were as extreme, test by test.
  void write_published() {
    std::size_t before = columns_.size();
    for (const ObservedPlace& place : trial_.observed) {
      if (place.column != before) write_published(place.column);
      before = place.column;
    }
  }

  void write_published(std::size_t column) {
    Sentence means;
    Sentence difference;
    Sentence either_way;
    Sentence p;
    for (const ObservedPlace& place : trial_.observed) {
      if (place.column != column) continue;
      const std::string by =
          " by " + place.test + (study_.arms.size() > 2 ? " for " + arm(place.arm) : "");
      switch (place.what) {
        case ObservedPlace::What::mean:
          means.add("", fmt::format("{} {} at percentile {:.0f}", arm(place.arm),
                                    number(place.observed), 100.0 * place.percentile));
          break;
        case ObservedPlace::What::difference:
          difference.add(fmt::format("difference of {} or {} in ", number(place.observed),
                                     place.observed < 0.0 ? "less" : "more"),
                         with_limits(place.as_extreme) + by);
          either_way.add(
              fmt::format("of {} or more either way in ", number(std::fabs(place.observed))),
              with_limits(place.as_large) + by);
          break;
        case ObservedPlace::What::p:
          p.add("p of " + p_text(place.observed) + " or less in ",
                with_limits(place.as_extreme) + by);
          break;
      }
    }
    out_ += fmt::format("\npublished {}, of {} trials{}:\n", name(column), study_.replicates,
                        null_is_true(column) ? " in which no effect is real" : "");
    for (const Sentence* sentence : {&means, &difference, &either_way, &p}) {
      out_ += sentence->wrapped();
    }
  }

  [[nodiscard]] bool null_is_true(std::size_t column) const {
    for (std::size_t k = 0; k < trial_.comparisons.size(); ++k) {
      if (trial_.comparisons[k].column == column) return trial_.operating[k].null_is_true;
    }
    return false;
  }

  void write_sizes(std::size_t k) {
    if (trial_.sizes.empty()) return;
    const Comparisons& of = trial_.comparisons[k];
    std::vector<Row> rows{{"patients", "p < 0.05 in", "estimate (SD)"}};
    for (const NestedSize& size : trial_.sizes) {
      const Operating& operating = size.operating[k];
      rows.push_back(
          {std::to_string(size.patients), with_limits(operating.significant),
           fmt::format("{} ({})", number(operating.estimate_mean), number(operating.estimate_sd))});
    }
    out_ += fmt::format("\n{} by {}, first patients of each replicate\n", name(of.column), of.test);
    out_ += align(rows);
  }

  void write_stops(const Stopping& stopping) {
    const Comparisons& of = trial_.comparisons[stopping.comparison];
    out_ += fmt::format("\nlooks at {} by {}; z is positive in favour of {}\n", name(of.column),
                        of.test, arm(of.arm));
    std::vector<Row> rows{{"look", "patients"}};
    for (std::size_t l = 0; l < stopping.looks.size(); ++l) {
      rows.push_back({std::to_string(l + 1), std::to_string(stopping.looks[l].patients)});
    }
    add_rule(rows, stopping, "benefit", StopReason::efficacy, &Look::efficacy);
    add_rule(rows, stopping, "futility", StopReason::futility, &Look::futility);
    add_rule(rows, stopping, "harm", StopReason::harm, &Look::harm);
    out_ += align(rows);
    if (one()) return write_end(stopping);
    line(fmt::format("expected: {:.1f} patients analysed, {:.1f} enrolled",
                     stopping.expected_analysed, stopping.expected_enrolled));
    line(
        fmt::format("estimate: {} on average, {} when stopped early; adjusted for the looks {} "
                    "and {}",
                    number(stopping.estimate_mean), number(stopping.estimate_early),
                    number(stopping.unbiased_mean), number(stopping.unbiased_early)));
  }

  /// Bound and stops of a rule that is in force at some look.
  void add_rule(std::vector<Row>& rows, const Stopping& stopping, const std::string& word,
                StopReason reason, double Look::*bound) const {
    const auto in_force = [&](const Look& look) { return std::isfinite(look.*bound); };
    if (std::none_of(stopping.looks.begin(), stopping.looks.end(), in_force)) return;
    rows[0].push_back(word + (reason == StopReason::efficacy ? ", z >=" : ", z <="));
    rows[0].emplace_back("stopped");
    for (std::size_t l = 0; l < stopping.looks.size(); ++l) {
      const Look& look = stopping.looks[l];
      rows[l + 1].push_back(in_force(look) ? number(look.*bound) : "-");
      rows[l + 1].push_back(with_limits(stopping.stopped[l][static_cast<std::size_t>(reason)]));
    }
  }

  void write_end(const Stopping& stopping) {
    const TrialEnd& end = stopping.ends.at(0);
    line(
        fmt::format("ended at look {} ({}) with {} patients analysed and {} enrolled: estimate {}, "
                    "adjusted for the looks {}",
                    end.look, stop_reason_name(end.reason), end.analysed, end.enrolled,
                    number(end.estimate), number(end.unbiased)));
  }

  void write_twins() {
    if (trial_.twins.empty() || study_.compares_one_person()) return;
    std::vector<Row> rows{
        {"individual effects", "mean ± SD", "respond", "variance, unpaired/twins"}};
    for (const TwinEffects& twins : trial_.twins) {
      if (twins.all_pairs == 0) continue;
      const std::string who = study_.arms.size() > 2 ? ", " + arm(twins.arm) : "";
      rows.push_back({name(twins.column) + who,
                      fmt::format("{} ± {}{}", number(twins.all_mean), number(twins.all_sd),
                                  unit_text(columns_[twins.column].unit)),
                      percent(twins.all_responders.value), number(twins.variance_ratio)});
    }
    if (rows.size() > 1) out_ += '\n' + align(rows);
  }

  const TrialTables& trial_;
  const Study& study_;
  std::vector<EndpointColumn> columns_;
  std::string out_;
};

}  // namespace

std::string trial_summary(const TrialTables& trial, const Study& study) {
  return Summary(trial, study).write();
}

}  // namespace pressor::cli
