#include "published_figure.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>

#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"

namespace pressor::report {
namespace {

constexpr double picture_width = 770.0;
constexpr double lone_panel_width = 560.0;
constexpr double panel_margin = 52.0;  // left of each panel, for its labels
constexpr double panel_space = 22.0;   // right of each panel, for half a label
constexpr double published_panel_height = 210.0;
constexpr double panel_foot = 52.0;

/// What a reading is where nothing changed.
std::optional<double> unchanged_value(const EvidenceRow& row) {
  if (row.statistic == Statistic::odds_ratio || row.statistic == Statistic::hazard_ratio) {
    return 1.0;
  }
  switch (row.reading.kind) {
    case ObservableKind::change:
    case ObservableKind::percent:
    case ObservableKind::emax:
      return 0.0;
    case ObservableKind::ratio:
      return 1.0;
    default:
      return std::nullopt;
  }
}

/// The spread that was published beside a figure.
std::optional<std::array<double, 2>> published_spread(const EvidenceRow& row) {
  if (!row.published) return std::nullopt;
  if (row.published->interval) return row.published->interval;
  if (!row.published->sd) return std::nullopt;
  return std::array<double, 2>{row.published->value - *row.published->sd,
                               row.published->value + *row.published->sd};
}

bool shapes_a_curve(const EvidenceRow& row) {
  return row.reading.kind == ObservableKind::slope && !row.reading.ladder.empty();
}

template <class T>
std::size_t index_in(std::vector<T>& known, const T& item) {
  const auto found = std::find(known.begin(), known.end(), item);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  known.push_back(item);
  return known.size() - 1;
}

/// The lowest and the highest of what it was told.
class Span {
 public:
  void hold(double value) {
    if (!std::isfinite(value)) return;
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
  }
  void widen(double share) {
    const double by = share * (high_ - low_);
    low_ = low_ >= 0.0 ? std::max(0.0, low_ - by) : low_ - by;
    high_ += by;
  }
  [[nodiscard]] Axis axis(const std::string& title, int most) const {
    return std::isfinite(low_) ? number_axis(title, low_, high_, most)
                               : number_axis(title, 0.0, 1.0, most);
  }

 private:
  double low_ = std::numeric_limits<double>::infinity();
  double high_ = -std::numeric_limits<double>::infinity();
};

std::string axis_title(const std::string& title, const std::string& unit) {
  const std::string shown = shown_unit(unit);
  return printed(shown.empty() ? title : title + ", " + shown);
}

/// One pair of axes with what was published and simulated in its unit.
class Panel {
 public:
  Panel(const EvidenceFigure& figure, const EvidencePanel& panel,
        const std::vector<EvidenceLine>& all, std::vector<std::string>& series)
      : figure_(figure), panel_(panel), all_(all), series_(series) {
    for (const EvidenceLine& line : all) {
      if (line.row->unit == panel.unit && !shapes_a_curve(*line.row)) lines_.push_back(line);
    }
    for (const EvidenceLine& line : lines_) {
      index_in(series_, line.row->place->series);
      index_in(own_series_, line.row->place->series);
    }
    if (figure_.x_unit.empty()) {
      for (const EvidenceLine& line : lines_) index_in(words_, line.row->place->word);
    }
  }

  [[nodiscard]] bool empty() const { return lines_.empty(); }

  [[nodiscard]] Plot plot(const Box& box) {
    const Axis across = x_axis(box.width);
    span_ = across.high - across.low;
    Plot plot(box, across, y_axis());
    const std::optional<double> neutral = unchanged_value(*lines_.front().row);
    if (neutral) plot.horizontal(*neutral, {}, "null");
    for (std::size_t s = 0; s < series_.size(); ++s) add_series(plot, s);
    std::size_t ways = 0;
    for (const EvidenceLine& line : lines_) {
      add_published(plot, line);
      if (!line.row->published) add_direction(plot, line, ways);
    }
    for (const EvidenceLine& line : lines_) add_simulated(plot, line);
    return plot;
  }

 private:
  // --- axes
  // ---------------------------------------------------------------------------------------

  [[nodiscard]] Axis x_axis(double width) const {
    if (figure_.x_unit.empty()) {
      Axis axis{printed(figure_.x_title), -0.5, static_cast<double>(words_.size()) - 0.5, {}, {}};
      for (std::size_t i = 0; i < words_.size(); ++i) axis.ticks.push_back(static_cast<double>(i));
      axis.label = [words = words_](double i) {
        return printed(words[static_cast<std::size_t>(std::lround(i))]);
      };
      return axis;
    }
    Span span;
    if (figure_.origin) span.hold(*figure_.origin);
    for (const EvidenceLine& line : all_) {
      const FigurePlace& place = *line.row->place;
      span.hold(place.x);
      for (const ReadingAt& point : place.curve) span.hold(point.x);
    }
    span.widen(0.06);
    return span.axis(axis_title(figure_.x_title, figure_.x_unit), width > 300.0 ? 7 : 4);
  }

