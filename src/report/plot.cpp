#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"

namespace pressor::report {
namespace {

constexpr double line_tolerance = 0.25;  ///< SVG units that a simplified line may be off
constexpr double tick_length = 4.0;

std::string place(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

Html rule(double x1, double y1, double x2, double y2, const std::string& look) {
  return lone("line", {{"class", look},
                       {"x1", place(x1)},
                       {"y1", place(y1)},
                       {"x2", place(x2)},
                       {"y2", place(y2)}});
}

std::string polyline(const std::vector<Point>& points) {
  std::string shape;
  char command = 'M';
  for (const Point& point : points) {
    shape += command + place(point.x) + ' ' + place(point.y);
    command = 'L';
  }
  return shape;
}

/// Runs of points without NaN.
std::vector<std::vector<Point>> runs_of(const std::vector<Point>& points) {
  std::vector<std::vector<Point>> runs(1);
  for (const Point& point : points) {
    if (std::isfinite(point.x) && std::isfinite(point.y)) {
      runs.back().push_back(point);
    } else if (!runs.back().empty()) {
      runs.emplace_back();
    }
  }
  if (runs.back().empty()) runs.pop_back();
  return runs;
}

/// The corners that a curve in steps goes through.
std::vector<Point> corners(const std::vector<Point>& points) {
  std::vector<Point> out;
  for (const Point& point : points) {
    if (!out.empty()) out.push_back({point.x, out.back().y});
    out.push_back(point);
  }
  return out;
}

std::vector<Point> zipped(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) points.push_back({x[i], y[i]});
  return points;
}

double rounded_to(double value, int decimals) {
  const double power = std::pow(10.0, decimals);
  return std::round(value * power) / power;
}

}  // namespace

std::string series_class(std::size_t index) { return "s" + std::to_string(index % 6); }

Plot::Plot(const Box& box, Axis x, Axis y)
    : box_(box),
      x_(std::move(x)),
      y_(std::move(y)),
      across_{x_.low, x_.high, box.left, box.left + box.width},
      up_{y_.low, y_.high, box.top + box.height, box.top} {}

void Plot::title(std::string_view words) { title_ = words; }

std::vector<Point> Plot::placed(const std::vector<Point>& points) const {
  std::vector<Point> out;
  for (const Point& point : points) {
    // What lies outside the axes is drawn along their edge.
    const double y = std::isnan(point.y) ? point.y : std::clamp(point.y, y_.low, y_.high);
    out.push_back({across_(point.x), up_(y)});
  }
  return out;
}

void Plot::path(const std::string& shape, const std::string& look) {
  if (!shape.empty()) marks_ += lone("path", {{"class", look}, {"d", shape}});
}

void Plot::line(const std::vector<Point>& points, const std::string& look) {
  std::string shape;
  for (const auto& run : runs_of(placed(points)))
    shape += polyline(simplified(run, line_tolerance));
  path(shape, "line " + look);
}

void Plot::steps(const std::vector<Point>& points, const std::string& look) {
  std::string shape;
  for (const auto& run : runs_of(placed(points))) {
    shape += polyline(simplified(corners(run), line_tolerance));
  }
  path(shape, "line " + look);
}

void Plot::band(const std::vector<double>& x, const std::vector<double>& low,
                const std::vector<double>& high, const std::string& look) {
  const auto bottoms = runs_of(placed(zipped(x, low)));
  const auto tops = runs_of(placed(zipped(x, high)));
  std::string shape;
  for (std::size_t run = 0; run < std::min(bottoms.size(), tops.size()); ++run) {
    std::vector<Point> around = simplified(bottoms[run], line_tolerance);
    const std::vector<Point> above = simplified(tops[run], line_tolerance);
    around.insert(around.end(), above.rbegin(), above.rend());
    shape += polyline(around) + 'Z';
  }
  path(shape, "band " + look);
}

void Plot::step_band(const std::vector<double>& x, const std::vector<double>& low,
                     const std::vector<double>& high, const std::string& look) {
  std::vector<double> edges;
  std::vector<double> bottoms;
  std::vector<double> tops;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t side = i == 0 ? 1 : 0; side < 2; ++side) {
      edges.push_back(x[i]);
      bottoms.push_back(low[i - 1 + side]);
      tops.push_back(high[i - 1 + side]);
    }
  }
  band(edges, bottoms, tops, look);
}

void Plot::bar(double from, double to, double height, const std::string& look) {
  if (!(height > 0.0)) return;
  const double left = across_(from) + 0.5;
  const double top = up_(std::min(height, y_.high));
  marks_ += lone("rect", {{"class", "bar " + look},
                          {"x", place(left)},
                          {"y", place(top)},
                          {"width", place(std::max(across_(to) - 0.5 - left, 0.5))},
                          {"height", place(up_(0.0) - top)}});
}

void Plot::dot(const Point& at, const std::string& look, double radius) {
  if (!std::isfinite(at.x) || !std::isfinite(at.y)) return;
  marks_ += lone("circle", {{"class", "dot " + look},
                            {"cx", place(across_(at.x))},
                            {"cy", place(up_(at.y))},
                            {"r", place(radius)}});
}

void Plot::diamond(const Point& at, const std::string& look) {
  if (!std::isfinite(at.x) || !std::isfinite(at.y)) return;
  constexpr double half = 5.5;
  const double x = across_(at.x);
  const double y = up_(at.y);
  path(polyline({{x - half, y}, {x, y - half}, {x + half, y}, {x, y + half}}) + 'Z',
       "diamond " + look);
}

