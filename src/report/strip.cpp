#include "strip.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "course.h"
#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"

namespace pressor::report {
namespace {

constexpr double strip_panel_height = 92.0;
constexpr double panel_gap = 38.0;
constexpr double strip_left = 50.0;
constexpr double strip_width = 735.0;

bool is_dose(const std::string& name) { return name.ends_with("_DOSE"); }

/// Doses and concentrations and shares begin at nothing.
bool from_zero(const std::string& name, const std::string& unit) {
  return is_dose(name) || unit == "ng/mL" || unit == "ug/mL" || unit == "1";
}

/// Span that an axis has at least: what is small at the bedside shall look small.
double least_span(const std::string& name) {
  constexpr std::array<std::pair<const char*, double>, 7> spans{{{"MAP", 20.0},
                                                                 {"HR", 20.0},
                                                                 {"CO", 2.0},
                                                                 {"SVR", 400.0},
                                                                 {"CVP", 6.0},
                                                                 {"PMSF", 6.0},
                                                                 {"blood_volume", 500.0}}};
  for (const auto& [known, span] : spans) {
    if (name == known) return span;
  }
  return 0.0;
}

Axis value_axis(const std::string& title, const std::vector<std::vector<double>>& lines, bool zero,
                double span) {
  double low = unlimited;
  double high = -unlimited;
  for (const auto& line : lines) {
    for (const double value : line) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (!std::isfinite(low)) low = high = 0.0;
  if (zero) low = std::min(0.0, low);
  const double widened = std::max(0.0, 0.5 * (span - (high - low)));
  low -= widened;
  high += widened;
  return number_axis(title, low, high, 4);
}

class Strip {
 public:
  Strip(const Evidence& evidence, const std::vector<StripRow>& rows)
      : evidence_(evidence),
        rows_(rows),
        times_(evidence.rows.numbers("/trajectories/time")),
        time_(time_axis("time from the start", times_.front(), times_.back())) {}

  [[nodiscard]] Plot panel(const std::string& name, double top, bool last) const {
    const std::string unit = evidence_.rows.note("/trajectories/" + name, "units");
    std::vector<std::vector<double>> lines;
    for (const StripRow& row : rows_) lines.push_back(trajectory(evidence_, name, row.row));
    const std::string shown = shown_unit(unit);
    const std::string title =
        variable_words(evidence_.study(), name) + (shown.empty() ? "" : ", " + shown);
    Plot plot({strip_left, top, strip_width, strip_panel_height},
              last ? time_ : without_labels(time_),
              value_axis(title, lines, from_zero(name, unit), least_span(name)));
    shade_challenges(plot, evidence_.study());
    for (std::size_t i = 0; i < lines.size(); ++i) add_line(plot, name, unit, lines[i], rows_[i]);
    return plot;
  }

 private:
  void add_line(Plot& plot, const std::string& name, const std::string& unit,
                const std::vector<double>& line, const StripRow& row) const {
    std::vector<Point> points;
    for (std::size_t t = 0; t < line.size(); ++t) points.push_back({times_[t], line[t]});
    if (is_dose(name)) {
      plot.steps(points, row.look);
    } else {
      plot.line(points, row.look);
    }
    plot.trace(rows_.size() > 1 ? row.name : variable_words(evidence_.study(), name),
               shown_unit(unit), times_, line, decimals_for(unit, 1.0) + 1);
  }

  const Evidence& evidence_;
  const std::vector<StripRow>& rows_;
  std::vector<double> times_;
  Axis time_;
};

}  // namespace

std::vector<std::string> present_in(const Evidence& evidence, const std::vector<std::string>& names,
                                    const std::vector<StripRow>& rows) {
  std::vector<std::string> found;
  for (const std::string& name : names) {
    if (!evidence.rows.has("/trajectories/" + name)) continue;
    const bool any = std::any_of(rows.begin(), rows.end(), [&](const StripRow& row) {
      const std::vector<double> values = trajectory(evidence, name, row.row);
      return std::any_of(values.begin(), values.end(), [](double v) { return std::fabs(v) > 0.0; });
    });
    if (any) found.push_back(name);
  }
  return found;
}

Html strip_chart(const Evidence& evidence, const std::string& id, const std::string& caption,
                 const std::vector<std::string>& variables, const std::vector<StripRow>& rows) {
  if (variables.empty() || rows.empty()) return {};
  const Strip strip(evidence, rows);
  const double pitch = strip_panel_height + panel_gap;
  const double head = rows.size() > 1 ? 52.0 : 28.0;
  const double height = head + pitch * static_cast<double>(variables.size()) + 12.0;
  Figure figure(id, caption, 800.0, height);
  std::vector<LegendEntry> entries;
  for (const StripRow& row : rows) entries.push_back({row.name, row.look, false});
  if (entries.size() > 1) figure.legend(entries);
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const double top = head + pitch * static_cast<double>(i);
    figure.add(strip.panel(variables[i], top, i + 1 == variables.size()));
  }
  return figure.markup(text(caption));
}

}  // namespace pressor::report