  [[nodiscard]] Axis y_axis() const {
    Span span;
    bool ways = false;
    for (const EvidenceLine& line : lines_) {
      const EvidenceRow& row = *line.row;
      const std::optional<double> neutral = unchanged_value(row);
      if (neutral) span.hold(*neutral);
      if (!neutral && row.unit != "1" && row.unit != "mmHg") span.hold(0.0);
      if (row.published) span.hold(row.published->value);
      if (const auto spread = published_spread(row)) {
        span.hold((*spread)[0]);
        span.hold((*spread)[1]);
      }
      for (const double value : line.result->curve) span.hold(value);
      if (row.place->since) ways = true;
      if (!has_own_point(row)) continue;
      span.hold(line.result->simulated);
      if (line.result->interval) {
        span.hold((*line.result->interval)[0]);
        span.hold((*line.result->interval)[1]);
      }
    }
    if (ways) span.widen(0.2);
    return span.axis(axis_title(panel_.title, panel_.unit), 6);
  }

  // --- where marks stand
  // ---------------------------------------------------------------------------------------

  /// Whether the simulated figure of a row is a point of the line: not where it is counted from
  /// another x, and not the plateau of a curve.
  [[nodiscard]] static bool has_own_point(const EvidenceRow& row) {
    return !row.place->since && row.reading.ladder.empty();
  }

  [[nodiscard]] std::size_t series_of(const EvidenceRow& row) const {
    return static_cast<std::size_t>(std::find(series_.begin(), series_.end(), row.place->series) -
                                    series_.begin());
  }

  [[nodiscard]] double place_of(const EvidenceRow& row) const {
    const FigurePlace& place = *row.place;
    if (figure_.x_unit.empty()) {
      return static_cast<double>(std::find(words_.begin(), words_.end(), place.word) -
                                 words_.begin());
    }
    return row.reading.ladder.empty() || place.curve.empty() ? place.x : place.curve.back().x;
  }

  /// Series stand side by side, and over words also what was published and what was simulated.
  [[nodiscard]] double place_of(const EvidenceRow& row, bool published) const {
    const auto own = std::find(own_series_.begin(), own_series_.end(), row.place->series);
    const double middle = 0.5 * static_cast<double>(own_series_.size() - 1);
    const double side = static_cast<double>(own - own_series_.begin()) - middle;
    if (!figure_.x_unit.empty()) return place_of(row) + 0.012 * span_ * side;
    const double step = 0.6 / static_cast<double>(own_series_.size());
    return place_of(row) + step * side + (published ? -0.15 : 0.15) * step;
  }

  // --- marks
  // ---------------------------------------------------------------------------------------

  void add_series(Plot& plot, std::size_t series) const {
    if (figure_.x_unit.empty()) return;
    std::vector<Point> points;
    bool from_origin = false;
    for (const EvidenceLine& line : lines_) {
      const EvidenceRow& row = *line.row;
      if (series_of(row) != series) continue;
      for (std::size_t i = 0; i < line.result->curve.size(); ++i) {
        points.push_back({row.place->curve[i].x, line.result->curve[i]});
      }
      if (has_own_point(row)) points.push_back({place_of(row), line.result->simulated});
      const std::optional<double> neutral = unchanged_value(row);
      if (figure_.origin && neutral && !from_origin) {
        points.push_back({*figure_.origin, *neutral});
        from_origin = true;
      }
      add_published_curve(plot, line, series);
    }
    std::sort(points.begin(), points.end(),
              [](const Point& a, const Point& b) { return a.x < b.x; });
    plot.line(points, series_class(series));
    for (const EvidenceLine& line : lines_) {
      if (series_of(*line.row) != series) continue;
      for (std::size_t i = 0; i < line.result->curve.size(); ++i) {
        plot.dot({line.row->place->curve[i].x, line.result->curve[i]}, series_class(series), 2.5);
      }
    }
  }

  /// The published plateau and slope, through the simulated half-maximal dose.
  void add_published_curve(Plot& plot, const EvidenceLine& line, std::size_t series) const {
    if (line.row->reading.kind != ObservableKind::emax || !line.row->published) return;
    const auto slope = std::find_if(all_.begin(), all_.end(), [&](const EvidenceLine& other) {
      return shapes_a_curve(*other.row) && other.row->published &&
             other.row->place->series == line.row->place->series;
    });
    if (slope == all_.end() || line.row->place->curve.empty()) return;
    constexpr int pieces = 60;
    const double half = line.result->half_dose;
    const double steep = slope->row->published->value;
    std::vector<Point> points;
    for (int i = 0; i <= pieces; ++i) {
      const double dose = line.row->place->curve.back().x * i / pieces;
      const double power = std::pow(dose / half, steep);
      points.push_back({dose, line.row->published->value * power / (1.0 + power)});
    }
    plot.line(points, "thin solid " + series_class(series));
  }