void Plot::triangle(const Point& at, bool up, const std::string& look, double dy) {
  if (!std::isfinite(at.x) || !std::isfinite(at.y)) return;
  constexpr double half = 5.5;
  const double x = across_(at.x);
  const double y = up_(at.y) + dy;
  const double tip = up ? y - half : y + half;
  const double base = up ? y + half : y - half;
  path(polyline({{x - half, base}, {x, tip}, {x + half, base}}) + 'Z', "diamond " + look);
}

void Plot::whisker(double x, double low, double high, const std::string& look) {
  if (!std::isfinite(low) || !std::isfinite(high)) return;
  marks_ += rule(across_(x), up_(std::clamp(low, y_.low, y_.high)), across_(x),
                 up_(std::clamp(high, y_.low, y_.high)), "whisker " + look);
}

void Plot::lying_whisker(double y, double low, double high, const std::string& look) {
  if (!std::isfinite(low) || !std::isfinite(high)) return;
  marks_ += rule(across_(std::clamp(low, x_.low, x_.high)), up_(y),
                 across_(std::clamp(high, x_.low, x_.high)), up_(y), "whisker " + look);
}

void Plot::vertical(double x, std::string_view words, const std::string& look) {
  if (!(x >= x_.low && x <= x_.high)) return;
  marks_ += rule(across_(x), box_.top, across_(x), box_.top + box_.height, "rule " + look);
  if (words.empty()) return;
  const bool right = across_(x) > box_.left + 0.6 * box_.width;
  marks_ += svg_text(across_(x) + (right ? -6.0 : 6.0), box_.top + 11.0, words,
                     right ? Anchor::end : Anchor::start, "note");
}

void Plot::horizontal(double y, std::string_view words, const std::string& look) {
  if (!(y >= y_.low && y <= y_.high)) return;
  marks_ += rule(box_.left, up_(y), box_.left + box_.width, up_(y), "rule " + look);
  if (words.empty()) return;
  marks_ += svg_text(box_.left + box_.width - 4.0, up_(y) - 5.0, words, Anchor::end, "note");
}

void Plot::shade(double from, double to) {
  from = std::clamp(from, x_.low, x_.high);
  to = std::clamp(to, x_.low, x_.high);
  if (!(to > from)) return;
  behind_ += lone("rect", {{"class", "shade"},
                           {"x", place(across_(from))},
                           {"y", place(box_.top)},
                           {"width", place(across_(to) - across_(from))},
                           {"height", place(box_.height)}});
}

void Plot::label(const Point& at, std::string_view words, Anchor anchor, double dx, double dy) {
  marks_ += svg_text(across_(at.x) + dx, up_(at.y) + dy, words, anchor, "note");
}

void Plot::trace(const std::string& name, const std::string& unit, const std::vector<double>& x,
                 const std::vector<double>& y, int decimals) {
  constexpr std::size_t most = 240;  // values that a pointer can tell apart
  const std::size_t stride = std::max<std::size_t>(1, (x.size() + most - 1) / most);
  Trace added{name, unit, {}, {}, decimals};
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); i += stride) {
    added.x.push_back(x[i]);
    added.y.push_back(y[i]);
  }
  traces_.push_back(std::move(added));
}

double Plot::value_at(double below) const {
  return y_.high - below / box_.height * (y_.high - y_.low);
}

Html Plot::axes() const {
  Html made;
  const double bottom = box_.top + box_.height;
  const double right = box_.left + box_.width;
  for (const double tick : y_.ticks) {
    made += rule(box_.left, up_(tick), right, up_(tick), "grid");
    made += svg_text(box_.left - 7.0, up_(tick) + 4.0, y_.label(tick), Anchor::end, "tick");
  }
  for (const double tick : x_.ticks) {
    made += rule(across_(tick), bottom, across_(tick), bottom + tick_length, "axis");
    made += svg_text(across_(tick), bottom + 18.0, x_.label(tick), Anchor::middle, "tick");
  }
  made += rule(box_.left, bottom, right, bottom, "axis");
  if (!x_.title.empty()) {
    made += svg_text(box_.left + 0.5 * box_.width, bottom + 36.0, x_.title, Anchor::middle, "name");
  }
  // A name above the axis is read without turning the head.
  const std::string above = title_.empty() ? y_.title : title_;
  made += svg_text(box_.left, box_.top - 9.0, above, Anchor::start, "name");
  return made;
}

Html Plot::markup() const { return element("g", behind_ + axes() + marks_); }

std::string Plot::data() const {
  if (traces_.empty()) return {};
  nlohmann::json plot;
  plot["box"] = {box_.left, box_.top, box_.width, box_.height};
  plot["span"] = {x_.low, x_.high};
  plot["across"] = x_.time ? "min" : "";
  for (const Trace& trace : traces_) {
    nlohmann::json one;
    one["name"] = trace.name;
    one["unit"] = trace.unit;
    for (const double x : trace.x) one["x"].push_back(rounded_to(x, 3));
    for (const double y : trace.y) {
      one["y"].push_back(std::isfinite(y) ? nlohmann::json(rounded_to(y, trace.decimals))
                                          : nlohmann::json());
    }
    plot["traces"].push_back(std::move(one));
  }
  return plot.dump();
}

}  // namespace pressor::report