  void add_published(Plot& plot, const EvidenceLine& line) const {
    const EvidenceRow& row = *line.row;
    if (!row.published) return;
    const std::string look = series_class(series_of(row));
    const double x = place_of(row, true);
    if (const auto spread = published_spread(row)) {
      plot.whisker(x, (*spread)[0], (*spread)[1], look);
    }
    plot.diamond({x, row.published->value}, look);
  }

  /// A direction from rest stands beside the line of no change, one from another x above all.
  void add_direction(Plot& plot, const EvidenceLine& line, std::size_t& ways) const {
    const EvidenceRow& row = *line.row;
    const std::string look = series_class(series_of(row));
    const bool up = row.direction == "rises";
    const bool unchanged = row.direction == "unchanged";
    if (row.place->since) {
      const double from = *row.place->since;
      const double middle = 0.5 * (from + row.place->x);
      const double below = 12.0 + 18.0 * static_cast<double>(ways++);
      const double y = plot.value_at(below);
      plot.lying_whisker(y, from, row.place->x, look);
      if (!unchanged) plot.triangle({middle, y}, up, look);
      return;
    }
    const Point at{place_of(row, true), unchanged_value(row).value_or(0.0)};
    if (unchanged) return plot.diamond(at, look);
    plot.triangle(at, up, look, up ? -14.0 : 14.0);
  }

  void add_simulated(Plot& plot, const EvidenceLine& line) const {
    const EvidenceRow& row = *line.row;
    if (!has_own_point(row)) return;
    const std::string look = series_class(series_of(row));
    const double x = place_of(row, false);
    if (line.result->interval) {
      plot.whisker(x, (*line.result->interval)[0], (*line.result->interval)[1], look);
    }
    plot.dot({x, line.result->simulated}, line.result->within ? look : "miss " + look,
             line.result->within ? 4.0 : 3.5);
  }

  const EvidenceFigure& figure_;
  const EvidencePanel& panel_;
  const std::vector<EvidenceLine>& all_;
  std::vector<std::string>& series_;  ///< of the figure, in the order in which they appear
  std::vector<EvidenceLine> lines_;
  std::vector<std::string> own_series_;  ///< those of this panel
  std::vector<std::string> words_;
  double span_ = 1.0;  ///< of the axis across
};

// --- captions
// ---------------------------------------------------------------------------------------

std::string listed(const std::vector<std::string>& items) {
  std::string words;
  for (std::size_t i = 0; i < items.size(); ++i) words += (i > 0 ? ", " : "") + items[i];
  return words;
}

/// Which rows may have chosen a parameter.
std::string sets_of(const std::vector<EvidenceLine>& lines) {
  std::vector<std::string> ids[evidence_set_count];
  for (const EvidenceLine& line : lines) {
    ids[static_cast<std::size_t>(line.row->set)].push_back(line.row->id);
  }
  constexpr const char* uses[] = {"may have chosen a parameter (fit)", "only compared (predict)",
                                  "never fitted"};
  std::string words;
  for (std::size_t set = 0; set < evidence_set_count; ++set) {
    if (ids[set].empty()) continue;
    words += std::string(words.empty() ? "" : "; ") + uses[set] + ": " +
             (ids[set].size() == lines.size() ? "all points" : listed(ids[set]));
  }
  words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  return words + ".";
}

std::string misses_of(const std::vector<EvidenceLine>& lines) {
  std::vector<std::string> ids;
  for (const EvidenceLine& line : lines) {
    if (!line.result->within) ids.push_back(line.row->id);
  }
  return ids.empty() ? "" : " Missed: " + listed(ids) + ".";
}

bool any_of_rows(const std::vector<EvidenceLine>& lines,
                 const std::function<bool(const EvidenceLine&)>& holds) {
  return std::any_of(lines.begin(), lines.end(), holds);
}

/// What the marks of this figure mean, as far as they are in it.
std::string key_of(const std::vector<EvidenceLine>& lines, bool lines_drawn) {
  const auto has = [&](const auto& holds) { return any_of_rows(lines, holds); };
  std::vector<std::string> bars;
  if (has([](const EvidenceLine& l) { return l.row->published && l.row->published->sd; })) {
    bars.emplace_back("SD");
  }
  const auto interval = [](const EvidenceLine& l, bool quartiles) {
    return l.row->published && l.row->published->interval &&
           l.row->published->quartiles == quartiles;
  };
  if (has([&](const EvidenceLine& l) { return interval(l, false); })) bars.emplace_back("95 % CI");
  if (has([&](const EvidenceLine& l) { return interval(l, true); })) {
    bars.emplace_back("quartiles");
  }
  std::string words;
  if (has([](const EvidenceLine& l) { return l.row->published.has_value(); })) {
    words += "Diamonds: published" + (bars.empty() ? "" : " (bars: " + listed(bars) + ")") + ". ";
  }
  if (has([](const EvidenceLine& l) { return !l.row->published; })) {
    words += "Triangles: published direction, without a figure";
    if (has([](const EvidenceLine& l) { return l.row->place->since.has_value(); })) {
      words += ", over the bar from one x to the other";
    }
    if (has([](const EvidenceLine& l) { return l.row->direction == "unchanged"; })) {
      words += "; a diamond on the line of no change: published as unchanged";
    }
    words += ". ";
  }
  words += lines_drawn ? "Dots and lines: simulated" : "Dots: simulated";
  if (has([](const EvidenceLine& l) { return l.result->interval.has_value(); })) {
    words += " (bars: 95 % interval over samples of patients)";
  }
  if (has([](const EvidenceLine& l) { return !l.result->within; }))
    words += ", hollow where missed";
  words += ". ";
  if (has([](const EvidenceLine& l) { return shapes_a_curve(*l.row); })) {
    words +=
        "Diamonds stand at Emax, thin lines are the curve of the published Emax and slope; its "
        "ED50 was "
        "not published, so that of the simulated curve is taken. ";
  }
  return words;
}

Html caption_with_sources(const std::vector<EvidenceLine>& lines, const References& references) {
  std::set<std::string> seen;
  std::string sources;
  for (const EvidenceLine& line : lines) {
    const auto found = references.find(line.row->source);
    if (found == references.end() || !seen.insert(line.row->source).second) continue;
    sources += full_citation(found->second) + ' ';
  }
  const bool over_words = lines.front().row->place->figure->x_unit.empty();
  return text(sources + key_of(lines, !over_words) + sets_of(lines) + misses_of(lines));
}

Html draw_figure(const std::string& id, const std::vector<EvidenceLine>& lines,
                 const References& references) {
  const EvidenceFigure& figure = *lines.front().row->place->figure;
  std::vector<std::string> series;
  std::vector<Panel> panels;
  for (const EvidencePanel& panel : figure.panels) {
    Panel made(figure, panel, lines, series);
    if (!made.empty()) panels.push_back(std::move(made));
  }
  if (panels.empty()) return {};
  const auto count = static_cast<double>(panels.size());
  const double width =
      panels.size() == 1 ? lone_panel_width : picture_width / count - panel_margin - panel_space;
  const bool named = series.size() > 1 || !series.front().empty();
  const double top = named ? 52.0 : 26.0;
  Figure picture(id, printed(figure.title) + ": published and simulated", picture_width,
                 top + published_panel_height + panel_foot);
  if (named) {
    std::vector<LegendEntry> entries;
    for (std::size_t s = 0; s < series.size(); ++s) {
      entries.push_back({printed(series[s]), series_class(s), false});
    }
    picture.legend(entries);
  }
  double left = panel_margin;
  for (Panel& panel : panels) {
    picture.add(panel.plot({left, top, width, published_panel_height}));
    left += width + panel_margin + panel_space;
  }
  return element("h3", printed(figure.title)) +
         picture.markup(caption_with_sources(lines, references));
}

}  // namespace

std::string full_citation(const Reference& source) {
  std::string words;
  const auto add = [&](const std::string& part) {
    if (part.empty()) return;
    words += (words.empty() ? "" : " ") + part + (part.back() == '.' ? "" : ".");
  };
  add(source.authors);
  add(source.title);
  add(source.journal);
  add(source.year);
  if (!source.doi.empty()) add("doi " + source.doi);
  if (!source.note.empty()) add("(" + source.note + ")");
  return words;
}

Html published_figures(const std::string& prefix, const std::vector<EvidenceLine>& lines,
                       const References& references) {
  std::vector<std::string> names;
  for (const EvidenceLine& line : lines) {
    if (line.row->place) index_in(names, line.row->place->figure->name);
  }
  Html made;
  for (const std::string& name : names) {
    std::vector<EvidenceLine> own;
    for (const EvidenceLine& line : lines) {
      if (line.row->place && line.row->place->figure->name == name) own.push_back(line);
    }
    made += draw_figure(prefix + '-' + name, own, references);
  }
  return made;
}

}  // namespace pressor::report
